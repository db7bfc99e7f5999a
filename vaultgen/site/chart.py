"""The chart of a vault: what a look at all its names and links comes to, which most edits leave as it is."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import msgspec

from vaultgen.site.addresses import Addresses, give_addresses
from vaultgen.site.privacy import (
    has_links_in_texts,
    is_excluded,
    is_open,
    redacted,
    shown_words,
    targets_in_texts,
)
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import NOTE_KINDS, Sheet
from vaultgen.site.survey.sheets import with_properties
from vaultgen.site.survey.wording import Words
from vaultgen.site.ways import Ways
from vaultgen.values.names import name_key

__all__ = [
    "Chart",
    "as_published",
    "called",
    "closed_ones",
    "draw",
    "is_closed",
    "is_same_chart",
    "names_of",
    "newest_day",
    "permalinks",
    "published",
    "row_of",
]

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


class Chart(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What is published and where, and who links to whom; it follows from the sheets and the settings alone.

    `closed` is what nobody shall read, and `shown` what is published, both sorted; `veiled` are those of `shown`
    that tell of private files, and are not shown as they stand. `outgoing` and `incoming` have a row for each of
    `shown`: of every link to or from another one three numbers, that of the other in `shown`, that of the link
    in its file, and that of what it means in `relations`. `newest` is the latest date in the properties, or `""`.
    `calls` are the numbers of those of `shown` that link, be it in a comment, to what has a name, by that name's key.
    No line, count of words or digest of a file goes into it.
    """

    closed: tuple[str, ...]
    shown: tuple[str, ...]
    veiled: tuple[str, ...]
    places: Addresses
    outgoing: list[list[int]]
    incoming: list[list[int]]
    relations: tuple[str, ...]
    newest: str
    calls: dict[str, list[int]]

    def callers(self, names: Iterable[str]) -> set[str]:
        """Those of `shown` with a link that may mean what has one of these names; by dots it may mean any."""
        keys = {*names, ".", ".."} if names else ()
        return {self.shown[number] for key in keys for number in self.calls.get(key, ())}


def draw(settings: Settings, ways: Ways, closed: tuple[str, ...]) -> tuple[Chart, Mapping[str, Sheet]]:
    """The chart of a vault, and the sheets of what is published as anybody may read them."""
    surveyed = ways.surveyed
    targets = {path: ways.targets(sheet) for path, sheet in surveyed.items() if sheet.links}
    shown = _shown(settings, surveyed, closed, targets)
    sheets = published(ways, shown, shown)
    outgoing, incoming, relations = _ties(ways, sheets, targets)
    chart = Chart(
        closed,
        shown,
        tuple(path for path in shown if sheets[path] is not surveyed[path]),
        give_addresses({path: sheet.kind for path, sheet in sheets.items()}, permalinks(sheets)),
        outgoing,
        incoming,
        relations,
        newest_day(sheets.values()),
        _calls(surveyed[path] for path in shown),
    )
    return chart, sheets


def _calls(sheets: Iterable[Sheet]) -> dict[str, list[int]]:
    """The numbers of those of some files that link to each name."""
    keys: dict[str, str] = {}
    calls: dict[str, list[int]] = {}
    for number, sheet in enumerate(sheets):
        for key in called(sheet, keys):
            calls.setdefault(key, []).append(number)
    return calls


def called(sheet: Sheet, keys: dict[str, str]) -> set[str]:
    """The keys of the names that a file links to, in comments and texts too; `keys` are those of known targets."""
    found = set()
    for target in (*[link.target for link in sheet.links], *targets_in_texts(sheet)):
        key = keys.get(target)
        if key is None:
            key = keys[target] = name_key(target.rpartition("/")[2])
        found.add(key)
    return found


def names_of(paths: Iterable[str]) -> set[str]:
    """The keys of the names by which links may mean files."""
    names = {path.rpartition("/")[2] for path in paths}
    keys = {name_key(name) for name in names}
    stems = {name_key(name.removesuffix(".md")) for name in names}
    # A sigma may be final only without the `.md`.
    return keys | stems | {key.removesuffix(".md") for key in keys} | {f"{stem}.md" for stem in stems}


def closed_ones(settings: Settings, sheets: Mapping[str, Sheet]) -> tuple[str, ...]:
    """What is not to be shown, whoever uses it: what is excluded, notes that say so, what was held back; sorted."""
    return tuple(path for path, sheet in sheets.items() if is_closed(settings, sheet))


def is_closed(settings: Settings, sheet: Sheet) -> bool:
    """Whether a file is not to be shown, whoever uses it."""
    if settings.exclude and is_excluded(sheet.path, settings.exclude):
        return True
    return not is_open(sheet, settings) if sheet.kind == "note" else bool(sheet.properties)


