"""Days said from another day: `five months ago`, `last month`, `nine months later`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from vaultgen.errors import NotationError
from vaultgen.values.edtf import FIRST_YEAR, LAST_YEAR, Day
from vaultgen.values.numerals import read_numeral

__all__ = ["relative_edtf"]

_COUNTED = re.compile(
    r"\s*(?P<about>(?:(?:about|around|roughly|nearly|almost|some)\s+|~\s*)?)(?:(?:just|only|exactly)\s+)?"
    r"(?P<count>[0-9]{1,4}|[a-z]+(?:[ -][a-z]+){0,4}?)[ -]"
    r"(?P<unit>day|week|month|quarter|year)s?\s+(?P<way>ago|earlier|before|prior|later|after|afterwards)\s*",
    re.IGNORECASE,
)
_NEXT_TO = re.compile(
    r"\s*(?:in\s+)?(?P<way>last|previous|past|this|the\s+same|next|following)"
    r"\s+(?P<unit>week|month|quarter|year)\s*",
    re.IGNORECASE,
)
_NAMED = {"today": 0, "yesterday": -1, "tomorrow": 1, "the same day": 0}
_BACK = frozenset({"ago", "earlier", "before", "prior", "last", "previous", "past"})
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def relative_edtf(text: str, anchor: Day | None) -> str | None:
    """Give the EDTF of a day said from `anchor`, or None if the text says none.

    Without an anchor a relative day is an error.
    """
    steps, unit, mark = _read(text)
    if not unit:
        return None
    start = len(text) - len(text.lstrip())
    if anchor is None:
        raise NotationError(text, start, "a relative date needs the date of its source")
    first = anchor.earliest or anchor.sort_key[0]
    last = anchor.latest or anchor.sort_key[1]
    try:
        begin, end = _moved(first, steps, unit, last=False), _moved(last, steps, unit, last=True)
    except (OverflowError, ValueError) as error:
        raise NotationError(text, start, f"years go from {FIRST_YEAR} to {LAST_YEAR}") from error
    return f"{begin}{mark}" if begin == end else f"{begin}{mark}/{end}{mark}"


def _read(text: str) -> tuple[int, str, str]:
    """Read how many units to go, the unit (`""` if the text is no relative day), and `~` if about."""
    named = _NAMED.get(text.strip().lower())
    if named is not None:
        return named, "day", ""
    counted = _COUNTED.fullmatch(text)
    if counted is not None:
        count = _count(counted["count"].lower())
        sign = -1 if counted["way"].lower() in _BACK else 1
        unit = counted["unit"].lower()
        if count is None:
            return 0, "", ""
        if unit == "week":
            return sign * count * 7, "day", "~"
        return sign * count, unit, "~" if counted["about"] else ""
    near = _NEXT_TO.fullmatch(text)
    if near is None:
        return 0, "", ""
    way = near["way"].lower()
    return -1 if way in _BACK else int(way in {"next", "following"}), near["unit"].lower(), ""


def _count(words: str) -> int | None:
    if words.isdigit():
        return int(words)
    if words in {"a", "an"}:
        return 1
    found = words.replace("-", " ").split()
    numeral = read_numeral(found)
    if numeral is None or numeral.end < len(found) or numeral.value != int(numeral.value):
        return None
    return int(numeral.value)


def _moved(day: date, steps: int, unit: str, *, last: bool) -> str:
    """Give the unit that lies so many steps from a day's own; of a week its first or last day."""
    if unit == "day":
        return (day + timedelta(days=steps)).isoformat()
    if unit == "week":
        return (day + timedelta(days=7 * steps - day.weekday() + (6 if last else 0))).isoformat()
    index = day.year * 12 + day.month - 1 + steps * _MONTHS[unit]
    year, month = divmod(index, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    if unit == "month":
        return f"{year}-{month + 1:02}"
    return f"{year}" if unit == "year" else f"{year}-{33 + month // 3}"
