"""Every file of a site that is for other machines, and how each is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from types import MappingProxyType
from typing import Final

from vaultgen.site.atlas import Atlas
from vaultgen.site.leaf import Leaf
from vaultgen.site.reach.atom import feed_xml
from vaultgen.site.reach.dates import changed
from vaultgen.site.reach.feeds import Feed, entries
from vaultgen.site.reach.hosting import headers_file, robots
from vaultgen.site.reach.keys import lists_key, table_key
from vaultgen.site.reach.kinds import by_kind, investments, pages
from vaultgen.site.reach.lists import llms, site_data
from vaultgen.site.reach.places import FEED, SITE_DATA, feed_of_kind, feed_of_page, table_of
from vaultgen.site.reach.redirects import redirect_lines, redirect_page
from vaultgen.site.reach.sitemap import Place, sitemap, sitemap_addresses
from vaultgen.site.reach.tables import table_csv
from vaultgen.site.scope import ALL, Scope
from vaultgen.site.sheet import Sheet

__all__ = ["KINDS", "Moved", "leaves", "make"]

_HOME: Final = "index.html"
_ALL: Final = ""


Moved = Mapping[str, str]
"""Former addresses of pages, and the present ones that they lead to."""

_NONE: Final[Moved] = MappingProxyType({})


def leaves(atlas: Atlas, moved: Moved = _NONE, scope: Scope = ALL) -> Iterator[Leaf]:
    """What there is to make in a scope, but for the twins of pages, which are made with their pages.

    What needs whole addresses is left out if it is not known where the site will stand.
    """
    yield Leaf("reach-hosting", _ALL, ("robots.txt", "_headers", ".nojekyll"), "")
    if scope.has("reach/reach-lists"):
        yield Leaf("reach-lists", _ALL, (SITE_DATA, "llms.txt"), lists_key(atlas))
    if scope.has("reach/reach-table"):
        for slug, (kind, notes) in by_kind(atlas).items():
            yield Leaf("reach-table", slug, (table_of(kind),), table_key(atlas, notes))
    yield Leaf("reach-redirects", _ALL, ("_redirects",), _key(sorted(moved.items())))
    titles = {atlas.addresses[sheet.path]: sheet.title for sheet in pages(atlas)} if moved else {}
    for old, new in sorted(moved.items()):
        yield Leaf("reach-redirect", old, (old,), _key((new, titles.get(new, new))))
    if atlas.settings.url and scope.has("reach/reach-sitemap"):
        places = _places(atlas)
        yield Leaf("reach-sitemap", _ALL, sitemap_addresses(len(places)), _key(places))
    if atlas.settings.url and scope.has("reach/reach-feed"):
        for subject, feed in _feeds(atlas):
            yield Leaf("reach-feed", subject, (feed.address,), _key(feed))


def make(atlas: Atlas, leaf: Leaf, moved: Moved = _NONE) -> tuple[bytes, ...]:
    """The files of a leaf, in the order of its addresses."""
    if leaf.kind == "reach-redirects":
        return (redirect_lines(atlas.settings, moved).encode(),)
    if leaf.kind == "reach-redirect":
        new = moved[leaf.subject]
        return (redirect_page(atlas.settings, leaf.subject, new, _title(atlas, new)),)
    return _MAKERS[leaf.kind](atlas, leaf)


def _hosting(atlas: Atlas, _leaf: Leaf) -> tuple[bytes, ...]:
    return robots(atlas.settings).encode(), headers_file(atlas.settings).encode(), b""


def _lists(atlas: Atlas, _leaf: Leaf) -> tuple[bytes, ...]:
    return site_data(atlas), llms(atlas)


def _table(atlas: Atlas, leaf: Leaf) -> tuple[bytes, ...]:
    return (table_csv(atlas, by_kind(atlas)[leaf.subject][1]),)


def _sitemap(atlas: Atlas, _leaf: Leaf) -> tuple[bytes, ...]:
    return sitemap(atlas.settings, _places(atlas))


def _places(atlas: Atlas) -> tuple[Place, ...]:
    """The first page, and those of all notes, bases and canvases."""
    shown = {atlas.addresses[sheet.path]: changed(sheet) for sheet in pages(atlas)}
    shown[_HOME] = shown.get(_HOME, "") or atlas.newest
    return tuple(Place(*pair) for pair in sorted(shown.items()))


def _feeds(atlas: Atlas) -> Iterator[tuple[str, Feed]]:
    """Each feed, with the subject of its leaf."""
    yield _ALL, _feed(atlas, _ALL)
    for slug, (kind, notes) in by_kind(atlas).items():
        yield f"kind:{slug}", _feed_of_kind(atlas, kind, notes)
    for sheet in pages(atlas):
        if found := investments(atlas, sheet.path):
            yield f"page:{sheet.path}", _feed_of_page(atlas, sheet, found)


def _feed(atlas: Atlas, subject: str) -> Feed:
    """The feed that a leaf is about."""
    what, _, name = subject.partition(":")
    if what == "kind":
        return _feed_of_kind(atlas, *by_kind(atlas)[name])
    if what == "page":
        return _feed_of_page(atlas, atlas.sheets[name], investments(atlas, name))
    return Feed(FEED, atlas.settings.title, _HOME, entries(atlas, pages(atlas)))


def _feed_of_kind(atlas: Atlas, kind: str, notes: Iterable[Sheet]) -> Feed:
    return Feed(feed_of_kind(kind), f"{atlas.settings.title}: {kind}", _HOME, entries(atlas, notes))


def _feed_of_page(atlas: Atlas, sheet: Sheet, notes: Iterable[Sheet]) -> Feed:
    page = atlas.addresses[sheet.path]
    title = f"{atlas.settings.title}: investments of {sheet.title}"
    return Feed(feed_of_page(page), title, page, entries(atlas, notes))


def _atom(atlas: Atlas, leaf: Leaf) -> tuple[bytes, ...]:
    return (feed_xml(atlas.settings, _feed(atlas, leaf.subject)),)


def _title(atlas: Atlas, address: str) -> str:
    return next((sheet.title for sheet in pages(atlas) if atlas.addresses[sheet.path] == address), address)


def _key(value: object) -> str:
    return blake2b(repr(value).encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()


_MAKERS: Final[Mapping[str, Callable[[Atlas, Leaf], tuple[bytes, ...]]]] = {
    "reach-hosting": _hosting,
    "reach-lists": _lists,
    "reach-table": _table,
    "reach-sitemap": _sitemap,
    "reach-feed": _atom,
}

KINDS: Final = frozenset({*_MAKERS, "reach-redirect", "reach-redirects"})
"""The kinds of leaf that are made here."""
