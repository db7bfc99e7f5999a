"""From which scale on each dot of a graph has room for its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from vaultgen.site.graph.lettering import cut, width

__all__ = ["LETTERS", "SCALES", "Captioned", "caption", "scales"]

SCALES: Final = (30, 55, 100, 200, 400, 800)
"""The scales at which names are tried, in hundredths; 0 stands for a name that never has room."""

LETTERS: Final = 12  # size of the letters, whatever the scale
_ROOM: Final = 150  # for one name
_CELL: Final = 64
_FIRST: Final = 14  # dots that are named whatever they cover

_Box = tuple[int, int, int, int]
_Taken = dict[tuple[int, int], list[_Box]]


class Captioned(NamedTuple):
    """A dot as far as its name is concerned."""

    title: str
    x: int
    y: int
    size: int


def caption(title: str) -> str:
    """A name as it stands below its dot."""
    return cut(title, _ROOM, LETTERS)


def scales(dots: Sequence[Captioned], sheet: int) -> tuple[int, ...]:
    """For each dot the smallest scale at which its name has room on a sheet so wide; the first dots choose first.

    A name lies over no other name and over no dot, except that those of the first few may lie over dots.
    """
    wide = [width(caption(dot.title), LETTERS) + 8 for dot in dots]
    found = [0] * len(dots)
    # What counts most is the whole graph at its own size; at a smaller one there is room for some of those names.
    named: Iterable[int] = range(len(dots))
    for scale in sorted((scale for scale in SCALES if scale <= 100), reverse=True):
        named = _placed(dots, wide, scale, named, sheet * scale // 100)
        for at in named:
            found[at] = scale
    for scale in (scale for scale in SCALES if scale > 100):
        known = [at for at, smallest in enumerate(found) if smallest]
        for at in _placed(dots, wide, scale, [*known, *(at for at in range(len(dots)) if not found[at])], 0):
            found[at] = found[at] or scale
    return tuple(found)


def _placed(
    dots: Sequence[Captioned], wide: Sequence[int], scale: int, order: Iterable[int], sheet: int
) -> list[int]:
    """Which of the dots have room for their names at a scale, if they choose in this order; a `sheet` has edges."""
    names: _Taken = {}
    marks: _Taken = {}
    for dot in dots:
        _take(marks, _mark(dot, scale))
    placed = []
    for at in order:
        box = _box(dots[at], wide[at], scale)
        outside = sheet and (box[0] < 0 or box[2] > sheet)
        if not outside and _is_free(names, box) and (at < _FIRST or _is_free(marks, box)):
            placed.append(at)
            _take(names, box)
    return placed


def _mark(dot: Captioned, scale: int) -> _Box:
    x, y = dot.x * scale // 100, dot.y * scale // 100
    half = dot.size - 1
    return x - half, y - half, x + half, y + half


def _is_free(taken: _Taken, box: _Box) -> bool:
    return not any(_meet(box, other) for cell in _cells(box) for other in taken.get(cell, ()))


def _box(dot: Captioned, wide: int, scale: int) -> _Box:
    x, y = dot.x * scale // 100, dot.y * scale // 100 + dot.size + 1
    return x - wide // 2, y, x + wide // 2, y + LETTERS + 5


def _take(taken: _Taken, box: _Box) -> None:
    for cell in _cells(box):
        taken.setdefault(cell, []).append(box)


def _cells(box: _Box) -> Iterable[tuple[int, int]]:
    for column in range(box[0] // _CELL, box[2] // _CELL + 1):
        for row in range(box[1] // _CELL, box[3] // _CELL + 1):
            yield column, row


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
