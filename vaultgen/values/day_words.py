"""The words in which a day is shown: `Jan 20 2026`, `early 2025`, `Q1 2026`, `May 25–31 2026`, `by 2010`."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["MONTHS", "PARTS", "show_edtf"]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

PARTS = {
    "spring": 21,
    "summer": 22,
    "autumn": 23,
    "winter": 24,
    "Q1": 33,
    "Q2": 34,
    "Q3": 35,
    "Q4": 36,
    "early": 37,
    "mid": 38,
    "late": 39,
    "H1": 40,
    "H2": 41,
}
"""The parts of a year by their number in EDTF; `early` and its like are thirds, and approximate."""

_WORDS = {number: word for word, number in PARTS.items()}
_THIRDS = range(37, 40)
_SIMPLE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)|([0-9]{3})X([~?%]?)")


@lru_cache(maxsize=1 << 16)
def show_edtf(edtf: str) -> str:
    """Show canonical EDTF in words; what has no words is shown as it is."""
    first, slash, last = edtf.partition("/")
    if not slash:
        return _show_simple(edtf)
    if first == "..":
        return f"by {_show_simple(last)}"
    if last == "..":
        return f"since {_show_simple(first)}"
    return _show_close(first, last) or f"{_show_simple(first)} – {_show_simple(last)}"


def _show_close(first: str, last: str) -> str:
    """Show two ends that share a month or a year as one; `""` if they share none."""
    if len(first) != len(last) or not (first + last).replace("-", "").isdigit():
        return ""
    if len(first) == 4:
        return f"{first}-{last}"
    year, month, last_month = first[:4], int(first[5:7]), int(last[5:7])
    if year != last[:4] or max(month, last_month) > 12:
        return ""
    if len(first) == 7:
        return f"{MONTHS[month - 1]}–{MONTHS[last_month - 1]} {year}"
    day, last_day = int(first[8:]), int(last[8:])
    if month == last_month:
        return f"{MONTHS[month - 1]} {day}–{last_day} {year}"
    return f"{MONTHS[month - 1]} {day} – {MONTHS[last_month - 1]} {last_day} {year}"


def _show_simple(edtf: str) -> str:
    match = _SIMPLE.fullmatch(edtf)
    if match is None:
        return edtf
    year, part, day, mark, decade, decade_mark = match.groups()
    if decade is not None:
        return _marked(f"{decade}0s", decade_mark)
    number = int(part or 0)
    if number in _THIRDS:
        return f"{_WORDS[number]} {year}" if mark == "~" else edtf
    if not number:
        return _marked(year, mark)
    word = _WORDS.get(number) or MONTHS[number - 1]
    return _marked(f"{word} {int(day)} {year}" if day else f"{word} {year}", mark)


def _marked(words: str, mark: str) -> str:
    """Put `~` before for approximate, `?` behind for uncertain, both for `%`."""
    return f"{'~' if mark in {'~', '%'} else ''}{words}{'?' if mark in {'?', '%'} else ''}" if mark else words
