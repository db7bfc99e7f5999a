"""The cases in tests/merges: what a person and the records each did to a note, and what comes out of it.

A case is a title and five parts. `␍` stands for a carriage return before the line's end (or for the whole of it),
`␂` for a mark of byte order, `␃` for a last line without an end. A point is told as

    - kind: where: base → the person's | the records'

with `nothing` for what is not there and `⏎` for a line end.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from vaultgen.notes import Point, merge_note, with_points, without_points

FOLDER = Path(__file__).parents[2] / "merges"
FEWEST = 45

_PARTS = re.compile(
    r"## Base\n\n(?P<base>(?s:.*?))\n## Note\n\n(?P<note>(?s:.*?))\n## Records\n\n(?P<made>(?s:.*?))"
    r"\n## Expected\n\n(?P<expected>(?s:.*?))\n## Points\n\n(?P<points>(?s:.*))"
)
_TEXT = re.compile(r"~~~~md\n(?P<text>(?s:.*))~~~~\n")


class Case(NamedTuple):
    """What one case says; `base` is None where nothing is known."""

    base: str | None
    note: str
    made: str
    expected: str
    points: list[str]


def _read(rest: str) -> Case:
    parts = _PARTS.search(rest)
    assert parts
    points = [line for line in parts["points"].splitlines() if line.startswith("- ")]
    assert points or parts["points"].strip() == "None."
    base = None if parts["base"].startswith("Nothing is known.") else _text(parts["base"])
    return Case(base, *(_text(parts[name]) for name in ("note", "made", "expected")), points)


def _text(part: str) -> str:
    found = _TEXT.fullmatch(part)
    assert found, part
    text = found["text"].replace("␃\n", "").replace("␂", "\ufeff")
    return text.replace("␍\n", "\r\n").replace("␍", "\r")


def _cases() -> list[pytest.param]:
    found = []
    for path in sorted(FOLDER.glob("*.md")):
        text = path.read_text("utf-8")
        starts = [match.start() for match in re.finditer(r"(?m)^# .+\n\n## Base$", text)]
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            title, _, rest = text[start:end].partition("\n")
            found.append(pytest.param(_read(rest), id=f"{path.stem}: {title[2:]}"))
    return found


CASES = _cases()


def _told(point: Point) -> str:
    values = (point.base, point.person, point.record)
    base, person, record = ("nothing" if value is None else value.replace("\n", " ⏎ ") for value in values)
    return f"- {point.kind.value}: {point.where}: {base} → {person} | {record}"


def test_there_are_enough_cases():
    assert len(CASES) >= FEWEST
    assert len({case.id for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES)
def test_the_case(case):
    merged = merge_note(case.base, case.note, case.made)
    assert merged.text == case.expected
    assert [_told(point) for point in merged.points] == case.points


@pytest.mark.parametrize("case", CASES)
def test_the_case_once_more_changes_nothing(case):
    assert merge_note(case.base, case.expected, case.made).text == case.expected
    assert merge_note(case.made, case.expected, case.made).text == case.expected


@pytest.mark.parametrize("case", CASES)
def test_the_callout_of_the_case_leaves_no_trace(case):
    merged = merge_note(case.base, case.note, case.made)
    shown = with_points(merged.text, merged.points)
    assert without_points(shown) == merged.text
    assert (shown != merged.text) == bool(merged.points)
