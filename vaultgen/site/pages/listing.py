"""The lists of notes: of a tag, of a folder, of what changed, of all tags or folders, of all backlinks."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from vaultgen.site.goal import href
from vaultgen.site.pages import places
from vaultgen.site.pages.backlinks import Group, Linked, shown_groups
from vaultgen.site.pages.books import Books
from vaultgen.site.pages.frame import Crumb, Way
from vaultgen.site.pages.home import Counted
from vaultgen.site.pages.paging import count_or_page, pages_of
from vaultgen.site.pages.parts import Part
from vaultgen.site.pages.rows import NoteRow, note_row
from vaultgen.site.sheet import Sheet

__all__ = [
    "Listing",
    "changed_page",
    "folder_page",
    "highest_tags",
    "links_page",
    "tag_page",
    "tags_page",
]


_BELOW: Final = 400  # tags or folders on one page


class Listing(Struct, frozen=True):
    """One page of a list: what is below it, its notes or mentions, and its further pages.

    `count` tells how many there are in all, or on further pages which of them this is.
    """

    eyebrow: str
    title: str
    count: str
    what: str
    crumbs: tuple[Crumb, ...]
    inner: tuple[Counted, ...] = ()
    rows: tuple[NoteRow, ...] = ()
    groups: tuple[Group, ...] = ()
    others: tuple[Way, ...] = ()
    dated: bool = False


def tag_page(books: Books, tag: str, part: Part[Sheet], page: str) -> Listing:
    """Work out one page of a tag: on the first the tags right below it, and some of the notes that have it."""
    tags = books.tags if part.is_first else {}
    below = [(name, own) for name, own in tags.items() if name.rpartition("/")[0] == tag]
    parts = tag.split("/")
    parents = [
        Crumb("/".join(parts[:depth]), href(places.tag_address("/".join(parts[:depth])), page))
        for depth in range(1, len(parts))
    ]
    return Listing(
        "Tag", f"#{tag}", count_or_page(len(books.tags[tag]), part), "notes",
        (_home(page), Crumb("Tags", href(places.TAGS, page)), *parents, Crumb(tag)),
        tuple(Counted(name, href(places.tag_address(name), page), len(own)) for name, own in below[:_BELOW]),
        tuple(note_row(books, sheet, page) for sheet in part.rows),
        others=pages_of(places.tag_address(tag), part),
    )  # fmt: skip


def highest_tags(books: Books) -> tuple[str, ...]:
    """The tags that are below no other."""
    return tuple(tag for tag in books.tags if "/" not in tag)


def tags_page(books: Books, part: Part[str], page: str) -> Listing:
    """Work out one page of the highest tags."""
    inner = tuple(
        Counted(tag, href(places.tag_address(tag), page), len(books.tags[tag])) for tag in part.rows
    )
    count = count_or_page(len(highest_tags(books)), part)
    others = pages_of(places.TAGS, part)
    return Listing("", "Tags", count, "tags", (_home(page), Crumb("Tags")), inner, others=others)


def folder_page(books: Books, folder: str, part: Part[Sheet], page: str) -> Listing:
    """Work out one page of a folder: on the first the folders in it, and some of its notes."""
    parts = folder.split("/") if folder else []
    parents = [
        Crumb(parts[depth - 1], href(books.folder_page("/".join(parts[:depth])), page))
        for depth in range(1, len(parts))
    ]
    folders = books.folders if part.is_first else {}
    inside = [(name, own) for name, own in folders.items() if name and name.rpartition("/")[0] == folder]
    root = Crumb("Folders", href(places.FOLDERS, page) if folder else "")
    count = count_or_page(len(books.folders[folder]), part)
    return Listing(
        "Folder" if folder else "", parts[-1] if parts else "Folders", count, "notes",
        (_home(page), root, *parents, *([Crumb(parts[-1])] if parts else [])),
        tuple(
            Counted(name.rpartition("/")[2], href(books.folder_page(name), page), len(own))
            for name, own in inside[:_BELOW]
        ),
        tuple(note_row(books, sheet, page) for sheet in part.rows),
        others=pages_of(books.folder_page(folder), part),
    )  # fmt: skip


def changed_page(books: Books, part: Part[tuple[str, Sheet]], page: str) -> Listing:
    """Work out one page of what changed, the latest first."""
    count = count_or_page(len(books.changed), part)
    return Listing(
        "", "Recently changed", count, "notes", (_home(page), Crumb("Recently changed")),
        rows=tuple(note_row(books, sheet, page, day) for day, sheet in part.rows),
        others=pages_of(places.CHANGED, part), dated=True,
    )  # fmt: skip


def links_page(books: Books, path: str, linked: Linked, part: Part[int], page: str) -> Listing:
    """Work out one page of the backlinks of a note that has too many for its own page."""
    sheet, address = books.library.sheets[path], books.library.addresses[path]
    return Listing(
        "Links to", sheet.title, count_or_page(linked.count, part), "notes",
        (_home(page), Crumb(sheet.title, href(address, page)), Crumb("Links")),
        groups=shown_groups(books.library, linked, page, part.rows[0], part.rows[-1] + 1),
        others=pages_of(places.links_address(address), part),
    )  # fmt: skip


def _home(page: str) -> Crumb:
    return Crumb("Home", href(places.HOME, page))
