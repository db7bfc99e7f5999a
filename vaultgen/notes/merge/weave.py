"""The order in which the units of a merged note stand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from vaultgen.notes.merge.identity import Triple

__all__ = ["weave"]


def weave(
    triples: Sequence[Triple],
    kept: Collection[int],
    depth: Callable[[int], int] = lambda _: 0,
) -> list[int]:
    """The numbers of the kept triples in their order: the person's where they moved anything, else the records'.

    What only one side has follows what it followed there; where both put something in one place, the records'
    comes first. `depth` tells how deep a unit stands, so that a section never gets between another and what
    stands below that.
    """
    known = [number for number, triple in enumerate(triples) if None not in triple]
    by_base = sorted(known, key=lambda number: triples[number].base or 0)
    by_note = sorted(known, key=lambda number: triples[number].note or 0)
    if by_base == by_note and known:
        order = _side(triples, kept, 2)
        for number in _side(triples, kept, 1):
            if triples[number].made is None:
                _put(order, number, triples, side=1, depth=depth)
        return order
    order = _side(triples, kept, 1)
    for number in _side(triples, kept, 2):
        if triples[number].note is None:
            _put(order, number, triples, side=2, depth=depth)
    return order


def _side(triples: Sequence[Triple], kept: Collection[int], side: int) -> list[int]:
    """The kept units that one side has, in its order."""
    placed = [(triples[number][side], number) for number in kept]
    return [number for _, number in sorted((place, number) for place, number in placed if place is not None)]


def _put(
    order: list[int], number: int, triples: Sequence[Triple], *, side: int, depth: Callable[[int], int]
) -> None:
    """Insert a unit behind the one that it follows on its own side."""
    own = triples[number][side] or 0
    before = [
        (place, other) for other in order if (place := triples[other][side]) is not None and place < own
    ]
    at = order.index(max(before)[1]) + 1 if before else 0
    while at < len(order) and triples[order[at]][side] is None and _passes(order[at], number, side, depth):
        at += 1
    order.insert(at, number)


def _passes(other: int, number: int, side: int, depth: Callable[[int], int]) -> bool:
    """Whether a unit goes behind another that only the other side has in this place."""
    return depth(other) >= depth(number) if side == 1 else depth(other) > depth(number)
