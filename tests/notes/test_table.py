"""Tables in the style of the hand-written note, that stay tables whatever is in them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from vaultgen.notes.escape import plain
from vaultgen.notes.table import table

READER = MarkdownIt("commonmark").enable("table")


def test_a_table_looks_like_one_written_by_hand():
    assert table(
        ["Round", "Date", "Amount", "Valuation", "Lead"],
        [
            ["Latest", "**Jan 2026**", "**$300M**", "**$5B**", "[[IVP]], [[CapitalG]]"],
            ["Prior rounds", "2024-2025", "~$285M", "—", "Various"],
            ["**Total**", "", "**$585M**", "", ""],
        ],
    ) == (
        "| Round | Date | Amount | Valuation | Lead |\n"
        "|-------|------|--------|-----------|------|\n"
        "| Latest | **Jan 2026** | **$300M** | **$5B** | [[IVP]], [[CapitalG]] |\n"
        "| Prior rounds | 2024-2025 | ~$285M | — | Various |\n"
        "| **Total** | | **$585M** | | |"
    )


def test_columns_are_aligned_when_asked():
    assert table(["A", "Metric", "", "B"], [], ["left", "right", "", "center"]) == (
        "| A | Metric | | B |\n|:--|-------:|---|:-:|"
    )


def test_cells_cannot_break_their_row():
    assert table(["A|B"], [["[[X|Y]]"], ["one\ntwo"]]) == "| A\\|B |\n|------|\n| [[X\\|Y]] |\n| one<br>two |"


def test_a_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match="a row of 1 cells in a table of 2 columns"):
        table(["A", "B"], [["x"]])
    with pytest.raises(ValueError, match="argument"):
        table(["A", "B"], [], ["left"])


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(st.lists(texts.filter(str.strip), min_size=1, max_size=4), st.lists(texts, min_size=4, max_size=4))
def test_every_reader_finds_each_cell_in_its_column(columns, texts):
    cells = texts[: len(columns)]
    tokens = READER.parse(table([plain(column) for column in columns], [[plain(text) for text in cells]]))
    assert tokens[0].type == "table_open"
    read = [
        re.sub(r"\s+", " ", token.children[0].content if token.children else "").strip()
        for token in tokens
        if token.type == "inline"
    ]
    assert read == [re.sub(r"\s+", " ", text).strip() for text in (*columns, *cells)]
