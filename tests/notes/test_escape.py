"""Values and authored text in Markdown: shown as they are, by every reader, with the fewest backslashes."""

from __future__ import annotations

import re
import string
import unicodedata
from itertools import combinations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from vaultgen.notes.escape import cell, heading, plain, prose

SITE = (
    MarkdownIt("commonmark")
    .enable(["strikethrough", "table"])
    .use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
)
GITHUB = MarkdownIt("commonmark", {"strikethrough_single_tilde": True}).enable(["strikethrough", "table"])
READERS = (SITE, GITHUB)
PUNCTUATION = set(string.punctuation)

NAMES = [
    "A16Z | Growth]]",
    "C#",
    ".hidden",
    "CON",
    "雷军",
    unicodedata.normalize("NFD", "Ação"),
    "{{ 7*7 }}",
    "{% raw %}",
    "شركة الذكاء",
    "\u202bשלום\u202c (Shalom)",
    "🚀 Rocket 👩‍🚀",
    "<script>alert(1)</script>",
    "*bold*",
    "__init__",
    "#hashtag",
    "1. first",
    "2026) second",
    "- dash",
    "+ plus",
    "> quote",
    "a==b==c",
    "===",
    "---",
    "- - -",
    "***",
    "_ _ _",
    "%%x%%",
    "^[note]",
    "[^1]",
    "[x]: https://x.y",
    "![x](y)",
    "[[A|B]]",
    "![[A]]",
    "[ ] task",
    "&amp;",
    "&copy 2020",
    "&#36;5",
    "AT&T",
    "http://x.y",
    "https://x.y/_a_/*b*?c=1&amp;d=$e$",
    "mailto:<a@b.c>",
    "<a@b.c>",
    "`code`",
    "``` fence",
    "~~~ fence",
    "~~gone~~",
    "~a~b~",
    "$x$",
    "$$x$$",
    "A$$AP & $$ave",
    r"C:\dir\*",
    "back\\",
    r"\$5 \$6",
    r"\\",
    "| - | - |",
    "    indented",
    "\tindented",
    "# heading",
    "###### six",
    "#",
    "text ^block-id",
    "two\nlines\r\n\r\nthree\u2028four",
    "x \\\ny",
    "**strong",
    "a*b_c`d[e]f<g>h",
    "<!-- x -->",
    "<?php",
    "<",
    "5 < 6 > 4",
    "2 * 3 * 4",
    "snake_case_name",
    "E*TRADE",
    "Yahoo!",
    "{ref}`x`",
    ":smile:",
    "a\u00a0b",
]


def shown(reader: MarkdownIt, markdown: str) -> str:
    """The text that a reader shows for one paragraph without any markup."""
    tokens = reader.parse(markdown)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"], markdown
    return bare(tokens[1], markdown)


def bare(inline: Token, markdown: str) -> str:
    """The text of an inline token in which nothing but addresses is marked up."""
    pieces = []
    for token in inline.children or []:
        if token.type in ("link_open", "link_close") and "http" in inline.content:
            continue
        assert token.type in ("text", "text_special"), (token.type, markdown)
        pieces.append(token.content)
    return "".join(pieces)


def spaced(text: str) -> str:
    """The text with its white space made one."""
    return re.sub(r"\s+", " ", text).strip()


def unescaped(markdown: str) -> str:
    """The Markdown with escaped characters and addresses blanked out: what is left may be read as markup."""
    return re.sub(r"\\[!-/:-@\[-`{-~]|<?https?://[^\s<>|]*>?", lambda found: ";" * len(found[0]), markdown)


def obsidian_formula(block: str) -> bool:
    """Whether Obsidian might find a formula, however far it looks for the closing `$`."""
    text = unescaped(block)
    places = [index for index, char in enumerate(text) if char == "$"]
    return "$$" in text or any(
        text[first + 1 : first + 2] not in (" ", "\t")
        and text[second - 1] not in (" ", "\t")
        and not re.match(r"[0-9]", text[second + 1 : second + 2])
        for first, second in combinations(places, 2)
    )


