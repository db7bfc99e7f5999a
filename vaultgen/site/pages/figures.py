"""The figures of a note that matter most: what is firm, and what is pending beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from vaultgen.errors import NotationError
from vaultgen.site.pages.words import moment, money
from vaultgen.site.rounds import cell_text, pipe_tables
from vaultgen.values.figure import Figure as Told
from vaultgen.values.figure import figure_parts, parse_figure
from vaultgen.values.money import MONEY
from vaultgen.values.status import Tier, status_of

__all__ = ["MARKS", "MONEY_ENDINGS", "Figure", "amount_of", "figure_of", "figure_word", "told_figures"]

MARKS: Final = {Tier.FIRM: "firm", Tier.SOFT: "soft", Tier.PENDING: "pending", Tier.VOID: "pending"}
MONEY_ENDINGS: Final = ("_usd", "_eur", "_gbp")
"""How the names of properties end that hold sums."""

_SUFFIX: Final = re.compile(r"_(?:usd|eur|gbp|chf|jpy|inr)$")
_METRICS: Final = frozenset({"metric", "measure", "figure", "fact", "key"})
_VALUES: Final = frozenset({"value", "amount", "figure"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its value as people say it, what stands in brackets behind it, and how firmly it stands.

    `mark` is `firm`, `soft` or `pending`; `sort` is the plain number; `iso` the date, if the bracket is one.
    """

    text: str
    about: str = ""
    mark: str = "firm"
    sort: str = ""
    iso: str = ""


def told_figures(text: str) -> dict[str, Told]:
    """Read the figures of a note's tables of metrics, by their label in lower case.

    They say more than properties can: a range, whose estimate it is, a year that is no first of January.
    """
    told: dict[str, Told] = {}
    for header, rows in pipe_tables(text):
        if len(header) == 2 and header[0].lower() in _METRICS and header[1].lower() in _VALUES:
            for row in rows:
                if (
                    len(row) == 2
                    and not _has_link(row[1])
                    and (label := cell_text(row[0]).lower()) not in told
                ):
                    figure = _read(cell_text(row[1]))
                    if figure is not None:
                        told[label] = figure
    return told


def _has_link(cell: str) -> bool:
    """Whether a cell has a link; its words may be the name of a private note."""
    return "[[" in cell or "](" in cell


def _read(text: str) -> Told | None:
    closed = text.find(")")
    for shown in (text, text[: closed + 1] if closed > 0 else "", text.partition(" (")[0]):
        try:
            if shown:
                return parse_figure(shown, unit=MONEY)
        except NotationError:
            continue
    return None


def figure_of(properties: Mapping[str, Any], stem: str, told: Mapping[str, Told]) -> Figure | None:
    """The figure of the properties `<stem>_usd`, `_date` and `_status`, in the note's own words where it has them."""
    key = next(
        (f"{stem}_{currency}" for currency in ("usd", "eur", "gbp") if f"{stem}_{currency}" in properties), ""
    )
    amount = properties.get(key)
    if isinstance(amount, bool) or not isinstance(amount, int | float):
        return _worded(properties.get(stem))
    day = moment(str(properties.get(f"{stem}_date", "")))
    said = str(properties.get(f"{stem}_status") or "").replace("_", " ").strip()
    mark = _mark(said, pending=stem.startswith("pending"))
    figure = told.get(stem.replace("_", " "))
    if figure is not None and _agrees(figure, amount):
        value, about = figure_parts(figure)
        mark = MARKS[figure.status.tier] if figure.status else mark
        return Figure(value, about, mark, str(amount), day.iso if day and not said else "")
    about = ", ".join(part for part in (said, day.text if day else "") if part)
    return Figure(money(amount, key), about, mark, str(amount), day.iso if day and not said else "")


def _worded(value: Any) -> Figure | None:
    """Read a figure that somebody wrote as text into a property: `$5B (reported)`."""
    if not isinstance(value, str) or not value.strip() or (figure := _read(value)) is None:
        return None
    shown, about = figure_parts(figure)
    mid = figure.value.mid if not isinstance(figure.value, str) else None
    mark = MARKS[figure.status.tier] if figure.status else "firm"
    return Figure(shown, about, mark, "" if mid is None else str(mid))


def _mark(said: str, *, pending: bool) -> str:
    status = status_of(said) if said else None
    if status is not None:
        return MARKS[status.tier]
    return "pending" if pending else "firm"


def _agrees(figure: Told, amount: float) -> bool:
    """Whether the words and the property tell of one sum: words may be older than what they were made of."""
    value = figure.value
    if isinstance(value, str) or not value.is_value:
        return False
    number = Decimal(str(amount))
    return (value.low is None or value.low <= number) and (value.high is None or number <= value.high)


def amount_of(properties: Mapping[str, Any], stem: str) -> Decimal:
    """The bare number of a figure to rank by; 0 where there is none."""
    for ending in MONEY_ENDINGS:
        amount = properties.get(stem + ending)
        if isinstance(amount, int | float) and not isinstance(amount, bool):
            return Decimal(str(amount))
    figure = _worded(properties.get(stem))
    return Decimal(figure.sort) if figure is not None and figure.sort else Decimal(0)


@lru_cache(maxsize=4096)
def figure_word(key: str) -> str:
    """Give a property's name without its currency."""
    return _SUFFIX.sub("", key)
