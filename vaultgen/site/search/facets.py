"""What results can be narrowed to and sorted by, as lists of pages that are fetched when first used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct

from vaultgen.site.labels import label
from vaultgen.site.search.countries import country_of
from vaultgen.site.search.entries import Entry, Library, words_of
from vaultgen.site.search.packs import SMALL, Pack, ordered, pack
from vaultgen.site.search.postings import encode_numbers, encode_pages
from vaultgen.site.sheet import Sheet

__all__ = ["Facet", "facet_pack", "facets", "offered", "orders"]

_YEAR: Final = re.compile(r"(?:1[5-9]|20)[0-9]{2}")
_INVESTORS: Final = ("investors", "lead_investors", "lead_investor", "backers")
_STAGES: Final = ("last_round", "stage")
_COUNTRIES: Final = ("country", "hq_country")
_MOST: Final = {"type": 40, "tag": 100, "stage": 40, "country": 80, "year": 80, "investor": 100}
"""How many values of each are offered, the commonest ones."""

_TOGETHER: Final = 8_000
"""Pages in one list; their numbers take at most three bytes each."""

_SORTED: Final = 18_000
"""Pages that are put into order; those further down come as they are."""


class Facet(Struct, frozen=True):
    """One question to narrow results by: its values, and the numbers of the pages with each."""

    name: str
    label: str
    values: tuple[tuple[str, tuple[int, ...]], ...]


def facets(library: Library, paths: tuple[str, ...]) -> tuple[Facet, ...]:
    """The facets that the vault's properties give; one with a single value for all pages says nothing."""
    pages: dict[str, dict[str, list[int]]] = {name: {} for name in _MOST}
    for number, path in enumerate(paths):
        for name, value in sorted(set(_values(library.sheets[path]))):
            pages[name].setdefault(value, []).append(number)
    found = (_facet(name, values) for name, values in pages.items())
    return tuple(facet for facet in found if facet.values and not _is_idle(facet, len(paths)))


def _facet(name: str, pages: dict[str, list[int]]) -> Facet:
    commonest = sorted(pages, key=lambda value: (-len(pages[value]), value))[: _MOST[name]]
    if name == "year":
        commonest.sort(reverse=True)
    return Facet(name, label(name), tuple((value, tuple(pages[value])) for value in commonest))


def _is_idle(facet: Facet, pages: int) -> bool:
    return len(facet.values) == 1 and len(facet.values[0][1]) == pages


def _values(sheet: Sheet) -> Iterator[tuple[str, str]]:
    named = {name.strip().lower(): value for name, value in sheet.properties.items()}
    for kind in sheet.kinds or (sheet.kind,):
        yield "type", kind
    for tag in sheet.tags:
        yield "tag", tag.lower()
    for stage in _all(named, _STAGES):
        yield "stage", stage
    yield from (("country", country) for country in _country(named, sheet.tags))
    if year := _YEAR.match(str(named.get("founded", ""))):
        yield "year", year.group()
    for investor in _all(named, _INVESTORS):
        yield "investor", investor


def _all(named: dict[str, Any], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word[:80] for name in names for word in words_of(named.get(name)))


def _country(named: dict[str, Any], tags: tuple[str, ...]) -> list[str]:
    told = [country_of(word) or word for word in _all(named, _COUNTRIES)]
    return told or [country for tag in tags if (country := country_of(tag))]


def facet_pack(found: tuple[Facet, ...]) -> Pack:
    """The lists of pages for each value, under `facet:value`; a long one goes on under its key and character 1."""
    lists = {
        f"{facet.name}:{value}" + "\x01" * (start // _TOGETHER): encode_pages(
            pages[start : start + _TOGETHER]
        )
        for facet in found
        for value, pages in facet.values
        for start in range(0, len(pages), _TOGETHER)
    }
    return pack("f", ((key, lists[key]) for key in ordered(lists)), full=SMALL)


def offered(found: tuple[Facet, ...]) -> list[list[Any]]:
    """The facets with how many pages have each value, for the boxes that one ticks."""
    return [
        [facet.name, facet.label, [[value, len(pages)] for value, pages in facet.values]] for facet in found
    ]


def orders(pages: tuple[Entry, ...]) -> dict[str, str]:
    """The numbers of the pages by amount and by date, the largest and latest first; those without are left out."""
    amounts = sorted((-page.amount, number) for number, page in enumerate(pages) if page.amount)
    dated = [number for number, page in enumerate(pages) if page.date]
    latest = sorted(dated, key=lambda number: pages[number].date, reverse=True)
    return {
        "amount": encode_numbers(number for _, number in amounts[:_SORTED]),
        "date": encode_numbers(latest[:_SORTED]),
    }
