"""Taking the records' side of single spots of a note, and touching nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.notes.merge.laws import cases
from tests.notes.merge.test_cases import _cases
from vaultgen.notes.merge import Spot, differences, merge_note, reverted


def spot_named(made: str, note: str, words: str) -> Spot:
    return next(edit.spot for edit in differences(made, note) if str(edit.spot) == words)


@pytest.mark.parametrize("case", _cases())
def test_each_spot_that_the_person_changed_goes_back_alone(case):
    note = merge_note(case.base, case.note, case.made).text
    before = {edit.spot for edit in differences(case.made, note)}
    for spot in before:
        text = reverted(case.made, note, {spot})
        if text is not None:
            after = {edit.spot for edit in differences(case.made, text)}
            assert spot not in after
            assert after <= before


@given(cases())
def test_reverting_nothing_gives_the_note(case):
    note = merge_note(case.base, case.note, case.made).text
    assert reverted(case.made, note, ()) == note


TABLE = "---\nid: a\nhq: Oslo\ntags:\n  - x\n---\n# A\n\n"
TABLE += "| Round | Amount |\n|---|---|\n| Seed | $4M |\n| A | $9M |\n\nWords.\n"


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("| A | $9M |", "| A | $8M |", "A › A › Amount"),
        ("| A | $9M |\n", "", "A › A"),
        ("| A | $9M |\n", "| A | $9M |\n| B | $20M |\n", "A › B"),
        ("hq: Oslo", "hq: Bergen", "hq"),
        ("hq: Oslo\n", "", "hq"),
        ("hq: Oslo\n", "hq: Oslo\nmine: yes\n", "mine"),
        ("  - x\n", "  - x\n  - mine # why\n", "tags › mine"),
        ("  - x\n", "  - y\n  - x\n", "tags › y"),
        ("\n\nWords.\n", "\n", "A › paragraph › Words."),
        ("\nWords.\n", "\nWords.\n\nMine.\n", "A › paragraph › Mine."),
        ("Words.\n", "Words.\n\n## Mine\n", "A › Mine"),
        (
            "| Round | Amount |\n|---|---|\n| Seed | $4M |\n| A | $9M |",
            "| Round |\n|---|\n| Seed |\n| A |",
            "A › Amount",
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_changed_spot_goes_back_byte_for_byte_beside_another_edit(old, new, where, end):
    mine = TABLE.replace("# A\n", "#  A\n\nUntouched   words.\n")
    mine = mine.replace("\n", end)
    note = mine.replace(old.replace("\n", end), new.replace("\n", end))
    assert note != mine
    assert reverted(TABLE, note, {spot_named(TABLE, note, where)}) == mine


def test_the_comment_beside_a_property_stays_when_its_value_goes_back():
    note = TABLE.replace("hq: Oslo", "hq:   Bergen  # I asked them")
    assert reverted(TABLE, note, {Spot(property="hq")}) == TABLE.replace(
        "hq: Oslo", "hq:   Oslo  # I asked them"
    )


def test_a_spot_that_nobody_changed_gives_the_note():
    note = TABLE.replace("Words.", "My words.")
    assert reverted(TABLE, note, {Spot(property="hq")}) == note


def test_a_whole_note_goes_back_with_its_line_ends_and_its_byte_order_mark():
    note = "\ufeff" + TABLE.replace("Words.", "My words.").replace("\n", "\r\n")
    assert reverted(TABLE, note, {Spot()}) == "\ufeff" + TABLE.replace("\n", "\r\n")
