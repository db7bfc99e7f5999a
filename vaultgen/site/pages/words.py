"""How the pages say dates, sums and kinds."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from msgspec import Struct

from vaultgen.values.quantity import Quantity

__all__ = ["Moment", "cut", "moment", "money", "plural", "title_of_kind"]

_ISO: Final = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?(?:[T ]\d\d:.*)?")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CURRENCIES: Final = {"usd": "USD", "eur": "EUR", "gbp": "GBP", "chf": "CHF", "jpy": "JPY", "inr": "INR"}
_PLURALS: Final = {"person": "People", "people": "People", "news": "News", "equity": "Equity"}


class Moment(Struct, frozen=True):
    """A date: `iso` for machines, `text` for people."""

    iso: str
    text: str


@lru_cache(maxsize=8192)
def moment(value: str) -> Moment | None:
    """Read a date property, or give None; the first of a month stands for the month, as properties hold it."""
    found = _ISO.fullmatch(value.strip())
    if found is None or not 1 <= int(found[2]) <= 12 or not 1 <= int(found[3] or 1) <= 31:
        return None
    month = _MONTHS[int(found[2]) - 1]
    day = int(found[3] or 1)
    iso = "-".join(part for part in found.groups() if part)
    return Moment(iso, f"{month} {found[1]}" if day == 1 else f"{month} {day} {found[1]}")


@lru_cache(maxsize=8192, typed=True)
def money(amount: float, key: str) -> str:
    """Say a sum as notes do (`$585M`); the property's name ends with its currency (`valuation_usd`)."""
    currency = _CURRENCIES.get(key.rpartition("_")[2].lower(), "USD")
    number = Decimal(str(amount)).normalize()
    if number < 0 or not number.is_finite():
        return f"{amount:,}"
    return str(Quantity(number, number, currency))


@lru_cache(maxsize=1024)
def plural(kind: str) -> str:
    """Name many of a kind: `company` gives `Companies`."""
    name = title_of_kind(kind)
    if name.lower() in _PLURALS:
        return _PLURALS[name.lower()]
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    if name.endswith(("ss", "x", "ch", "sh")):
        return f"{name}es"
    return name if name.endswith("s") else f"{name}s"


@lru_cache(maxsize=1024)
def title_of_kind(kind: str) -> str:
    """Write a kind as the beginning of a sentence."""
    words = kind.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def cut(text: str, most: int) -> str:
    """Cut a text at a word, with an ellipsis; a text that fits is not changed."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    space = head.rfind(" ", most - 30)
    return (head[:space] if space > 0 else head).rstrip(" ,;:–—-(") + "…"
