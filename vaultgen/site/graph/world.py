"""The graph of a whole vault: which notes it shows, how they are tied, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Final

from msgspec import Struct

from vaultgen.site.digest import digest_of
from vaultgen.site.graph.captions import Captioned, scales
from vaultgen.site.graph.forces import Points, arrange, spread
from vaultgen.site.graph.known import Known
from vaultgen.site.graph.lettering import plain
from vaultgen.site.graph.marks import kind_of
from vaultgen.site.graph.placing import Placing

__all__ = ["MOST", "VERSION", "Choice", "Dot", "Line", "World", "choose", "world"]

MOST: Final = 1_000
"""The most notes that the graph shows."""

VERSION: Final = 2
"""Of the placing; another one places the same notes elsewhere."""

_LINES: Final = 3_000  # ties at most
_ALONE: Final = 60  # notes without ties at most
_WIDE: Final = 1_000
_TALL: Final = 700
_LEAST: Final = 300  # units high that the graph of even the smallest vault is
_EDGE: Final = 24


class Choice(Struct, frozen=True):
    """What a graph shows before anything is placed; `left_out` notes have no room in it, `not_drawn` ties neither.

    A tie is (note, note, relation) with places in `paths` and `relations`; `""` is a link in running text.
    """

    paths: tuple[str, ...]
    ties: tuple[tuple[int, int, int], ...]
    relations: tuple[str, ...]
    left_out: int
    not_drawn: int


class Dot(Struct, frozen=True):
    """One note in the graph; `size` is the half of its width, `links` counts its neighbours in the vault.

    Its name has room from a `scale` on, in hundredths; 0 says that it never has.
    """

    path: str
    address: str
    title: str
    kind: str
    links: int
    x: int
    y: int
    size: int
    scale: int = 0
    hub: bool = False


class Line(Struct, frozen=True):
    """A tie between two dots, by their places; `relation` is a place in the world's relations."""

    one: int
    other: int
    relation: int


class World(Struct, frozen=True):
    """The graph as it is drawn, the most connected notes first.

    `placed` is a digest of what the tied ones are placed by, and how tall a sheet they take.
    """

    dots: tuple[Dot, ...] = ()
    lines: tuple[Line, ...] = ()
    relations: tuple[str, ...] = ()
    left_out: int = 0
    not_drawn: int = 0
    wide: int = _WIDE
    tall: int = _TALL
    placed: tuple[str, int] = ("", 0)


