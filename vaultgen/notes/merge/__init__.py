"""The three-way merge of notes: text in, text out.

::

    lines ← blocks ← document ← tables, lists, front     reading: slices of the text, each with what it is known by
    identity, weave, joints, ledger, footnotes           which is which, in what order, joined how; the one rule
    table_merge, list_merge, front_merge ← block_merge ← bodies ← merging
    spots, points, callout, cells                        what callers see
"""

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
