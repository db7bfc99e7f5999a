"""A person's decision about what is open in a note, and what it makes of the note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from vaultgen.errors import VaultError
from vaultgen.notes.merge import (
    Edit,
    Point,
    PointKind,
    Spot,
    differences,
    reverted,
    with_points,
    without_points,
)
from vaultgen.values.suggest import did_you_mean
from vaultgen.vault.address import spots_meant
from vaultgen.vault.merging import Merging

__all__ = ["Settlement", "Side"]

_MOST: Final = 8


class Side(StrEnum):
    """Whose value stays."""

    NOTE = "note"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What to settle in which note, and for whom; no `field` means every open point of the note.

    `note` is an id, a name or a path, `field` the words of a spot or a part of them.
    """

    note: str
    field: str
    side: Side

    def chosen(self, text: str, generated: str, points: Sequence[Point]) -> tuple[Point, ...]:
        """The points that are meant, a VaultError if none are; `text` is the merged note.

        The records' side can be taken of anything that the person changed, whether it is contested or not.
        """
        if not self.field:
            if not points:
                raise VaultError(f"nothing is open in “{self.note}”")
            return tuple(points)
        found = spots_meant(self.field, points, lambda point: point.spot)
        if found:
            return found
        edits = differences(generated, text) if self.side is Side.RECORDS else ()
        changed = spots_meant(self.field, edits, lambda edit: edit.spot)
        if changed:
            return tuple(
                Point(edit.spot, PointKind.CONTESTED, edit.base, edit.person, edit.base) for edit in changed
            )
        raise VaultError(self._nothing_meant([*points, *edits]))

    def _nothing_meant(self, told: Sequence[Point | Edit]) -> str:
        names = list(dict.fromkeys(str(one.spot) for one in told))
        if not names:
            return f"nothing is open in “{self.note}”"
        parts = [part for name in names for part in name.split(" › ")]
        more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
        listed = "; ".join(names[:_MOST]) + more
        advice = did_you_mean(self.field, [*names, *parts])
        return f"“{self.field}” is not open in “{self.note}”; {advice + ' ' if advice else ''}open there: {listed}"

    def carried_out(self, merging: Merging, generated: str, chosen: Sequence[Point]) -> Merging:
        """The merged note once these points are settled; its callout lists those that are left."""
        text = without_points(merging.text)
        edits = differences(generated, text)
        settled = {point.spot for point in chosen}
        if self.side is Side.RECORDS:
            taken = {spot for point in chosen for spot in _spots_of(point, edits)}
            back = reverted(generated, text, taken) if taken else None
            if back is None:
                raise VaultError(
                    f"{', '.join(point.where for point in chosen)}: cannot be taken from the records alone in "
                    f"“{self.note}”; change it in the note as you want it, and settle it with --note"
                )
            # What stood inside of it is settled with it.
            settled |= {edit.spot for edit in edits} - {edit.spot for edit in differences(generated, back)}
            text = back
        points = tuple(point for point in merging.points if point.spot not in settled)
        return replace(merging, text=with_points(text, points), points=points)


def _spots_of(point: Point, edits: Sequence[Edit]) -> set[Spot]:
    """Where the person's side of a point stands in the note, seen from what the records give now."""
    if point.spot == Spot():
        return {Spot()}
    exact = {edit.spot for edit in edits if edit.spot == point.spot}
    within = {edit.spot for edit in edits if replace(edit.spot, row="", column="") == point.spot}
    # A block is called by its own words: what the records no longer have goes by the person's words.
    same = {
        edit.spot
        for edit in edits
        if edit.spot.section == point.spot.section
        and edit.spot.block == point.spot.block
        and (edit.base, edit.person) == (point.record, point.person)
    }
    return exact or within or same
