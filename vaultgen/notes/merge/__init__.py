"""The three-way merge of notes: text in, text out."""

from vaultgen.notes.merge.callout import with_points, without_points
from vaultgen.notes.merge.cells import cells
from vaultgen.notes.merge.merging import differences, merge_note, reverted
from vaultgen.notes.merge.points import Edit, Merged, Point, PointKind
from vaultgen.notes.merge.spots import Spot

__all__ = [
    "Edit",
    "Merged",
    "Point",
    "PointKind",
    "Spot",
    "cells",
    "differences",
    "merge_note",
    "reverted",
    "with_points",
    "without_points",
]
