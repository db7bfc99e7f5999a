"""What a table's cell says as a value: the number or day to sort it by, and how firmly it stands."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from msgspec import Struct

from vaultgen.errors import NotationError
from vaultgen.values.days import iso_start, parse_day
from vaultgen.values.figure import TEXT, Figure, parse_figure
from vaultgen.values.notation import plain
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Tier

__all__ = ["Cell", "read_cell"]

_LONGEST: Final = 120
_AMOUNT: Final = re.compile(
    r"(?:[~≈<>]|up to |over |about |around |at least |at most )*\+?[-−]?(?:[A-Z]{0,3} ?[$€£¥₹] ?|[A-Z]{3} )?[0-9]",
    re.IGNORECASE,
)
_YEARS: Final = re.compile(r"[~]?[12][0-9]{3}(?: ?[-–] ?[12][0-9]{3})?\Z|[12][0-9]{3}-[0-9]{2}")
_DAY: Final = re.compile(
    r"(?:[A-Za-z]+\.?[ -]){0,3}(?:[0-9]{1,2}(?:[–-][0-9]{1,2})?,? )?[12][0-9]{3}\b|[QH][1-4] ?[12][0-9]{3}\b"
    r"|[0-9]{1,2} [A-Za-z]{3,9} [12][0-9]{3}\b",
)
_TIERS: Final = {Tier.FIRM: "firm", Tier.SOFT: "soft", Tier.PENDING: "pending", Tier.VOID: ""}
_EMPTY: Final = frozenset({"", "—", "–", "-", "n/a", "?"})


class Cell(Struct, frozen=True):
    """`kind` is `figure`, `day`, `empty` or `text`; `sort` a plain number, or a day as `2026-06-01`.

    `status` is `firm`, `soft` or `pending`, or `""` if the cell does not say.
    """

    kind: str
    sort: str = ""
    status: str = ""


_TEXT: Final = Cell("text")


@lru_cache(maxsize=1 << 12)
def read_cell(text: str) -> Cell:
    """Read a cell, given as plain text, in the notation of figures: `$11–13B (reported, Jun 2026)`."""
    text = text.strip()
    if text.lower() in _EMPTY:
        return Cell("empty")
    if len(text) > _LONGEST:
        return _TEXT
    said = text[: text.rindex(")") + 1] if ")" in text else text
    if _YEARS.match(said):
        return _day(said) or _figure(said) or _TEXT
    if _AMOUNT.match(said):
        return _figure(said) or _day(said) or _TEXT
    if _DAY.match(said) and (day := _day(said)):
        return day
    return Cell("text", "", _status(said)) if said.endswith(")") else _TEXT


def _figure(text: str) -> Cell | None:
    try:
        figure = parse_figure(text)
    except NotationError:
        return None
    value = figure.value
    number = value.mid if isinstance(value, Quantity) else None
    return None if number is None else Cell("figure", f"{plain(number):f}", _tier(figure))


def _day(text: str) -> Cell | None:
    bare, _, about = text.partition(" (")
    try:
        start = iso_start(parse_day(bare))
    except NotationError:
        return None
    return None if start is None else Cell("day", start, _status(text) if about else "")


def _status(text: str) -> str:
    try:
        return _tier(parse_figure(text, unit=TEXT))
    except NotationError:
        return ""


def _tier(figure: Figure) -> str:
    return _TIERS[figure.status.tier] if figure.status else ""
