"""Blocks: what the parser finds, with our own rules in place of its own where those cost too much."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from vaultgen.notes.merge.blocks import Kind, read_blocks
from vaultgen.notes.merge.front import split_front

PARTS = [
    "|",
    "a",
    "-",
    ":",
    " ",
    "\\|",
    "\n",
    "\n",
    "--",
    "| a | b |\n",
    "|---|---|\n",
    "> ",
    "- ",
    "    ",
    "`",
    "\t",
]
TABLES = st.lists(st.sampled_from(PARTS), max_size=18).map("".join)


def _tables(text: str) -> list[list[int]]:
    parser = MarkdownIt("commonmark").enable("table").disable("reference")
    return [token.map or [] for token in parser.parse(text) if token.type == "table_open" and not token.level]


def _ours(text: str) -> list[list[int]]:
    found, line = [], read_blocks(text).lead.count("\n")
    for block in read_blocks(text).blocks:
        end = line + block.raw.count("\n") + 1
        if block.kind is Kind.TABLE:
            found.append([line, end])
        line += (block.raw + block.mark + block.gap).count("\n")
    return found


@given(TABLES)
def test_tables_are_where_the_parsers_own_rule_finds_them(text):
    assert _ours(text) == _tables(text)


def test_tables_of_the_demo_are_where_the_parsers_own_rule_finds_them(project: Path):
    for path in (project / "vault").rglob("*.md"):
        body = split_front(path.read_text("utf-8"))[1]
        assert _ours(body) == _tables(body), path
        assert read_blocks(body).text() == body


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("%%\na\n\n## b\n%%\n\nc\n", ["hidden", "paragraph"]),
        ("%% a %% b\n", ["paragraph"]),
        ("%%\nnever closed\n\n## b\n", ["paragraph", "heading"]),
        ("$$\na\n\nb\n$$\n", ["hidden"]),
        ("$$a$$\n", ["hidden"]),
        ("#a #b/c\n#d\n", ["tags"]),
        ("#a and #b\n", ["paragraph"]),
        ("a[^1]\n[^1]: b\n[^2]: c\n\n    d\n", ["paragraph", "footnote", "footnote"]),
        ("[a]: https://example.com\n", ["paragraph"]),
        ("```\n## a\n```\n<div>\n</div>\n", ["code", "html"]),
        ("> a\n\n> b\n", ["quote", "quote"]),
        ("a\n\n---\n\nb\n---\n", ["paragraph", "rule", "heading"]),
        ("- a\n\n\n- b\n  1. c\n", ["list"]),
        ("| a |\n|---|\n| b |\n\n^id\n", ["table"]),
        ("# a\n\n^id\n", ["heading", "paragraph"]),
    ],
)
def test_a_block_is_of_its_kind(text, kinds):
    assert [block.kind.value for block in read_blocks(text).blocks] == kinds
    assert read_blocks(text).text() == text
