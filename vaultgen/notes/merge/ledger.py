"""The one rule of the merge, and the book that it keeps."""

from __future__ import annotations

from collections.abc import Container

from vaultgen.notes.merge.points import Edit, Point, PointKind
from vaultgen.notes.merge.spots import Spot

__all__ = ["Ledger"]


class Ledger:
    """What the person changed, and what is left to settle, in the order in which units are merged.

    Only one that `tells_edits` has all of them; else what the records left alone need not be looked at. Units at the
    spots in `yielding` come from the records whatever the person wrote.
    """

    def __init__(self, *, tells_edits: bool = False, yielding: Container[Spot] = ()) -> None:
        self.tells_edits = tells_edits
        self.yielding = yielding
        self.edits: list[Edit] = []
        self.points: list[Point] = []

    def takes_records(self, spot: Spot, base: str | None, note: str | None, made: str | None) -> bool:
        """Whether a unit comes from the records: who alone changed it is taken, and else the person, with a point."""
        if note == base or self.yields(spot):
            return True
        self.edits.append(Edit(spot, base, note))
        if made not in {base, note}:
            self.keep(spot, base, note, made)
        return False

    def yields(self, spot: Spot) -> bool:
        """Whether the unit at this spot comes from the records in any case."""
        return spot in self.yielding

    def edit(self, spot: Spot, base: str | None, note: str | None) -> None:
        """Book what the person changed."""
        self.edits.append(Edit(spot, base, note))

    def keep(
        self, spot: Spot, base: str | None, note: str | None, made: str | None, kind: PointKind | None = None
    ) -> None:
        """Book that the person's was kept although the records say something else."""
        told = (
            PointKind.DELETED if note is None else PointKind.REMOVED if made is None else PointKind.CONTESTED
        )
        self.points.append(Point(spot, kind or told, base, note, made))
