"""The table of all notes of one kind, with the columns that their properties give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple
from unicodedata import normalize

from msgspec import Struct, field

from vaultgen.site.goal import href
from vaultgen.site.labels import label
from vaultgen.site.pages import places
from vaultgen.site.pages.books import Books
from vaultgen.site.pages.facts import last_round
from vaultgen.site.pages.figures import MONEY_ENDINGS, Figure, figure_of, figure_word, worth_rank
from vaultgen.site.pages.frame import Way
from vaultgen.site.pages.paging import count_or_page
from vaultgen.site.pages.parts import Part
from vaultgen.site.pages.pieces import Desk, Piece, in_a_row
from vaultgen.site.pages.rows import sheet_piece
from vaultgen.site.pages.words import cut, moment
from vaultgen.site.rounds import Round
from vaultgen.site.sheet import Sheet

__all__ = ["Cell", "Column", "KindList", "KindPage", "KindRow", "kind_list", "kind_page"]

_NAMES: Final = {"": "A–Z", "year": "By year", "valuation": "By valuation"}
_MOST: Final = 5
_SILENT: Final = frozenset({
    "id", "kind", "type", "category", "tags", "tag", "aliases", "alias", "title", "description", "cssclasses",
    "publish", "permalink", "updated",
})  # fmt: skip
_PREFERRED: Final = (
    "valuation", "pending_valuation", "total_raised", "annualized_revenue", "arr", "revenue", "last_round_date",
    "stage", "publisher", "published", "founded", "hq", "country", "ceo", "company", "role", "backed", "rounds",
)  # fmt: skip
_YEARS: Final = ("last_round_date", "published", "date", "founded", "created", "updated")
_WORTHS: Final = ("valuation", "pending_valuation")
_ITEMS: Final = 3
_HEADS: Final = {"pending_valuation": "Pending", "last_round_date": "Last round"}
_FEWEST: Final = 12
_WITH: Final = {"pending_valuation": "valuation"}  # what is pending belongs beside what is firm


class Column(Struct, frozen=True):
    """A column of the table: how its values are sorted (`text`, `number`, `date`), figures at the right."""

    key: str
    label: str
    sort_as: str


class Cell(NamedTuple):
    """A cell: a figure, or the pieces of a property; `more` tells how many are left out."""

    pieces: tuple[Piece, ...] = ()
    figure: Figure | None = None
    sort: str = ""
    number: bool = False
    more: int = 0


class KindRow(NamedTuple):
    """A note in the table; `mark` is the id of the first row of a letter or year, `year` what a list by years tells."""

    note: Piece
    lead: str
    cells: tuple[Cell, ...]
    mark: str = ""
    year: str = ""


class KindPage(Struct, frozen=True):
    """One page of the list of a kind, in one order; `letters` lead to its first rows.

    `count` tells how many there are in all, or on further pages which of them this is.
    `once(row, write)` is what a template writes of a row besides its mark, written once for all orders.
    """

    title: str
    count: str
    orders: tuple[Way, ...]
    order: str
    letters: tuple[Way, ...]
    columns: tuple[Column, ...]
    rows: tuple[KindRow, ...]
    csv: str
    once: Callable[[KindRow, Callable[[KindRow], str]], str]


class KindList(Struct, frozen=True):
    """The notes of one kind in each of their orders, and the columns of their table.

    `rows` are those that have been worked out, and `written` what stands in them by the way to their notes: they are
    alike in all orders, since all lists stand in one folder.
    """

    kind: str
    orders: Mapping[str, tuple[Sheet, ...]]
    columns: tuple[Column, ...]
    rows: dict[str, KindRow] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)

    def once(self, row: KindRow, write: Callable[[KindRow], str]) -> str:
        """What a template writes of a row, if it has not been written for another order."""
        found = self.written.get(row.note.href)
        if found is None:
            found = self.written[row.note.href] = write(row)
        return found


def kind_list(kind: str, sheets: Sequence[Sheet]) -> KindList:
    """Put the notes of a kind, which come by title, into every order that says something of them."""
    orders = {"": tuple(sorted(sheets, key=_by_letter))}
    for order, rank in _RANKS.items():
        ranks = {sheet.path: rank(sheet) for sheet in sheets}
        if sum(map(any, ranks.values())) >= 2:
            orders[order] = tuple(sorted(sheets, key=lambda sheet: ranks[sheet.path], reverse=True))
    return KindList(kind, orders, _columns(sheets))


def _by_letter(sheet: Sheet) -> tuple[bool, str]:
    letter = _letter(sheet.title)
    return not letter.isalpha(), letter


def kind_page(books: Books, listed: KindList, part: Part[Sheet], order: str, page: str) -> KindPage:
    """Work out one page: some notes of a kind, in one of its orders."""
    rows, letters, last = [], [], ""
    for sheet in part.rows:
        group = _letter(sheet.title) if not order else _year(sheet) if order == "year" else ""
        mark = f"from-{group}" if group and group != last else ""
        if mark:
            letters.append(Way(group, f"#{mark}"))
            last = group
        row = listed.rows.get(sheet.path)
        if row is None:
            row = listed.rows[sheet.path] = _row(books, sheet, listed.columns, page)
        year = group if order == "year" else ""
        rows.append(row._replace(mark=mark, year=year) if mark or year else row)
    kind = listed.kind
    orders = [
        Way(_NAMES[one], href(places.kind_address(kind, one), page), one == order) for one in listed.orders
    ]
    return KindPage(
        books.names[kind], count_or_page(len(listed.orders[order]), part),
        tuple(orders) if len(orders) > 1 else (), order, tuple(letters) if len(letters) > 2 else (), listed.columns,
        tuple(rows), href(places.data_address(kind), page), listed.once,
    )  # fmt: skip


def _letter(title: str) -> str:
    first = normalize("NFKD", title.strip())[:1].upper()
    return first if first.isalpha() else "#"


def _year(sheet: Sheet) -> str:
    for key in _YEARS:
        value = sheet.properties.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 2999:
            return str(value)
        if isinstance(value, str) and (day := moment(value)):
            return day.iso[:4]
    return ""


_RANKS: Final[Mapping[str, Callable[[Sheet], tuple[Decimal, ...]]]] = {
    "year": lambda sheet: (Decimal(_year(sheet) or 0),),
    "valuation": lambda sheet: worth_rank(sheet.properties, sheet.figures),
}
"""What the highest comes first of, in each order but that from A to Z."""


def _columns(sheets: Sequence[Sheet]) -> tuple[Column, ...]:
    """The properties that at least one note in twelve has, the ones that analysts look for first."""
    counts: dict[str, int] = {}
    for sheet in sheets:
        for key in {figure_word(key): None for key in sheet.properties if key.lower() not in _SILENT}:
            counts[key] = counts.get(key, 0) + 1
    rank = {key: place for place, key in enumerate(_PREFERRED)}
    partial = {f"{key}{part}" for key in counts for part in ("_date", "_status") if key != "last_round"}
    common = [
        key for key, count in counts.items()
        if (_FEWEST * count >= len(sheets) or (key in _WITH and _WITH[key] in counts))
        and key not in partial and (key in rank or not key.startswith("last_round"))
    ]  # fmt: skip
    common.sort(key=lambda key: (rank.get(key, len(rank)), -counts[key], key))
    return tuple(Column(key, _HEADS.get(key) or label(key), _sort_as(sheets, key)) for key in common[:_MOST])


def _sort_as(sheets: Sequence[Sheet], key: str) -> str:
    """How most values of a column are sorted."""
    kinds: dict[str, int] = {}
    sums = {f"{key}{ending}" for ending in MONEY_ENDINGS}
    for sheet in sheets:
        if not sums.isdisjoint(sheet.properties):
            return "number"
        kind = _sorted_as(sheet.properties.get(key))
        if kind:
            kinds[kind] = kinds.get(kind, 0) + 1
    return max(sorted(kinds), key=lambda kind: kinds[kind]) if kinds else "text"


def _sorted_as(value: Any) -> str:
    if value is None or value in ("", []):
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "number"
    return "date" if isinstance(value, str) and moment(value) else "text"


def _row(books: Books, sheet: Sheet, columns: Sequence[Column], page: str) -> KindRow:
    desk = Desk(books.library, sheet.path, page)
    rounds = books.rounds(sheet)
    cells = [_cell(desk, sheet, column, rounds) for column in columns]
    if len(cells) > 1 and (columns[0].key, columns[1].key) == _WORTHS and _is_only_reported(*cells[:2]):
        cells[:2] = cells[1], cells[0]
    return KindRow(sheet_piece(books, sheet, page), cut(sheet.lead, 110), tuple(cells))


def _is_only_reported(worth: Cell, pending: Cell) -> bool:
    """Whether what is called the valuation is pending, and nothing else is."""
    return (
        worth.figure is not None and worth.figure.mark == "pending" and not (pending.figure or pending.pieces)
    )


def _cell(desk: Desk, sheet: Sheet, column: Column, rounds: Sequence[Round]) -> Cell:
    key, number = column.key, column.sort_as == "number"
    worded = key in sheet.properties and key not in _WORTHS
    figure = None if worded else figure_of(sheet.properties, key, sheet.figures)
    if figure is not None:
        return Cell(figure=figure, sort=figure.sort, number=number)
    value = sheet.properties.get(key)
    if key == "last_round_date" and (one := last_round(sheet.properties, rounds)):
        return Cell((Piece(one.date, iso=str(value)),), None, str(value))
    pieces = desk.pieces(key, value)
    if not pieces:
        return Cell(number=number)
    shown = pieces[0].iso or (str(value) if isinstance(value, int | float) else pieces[0].text)
    return Cell(in_a_row(pieces[:_ITEMS]), None, shown, number, max(0, len(pieces) - _ITEMS))