def obsidian_markup(block: str) -> bool:
    """Whether Obsidian reads something in the block that CommonMark does not know."""
    text = unescaped(block)
    return obsidian_formula(block) or any(
        re.search(pattern, text)
        for pattern in (
            r"==",
            r"%%",
            r"\[",
            r"(?:^|\s)#[0-9]*[^\s!-,.:-@\[-^`{-~0-9\u2000-\u206f\u2e00-\u2e7f]",
            r"(?:^|\s)\^[A-Za-z0-9-]+$",
        )
    )


def github_deletion(block: str) -> bool:
    """Whether GitHub strikes something out."""
    tokens = GITHUB.parseInline(block)
    return any(child.type == "s_open" for token in tokens for child in token.children or [])


def site_formula(block: str) -> bool:
    """Whether the site's reader finds a formula."""
    tokens = SITE.parseInline(block)
    return any(child.type.startswith("math") for token in tokens for child in token.children or [])


anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
markup = st.lists(
    st.sampled_from(
        list("\\`*_[]<>&#=%~$^|!(){}+-.:;/\"'@ 	\n\u00a0\u2028") * 2
        + ["a", "B", "1", "é", "雷", "$5", "amp;"]
    )
    | st.sampled_from(
        ["==", "%%", "~~", "$$", "**", "[[", "]]", "\n\n", "  ", "#tag", " ^id", "1. ", "- ", "<b>", "&lt;"]
    ),
    max_size=16,
).map("".join)
texts = (anything | markup).filter(lambda text: text.strip() != "" and "http" not in text)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_shows_as_it_is_in_a_paragraph(name):
    for reader in READERS:
        assert spaced(shown(reader, plain(name))) == spaced(name)
    assert not obsidian_markup(plain(name))


@given(texts)
@example("\\")
@example("$a$ ~b~")
@example("$\\")
def test_any_text_shows_as_it_is_in_a_paragraph(text):
    for reader in READERS:
        assert spaced(shown(reader, plain(text))) == spaced(text)
    assert not obsidian_markup(plain(text))
    assert "\n" not in plain(text)


@given(texts)
def test_any_text_shows_as_it_is_in_a_list_item(text):
    for reader in READERS:
        tokens = reader.parse(f"- {plain(text)}")
        kinds = [token.type for token in tokens if token.hidden is False or token.type == "inline"]
        assert kinds == [
            "bullet_list_open",
            "list_item_open",
            "inline",
            "list_item_close",
            "bullet_list_close",
        ]
        inline = next(token for token in tokens if token.type == "inline")
        assert spaced(bare(inline, text)) == spaced(text)


@given(texts)
def test_any_text_shows_as_it_is_between_words(text):
    for reader in READERS:
        assert spaced(shown(reader, f"see {plain(text)} there")) == spaced(f"see {text} there")


@given(texts)
def test_any_text_shows_as_it_is_in_bold(text):
    for reader in READERS:
        inline = reader.parse(f"**{plain(text)}**")[1]
        kinds = [child.type for child in inline.children or [] if child.content or child.type != "text"]
        assert kinds == ["strong_open", "text", "strong_close"]
        assert spaced("".join(child.content for child in inline.children or [])) == spaced(text)


@given(texts)
@example("a\\|b")
@example("|")
@example("\\\\||")
def test_any_text_shows_as_it_is_in_a_table_cell(text):
    for reader in READERS:
        tokens = reader.parse(f"| A | B |\n|---|---|\n| {cell(plain(text))} | end |")
        inlines = [token for token in tokens if token.type == "inline"]
        assert [spaced(bare(inline, text)) for inline in inlines] == ["A", "B", spaced(text), "end"]


@given(texts)
def test_any_text_shows_as_it_is_in_a_heading(text):
    for reader in READERS:
        tokens = reader.parse(f"## {heading(text)}")
        assert [token.type for token in tokens] == ["heading_open", "inline", "heading_close"]
        assert spaced(bare(tokens[1], text)) == spaced(text)


