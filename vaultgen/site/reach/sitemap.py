"""The site map, in as many files as its protocol asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final, NamedTuple

from vaultgen.site.reach.places import absolute
from vaultgen.site.settings import Settings

__all__ = ["MOST", "Place", "sitemap", "sitemap_addresses"]

MOST: Final = 50_000
"""Addresses in one file, the most that the protocol allows."""

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


class Place(NamedTuple):
    """One page and the day of its last change, `""` if its note does not tell."""

    address: str
    day: str = ""


def sitemap_addresses(count: int) -> tuple[str, ...]:
    """The addresses of the files that so many pages need, the one that leads to the others first."""
    parts = -(-count // MOST)
    further = range(1, parts + 1) if parts > 1 else ()
    return ("sitemap.xml", *(f"sitemap-{number}.xml" for number in further))


def sitemap(settings: Settings, places: Sequence[Place]) -> tuple[bytes, ...]:
    """The files of the site map, in the order of their addresses."""
    parts = [places[start : start + MOST] for start in range(0, len(places), MOST)]
    if len(parts) <= 1:
        return (_urls(settings, places),)
    names = sitemap_addresses(len(places))[1:]
    return (_index(settings, names, parts), *(_urls(settings, part) for part in parts))


def _urls(settings: Settings, places: Iterable[Place]) -> bytes:
    rows = [f"<url>{_location(settings, place.address)}{_day(place.day)}</url>\n" for place in places]
    return f"{_HEAD}<urlset {_SPACE}>\n{''.join(rows)}</urlset>\n".encode()


def _index(settings: Settings, names: Iterable[str], parts: Iterable[Sequence[Place]]) -> bytes:
    rows = [
        f"<sitemap>{_location(settings, name)}{_day(max(place.day for place in part))}</sitemap>\n"
        for name, part in zip(names, parts, strict=True)
    ]
    return f"{_HEAD}<sitemapindex {_SPACE}>\n{''.join(rows)}</sitemapindex>\n".encode()


def _location(settings: Settings, address: str) -> str:
    return f"<loc>{escape(absolute(settings, address))}</loc>"


def _day(day: str) -> str:
    return f"<lastmod>{day}</lastmod>" if day else ""
