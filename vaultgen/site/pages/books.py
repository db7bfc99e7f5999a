"""What the pages need of the vault as a whole, gathered once: kinds, tags, folders, order in time, rounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple

from msgspec import Struct, field

from vaultgen.site.addresses import slug_part
from vaultgen.site.pages.figures import MONEY_ENDINGS
from vaultgen.site.pages.library import Library
from vaultgen.site.pages.places import folder_address
from vaultgen.site.pages.words import moment, plural
from vaultgen.site.rounds import Round
from vaultgen.site.sheet import NOTE_KINDS, Sheet

__all__ = ["IN_TIME", "NOBODY", "NOWHEN", "Books", "Dated", "Deal", "changed_on", "order_key", "with_wider"]

_CHANGED: Final = ("updated", "modified", "last_modified", "date", "published", "created")
IN_TIME: Final = ("last_round_date", "published", "date", "founded", "updated", "modified", "created")
"""The properties that may order notes in time."""

_KIND_KEYS: Final = frozenset({"kind", "type", "category"})
_FIRST_KINDS: Final = ("company", "investor", "person", "fund", "round", "deal", "market")


class Dated(NamedTuple):
    """A note at a day in ISO 8601; both are `""` before the first and after the last."""

    day: str
    path: str


NOWHEN: Final = Dated("", "")
NOBODY: Final = (NOWHEN, NOWHEN)
"""What stands beside a note that has no place in time."""

Beside = tuple[Dated, Dated]


class Deal(Struct, frozen=True):
    """A round with the company that it is of: the note's path, or `""` where it has none."""

    round: Round
    name: str
    company: str
    told_in: str


_slug_of = lru_cache(maxsize=1 << 12)(slug_part)


def order_key(sheet: Sheet) -> tuple[str, str]:
    """What notes are listed by: their title without regard to case, and what makes that unique."""
    return sheet.title.casefold(), sheet.path


def with_wider(tags: Iterable[str]) -> Iterator[str]:
    """Tags by which notes are listed, without regard to case: each with those above it, some perhaps again."""
    for tag in tags:
        wider = tag.lower()
        while wider:
            yield wider
            wider = wider.rpartition("/")[0]


def changed_on(properties: Mapping[str, Any]) -> str:
    """The day on which a note says that it changed, in ISO 8601, or `""`."""
    return _first_day(properties, _changing(tuple(properties)))


