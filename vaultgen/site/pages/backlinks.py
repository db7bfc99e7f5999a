"""The links to a note, grouped by what they mean, with the words around them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from vaultgen.site.goal import href
from vaultgen.site.labels import inverse_label
from vaultgen.site.pages.library import Backlink, Library
from vaultgen.site.pages.parts import Part, parts_of
from vaultgen.site.pages.words import cut

__all__ = [
    "MOST_SHOWN",
    "Group",
    "Linked",
    "Mention",
    "count_sources",
    "linked_from",
    "pages_of_links",
    "shown_groups",
]

MOST_SHOWN: Final = 50
"""Backlinks on a note's own page; all of them have pages of their own."""

_AROUND: Final = 110
MENTIONED: Final = "Mentioned in"
LISTED: Final = "Listed in"

_Source = tuple[str, str, list[Backlink]]


class Mention(NamedTuple):
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


@dataclass(frozen=True, slots=True)
class Linked:
    """Who links to a note: in each sense the sources, each with its links, by title; and how many there are."""

    groups: tuple[tuple[str, tuple[_Source, ...]], ...]
    count: int


def linked_from(library: Library, path: str) -> Linked:
    """Group every note that links here: relations by name, then mentions in text, then indexes that list it."""
    by_source: dict[str, list[Backlink]] = {}
    for backlink in library.backlinks(path):
        if backlink.source != path and backlink.source in library.addresses:
            by_source.setdefault(backlink.source, []).append(backlink)
    groups: dict[str, list[_Source]] = {}
    for source, links in by_source.items():
        sheet = library.sheets[source]
        relation = next((one.link.relation for one in links if one.link.relation), "")
        name = inverse_label(relation) if relation else MENTIONED
        groups.setdefault(name if sheet.listed else LISTED, []).append((source, sheet.title, links))
    last = {MENTIONED: 1, LISTED: 2}
    return Linked(
        tuple(
            (name, tuple(sorted(groups[name], key=_by_title)))
            for name in sorted(groups, key=lambda name: (last.get(name, 0), name))
        ),
        len(by_source),
    )


def _by_title(source: _Source) -> tuple[str, str]:
    return source[1].casefold(), source[0]


def pages_of_links(linked: Linked) -> tuple[Part[int], ...]:
    """The places of the mentions, counted through all groups, that each page of a list of links shows."""
    names = [source for _, sources in linked.groups for source, _, _ in sources]
    return parts_of(range(linked.count), names.__getitem__)


def shown_groups(
    library: Library, linked: Linked, page: str, first: int = 0, end: int = MOST_SHOWN
) -> tuple[Group, ...]:
    """Show the mentions between two places in all groups together, on the page at an address."""
    shown, at = [], 0
    for label, sources in linked.groups:
        part = sources[max(0, first - at) : max(0, end - at)]
        at += len(sources)
        if part:
            shown.append(Group(label, tuple([_mention(library, one, links, page) for one, _, links in part])))
    return tuple(shown)


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
