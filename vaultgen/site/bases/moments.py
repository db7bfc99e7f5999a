"""Dates: read, moved, and written in the letters of Moment (`YYYY-MM-DD`, `MMM Do`)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

from vaultgen.site.bases.kinds import Moment
from vaultgen.site.bases.spans import Span

__all__ = ["day_of", "difference", "format_moment", "moved", "read_moment", "relative"]

_MOMENT: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6})[0-9]*)?)?\s?(Z|[-+][0-9]{2}:?[0-9]{2})?)?"
)
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LETTERS: Final = re.compile(
    r"\[([^\[\]]*)\]|YYYY|YY|Y|Qo|Q|MMMM|MMM|MM|Mo|M|DDDD|DDD|DD|Do|D|dddd|ddd|dd|do|d|E|e|GGGG|GG|gggg|gg"
    r"|WW|Wo|W|ww|wo|w|HH|H|hh|h|kk|k|mm|m|ss|s|SSS|SS|S|A|a|X|x|ZZ|Z|LTS|LT|LLLL|LLL|LL|L|llll|lll|ll|l"
)
_LOCAL: Final = {
    "LTS": "h:mm:ss A", "LT": "h:mm A", "LLLL": "dddd, MMMM D, YYYY h:mm A", "LLL": "MMMM D, YYYY h:mm A",
    "LL": "MMMM D, YYYY", "L": "MM/DD/YYYY", "llll": "ddd, MMM D, YYYY h:mm A", "lll": "MMM D, YYYY h:mm A",
    "ll": "MMM D, YYYY", "l": "M/D/YYYY",
}  # fmt: skip


@lru_cache(maxsize=1 << 12)
def read_moment(text: str) -> Moment | None:
    """Read a date, or a date with a time; None if the text is neither."""
    found = _MOMENT.fullmatch(text.strip()) if len(text) < 60 else None
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    micro = int((found[7] or "0").ljust(6, "0"))
    try:
        at = datetime(year, month, day, hour, minute, second, micro)  # noqa: DTZ001 -- local time, as Obsidian's
        if found[8] and found[8] != "Z":
            hours, minutes = int(found[8][1:3]), int(found[8][-2:])
            away = timedelta(hours=hours, minutes=minutes) * (-1 if found[8][0] == "-" else 1)
            at = at.replace(tzinfo=timezone(away)).astimezone(timezone.utc).replace(tzinfo=None)  # noqa: UP017
    except (ValueError, OverflowError):
        return None
    return Moment(at, timed=found[4] is not None)


def day_of(moment: Moment) -> Moment:
    """The date without its time."""
    return Moment(moment.at.replace(hour=0, minute=0, second=0, microsecond=0))


def moved(moment: Moment, span: Span, direction: int) -> Moment | None:
    """The date so much later (1) or earlier (-1); None if no calendar has it."""
    months = moment.at.year * 12 + moment.at.month - 1 + direction * span.months
    year, month = months // 12, months % 12 + 1
    if not 1 <= year <= 9999:
        return None
    day = min(moment.at.day, monthrange(year, month)[1])
    try:
        at = moment.at.replace(year=year, month=month, day=day)
        at += direction * timedelta(milliseconds=span.milliseconds)
    except OverflowError:
        return None
    timed = moment.timed or at.time() != moment.at.time()
    return Moment(at, timed=timed)


def difference(later: Moment, earlier: Moment) -> Span:
    """The time from one date to another."""
    return Span(0, (later.at - earlier.at) // timedelta(milliseconds=1))


def relative(moment: Moment, today: Moment) -> str:
    """How far a date is from today: `3 days ago`, `in 2 months`."""
    seconds = (moment.at - today.at).total_seconds()
    if not moment.timed and moment.at.date() == today.at.date():
        return "today"
    size, days = abs(seconds), abs(seconds) / 86400
    steps = (
        (45, "a few seconds"), (90, "a minute"), (45 * 60, f"{_near(size / 60)} minutes"),
        (90 * 60, "an hour"), (22 * 3600, f"{_near(size / 3600)} hours"), (36 * 3600, "a day"),
        (26 * 86400, f"{_near(days)} days"), (45.5 * 86400, "a month"),
        (320 * 86400, f"{_near(days / 30.436875)} months"), (548 * 86400, "a year"),
    )  # fmt: skip
    text = next((text for most, text in steps if size < most), f"{_near(days / 365.2425)} years")
    return f"in {text}" if seconds > 0 else f"{text} ago"


def _near(number: float) -> int:
    return max(2, int(number + 0.5))


def format_moment(moment: Moment, pattern: str) -> str:
    """Write a date in the letters of Moment; what stands between brackets stays."""
    return _LETTERS.sub(lambda found: _letters(moment, found), pattern)


def _letters(moment: Moment, found: re.Match[str]) -> str:
    if found[1] is not None:
        return found[1]
    letters = found[0]
    if letters in _LOCAL:
        return format_moment(moment, _LOCAL[letters])
    table = _clock if letters[0] in "HhkmsSAaXxZ" else _calendar
    return table(moment.at)[letters]


def _calendar(at: datetime) -> dict[str, str]:
    month, day, of_year = at.month, at.day, at.timetuple().tm_yday
    week_year, week, weekday = at.isocalendar()
    sunday = weekday % 7
    own = at + timedelta(days=6 - sunday) if at.year < 9999 else at
    own_week = (own.timetuple().tm_yday - 1) // 7 + 1
    quarter = (month - 1) // 3 + 1
    return {
        "YYYY": f"{at.year:04}", "YY": f"{at.year % 100:02}", "Y": str(at.year),
        "Q": str(quarter), "Qo": _ordinal(quarter),
        "MMMM": _MONTHS[month - 1], "MMM": _MONTHS[month - 1][:3], "MM": f"{month:02}", "M": str(month),
        "Mo": _ordinal(month),
        "DDDD": f"{of_year:03}", "DDD": str(of_year), "DD": f"{day:02}", "D": str(day), "Do": _ordinal(day),
        "dddd": _DAYS[weekday - 1], "ddd": _DAYS[weekday - 1][:3], "dd": _DAYS[weekday - 1][:2],
        "d": str(sunday), "do": _ordinal(sunday), "e": str(sunday), "E": str(weekday),
        "GGGG": f"{week_year:04}", "GG": f"{week_year % 100:02}", "WW": f"{week:02}", "W": str(week),
        "Wo": _ordinal(week),
        "gggg": f"{own.year:04}", "gg": f"{own.year % 100:02}", "ww": f"{own_week:02}", "w": str(own_week),
        "wo": _ordinal(own_week),
    }  # fmt: skip


def _clock(at: datetime) -> dict[str, str]:
    twelve = at.hour % 12 or 12
    since = Moment(at, timed=True).milliseconds
    milli = at.microsecond // 1000
    return {
        "HH": f"{at.hour:02}", "H": str(at.hour), "hh": f"{twelve:02}", "h": str(twelve),
        "kk": f"{at.hour or 24:02}", "k": str(at.hour or 24),
        "mm": f"{at.minute:02}", "m": str(at.minute), "ss": f"{at.second:02}", "s": str(at.second),
        "SSS": f"{milli:03}", "SS": f"{milli // 10:02}", "S": str(milli // 100),
        "A": "AM" if at.hour < 12 else "PM", "a": "am" if at.hour < 12 else "pm",
        "X": str(since // 1000), "x": str(since), "Z": "+00:00", "ZZ": "+0000",
    }  # fmt: skip


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
