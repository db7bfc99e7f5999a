"""The links to a note, grouped by what they mean, with the words around them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from msgspec import Struct

from vaultgen.site.goal import href
from vaultgen.site.labels import inverse_label
from vaultgen.site.pages.library import Backlink, Library
from vaultgen.site.pages.parts import Part, parts_of
from vaultgen.site.pages.words import cut
from vaultgen.site.sheet import Link

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
_LAST: Final = {MENTIONED: 1, LISTED: 2}

# A note's title as it is sorted, its path, and its first link with words around it, if there is one.
_Source = tuple[str, str, Link | None]


class Mention(NamedTuple):
    """One note that links here; the words around the link in three parts, the middle one being the link's."""

    title: str
    href: str
    before: str = ""
    hit: str = ""
    after: str = ""


class Group(NamedTuple):
    """What links here in one sense."""

    label: str
    mentions: tuple[Mention, ...]


def count_sources(links: Iterable[Backlink], path: str) -> int:
    """Count the notes that link to a note, itself left out."""
    return len({link.source for link in links} - {path})


class Linked(Struct, frozen=True):
    """Who links to a note: in each sense the sources by title; and how many there are."""

    groups: tuple[tuple[str, tuple[_Source, ...]], ...]
    count: int


def linked_from(library: Library, path: str) -> Linked:
    """Group every note that links here: relations by name, then mentions in text, then indexes that list it."""
    sheets, addresses = library.sheets, library.addresses
    relations: dict[str, str] = {}
    told: dict[str, Link] = {}
    for backlink in library.backlinks(path):
        source, link = backlink.source, backlink.link
        relations[source] = relations.get(source) or link.relation
        if link.context and source not in told:
            told[source] = link
    groups: dict[str, list[_Source]] = {}
    for source, relation in relations.items():
        if source != path and source in addresses:
            sheet = sheets[source]
            name = (inverse_label(relation) if relation else MENTIONED) if sheet.listed else LISTED
            groups.setdefault(name, []).append((sheet.title.casefold(), source, told.get(source)))
    names = sorted(groups, key=lambda name: (_LAST.get(name, 0), name))
    return Linked(
        tuple([(name, tuple(sorted(groups[name]))) for name in names]), sum(map(len, groups.values()))
    )


def pages_of_links(linked: Linked) -> tuple[Part[int], ...]:
    """The places of the mentions, counted through all groups, that each page of a list of links shows."""
    names = [source for _, sources in linked.groups for _, source, _ in sources]
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
            shown.append(Group(label, tuple([_mention(library, one, told, page) for _, one, told in part])))
    return tuple(shown)


def _mention(library: Library, source: str, told: Link | None, page: str) -> Mention:
    title, way = library.sheets[source].title, href(library.addresses[source], page)
    if told is None:
        return Mention(title, way)
    shown = told.display or told.target.rpartition("/")[2]
    context = told.context.removeprefix(f"{title} — ")  # it stands above
    at = _place(context, shown)
    if at < 0:
        return Mention(title, way, cut(context, 2 * _AROUND))
    before, after = context[:at], context[at + len(shown) :]
    return Mention(title, way, _tail(before), shown, cut(after, _AROUND))


def _place(text: str, words: str) -> int:
    """Where a text first has some words, and not as a part of others if it can be; -1 if it has none."""
    first = at = text.find(words) if words else -1
    while at >= 0:
        around = text[max(0, at - 1) : at], text[at + len(words) : at + len(words) + 1]
        if not any(sign.isalnum() for sign in around):
            return at
        at = text.find(words, at + 1)
    return first


def _tail(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    tail = text[-_AROUND:]
    return "…" + tail[tail.find(" ") + 1 :]
