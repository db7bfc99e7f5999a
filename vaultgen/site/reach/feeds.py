"""What stands in the feeds of what changed lately, with no other dates than those of the notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import quote

from msgspec import Struct

from vaultgen.site.atlas import Atlas
from vaultgen.site.reach.dates import changed
from vaultgen.site.reach.places import absolute
from vaultgen.site.sheet import Sheet

__all__ = ["MOST", "Entry", "Feed", "entries"]

MOST: Final = 50
"""Entries of one feed."""


class Entry(NamedTuple):
    """One note in a feed; `id` stays when the note gets another name, if the note has an id itself."""

    day: str
    title: str
    address: str
    id: str
    lead: str
    kinds: tuple[str, ...]


class Feed(Struct, frozen=True):
    """One feed: where it stands, which page it belongs to, and its entries, the latest first."""

    address: str
    title: str
    page: str
    entries: tuple[Entry, ...]


def entries(atlas: Atlas, sheets: Iterable[Sheet]) -> tuple[Entry, ...]:
    """The latest of these notes, at most `MOST`; what has no date is not news."""
    dated = [(day, sheet) for sheet in sheets if sheet.listed and (day := changed(sheet))]
    dated.sort(key=lambda one: one[1].path)
    dated.sort(key=lambda one: one[0], reverse=True)
    found = [_entry(atlas, sheet, day) for day, sheet in dated[:MOST]]
    ids = Counter(entry.id for entry in found)
    return tuple(
        entry if ids[entry.id] == 1 else entry._replace(id=absolute(atlas.settings, entry.address))
        for entry in found
    )


def _entry(atlas: Atlas, sheet: Sheet, day: str) -> Entry:
    address = atlas.addresses[sheet.path]
    own = sheet.properties.get("id")
    known = isinstance(own, str | int) and not isinstance(own, bool) and str(own).strip()
    name = f"{atlas.settings.url}#id={quote(str(own).strip(), safe='')}" if known else ""
    return Entry(
        day, sheet.title, address, name or absolute(atlas.settings, address), sheet.lead, sheet.kinds
    )
