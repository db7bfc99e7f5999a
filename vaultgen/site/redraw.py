"""The chart of a vault drawn on from the one before, when only some files are not what they were, or not there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from vaultgen.site.addresses import Addresses, regive_addresses
from vaultgen.site.chart import (
    Chart,
    as_published,
    called,
    is_closed,
    names_of,
    newest_day,
    permalinks,
    published,
    row_of,
)
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import Sheet
from vaultgen.site.ways import Ways

__all__ = ["redraw"]

_GONE: Final = -1


def redraw(
    settings: Settings,
    chart: Chart,
    before: Mapping[str, Sheet],
    after: Mapping[str, Sheet],
    edited: Collection[str],
) -> Chart | None:
    """The chart after some files were edited, and notes came or went; None if it takes a look at all files.

    `before` are the sheets that `chart` was drawn of, and `after` those of now. Relations may come in another order
    than in a chart that is drawn anew, which nobody sees.
    """
    come, gone = after.keys() - before.keys(), before.keys() - after.keys()
    closed = frozenset(chart.closed)
    if not all(_stays(settings, before[path], after[path], closed) for path in edited):
        return None
    if not all(_is_open_note(settings, after.get(path) or before[path]) for path in come | gone):
        return None
    places = regive_addresses(chart.places, come, gone) if come or gone else chart.places
    if places is None:
        return None
    retold = {*edited, *come, *chart.callers(names_of(come | gone))} - gone
    drawing = _Redrawing(_renumbered(chart, come, gone), before, Ways(after, chart.closed))
    drawing.loosen(chart, gone)
    return drawing.finished(retold, gone, places)


class _Redrawing:
    """A chart of the files of now, while some of them are told anew."""

    def __init__(self, chart: Chart, before: Mapping[str, Sheet], ways: Ways) -> None:
        self.chart, self.before, self.ways = chart, before, ways
        self.numbers = {path: number for number, path in enumerate(chart.shown)}
        self.relations = {name: number for number, name in enumerate(chart.relations)}
        self.calls = dict(chart.calls)
        self.keys: dict[str, str] = {}
        self.public: dict[str, Sheet] = {}
        self.loose: set[int] = set()

    def loosen(self, old: Chart, gone: Collection[str]) -> None:
        """Note whom the files linked to that are gone, by the chart that had them."""
        for number, path in enumerate(old.shown):
            if path in gone:
                targets = (old.shown[other] for other in old.outgoing[number][::3])
                self.loose.update(self.numbers[target] for target in targets if target in self.numbers)

    def finished(self, retold: Collection[str], gone: Collection[str], places: Addresses) -> Chart | None:
        """The chart with these files told anew; None if what is published follows from more than that."""
        shown = [path for path in sorted(retold) if path in self.numbers]
        if not all(map(self._retell, shown)) or not all(map(self._is_used, self.loose)):
            return None
        veiled = {path for path in self.chart.veiled if path in self.numbers} - self.public.keys()
        veiled |= {path for path, sheet in self.public.items() if sheet is not self.ways.surveyed[path]}
        return replace(
            self.chart,
            veiled=tuple(sorted(veiled)),
            places=places,
            relations=tuple(self.relations),
            newest=self._newest(veiled, (*self.public, *gone)),
            calls=self.calls,
        )

    def _retell(self, path: str) -> bool:
        """Tell the links of a file anew, unless others are published by them from now on."""
        sheet, number = self.ways.surveyed[path], self.numbers[path]
        if self._uses_more(sheet):
            return False
        public = self.public[path] = as_published(self.ways, sheet, self.numbers)
        targets = self.ways.targets(public)
        old, row = self.chart.outgoing[number], row_of(public, targets, self.numbers, self.relations)
        if row != old:
            self.chart.outgoing[number] = row
            _tell(self.chart.incoming, number, old, row)
            self.loose.update(old[::3])
        known = called(self.before[path], self.keys) if path in self.before else set()
        self._call(number, known, called(sheet, self.keys))
        return True

    def _uses_more(self, sheet: Sheet) -> bool:
        """Whether a file uses an attachment that nobody has used before, which is published from now on."""
        return any(
            path and path not in self.numbers and path not in self.chart.closed and not link.hidden
            for link, path in zip(sheet.links, self.ways.targets(sheet), strict=True)
        )

    def _is_used(self, number: int) -> bool:
        """Whether a file is published for sure though one link to it has gone: it is a note, or a note uses it."""
        sheets, shown = self.ways.surveyed, self.chart.shown
        return sheets[shown[number]].kind == "note" or any(
            sheets[shown[source]].kind == "note" for source in self.chart.incoming[number][::3]
        )

    def _call(self, number: int, old: set[str], new: set[str]) -> None:
        """Let a file be known for the names that it links to now."""
        for key in old - new:
            self.calls[key] = [other for other in self.calls[key] if other != number]
            if not self.calls[key]:
                del self.calls[key]
        for key in new - old:
            self.calls[key] = sorted((*self.calls.get(key, ()), number))

    def _newest(self, veiled: Collection[str], changed: Collection[str]) -> str:
        """The latest date in the properties now; only if that of before may be gone, all are looked through."""
        newest = newest_day(self.public.values())
        before = (self.before[path] for path in changed if path in self.before)
        if newest >= self.chart.newest or newest_day(before) < self.chart.newest:
            return max(newest, self.chart.newest)
        return newest_day(published(self.ways, self.chart.shown, veiled).values())


def _renumbered(chart: Chart, come: Collection[str], gone: Collection[str]) -> Chart:
    """The chart with tables of its own for the files of now; the rows of those that have come are empty yet."""
    if not come and not gone:
        return replace(chart, outgoing=list(chart.outgoing), incoming=list(chart.incoming))
    shown = tuple(sorted((*(path for path in chart.shown if path not in gone), *come)))
    places = {path: number for number, path in enumerate(shown)}
    numbers = [places.get(path, _GONE) for path in chart.shown]

    def renumbered(rows: Sequence[list[int]]) -> list[list[int]]:
        table: list[list[int]] = [[] for _ in shown]
        for number, row in zip(numbers, rows, strict=True):
            if number != _GONE:
                table[number] = _renumbered_row(row, numbers)
        return table

    calls = {
        key: left
        for key, callers in chart.calls.items()
        if (left := [number for caller in callers if (number := numbers[caller]) != _GONE])
    }
    return replace(
        chart,
        shown=shown,
        outgoing=renumbered(chart.outgoing),
        incoming=renumbered(chart.incoming),
        calls=calls,
    )


def _renumbered_row(row: list[int], numbers: Sequence[int]) -> list[int]:
    others = [numbers[other] for other in row[::3]]
    if _GONE not in others:
        row = row.copy()
        row[::3] = others
        return row
    left = [at for at, other in enumerate(others) if other != _GONE]
    return [number for at in left for number in (others[at], *row[3 * at + 1 : 3 * at + 3])]


def _is_open_note(settings: Settings, sheet: Sheet) -> bool:
    """Whether a file is a note that anybody may read, at the place of its name."""
    return sheet.kind == "note" and not is_closed(settings, sheet) and not permalinks({sheet.path: sheet})


def _stays(settings: Settings, old: Sheet, new: Sheet, closed: Collection[str]) -> bool:
    """Whether a file is published, or not, under the same names and at the same place as before."""
    path = new.path
    if is_closed(settings, new) != (path in closed):
        return False
    if path in closed:
        return (old.title, old.aliases) == (new.title, new.aliases)
    return permalinks({path: old}) == permalinks({path: new})


def _tell(incoming: list[list[int]], number: int, old: Sequence[int], new: Sequence[int]) -> None:
    """Let the rows of those that a file linked to, or links to now, say so; the files in a row are in their order."""
    told: dict[int, list[int]] = {other: [] for other in (*old[::3], *new[::3])}
    for at in range(0, len(new), 3):
        told[new[at]] += (number, new[at + 1], new[at + 2])
    for other, own in told.items():
        row = incoming[other]
        sources = row[::3]
        first, end = 3 * bisect_left(sources, number), 3 * bisect_right(sources, number)
        incoming[other] = [*row[:first], *own, *row[end:]]
