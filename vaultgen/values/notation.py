"""The one spelling in which an amount is shown: `$5B`, `~$285M`, `$11–13B`, `up to $100B`, `18×`."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from vaultgen.values.currencies import CODES, SIGN_OF

__all__ = ["PLAIN_UNITS", "plain", "show_amount"]

PLAIN_UNITS = frozenset({"", "%", "x", "months", "years", "days"})
"""Every unit that is not a currency: a count, a percentage, a multiple, a span of time."""

_SUFFIXES = (
    (Decimal(10**12), "T"),
    (Decimal(10**9), "B"),
    (Decimal(10**6), "M"),
    (Decimal(10**3), "K"),
)
_MOST_DIGITS = 24  # Python's decimals compute with 28
_SMALLEST_WITH_K = Decimal(10**4)
_SMALLEST_COUNT_WITH_SUFFIX = Decimal(10**6)
_AFTER = {"%": "%", "x": "×", "": ""}


def plain(number: Decimal) -> Decimal:
    """Rid a number of its exponent and of zeros at its end, so that equal numbers look equal."""
    if number.adjusted() >= _MOST_DIGITS:
        return number
    whole = number.to_integral_value()
    if number == whole:
        return whole.quantize(Decimal(1)) if whole else Decimal(0)
    return number.normalize()


@lru_cache(maxsize=1 << 16)
def show_amount(low: Decimal | None, high: Decimal | None, unit: str, *, approx: bool) -> str:
    """Show the bounds of an amount; one of them may be open, and equal ones are one number."""
    about = "~" if approx else ""
    if low is None:
        return f"up to {about}{_show_one(high or Decimal(0), unit)}"
    if low == high:
        return about + _show_one(low, unit)
    if high is None:
        return about + _show_open(low, unit)
    return about + _show_range(low, high, unit)


def _show_one(number: Decimal, unit: str) -> str:
    if unit in _AFTER and unit:
        return f"{_digits(number)}{_AFTER[unit]}"
    if unit in CODES:
        return f"{_sign(unit)}{''.join(_split(number, smallest=_SMALLEST_WITH_K))}"
    if not unit:
        return "".join(_split(number, smallest=_SMALLEST_COUNT_WITH_SUFFIX))
    return f"{_digits(number)} {_time(unit, one=number == 1)}"


def _show_open(low: Decimal, unit: str) -> str:
    if unit in PLAIN_UNITS and unit not in _AFTER:
        return f"{_digits(low)}+ {_time(unit, one=False)}"
    return f"{_show_one(low, unit)}+"


def _show_range(low: Decimal, high: Decimal, unit: str) -> str:
    if unit in CODES or not unit:
        smallest = _SMALLEST_WITH_K if unit else _SMALLEST_COUNT_WITH_SUFFIX
        first, first_suffix = _split(low, smallest=smallest)
        last, last_suffix = _split(high, smallest=smallest)
        if low == 0 and last_suffix:
            first_suffix = last_suffix  # nothing times a billion is nothing
        if bool(first_suffix) != bool(last_suffix):
            # A suffix on one side would be read for both.
            first, first_suffix, last, last_suffix = _digits(low), "", _digits(high), ""
        if first_suffix == last_suffix:
            first_suffix = ""
        return f"{_sign(unit)}{first}{first_suffix}–{last}{last_suffix}"
    dash = "–" if low >= 0 and high >= 0 else " to "  # "-12–-5%" can hardly be read
    after = _AFTER[unit] if unit in _AFTER else f" {_time(unit, one=False)}"
    return f"{_digits(low)}{dash}{_digits(high)}{after}"


def _split(number: Decimal, *, smallest: Decimal) -> tuple[str, str]:
    """Digits and suffix: the suffix of its size, if at most three decimals are needed then, or none."""
    if number >= smallest:
        size, suffix = next(pair for pair in _SUFFIXES if number >= pair[0])
        scaled = number / size
        if scaled == round(scaled, 3):
            return _digits(scaled), suffix
    return _digits(number), ""


def _digits(number: Decimal) -> str:
    return f"{plain(number):,f}"


def _sign(unit: str) -> str:
    if not unit:
        return ""
    return SIGN_OF.get(unit) or f"{unit} "


def _time(unit: str, *, one: bool) -> str:
    return unit.removesuffix("s") if one else unit
