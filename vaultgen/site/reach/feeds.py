"""Atom feeds of what changed lately, with no other dates than those of the notes."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Final, NamedTuple
from urllib.parse import quote

from feedgenerator import Atom1Feed

from vaultgen.site.atlas import Atlas
from vaultgen.site.reach.dates import changed, midnight
from vaultgen.site.reach.places import absolute
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import Sheet

__all__ = ["MOST", "Entry", "Feed", "entries", "feed_xml"]

MOST: Final = 50
"""Entries of one feed."""

_NEVER: Final = "1970-01-01"
# What XML 1.0 cannot hold, not even escaped.
_NO_XML: Final = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd"
)


class Entry(NamedTuple):
    """One note in a feed; `id` stays when the note gets another name, if the note has an id itself."""

    day: str
    title: str
    address: str
    id: str
    lead: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: where it stands, which page it belongs to, and its entries, the latest first."""

    address: str
    title: str
    page: str
    entries: tuple[Entry, ...]


class _Atom(Atom1Feed):  # type: ignore[misc]  # it has no types
    """An Atom feed that never asks the clock, not even without entries."""

    def latest_post_date(self) -> datetime:
        """The day of the latest entry."""
        return max((item["updateddate"] for item in self.items), default=midnight(_NEVER))


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


def feed_xml(settings: Settings, feed: Feed) -> bytes:
    """The feed as Atom."""
    atom = _Atom(
        title=_clean(feed.title),
        link=absolute(settings, feed.page),
        description=_clean(settings.description),
        language=settings.language,
        author_name=_clean(settings.title),
        feed_url=absolute(settings, feed.address),
        feed_guid=absolute(settings, feed.address),
    )
    for entry in feed.entries:
        atom.add_item(
            title=_clean(entry.title),
            link=absolute(settings, entry.address),
            description=escape(_clean(entry.lead)),
            unique_id=entry.id,
            updateddate=midnight(entry.day),
            categories=[_clean(kind) for kind in entry.kinds],
        )
    out = io.StringIO()
    atom.write(out, "utf-8")
    return out.getvalue().encode()


def _entry(atlas: Atlas, sheet: Sheet, day: str) -> Entry:
    address = atlas.addresses[sheet.path]
    own = sheet.properties.get("id")
    known = isinstance(own, str | int) and not isinstance(own, bool) and str(own).strip()
    name = f"{atlas.settings.url}#id={quote(str(own).strip(), safe='')}" if known else ""
    return Entry(
        day, sheet.title, address, name or absolute(atlas.settings, address), sheet.lead, sheet.kinds
    )


def _clean(text: str) -> str:
    return text.translate(_NO_XML)
