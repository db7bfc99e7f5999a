"""The funding rounds that a note's tables tell of, whoever wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, NamedTuple
from urllib.parse import unquote

from msgspec import Struct

from vaultgen.errors import NotationError
from vaultgen.site.tables import MARKDOWN_LINK, WIKILINK, Table, cell_text
from vaultgen.values.days import Day, parse_day
from vaultgen.values.money import MONEY, parse_quantity
from vaultgen.values.status import Tier, status_of

__all__ = ["Name", "Round", "read_rounds"]

_SAID: Final = re.compile(r"\s*\(([^()]*)\)\s*$")
_PLAIN: Final = ("name", "date", "amount", "valuation")
_SUMS: Final = frozenset({"total", "prior rounds", "earlier rounds", "all rounds", "sum"})
_SILENT: Final = frozenset({"", "-", "–", "—", "n/a", "?", "various", "undisclosed"})

_COLUMNS: Final = {
    "round": "name", "stage": "name", "series": "name",
    "date": "date", "when": "date", "announced": "date",
    "amount": "amount", "raised": "amount", "size": "amount",
    "valuation": "valuation", "post-money": "valuation", "post-money valuation": "valuation",
    "lead": "leads", "leads": "leads", "lead investor": "leads", "lead investors": "leads", "led by": "leads",
    "company": "company", "startup": "company",
}  # fmt: skip


class Name(NamedTuple):
    """Somebody that a table names: the text that is shown, and the link's target or `""`."""

    text: str
    target: str = ""


class Round(Struct, frozen=True):
    """One round, in the table's own words; `earliest` and `latest` are days in ISO 8601 or `""`.

    `tier` is firm, soft or pending, and `said` the status as it is written (`in talks`). `size` is the middle of
    the amount in its currency, None when it is not told. `company` is None where the note itself is the company.
    `links` are the targets of the links in the cells that are plain text here: whoever must not know a note must not
    read those words either.
    """

    name: str
    date: str = ""
    amount: str = ""
    valuation: str = ""
    leads: tuple[Name, ...] = ()
    company: Name | None = None
    tier: Tier = Tier.FIRM
    said: str = ""
    earliest: str = ""
    latest: str = ""
    size: Decimal | None = None
    links: tuple[str, ...] = ()

    @property
    def pending(self) -> bool:
        """Whether it has not happened yet as far as anybody knows."""
        return self.tier is Tier.PENDING


def read_rounds(tables: Iterable[Table]) -> tuple[Round, ...]:
    """Read the rows of every table that has a column for the round, its date and what was paid."""
    found: list[Round] = []
    for table in tables:
        columns = [_COLUMNS.get(title, "") for title in table.titles]
        if {"name", "date"} <= set(columns) and {"amount", "valuation"} & set(columns):
            read = (_round(dict(zip(columns, row, strict=False))) for row in table.rows())
            found.extend(one for one in read if one is not None)
    return tuple(found)


def _round(cells: dict[str, str]) -> Round | None:
    """Read one row; a sum of rounds and a row without a name is none."""
    name, said = _cut_status(cell_text(cells.get("name", "")))
    date, amount, valuation = (_shown(cells.get(column, "")) for column in ("date", "amount", "valuation"))
    if not name or name.lower() in _SUMS or not (date or amount or valuation):
        return None
    date, dated = _cut_status(date)
    said = said or dated or _cut_status(amount)[1] or _cut_status(valuation)[1]
    status = status_of(said) if said else None
    tier = status.tier if status else Tier.FIRM
    day = _day(date)
    company = _names(cells.get("company", ""))
    return Round(
        name, date, amount, valuation, _names(cells.get("leads", "")), company[0] if company else None,
        tier, said,
        day.earliest.isoformat() if day and day.earliest else "",
        day.latest.isoformat() if day and day.latest else "",
        _size(_cut_status(amount)[0]),
        tuple([target for column in _PLAIN for target in _targets(cells.get(column, ""))]),
    )  # fmt: skip


def _targets(cell: str) -> list[str]:
    """Give the targets of the links in a cell, of either style."""
    if "[" not in cell:
        return []
    found = [link[1].removesuffix("\\").strip() for link in WIKILINK.finditer(cell)]
    return found + [unquote(link[2]).removesuffix(".md") for link in MARKDOWN_LINK.finditer(cell)]


def _shown(cell: str) -> str:
    text = cell_text(cell)
    return "" if text in _SILENT else text


def _cut_status(text: str) -> tuple[str, str]:
    """Part `Series C (in talks)` into what it is and how firmly it stands; other brackets stay."""
    bracket = _SAID.search(text)
    if bracket is None:
        return text, ""
    for piece in bracket[1].split(","):
        if status_of(piece.strip()) is not None:
            return text[: bracket.start()], piece.strip()
    return text, ""


def _day(text: str) -> Day | None:
    try:
        return parse_day(text) if text else None
    except NotationError:
        return None


def _size(text: str) -> Decimal | None:
    try:
        return parse_quantity(text, unit=MONEY).mid if text else None
    except NotationError:
        return None


def _names(cell: str) -> tuple[Name, ...]:
    """Give who is named: the links, and between them what commas part."""
    names: list[Name] = []
    at = 0
    for link in WIKILINK.finditer(cell):
        names.extend(_plain_names(cell[at : link.start()]))
        target = link[1].removesuffix("\\").strip()
        names.append(Name((link[2] or target).strip(), target))
        at = link.end()
    names.extend(_plain_names(cell[at:]))
    return tuple(names)


def _plain_names(text: str) -> Sequence[Name]:
    shown = (cell_text(piece) for piece in re.split(r",|;| and ", text))
    return [Name(piece) for piece in shown if piece.lower() not in _SILENT]