def world(atlas: Known, chosen: Choice, before: Placing | None = None) -> World:
    """Place what was chosen of a vault; equal vaults give equal worlds on every machine.

    Those that are tied to others stand as they did `before` if nothing has changed that they are placed by.
    """
    paths = chosen.paths
    links = [atlas.degree(path) for path in paths]
    sizes = [min(4 + int(sqrt(count) * 0.8), 12) for count in links]
    tied = {node for one, other, _ in chosen.ties for node in (one, other)}
    # In the order of their paths they stay where they are when one of them gets better connected than another.
    order = sorted(tied, key=paths.__getitem__)
    places = {node: at for at, node in enumerate(order)}
    pulls = sorted(
        (min(places[one], places[other]), max(places[one], places[other]), weight)
        for (one, other, _), weight in zip(chosen.ties, _weights(atlas, chosen), strict=True)
    )
    addresses = [atlas.addresses[paths[node]] for node in order]
    key = digest_of(VERSION, addresses, [sizes[node] for node in order], pulls)
    if before is not None and before.key == key:
        tall, spots = before.tall, {node: before.spots[at] for node, at in zip(order, addresses, strict=True)}
    else:
        tall, points = _placed(pulls, [sizes[node] for node in order])
        spots = dict(zip(order, points, strict=True))
    placed = key, tall
    alone = [node for node in range(len(paths)) if node not in tied]
    for at, node in enumerate(alone):
        spots[node] = (_EDGE + at % 40 * 24, tall + 16 + at // 40 * 24)
    tall += 24 * (-(-len(alone) // 40)) + 16 * bool(alone)
    named = [
        Captioned(plain(atlas.sheets[path].title), *spots[at], sizes[at]) for at, path in enumerate(paths)
    ]
    spoken = scales(named, _WIDE)
    dots = tuple(
        Dot(
            path, atlas.addresses[path], atlas.sheets[path].title, kind_of(atlas.sheets[path].kinds),
            links[node], *spots[node], sizes[node], spoken[node], atlas.is_hub(path),
        )
        for node, path in enumerate(paths)
    )  # fmt: skip
    lines = tuple(Line(*tie) for tie in chosen.ties)
    return World(dots, lines, chosen.relations, chosen.left_out, chosen.not_drawn, _WIDE, tall, placed)


def _placed(pulls: list[tuple[int, int, float]], sizes: list[int]) -> tuple[int, list[tuple[int, int]]]:
    """Where the tied notes stand, and how tall a sheet they take."""
    points = _fit(arrange(len(sizes), pulls), sizes)
    tall = max((int(y) for _, y in points), default=0) + 2 * _EDGE
    lower = max(_LEAST - tall, 0) // 2
    return tall + 2 * lower, [(round(x), round(y) + lower) for x, y in points]


def choose(atlas: Known) -> Choice:
    """Choose the notes that a graph shows, the most connected first, and the ties among them."""
    degree = atlas.degree
    known = [atlas.paths[number] for number in sorted(atlas.listed)]
    best = atlas.best_tied(known, MOST)
    tied = [path for path in best if degree(path)]
    paths = (*tied, *best[len(tied) :][:_ALONE])
    ties = _ties(atlas, tied)
    kept = _telling(ties)
    relations = tuple(sorted({ties[pair] for pair in kept}, key=lambda name: (not name, name)))
    names = {name: at for at, name in enumerate(relations)}
    lines = tuple((*pair, names[ties[pair]]) for pair in sorted(kept))
    return Choice(paths, lines, relations, len(known) - len(paths), len(ties) - len(lines))


def _ties(atlas: Known, paths: Sequence[str]) -> dict[tuple[int, int], str]:
    """The ties among some files by their places, each by the most telling relation: a property before text, by name."""
    order = sorted(range(len(atlas.relations)), key=lambda at: (not atlas.relations[at], atlas.relations[at]))
    ranks = {relation: rank for rank, relation in enumerate(order)}
    places = {atlas.numbers[path]: at for at, path in enumerate(paths)}
    found: dict[tuple[int, int], int] = {}
    for number, one in places.items():
        row, _ = atlas.rows(number)
        for at in range(0, len(row), 3):
            other = places.get(row[at], one)
            if other != one:
                pair = (one, other) if one < other else (other, one)
                rank = ranks[row[at + 2]]
                found[pair] = min(rank, found.get(pair, rank))
    return {pair: atlas.relations[order[rank]] for pair, rank in found.items()}


def _telling(ties: dict[tuple[int, int], str]) -> list[tuple[int, int]]:
    """The ties that are drawn: properties first, then those of the least connected, and of every note at least one."""
    ranked = sorted(ties, key=lambda pair: (not ties[pair], -pair[1], pair[0]))
    if len(ranked) <= _LINES:
        return ranked
    met: set[int] = set()
    needed: dict[tuple[int, int], None] = {}
    for pair in ranked:
        if not met.issuperset(pair):
            needed[pair] = None
            met.update(pair)
    return [*needed, *(pair for pair in ranked if pair not in needed)][:_LINES]


def _weights(atlas: Known, chosen: Choice) -> Iterable[float]:
    """How strongly each tie pulls: those of a note share its strength, and a hub holds nothing together."""
    counts = [0] * len(chosen.paths)
    hubs = [atlas.is_hub(path) for path in chosen.paths]
    for one, other, _ in chosen.ties:
        counts[one] += not hubs[other]
        counts[other] += not hubs[one]
    for one, other, relation in chosen.ties:
        fewer = max(min(counts[one], counts[other]), 1)
        weight = 1.6 if chosen.relations[relation] else 1.0
        # Whoever is tied to hubs only has to stand somewhere.
        slack = 1.0 if fewer == 1 and min(counts[one], counts[other]) == 0 else 0.02
        yield weight * (slack if hubs[one] or hubs[other] else 1.0) / sqrt(fewer)


def _fit(points: Points, sizes: list[int]) -> Points:
    """Scale a picture to the sheet, wider than tall, and let no dot lie over another."""
    if not points:
        return points
    low, high = _bounds(points)
    if high[1] - low[1] > high[0] - low[0]:
        points = [[y, x] for x, y in points]
        low, high = [low[1], low[0]], [high[1], high[0]]
    wide = (_WIDE - 2 * _EDGE) / max(high[0] - low[0], 1e-6)
    tall = (_TALL - 2 * _EDGE) / max(high[1] - low[1], 1e-6)
    wide, tall = min(wide, tall * 1.3, 90.0), min(tall, wide * 1.3, 90.0)
    points = [[(x - low[0]) * wide, (y - low[1]) * tall] for x, y in points]
    spread(points, [size + 1.5 for size in sizes], rounds=40)
    low, high = _bounds(points)
    shift = (_WIDE - (high[0] - low[0])) / 2
    scale = min(1.0, (_WIDE - 2 * _EDGE) / max(high[0] - low[0], 1.0))
    if scale < 1.0:
        shift = _EDGE * 1.0
    return [[(x - low[0]) * scale + shift, (y - low[1]) * scale + _EDGE] for x, y in points]


def _bounds(points: Points) -> tuple[list[float], list[float]]:
    return (
        [min(point[axis] for point in points) for axis in (0, 1)],
        [max(point[axis] for point in points) for axis in (0, 1)],
    )
