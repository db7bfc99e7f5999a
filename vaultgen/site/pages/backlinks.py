"""The links to a note, grouped by what they mean, with the words around them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from vaultgen.site.goal import href
from vaultgen.site.labels import inverse_label
from vaultgen.site.pages.library import Backlink, Library
from vaultgen.site.pages.words import cut

__all__ = ["MOST_SHOWN", "Group", "Mention", "backlink_groups", "count_sources", "first_groups"]

MOST_SHOWN: Final = 50
"""Backlinks on a note's own page; all of them have pages of their own."""

_AROUND: Final = 110
MENTIONED: Final = "Mentioned in"
LISTED: Final = "Listed in"


@dataclass(frozen=True, slots=True)
class Mention:
    """One note that links here; the words around the link in three parts, the middle one being the link's."""

    title: str
    href: str
    before: str = ""
    hit: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What links here in one sense."""

    label: str
    mentions: tuple[Mention, ...]


def count_sources(links: Iterable[Backlink], path: str) -> int:
    """Count the notes that link to a note, itself left out."""
    return len({link.source for link in links} - {path})


def backlink_groups(library: Library, path: str, page: str) -> tuple[Group, ...]:
    """Group every note that links here: relations by name, then mentions in text, then indexes that list it."""
    by_source: dict[str, list[Backlink]] = {}
    for backlink in library.backlinks(path):
        if backlink.source != path and backlink.source in library.addresses:
            by_source.setdefault(backlink.source, []).append(backlink)
    groups: dict[str, list[Mention]] = {}
    for source, links in by_source.items():
        relation = next((one.link.relation for one in links if one.link.relation), "")
        name = inverse_label(relation) if relation else MENTIONED
        if not library.sheets[source].listed:
            name = LISTED
        groups.setdefault(name, []).append(_mention(library, source, links, page))
    last = {MENTIONED: 1, LISTED: 2}
    return tuple(
        Group(name, tuple(sorted(groups[name], key=lambda one: (one.title.casefold(), one.href))))
        for name in sorted(groups, key=lambda name: (last.get(name, 0), name))
    )


def first_groups(groups: Iterable[Group], most: int = MOST_SHOWN) -> tuple[Group, ...]:
    """Keep the first so many mentions of all groups together."""
    kept, left = [], most
    for group in groups:
        if left > 0:
            kept.append(Group(group.label, group.mentions[:left]))
            left -= len(group.mentions)
    return tuple(kept)


def _mention(library: Library, source: str, links: Iterable[Backlink], page: str) -> Mention:
    told = next((one.link for one in links if one.link.context), None)
    title, way = library.sheets[source].title, href(library.addresses[source], page)
    if told is None:
        return Mention(title, way)
    shown = told.display or told.target.rpartition("/")[2]
    at = told.context.find(shown) if shown else -1
    if at < 0:
        return Mention(title, way, cut(told.context, 2 * _AROUND))
    before, after = told.context[:at], told.context[at + len(shown) :]
    return Mention(title, way, _tail(before), shown, cut(after, _AROUND))


def _tail(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    tail = text[-_AROUND:]
    return "…" + tail[tail.find(" ") + 1 :]