@given(anything | markup)
def test_a_cell_made_twice_is_made_once(text):
    assert cell(cell(text)) == cell(text)
    assert cell(cell(plain(text))) == cell(plain(text))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Inference (GPU) — “cloud”, 100% + more: yes; no? a/b!", None),
        ("AT&T, R&D and C# at 5 < 6 & x @ y", None),
        ("snake_case, 2 * 3, a = b, 50 % up, #1 of #2026", None),
        ("-5% to +3", None),
        ("2024-2025", None),
        ("2.5 times", None),
        ("1.first", None),
        ("US$5M", None),
        ("~$2B", None),
        ("https://x.y/a_b?c=1&d=%20#e", None),
        ("see https://x.y/~a.", None),
        ("see (https://x.y/*a).", "see (<https://x.y/*a>)."),
        ("a*b", r"a\*b"),
        ("a * b *", r"a * b \*"),
        ("__init__", r"\_\_init\_\_"),
        ("A16Z | Growth]]", r"A16Z | Growth\]\]"),
        ("#hashtag", r"\#hashtag"),
        ("a #2026-q1", r"a \#2026-q1"),
        ("## two", r"\## two"),
        ("1. first", r"1\. first"),
        ("- dash", r"\- dash"),
        ("-- -", r"\-- -"),
        ("> quote", r"\> quote"),
        ("a==b==c", r"a\==b\==c"),
        ("===", r"\=\=="),
        ("=", r"\="),
        ("%%x%%", r"\%%x\%%"),
        ("^[note]", r"^\[note\]"),
        ("![x](y)", r"!\[x\](y)"),
        ("&amp; &ampere &#36;", r"\&amp; \&ampere \&#36;"),
        ("<script>", r"\<script>"),
        ("end ^block", r"end \^block"),
        ("caret^", r"caret\^"),
        (r"C:\dir\*", r"C:\dir\\\*"),
        ("back\\", "back\\\\"),
        ("~~gone~~", r"\~\~gone\~\~"),
        ("$$x$$", r"\$\$x\$\$"),
        ("two\n lines", "two lines"),
        ("  edges ", "edges"),
        ("", ""),
    ],
)
def test_a_value_gets_no_backslash_without_need(text, written):
    assert plain(text) == (text if written is None else written)


MONEY = [
    ("$5B (Jan 2026)", None),
    ("$11–13B", None),
    ("raised $150M to $300M", None),
    ("$150M–$300M", None),
    ("$150M-$300M", None),
    ("~$285M, then ~$300M", None),
    ("**$150M** to **$300M**", None),
    ("**~$150M** to **~$300M**", None),
    ("**$5B** (Jan 2026), up from **$2B**", None),
    ("costs ($10) or US$20 (US$)", r"costs ($10) or US$20 (US\$)"),
    ("($10) or US$20 (US$)", r"($10) or US$20 (US\$)"),
    ("$10M (US$)", r"$10M (US\$)"),
    ("$AAPL/$MSFT", r"$AAPL/\$MSFT"),
    ("$AAPL and $MSFT", None),
    ("**$AAPL**, **$MSFT**, **$NVDA**", r"**$AAPL**, **\$MSFT**, **\$NVDA**"),
    ("R$ 5 e R$ 6", None),
    ("R$5 e R$6", None),
    ("A$5M, C$6M, HK$7M and US$8M", None),
    ("5$ and 6$", None),
    ("5$ (6$)", None),
    ("$5 (6$)", r"$5 (6\$)"),
    ("between US$ and A$", None),
    ("US$/A$ at 1.5", r"US$/A\$ at 1.5"),
    ("$-5M to $-3M", None),
    ("($-5M)/($-3M)", r"($-5M)/(\$-3M)"),
    ("$.50 to $.75", None),
    ("up to $100B of chips; $20B for [[Groq]]", None),
    ("[[NVIDIA]] put in **$150M** ($5B post)", None),
    ("$1 = €0.9 = ¥150", None),
    ("the $, the € and the ¥", None),
    ("$ 5 or $ 6", None),
    ("a $5 bill, `$x`", r"a \$5 bill, `$x`"),
    ("a `$x` and `$y$`", None),
    ("$x^2$", r"$x^2\$"),
    ("$$x^2$$ is a formula", None),
    ("inline $$x$$ and $5", None),
    ("cheap $$ or dear $", r"cheap \$\$ or dear $"),
    (r"\$5 and US\$", None),
    (r"$5 and (US\$)", None),
    ("~$2B (~$3B)", r"~$2B (\~$3B)"),
    ("~€2B (~€3B)", r"~€2B (\~€3B)"),
    ("~2B (~3B)", None),
    ("~$2B (was **~$1B**)", r"~$2B (was **\~$1B**)"),
    ("a~b~c", r"a~b\~c"),
    ("~a~ ~b~", r"~a\~ ~b\~"),
    ("~$5 and ~~struck~~ and ~$6", None),
    ("~~$5~~ ~$6", None),
    ("**a ~ b** ~c~", r"**a ~ b** ~c\~"),
    ("see https://x.y/~a and /~b", None),
    ("a | $5 | US$ | b", r"a | $5 | US\$ | b"),
]


