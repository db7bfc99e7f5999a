from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from vaultgen.notes.authored import attach, bullet, tame

READER = MarkdownIt("commonmark", {"html": True})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain words, **bold** and *italic*, a [[Link|shown]] and `code`.",
        "- one\n- two\n  - three",
        "A paragraph.\n\n> A quote\n\n1. first\n2. second",
        "### Third level stays\n\n#### And fourth",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "```python\n# a comment\nprint('<b>')\n```",
        "~~~\n# a comment\n~~~",
        "a < b and 3 > 2, x<3",
        "<https://example.org> and <mailto:x@example.org>, first<br>second",
        "%%hidden%% and $$x^2$$",
        "Rules stay:\n\n---\n\nand *** too",
        "`<div>` is code, ``<`x`>`` as well",
        "\\<b> is escaped already",
        "#tag and C# and #5",
        "> [!note] A callout\n> with text",
    ],
)
def test_what_keeps_to_its_section_stays_as_it_is(text):
    assert tame(text) == text


@pytest.mark.parametrize(
    ("text", "tamed"),
    [
        ("# One", "### One"),
        ("## Two\nx", "### Two\nx"),
        ("x\n   # One", "x\n   ### One"),
        ("#", "###"),
        ("> # One", "> ### One"),
        ("- # One", "- ### One"),
        ("Title\n===", "Title\n\\==="),
        ("Title\n---", "Title\n\\---"),
        ("Title\n-", "Title\n\\-"),
        ("> Title\n> ---", "> Title\n> \\---"),
        ("<div>x</div>", "\\<div>x\\</div>"),
        ("<!-- open", "\\<!-- open"),
        ("x <script>alert(1)</script>", "x \\<script>alert(1)\\</script>"),
        ("```\nopen", "```\nopen\n```"),
        ("~~~~ py\nopen\n~~~", "~~~~ py\nopen\n~~~\n~~~~"),
        ("- ```\n  open", "- ```\n  open\n  ```"),
        ("> ```\n> open", "> ```\n> open\n> ```"),
        ("%% open", "\\%\\% open"),
        ("%%a%% and %% open", "%%a%% and \\%\\% open"),
        ("$$ open", "\\$\\$ open"),
        ("As said[^1].\n\n[^1]: There.", "As said[^n1].\n\n[^n1]: There."),
        ("As said[^own].", "As said[^own]."),
        ("`a\n\n<b>`", "`a\n\n\\<b>`"),
    ],
)
def test_what_would_break_out_is_kept_in(text, tamed):
    assert tame(text) == tamed
    assert tame(tamed) == tamed


MARKUP = st.text(alphabet="#=->`~<!/%$[]^1a \n*|.\\", max_size=60)


@given(MARKUP)
def test_no_text_makes_a_heading_of_the_notes_own_levels(text):
    levels = [token.tag for token in READER.parse(tame(text)) if token.type == "heading_open"]
    assert {"h1", "h2"}.isdisjoint(levels)


@given(MARKUP)
def test_what_follows_a_text_is_read_as_if_it_stood_alone(text):
    after = "\n\n---\n\n## Next part\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    told = [token.type for token in reader.parse(tame(text).rstrip() + after)]
    assert told[-len(reader.parse(after)) :] == [token.type for token in reader.parse(after)]


@given(MARKUP)
def test_taming_twice_changes_nothing(text):
    once = tame(text)
    assert tame(once) == once


def test_an_item_keeps_its_further_lines():
    assert bullet("one") == "- one"
    assert bullet("one\n\ntwo\nthree") == "- one\n  \n  two\n  three"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Said.", "Said.[^1]"),
        ("```\ncode\n```", "```\ncode\n```\n\n[^1]"),
        ("| a |\n|---|\n| 1 |", "| a |\n|---|\n| 1 |\n\n[^1]"),
        ("- item", "- item[^1]"),
        ("", ""),
    ],
)
def test_a_mark_stands_where_a_reader_sees_a_mark(text, marked):
    assert attach(text, "[^1]") == marked
    assert attach(text, "") == text
