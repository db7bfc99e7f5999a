"""Plain text is what a reader sees, and a cut never splits a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.site.anchors import anchors, slug
from vaultgen.site.plain import cut, plain


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**Baseten** — *fast* __and__ _calm_", "Baseten — fast and calm"),
        ("[[Acme]] and [[Folder/Acme|the firm]]", "Acme and the firm"),
        ("[[A#B]], [[#B]], [[A\\|b]]", "A > B, B, b"),
        ('[text](https://x.org "t") [**b**](<a b.md>) [r][x]', "text b r"),
        ("![[p.png|300]]a![alt](x.png)", "a"),
        ("raised \\$5M, 2*3*4, snake_case, a == b", "raised $5M, 2*3*4, snake_case, a == b"),
        ("==mark== ~~gone~~ `co*de` ``a`b``", "mark gone co*de a`b"),
        ("x[^1] y^[inline] %%hidden%% z ^abc", "x y z"),
        ("a <b>c</b> <https://x.org> AT&amp;T", "a c https://x.org AT&T"),
        ("two\nlines\t of  text", "two lines of text"),
        ("$150M to $300M at 5 < 6", "$150M to $300M at 5 < 6"),
    ],
)
def test_marks_are_gone(written, shown):
    assert plain(written) == shown


def test_a_long_text_is_cut_between_words_around_the_link():
    text = "word " * 60 + "[[A very long name|that stays in one piece]] " + "more " * 60
    shown = cut(text, text.index("[["))
    assert "that stays in one piece" in shown
    assert shown.startswith("… word")
    assert shown.endswith("more …")
    assert len(shown) <= 244


@given(st.text(max_size=400), st.integers(0, 400))
def test_any_text_is_made_plain_and_cut(text, at):
    assert "\n" not in plain(text)
    assert len(cut(text, at, 40)) <= max(44, len(plain(text)))


@given(st.lists(st.text(alphabet="ab -2Éß", max_size=5)))
def test_no_two_headings_of_a_page_have_one_anchor(texts):
    names = anchors(texts)
    assert len(set(names)) == len(texts)
    assert all(names)


def test_anchors_are_slugs_and_repeats_are_numbered():
    assert anchors(["Funding history", "Funding history", "Was it?", "…", "Été 2026", "fn-1"]) == (
        "funding-history",
        "funding-history-2",
        "was-it",
        "section",
        "été-2026",
        "h-fn-1",
    )
    assert slug("What’s up: C++ & co_op") == "whats-up-c-co-op"
