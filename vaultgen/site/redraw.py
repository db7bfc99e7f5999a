"""The chart of a vault drawn on from the one before, when only some files are not what they were."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from vaultgen.site.chart import Chart, as_published, is_closed, newest_day, permalinks, published, row_of
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import Sheet
from vaultgen.site.ways import Ways

__all__ = ["redraw"]


def redraw(
    settings: Settings, chart: Chart, before: Mapping[str, Sheet], ways: Ways, edited: Collection[str]
) -> Chart | None:
    """The chart of the same files after an edit of some; None if it takes a look at all of them.

    `before` are the sheets that `chart` was drawn of, and `ways` those of now, with the same closed files. Relations
    may come in another order than in a chart that is drawn anew, which nobody sees.
    """
    closed, numbers = frozenset(chart.closed), {path: number for number, path in enumerate(chart.shown)}
    if any(not _stays(settings, before[path], ways.surveyed[path], closed) for path in edited):
        return None
    shown = [path for path in edited if path in numbers]
    veiled = set(chart.veiled)
    relations = {name: number for number, name in enumerate(chart.relations)}
    outgoing, incoming = list(chart.outgoing), list(chart.incoming)
    public: dict[str, Sheet] = {}
    for path in shown:
        sheet = ways.surveyed[path]
        if _uses_more(sheet, ways, numbers, closed):
            return None
        public[path] = as_published(ways, sheet, numbers)
        veiled.discard(path)
        if public[path] is not sheet:
            veiled.add(path)
        number, targets = numbers[path], ways.targets(public[path])
        old, row = outgoing[number], row_of(public[path], targets, numbers, relations)
        if row != old:
            outgoing[number] = row
            _tell(incoming, number, old, row)
            if any(not _is_used(other, chart.shown, ways, incoming) for other in old[::3]):
                return None
    return replace(
        chart,
        veiled=tuple(sorted(veiled)),
        outgoing=outgoing,
        incoming=incoming,
        relations=tuple(relations),
        newest=_newest(chart, ways, public, before),
    )


def _stays(settings: Settings, old: Sheet, new: Sheet, closed: Collection[str]) -> bool:
    """Whether a file is published, or not, under the same names and at the same place as before."""
    path = new.path
    if is_closed(settings, new) != (path in closed):
        return False
    if path in closed:
        return (old.title, old.aliases) == (new.title, new.aliases)
    return permalinks({path: old}) == permalinks({path: new})


def _uses_more(sheet: Sheet, ways: Ways, numbers: Mapping[str, int], closed: Collection[str]) -> bool:
    """Whether a file uses an attachment that nobody has used before, which is published from now on."""
    return any(
        path and path not in numbers and path not in closed and not link.hidden
        for link, path in zip(sheet.links, ways.targets(sheet), strict=True)
    )


def _is_used(number: int, shown: Sequence[str], ways: Ways, incoming: Sequence[Sequence[int]]) -> bool:
    """Whether a file is published for sure though one link to it has gone: it is a note, or a note uses it."""
    sheets = ways.surveyed
    return sheets[shown[number]].kind == "note" or any(
        sheets[shown[source]].kind == "note" for source in incoming[number][::3]
    )


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


def _newest(chart: Chart, ways: Ways, public: Mapping[str, Sheet], before: Mapping[str, Sheet]) -> str:
    """The latest date in the properties now; only if that of before may be gone, all are looked through."""
    newest = newest_day(public.values())
    if newest >= chart.newest or newest_day(map(before.__getitem__, public)) < chart.newest:
        return max(newest, chart.newest)
    return newest_day(published(ways, chart.shown, (*chart.veiled, *public)).values())