@pytest.mark.parametrize(("text", "written"), MONEY)
def test_money_in_prose_has_the_fewest_backslashes(text, written):
    assert prose(text) == (text if written is None else written)


@pytest.mark.parametrize("text", [text for text, _ in MONEY if "$$x" not in text])
def test_money_in_prose_is_no_formula_and_no_deletion(text):
    safe = prose(text)
    without_code = re.sub(r"`[^`]*`", "", safe)
    assert not obsidian_formula(without_code)
    assert not site_formula(safe)
    assert "~~" in text or not github_deletion(safe)


money_talk = st.lists(
    st.sampled_from(["$5", "US$", "$AAPL", "$", "$-3", "(", ")", " ", "/", "a", "**", "\\$", "1", "\n", "–"]),
    max_size=9,
).map("".join)
tilde_talk = st.lists(
    st.sampled_from(["~", "~5", "~$5", "(", ")", " ", "a", "€", ".", "\\~", "~~"]), max_size=9
).map("".join)


@given(money_talk)
def test_no_escaping_of_dollars_with_fewer_backslashes_is_safe(text):
    assume("$$" not in text and text.strip() and not re.search(r"\n\s*\n|^\s*\n|\n[ \t]*$", text))
    safe = prose(text)
    assert not obsidian_formula(safe)
    added = len(safe) - len(text)
    free = [found.start() for found in re.finditer(r"(?<!\\)\$", text)]
    for chosen in combinations(free, max(added - 1, 0)):
        if added:
            tried = "".join("\\" * (index in chosen) + char for index, char in enumerate(text))
            assert obsidian_formula(tried)


def could_strike(text: str) -> bool:
    """Whether some version of CommonMark's flanking rules opens a deletion and closes it later."""

    def flanks(outside: str, inside: str) -> bool:
        classes = [lambda c: c in PUNCTUATION or unicodedata.category(c)[0] == "P"]
        classes.append(lambda c: c in PUNCTUATION or unicodedata.category(c)[0] in "PS")
        return not inside.isspace() and any(
            not punctuation(inside) or outside.isspace() or punctuation(outside) for punctuation in classes
        )

    padded = f" {unescaped(text)} "
    places = [index for index, char in enumerate(padded) if char == "~"]
    return any(
        flanks(padded[first - 1], padded[first + 1]) and flanks(padded[second + 1], padded[second - 1])
        for first, second in combinations(places, 2)
    )


@given(tilde_talk)
def test_no_escaping_of_tildes_with_fewer_backslashes_is_safe(text):
    assume("~~" not in text)
    text = text.strip()
    safe = prose(text)
    assert not github_deletion(safe)
    assert not could_strike(safe)
    added = len(safe) - len(text)
    free = [found.start() for found in re.finditer(r"(?<!\\)~", text)]
    for chosen in combinations(free, max(added - 1, 0)):
        if added:
            assert could_strike("".join("\\" * (index in chosen) + char for index, char in enumerate(text)))


