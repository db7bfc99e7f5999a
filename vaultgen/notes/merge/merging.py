"""The three-way merge of a note: the text last generated, the person's, and the text generated now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from typing import Final

from vaultgen.notes.merge.bodies import Bodies, merge_bodies
from vaultgen.notes.merge.callout import without_points
from vaultgen.notes.merge.document import EMPTY, read_document
from vaultgen.notes.merge.footnotes import relabelled
from vaultgen.notes.merge.front import NO_FRONT, Front, read_front, split_front
from vaultgen.notes.merge.front_merge import merge_fronts
from vaultgen.notes.merge.ledger import Ledger
from vaultgen.notes.merge.lines import BOM, line_end, with_line_end
from vaultgen.notes.merge.points import Edit, Merged, Point, PointKind
from vaultgen.notes.merge.spots import Spot

__all__ = ["differences", "merge_note", "reverted"]

_WORD: Final = re.compile(r"\w+")


def merge_note(base: str | None, note: str, generated: str) -> Merged:
    """Bring what the records changed from `base` to `generated` into the person's `note`.

    What one side alone changed is taken from that side, as it is written there. What both changed differently stays
    as the person has it and is a point. Without a base everything is the person's: what the note lacks is added,
    and what differs is a point.
    """
    note = without_points(note)
    if note == generated:
        return Merged(note)
    if base == note:
        return Merged(generated)
    if base == generated:
        return Merged(note, _unreadable(base, note))
    merged = _attempt(base, note, generated, whole=False)
    if merged is None:
        merged = _attempt(base, note, generated, whole=True)
        # The next run would try the finer merge first: it must not come to something else.
        finer = None if merged is None else _attempt(base, merged.text, generated, whole=False)
        if finer is not None and merged is not None and finer.text != merged.text:
            merged = None
    kept = Point(Spot(block="note"), PointKind.AMBIGUOUS, base, note, generated)
    return merged or Merged(note, (kept,))


def _attempt(base: str | None, note: str, generated: str, *, whole: bool) -> Merged | None:
    """The merge in fine or in coarse units; None if it does not hold."""
    versions = _versions(base, note, generated)
    ledger = Ledger()
    text = _merged(versions, ledger, whole=whole)
    holds = _holds(versions, text, base, generated, whole=whole)
    return Merged(text, tuple(ledger.points)) if holds else None


def differences(base: str, note: str) -> tuple[Edit, ...]:
    """What the person changed: every unit of `note` that is not as in `base`, the properties first."""
    note = without_points(note)
    if base == note:
        return ()
    ledger = Ledger(tells_edits=True)
    _merged(_versions(base, note, base), ledger, whole=False)
    return tuple(ledger.edits)


def reverted(base: str, note: str, spots: Container[Spot]) -> str | None:
    """The note with the units at these spots as they are in `base`, and every other byte as it is.

    The spots are those of `differences`. None if they cannot be changed without touching anything else.
    """
    note = without_points(note)
    if Spot() in spots:
        return (BOM if note.startswith(BOM) else "") + with_line_end(base, line_end(note))
    versions = _versions(base, note, base)
    if _merged(versions, Ledger(tells_edits=True), whole=False) != note:
        return None
    text = _merged(versions, Ledger(tells_edits=True, yielding=spots), whole=False)
    before, after = ({edit.spot for edit in differences(base, one)} for one in (note, text))
    return text if after <= before and not any(spot in spots for spot in after) else None


@dataclass(frozen=True, slots=True)
class _Version:
    front: Front
    body: str


@dataclass(frozen=True, slots=True)
class _Versions:
    base: _Version | None
    note: _Version
    made: _Version
    bom: str
    end: str

    @property
    def front_before(self) -> Front:
        """The properties of the base; none where it is not known."""
        return NO_FRONT if self.base is None else self.base.front


def _versions(base: str | None, note: str, generated: str) -> _Versions:
    """The three texts in parts, the generated ones with the labels and line ends of the note."""
    end = line_end(note if "\n" in note or "\r" in note else generated)
    bom = BOM if note.startswith(BOM) else ""
    own = _version(note)
    made = _version(with_line_end(generated, end))
    if base is None:
        return _Versions(None, own, _relabelled(made, own, None), bom, end)
    before = _relabelled(_version(base), own, own)
    return _Versions(before, own, _relabelled(made, own, before), bom, end)


def _version(text: str) -> _Version:
    front, body = split_front(text.removeprefix(BOM))
    return _Version(read_front(front, "" if front else body), body)


def _relabelled(version: _Version, note: _Version, before: _Version | None) -> _Version:
    body = relabelled(version.body, note.body, before=before.body if before is not None else "")
    return version if body is version.body else _Version(version.front, body)


def _merged(versions: _Versions, ledger: Ledger, *, whole: bool) -> str:
    base, note, made = versions.base, versions.note, versions.made
    front = merge_fronts(versions.front_before, note.front, made.front, ledger, versions.end)
    bodies = Bodies(
        EMPTY if base is None else read_document(base.body, lifted=True),
        read_document(note.body, lifted=False),
        read_document(made.body, lifted=True),
        versions.end,
        whole,
    )
    return versions.bom + front + merge_bodies(bodies, ledger)


def _unreadable(base: str, note: str) -> tuple[Point, ...]:
    """The point about properties that cannot be read, also where the records have not changed."""
    own = _version(note).front
    if not own.fault:
        return ()
    given = _version(base).front.inner.strip() or None
    kept = own.inner.strip() or None
    return (Point(Spot(block="properties"), PointKind.UNREADABLE, given, kept, given),)


def _holds(versions: _Versions, text: str, base: str | None, generated: str, *, whole: bool) -> bool:
    """Whether no word of the person is lost, and merging the result once more changes nothing."""
    again = _versions(base, text, generated)
    before = Counter() if versions.base is None else _words(versions.base.body)
    if (_words(versions.note.body) - before) - _words(again.note.body):
        return False
    if again.note.front.fault and not versions.note.front.fault:
        return False
    if not _comments(versions.note.front) <= _comments(again.note.front) | _comments(versions.front_before):
        return False
    return _merged(again, Ledger(), whole=whole) == text


def _comments(front: Front) -> set[str]:
    """What is written into properties that is no value."""
    return {
        text.strip() for entry in front.entries for text in (entry.comments or (entry.raw,)) if "#" in text
    }


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))
