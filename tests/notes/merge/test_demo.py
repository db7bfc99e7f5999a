"""The merge on the notes of the demo, edited by a person and moved by the records."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.merge import edited, moved
from tests.notes.merge.bad_merges import good
from tests.notes.merge.laws import LAWS, Case

NOTES = sorted((Path(__file__).parents[3] / "vault").rglob("*.md"), key=lambda path: path.stat().st_size)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds_for_notes_of_the_demo(law):
    for path in (*NOTES[::12], NOTES[-1]):
        base = path.read_text("utf-8")
        law(good, Case(base, edited(base), moved(base), moved(moved(base)).replace("News", "More news")))


def test_both_sides_of_a_note_of_the_demo_arrive():
    base = next(path for path in NOTES if path.stem == "Baseten").read_text("utf-8")
    merged = good(base, edited(base), moved(base))
    for told in (
        "read: true",
        "as they told me",
        "A paragraph of my own.",
        "round_count: 9",
        "[[A new peer]]",
    ):
        assert told in merged.text
    assert merged.points == ()
