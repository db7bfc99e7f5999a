"""The figures of a note that matter most: what is firm, and what is pending beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

from vaultgen.site.metrics import figure_in
from vaultgen.site.pages.words import moment, money
from vaultgen.values.figure import Figure as Told
from vaultgen.values.figure import figure_parts
from vaultgen.values.status import Tier, status_of

__all__ = [
    "MARKS",
    "MONEY_ENDINGS",
    "VALUATIONS",
    "Figure",
    "figure_of",
    "figure_word",
    "worth_rank",
    "worths_of",
]

MARKS: Final = {Tier.FIRM: "firm", Tier.SOFT: "soft", Tier.PENDING: "pending", Tier.VOID: "pending"}
MONEY_ENDINGS: Final = ("_usd", "_eur", "_gbp")
"""How the names of properties end that hold sums."""
VALUATIONS: Final = ("valuation", "pending_valuation")
"""How the names of properties begin that tell what a company is worth."""

_NUMBERS: Final = (int, float)  # whose kin, such as a truth value, are none
_NOTHING: Final = Decimal(0)
_SUFFIX: Final = re.compile(r"_(?:usd|eur|gbp|chf|jpy|inr)$")


class Figure(NamedTuple):
    """One figure: its value as people say it, what stands in brackets behind it, and how firmly it stands.

    `mark` is `firm`, `soft` or `pending`; `sort` is the plain number; `iso` the date, if the bracket is one.
    """

    text: str
    about: str = ""
    mark: str = "firm"
    sort: str = ""
    iso: str = ""


def figure_of(properties: Mapping[str, Any], stem: str, told: Mapping[str, str]) -> Figure | None:
    """The figure of the properties `<stem>_usd`, `_date` and `_status`, in the words that tables have `told` if any."""
    key = next(
        (f"{stem}_{currency}" for currency in ("usd", "eur", "gbp") if f"{stem}_{currency}" in properties), ""
    )
    amount = properties.get(key)
    if isinstance(amount, bool) or not isinstance(amount, int | float):
        return _worded(properties.get(stem))
    day = moment(str(properties.get(f"{stem}_date", "")))
    said = str(properties.get(f"{stem}_status") or "").replace("_", " ").strip()
    mark = _mark(said, pending=stem.startswith("pending"))
    words = told.get(stem.replace("_", " "), "")
    figure = figure_in(words) if words else None
    if figure is not None and _agrees(figure, amount):
        value, about = figure_parts(figure)
        mark = MARKS[figure.status.tier] if figure.status else mark
        return Figure(value, about, mark, str(amount), day.iso if day and not said else "")
    about = ", ".join(part for part in (said, day.text if day else "") if part)
    return Figure(money(amount, key), about, mark, str(amount), day.iso if day and not said else "")


def worths_of(properties: Mapping[str, Any], told: Mapping[str, str]) -> tuple[Figure | None, Figure | None]:
    """The valuation and the pending one; what is called the valuation but is only reported is pending, too."""
    if not any("valuation" in key for key in properties):
        return None, None
    firm, pending = (figure_of(properties, stem, told) for stem in VALUATIONS)
    return (
        (None, firm) if pending is None and firm is not None and firm.mark == "pending" else (firm, pending)
    )


def _worded(value: Any) -> Figure | None:
    """Read a figure that somebody wrote as text into a property: `$5B (reported)`."""
    if not isinstance(value, str) or not value.strip() or (figure := figure_in(value)) is None:
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


def _amount(properties: Mapping[str, Any], stem: str) -> Decimal:
    """The bare number of a figure to rank by; 0 where there is none."""
    for key in _sums(stem):
        amount = properties.get(key)
        if type(amount) in _NUMBERS:
            return Decimal(str(amount))
    figure = _worded(properties.get(stem))
    return Decimal(figure.sort) if figure is not None and figure.sort else _NOTHING


def worth_rank(properties: Mapping[str, Any], told: Mapping[str, str]) -> tuple[Decimal, Decimal]:
    """What companies are ranked by: a firm valuation, and after all of those a pending one; 0 where there is none."""
    firm, pending = (_amount(properties, stem) for stem in VALUATIONS)
    stem = VALUATIONS[0]
    if firm and (f"{stem}_status" in properties or stem in told or isinstance(properties.get(stem), str)):
        figure, _ = worths_of(properties, told)
        if figure is None:  # what is called so is only reported
            return _NOTHING, firm
    return (firm, _NOTHING) if firm else (_NOTHING, pending)


@lru_cache(maxsize=64)
def _sums(stem: str) -> tuple[str, ...]:
    return tuple(stem + ending for ending in MONEY_ENDINGS)


@lru_cache(maxsize=4096)
def figure_word(key: str) -> str:
    """Give a property's name without its currency."""
    return _SUFFIX.sub("", key)
