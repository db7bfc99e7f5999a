"""The laws of the merge, over whatever records and people do to a note."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notes.merge.laws import LAWS, cases
from vaultgen.notes import Point, PointKind, Spot, differences, merge_note, with_points, without_points
from vaultgen.notes.merge import merging
from vaultgen.notes.merge.blocks import read_blocks
from vaultgen.notes.merge.ledger import Ledger

EXAMPLES = 40
"""Per cent of the profile's examples that each law is tried with; the laws share them, and so the merges."""

shared_merge = lru_cache(maxsize=4096)(merge_note)

NASTY = st.lists(
    st.sampled_from(
        [
            "---\n",
            "a: b\n",
            "\n",
            "## H\n",
            "text\n",
            "text",
            "- x\n",
            "  - y\n",
            "> q\n",
            "```\n",
            "\r\n",
            "\r",
            "> [!note] n\n",
            "H2\n===\n",
            "    code\n",
            " ",
            "\ufeff",
            "%%\n",
            "$$\n",
            "| a | b |\n|---|---|\n",
            "| c | d |\n",
            "[^1]: f\n",
            "x[^1]\n",
            " ^id\n",
            "^id\n",
            "#a #b\n",
            "<div>\n",
            "<!-- c\n",
            "\x0b\u2028",
            "a: [b, c] # d\n",
            "- [ ] t\n",
            "1. n\n",
            "***\n",
            "\\|",
            "| [[A\\|B]] |\n",
            "b: 'c\n",
            "{\n",
            "---",
        ]
    ),
    max_size=14,
).map("".join)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_merge_keeps_the_law(law):
    @settings(max_examples=settings().max_examples * EXAMPLES // 100)
    @given(cases())
    def keeps(case):
        law(shared_merge, case)

    keeps()


@given(NASTY)
def test_the_blocks_join_to_the_text(text):
    assert read_blocks(text).text() == text


@given(NASTY, NASTY, NASTY)
def test_whatever_the_texts_are_the_merge_is_stable_and_loses_nothing(base, note, made):
    merged = merge_note(base, note, made).text
    assert merge_note(base, merged, made).text == merged
    if base != note:
        before = sorted(merging._words(note) - merging._words(base))
        assert sorted((merging._words(note) - merging._words(base)) & merging._words(merged)) == before


@given(NASTY, NASTY)
def test_merging_with_unchanged_records_piece_by_piece_gives_the_note(base, note):
    pieces = merging._merged(merging._versions(base, note, base), Ledger(), whole=False)
    assert pieces == note


@given(NASTY)
def test_the_callout_leaves_no_trace(text):
    point = Point(Spot(property="hq"), PointKind.CONTESTED, None, "`b`", "c\n[[d]]")
    plain = without_points(text)
    assert without_points(with_points(plain, [point, point])) == plain


@given(cases())
def test_the_differences_are_empty_where_nothing_differs(case):
    assert differences(case.base, case.base) == ()
    assert differences(case.made, case.made) == ()
