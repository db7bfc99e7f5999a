"""What holds for every text: it is shown, the HTML is balanced, and it takes no longer than it must."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.pace import in_time
from vaultgen.site.markdown import Press, desk
from vaultgen.site.markdown.clean import SLOT, clean
from vaultgen.site.markdown.slots import filled

PIECES = [
    "[[", "]]", "![[", "[", "]", "(", ")", "|", "\\", "`", "```", "~~~", "$", "$$", "%%", "==", "~~", "*", "**", "_",
    "#", "^", "^[", "[^1]", "[^1]: ", "> ", ">", "> [!note] ", "> [!tip]- ", "- ", "- [ ] ", "1. ", "    ", "\t", "\n",
    "\n\n", "---", "===", "| a | b |", "|---|---|", "<b>", "</b>", "<div>", "</div>", "<!--", "-->", "<script>",
    "&amp;", "&#0;", "https://x.y", "Note", "#tag", " ^id", "^id", "!", "é", "\u0000", "\ud800", "\ufdd0", "\u2028",
    "]: x", "Inner", "# ", "base\n",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=40).map("".join)


@given(TEXTS)
def test_any_text_is_shown_as_balanced_html(memory_atlas, html, text):
    atlas = memory_atlas({"Note.md": text, "Inner.md": f"# A\n\n{text}\n\n![[Note]] ^id"})
    for path in atlas.sheets:
        html(Press(atlas).body(path, "note.html").html)


@given(TEXTS)
def test_the_same_text_gives_the_same_page(memory_atlas, text):
    atlas = memory_atlas({"Note.md": text})
    assert Press(atlas).body("Note.md", "a/b.html") == Press(atlas).body("Note.md", "a/b.html")


LIVE = [
    "<img src=x onerror=alert(1)>", "<svg>", "</svg>", "<math>", "<mtext>", "<style>", "</style>",
    "<script>alert(1)", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "<b title='", "'>", '"', "'", ">",
    "<", "<a href='javascript:x'>", "</a>", "<p>", "</p>", "<div id=x>", "</div>", "<table>", "<td>",
    "[x](", "javascript:x)", "[[", "]]", "![[", "|", "![", "](", " onclick=x ", "&#xFDD0;0.", "&lt;",
    "&#60;script>", "`", "$", "\\text{", "}", "\n", "\n\n", "| a |\n|---|\n| ", "> [!", "] ", "- [ ] ",
    "https://x.y/", "<form>", "<noscript>", "<title>", "<textarea>", "<select>", "<template>", "<xmp>",
]  # fmt: skip


@given(st.lists(st.sampled_from(LIVE), max_size=25).map("".join))
def test_no_mixture_of_live_pieces_lives(memory_atlas, html, harmless, text):
    atlas = memory_atlas({"Note.md": text, "Inner.md": f"![[Note]]\n\n- [ ] {text}"})
    for path in atlas.sheets:
        harmless(html(Press(atlas).body(path, "note.html").html))


OUTSIDE = re.compile(r' href="(https?|mailto|tel):[^"]*"', re.IGNORECASE)
OWN = st.one_of(
    TEXTS,
    st.lists(st.sampled_from([*PIECES, *LIVE]), max_size=30).map("".join),
    st.lists(st.sampled_from([piece for piece in (*PIECES, *LIVE) if "<" not in piece]), max_size=40).map(
        "".join
    ),
)


@given(OWN)
@example(
    'a "b" & [c](d "e") ![f](g) `h`\n\n| a |\n|:--|\n| [[Inner#A|b]] ![[Inner]] |\n\n- [ ] $x$ ^[n] #t\n'
)
def test_what_a_page_holds_unsanitised_is_what_sanitising_leaves(memory_atlas, html, harmless, tree, text):
    """A page without any HTML of a note's own is not sanitised: it must have nothing that this would take away.

    Only an address of the right kind that names no possible host stays, which leads nowhere.
    """
    unsanitised = []

    def spy(html, fragments, *, sanitised):
        if not sanitised:
            unsanitised.append(html.replace(SLOT, "slot"))
        return filled(html, fragments, sanitised=sanitised)

    atlas = memory_atlas(
        {"Note.md": text, "Inner.md": f"# A\n\n{text}\n\n![[Note]]", "Other.md": "![[Note]] a"}
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "filled", spy)
        for path in atlas.sheets:
            Press(atlas).body(path, "note.html")
    for written in unsanitised:
        harmless(html(written))
        assert tree(OUTSIDE.sub("", written)) == tree(OUTSIDE.sub("", clean(written)))


def test_html_of_a_notes_own_makes_the_whole_page_be_sanitised(memory_atlas, html):
    for text in (
        "a <b>b",
        "a </b> b",
        "<div>\n\n**a**",
        "<div title='a'>",
        "a <i title='b'>c",
        "| <b> |\n|---|\n| a |",
    ):
        atlas = memory_atlas({"Note.md": f"# a\n\n{text}\n\n- b", "Other.md": "![[Note]]\n\n> c"})
        for path in atlas.sheets:
            html(Press(atlas).body(path, "note.html").html)  # balanced, whatever it was


DEEP = {
    "quotes": ">" * 10_000 + " x",
    "quotes with spaces": "> " * 10_000 + "x",
    "brackets": "[" * 10_000,
    "closed brackets": "[" * 5_000 + "]" * 5_000,
    "wikilinks": "[[" * 5_000 + "]]" * 5_000,
    "embeds": "![[" * 5_000,
    "pictures": "![" * 5_000 + "](x)" * 5_000,
    "footnotes": "^[" * 5_000 + "]" * 5_000,
    "lists": "- " * 5_000 + "x",
    "nested lists": "\n".join("  " * n + "- x" for n in range(300)),
    "numbered": "1. " * 5_000,
    "stars": "*" * 10_000,
    "stars and text": "*a " * 5_000,
    "strong": "**a " * 5_000 + "b** " * 5_000,
    "underscores": "_a" * 5_000,
    "marks": "==a " * 5_000,
    "tildes": "~~a" * 5_000,
    "ticks": "`" * 10_000,
    "more and more ticks": "".join("`" * n + "a" for n in range(150)),
    "dollars": "$a " * 10_000,
    "double dollars": "$$a $" * 5_000,
    "comments": "%%a" * 5_001,
    "percents": "%%% " * 5_000,
    "angles": "<a " * 5_000,
    "open comments": "<!-- " * 5_000,
    "tags": "<b>" * 5_000,
    "divs": "<div>" * 5_000,
    "declarations": "<?" * 5_000,
    "entities": "&" * 10_000,
    "backslashes": "\\" * 10_000,
    "signs of numbers": "#a " * 5_000,
    "addresses": "https://" * 5_000,
    "addresses of no scheme": "a://" * 20_000,
    "colons": ":" * 10_000,
    "callouts": "\n".join("> " * n + "[!note] x" for n in range(1, 200)),
    "rows": "|a" * 5_000 + "\n" + "|-" * 5_000 + "\n" + "|x\n" * 300,
    "empty cells": "|" * 5_000 + "\n" + "|-" * 4_999,
    "definitions": "[a]: x\n" * 5_000,
    "footnote definitions": "".join(f"[^{n}]: [^{n + 1}]\n" for n in range(1_000)) + "\n[^0]",
    "formulas": "${" * 3_000 + "}" * 3_000 + "$",
    "closing brackets": "]" * 10_000,
    "carets": "a ^b " * 5_000,
    "a line of one word": "x" * 1_000_000,
    "lines": "x\n" * 20_000,
}


@pytest.fixture(scope="module")
def press(memory_atlas):
    return Press(memory_atlas({"Note.md": "Text", "x.md": ""}))


@pytest.mark.parametrize("name", DEEP)
def test_no_text_hangs_the_press(press, html, name):
    html(in_time(5, lambda: press.fragment(DEEP[name], "Note.md", "note.html")).html)


@pytest.mark.slow
def test_a_note_of_five_megabytes_is_shown_in_time(press):
    row = "Text with [[Note]] and **bold**, $5M of [x](https://example.com).\n\n| a | $1M |\n|---|---|\n| b | $2M |\n\n"
    began = time.process_time()
    assert press.fragment(row * (5_000_000 // len(row)), "Note.md", "note.html").html
    assert time.process_time() - began < 60
