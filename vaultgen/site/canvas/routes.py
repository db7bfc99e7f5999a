"""The way of a connection from card to card: a calm curve that leaves and arrives square to the sides."""

from __future__ import annotations

from math import isqrt
from typing import Final

from msgspec import Struct

from vaultgen.site.canvas.cards import Card, Edge, Side

__all__ = ["Route", "route"]

_OUT: Final[dict[str, tuple[int, int]]] = {"top": (0, -1), "right": (1, 0), "bottom": (0, 1), "left": (-1, 0)}
_TIP: Final = 12  # length of an arrowhead
_LOOP: Final = 120  # how far a connection of a card with itself goes out
_WING: Final = 6  # half of its width


class Route(Struct, frozen=True):
    """A curve and its arrowheads as the `d` of paths, and the point where a label stands, with `room` around it.

    `corners` is how far the curve goes at most.
    """

    curve: str
    tips: str
    x: int
    y: int
    room: int
    corners: tuple[tuple[int, int], tuple[int, int]]


def route(edge: Edge, source: Card, target: Card) -> Route:
    """The way of an edge; sides that the file leaves open are those that face each other."""
    facing = _facing(source, target)
    start, out = _end(source, edge.source_side or facing[0])
    goal, back = _end(target, edge.target_side or facing[1])
    tips = (_tip(start, out) if edge.source_arrow else "") + (_tip(goal, back) if edge.target_arrow else "")
    if edge.source_arrow:
        start = (start[0] + out[0] * _TIP, start[1] + out[1] * _TIP)
    if edge.target_arrow:
        goal = (goal[0] + back[0] * _TIP, goal[1] + back[1] * _TIP)
    far = isqrt((goal[0] - start[0]) ** 2 + (goal[1] - start[1]) ** 2)
    bow = _LOOP if source is target else min(max(far // 2, 20), 240)
    one = (start[0] + out[0] * bow, start[1] + out[1] * bow)
    two = (goal[0] + back[0] * bow, goal[1] + back[1] * bow)
    curve = f"M{start[0]} {start[1]}C{one[0]} {one[1]} {two[0]} {two[1]} {goal[0]} {goal[1]}"
    x, y = ((start[axis] + 3 * one[axis] + 3 * two[axis] + goal[axis]) // 8 for axis in (0, 1))
    # A curve comes no nearer to its guides than this.
    corners = (_towards(start, one), _towards(goal, two))
    return Route(curve, tips, x, y, far, corners)


def _towards(point: tuple[int, int], guide: tuple[int, int]) -> tuple[int, int]:
    return point[0] + (guide[0] - point[0]) * 3 // 4, point[1] + (guide[1] - point[1]) * 3 // 4


def _facing(source: Card, target: Card) -> tuple[Side, Side]:
    across = (2 * target.x + target.width) - (2 * source.x + source.width)
    down = (2 * target.y + target.height) - (2 * source.y + source.height)
    # What counts is the free space between the cards, not how far apart their middles are.
    if abs(across) - source.width - target.width >= abs(down) - source.height - target.height:
        return ("right", "left") if across >= 0 else ("left", "right")
    return ("bottom", "top") if down >= 0 else ("top", "bottom")


def _end(card: Card, side: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The middle of a side, and the direction that leads away from the card."""
    out = _OUT[side]
    x = card.x + card.width * (1 + out[0]) // 2
    y = card.y + card.height * (1 + out[1]) // 2
    return (x, y), out


def _tip(point: tuple[int, int], out: tuple[int, int]) -> str:
    x, y = point[0] + out[0] * _TIP, point[1] + out[1] * _TIP
    dx, dy = out[1] * _WING, out[0] * _WING
    return f"M{point[0]} {point[1]}L{x + dx} {y + dy}L{x - dx} {y - dy}z"
