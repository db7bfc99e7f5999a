"""The pages that search knows, each with what is shown of it in a list of results."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

from msgspec import Struct

from vaultgen.site.goal import Goal
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import NOTE_KINDS, Sheet

__all__ = ["Entry", "Library", "entries", "first_of", "shortened", "words_of"]

_DAY: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}(?![0-9])")
_LINK: Final = re.compile(r"!?\[\[([^\[\]|#^]*)[^\[\]|]*(?:\|([^\[\]]*))?\]\]")
_DATES: Final = ("date", "last_round_date", "published", "announced", "closed", "valuation_date", "updated")
_AMOUNTS: Final = (
    "valuation_usd",
    "valuation",
    "total_raised_usd",
    "total_raised",
    "last_round_usd",
    "amount_usd",
)
_EXCERPT: Final = 160


class Library(Protocol):
    """The part of the atlas that search is made of."""

    def __hash__(self) -> int:
        """Every atlas is itself alone, so that what was worked out of it can be kept."""

    @property
    def settings(self) -> Settings:
        """What the person decided."""

    @property
    def sheets(self) -> Mapping[str, Sheet]:
        """Every published file by its path, without what it tells of private ones."""

    @property
    def surveyed(self) -> Mapping[str, Sheet]:
        """Every file by its path, the private ones too."""

    @property
    def addresses(self) -> Mapping[str, str]:
        """Every published file's address by its path."""

    def goal(self, target: str, subpath: str, source: str) -> Goal:
        """Where a link of a file leads."""

    def degree(self, path: str) -> int:
        """With how many notes a file is connected."""

    def text(self, path: str) -> str:
        """The text of a note, without its properties."""


class Entry(Struct, frozen=True):
    """One page; its number is its place among all. `amount` is in whole dollars, 0 if there is none."""

    address: str
    title: str
    kind: str
    excerpt: str
    date: str
    amount: int
    aliases: tuple[str, ...]
    links: int


def entries(library: Library) -> tuple[Entry, ...]:
    """Every page of a note, base or canvas, in the order of their addresses."""
    pages = (
        (library.addresses[path], path) for path, sheet in library.sheets.items() if sheet.kind in NOTE_KINDS
    )
    return tuple(
        _entry(library.sheets[path], address, library.degree(path)) for address, path in sorted(pages)
    )


def _entry(sheet: Sheet, address: str, links: int) -> Entry:
    named = {name.strip().lower(): value for name, value in sheet.properties.items()}
    return Entry(
        address,
        sheet.title,
        sheet.kinds[0] if sheet.kinds else sheet.kind,
        shortened(sheet.lead, _EXCERPT),
        first_of(_date(named.get(name)) for name in _DATES),
        next((amount for name in _AMOUNTS if (amount := _amount(named.get(name)))), 0),
        sheet.aliases,
        links,
    )


def shortened(text: str, most: int) -> str:
    """The text, cut at a space when it is longer."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    space = head.rfind(" ", most // 2)
    return (head[:space] if space > 0 else head).rstrip(" ,;:–—-(") + "…"


def first_of(texts: Iterable[str]) -> str:
    """The first text that is not empty."""
    return next(filter(None, texts), "")


def _date(value: Any) -> str:
    found = _DAY.match(value) if isinstance(value, str) else None
    return found.group() if found else ""


def _amount(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e15:
        return 0
    return int(value)


def words_of(value: Any) -> tuple[str, ...]:
    """The values of a property as a reader sees them: links by their names, lists one by one."""
    if isinstance(value, list | tuple):
        return tuple(word for item in value for word in words_of(item))
    if isinstance(value, dict) or value is None or isinstance(value, bool):
        return ()
    text = _LINK.sub(_name, str(value)).strip()
    return (text,) if text else ()


def _name(link: re.Match[str]) -> str:
    return (link[2] or link[1].rpartition("/")[2].removesuffix(".md")).strip()
