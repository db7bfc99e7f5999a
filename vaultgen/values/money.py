"""Amounts between text and value: `parse_quantity` and `show_quantity` are inverses."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from vaultgen.errors import NotationError
from vaultgen.values.amounts import read_amount
from vaultgen.values.currencies import CODES, SIGNS
from vaultgen.values.lexicon import KINDS_BY_WORDS, MAGNITUDES
from vaultgen.values.notation import PLAIN_UNITS, plain
from vaultgen.values.quantity import Kind, Quantity
from vaultgen.values.text import require_text

__all__ = ["MONEY", "parse_money", "parse_quantity", "show_quantity"]

MONEY = "money"
"""As a `unit`: any currency, and a bare number is in the given one."""

_USUAL = re.compile(
    r"(~)?([$€£₹])([0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(\.[0-9]{1,6})?"
    r" ?(K|M|B|T|k|m|b|bn|thousand|million|billion|trillion)?(\+)?"
)


def parse_money(text: str, *, currency: str = "USD") -> Quantity:
    """Read an amount of money; a bare number is in `currency`."""
    return parse_quantity(text, currency=currency, unit=MONEY)


def parse_quantity(text: str, *, currency: str = "USD", unit: str | None = None) -> Quantity:
    """Read an amount with its unit, or raise NotationError at the character that cannot be read.

    `unit` is what the amount must be of, and what a bare number is taken for: `money` (any currency, bare
    numbers in `currency`), an ISO code (the same with that code), `%`, `x`, `months`, `years`, `days`, or
    `""` for a count. None accepts every unit, and a bare number is a count. `$` is always the US dollar.
    """
    return _parse(require_text(text, what="an amount"), currency, unit)


def show_quantity(quantity: Quantity) -> str:
    """Spell an amount canonically: `$5B`, `~$285M`, `$11–13B`, `up to $100B`, `18×`, `undisclosed`."""
    return str(quantity)


@lru_cache(maxsize=1 << 16)
def _parse(text: str, currency: str, unit: str | None) -> Quantity:
    if (unit is None or unit == MONEY or unit in CODES) and (usual := _USUAL.fullmatch(text)):
        return _read_usual(usual)
    _require_unit(currency, unit)
    kind = KINDS_BY_WORDS.get(" ".join(text.lower().split()))
    if kind is not None:
        return Quantity(None, None, "", kind=Kind(kind), raw=text)
    if not text.strip():
        raise NotationError(text, 0, "an amount is missing")
    return read_amount(text, currency=currency, unit=unit)


def _require_unit(currency: str, unit: str | None) -> None:
    """Refuse a wrong unit with a ValueError: it is the program's mistake, not the text's."""
    if currency not in CODES:
        raise ValueError(f"{currency!r} is no ISO 4217 currency")
    if not (unit is None or unit == MONEY or unit in CODES or unit in PLAIN_UNITS):
        raise ValueError(f"unknown unit {unit!r}")


def _read_usual(usual: re.Match[str]) -> Quantity:
    """Read the form that nearly all records use, without the general reader."""
    about, sign, whole, decimals, magnitude, plus = usual.groups()
    number = Decimal(whole.replace(",", "") + (decimals or ""))
    if magnitude is not None:
        number *= MAGNITUDES[magnitude.lower()]
    number = plain(number)
    return Quantity(number, None if plus else number, SIGNS[sign], about is not None, raw=usual.string)
