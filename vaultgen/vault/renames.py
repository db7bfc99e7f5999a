"""The order in which files are renamed so that each finds its new name free, also when they trade names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from vaultgen.values.names import name_key
from vaultgen.vault.steps import Step

__all__ = ["Move", "moves"]


class Move(NamedTuple):
    """One file that takes another name, for a step; those that trade names are moved aside first."""

    step: Step
    old: str
    new: str


def moves(renames: Iterable[Step], root: Path) -> Iterator[list[Move]]:
    """Give the renames in an order in which each finds its name free; those trading names come together."""
    by_old = {name_key(step.old_path): step for step in renames}
    done: set[str] = set()
    for first in by_old.values():
        row: list[Step] = []
        step: Step | None = first
        while step and step.id not in done:
            done.add(step.id)
            row.append(step)
            step = by_old.get(name_key(step.path))
        if step in row[:-1]:
            start = row.index(step)
            yield list(_trade(row[start:], root))
            del row[start:]
        yield from ([Move(step, step.old_path, step.path)] for step in reversed(row))


def _trade(ring: list[Step], root: Path) -> Iterator[Move]:
    """Move the first aside, and each other into the place that has become free before it.

    At every moment each note has one file of its own: wherever a crash comes, it is found by its id or its
    text.
    """
    first = ring[0]
    aside = _free_name(first.old_path, root)
    yield Move(first, first.old_path, aside)
    for step in reversed(ring[1:]):
        yield Move(step, step.old_path, step.path)
    yield Move(first, aside, first.path)


def _free_name(path: str, root: Path) -> str:
    place = PurePosixPath(path)
    number = 1
    while os.path.lexists(root / (name := place.with_stem(f"{place.stem} {number}"))):
        number += 1
    return name.as_posix()
