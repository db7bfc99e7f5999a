"""Where the characters of a quoted text stand in its source: a string of JSON, or a value of YAML."""

from __future__ import annotations

import json
import re
from typing import Final

__all__ = ["locate", "quoted"]

# What stands for one character: an escape, a folded line end, or the character itself. JSON's escapes are YAML's, but
# for the pairs by which JSON writes what lies beyond U+FFFF.
_UNITS: Final = {
    '"': re.compile(
        r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\x..|\\u....|\\U.{8}|(?P<nothing>\\\n[ \t]*)|\\."
        r"|(?P<fold>[ \t]*\n[ \t\n]*)|.",
        re.DOTALL,
    ),
    "'": re.compile(r"''|(?P<nothing>(?!))|(?P<fold>[ \t]*\n[ \t\n]*)|.", re.DOTALL),
}


def locate(source: str, value: str, start: int, end: int) -> tuple[int, int] | None:
    """Where `value[start:end]` stands in the source of the value, quotes included; None if it cannot be told."""
    units = _UNITS.get(source[:1])
    if units is None:
        # A block of lines, or no quotes at all: there nothing is escaped.
        line = value.strip()
        at = source.find(line)
        shift = at - value.index(line)
        return (start + shift, end + shift) if at >= 0 else None
    places: list[int] = []
    for unit in units.finditer(source, 1, len(source) - 1):
        places += [unit.start()] * _length(unit)
    places.append(len(source) - 1)
    return (places[start], places[end]) if len(places) == len(value) + 1 else None


def _length(unit: re.Match[str]) -> int:
    """How many characters a unit stands for: a folded line end is a space, and further ones are line ends."""
    if unit.lastgroup == "fold":
        return max(1, unit[0].count("\n") - 1)
    return 0 if unit.lastgroup == "nothing" else 1


def quoted(text: str, quote: str, *, plain_ascii: bool = False) -> str:
    """The text as it stands between such quotes; `plain_ascii` escapes what is not ASCII, which JSON can."""
    if quote == '"':
        return json.dumps(text, ensure_ascii=plain_ascii)[1:-1]
    return text.replace("'", "''") if quote == "'" else text
