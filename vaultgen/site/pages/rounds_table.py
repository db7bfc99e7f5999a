"""The rounds of the timeline as a table for spreadsheets, in the words of the page."""

from __future__ import annotations

from collections.abc import Iterator

from vaultgen.site.pages import places
from vaultgen.site.pages.books import Books
from vaultgen.site.pages.rows import deal_row
from vaultgen.site.reach.tables import cell, csv_text

__all__ = ["rounds_csv"]

_NAMES = (
    "company", "round", "date", "earliest", "latest", "firmness", "status", "amount", "size", "valuation", "leads",
    "page",
)  # fmt: skip


def rounds_csv(books: Books) -> bytes:
    """A row a round, the latest first; `size` is the middle of the amount, as a number."""
    rows = [_NAMES, *(tuple(map(cell, row)) for row in _rows(books))]
    return csv_text(rows).encode("utf-8", "replace")


def _rows(books: Books) -> Iterator[tuple[object, ...]]:
    for deal in books.deals:
        one, shown = deal.round, deal_row(books, deal, places.ROUNDS)
        yield (
            shown.company.text, shown.round, one.date, one.earliest, one.latest, shown.mark, shown.said,
            shown.amount, shown.amount_sort, shown.valuation, [lead.text for lead in shown.leads],
            books.library.addresses[deal.company] if deal.company else "",
        )  # fmt: skip
