"""Dollar signs are money unless they enclose a formula."""

from __future__ import annotations

import pytest

MONEY = [
    "raised $150M to $300M",
    "$150M–$300M",
    "$150M-$300M",
    "~$285M in 2024, ~$300M in 2026",
    "cost ($10) or US$20 (US$)",
    "$10M (US$)",
    "$AAPL/$MSFT",
    "$AAPL and $MSFT",
    "$AAPL, $MSFT",
    "($AAPL)/($MSFT)",
    "$BRK.B/$MSFT",
    "R$ 5 e R$ 6",
    "R$5 e R$6",
    "5$ and 6$ ok",
    "between 5$ and 6$",
    "US$5–US$6",
    "A$5M and A$6M",
    "A$5M/A$6M",
    "**$5B** and **$6B**",
    "**$5B**–**$6B**",
    "*$5B* (up from *$2B*)",
    "==$5B==, ==$6B==",
    "$1,000/$2,000",
    "$1k-$2k a month",
    "$5/user, against $7/user",
    "$5/month vs. Microsoft's $7/month",
    "$1M+/$USD",
    "paid in $US/$CA",
    "a $/£ trade and a $/€ trade",
    "$/€/$",
    "from $0.10 to $0.25 per 1M tokens",
    "$3.5 billion (previously $2 billion)",
    "the $5-a-share offer beat the $4-a-share one",
    "$11–13B (reported), then $15B",
    "[[Note|$5B]] and $6B",
    "`$5` and $6",
    "$5B[^1] and $6B[^1]\n\n[^1]: Of $7B.",
    "| Seed | A |\n|---|---|\n| $1M | $2M |",
    "| $1M–$2M | $3M |\n|---|---|",
    "\\$150M (US\\$)",
    "$5B\nand $6B",
    "# Worth $5B, up from $2B",
    '> [!note] From $5B to $6B\n> and $7B ("$")',
    "- $5B\n- $6B",
    "$12bn ($10bn in cash, $2bn in shares)",
    "costs $5/$6/$7",
    "a $20/$40/$60 plan",
    "$TSLA's $25,000 car",
    "a “$5” note and a “$10” note",
    "$1.5B/$13B post",
    "$ and $$ and $",
]  # fmt: skip

FORMULAS = [
    "$x$", "$x^2$", "$x_1$", "$2^n$", "$a+b$", "$3x + 2$", "$10x$", "$\\alpha$", "$\\frac{a}{b}$",
    "$P(x)$", "$[0,1)$", "$(a,b]$", "$n$th", "$k$-means", "($a$)", "**$b$**", "$100$", "$f(x) = x$",
    "$E = mc^2$", "$\\$5 + x$", "$O(n \\log n)$", "$$x + y$$", "$profit = revenue - cost$", "$\\text{two words here}$",
    "$A$ and $B$", "$x$, $y$ and $z$", "is $x$.", "$x$ costs 5", "$a_{ij}$", "$1/2$",
]  # fmt: skip


@pytest.mark.parametrize("text", MONEY)
def test_money_is_no_formula(shown, text):
    page = shown(text)
    assert page.all("math") == []
    assert page.all(class_="formula") == []
    wanted = text.partition("[[Note|")[2] or text
    assert page.text.count("$") == wanted.count("$")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_one(shown, text):
    assert shown(text).all("math") != []


def test_money_and_formulas_live_in_one_sentence(shown):
    page = shown("It raised $5M at $x \\cdot 2$ of $10M (US$), so $y$ is $2.")
    assert len(page.all("math")) == 2
    assert "raised $5M at" in page.text
    assert "of $10M (US$), so" in page.text


def test_a_wikilink_protects_the_signs_in_it(shown):
    page = shown("[[Note $5$ x]]", {"Note $5$ x.md": ""})
    assert page.one("a").text == "Note $5$ x"


def test_a_formula_that_cannot_be_read_is_shown_as_written_and_reported(body, html):
    made = body("$$\n\\begin{matrix} a & b\n$$")
    assert html(made.html).one("code", class_="formula").text == "\\begin{matrix} a & b"
    assert [fault.message for fault in made.warnings] == [
        "the formula “\\begin{matrix} a & b” cannot be read"
    ]
