"""No text takes long, whatever is repeated in it."""

from __future__ import annotations

import pytest

from tests.pace import in_time
from vaultgen.site.anchors import anchors
from vaultgen.site.markdown import Press
from vaultgen.site.survey.sheets import read_sheet

LONG = 50_000
LONGEST = 4.0  # seconds of this process; each takes a tenth of it, and those that were mended took a minute

REPEATED = [
    "![", "[", "[[", "![[", "](x)", "[a](b)", "[[a]]", "![a](b)", "![[a]]", "[a][b]", "[^a]", "^[", "[a]: b\n",
    "*a", "**a", "_a", "==a", "~~a", "`a", "$a", "%%a", "<!--", "<a ", "<div>", "&", "\\", "|a", "\n|a|\n|-|",
    "\n#", "\n# a", "===\n", "---\n", "> ", "\n> a", "- ", "\n- a", "\n```\n", "\n$$\n", "#a/", "\na ^b\n", "(",
    "http://a ", "\r", "\t", "{{", "1. ", "a [[b]]. A ", "\n> a [[b]]", "\n- a [[b]]",
]  # fmt: skip

NESTED = {
    "pictures": "![" * 5_000 + "](x)" * 5_000,
    "brackets": "[" * 12_000 + "]" * 12_000 + "(x)",
    "cell": "|a|b|\n|-|-|\n|" + "[[a]] " * 8_000 + "|b|",
    "cells": "|a|b|\n|-|-|\n|" + "[[a]]|" * 8_000,
    "items": "- " * 25_000 + "x",
    "wide items": "-   " * 12_000 + "x %%a",
    "item": "- " + "[[a]] " * 8_000,
    "java": "```java\n" + "a " * 20_000 + "\n```",
    "perl": "```perl\n" + "s{" * 12_000 + "\n```",
}


def _is_made_soon(memory_atlas, text):
    def make():
        read_sheet("Trap.md", text.encode())
        atlas = memory_atlas({"Trap.md": text, "a.md": "a", "b.md": "b"})
        Press(atlas).body("Trap.md", "trap.html")

    in_time(LONGEST, make)


@pytest.mark.parametrize("sign", REPEATED)
def test_a_sign_that_is_repeated_takes_no_time(memory_atlas, sign):
    _is_made_soon(memory_atlas, sign * (LONG // len(sign)))


@pytest.mark.parametrize("name", NESTED)
def test_what_is_nested_takes_no_time(memory_atlas, name):
    _is_made_soon(memory_atlas, NESTED[name])


def test_embeds_of_embeds_of_embeds_end(memory_atlas):
    files = {f"{at}.md": f"![[{at + 1}]]\n\n" * 30 for at in range(7)}
    atlas = memory_atlas({**files, "7.md": "the end"})
    body = in_time(4 * LONGEST, lambda: Press(atlas).body("0.md", "0.html"))
    assert any("one embed too many" in fault.message for fault in body.warnings)


def test_a_thousand_headings_with_one_name_have_a_name_each():
    assert anchors(["A", "a 2", "A", "A"]) == ("a", "a-2", "a-3", "a-4")
    assert len(set(anchors(["same"] * 50_000))) == 50_000


def test_a_long_row_tells_what_stands_by_the_link():
    row = "| " + " | ".join(f"cell {at} [[N{at}]]" for at in range(2_000)) + " |"
    links = read_sheet("T.md", ("| a |\n|---|\n" + row).encode()).links
    assert "cell 1501" in links[1_500].context
    assert len(links[1_500].context) < 300


def test_a_sentence_without_an_end_tells_what_stands_by_the_link():
    links = read_sheet("T.md", " ".join(f"word {at} [[N{at}]]" for at in range(2_000)).encode()).links
    assert all(f"N{at}" in link.context and len(link.context) < 300 for at, link in enumerate(links))


def test_no_link_in_a_long_row_is_cut_in_two():
    row = "| [[A]] " + "".join(f"[[Secret {'name ' * 9}{at}]] " for at in range(200)) + "|"
    (first, *_) = read_sheet("T.md", ("| a |\n|---|\n" + row).encode()).links
    assert "[[" not in first.context
    assert not any(f"Secret{' name' * count} " in f"{first.context[-40:]} " for count in range(8))