def published(ways: Ways, shown: Sequence[str], veiled: Iterable[str]) -> Mapping[str, Sheet]:
    """The sheets of what is shown as anybody may read them; only those of `veiled` can tell of private files."""
    surveyed = ways.surveyed
    if len(shown) == len(surveyed):
        return surveyed
    open_ones, veils = frozenset(shown), frozenset(veiled)
    return {
        path: as_published(ways, surveyed[path], open_ones) if path in veils else surveyed[path]
        for path in shown
    }


def is_same_chart(before: Sheet, after: Sheet) -> bool:
    """Whether a file comes to the same in a chart by either of its sheets."""
    return (before.title, before.aliases, before.properties) == (
        after.title,
        after.aliases,
        after.properties,
    ) and _charted(before) == _charted(after)


def _charted(sheet: Sheet) -> list[tuple[str, str, bool]]:
    return [(link.target, link.relation, link.hidden) for link in sheet.links]


def _shown(
    settings: Settings,
    sheets: Mapping[str, Sheet],
    closed: Iterable[str],
    targets: Mapping[str, Sequence[str]],
) -> tuple[str, ...]:
    """The paths of what is shown, sorted: open notes, and what open files use."""
    allowed = sheets.keys() - closed
    known = NOTE_KINDS if settings.publish == "all" else ("note",)
    shown = {path for path in allowed if sheets[path].kind in known}
    new = sorted(shown)
    while new:
        used = {
            target
            for path in new
            for link, target in zip(sheets[path].links, targets.get(path, ()), strict=True)
            if not link.hidden
        }
        new = sorted(path for path in (used - shown) & allowed if sheets[path].kind != "note")
        shown.update(new)
    return tuple(sorted(shown))


def as_published(ways: Ways, sheet: Sheet, shown: Container[str]) -> Sheet:
    """The sheet of a published file without what it tells of private ones."""
    private = {
        link: ways.surveyed[path]
        for link, path in zip(sheet.links, ways.targets(sheet), strict=True)
        if path and path not in shown
    }
    if not private and not has_links_in_texts(sheet):
        return sheet

    def hide(link: Words) -> str | None:
        path = ways.find(link.target, sheet.path)
        return shown_words(link, ways.surveyed[path]) if path and path not in shown else None

    shown_sheet = redacted(sheet, private, hide)
    if replace(shown_sheet, faults=sheet.faults) == sheet:
        return sheet
    if shown_sheet.properties == sheet.properties:
        return shown_sheet
    return with_properties(shown_sheet, shown_sheet.properties)


def _ties(
    ways: Ways, sheets: Mapping[str, Sheet], targets: Mapping[str, Sequence[str]]
) -> tuple[list[list[int]], list[list[int]], tuple[str, ...]]:
    """The rows of a chart for the links between these files, and the relations that they name."""
    numbers = {path: number for number, path in enumerate(sheets)}
    outgoing: list[list[int]] = [[] for _ in sheets]
    incoming: list[list[int]] = [[] for _ in sheets]
    relations: dict[str, int] = {}
    for number, (path, sheet) in enumerate(sheets.items()):
        if not sheet.links:
            continue
        known = targets[path] if sheet is ways.surveyed[path] else ways.targets(sheet)
        row = outgoing[number] = row_of(sheet, known, numbers, relations)
        for at in range(0, len(row), 3):
            incoming[row[at]] += (number, row[at + 1], row[at + 2])
    return outgoing, incoming, tuple(relations)


def row_of(
    sheet: Sheet, targets: Iterable[str], numbers: Mapping[str, int], relations: dict[str, int]
) -> list[int]:
    """The row of a file for its links, whose targets are given; `relations` get the numbers that they lack."""
    row: list[int] = []
    number = numbers[sheet.path]
    for at, (link, target) in enumerate(zip(sheet.links, targets, strict=True)):
        other = numbers.get(target, number)
        if other != number and not link.hidden:
            row += (other, at, relations.setdefault(link.relation, len(relations)))
    return row


def permalinks(sheets: Mapping[str, Sheet]) -> dict[str, str]:
    """The places that notes ask for."""
    found = {}
    for path, sheet in sheets.items():
        for name, value in sheet.properties.items():
            if name.lower() == "permalink" and isinstance(value, str) and value.strip():
                found[path] = value
    return found


def newest_day(sheets: Iterable[Sheet]) -> str:
    """The latest date that stands in the properties, or `""`."""
    newest = ""
    for sheet in sheets:
        for value in sheet.properties.values():
            if isinstance(value, str):
                if value[4:5] == "-" and value > newest and _is_day(value):
                    newest = value[:10]
            elif isinstance(value, (list, dict)) and value:
                newest = max([newest, *_days(value)])
    return newest


def _days(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value[4:5] == "-" and _is_day(value):
            yield value[:10]
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _days(item)


def _is_day(text: str) -> bool:
    """Whether the text begins with a date."""
    if text[4:5] != "-" or not _DAY.match(text):
        return False
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True
