"""Days between text and value: `parse_day` and `show_day` are inverses."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from vaultgen.errors import NotationError
from vaultgen.values.day_phrases import read_phrase
from vaultgen.values.day_words import show_edtf
from vaultgen.values.edtf import Day, read_edtf
from vaultgen.values.quantity import UNKNOWN, Basis, Kind, Quantity
from vaultgen.values.relative_days import relative_edtf
from vaultgen.values.text import require_text

__all__ = ["Day", "iso_start", "months_between", "parse_day", "show_day"]

_EDTF = re.compile(r"[0-9./][0-9X~?%/.-]*")
_YEARS = re.compile(r"([0-9]{4})\s?[-–—]\s?([0-9]{4})")
_BEFORE_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ](?=[0-9]{2}:)")
_TIME = re.compile(
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?\s?(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})?"
)


def parse_day(text: str, *, anchor: Day | None = None) -> Day:
    """Read a date as EDTF or in words, or raise NotationError at the character that cannot be read.

    `anchor` is the date of the source. A date such as "five months ago" is counted from it; where a year is
    missing ("February", "the end of the first quarter") it is the last one that began by then.
    """
    return _parse(require_text(text, what="a date"), anchor)


def show_day(day: Day) -> str:
    """Show a day in the words that `parse_day` reads back: `Jan 20 2026`, `early 2025`, `by 2010`."""
    return show_edtf(day.edtf)


def iso_start(day: Day) -> str | None:
    """Give the first day in ISO 8601 (`2026-01-01`), as a date property holds it; None if it is open."""
    return None if day.earliest is None else day.earliest.isoformat()


def months_between(a: Day, b: Day) -> Quantity:
    """Count the months from one day's month to the other's, whichever comes first.

    A day that is no exact month gives a range (from early 2025 to Jan 2026 it is 9–12), an open one an open
    side.
    """
    first, last = (a, b) if a.sort_key <= b.sort_key else (b, a)
    low = _months(first.latest, last.earliest)
    high = _months(first.earliest, last.latest)
    if low is None and high is None:
        return UNKNOWN
    approx = any(day.approximate and day.precision != "third" for day in (a, b))
    return Quantity(low, high, "months", approx, Kind.VALUE, Basis.IMPLIED)


def _months(start: date | None, end: date | None) -> Decimal | None:
    if start is None or end is None:
        return None
    return Decimal(max(0, (end.year - start.year) * 12 + end.month - start.month))


@lru_cache(maxsize=1 << 16)
def _parse(text: str, anchor: Day | None) -> Day:
    if _EDTF.fullmatch(text) and not _YEARS.fullmatch(text):
        return read_edtf(text)
    stripped = text.strip()
    if not stripped:
        raise NotationError(text, 0, "a date is missing")
    start = text.index(stripped)
    if stripped != text and _EDTF.fullmatch(stripped) and not _YEARS.fullmatch(stripped):
        return read_edtf(text, start, start + len(stripped))
    timed = _BEFORE_TIME.match(stripped)
    if timed is not None:
        if not _TIME.fullmatch(stripped, timed.end()):
            raise NotationError(text, start + timed.end(), "a time of day looks like 10:30 or 10:30:00Z")
        return read_edtf(text, start, start + timed.end() - 1)
    edtf = relative_edtf(text, anchor)
    return read_phrase(text, anchor) if edtf is None else read_edtf(edtf)
