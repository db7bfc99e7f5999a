"""Where the nodes of a graph come to rest: ties pull, nearness pushes, and nothing else decides.

Only + - * / and square roots are used, which every machine rounds alike, so that the same graph always gives the
same picture. The unit of length is the distance at which two tied nodes are at ease.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Final

from vaultgen.site.graph.communities import communities

__all__ = ["Points", "arrange", "spread"]

Points = list[list[float]]

_TURN: Final = (-0.7373688780783197, 0.6754902942615238)  # a turn by the golden angle
_FAR: Final = 2.6  # beyond this, nodes of one part no longer push each other
_TURNS: Final = 4  # times that the parts turn to each other
_GRIP: Final = 0.05  # how strongly a part is held together


def arrange(size: int, ties: Sequence[tuple[int, int, float]]) -> Points:
    """Place the nodes 0 … size - 1: parts that belong together by themselves, the parts among each other, then all."""
    parts = communities(size, ties)
    home = {node: at for at, part in enumerate(parts) for node in part}
    inner: defaultdict[int, list[tuple[int, int, float]]] = defaultdict(list)
    outer: defaultdict[tuple[int, int], float] = defaultdict(float)
    places = {node: at for part in parts for at, node in enumerate(part)}
    for one, other, weight in ties:
        a, b = home[one], home[other]
        if a == b:
            inner[a].append((places[one], places[other], weight))
        else:
            outer[min(a, b), max(a, b)] += weight
    reach = [0.55 * sqrt(len(part)) + 0.35 for part in parts]
    middles = _parts(reach, [(a, b, weight) for (a, b), weight in outer.items()])
    points: Points = [[0.0, 0.0] for _ in range(size)]
    for at, part in enumerate(parts):
        own = _settle(_sunflower(len(part)), inner[at], rounds=60 if len(part) < 80 else 35)
        for node, (x, y) in zip(part, own, strict=True):
            points[node] = [middles[at][0] + x, middles[at][1] + y]
    across = [tie for tie in ties if home[tie[0]] != home[tie[1]]]
    for _ in range(_TURNS):
        turns = _turns(points, middles, home, across)
        for node, point in enumerate(points):
            middle, (flip, along, aside) = middles[home[node]], turns[home[node]]
            x, y = point[0] - middle[0], (point[1] - middle[1]) * flip
            points[node] = [middle[0] + x * along - y * aside, middle[1] + x * aside + y * along]
    return points


def _turns(
    points: Points, middles: Points, home: dict[int, int], ties: Sequence[tuple[int, int, float]]
) -> list[tuple[float, float, float]]:
    """How each part is to be flipped and turned, as (-1 or 1, cosine, sine), so that its ties outwards get short."""
    pulls = [[0.0, 0.0, 0.0, 0.0] for _ in middles]
    for one, other, weight in ties:
        for node, there in ((one, points[other]), (other, points[one])):
            middle, pull = middles[home[node]], pulls[home[node]]
            x, y = points[node][0] - middle[0], points[node][1] - middle[1]
            far, down = (there[0] - middle[0]) * weight, (there[1] - middle[1]) * weight
            pull[0] += x * far + y * down
            pull[1] += x * down - y * far
            pull[2] += x * far - y * down
            pull[3] += x * down + y * far
    found = []
    for a, b, c, d in pulls:
        straight, flipped = sqrt(a * a + b * b), sqrt(c * c + d * d)
        if max(straight, flipped) < 1e-9:
            found.append((1.0, 1.0, 0.0))
        elif straight >= flipped:
            found.append((1.0, a / straight, b / straight))
        else:
            found.append((-1.0, c / flipped, d / flipped))
    return found


def _parts(reach: list[float], ties: list[tuple[int, int, float]]) -> Points:
    """Place the parts as discs that pull and push each other and never lie over each other."""
    points = _sunflower(len(reach))
    wide = sqrt(sum(int(one * one * 1000) for one in reach) / 1000) + 1.0
    for point in points:
        point[0] *= wide / (sqrt(len(reach)) + 1)
        point[1] *= wide / (sqrt(len(reach)) + 1)
    rounds = 120 if len(reach) < 60 else 40
    for turn in range(rounds):
        heat = 1.0 - turn / rounds
        moves = [[-0.02 * x, -0.028 * y] for x, y in points]
        for one, other, weight in ties:
            dx, dy = points[other][0] - points[one][0], points[other][1] - points[one][1]
            gap = sqrt(dx * dx + dy * dy) + 0.01
            pull = weight / (weight + 3.0) * max(gap - reach[one] - reach[other], 0.0) / gap * 0.25
            for node, sign in ((one, 1), (other, -1)):
                moves[node][0] += sign * dx * pull
                moves[node][1] += sign * dy * pull
        for point, (dx, dy) in zip(points, moves, strict=True):
            point[0] += dx * heat
            point[1] += dy * heat
        spread(points, reach, rounds=3)
    spread(points, reach, rounds=30)
    return points


def _settle(points: Points, ties: Sequence[tuple[int, int, float]], *, rounds: int) -> Points:
    """Let the nodes of one part find their places, with smaller and smaller steps."""
    for turn in range(rounds):
        most = 0.5 * (1.0 - turn / rounds) + 0.02
        moves = [[-_GRIP * x, -_GRIP * y] for x, y in points]
        _push(points, moves)
        for one, other, weight in ties:
            a, b = points[one], points[other]
            dx, dy = b[0] - a[0], b[1] - a[1]
            pull = weight * 0.35 * sqrt(dx * dx + dy * dy) / (1.0 + weight)
            move = moves[one]
            move[0] += dx * pull
            move[1] += dy * pull
            move = moves[other]
            move[0] -= dx * pull
            move[1] -= dy * pull
        for point, (dx, dy) in zip(points, moves, strict=True):
            length = sqrt(dx * dx + dy * dy)
            step = most / length if length > most else 1.0
            point[0] += dx * step
            point[1] += dy * step
    return points


def _push(points: Points, moves: Points) -> None:
    """Push nodes that are near each other apart; a grid finds them."""
    for one, others in _near(points, _FAR):
        x, y = points[one]
        move = moves[one]
        for other in others:
            there = points[other]
            dx, dy = there[0] - x, there[1] - y
            square = dx * dx + dy * dy
            if square < _FAR * _FAR:
                push = 0.34 / (square + 0.02) - 0.05
                dx, dy = dx * push, dy * push
                move[0] -= dx
                move[1] -= dy
                opposite = moves[other]
                opposite[0] += dx
                opposite[1] += dy


def spread(points: Points, reach: Sequence[float], *, rounds: int) -> None:
    """Move discs that lie over each other apart, each by as little as it takes."""
    cell = 2 * max(reach, default=1.0) + 1e-6
    for _ in range(rounds):
        moved = False
        for one, others in _near(points, cell):
            here = points[one]
            for other in others:
                there = points[other]
                dx, dy = there[0] - here[0], there[1] - here[1]
                least = reach[one] + reach[other]
                square = dx * dx + dy * dy
                if square < least * least:
                    gap = sqrt(square)
                    if gap < 1e-6:
                        dx, dy, gap = 1e-3 * (1 + one % 7), 1e-3 * (1 + other % 5), 2e-3
                    share = (least - gap) / gap * 0.5
                    here[0] -= dx * share
                    here[1] -= dy * share
                    there[0] += dx * share
                    there[1] += dy * share
                    moved = True
        if not moved:
            return


def _near(points: Points, cell: float) -> Iterable[tuple[int, list[int]]]:
    """For each node the later ones of its own cell, and all of the four cells to come."""
    grid: dict[tuple[int, int], list[int]] = {}
    for node, (x, y) in enumerate(points):
        grid.setdefault((int(x // cell), int(y // cell)), []).append(node)
    for (column, row), nodes in grid.items():
        ahead = [
            other
            for place in ((column + 1, row - 1), (column + 1, row), (column + 1, row + 1), (column, row + 1))
            for other in grid.get(place, ())
        ]
        for at, node in enumerate(nodes):
            yield node, nodes[at + 1 :] + ahead


def _sunflower(size: int) -> Points:
    """Points like the seeds of a sunflower, about one apart."""
    points = []
    x, y = 1.0, 0.0
    for at in range(size):
        far = 0.6 * sqrt(at)
        points.append([x * far, y * far])
        x, y = x * _TURN[0] - y * _TURN[1], x * _TURN[1] + y * _TURN[0]
    return points
