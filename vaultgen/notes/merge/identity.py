"""Which unit of one version of a note is which of the others: by key first, by likeness where no key tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

__all__ = ["LEAST_LIKENESS", "Likeness", "Matches", "Triple", "Unit", "identify", "text_likeness"]

LEAST_LIKENESS: Final = 0.6
# Comparing everything with everything is for the few that are left over.
_MOST_COMPARED: Final = 2500


class Unit(NamedTuple):
    """What a unit is known by: its keys from the most lasting to the most exact, and its text for likeness."""

    keys: tuple[Hashable, ...]
    text: str = ""
    kind: str = ""


class Triple(NamedTuple):
    """One unit, as its place in each version; None where that version has no such unit."""

    base: int | None
    note: int | None
    made: int | None


@dataclass(frozen=True, slots=True)
class Matches:
    """All units, and the lasting keys of those that nobody can tell apart."""

    triples: tuple[Triple, ...]
    doubtful: frozenset[Hashable]


Likeness = Callable[[Unit, Unit], float]
_Links = dict[int, int]


def text_likeness(one: Unit, other: Unit) -> float:
    """How alike two texts of one kind are, from 0 to 1."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - 20 ms that a build without edited notes never needs

    return fuzz.ratio(one.text, other.text) / 100 if one.kind == other.kind else 0.0


def identify(
    base: Sequence[Unit],
    note: Sequence[Unit],
    made: Sequence[Unit],
    *,
    likeness: Likeness = text_likeness,
    by_place: Callable[[Unit, Unit], bool] | None = None,
) -> Matches:
    """Which units are the same in the three versions, those of the base first.

    Keys link what they tell apart. What is left over is linked to the one unit that it resembles clearly; with
    `by_place`, also where a single unit stands between the same neighbours, if the function allows it.
    """
    # What the records made of the base does not depend on the note, so that it is the same after a merge as before.
    to_note, to_made, across = _by_keys(base, note), _by_keys(base, made), _by_keys(note, made)
    _by_likeness(base, made, to_made, set(), likeness)
    if by_place is not None:
        _by_place(base, made, to_made, set(), by_place)
    _close(to_note, to_made, across)
    _by_likeness(base, note, to_note, set(across), likeness)
    if by_place is not None:
        _by_place(base, note, to_note, set(across), by_place)
    _by_likeness(note, made, across, set(to_made.values()), likeness, busy_left=set(to_note.values()))
    triples = [Triple(b, to_note.get(b), to_made.get(b)) for b in range(len(base))]
    seen_note = set(to_note.values())
    seen_made = set(to_made.values())
    pairs = {n: g for n, g in across.items() if n not in seen_note and g not in seen_made}
    triples += [Triple(None, n, pairs.get(n)) for n in range(len(note)) if n not in seen_note]
    paired = set(pairs.values())
    triples += [Triple(None, None, g) for g in range(len(made)) if g not in seen_made and g not in paired]
    return Matches(tuple(triples), _doubtful(triples, base, note, made))


def _by_keys(left: Sequence[Unit], right: Sequence[Unit]) -> _Links:
    """Link what a key tells apart on both sides; exact copies of each other in their order."""
    links: _Links = {}
    taken: set[int] = set()
    depth = max((len(unit.keys) for unit in (*left[:1], *right[:1])), default=0)
    for tier in range(depth):
        here, there = _places(left, tier), _places(right, tier)
        last = tier == depth - 1
        for key, places in here.items():
            others = there.get(key)
            if others is None or (not last and (len(places) > 1 or len(others) > 1)):
                continue
            free = [place for place in others if place not in taken]
            for place, other in zip([p for p in places if p not in links], free, strict=False):
                links[place] = other
                taken.add(other)
        if len(links) == min(len(left), len(right)):
            break
    return links


def _places(units: Sequence[Unit], tier: int) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, unit in enumerate(units):
        places[unit.keys[min(tier, len(unit.keys) - 1)]].append(place)
    return places


def _close(to_note: _Links, to_made: _Links, across: _Links) -> None:
    """What note and records share is what the base calls it, if the base knows one of them."""
    from_note = {n: b for b, n in to_note.items()}
    from_made = {g: b for b, g in to_made.items()}
    for n, g in across.items():
        by_note, by_made = from_note.get(n), from_made.get(g)
        if by_note is not None and by_made is None and by_note not in to_made:
            to_made[by_note] = g
        elif by_made is not None and by_note is None and by_made not in to_note:
            to_note[by_made] = n


def _by_likeness(
    left: Sequence[Unit],
    right: Sequence[Unit],
    links: _Links,
    busy: set[int],
    likeness: Likeness,
    *,
    busy_left: set[int] | None = None,
) -> None:
    """Link what is left over where each is the other's one best likeness."""
    taken = busy | set(links.values())
    ours = [i for i in range(len(left)) if i not in links and i not in (busy_left or ())]
    theirs = [j for j in range(len(right)) if j not in taken]
    if not ours or not theirs or len(ours) * len(theirs) > _MOST_COMPARED:
        return
    scores = {(i, j): likeness(left[i], right[j]) for i in ours for j in theirs}
    for i in ours:
        best = max(theirs, key=lambda j: scores[i, j])
        score = scores[i, best]
        if score < LEAST_LIKENESS:
            continue
        rivals = [scores[i, j] for j in theirs if j != best] + [scores[k, best] for k in ours if k != i]
        if all(rival < score for rival in rivals):
            links[i] = best


def _by_place(
    left: Sequence[Unit],
    right: Sequence[Unit],
    links: _Links,
    busy: set[int],
    may: Callable[[Unit, Unit], bool],
) -> None:
    """Link a single unit to the single one that stands between the same neighbours."""
    taken = busy | set(links.values())
    for i in range(len(left)):
        before = links.get(i - 1) if i else -1
        after = links.get(i + 1) if i + 1 < len(left) else len(right)
        if i in links or before is None or after is None or after - before != 2:
            continue
        if before + 1 not in taken and may(left[i], right[before + 1]):
            links[i] = before + 1
            taken.add(before + 1)


def _doubtful(
    triples: Sequence[Triple], base: Sequence[Unit], note: Sequence[Unit], made: Sequence[Unit]
) -> frozenset[Hashable]:
    """Keys of units that both sides replaced where several carry the key: what became of which, none can say."""
    gone = {base[t.base].keys[0] for t in triples if t.base is not None and t.note is None and t.made is None}
    if not gone:
        return frozenset()
    ours = {note[t.note].keys[0] for t in triples if t.note is not None and t.base is None and t.made is None}
    theirs = {
        made[t.made].keys[0] for t in triples if t.made is not None and t.base is None and t.note is None
    }
    return frozenset(gone & ours & theirs)
