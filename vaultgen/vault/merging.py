"""A person's note and what the records say, brought together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from vaultgen.notes.merge import Merged, Point, differences, merge_note, with_points, without_points

__all__ = ["UNREADABLE", "Merging", "decoded", "merge", "written"]

UNREADABLE = "not UTF-8: save it as UTF-8, and the next build brings it up to date"


@dataclass(frozen=True, slots=True)
class Merging:
    """A merged text as it is written, with the callout that lists what has yet to be settled."""

    text: str
    points: tuple[Point, ...]


def decoded(data: bytes) -> str | None:
    """The text of a note, byte order mark and line ends as they are; None if it is none."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def merge(base: str | None, note: str, generated: str, known: Sequence[Point] = ()) -> Merging:
    """The person's note with everything that is new in the records; `known` are the points that were open before."""
    bare = without_points(note)
    if base == generated and not known:
        return Merging(bare, ())
    merged = merge_note(base, bare, generated)
    points = _open_points(known, merged, generated)
    return Merging(with_points(merged.text, points), points)


def _open_points(known: Sequence[Point], merged: Merged, generated: str) -> tuple[Point, ...]:
    """What the merge found, and what was open before and still is; each with what the two sides say now."""
    if not known and not merged.points:
        return ()
    now = {edit.spot: edit for edit in differences(generated, merged.text)}
    found = {_key(point): point for point in merged.points}
    note, records = (" ".join(text.split()) for text in (merged.text, generated))
    before = {
        key: replace(found.get(key, point), base=point.base)
        for point in known
        if (key := _key(point)) in found or point.spot in now or _stands(point, note, records)
    }
    return tuple(
        replace(point, person=now[point.spot].person, record=now[point.spot].base)
        if point.spot in now
        else point
        for point in (before | {key: point for key, point in found.items() if key not in before}).values()
    )


def _key(point: Point) -> object:
    """What is the same in a point from one build to the next: a block is called by words of its own, which change."""
    spot = point.spot
    return spot if spot.property or spot.row or spot.column else (spot.section, spot.block, point.person)


def _stands(point: Point, note: str, records: str) -> bool:
    """Whether a block, which is called by its own words and so by others once they change, is as it was told."""
    spot = point.spot
    if spot.property or spot.row or spot.column:
        return False
    person, record = (" ".join(text.split()) if text else text for text in (point.person, point.record))
    mine = person is None or (person in note and person not in records)
    theirs = record is None or record not in note
    return mine and theirs and person != record


def written(text: str) -> str:
    """The hash of a text as its file has it."""
    return sha256(text.encode()).hexdigest()
