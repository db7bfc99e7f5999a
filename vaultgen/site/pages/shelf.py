"""The pages that a site has besides those of its notes: where each stands, and what it depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from msgspec import Struct, field

from vaultgen.site.digest import digest_of
from vaultgen.site.leaf import Leaf
from vaultgen.site.pages import places
from vaultgen.site.pages.backlinks import MOST_SHOWN, count_sources, linked_from, pages_of_links
from vaultgen.site.pages.binder import Binder
from vaultgen.site.pages.books import Books, Deal, changed_on
from vaultgen.site.pages.parts import Part
from vaultgen.site.pages.pieces import links_in
from vaultgen.site.scope import ALL, Scope
from vaultgen.site.sheet import NOTE_KINDS, Sheet

__all__ = ["Shelf"]

_Row = TypeVar("_Row")


class Shelf(Struct, frozen=True, dict=True):
    """The leaves of the lists; `shell_key` is a digest of what all pages share.

    A subject tells what is listed, and in its last line which page of the list it is.
    """

    binder: Binder
    shell_key: str
    _faces: dict[str, object] = field(default_factory=dict)
    _rows: dict[str, str] = field(default_factory=dict)

    @property
    def books(self) -> Books:
        """The vault whose lists they are."""
        return self.binder.books

    @cached_property
    def _lists(self) -> int:
        """How many pages may link to a note without being its neighbours."""
        return sum(not sheet.listed or sheet.kind != "note" for sheet in self.books.pages)

    def lists(self, scope: Scope = ALL) -> Iterator[Leaf]:
        """The leaves of all lists in a scope."""
        if scope.has("pages/timeline"):
            yield from self._rounds()
        for kind in self.binder.kinds if scope.kinds != set() else ():
            if scope.has_list("pages/kind", kind):
                yield from self._kind(kind)
        if scope.has("pages/tag"):
            yield from self._tags(scope)
        if scope.has("pages/folder"):
            yield from self._folders(scope)
        if scope.has("pages/changed"):
            yield from self._changed()
        for sheet in self.books.pages if scope.linked is None else self._named(scope.linked):
            yield from self.links(sheet)

    def _named(self, paths: Iterable[str]) -> Iterator[Sheet]:
        """The files with these paths that have a page."""
        sheets = self.books.library.sheets
        return (sheets[path] for path in sorted(paths) if path in sheets and sheets[path].kind in NOTE_KINDS)

    def _rounds(self) -> Iterator[Leaf]:
        deals = self.books.deals
        leaves = list(
            self._pages(
                "timeline", "", places.TIMELINE, self.binder.timeline, show=self._deal, whole=len(deals)
            )
        )
        yield from leaves
        if leaves:
            yield Leaf("rounds", "", (places.ROUNDS,), digest_of([leaf.key for leaf in leaves]))

    def _deal(self, deal: Deal) -> str:
        """A digest of what is shown of a round."""
        company = self.books.library.addresses[deal.company] if deal.company else ""
        leads = [self._way(one.target, "", deal.told_in) for one in deal.round.leads if one.target]
        return digest_of(deal, company, leads)

    def _kind(self, kind: str) -> Iterator[Leaf]:
        listed = self.binder.kinds[kind]
        around = self.books.names[kind], listed.columns, tuple(listed.orders)
        for order, sheets in listed.orders.items():
            yield from self._pages(
                "kind", f"{kind}\n{order}", places.kind_address(kind, order), self.binder.kind(kind, order),
                show=self._row, around=around, whole=len(sheets),
            )  # fmt: skip

    def _row(self, sheet: Sheet) -> str:
        """A digest of what tables show of a note, whichever their columns are."""
        if sheet.path not in self._rows:
            ways = [self._way(*link, sheet.path) for link in links_in(sheet.properties)]
            self._rows[sheet.path] = digest_of(
                self.books.library.addresses[sheet.path], sheet.title, sheet.lead, sheet.properties,
                sheet.figures, self.books.rounds(sheet), ways,
            )  # fmt: skip
        return self._rows[sheet.path]

    def _way(self, target: str, subpath: str, source: str) -> tuple[str, str, str]:
        """What lists show of where a link leads."""
        goal = self.books.library.goal(target, subpath, source)
        return goal.state, goal.address, goal.fragment

    def _tags(self, scope: Scope) -> Iterator[Leaf]:
        tags = self.books.tags
        below: dict[str, list[tuple[str, int]]] = {}
        for tag, sheets in tags.items():
            below.setdefault(tag.rpartition("/")[0], []).append((tag, len(sheets)))
        for tag, sheets in tags.items():
            if not scope.has_list("pages/tag", tag):
                continue
            whole = len(sheets), below.get(tag, ())
            yield from self._pages(
                "tag", tag, places.tag_address(tag), self.binder.tag(tag), show=self._face, whole=whole
            )
        counts = {tag: (tag, len(sheets)) for tag, sheets in tags.items()}
        whole = len(below.get("", ())), ()
        yield from self._pages(
            "tags", "", places.TAGS, self.binder.tags, show=counts.__getitem__, whole=whole
        )

    def _folders(self, scope: Scope) -> Iterator[Leaf]:
        folders = self.books.folders
        below: dict[str, list[tuple[str, str, int]]] = {}
        for folder, sheets in folders.items():
            parent = folder.rpartition("/")[0]
            if folder:
                below.setdefault(parent, []).append((folder, self.books.folder_page(folder), len(sheets)))
        for folder, sheets in folders.items():
            if not scope.has_list("pages/folder", folder):
                continue
            address, whole = self.books.folder_page(folder), (len(sheets), below.get(folder, ()))
            yield from self._pages(
                "folder", folder, address, self.binder.folder(folder), show=self._face, whole=whole
            )

    def _changed(self) -> Iterator[Leaf]:
        yield from self._pages(
            "changed", "", places.CHANGED, self.binder.changed,
            show=lambda dated: self._face(dated[1]), whole=len(self.books.changed),
        )  # fmt: skip

    def _pages(
        self, kind: str, subject: str, address: str, parts: Iterable[Part[_Row]],
        *, show: Callable[[_Row], object], whole: object, around: object = (),
    ) -> Iterator[Leaf]:  # fmt: skip
        """The leaves of a list's pages: each shows its rows and what is around them, the first the `whole` too.

        How many pages there are shows on each of them, in the ways to the others.
        """
        for part in parts:
            rows = [show(row) for row in part.rows]
            key = digest_of(self.shell_key, around, part.of, rows, whole if part.is_first else ())
            yield Leaf(kind, f"{subject}\n{part.number}", (places.numbered(address, part.number),), key)

    def _face(self, sheet: Sheet) -> object:
        """What lists show of a note."""
        if sheet.path not in self._faces:
            where = self.books.library.addresses[sheet.path]
            self._faces[sheet.path] = (
                where,
                sheet.title,
                sheet.kinds,
                sheet.lead,
                changed_on(sheet.properties),
            )
        return self._faces[sheet.path]

    def links(self, sheet: Sheet) -> Iterator[Leaf]:
        """The leaf of all links to a note that has more of them than its page shows."""
        library = self.books.library
        if library.degree(sheet.path) + self._lists <= MOST_SHOWN:
            return
        links = library.backlinks(sheet.path)
        if len(links) <= MOST_SHOWN or (count := count_sources(links, sheet.path)) <= MOST_SHOWN:
            return
        address = places.links_address(library.addresses[sheet.path])
        sheets, addresses = library.sheets, library.addresses
        shown = [
            (
                addresses[one.source], sheets[one.source].title, sheets[one.source].listed, one.link.relation,
                one.link.context, one.link.display, one.link.target,
            )
            for one in links
        ]  # fmt: skip
        # To know who is shown where takes more than to count them, and few notes have so many links.
        many = len(pages_of_links(linked_from(library, sheet.path))) if count > places.PAGE_SIZE else 1
        places_of_list = tuple(places.numbered(address, number) for number in range(1, many + 1))
        yield Leaf("links", sheet.path, places_of_list, digest_of(self.shell_key, sheet.title, shown))
