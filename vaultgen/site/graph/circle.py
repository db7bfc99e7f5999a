"""Whom the picture of a note's neighbourhood shows: its neighbours by relation, and some of theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from vaultgen.site.graph.known import Known
from vaultgen.site.graph.vicinity import Sense, Vicinity, vicinity

__all__ = ["MOST", "Circle", "Group", "Member", "circle_of"]

MOST: Final = 60
"""The most notes that one picture shows, the note in its middle counted."""

_FIRST: Final = 36  # neighbours at most: more are no picture but a list
_CALM: Final = 22  # with neighbours of neighbours a picture has no more notes than this
_GROUPS: Final = 10  # relations at most; the ties of further ones count as those of running text
_FOLLOWED: Final = 2  # neighbours that one neighbour brings along
_CHORDS: Final = 24  # ties between neighbours at most

_IN_TEXT: Final = (Sense("", outgoing=True), Sense("", outgoing=False))

# Notes go by their numbers here, which stand in the order of their paths and are quicker to look up.
_Near = Mapping[int, AbstractSet[int]]


class Member(NamedTuple):
    """A neighbour, and those of its own neighbours that it brings along, by their numbers."""

    number: int
    brought: tuple[int, ...] = ()


class Group(NamedTuple):
    """The neighbours of one relation and direction; `more` of them are not shown."""

    relation: str
    outgoing: bool
    members: tuple[Member, ...]
    more: int


class Circle(NamedTuple):
    """What is around a note; `chords` are the ties between its neighbours, as pairs of numbers in order."""

    groups: tuple[Group, ...] = ()
    chords: tuple[tuple[int, int], ...] = ()


def circle_of(atlas: Known, path: str) -> Circle:
    """Choose what is shown around a note; the order of the ties makes no difference."""
    known, me = vicinity(atlas), atlas.numbers[path]
    ties = _ties(atlas, known, me)
    if not ties:
        return Circle()
    shown, more = _choose(atlas, ties)
    first = [one for group in shown.values() for one in group]
    near = {one: those for one in first if (those := known.led_to(one))}
    brought = _bring(known, me, first, near) if len(first) < _CALM - 1 else {}
    groups = tuple(
        [
            Group(*sense, tuple([Member(one, tuple(brought.get(one, ()))) for one in members]), more[sense])
            for sense, members in shown.items()
        ]
    )
    return Circle(groups, _chords(near))


def _ties(atlas: Known, known: Vicinity, me: int) -> dict[Sense, list[int]]:
    """The neighbours by their most telling tie: a property rather than text, the note's own rather than theirs."""
    best: dict[int, int] = {}
    for ranks, row in zip(known.ranks, atlas.rows(me), strict=True):
        for other, relation in zip(row[::3], row[2::3], strict=True):
            rank = ranks[relation]
            if best.get(other, rank) >= rank:
                best[other] = rank
    groups: defaultdict[Sense, list[int]] = defaultdict(list)
    senses, shown = known.senses, atlas.listed
    for other, rank in best.items():
        if other in shown and other != me:
            groups[senses[rank]].append(other)
    order = sorted(
        groups,
        key=lambda sense: (not sense.relation, not sense.outgoing, -len(groups[sense]), sense.relation),
    )
    kept = {sense: groups[sense] for sense in order if sense.relation}
    for sense in list(kept)[_GROUPS:]:
        groups[Sense("", sense.outgoing)] += kept.pop(sense)
    return kept | {sense: groups[sense] for sense in _IN_TEXT if sense in groups}


def _choose(atlas: Known, ties: dict[Sense, list[int]]) -> tuple[dict[Sense, list[int]], dict[Sense, int]]:
    """Give each relation its share of the room, and each its most connected notes; then how many are left out."""
    room = dict.fromkeys(ties, 0)
    left = min(_FIRST, sum(map(len, ties.values())))
    while left:
        for sense, members in ties.items():
            if left and room[sense] < len(members):
                room[sense] += 1
                left -= 1
    tied = atlas.tied
    shown = {
        sense: [one for _, one in sorted([(-len(tied(one)), one) for one in members])[: room[sense]]]
        for sense, members in ties.items()
    }
    return shown, {sense: len(members) - room[sense] for sense, members in ties.items()}


def _chords(near: _Near) -> tuple[tuple[int, int], ...]:
    """The ties between neighbours, those of the least connected ones first; `near` says whom each is near to."""
    among = frozenset(near)
    found = {(one, other) if one < other else (other, one) for one in near for other in among & near[one]}
    size = {one: len(those) for one, those in near.items()}
    return tuple(sorted(found, key=lambda pair: (max(size[pair[0]], size[pair[1]]), pair))[:_CHORDS])


def _bring(known: Vicinity, me: int, first: list[int], near: _Near) -> dict[int, list[int]]:
    """Hand out the room that is left to the notes two steps away that most neighbours lead to."""
    brought: defaultdict[int, list[int]] = defaultdict(list)
    left = _CALM - 1 - len(first)
    places = {one: at for at, one in enumerate(first)}
    for other in _most_led_to(near, {me, *first}):
        if left <= 0:
            break
        leading = [one for one, those in near.items() if other in those]
        by = min(leading, key=lambda one: (len(brought[one]), places[one]))
        if len(brought[by]) < _FOLLOWED and known.is_told(other):
            brought[by].append(other)
            left -= 1
    return brought


def _most_led_to(near: _Near, known: set[int]) -> Iterator[int]:
    """The notes that most neighbours lead to first, by path where that does not tell.

    Mostly only few are asked for, and hundreds that one neighbour alone leads to are not looked at any further.
    """
    once: set[int] = set()
    again: set[int] = set()
    for those in near.values():
        again |= once & those
        once |= those
    again -= known
    ranked = [(-sum([other in those for those in near.values()]), other) for other in again]
    yield from [other for _, other in sorted(ranked)]
    yield from sorted(once - again - known)
