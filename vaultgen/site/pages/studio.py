"""Where the pages are made: every leaf that belongs to this room, and the bytes of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from jinja2 import Environment
from markupsafe import Markup
from msgspec import Struct, field

from vaultgen import __version__
from vaultgen.site.digest import digest_of
from vaultgen.site.goal import href
from vaultgen.site.leaf import Leaf
from vaultgen.site.pages import listing, places
from vaultgen.site.pages.backlinks import linked_from, pages_of_links
from vaultgen.site.pages.binder import Binder
from vaultgen.site.pages.books import Books
from vaultgen.site.pages.frame import Shell
from vaultgen.site.pages.galleys import Galley
from vaultgen.site.pages.home import Home, home_page, tells_of_links
from vaultgen.site.pages.kinds import KindList, kind_list, kind_page
from vaultgen.site.pages.library import Library
from vaultgen.site.pages.listing import Listing
from vaultgen.site.pages.note_page import description, note_page
from vaultgen.site.pages.paging import count_or_page, pages_of, title_of_page
from vaultgen.site.pages.parts import Part
from vaultgen.site.pages.press_room import environment, show, style_bytes, templates_digest
from vaultgen.site.pages.rounds_table import rounds_csv
from vaultgen.site.pages.shelf import Shelf
from vaultgen.site.pages.timeline import timeline_page
from vaultgen.site.scope import ALL, Scope
from vaultgen.site.scripts import SITE, THEME, versioned
from vaultgen.site.sheet import Heading

__all__ = ["Body", "Studio", "Tools"]

_WAYS: Final = 4


class Body(Struct, frozen=True):
    """The finished HTML of a note, base or canvas, with its headings."""

    html: str
    contents: tuple[Heading, ...] = ()


def _nothing(*_: str) -> str:
    return ""


def _no_body(*_: str) -> Body:
    return Body("")


class Tools(Struct, frozen=True):
    """What other rooms of the site do for a page.

    `body`, `graph` and `head` take a vault path and the address of the page: the HTML of the note, base or canvas; the
    drawing of its neighbours; what stands in the page's head for other readers (the path is `""` for pages of no note).
    `world` is the drawing of the whole vault, for the page at an address, and `world_key` gives a digest of what it
    shows (`""`: it may show all of the vault). `script` is the script's content, and `loaded` that of the one which it
    loads by its own version; `theme` is that of the script that runs before a page is painted. `list_head` is the head
    of a page of no note, by its address, title, description and, on the first page of the list of a kind, that kind;
    if it is given, `head` is not asked for those.
    """

    body: Callable[[str, str], Any] = _no_body
    graph: Callable[[str, str], str] = _nothing
    head: Callable[[str, str], str] = _nothing
    world: Callable[[str], str] = _nothing
    script: bytes = b""
    loaded: bytes = b""
    theme: bytes = b""
    world_key: Callable[[], str] = str
    list_head: Callable[[str, str, str, str], str] | None = None


class _KindLists(Mapping[str, KindList]):
    def __init__(self, books: Books) -> None:
        self._books = books
        self._known: dict[str, KindList] = {}

    def __getitem__(self, kind: str) -> KindList:
        if kind not in self._known:
            self._known[kind] = kind_list(kind, self._books.kinds[kind])
        return self._known[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._books.kinds)

    def __len__(self) -> int:
        return len(self._books.kinds)


class Studio(Struct, frozen=True, dict=True):
    """The maker of all pages of one vault."""

    library: Library
    tools: Tools = field(default_factory=Tools)
    galley: Galley | None = None

    @cached_property
    def books(self) -> Books:
        """The vault by kind, tag, folder and time."""
        return Books(self.library)

    @cached_property
    def kinds(self) -> Mapping[str, KindList]:
        """The list of each kind, worked out when it is first asked for."""
        return _KindLists(self.books)

    @cached_property
    def binder(self) -> Binder:
        """The pages of each list."""
        return Binder(self.books, self.kinds)

    @cached_property
    def _templates_digest(self) -> str:
        return templates_digest(self.library.settings.templates)

    @cached_property
    def templates(self) -> Environment:
        """The compiled templates."""
        return environment(self.library.settings.templates, self._templates_digest, self.galley)

    @cached_property
    def style(self) -> bytes:
        """The stylesheet."""
        return style_bytes(self.library.settings.templates)

    @cached_property
    def shell(self) -> Shell:
        """What the frames of all pages share."""
        ways = [(name, places.kind_address(kind)) for kind, name in list(self.books.names.items())[:_WAYS]]
        if self.books.deals:
            ways.append(("Timeline", places.TIMELINE))
        ways.append(("Graph", places.GRAPH))
        tools = self.tools
        script = versioned(SITE, tools.script, tools.loaded) if tools.script else ""
        style = versioned(places.STYLE, self.style)
        theme = versioned(THEME, tools.theme) if tools.theme else ""
        return Shell(
            self.library.settings, tuple(ways), style, script, theme=theme, legend=self.books.has_figures
        )

    @cached_property
    def shell_key(self) -> str:
        """A digest of what every page depends on besides the vault: templates, settings, the ways, the version."""
        own, shell = self.library.settings, self.shell
        shown = (
            own.title,
            own.url,
            own.language,
            own.description,
            own.search,
            own.offline,
            own.twins,
            own.vault_name,
        )
        return digest_of(
            __version__,
            self._templates_digest,
            shown,
            shell.ways,
            shell.style,
            shell.script,
            shell.theme,
            shell.legend,
        )

    def leaves(self, scope: Scope = ALL) -> Iterator[Leaf]:
        """Every leaf of this room in a scope but those of the notes, which the engine keys: see `note`."""
        yield Leaf("style", "", (places.STYLE,), digest_of(self.style))
        if scope.has("pages/home") or self._has_other_home(scope):
            yield Leaf("home", "", (places.HOME,), digest_of(self.shell_key, self._home))
        yield Leaf("missing", "", (places.MISSING,), self.shell_key)
        if self.library.settings.search:
            yield Leaf("search", "", (places.SEARCH,), self.shell_key)
        if scope.has("pages/graph"):
            world = self.tools.world_key() or self.library.digest
            yield Leaf("graph", "", (places.GRAPH,), digest_of(self.shell_key, world))
        yield from Shelf(self.binder, self.shell_key).lists(scope)

    def _has_other_home(self, scope: Scope) -> bool:
        """Whether the first page shows what no list does: a note, or which notes are linked best."""
        return bool(self.library.settings.home) or (scope.tells("links") and tells_of_links(self.books))

    def make(self, leaf: Leaf) -> tuple[bytes, ...]:
        """The bytes of a leaf's files, in the order of its addresses."""
        if leaf.kind == "style":
            return (self.style,)
        if leaf.kind == "links":
            return self._make_links(leaf)
        maker = getattr(self, f"_make_{leaf.kind}")
        subject, _, number = leaf.subject.rpartition("\n")
        made: bytes = maker(leaf.addresses[0], subject, int(number or 1) - 1)
        return (made,)

    def note(self, path: str) -> bytes:
        """The page of a note, base or canvas."""
        sheet, page = self.library.sheets[path], self.library.addresses[path]
        body, graph = self.tools.body(path, page), self.tools.graph(path, page)
        view = note_page(self.books, path, body=body.html, contents=body.contents, graph=graph)
        frame = self.shell.frame(
            page, sheet.kind, title=sheet.title, description=description(sheet),
            extra=self.tools.head(path, page), path=page,
        )  # fmt: skip
        return show(self.templates, "note", {"frame": frame, "note": view})

    @cached_property
    def _home(self) -> Home:
        path = self.library.settings.home
        own = self.library.sheets.get(path)
        if own is None or own.kind != "note":
            return home_page(self.books)
        return home_page(self.books, self.tools.body(path, places.HOME).html)

    def _show(
        self, template: str, page: str, kind: str, *, title: str = "", of: str = "", **values: Any
    ) -> bytes:
        """Fill the template of a page that is no note's; `of` is the kind that it lists first."""
        told = self.library.settings.description if not title else ""
        head = self.tools.list_head
        extra = (
            head(page, title or self.library.settings.title, told, of) if head else self.tools.head("", page)
        )
        frame = self.shell.frame(page, kind, title=title, description=told, extra=extra)
        return show(self.templates, template, {"frame": frame, **values})

    def _make_home(self, page: str, _: str, __: int) -> bytes:
        return self._show("home", page, "home", home=self._home)

    def _make_search(self, page: str, _: str, __: int) -> bytes:
        return self._show("search", page, "search", title="Search")

    def _make_missing(self, page: str, _: str, __: int) -> bytes:
        return self._show("missing", page, "missing", title="Not found")

    def _make_graph(self, page: str, _: str, __: int) -> bytes:
        world = Markup(self.tools.world(page))  # noqa: S704 - drawn by the site itself
        return self._show("graph", page, "graph", title="Graph", world=world)

    def _make_timeline(self, page: str, _: str, number: int) -> bytes:
        part = self.binder.timeline[number]
        count = count_or_page(len(self.books.deals), part)
        return self._show(
            "timeline", page, "timeline", title=title_of_page("Timeline of rounds", part),
            timeline=timeline_page(self.books, part.rows, page), others=pages_of(places.TIMELINE, part),
            count=count, first=part.is_first, csv=href(places.ROUNDS, page),
        )  # fmt: skip

    def _make_rounds(self, _: str, __: str, ___: int) -> bytes:
        return rounds_csv(self.books)

    def _make_kind(self, page: str, subject: str, number: int) -> bytes:
        kind, order = subject.split("\n")
        part = self.binder.kind(kind, order)[number]
        view = kind_page(self.books, self.kinds[kind], part, order, page)
        others = pages_of(places.kind_address(kind, order), part)
        first = kind if page == places.kind_address(kind) else ""
        title = title_of_page(view.title, part)
        return self._show("kind", page, "kind", title=title, of=first, list=view, others=others)

    def _make_tag(self, page: str, tag: str, number: int) -> bytes:
        part = self.binder.tag(tag)[number]
        return self._listing(listing.tag_page(self.books, tag, part, page), part, page, "tag")

    def _make_tags(self, page: str, _: str, number: int) -> bytes:
        part = self.binder.tags[number]
        return self._listing(listing.tags_page(self.books, part, page), part, page, "tag")

    def _make_folder(self, page: str, folder: str, number: int) -> bytes:
        part = self.binder.folder(folder)[number]
        return self._listing(listing.folder_page(self.books, folder, part, page), part, page, "folder")

    def _make_changed(self, page: str, _: str, number: int) -> bytes:
        part = self.binder.changed[number]
        return self._listing(listing.changed_page(self.books, part, page), part, page, "changed")

    def _make_links(self, leaf: Leaf) -> tuple[bytes, ...]:
        made = []
        linked = linked_from(self.library, leaf.subject)
        for page, part in zip(leaf.addresses, pages_of_links(linked), strict=True):
            view = listing.links_page(self.books, leaf.subject, linked, part, page)
            made.append(self._listing(view, part, page, "links"))
        return tuple(made)

    def _listing(self, view: Listing, part: Part[Any], page: str, kind: str) -> bytes:
        return self._show("listing", page, kind, title=title_of_page(view.title, part), list=view)
