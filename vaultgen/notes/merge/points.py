"""What a merge has to tell: points that a person must settle, and what the person changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vaultgen.notes.merge.spots import Spot

__all__ = ["Edit", "Merged", "Point", "PointKind"]


class PointKind(StrEnum):
    """Why the person's text was kept where the records say something else."""

    CONTESTED = "contested"
    """Both changed it, differently; also what differs where no base is known."""
    DELETED = "deleted"
    """The person took it out, and the records have changed it since."""
    REMOVED = "removed"
    """The records no longer have it, and the person has changed it since."""
    AMBIGUOUS = "ambiguous"
    """Both changed a block whose parts cannot be told apart, so it was kept whole."""
    UNREADABLE = "unreadable"
    """The properties are no valid YAML, or cannot be merged one by one, so they were kept whole."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to settle: the note holds `person`, the records now give `record`; both knew `base` once.

    None means that there is nothing there. The values are texts as they stand in the note, without padding.
    """

    spot: Spot
    kind: PointKind
    base: str | None
    person: str | None
    record: str | None

    @property
    def where(self) -> str:
        """The spot in words."""
        return str(self.spot)


@dataclass(frozen=True, slots=True)
class Edit:
    """One unit that the person changed: from `base` to `person`; None where there is nothing."""

    spot: Spot
    base: str | None
    person: str | None


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged note, without a callout, and what is open in it; nothing open gives no points."""

    text: str
    points: tuple[Point, ...] = ()
