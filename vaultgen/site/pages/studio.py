"""Where the pages are made: every leaf that belongs to this room, and the bytes of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any, Final, TypeVar

from markupsafe import Markup

from vaultgen import __version__
from vaultgen.site.leaf import Leaf
from vaultgen.site.pages import places
from vaultgen.site.pages.backlinks import MOST_SHOWN, Group, backlink_groups, count_sources
from vaultgen.site.pages.books import Books, Deal
from vaultgen.site.pages.frame import Shell
from vaultgen.site.pages.home import home_page
from vaultgen.site.pages.kinds import kind_order, kind_page, orders_of
from vaultgen.site.pages.library import Library
from vaultgen.site.pages.listing import (
    Listing,
    changed_page,
    folder_page,
    links_page,
    pages_of,
    tag_page,
    tags_page,
)
from vaultgen.site.pages.note_page import description, note_page
from vaultgen.site.pages.press_room import asset_version, show, style_bytes, templates_digest
from vaultgen.site.pages.timeline import timeline_page
from vaultgen.site.pages.words import plural
from vaultgen.site.sheet import Heading, Sheet

__all__ = ["Body", "Studio", "Tools"]

_WAYS: Final = 4
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Body:
    """The finished HTML of a note, base or canvas, with its headings."""

    html: str
    contents: tuple[Heading, ...] = ()


def _nothing(*_: str) -> str:
    return ""


def _no_body(*_: str) -> Body:
    return Body("")


@dataclass(frozen=True, slots=True)
class Tools:
    """What other rooms of the site do for a page: all take a vault path and the address of the page.

    `body` gives the HTML of a note, base or canvas; `graph` the drawing of its neighbours; `extra` what stands in
    the page's head for other readers (path and address; the path is `""` for pages that are no note's);
    `world` is the drawing of the whole vault, for the page at an address, and `world_key` a digest of what it shows
    (`""`: of the whole vault); `script` is the script's content.
    """

    body: Callable[[str, str], Any] = _no_body
    graph: Callable[[str, str], str] = _nothing
    extra: Callable[[str, str], str] = _nothing
    world: Callable[[str], str] = _nothing
    script: bytes = b""
    world_key: str = ""


@dataclass(frozen=True)
class Studio:
    """The maker of all pages of one vault."""

    library: Library
    tools: Tools = field(default_factory=Tools)

    @cached_property
    def books(self) -> Books:
        """The vault by kind, tag, folder and time."""
        return Books(self.library)

    @cached_property
    def style(self) -> bytes:
        """The stylesheet."""
        return style_bytes(self.library.settings.templates)

    @cached_property
    def shell(self) -> Shell:
        """What the frames of all pages share."""
        kinds = list(self.books.kinds)[:_WAYS]
        ways = [(plural(kind), places.kind_address(kind)) for kind in kinds]
        if self.books.deals:
            ways.append(("Timeline", places.TIMELINE))
        ways.append(("Graph", places.GRAPH))
        script = f"assets/site.js?v={asset_version(self.tools.script)}" if self.tools.script else ""
        return Shell(
            self.library.settings, tuple(ways), f"{places.STYLE}?v={asset_version(self.style)}", script
        )

    @cached_property
    def shell_key(self) -> str:
        """A digest of what every page depends on besides the vault: templates, settings, the ways, the version."""
        own = self.library.settings
        shown = (own.title, own.url, own.language, own.description, own.search, own.offline, own.twins, own.vault_name)
        return _digest(__version__, templates_digest(own.templates), shown, self.shell.ways, self.shell.style, self.shell.script)

    @cached_property
    def _ground(self) -> str:
        """The same, and which notes there are, where they stand and what they are called: what links show."""
        sheets = self.library.sheets
        return _digest(self.shell_key, *((path, where, sheets[path].title) for path, where in self.library.addresses.items()))

    def leaves(self) -> Iterator[Leaf]:
        """Every leaf of this room but those of the notes, which the engine keys: see `note`."""
        yield Leaf("style", "", (places.STYLE,), _digest(self.style))
        home = home_page(self.books)
        yield Leaf("home", "", (places.HOME,), _digest(self.shell_key, home))
        for kind in ("search", "missing"):
            address = {"search": places.SEARCH, "missing": places.MISSING}[kind]
            if kind != "search" or self.library.settings.search:
                yield Leaf(kind, "", (address,), self.shell_key)
        world_key = self.tools.world_key or self.library.digest
        yield Leaf("graph", "", (places.GRAPH,), _digest(self.shell_key, world_key))
        yield from self._timeline_leaves()
        for kind, sheets in self.books.kinds.items():
            for order in orders_of(sheets):
                listed = kind_order(sheets, order)
                yield from self._paged("kind", f"{kind}\n{order}", places.kind_address(kind, order), listed)
        for tag, sheets in self.books.tags.items():
            yield from self._paged("tag", tag, places.tag_address(tag), sheets)
        if self.books.tags:
            counts = [(tag, len(sheets)) for tag, sheets in self.books.tags.items()]
            yield Leaf("tags", "", (places.TAGS,), _digest(self.shell_key, counts))
        for folder, sheets in self.books.folders.items():
            yield from self._paged("folder", folder, self.books.folder_page(folder), sheets)
        if self.books.changed:
            yield from self._paged("changed", "", places.CHANGED, [sheet for _, sheet in self.books.changed])
        for sheet in self.books.pages:
            yield from self._link_leaves(sheet)

    def _timeline_leaves(self) -> Iterator[Leaf]:
        for number, deals in _parts(self.books.deals):
            key = _digest(self._ground, deals, len(self.books.deals))
            yield Leaf("timeline", str(number), (places.numbered(places.TIMELINE, number),), key)

    def _paged(self, kind: str, subject: str, address: str, sheets: Sequence[Sheet]) -> Iterator[Leaf]:
        """One leaf a page; its key is made of what the rows can show."""
        for number, part in _parts(sheets) or [(1, ())]:
            shown = [(sheet.path, sheet.lead, sheet.kinds, sheet.digest if kind == "kind" else sheet.properties.get("updated")) for sheet in part]
            key = _digest(self._ground, len(sheets), shown)
            yield Leaf(kind, f"{subject}\n{number}", (places.numbered(address, number),), key)

    def _link_leaves(self, sheet: Sheet) -> Iterator[Leaf]:
        links = self.library.backlinks(sheet.path)
        if len(links) <= MOST_SHOWN:
            return
        count = count_sources(links, sheet.path)
        if count > MOST_SHOWN:
            address = places.links_address(self.library.addresses[sheet.path])
            key = _digest(self._ground, [(one.source, one.link.relation, one.link.context) for one in links])
            pages = range(1, -(-count // places.PAGE_SIZE) + 1)
            yield Leaf("links", sheet.path, tuple(places.numbered(address, number) for number in pages), key)

    def make(self, leaf: Leaf) -> tuple[bytes, ...]:
        """The bytes of a leaf's files, in the order of its addresses."""
        if leaf.kind == "links":
            return self._links(leaf)
        maker = getattr(self, f"_make_{leaf.kind}")
        return (maker(leaf.subject, leaf.addresses[0]),)

    def note(self, path: str) -> bytes:
        """The page of a note, base or canvas."""
        sheet, page = self.library.sheets[path], self.library.addresses[path]
        body = self.tools.body(path, page)
        view = note_page(self.books, path, body=body.html, contents=body.contents, graph=self.tools.graph(path, page))
        return self._show("note", page, sheet.kind, {"note": view}, title=sheet.title, description=description(sheet), path=path)

    def _show(
        self, template: str, page: str, kind: str, values: dict[str, Any], *, title: str = "", description: str = "", path: str = ""
    ) -> bytes:
        frame = self.shell.frame(
            page, kind, title=title, description=description, extra=self.tools.extra(path, page), path=page if path else ""
        )
        return show(self.library.settings.templates, template, {"frame": frame, **values})

    def _make_style(self, _: str, __: str) -> bytes:
        return self.style

    def _make_home(self, _: str, page: str) -> bytes:
        return self._show("home", page, "home", {"home": home_page(self.books)})

    def _make_search(self, _: str, page: str) -> bytes:
        return self._show("search", page, "search", {}, title="Search")

    def _make_missing(self, _: str, page: str) -> bytes:
        return self._show("missing", page, "missing", {"ways": home_page(self.books).ways}, title="Not found")

    def _make_graph(self, _: str, page: str) -> bytes:
        return self._show("graph", page, "graph", {"world": Markup(self.tools.world(page))}, title="Graph")

    def _make_timeline(self, subject: str, page: str) -> bytes:
        deals: Sequence[Deal] = dict(_parts(self.books.deals))[int(subject)]
        view = timeline_page(self.books, deals, page)
        others = pages_of(places.TIMELINE, len(self.books.deals), page)
        values = {"timeline": view, "others": others, "count": len(self.books.deals)}
        return self._show("timeline", page, "timeline", values, title="Timeline of rounds")

    def _make_kind(self, subject: str, page: str) -> bytes:
        kind, order, number = subject.split("\n")
        sheets = kind_order(self.books.kinds[kind], order)
        part = dict(_parts(sheets))[int(number)]
        view = kind_page(self.books, kind, part, order, page)
        others = pages_of(places.kind_address(kind, order), len(sheets), page)
        return self._show("kind", page, "kind", {"list": view, "others": others}, title=view.title)

    def _make_tag(self, subject: str, page: str) -> bytes:
        tag, _, number = subject.rpartition("\n")
        part = dict(_parts(self.books.tags[tag]))[int(number)]
        return self._listing(tag_page(self.books, tag, part, page), page, "tag")

    def _make_tags(self, _: str, page: str) -> bytes:
        return self._listing(tags_page(self.books, page), page, "tag")

    def _make_folder(self, subject: str, page: str) -> bytes:
        folder, _, number = subject.rpartition("\n")
        part = dict(_parts(self.books.folders[folder])).get(int(number), ())
        return self._listing(folder_page(self.books, folder, part, page), page, "folder")

    def _make_changed(self, subject: str, page: str) -> bytes:
        part = dict(_parts(self.books.changed))[int(subject)]
        return self._listing(changed_page(self.books, part, page), page, "changed")

    def _listing(self, view: Listing, page: str, kind: str) -> bytes:
        return self._show("listing", page, kind, {"list": view}, title=view.title)

    def _links(self, leaf: Leaf) -> tuple[bytes, ...]:
        made = []
        for at, page in enumerate(leaf.addresses):
            groups = backlink_groups(self.library, leaf.subject, page)
            count = sum(len(group.mentions) for group in groups)
            shown = _slice(groups, at * places.PAGE_SIZE, (at + 1) * places.PAGE_SIZE)
            made.append(self._listing(links_page(self.books, leaf.subject, shown, count, page), page, "links"))
        return tuple(made)


def _parts(rows: Sequence[_Row]) -> list[tuple[int, Sequence[_Row]]]:
    return [
        (at // places.PAGE_SIZE + 1, rows[at : at + places.PAGE_SIZE]) for at in range(0, len(rows), places.PAGE_SIZE)
    ]


def _slice(groups: Sequence[Group], first: int, end: int) -> tuple[Group, ...]:
    kept, at = [], 0
    for group in groups:
        part = group.mentions[max(0, first - at) : max(0, end - at)]
        at += len(group.mentions)
        if part:
            kept.append(Group(group.label, part))
    return tuple(kept)


def _digest(*parts: object) -> str:
    told = sha256()
    for part in parts:
        told.update(repr(part).encode("utf-8", "surrogatepass") + b"\0")
    return told.hexdigest()
