"""The lists of notes: of a tag, of a folder, of what changed, of all tags or folders, of all backlinks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vaultgen.site.goal import href
from vaultgen.site.pages import places
from vaultgen.site.pages.backlinks import Group
from vaultgen.site.pages.books import Books
from vaultgen.site.pages.frame import Crumb, Way
from vaultgen.site.pages.home import Counted
from vaultgen.site.pages.rows import NoteRow, note_row
from vaultgen.site.sheet import Sheet

__all__ = [
    "Listing",
    "changed_page",
    "folder_page",
    "highest_tags",
    "links_page",
    "pages_of",
    "tag_page",
    "tags_page",
]


_BELOW: Final = 400  # tags or folders on one page


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: what is below it, its notes or mentions, and its further pages."""

    eyebrow: str
    title: str
    count: int
    what: str
    crumbs: tuple[Crumb, ...]
    inner: tuple[Counted, ...] = ()
    rows: tuple[NoteRow, ...] = ()
    groups: tuple[Group, ...] = ()
    others: tuple[Way, ...] = ()
    dated: bool = False


def pages_of(address: str, count: int, page: str) -> tuple[Way, ...]:
    """The pages of a list of so many rows; nothing for one page. Of many pages the ends and those near by are named."""
    total = -(-count // places.PAGE_SIZE)
    if total < 2:
        return ()
    here = next(number for number in range(1, total + 1) if places.numbered(address, number) == page)
    shown = sorted({1, total, *range(max(1, here - 2), min(total, here + 2) + 1)})
    return tuple(
        Way(str(number), href(places.numbered(address, number), page), number == here) for number in shown
    )


def tag_page(books: Books, tag: str, sheets: Sequence[Sheet], page: str) -> Listing:
    """Work out one page of a tag: the tags right below it, and some of the notes that have it."""
    below = [(name, own) for name, own in books.tags.items() if name.rpartition("/")[0] == tag]
    parts = tag.split("/")
    parents = [
        Crumb("/".join(parts[:depth]), href(places.tag_address("/".join(parts[:depth])), page))
        for depth in range(1, len(parts))
    ]
    count = len(books.tags[tag])
    return Listing(
        "Tag", f"#{tag}", count, "notes",
        (_home(page), Crumb("Tags", href(places.TAGS, page)), *parents, Crumb(tag)),
        tuple(Counted(name, href(places.tag_address(name), page), len(own)) for name, own in below[:_BELOW]),
        tuple(note_row(books, sheet, page) for sheet in sheets),
        others=pages_of(places.tag_address(tag), count, page),
    )  # fmt: skip


def highest_tags(books: Books) -> tuple[str, ...]:
    """The tags that are below no other."""
    return tuple(tag for tag in books.tags if "/" not in tag)


def tags_page(books: Books, tags: Sequence[str], page: str) -> Listing:
    """Work out one page of the highest tags."""
    inner = tuple(Counted(tag, href(places.tag_address(tag), page), len(books.tags[tag])) for tag in tags)
    count = len(highest_tags(books))
    others = pages_of(places.TAGS, count, page)
    return Listing("", "Tags", count, "tags", (_home(page), Crumb("Tags")), inner, others=others)


def folder_page(books: Books, folder: str, sheets: Sequence[Sheet], page: str) -> Listing:
    """Work out one page of a folder: the folders in it, and some of its notes."""
    parts = folder.split("/") if folder else []
    parents = [
        Crumb(parts[depth - 1], href(books.folder_page("/".join(parts[:depth])), page))
        for depth in range(1, len(parts))
    ]
    inside = [
        (name, own) for name, own in books.folders.items() if name and name.rpartition("/")[0] == folder
    ]
    root = Crumb("Folders", href(places.FOLDERS, page) if folder else "")
    count = len(books.folders[folder])
    return Listing(
        "Folder" if folder else "", parts[-1] if parts else "Folders", count, "notes",
        (_home(page), root, *parents, *([Crumb(parts[-1])] if parts else [])),
        tuple(
            Counted(name.rpartition("/")[2], href(books.folder_page(name), page), len(own))
            for name, own in inside[:_BELOW]
        ),
        tuple(note_row(books, sheet, page) for sheet in sheets),
        others=pages_of(books.folder_page(folder), count, page),
    )  # fmt: skip


def changed_page(books: Books, dated: Sequence[tuple[str, Sheet]], page: str) -> Listing:
    """Work out one page of what changed, the latest first."""
    return Listing(
        "", "Recently changed", len(books.changed), "notes", (_home(page), Crumb("Recently changed")),
        rows=tuple(note_row(books, sheet, page, day) for day, sheet in dated),
        others=pages_of(places.CHANGED, len(books.changed), page), dated=True,
    )  # fmt: skip


def links_page(books: Books, path: str, groups: tuple[Group, ...], count: int, page: str) -> Listing:
    """Work out one page of the backlinks of a note that has too many for its own page."""
    sheet, address = books.library.sheets[path], books.library.addresses[path]
    return Listing(
        "Links to", sheet.title, count, "notes",
        (_home(page), Crumb(sheet.title, href(address, page)), Crumb("Links")),
        groups=groups, others=pages_of(places.links_address(address), count, page),
    )  # fmt: skip


def _home(page: str) -> Crumb:
    return Crumb("Home", href(places.HOME, page))
