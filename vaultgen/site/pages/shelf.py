"""The pages that a site has besides those of its notes: where each stands, and what it depends on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from vaultgen.site.digest import digest_of
from vaultgen.site.leaf import Leaf
from vaultgen.site.pages import places
from vaultgen.site.pages.backlinks import MOST_SHOWN, count_sources
from vaultgen.site.pages.books import Books, Deal, changed_on
from vaultgen.site.pages.kinds import KindList
from vaultgen.site.pages.listing import highest_tags
from vaultgen.site.pages.pieces import links_in
from vaultgen.site.scope import ALL, Scope
from vaultgen.site.sheet import NOTE_KINDS, Sheet

__all__ = ["Shelf", "parts_of"]

_Row = TypeVar("_Row")


def parts_of(rows: Sequence[_Row]) -> list[Sequence[_Row]]:
    """Cut a list into what its pages show; one without rows has one page."""
    size = places.PAGE_SIZE
    return [rows[at : at + size] for at in range(0, len(rows), size)] or [rows]


@dataclass(frozen=True)
class Shelf:
    """The leaves of the lists; `shell_key` is a digest of what all pages share.

    A subject tells what is listed, and in its last line which page of the list it is.
    """

    books: Books
    shell_key: str
    kinds: Mapping[str, KindList]
    _faces: dict[str, str] = field(default_factory=dict, init=False, repr=False)
    _rows: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def _lists(self) -> int:
        """How many pages may link to a note without being its neighbours."""
        return sum(not sheet.listed or sheet.kind != "note" for sheet in self.books.pages)

    def lists(self, scope: Scope = ALL) -> Iterator[Leaf]:
        """The leaves of all lists in a scope."""
        if scope.has("pages/timeline"):
            yield from self._rounds()
        for kind in self.kinds if scope.kinds != set() else ():
            if scope.has_kind(kind):
                yield from self._kind(kind, self.kinds[kind])
        if scope.has("pages/tag"):
            yield from self._tags()
        if scope.has("pages/folder"):
            yield from self._folders()
        if scope.has("pages/changed") and (changed := self.books.changed):
            yield from self._pages("changed", "", places.CHANGED, [sheet for _, sheet in changed])
        for sheet in self.books.pages if scope.linked is None else self._named(scope.linked):
            yield from self.links(sheet)

    def _named(self, paths: Iterable[str]) -> Iterator[Sheet]:
        """The files with these paths that have a page."""
        sheets = self.books.library.sheets
        return (sheets[path] for path in sorted(paths) if path in sheets and sheets[path].kind in NOTE_KINDS)

    def _rounds(self) -> Iterator[Leaf]:
        told = [self._deal(deal) for deal in self.books.deals]
        for number, part in enumerate(parts_of(told) if told else (), 1):
            key = digest_of(self.shell_key, part, len(told))
            yield Leaf("timeline", f"\n{number}", (places.numbered(places.TIMELINE, number),), key)
        if told:
            yield Leaf("rounds", "", (places.ROUNDS,), digest_of(self.shell_key, told))

    def _deal(self, deal: Deal) -> str:
        """A digest of what is shown of a round."""
        company = self.books.library.addresses[deal.company] if deal.company else ""
        leads = [self._way(one.target, "", deal.told_in) for one in deal.round.leads if one.target]
        return digest_of(deal, company, leads)

    def _kind(self, kind: str, listed: KindList) -> Iterator[Leaf]:
        called = kind, self.books.names[kind]
        around = digest_of(
            self.shell_key, called, listed.columns, tuple(listed.orders), len(listed.orders[""])
        )
        for order, sheets in listed.orders.items():
            address = places.kind_address(kind, order)
            for number, part in enumerate(parts_of(sheets), 1):
                key = digest_of(around, [self._row(sheet) for sheet in part])
                yield Leaf("kind", f"{kind}\n{order}\n{number}", (places.numbered(address, number),), key)

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

    def _tags(self) -> Iterator[Leaf]:
        tags = self.books.tags
        below: dict[str, list[tuple[str, int]]] = {}
        for tag, sheets in tags.items():
            below.setdefault(tag.rpartition("/")[0], []).append((tag, len(sheets)))
        for tag, sheets in tags.items():
            yield from self._pages("tag", tag, places.tag_address(tag), sheets, below.get(tag, ()))
        for number, part in enumerate(parts_of(highest_tags(self.books)) if tags else (), 1):
            counts = [(tag, len(tags[tag])) for tag in part]
            key = digest_of(self.shell_key, counts, len(below[""]))
            yield Leaf("tags", f"\n{number}", (places.numbered(places.TAGS, number),), key)

    def _folders(self) -> Iterator[Leaf]:
        folders = self.books.folders
        below: dict[str, list[tuple[str, str, int]]] = {}
        for folder, sheets in folders.items():
            parent = folder.rpartition("/")[0]
            if folder:
                below.setdefault(parent, []).append((folder, self.books.folder_page(folder), len(sheets)))
        for folder, sheets in folders.items():
            address, inside = self.books.folder_page(folder), below.get(folder, ())
            yield from self._pages("folder", folder, address, sheets, inside)

    def _pages(
        self, kind: str, subject: str, address: str, sheets: Sequence[Sheet], around: object = ()
    ) -> Iterator[Leaf]:
        for number, part in enumerate(parts_of(sheets), 1):
            rows = [self._face(sheet) for sheet in part]
            key = digest_of(self.shell_key, around, len(sheets), address, rows)
            yield Leaf(kind, f"{subject}\n{number}", (places.numbered(address, number),), key)

    def _face(self, sheet: Sheet) -> str:
        """A digest of what lists show of a note."""
        if sheet.path not in self._faces:
            where = self.books.library.addresses[sheet.path]
            shown = (where, sheet.title, sheet.kinds, sheet.lead, changed_on(sheet.properties))
            self._faces[sheet.path] = digest_of(shown)
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
        shown = [
            (
                self._face(library.sheets[one.source]), library.sheets[one.source].listed, one.link.relation,
                one.link.context, one.link.display, one.link.target,
            )
            for one in links
        ]  # fmt: skip
        pages = range(1, -(-count // places.PAGE_SIZE) + 1)
        addresses = tuple(places.numbered(address, number) for number in pages)
        yield Leaf("links", sheet.path, addresses, digest_of(self.shell_key, self._face(sheet), shown))
