"""Whom the picture of a note's neighbourhood shows: its neighbours by relation, and some of theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from heapq import nsmallest
from typing import Final, NamedTuple

from vaultgen.site.graph.known import Known
from vaultgen.site.graph.vicinity import Vicinity, vicinity

__all__ = ["MOST", "Circle", "Group", "Member", "circle_of"]

MOST: Final = 60
"""The most notes that one picture shows, the note in its middle counted."""

_FIRST: Final = 36  # neighbours at most: more are no picture but a list
_CALM: Final = 22  # with neighbours of neighbours a picture has no more notes than this
_GROUPS: Final = 10  # relations at most; the ties of further ones count as those of running text
_FOLLOWED: Final = 2  # neighbours that one neighbour brings along
_CHORDS: Final = 24  # ties between neighbours at most

_Key = tuple[str, bool]
# Notes go by their numbers here, which stand in the order of their paths and are quicker to look up.
_Near = Mapping[int, Collection[int]]


class Member(NamedTuple):
    """A neighbour, and those of its own neighbours that it brings along."""

    path: str
    brought: tuple[str, ...] = ()


class Group(NamedTuple):
    """The neighbours of one relation and direction; `more` of them are not shown."""

    relation: str
    outgoing: bool
    members: tuple[Member, ...]
    more: int


class Circle(NamedTuple):
    """What is around a note; `chords` are the ties between its neighbours, as pairs of paths in order."""

    groups: tuple[Group, ...] = ()
    chords: tuple[tuple[str, str], ...] = ()


def circle_of(atlas: Known, path: str) -> Circle:
    """Choose what is shown around a note; the order of the ties makes no difference."""
    known = vicinity(atlas)
    ties = _ties(atlas, known, path)
    if not ties:
        return Circle()
    shown, more = _choose(atlas, ties)
    numbers = atlas.numbers
    first = [numbers[one] for group in shown.values() for one in group]
    near = {one: atlas.tied(one) for one in known.bridges.intersection(first)}
    brought = _bring(atlas, known, numbers[path], first, near) if len(first) < _CALM - 1 else {}
    chords = _chords(atlas, near)
    groups = tuple(
        Group(
            key[0],
            key[1],
            tuple([Member(one, tuple(brought.get(numbers[one], ()))) for one in members]),
            more[key],
        )
        for key, members in shown.items()
    )
    return Circle(groups, chords)


def _ties(atlas: Known, known: Vicinity, path: str) -> dict[_Key, list[str]]:
    """The neighbours by their most telling tie: a property rather than text, the note's own rather than theirs."""
    best: dict[str, tuple[bool, bool, str]] = {}
    for tie in atlas.neighbours(path):
        rank = (not tie.relation, not tie.outgoing, tie.relation)
        if tie.path != path and (tie.path not in best or rank < best[tie.path]):
            best[tie.path] = rank
    groups: defaultdict[_Key, list[str]] = defaultdict(list)
    numbers, shown = atlas.numbers, known.shown
    for other, (_, incoming, relation) in best.items():
        if numbers.get(other) in shown:
            groups[relation, not incoming].append(other)
    order = sorted(groups, key=lambda key: (not key[0], not key[1], -len(groups[key]), key[0]))
    kept = {key: groups[key] for key in order if key[0]}
    for key in list(kept)[_GROUPS:]:
        groups["", key[1]] += kept.pop(key)
    return kept | {key: groups[key] for key in (("", True), ("", False)) if key in groups}


def _choose(atlas: Known, ties: dict[_Key, list[str]]) -> tuple[dict[_Key, list[str]], dict[_Key, int]]:
    """Give each relation its share of the room, and each its most connected notes; then how many are left out."""
    room = dict.fromkeys(ties, 0)
    left = min(_FIRST, sum(len(members) for members in ties.values()))
    while left:
        for key, members in ties.items():
            if left and room[key] < len(members):
                room[key] += 1
                left -= 1
    degree = atlas.degree
    shown = {
        key: nsmallest(room[key], members, key=lambda one: (-degree(one), one))
        for key, members in ties.items()
    }
    return shown, {key: len(members) - room[key] for key, members in ties.items()}


def _chords(atlas: Known, near: _Near) -> tuple[tuple[str, str], ...]:
    """The ties between neighbours, those of the least connected ones first; `near` says whom each is near to."""
    among = frozenset(near).intersection
    found = {(one, other) if one < other else (other, one) for one in near for other in among(near[one])}
    kept = nsmallest(_CHORDS, found, key=lambda pair: (max(len(near[one]) for one in pair), pair))
    return tuple([(atlas.paths[one], atlas.paths[other]) for one, other in kept])


def _bring(atlas: Known, known: Vicinity, me: int, first: list[int], near: _Near) -> dict[int, list[str]]:
    """Hand out the room that is left to the notes two steps away that most neighbours lead to."""
    brought: defaultdict[int, list[str]] = defaultdict(list)
    left = _CALM - 1 - len(first)
    places = {one: at for at, one in enumerate(first)}
    for other, leading in _most_led_to(near, {me, *first}):
        if left <= 0:
            break
        by = min(leading, key=lambda one: (len(brought[one]), places[one]))
        if len(brought[by]) < _FOLLOWED and other in known.shown and not atlas.is_hub(atlas.paths[other]):
            brought[by].append(atlas.paths[other])
            left -= 1
    return brought


def _most_led_to(near: _Near, known: set[int]) -> Iterator[tuple[int, list[int]]]:
    """The notes that most neighbours lead to first, by path where that does not tell, each with those neighbours.

    Mostly only few are asked for, and hundreds that one neighbour alone leads to are not looked at any further.
    """
    once: set[int] = set()
    again: set[int] = set()
    for those in near.values():
        again.update(once.intersection(those))
        once.update(those)
    again -= known
    leading: dict[int, list[int]] = {other: [] for other in again}
    for one, those in near.items():
        for other in again.intersection(those):
            leading[other].append(one)
    yield from sorted(leading.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    for other in sorted(once - again - known):
        yield other, [one for one, those in near.items() if other in those]
