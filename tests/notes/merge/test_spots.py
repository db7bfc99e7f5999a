"""Spots, and what callers read at them: cells, differences, points."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.notes import Spot, cells, differences, merge_note
from vaultgen.notes.merge.points import PointKind

NOTE = """\
---
id: acme
hq: "Paris"
customers:
  - "[[A]]"
  - B
---
**Acme** — makes things.

## Funding

| Round | Date | Amount |
|---|---|---|
| Series A[^1] | 2019 | **$10M** |
| [[B\\|Bridge]] | 2020 | $1M |
| Total | | $11M |
| Total | net | $9M |

### Later

**Peers:**
- [[A|the A]] — one
- own words
"""


def _spot(*, row: str, column: str) -> Spot:
    return Spot(section=("Funding",), block="table", name="Round", row=row, column=column)


def test_a_note_is_read_spot_by_spot():
    shown = cells(NOTE)
    assert shown[Spot(property="hq")] == "Paris"
    assert shown[Spot(property="customers")] == "[[A]], B"
    assert shown[Spot(property="customers", row="[[A]]")] == "[[A]]"
    assert shown[_spot(row="Series A", column="Amount")] == "**$10M**"
    assert shown[_spot(row="B", column="Date")] == "2020"
    assert shown[_spot(row="Total · net", column="Amount")] == "$9M"
    peers = Spot(section=("Funding", "Later"), block="list", name="Peers", row="A")
    assert shown[peers] == "[[A|the A]] — one"


def test_every_property_and_cell_of_the_demo_has_a_spot_of_its_own(project: Path):
    for path in sorted((project / "vault").rglob("*.md")):
        text = path.read_text("utf-8")
        shown = cells(text)
        written = [line for line in text.splitlines() if line.startswith("| ")]
        headers = sum(line.startswith("|--") for line in text.splitlines())
        tables = [spot for spot in shown if spot.block == "table"]
        assert len({(spot.section, spot.name, spot.row) for spot in tables}) == len(written) - headers, path


def test_an_edit_carries_the_spot_that_the_generated_note_shows():
    edited = NOTE.replace("**$10M**", "$12M").replace("Paris", "Lyon").replace("  - B\n", "  - C\n")
    found = {edit.spot: (edit.base, edit.person) for edit in differences(NOTE, edited)}
    assert found == {
        Spot(property="hq"): ("Paris", "Lyon"),
        Spot(property="customers", row="B"): ("B", None),
        Spot(property="customers", row="C"): (None, "C"),
        _spot(row="Series A", column="Amount"): ("**$10M**", "$12M"),
    }
    assert set(found) - {Spot(property="customers", row="C")} <= set(cells(NOTE))


def test_a_point_carries_the_spot_that_the_generated_note_shows():
    made = NOTE.replace("**$10M**", "**$11M**")
    merged = merge_note(NOTE, NOTE.replace("**$10M**", "$12M"), made)
    (point,) = merged.points
    assert point.kind is PointKind.CONTESTED
    assert (point.base, point.person, point.record) == ("**$10M**", "$12M", "**$11M**")
    assert cells(made)[point.spot] == point.record
    assert point.where == "Funding › Series A › Amount"


@pytest.mark.parametrize(
    "change",
    [
        ("Paris", "Lyon"),
        ("**Acme**", "**The Acme**"),
        ("| Total | | $11M |\n", ""),
        ("| Total | | $11M |\n", "| Total | | $11M |\n| Mine | | |\n"),
        ("- own words\n", ""),
        ("### Later", "### Much later"),
        ("| Amount |", "| Sum |"),
    ],
)
def test_a_change_of_the_persons_is_an_edit(change):
    assert len(differences(NOTE, NOTE.replace(*change))) == 1


@pytest.mark.parametrize(
    "change",
    [
        ("\n", "\r\n"),
        ('"Paris"', "Paris"),
        ("| 2019 |", "|    2019    |"),
        ("|---|---|---|", "|:--|---|--:|"),
        ("- own words", "- own words ^mine"),
        ('  - "[[A]]"\n  - B\n', '  - B\n  - "[[A]]" # first\n'),
    ],
)
def test_another_form_is_no_edit(change):
    assert differences(NOTE, NOTE.replace(*change)) == ()


words = st.text(max_size=8)


@given(st.builds(Spot, words, st.lists(words).map(tuple), words, words, words, words))
def test_a_spot_is_read_back_from_its_key(spot):
    assert Spot.parse(spot.key) == spot
    assert "\n" not in spot.key


@pytest.mark.parametrize("key", ["", "3", "[]", '["a",["b"],"","","",3]', '["a",3,"","","",""]', '{"a":1}'])
def test_what_is_no_key_of_a_spot_is_refused(key):
    with pytest.raises(ValueError, match="not the key of a spot"):
        Spot.parse(key)
