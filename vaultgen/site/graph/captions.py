"""From which scale on each dot of a graph has room for its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from vaultgen.site.graph.lettering import cut, width

__all__ = ["LETTERS", "SCALES", "Captioned", "caption", "scales"]

SCALES: Final = (35, 60, 100, 200, 400, 800)
"""The scales at which names are tried, in hundredths; 0 stands for a name that never has room."""

LETTERS: Final = 12  # size of the letters, whatever the scale
_ROOM: Final = 150  # for one name
_CELL: Final = 64

_Box = tuple[int, int, int, int]


class Captioned(NamedTuple):
    """A dot as far as its name is concerned."""

    title: str
    x: int
    y: int
    size: int


def caption(title: str) -> str:
    """A name as it stands below its dot."""
    return cut(title, _ROOM, LETTERS)


def scales(dots: Sequence[Captioned]) -> tuple[int, ...]:
    """For each dot the smallest scale at which its name lies over no other; the first dots choose first."""
    found = [0] * len(dots)
    wide = [width(caption(dot.title), LETTERS) + 8 for dot in dots]
    for scale in SCALES:
        taken: dict[tuple[int, int], list[_Box]] = {}
        later = []
        for at, dot in enumerate(dots):
            box = _box(dot, wide[at], scale)
            if found[at]:
                _take(taken, box)
            else:
                later.append((at, box))
        for at, box in later:
            if not any(_meet(box, other) for cell in _cells(box) for other in taken.get(cell, ())):
                found[at] = scale
                _take(taken, box)
    return tuple(found)


def _box(dot: Captioned, wide: int, scale: int) -> _Box:
    x, y = dot.x * scale // 100, dot.y * scale // 100 + dot.size
    return x - wide // 2, y, x + wide // 2, y + LETTERS + 5


def _take(taken: dict[tuple[int, int], list[_Box]], box: _Box) -> None:
    for cell in _cells(box):
        taken.setdefault(cell, []).append(box)


def _cells(box: _Box) -> Iterable[tuple[int, int]]:
    for column in range(box[0] // _CELL, box[2] // _CELL + 1):
        for row in range(box[1] // _CELL, box[3] // _CELL + 1):
            yield column, row


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
