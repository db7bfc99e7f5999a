"""The pages that a site has besides those of its notes: where each stands, and what it depends on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from vaultgen.site.digest import digest_of
from vaultgen.site.leaf import Leaf
from vaultgen.site.pages import places
from vaultgen.site.pages.backlinks import MOST_SHOWN, count_sources
from vaultgen.site.pages.books import Books, changed_on
from vaultgen.site.pages.kinds import KindList
from vaultgen.site.pages.listing import highest_tags
from vaultgen.site.sheet import Sheet

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

    @cached_property
    def _ways(self) -> str:
        """What links of properties and tables depend on besides their own note: where everything stands."""
        return digest_of(self.shell_key, tuple(self.books.library.addresses.items()))

    @cached_property
    def _lists(self) -> int:
        """How many pages may link to a note without being its neighbours."""
        return sum(not sheet.listed or sheet.kind != "note" for sheet in self.books.pages)

    def lists(self) -> Iterator[Leaf]:
        """The leaves of all lists."""
        yield from self._rounds()
        yield from self._kinds()
        yield from self._tags()
        yield from self._folders()
        if changed := self.books.changed:
            yield from self._pages("changed", "", places.CHANGED, [sheet for _, sheet in changed])
        for sheet in self.books.pages:
            yield from self.links(sheet)

    def _rounds(self) -> Iterator[Leaf]:
        deals = self.books.deals
        for number, part in enumerate(parts_of(deals) if deals else (), 1):
            key = digest_of(self._ways, part, len(deals))
            yield Leaf("timeline", f"\n{number}", (places.numbered(places.TIMELINE, number),), key)
        if deals:
            yield Leaf("rounds", "", (places.ROUNDS,), digest_of(self._ways, deals))

    def _kinds(self) -> Iterator[Leaf]:
        for kind, listed in self.kinds.items():
            around = digest_of(self._ways, kind, listed.columns, tuple(listed.orders), len(listed.orders[""]))
            for order, sheets in listed.orders.items():
                address = places.kind_address(kind, order)
                for number, part in enumerate(parts_of(sheets), 1):
                    key = digest_of(around, [(sheet.path, sheet.digest) for sheet in part])
                    yield Leaf("kind", f"{kind}\n{order}\n{number}", (places.numbered(address, number),), key)

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
