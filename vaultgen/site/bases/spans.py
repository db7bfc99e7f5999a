"""Spans of time: `1 day`, `2w`, `1y 6M`."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

__all__ = ["UNITS", "Span", "read_span"]

_DAY: Final = 86_400_000
MONTH: Final = 2_629_746_000
UNITS: Final = {
    "years": 12 * MONTH,
    "months": MONTH,
    "weeks": 7 * _DAY,
    "days": _DAY,
    "hours": 3_600_000,
    "minutes": 60_000,
    "seconds": 1_000,
    "milliseconds": 1,
}
"""Milliseconds of each unit; a month is the twelfth part of a Gregorian year."""

_NAMES: Final = {
    "y": "years", "year": "years", "M": "months", "month": "months", "w": "weeks", "week": "weeks", "d": "days",
    "day": "days", "h": "hours", "hour": "hours", "m": "minutes", "minute": "minutes", "s": "seconds",
    "second": "seconds", "ms": "milliseconds", "millisecond": "milliseconds",
}  # fmt: skip
_PART: Final = re.compile(r"\s*([-+]?)\s*([0-9]{1,9}(?:\.[0-9]{1,6})?)\s*([A-Za-z]+)[\s,]*")
_LONGEST: Final = 200


class Span(Struct, frozen=True):
    """Whole months, whose length depends on where they are counted from, and milliseconds."""

    months: int
    milliseconds: int

    @property
    def total(self) -> int:
        """All of it in milliseconds."""
        return self.months * MONTH + self.milliseconds

    def times(self, factor: float) -> Span:
        """So many times the span; parts of a month become milliseconds."""
        months = int(self.months * factor)
        rest = (self.months * factor - months) * MONTH
        return Span(months, round(self.milliseconds * factor + rest))

    def __str__(self) -> str:
        """The largest units that it has, at most two: `2 years 3 months`, `5 days`."""
        left, sign = abs(self.total), "-" if self.total < 0 else ""
        parts = []
        for unit in ("years", "months", "days", "hours", "minutes", "seconds"):
            count, left = divmod(left, UNITS[unit])
            if count:
                parts.append(f"{count} {unit if count > 1 else unit[:-1]}")
        return sign + " ".join(parts[:2]) if parts else "0 seconds"


def read_span(text: str) -> Span | None:
    """Read a span; None if the text is none."""
    if not text or len(text) > _LONGEST or not text.strip():
        return None
    months = milliseconds = 0.0
    at, sign = 0, 1
    while at < len(text):
        found = _PART.match(text, at)
        name = found[3] if found else ""
        unit = _NAMES.get(name) or _NAMES.get(name.lower().removesuffix("s") if len(name) > 1 else "")
        if not found or not unit:
            return None
        sign = {"-": -1, "+": 1}.get(found[1], sign)
        count = sign * float(found[2])
        if unit in {"years", "months"}:
            months += count * (12 if unit == "years" else 1)
        else:
            milliseconds += count * UNITS[unit]
        at = found.end()
    whole = int(months)
    return Span(whole, round(milliseconds + (months - whole) * MONTH))
