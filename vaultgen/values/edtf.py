"""Days and spans of days in EDTF (level 1, and the parts of a year of level 2), with their bounds."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from vaultgen.errors import NotationError
from vaultgen.values.day_words import show_edtf

__all__ = ["FIRST_YEAR", "LAST_YEAR", "OPEN", "Day", "Precision", "last_day", "read_edtf"]

Precision = Literal[
    "day", "month", "season", "quarter", "third", "half", "year", "decade", "century", "interval"
]

FIRST_YEAR, LAST_YEAR = 1000, 2999
OPEN = ".."

_SIMPLE = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([~?%])?")
_SHAPE = "dddd-dd-dd"

# Parts of a year by their EDTF number: first month, last month, name. Winter is the December of its year.
_PARTS: dict[int, tuple[int, int, Precision]] = {
    **{month: (month, month, "month") for month in range(1, 13)},
    21: (3, 5, "season"),
    22: (6, 8, "season"),
    23: (9, 11, "season"),
    24: (12, 12, "season"),
    **{33 + n: (3 * n + 1, 3 * n + 3, "quarter") for n in range(4)},
    **{37 + n: (4 * n + 1, 4 * n + 4, "third") for n in range(3)},
    **{40 + n: (6 * n + 1, 6 * n + 6, "half") for n in range(2)},
}


@dataclass(frozen=True, slots=True)
class Day:
    """When something was: a day, a month, a year or any span, in canonical EDTF, with its first and last day.

    An open side is None. Two days are equal if their EDTF is.
    """

    edtf: str
    earliest: date | None = field(compare=False)
    latest: date | None = field(compare=False)
    precision: Precision = field(compare=False)
    approximate: bool = field(default=False, compare=False)
    uncertain: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        """Show the canonical words, which `parse_day` reads back to an equal day."""
        return show_edtf(self.edtf)

    @property
    def sort_key(self) -> tuple[date, date, str]:
        """What days are ordered by: their beginning, then their end; an open side counts as the other one."""
        first = self.earliest or self.latest or date.min
        return first, self.latest or first, self.edtf

    def overlaps(self, other: Day) -> bool:
        """Whether there is a day that both include; an open side has no end."""
        if self.earliest is not None and other.latest is not None and other.latest < self.earliest:
            return False
        return self.latest is None or other.earliest is None or other.earliest <= self.latest

    def known_by(self, day: date) -> bool:
        """Whether all of it lies on or before a day; what still goes on counts from its beginning."""
        last = self.latest or self.earliest
        return last is not None and last <= day


def last_day(year: int, month: int) -> int:
    """Give the number of the last day of a month."""
    return monthrange(year, month)[1]


def read_edtf(text: str, start: int = 0, end: int | None = None) -> Day:
    """Read the EDTF between two offsets of a text, or point at the character of the text that is wrong."""
    end = len(text) if end is None else end
    slash = text.find("/", start, end)
    return _read_simple(text, start, end) if slash < 0 else _read_interval(text, start, slash, end)


def _read_interval(text: str, start: int, slash: int, end: int) -> Day:
    first = None if text[start:slash] in {"", OPEN} else _read_simple(text, start, slash)
    if first is None:
        last = _read_simple(text, slash + 1, end)  # one side must be closed
        return Day(f"{OPEN}/{last.edtf}", None, last.latest, "interval", last.approximate, last.uncertain)
    if text[slash + 1 : end] in {"", OPEN}:
        return Day(
            f"{first.edtf}/{OPEN}", first.earliest, None, "interval", first.approximate, first.uncertain
        )
    last = _read_simple(text, slash + 1, end)
    if first.edtf == last.edtf:
        return first
    if first.sort_key[0] > last.sort_key[1]:
        raise NotationError(text, slash + 1, "an interval ends before it begins")
    return Day(
        f"{first.edtf}/{last.edtf}",
        first.earliest,
        last.latest,
        "interval",
        first.approximate or last.approximate,
        first.uncertain or last.uncertain,
    )


def _read_simple(text: str, start: int, end: int) -> Day:
    match = _SIMPLE.fullmatch(text, start, end)
    if match is None:
        raise _shape_error(text, start, end)
    year_text, part_text, day_text, mark = match.groups()
    year = int(year_text.replace("X", "0"))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotationError(text, start, f"years go from {FIRST_YEAR} to {LAST_YEAR}")
    approximate, uncertain = mark in {"~", "%"}, mark in {"?", "%"}
    edtf = match.group()
    if "X" in edtf:
        earliest, latest, precision = _unspecified(match, year)
    elif part_text is None:
        earliest, latest, precision = date(year, 1, 1), date(year, 12, 31), "year"
    else:
        part = _PARTS.get(int(part_text))
        if part is None or (day_text is not None and int(part_text) > 12):
            raise NotationError(text, match.start(2), f"there is no month {part_text}")
        first_month, last_month, precision = part
        if day_text is None:
            earliest = date(year, first_month, 1)
            latest = date(year, last_month, last_day(year, last_month))
        else:
            earliest = latest = _date(text, match.start(3), year, first_month, int(day_text))
            precision = "day"
    return Day(edtf, earliest, latest, precision, approximate, uncertain)


def _date(text: str, position: int, year: int, month: int, day: int) -> date:
    if not 1 <= day <= last_day(year, month):
        raise NotationError(text, position, f"there is no day {day} in month {month} of {year}")
    return date(year, month, day)


def _unspecified(match: re.Match[str], year: int) -> tuple[date, date, Precision]:
    """Bounds of a date with X for digits that are not known; they are its last digits, or its last parts."""
    text, (year_text, part_text, day_text) = match.string, match.groups()[:3]
    unknown_years = year_text.count("X")
    if unknown_years:
        if part_text is not None:
            raise NotationError(text, match.start(2), "an unknown year has no months")
        return date(year, 1, 1), date(year + 10**unknown_years - 1, 12, 31), _UNKNOWN_YEARS[unknown_years]
    if part_text == "XX":
        if day_text not in {None, "XX"}:
            raise NotationError(text, match.start(3), "an unknown month has no days")
        return date(year, 1, 1), date(year, 12, 31), "year"
    month = int(part_text)
    if not 1 <= month <= 12:
        raise NotationError(text, match.start(2), f"there is no month {part_text}")
    return date(year, month, 1), date(year, month, last_day(year, month)), "month"


_UNKNOWN_YEARS: dict[int, Precision] = {1: "decade", 2: "century"}


def _shape_error(text: str, start: int, end: int) -> NotationError:
    """Point at the first character that leaves the shape 2026-01-20."""
    for index in range(start, end):
        shape = _SHAPE[index - start : index - start + 1]
        character = text[index]
        fits = character in "0123456789X" if shape == "d" else character == shape
        if shape == "d" and text[index - 1 : index] == "X":
            fits = fits and character == "X"  # only the last digits can be unknown
        if not fits:
            complete = index - start in {4, 7, 10} and character in "~?%"
            place = index + 1 if complete else index
            return NotationError(text, place, "a date looks like 2026-01-20, 2026-01 or 2026")
    return NotationError(text, end, "a date looks like 2026-01-20, 2026-01 or 2026")
