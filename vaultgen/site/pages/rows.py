"""The rows of the lists and tables of notes and rounds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from vaultgen.site.pages.books import Books, Deal
from vaultgen.site.pages.figures import MARKS
from vaultgen.site.pages.pieces import Piece, in_a_row, link_piece
from vaultgen.site.pages.words import Moment, cut, moment, title_of_kind
from vaultgen.site.rounds import Name
from vaultgen.site.sheet import Sheet

__all__ = ["DealRow", "NoteRow", "deal_row", "note_row", "sheet_piece"]


class NoteRow(NamedTuple):
    """A note in a list: what it is, what it says of itself, when it changed."""

    note: Piece
    kind: str
    lead: str
    when: Moment | None


class DealRow(NamedTuple):
    """A round in a table; the values to sort by are `""` where nothing is told."""

    when: Moment
    company: Piece
    round: str
    mark: str
    said: str
    amount: str
    amount_sort: str
    valuation: str
    leads: tuple[Piece, ...]


def sheet_piece(books: Books, sheet: Sheet, page: str, text: str = "") -> Piece:
    """Give the link to a note's page."""
    return link_piece(text or sheet.title, "page", books.library.addresses[sheet.path], page)


def note_row(books: Books, sheet: Sheet, page: str, day: str = "") -> NoteRow:
    """Show a note in a list."""
    kind = ", ".join([title_of_kind(kind) for kind in sheet.kinds])
    return NoteRow(sheet_piece(books, sheet, page), kind, cut(sheet.lead, 160), moment(day) if day else None)


def deal_row(books: Books, deal: Deal, page: str) -> DealRow:
    """Show a round in a table."""
    one = deal.round
    day = moment(one.date)
    company = (
        sheet_piece(books, books.library.sheets[deal.company], page) if deal.company else Piece(deal.name)
    )
    return DealRow(
        Moment(one.earliest or one.latest, day.text if day else one.date), company, one.name, MARKS[one.tier], one.said,
        one.amount, "" if one.size is None else str(one.size), one.valuation,
        in_a_row(list(_leads(books, one.leads, deal.told_in, page))),
    )  # fmt: skip


def _leads(books: Books, names: Iterable[Name], told_in: str, page: str) -> Iterable[Piece]:
    for name in names:
        if name.target:
            goal = books.library.goal(name.target, "", told_in)
            yield link_piece(name.text, goal.state, goal.address, page, goal.fragment)
        else:
            yield Piece(name.text)
