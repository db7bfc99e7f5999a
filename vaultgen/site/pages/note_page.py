"""The page of a note: its head, its facts, its body, and what stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from vaultgen.site.goal import href
from vaultgen.site.pages import places
from vaultgen.site.pages.backlinks import MOST_SHOWN, Group, linked_from, shown_groups
from vaultgen.site.pages.books import Books, Dated, changed_on
from vaultgen.site.pages.facts import Fact, Strip, facts, panel
from vaultgen.site.pages.frame import Crumb, Way
from vaultgen.site.pages.opening import open_body
from vaultgen.site.pages.pieces import Desk
from vaultgen.site.pages.words import Moment, cut, moment, title_of_kind
from vaultgen.site.sheet import Heading, Sheet

__all__ = ["NotePage", "Step", "crumbs", "description", "note_page", "way_down"]

_FEWEST_HEADINGS = 3


class Step(NamedTuple):
    """The note before or after this one in time."""

    title: str
    href: str
    when: Moment


class NotePage(NamedTuple):
    """Everything that the page of a note shows."""

    title: str
    anchor: str
    kinds: tuple[Way, ...]
    tags: tuple[Way, ...]
    lead: Markup
    strip: Strip
    panel: tuple[Fact, ...]
    body: Markup
    contents: tuple[Heading, ...]
    graph: Markup
    groups: tuple[Group, ...]
    linked: int
    all_links: str
    crumbs: tuple[Crumb, ...]
    before: Step | None
    after: Step | None
    twins: tuple[Way, ...]
    obsidian: str
    updated: Moment | None


def note_page(
    books: Books, path: str, *, body: str = "", contents: Sequence[Heading] = (), graph: str = ""
) -> NotePage:
    """Work out the page of one note; `body` and `graph` are finished HTML, `contents` the body's headings."""
    library = books.library
    sheet, page = library.sheets[path], library.addresses[path]
    desk = Desk(library, path, page)
    opened = open_body(body, sheet.title)
    linked = linked_from(library, path)
    kinds = [
        Way(title_of_kind(kind), href(places.kind_address(kind), page)) for kind in books.kinds_of(sheet)
    ]
    before, after = books.beside(path)
    return NotePage(
        sheet.title, opened.anchor,
        tuple(kinds),
        tuple([Way(tag, href(places.tag_address(tag), page)) for tag in sheet.tags]),
        Markup(opened.lead),  # noqa: S704 - sanitised by the press, as is the body
        facts(desk, sheet, books.rounds(sheet)),
        panel(desk, sheet.properties),
        Markup(opened.html),  # noqa: S704 - see above
        _contents(contents, opened.anchor),
        Markup(graph),  # noqa: S704 - drawn by the site itself
        shown_groups(library, linked, page), linked.count,
        href(places.links_address(page), page) if linked.count > MOST_SHOWN else "",
        crumbs(books, sheet, page),
        _step(books, before, page), _step(books, after, page),
        _twins(books, sheet, page), _obsidian(books, path), moment(changed_on(sheet.properties)),
    )  # fmt: skip


def _contents(headings: Sequence[Heading], anchor: str) -> tuple[Heading, ...]:
    """The two highest levels of headings that there are; few headings need no list of them."""
    own = [heading for heading in headings if heading.anchor != anchor or not anchor]
    if len(own) < _FEWEST_HEADINGS:
        return ()
    top = min(heading.level for heading in own)
    return tuple(heading for heading in own if heading.level <= top + 1)


def way_down(books: Books, sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """The titles and addresses of the pages above a note: the first page, the list of its kind or its folder."""
    kind = next(iter(books.kinds_of(sheet)), "") if sheet.listed else ""
    folder = sheet.path.rpartition("/")[0]
    home = ("Home", places.HOME)
    if kind:
        return home, (books.names[kind], places.kind_address(kind))
    return (home, (folder.rpartition("/")[2], books.folder_page(folder))) if folder else (home,)


def crumbs(books: Books, sheet: Sheet, page: str) -> tuple[Crumb, ...]:
    """The way down to a note, and the note itself."""
    return (*(Crumb(text, href(to, page)) for text, to in way_down(books, sheet)), Crumb(sheet.title))


def _step(books: Books, to: Dated, page: str) -> Step | None:
    if not to.path:
        return None
    sheet = books.library.sheets[to.path]
    return Step(
        sheet.title, href(books.library.addresses[to.path], page), moment(to.day) or Moment(to.day, to.day)
    )


def _twins(books: Books, sheet: Sheet, page: str) -> tuple[Way, ...]:
    if sheet.kind != "note" or not books.library.settings.twins:
        return ()
    stem = page.removesuffix(".html")
    return (Way("Markdown", href(f"{stem}.md", page)), Way("JSON", href(f"{stem}.json", page)))


def _obsidian(books: Books, path: str) -> str:
    vault = books.library.settings.vault_name
    return f"obsidian://open?vault={quote(vault, safe='')}&file={quote(path, safe='')}" if vault else ""


def description(sheet: Sheet) -> str:
    """What search engines and previews say of a note."""
    told = sheet.properties.get("description")
    return cut(told if isinstance(told, str) and told.strip() else sheet.lead, 200)
