"""The pages that may show something of what has changed: only of these it pays to see what they depend on.

It follows `keys`: whatever goes into the key of a page is looked at here from the other side, that of the changed
files. One page too many costs a moment, one too few would make the site a wrong one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple

from msgspec import Struct

from vaultgen.site.atlas import Atlas
from vaultgen.site.build.asked import Asked
from vaultgen.site.chart import names_of
from vaultgen.site.pages.books import IN_TIME, NOBODY, Books
from vaultgen.site.pages.note_page import way_down
from vaultgen.site.sheet import Link, Sheet
from vaultgen.values.names import name_key

__all__ = ["Change", "Touched", "change_of", "touched"]

_FEW: Final = 64


class Change(Struct, frozen=True, dict=True):
    """Two states of a vault under the same settings, and the paths of the published files that differ.

    `edited` are published before and after, with another sheet; `renamed` of all those have another title, other
    kinds or another address, and `moved` other places within, or other bytes if they have none. `come` are published
    only now, and `gone` no more. Links to one of `names` may lead elsewhere than before, by their last part.
    """

    before: Atlas
    after: Atlas
    edited: frozenset[str]
    renamed: frozenset[str]
    moved: frozenset[str]
    come: frozenset[str]
    gone: frozenset[str]
    names: frozenset[str]

    @cached_property
    def shaken(self) -> set[str]:
        """The files, published before and after, with a link that may lead elsewhere."""
        return self.after.chart.callers(self.names) & self.before.sheets.keys()

    def may_shake(self, target: str) -> bool:
        """Whether a link with such a target may lead elsewhere than before; one that ends in dots can mean any file."""
        last = target.rpartition("/")[2]
        return bool(self.names) and (last in (".", "..") or name_key(last) in self.names)

    @property
    def surveyed(self) -> Iterator[tuple[str, Sheet]]:
        """The files, published or not, that have been read again, and are there before and after."""
        before = self.before.surveyed
        for path, sheet in self.after.surveyed.items():
            if sheet is not before.get(path, sheet):
                yield path, sheet

    def differs(self, path: str, look: Callable[[Sheet], object]) -> bool:
        """Whether a file that is published before and after looks different."""
        return _differs(self.before, self.after, path, look)

    def ring(self, paths: Collection[str]) -> set[str]:
        """The files tied to any of these now or before, those that only list included, which are no neighbours."""
        return self.sources(paths) | self.targets(paths)

    def sources(self, paths: Iterable[str]) -> set[str]:
        """The files that link to any of these, or did."""
        return {one for path in paths for one in chain(self.before.sources(path), self.after.sources(path))}

    def told_otherwise(self, path: str) -> set[str]:
        """The files of which a file, published before and after, says something else in its links to them."""
        old, new = _links(self.before, path), _links(self.after, path)
        return {target for target in old.keys() | new.keys() if old.get(target) != new.get(target)}

    def targets(self, paths: Iterable[str]) -> set[str]:
        """The files that any of these links to, or did."""
        return {one for path in paths for one in chain(self.before.targets(path), self.after.targets(path))}


def _links(atlas: Atlas, path: str) -> dict[str, list[Link]]:
    """What the links of a file say, wherever they stand in it, by the files that they lead to."""
    found: dict[str, list[Link]] = {}
    for target, link in atlas.links(path):
        found.setdefault(target, []).append(link._replace(line=0))
    return found


def change_of(before: Atlas, after: Atlas) -> Change:
    """What differs between two states of a vault."""
    both = before.sheets.keys() & after.sheets.keys()
    veiled = {*before.chart.veiled, *after.chart.veiled}
    looked_at = {path for path in both if before.surveyed[path] is not after.surveyed[path]} | (veiled & both)
    edited = {path for path in looked_at if before.sheets[path] != after.sheets[path]}
    renamed = {path for path in both if before.addresses[path] != after.addresses[path]}
    renamed |= {path for path in edited if _differs(before, after, path, _called)}
    return Change(
        before,
        after,
        frozenset(edited),
        frozenset(renamed),
        frozenset(path for path in edited if _differs(before, after, path, _places)),
        frozenset(after.sheets.keys() - both),
        frozenset(before.sheets.keys() - both),
        _names(before, after),
    )


def _differs(before: Atlas, after: Atlas, path: str, look: Callable[[Sheet], object]) -> bool:
    return look(before.sheets[path]) != look(after.sheets[path])


def _called(sheet: Sheet) -> object:
    return sheet.title, sheet.kinds


class Touched(NamedTuple):
    """The published files whose pages may have other keys: of those that are only `drawn`, other graphs at most."""

    told: frozenset[str]
    drawn: frozenset[str]


def touched(change: Change, books: tuple[Books, Books], asked: Mapping[str, Asked]) -> Touched:
    """The pages that a change may have reached; `books` are those before and after.

    `asked` is what making each page asked for. Nothing that all pages have in common may have changed.
    """
    restless = {*change.edited, *change.come, *change.gone, *change.shaken}
    retold = change.sources({*change.renamed, *change.moved})
    found = restless | change.renamed | retold
    found |= _asking(change, asked, restless | retold)
    found |= _told_by_others(change) | _beside_others(change, books)
    there = change.after.sheets.keys()
    return Touched(frozenset(found & there), frozenset(_graphs(change, restless) & there - found))


def _places(sheet: Sheet) -> object:
    """What a link can point at inside a file; a picture is shown as a whole."""
    if sheet.kind not in ("note", "base", "canvas"):
        return sheet.digest
    return (
        [(one.level, one.key, one.anchor, one.text) for one in sheet.headings],
        sheet.blocks,
        sheet.footnotes,
    )


def _told_by_others(change: Change) -> set[str]:
    """The files whose pages tell of a link to them from a file that has changed."""
    edited = change.edited - change.renamed - change.shaken
    whole = {path for path in edited if change.differs(path, lambda sheet: sheet.listed)}
    found = change.targets({*change.renamed, *change.come, *change.gone, *change.shaken, *whole})
    return found.union(*(change.told_otherwise(path) for path in edited - whole))


def _names(before: Atlas, after: Atlas) -> frozenset[str]:
    """The names of what is there, is published or is kept secret in only one of two states, as links call it."""
    paths = (before.surveyed.keys() ^ after.surveyed.keys()) | (before.sheets.keys() ^ after.sheets.keys())
    names: set[str] = set()
    closed = (frozenset(before.chart.closed), frozenset(after.chart.closed))
    for path in closed[0] | closed[1]:
        told = [
            (atlas.surveyed[path].title, *atlas.surveyed[path].aliases)
            for atlas, secret in zip((before, after), closed, strict=True)
            if path in secret
        ]
        if len(told) == 1 or told[0] != told[1]:
            paths.add(path)
            names.update(name_key(name) for said in told for name in said)
    return frozenset(names | names_of(paths))


def _asking(change: Change, asked: Mapping[str, Asked], restless: set[str]) -> set[str]:
    """The pages that asked for something that is another one now, and those that are keyed by more than that."""
    sheets = change.after.surveyed
    drawn = {path for path in change.after.sheets if sheets[path].kind in ("base", "canvas")}
    texts = restless | drawn
    told = change.renamed | change.moved

    def may_differ(target: str, source: str) -> bool:
        return change.may_shake(target) or change.after.find(target, source) in told

    return drawn | {
        path
        for path, one in asked.items()
        if one.whole
        or not texts.isdisjoint(one.texts)
        or any(may_differ(target, source) for target, _, source in one.goals)
    }


def _graphs(change: Change, restless: set[str]) -> set[str]:
    """The files around which another graph may have to be drawn."""
    before, after = change.before, change.after
    ends = restless | change.sources(restless) | change.targets(restless)
    near = {path for path in ends if before.neighbours(path) != after.neighbours(path)}
    linked = {path for path in ends if before.degree(path) != after.degree(path)}
    hubs = ends if before.most == after.most else {*before.sheets, *after.sheets}
    shown = change.renamed | {path for path in hubs if before.is_hub(path) != after.is_hub(path)}

    def leads_on(path: str) -> bool:
        return not (before.is_hub(path) and after.is_hub(path))

    beside = change.ring(shown)
    bridges = set(filter(leads_on, near | beside))
    passing = _passing(change, linked)
    reordered = {path for path in change.ring(passing) - near if _ranks(before, path) != _ranks(after, path)}
    return near | beside | change.ring(bridges) | reordered


def _passing(change: Change, linked: Collection[str]) -> set[str]:
    """Those of the files with more or fewer neighbours than before that may pass, meet or part from others by that.

    To see who others are takes longer than to look at the neighbours of a file that has few.
    """
    before, after = change.before, change.after
    steps = {path: (before.degree(path), after.degree(path)) for path in linked}
    found = {path for path, step in steps.items() if min(step) < _FEW}
    crowded = {path: step for path, step in steps.items() if path not in found}
    if not crowded:
        return found
    least = min(map(min, crowded.values()))
    calm = {after.degree(path) for path in after.tied_often(least) if path not in steps}

    def passes(old: int, new: int) -> bool:
        return any(degree in calm for degree in range(min(old, new), max(old, new) + 1)) or any(
            _order(old, other_old) != _order(new, other_new) for other_old, other_new in steps.values()
        )

    return found | {path for path, step in crowded.items() if passes(*step)}


def _order(one: int, other: int) -> int:
    return (one > other) - (one < other)


def _ranks(atlas: Atlas, path: str) -> list[int]:
    """Who of the neighbours of a file has more of them than who, in the order of their paths."""
    number = atlas.numbers.get(path)
    # Numbers are in the order of paths, too, and take less to look at.
    degrees = [] if number is None else [len(atlas.tied(near)) for near in sorted(atlas.tied(number))]
    ranks = {degree: rank for rank, degree in enumerate(sorted(set(degrees)))}
    return [ranks[degree] for degree in degrees]


def _beside_others(change: Change, books: tuple[Books, Books]) -> set[str]:
    """The notes that stand otherwise among others: below another name, or with another one before or after in time."""
    old, new = books
    before, after = change.before, change.after
    found: set[str] = set()
    if old.names != new.names or before.places.folders != after.places.folders:
        found = {
            path
            for path in before.sheets.keys() & after.sheets.keys()
            if _place(old, path) != _place(new, path)
        }
    sorted_anew = {path for path in change.edited if _is_sorted_anew(change, path)}
    moved = sorted_anew | change.renamed | change.come | change.gone
    kinds = {
        kind
        for book in books
        for path in moved & book.library.sheets.keys()
        for kind in book.kinds_of(book.library.sheets[path])[:1]
    }
    if old.kinds.keys() != new.kinds.keys():
        kinds |= old.kinds.keys() | new.kinds.keys()
    for kind in kinds:
        was, now = old.line(kind), new.line(kind)
        found |= {
            path
            for path in was.keys() | now.keys()
            if (pair := now.get(path, NOBODY)) != was.get(path, NOBODY)
            or any(one.path in change.renamed for one in pair)
        }
    return found


def _place(books: Books, path: str) -> object:
    """The way down to a note, and the lists that it is in."""
    sheet = books.library.sheets[path]
    return way_down(books, sheet), books.kinds_of(sheet)


def _is_sorted_anew(change: Change, path: str) -> bool:
    return change.differs(path, lambda sheet: (sheet.listed, [sheet.properties.get(key) for key in IN_TIME]))
