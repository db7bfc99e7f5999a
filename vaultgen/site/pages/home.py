"""The first page of a site: search, what is new, what is large, and the ways to everything else."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Final

from markupsafe import Markup
from msgspec import Struct

from vaultgen.site.goal import href
from vaultgen.site.pages import places
from vaultgen.site.pages.books import Books
from vaultgen.site.pages.figures import VALUATIONS, Figure, worth_rank, worths_of
from vaultgen.site.pages.opening import open_body
from vaultgen.site.pages.pieces import Piece
from vaultgen.site.pages.rows import DealRow, NoteRow, deal_row, note_row, sheet_piece
from vaultgen.site.sheet import Sheet

__all__ = ["Counted", "Home", "Worth", "home_page", "tells_of_links", "worth_of"]

_ROUNDS: Final = 10
_LARGEST: Final = 10
_CHANGED: Final = 8
_CONNECTED: Final = 8
_TAGS: Final = 24
_BAR: Final = 100
_KINDS: Final = 40
_NO_BODY: Final = Markup()
_WORTHLESS: Final = (Decimal(0), Decimal(0))


class Counted(Struct, frozen=True):
    """A way to many notes, with their number."""

    text: str
    href: str
    count: int


class Worth(Struct, frozen=True):
    """A company by valuation: its figures, and their shares of the largest as widths from 0 to 100."""

    company: Piece
    figure: Figure | None
    pending: Figure | None
    width: str
    pending_width: str


class Home(Struct, frozen=True):
    """What the first page shows."""

    title: str
    description: str
    search: str
    kinds: tuple[Counted, ...]
    rounds: tuple[DealRow, ...]
    all_rounds: str
    worths: tuple[Worth, ...]
    all_worths: str
    changed: tuple[NoteRow, ...]
    all_changed: str
    connected: tuple[NoteRow, ...]
    tags: tuple[Counted, ...]
    ways: tuple[Piece, ...]
    body: Markup = _NO_BODY


def home_page(books: Books, body: str = "") -> Home:
    """Work out the first page; with the HTML of a note it shows that instead of what is new and large."""
    settings, page = books.library.settings, places.HOME
    if body:
        return Home(
            settings.title, settings.description, href(places.SEARCH, page) if settings.search else "",
            _kinds(books, page), (), "", (), "", (), "", (), _commonest_tags(books, page), _ways(books, page),
            Markup(open_body(body, books.library.sheets[settings.home].title).html),  # noqa: S704 - from the press
        )  # fmt: skip
    deals = books.deals
    dated = [deal for deal in deals if deal.round.earliest or deal.round.latest]
    changed = books.changed
    worths, kind = _largest(books)
    return Home(
        settings.title, settings.description, href(places.SEARCH, page) if settings.search else "",
        _kinds(books, page), tuple(deal_row(books, deal, page) for deal in dated[:_ROUNDS]),
        href(places.TIMELINE, page) if deals else "",
        worths, href(places.kind_address(kind, "valuation"), page) if kind else "",
        tuple(note_row(books, sheet, page, day) for day, sheet in changed[:_CHANGED]),
        href(places.CHANGED, page) if changed else "",
        () if worths else _best_connected(books, page),
        _commonest_tags(books, page), _ways(books, page),
    )  # fmt: skip


def tells_of_links(books: Books) -> bool:
    """Whether the first page shows which notes are linked best: it does so where no valuations are told."""
    told = (sheet for sheet in books.pages if any(_rank(sheet)))
    return len(list(islice(told, 2))) < 2


def worth_of(sheet: Sheet) -> tuple[Figure | None, Figure | None]:
    """The valuation of a note's company and the pending one, in the note's own words."""
    return worths_of(sheet.properties, sheet.figures)


def _kinds(books: Books, page: str) -> tuple[Counted, ...]:
    return tuple(
        Counted(books.names[kind], href(places.kind_address(kind), page), len(sheets))
        for kind, sheets in list(books.kinds.items())[:_KINDS]
    )


def _largest(books: Books) -> tuple[tuple[Worth, ...], str]:
    """The largest by valuation, firm ones first, with the kind of the first; nothing with fewer than two."""
    ranked = []
    for sheet in books.pages:
        firm, pending = _rank(sheet)
        if firm or pending:
            ranked.append((-firm, -pending, sheet.title.casefold(), sheet.path, sheet))
    ranked.sort(key=lambda row: row[:4])
    shown = [(sheet, *worth_of(sheet)) for *_, sheet in ranked[:_LARGEST]]
    if len(shown) < 2:
        return (), ""
    most = max(_sort(figure) for _, *figures in shown for figure in figures) or Decimal(1)
    kind = next(iter(books.kinds_of(shown[0][0])), "")
    return tuple(
        Worth(
            sheet_piece(books, sheet, places.HOME), firm, pending,
            _width(_sort(firm), most), _width(_sort(pending), most),
        )
        for sheet, firm, pending in shown
    ), kind  # fmt: skip


def _rank(sheet: Sheet) -> tuple[Decimal, Decimal]:
    return worth_rank(sheet.properties, sheet.figures) if _is_valued(tuple(sheet.properties)) else _WORTHLESS


@lru_cache(maxsize=1024)
def _is_valued(keys: tuple[str, ...]) -> bool:
    """Whether one of the properties of a note may tell what its company is worth; many notes have the same ones."""
    return any(key.startswith(VALUATIONS) for key in keys)


def _sort(figure: Figure | None) -> Decimal:
    return Decimal(figure.sort) if figure is not None and figure.sort else Decimal(0)


def _width(amount: Decimal, most: Decimal) -> str:
    return str((amount * _BAR / most).quantize(Decimal("0.1"))) if amount else "0"


def _best_connected(books: Books, page: str) -> tuple[NoteRow, ...]:
    """The notes that are linked with most others, for vaults without figures."""
    degree = books.library.degree
    listed = [sheet for sheet in books.pages if sheet.listed and sheet.kind == "note"]
    ranked = sorted(listed, key=lambda sheet: -degree(sheet.path))[:_CONNECTED]
    return tuple(note_row(books, sheet, page) for sheet in ranked)


def _commonest_tags(books: Books, page: str) -> tuple[Counted, ...]:
    common = sorted(books.tags.items(), key=lambda item: (-len(item[1]), item[0]))[:_TAGS]
    return tuple(
        Counted(tag, href(places.tag_address(tag), page), len(sheets)) for tag, sheets in sorted(common)
    )


def _ways(books: Books, page: str) -> tuple[Piece, ...]:
    """The ways to browse besides kinds; the vault's own first note is one of them."""
    named = [
        ("Timeline of rounds", places.TIMELINE if books.deals else ""),
        ("Graph", places.GRAPH),
        ("Recently changed", places.CHANGED if books.changed else ""),
        ("Tags", places.TAGS if books.tags else ""),
        ("Folders", places.FOLDERS),
    ]
    return tuple(Piece(text, href(address, page)) for text, address in named if address)
