"""Notes as Markdown text: the pieces that every note is written with."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vaultgen.notes.merge import (
        Edit,
        Merged,
        Point,
        PointKind,
        Spot,
        cells,
        differences,
        merge_note,
        with_points,
        without_points,
    )

__all__ = [
    "Edit",
    "Merged",
    "Point",
    "PointKind",
    "Spot",
    "cells",
    "differences",
    "merge_note",
    "with_points",
    "without_points",
]


def __getattr__(name: str) -> Any:
    """The names of the merge, which is loaded only when it is asked for: most builds need none of it."""
    if name in __all__:
        return getattr(import_module("vaultgen.notes.merge"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