@given(money_talk | tilde_talk | markup)
def test_prose_only_adds_backslashes_and_only_once(text):
    safe = prose(text)
    assert prose(safe) == safe
    assert re.sub(r"\\(?=[$~])", "", safe) == re.sub(r"\\(?=[$~])", "", text)


@given(
    st.lists(
        st.sampled_from(
            ["`$a$ ~b~`", "[[$x$|~y~]]", "[a](b$c$)", "<https://x.y/~a~$b$>", "\\$", "a", "(US$)", "$5", "~"]
        )
    )
)
def test_code_and_links_stay_untouched(parts):
    safe = prose(" ".join(parts))
    for part in parts:
        if len(part) > 5:
            assert part in safe


BLOCKS = """\
# Costs $5 (US$)

Costs $5.

Paid in (US$).

- $5
- (US$)
1. ~$5
2. (~$6)

| A | B |
|---|---|
| ~$2B | (~$3B) |
| $5 (US$) | (US$) |

> $5
> (US$)

```sh
echo $a$b ~x~
```

$$
x = $5 ~y~ (US$)
$$

    indented $a$

<div>
$5 (US$)
</div>
"""


def test_prose_treats_each_block_by_itself():
    changed = [
        line for line, old in zip(prose(BLOCKS).split("\n"), BLOCKS.split("\n"), strict=True) if line != old
    ]
    assert changed == [r"# Costs $5 (US\$)", r"| $5 (US\$) | (US$) |", r"> (US\$)"]


lines = st.lists(
    st.sampled_from(
        [
            *(
                "",
                "",
                "$5",
                "(US$)",
                "~$5 (~$6)",
                "- $5",
                "- (US$)",
                "-",
                "> $5",
                "> (~$6)",
                "  (US$)",
                "    (~$5)",
            ),
            *(
                "| $5 | ~$6 |",
                "| (US$) | (~$5) |",
                "|---|---|",
                "| - | - |",
                "| ~$5 (~$6) | $5 (US$) |",
                "| ~$5 [[A\\|B]] (~$6) |",
                "$5 | (US$)",
            ),
            *("```", "~~~", "$$", "%%", "# $5", "text", "---", "<div>", " "),
        ]
    ),
    max_size=9,
).map("\n".join)


@given(lines)
@example("$5\n| (US$)\n|---|---|")
@example("| $5\n|---|\n(US$)")
def test_the_shortcut_for_money_leaves_nothing_out(text):
    shortcut = prose(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vaultgen.notes.escape._may_pair", lambda *_: True)
        assert prose(text) == shortcut


def test_a_hand_written_note_needs_no_backslash():
    note = (
        "**$150M** in Jan 2026; ~$2B (implied), ~$285M.\n\n| Total | **$585M** | ~$3B |\n\n- $20B ($4B, US)"
    )
    assert prose(note) == note


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[[A|B]], `a|b`", r"[[A\|B]], `a\|b`"),
        (r"a\|b", r"a\|b"),
        (r"a\\|b", r"a\\\|b"),
        (" a \n\n b\r\nc ", "a<br>b<br>c"),
        ("", ""),
    ],
)
def test_a_cell_keeps_its_row_together(text, written):
    assert cell(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Investment case", "Investment case"),
        ("C#", "C#"),
        ("In C #", r"In C \#"),
        ("#", r"\#"),
        ("Costs $5 (US$)", r"Costs $5 (US\$)"),
        ("two\nlines", "two lines"),
        ("Bull ^case", r"Bull \^case"),
    ],
)
def test_a_heading_ends_where_its_text_ends(text, written):
    assert heading(text) == written


bold_talk = st.lists(
    st.sampled_from(["**", "~", "~5", "~$5", "(", ")", " ", "a", "€", ".", "*"]), max_size=12
).map("".join)


@given(bold_talk)
@example("**~$5** (~$6) **(~$7)**")
@example("~$5 **(~$6)**")
@example("a**~$5** b **~$6**")
def test_no_deletion_is_left_around_bold_text(text):
    assume("~~" not in text)
    assert not github_deletion(prose(text.strip()))