@lru_cache(maxsize=1024)
def _changing(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the properties of a note that may tell a change, the surest first; many notes have the same ones."""
    return tuple(key for key in _CHANGED if key in keys)


def _first_day(properties: Mapping[str, Any], keys: Iterable[str]) -> str:
    for key in keys:
        value = properties.get(key)
        if isinstance(value, str) and (day := moment(value)) is not None:
            return day.iso
        if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 2999:
            return str(value)
    return ""


class Books(Struct, frozen=True, dict=True):
    """The vault by kind, tag, folder and time; everything is worked out when it is first asked for."""

    library: Library
    _kind_names: dict[str, str] = field(default_factory=dict)
    _kinds_of: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    _lines: dict[str, dict[str, Beside]] = field(default_factory=dict)

    @cached_property
    def pages(self) -> tuple[Sheet, ...]:
        """Every note, base and canvas that has a page, by title."""
        sheets, addresses = self.library.sheets, self.library.addresses
        shown = [sheet for path, sheet in sheets.items() if sheet.kind in NOTE_KINDS and path in addresses]
        return tuple(sorted(shown, key=order_key))

    @cached_property
    def kinds(self) -> dict[str, tuple[Sheet, ...]]:
        """The notes of each kind, by title; those that matter most to an analyst come first, then the commonest.

        Kinds that are spelt almost alike are one: they would stand at one address.
        """
        found: dict[str, dict[str, Sheet]] = {}
        for sheet in self.pages:
            if sheet.listed and sheet.kind == "note":
                for kind in sheet.kinds:
                    name = self._kind_names.setdefault(_slug_of(kind), kind)
                    found.setdefault(name, {})[sheet.path] = sheet
        rank = {kind: place for place, kind in enumerate(_FIRST_KINDS)}
        order = sorted(found, key=lambda kind: (rank.get(kind.lower(), len(rank)), -len(found[kind]), kind))
        return {kind: tuple(found[kind].values()) for kind in order}

    def kinds_of(self, sheet: Sheet) -> tuple[str, ...]:
        """The kinds of a note that have a list."""
        found = self._kinds_of.get(sheet.kinds)
        if found is None:
            named = [self._kind_names.get(_slug_of(kind), "") for kind in sheet.kinds] if self.kinds else []
            found = self._kinds_of[sheet.kinds] = tuple(dict.fromkeys(kind for kind in named if kind))
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """What the list of each kind is called: many of the kind, or the folder if notes have it from there."""
        called = {}
        for kind, sheets in self.kinds.items():
            folders = dict.fromkeys(sheet.path.rpartition("/")[0].rpartition("/")[2] for sheet in sheets)
            said = any(key.lower() in _KIND_KEYS for sheet in sheets for key in sheet.properties)
            own = next((folder for folder in folders if _slug_of(folder) == _slug_of(kind)), "")
            called[kind] = own if own and not said else plural(kind)
        return called

    @cached_property
    def has_figures(self) -> bool:
        """Whether any figure is shown that is firm or not."""
        return bool(self.deals) or any(
            key.endswith(MONEY_ENDINGS) or key == "valuation"
            for sheet in self.pages
            for key in sheet.properties
        )

    def folder_page(self, folder: str) -> str:
        """The address of a folder's page."""
        return folder_address(self.library.places.folders[folder] if folder else "")

    @cached_property
    def tags(self) -> dict[str, tuple[Sheet, ...]]:
        """The notes of each tag and of the tags below it, by tag; tags differ by more than case."""
        found: dict[str, dict[str, Sheet]] = {}
        for sheet in self.pages:
            for tag in with_wider(sheet.tags):
                found.setdefault(tag, {})[sheet.path] = sheet
        return {tag: tuple(found[tag].values()) for tag in sorted(found)}

    @cached_property
    def folders(self) -> dict[str, tuple[Sheet, ...]]:
        """The pages of each folder, not of those below it; `""` is the vault."""
        found: dict[str, list[Sheet]] = {"": []}
        for sheet in self.pages:
            folder = sheet.path.rpartition("/")[0]
            found.setdefault(folder, []).append(sheet)
            while folder := folder.rpartition("/")[0]:
                found.setdefault(folder, [])
        return {folder: tuple(found[folder]) for folder in sorted(found)}

    @cached_property
    def changed(self) -> tuple[tuple[str, Sheet], ...]:
        """The notes with the day on which they changed, the latest first."""
        dated = [(changed_on(sheet.properties), sheet) for sheet in self.pages if sheet.listed]
        by_title = sorted((pair for pair in dated if pair[0]), key=lambda pair: order_key(pair[1]))
        return tuple(sorted(by_title, key=lambda pair: pair[0], reverse=True))

    def beside(self, path: str) -> Beside:
        """The notes before and after one in time, among those of its first kind."""
        kind = next(iter(self.kinds_of(self.library.sheets[path])), "")
        return self.line(kind).get(path, NOBODY)

    def line(self, kind: str) -> Mapping[str, Beside]:
        """The notes that are of a kind first and of some day, in time, each with those before and after it."""
        if kind not in self._lines:
            own = [sheet for sheet in self.kinds.get(kind, ()) if self.kinds_of(sheet)[0] == kind]
            key = _common_key(own)
            dated = sorted(
                (day, *order_key(sheet)) for sheet in own if (day := _first_day(sheet.properties, (key,)))
            )
            line = [NOWHEN, *[Dated(day, path) for day, _, path in dated], NOWHEN]
            self._lines[kind] = {one.path: (line[at], line[at + 2]) for at, one in enumerate(line[1:-1])}
        return self._lines[kind]

    @cached_property
    def deals(self) -> tuple[Deal, ...]:
        """Every round that a note tells of, the latest first; those without a date come last.

        A company's own table says more of its rounds than an investor's, or a list of all: where it has one, the
        others are not read for it.
        """
        own: list[Deal] = []
        foreign: dict[tuple[str, str, str], Deal] = {}
        for sheet in self.pages:
            for one in self.rounds(sheet):
                if one.company is None:
                    own.append(Deal(one, sheet.title, sheet.path, sheet.path))
                    continue
                deal = self._foreign(sheet.path, one)
                if deal is not None:
                    key = (deal.company or deal.name, one.name, one.date)
                    if key not in foreign or (one.amount and not foreign[key].round.amount):
                        foreign[key] = deal
        told = {deal.company for deal in own}
        own.extend(deal for deal in foreign.values() if deal.company not in told)
        own.sort(key=lambda deal: (deal.name.casefold(), deal.company, deal.round.name))
        return tuple(sorted(own, key=lambda deal: _time_of(deal.round), reverse=True))

    def rounds(self, sheet: Sheet) -> tuple[Round, ...]:
        """The rounds that a note's tables tell of, but those whose words name what is private."""
        return tuple(
            one for one in sheet.rounds if not any(self._is_private(name, sheet.path) for name in one.links)
        )

    def _is_private(self, target: str, source: str) -> bool:
        return self.library.goal(target, "", source).state == "private"

    def _foreign(self, path: str, one: Round) -> Deal | None:
        assert one.company is not None  # noqa: S101 - the caller asked
        goal = self.library.goal(one.company.target, "", path) if one.company.target else None
        if goal is not None and goal.state == "private":
            return None
        company = goal.path if goal is not None and goal.state == "page" else ""
        name = self.library.sheets[company].title if company else one.company.text
        return Deal(one, name, company, path)


def _common_key(sheets: Iterable[Sheet]) -> str:
    """The property that orders notes in time: the first of the usual ones that half of them have."""
    listed = list(sheets)
    for key in IN_TIME:
        if 2 * sum(bool(_first_day(sheet.properties, (key,))) for sheet in listed) >= max(len(listed), 1):
            return key
    return IN_TIME[-1]


def _time_of(one: Round) -> tuple[str, str, str]:
    return one.earliest or one.latest, one.latest, one.valuation
