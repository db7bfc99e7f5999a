"""The picture of what a note is linked with, as SVG that is made at build time.

Classes, for the stylesheet: `g-local` the picture; `g-me` the note in the middle (`rect` and `text`); `g-r` the
name of a relation; `g-e` the line to a neighbour; `g-x` the lines between neighbours; `g-o` a neighbour (`a`),
`g-o g-far` a neighbour's neighbour, with `k-company`, `k-investor` … for its kind; `g-m` its mark; `g-more` how
many are left out. The letters are 12 units high and the picture is 360 wide.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import Final, NamedTuple

from vaultgen.site.goal import climb
from vaultgen.site.graph.circle import Circle, Group, circle_of
from vaultgen.site.graph.known import Known
from vaultgen.site.graph.lettering import cut, cut_at, plain, width, wrap, written
from vaultgen.site.graph.marks import mark
from vaultgen.site.graph.vicinity import SIZE, Face, Vicinity, vicinity
from vaultgen.site.labels import inverse_label, label

__all__ = ["local_graph"]

_WIDE: Final = 360
_MIDDLE: Final = _WIDE // 2
_PITCH: Final = 18  # from line to line
_GAP: Final = 7  # above the name of a relation
_EDGE: Final = 12  # above the first and below the last line
_WAIST: Final = 68  # from the middle to the marks, where the picture is widest
_NECK: Final = 42  # and at its top and bottom
_ME: Final = 90  # the most that the note in the middle takes
_STEP: Final = 13  # how much further out a neighbour's neighbour stands
_NONE: Final = -1  # the number of no note


class _Line(NamedTuple):
    """One line of a column: the name of a relation, what is left out, or a note (`parent` if it is brought along)."""

    text: str
    note: int = _NONE
    parent: int = _NONE
    outgoing: bool = True
    above: int = 0


class _Spot(NamedTuple):
    """A line in its place; `side` is -1 on the left and 1 on the right."""

    line: _Line
    side: int
    x: int
    y: int


def local_graph(atlas: Known, path: str, page: str) -> str:
    """Draw what a note is linked with for the page at an address; `""` if that is nothing."""
    circle = circle_of(atlas, path)
    if not circle.groups:
        return ""
    columns = _columns(circle)
    tall = max(*(_height(column) for column in columns), 48) + 2 * _EDGE
    spots = [*_place(columns[0], -1, tall), *_place(columns[1], 1, tall)]
    return "".join(
        [
            _opening(written(atlas.sheets[path].title), tall),
            *_around(vicinity(atlas), circle, spots, page[: page.rfind("/") + 1], tall // 2),
            _me(atlas.sheets[path].title, tall // 2),
            "</svg>",
        ]
    )


def _around(known: Vicinity, circle: Circle, spots: list[_Spot], folder: str, middle: int) -> Iterator[str]:
    """All that stands around the note in the middle, the ties of others first."""
    at = {spot.line.note: spot for spot in spots}
    yield _chords(circle, at, middle)
    for spot in spots:
        line = spot.line
        if line.note == _NONE:
            yield _said(spot)
        else:
            parent = at[line.parent] if line.parent != _NONE else None
            yield _drawn(known.face(line.note), spot, parent, folder, middle)


def _opening(title: str, tall: int) -> str:
    return (
        f'<svg class="g-local" viewBox="0 0 {_WIDE} {tall}" role="group" direction="ltr" '
        f'aria-label="Linked with {title}">'
    )


def _me(title: str, middle: int) -> str:
    """The note in the middle: its name on one line or two."""
    lines = wrap(plain(title), _ME - 18, SIZE, 2)
    half = max((width(line, SIZE) for line in lines), default=0) // 2 + 9
    tall = 8 + 15 * max(len(lines), 1)
    first = middle + 4 - 15 * (len(lines) - 1) // 2
    words = "".join(
        f'<text x="{_MIDDLE}" y="{first + 15 * at}" text-anchor="middle">{written(line)}</text>'
        for at, line in enumerate(lines)
    )
    return (
        f'<g class="g-me"><rect x="{_MIDDLE - half}" y="{middle - tall // 2}" width="{2 * half}" height="{tall}" '
        f'rx="11"/>{words}</g>'
    )


def _columns(circle: Circle) -> tuple[list[_Line], list[_Line]]:
    """Lay the relations into two columns of about the same height: on the right first, then on the left."""
    blocks = [list(_lines(group)) for group in circle.groups]
    if len(blocks) == 1 and len(blocks[0]) > 3:
        blocks = _halves(blocks[0])
    heights = [_height(block) for block in blocks]
    whole, best, split = sum(heights), -1, 1
    right = 0
    for count, height in enumerate(heights, 1):
        right += height
        uneven = abs(whole - 2 * right)
        if best < 0 or uneven < best:
            best, split = uneven, count
    if best > 6 * _PITCH:
        blocks, split = _evened(blocks, split)
    return [line for block in blocks[split:] for line in block], [
        line for block in blocks[:split] for line in block
    ]


def _evened(blocks: list[list[_Line]], split: int) -> tuple[list[list[_Line]], int]:
    """Cut the block in two at which the columns part, so that they come out even."""
    half = sum(_height(block) for block in blocks) // 2
    done: list[list[_Line]] = []
    for at, block in enumerate(blocks):
        before = sum(_height(one) for one in done)
        if before + _height(block) > half:
            parts = _halves(block, (half - before) // _PITCH)
            return [*done, *parts, *blocks[at + 1 :]], at + len(parts) - 1
        done.append(block)
    return blocks, split


def _halves(block: list[_Line], size: int = 0) -> list[list[_Line]]:
    """A relation as two, each under its name; neighbours stay with those that they bring along."""
    size = size or (len(block) + 2) // 2
    while size < len(block) and block[size].parent != _NONE:
        size += 1
    if size < 2 or len(block) - size < 1:
        return [block]
    return [block[:size], [block[0], *block[size:]]]


def _lines(group: Group) -> Iterator[_Line]:
    yield _Line(_name(group.relation, outgoing=group.outgoing), above=_GAP)
    for note, brought in group.members:
        yield _Line("", note, _NONE, group.outgoing)
        for other in brought:
            yield _Line("", other, note)
    if group.more:
        yield _Line(f"+ {group.more:,} more")


@lru_cache(maxsize=1024)
def _name(relation: str, *, outgoing: bool) -> str:
    return label(relation) if outgoing else inverse_label(relation)


def _height(column: list[_Line]) -> int:
    return sum(_PITCH + line.above for line in column)


def _place(column: list[_Line], side: int, tall: int) -> Iterator[_Spot]:
    """Stand the lines of a column along a bow, in the middle of the picture's height."""
    y = (tall - _height(column)) // 2
    half = tall // 2
    for line in column:
        y += line.above
        middle = y + _PITCH // 2
        off = (middle - half) * (middle - half) * (_WAIST - _NECK) // (half * half)
        out = _WAIST - off + (0 if line.parent == _NONE else _STEP)
        yield _Spot(line, side, _MIDDLE + side * out, middle)
        y += _PITCH


