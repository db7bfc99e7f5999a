"""Which nodes of a graph belong together: the parting that has the most ties inside of its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

__all__ = ["communities"]

_PASSES: Final = 12  # over all nodes, in one stage
_STAGES: Final = 6  # of parts that become nodes

_Ties = list[dict[int, float]]


def communities(size: int, ties: Iterable[tuple[int, int, float]]) -> tuple[tuple[int, ...], ...]:
    """Part the nodes 0 … size - 1 by their weighted ties; each part in order, the largest part first.

    The same graph gives the same parts on every machine: nodes move in their order, and a draw keeps them.
    """
    near: _Ties = [{} for _ in range(size)]
    for one, other, weight in ties:
        near[one][other] = near[one].get(other, 0.0) + weight
        near[other][one] = near[other].get(one, 0.0) + weight
    parts: list[tuple[int, ...]] = [(node,) for node in range(size)]
    inside = [0.0] * size
    for _ in range(_STAGES):
        homes = _move(near, inside)
        if len(set(homes)) == len(near):
            break
        near, inside, parts = _join(near, inside, parts, homes)
    return tuple(sorted((tuple(sorted(part)) for part in parts), key=lambda part: (-len(part), part)))


def _move(near: _Ties, inside: list[float]) -> list[int]:
    """Let each node go where it has more ties than chance would give it, until nobody moves."""
    sizes = [own + _total(ties.values()) for own, ties in zip(inside, near, strict=True)]
    whole = _total(sizes) or 1.0
    homes = list(range(len(near)))
    held = list(sizes)
    for _ in range(_PASSES):
        moved = False
        for node, ties in enumerate(near):
            home = homes[node]
            pull: dict[int, float] = {home: 0.0}
            for other, weight in ties.items():
                pull[homes[other]] = pull.get(homes[other], 0.0) + weight
            held[home] -= sizes[node]
            best, gain = home, pull[home] - held[home] * sizes[node] / whole
            for part, weight in pull.items():
                more = weight - held[part] * sizes[node] / whole
                if more > gain + 1e-9:
                    best, gain = part, more
            held[best] += sizes[node]
            homes[node] = best
            moved = moved or best != home
        if not moved:
            break
    return homes


def _join(
    near: _Ties, inside: list[float], parts: list[tuple[int, ...]], homes: list[int]
) -> tuple[_Ties, list[float], list[tuple[int, ...]]]:
    """Make each part one node of a smaller graph."""
    names: dict[int, int] = {}
    for home in homes:
        names.setdefault(home, len(names))
    ties: list[defaultdict[int, float]] = [defaultdict(float) for _ in names]
    held = [0.0] * len(names)
    members: list[list[int]] = [[] for _ in names]
    for node, home in enumerate(homes):
        at = names[home]
        held[at] += inside[node]
        members[at] += parts[node]
        for other, weight in near[node].items():
            to = names[homes[other]]
            if to == at:
                held[at] += weight
            else:
                ties[at][to] += weight
    return [_plain(one) for one in ties], held, [tuple(one) for one in members]


def _plain(ties: Mapping[int, float]) -> dict[int, float]:
    return dict(sorted(ties.items()))


def _total(numbers: Iterable[float]) -> float:
    """The sum from left to right: `sum` of floats rounds otherwise from one Python to the next."""
    total = 0.0
    for number in numbers:
        total += number
    return total