def _said(spot: _Spot) -> str:
    """A line that is no note: the name of a relation, or how many are left out."""
    line, side, x, y = spot
    near = x - 4 * side
    anchor = "" if side > 0 else ' text-anchor="end"'
    kind = "g-more" if line.text.startswith("+") else "g-r"
    name = _fitting(line.text, _room(near, side))
    return f'<text class="{kind}" x="{near}" y="{y + 4}"{anchor}>{name}</text>'


@lru_cache(maxsize=1 << 12)  # many pictures name the same few relations
def _fitting(text: str, room: int) -> str:
    return written(cut(plain(text), room, SIZE))


def _drawn(face: Face, spot: _Spot, parent: _Spot | None, folder: str, middle: int) -> str:
    """A note with its mark and the line that leads to it, from the middle or its `parent`, on a page in a folder."""
    line, side, x, y = spot
    near = x + 9 * side
    kind, place, title, label, name, reached, whole = face
    if whole > (room := _room(near, side)):
        label = f">{escape(cut_at(name, reached, room, SIZE))}</text></a>"
    lead = _elbow(parent, spot) if parent else _curve(side, x, y, middle, line.outgoing)
    far = " g-far" if parent else ""
    anchor = "" if side > 0 else ' text-anchor="end"'
    return (
        f'<a class="g-o{far} k-{kind}" href="{climb(place, folder)}{title}{lead}"/>'
        f'<path class="g-m" d="{mark(kind, x, y)}"/><text x="{near}" y="{y + 4}"{anchor}{label}'
    )


def _room(near: int, side: int) -> int:
    """How much room a text has that begins here."""
    return (_WIDE - near if side > 0 else near) - 2


@lru_cache(maxsize=1 << 12)
def _curve(side: int, x: int, y: int, middle: int, outgoing: bool) -> str:  # noqa: FBT001 - a key is found faster
    """The line from the note in the middle to a mark; its tip says who points at whom."""
    x -= side * 8
    reach = x - _MIDDLE
    tip = f"m{-4 * side}-3l{4 * side} 3 {-4 * side} 3" if outgoing else f"m0-3l{-4 * side} 3 {4 * side} 3"
    bend = middle + (y - middle) * 2 // 3
    return f"M{_MIDDLE} {middle}C{_MIDDLE} {bend} {_MIDDLE + reach // 3} {y} {x} {y}{tip}"


def _elbow(parent: _Spot, spot: _Spot) -> str:
    x = parent.x + spot.side * 3
    return f"M{x} {parent.y + 6}V{spot.y}H{spot.x - spot.side * 5}"


def _chords(circle: Circle, at: dict[int, _Spot], middle: int) -> str:
    """The ties between neighbours, faint and behind all else."""
    drawn = []
    for one, other in circle.chords:
        a, b = at[one], at[other]
        bend = (a.y + b.y + middle) // 3
        drawn.append(
            f"M{a.x - 6 * a.side} {a.y}Q{(a.x + b.x + _MIDDLE) // 3} {bend} {b.x - 6 * b.side} {b.y}"
        )
    return f'<path class="g-x" d="{"".join(drawn)}"/>' if drawn else ""
