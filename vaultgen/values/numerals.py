"""English number words, read exactly: `four and a half`, `three hundred and fifteen million`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from vaultgen.errors import NotationError
from vaultgen.values.text import require_text

__all__ = ["NUMBER_WORDS", "SCALES", "Numeral", "parse_numeral", "read_numeral"]

_ONES = re.findall(
    "[a-z]+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_UNITS = {word: value for value, word in enumerate(_ONES)}
_TEN_WORDS = {word: (value + 2) * 10 for value, word in enumerate(_TENS)}
_FRACTIONS = {
    ("a", "half"): Decimal("0.5"),
    ("a", "quarter"): Decimal("0.25"),
    ("one", "quarter"): Decimal("0.25"),
    ("three", "quarters"): Decimal("0.75"),
}

SCALES = {
    "thousand": Decimal(10**3),
    "lakh": Decimal(10**5),
    "million": Decimal(10**6),
    "crore": Decimal(10**7),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
}
"""The words that multiply what stands before them."""

NUMBER_WORDS = frozenset(_UNITS) | frozenset(_TEN_WORDS) | {"half"}
"""The words that a number may begin with (`a` begins one too, but mostly it does not)."""


class Numeral(NamedTuple):
    """A number that was read: its value, the index of the first word after it, and its only scale (or 1).

    `hundreds` is true if nothing but a round number of hundreds stands before the scale: in "three to four
    hundred million" the three are hundreds of millions.
    """

    value: Decimal
    end: int
    scale: Decimal = Decimal(1)
    hundreds: bool = False


def parse_numeral(text: str) -> Decimal:
    """Read a whole text of number words; hyphens count as spaces."""
    found = list(re.finditer(r"[^\s-]+", require_text(text, what="a number in words")))
    words = [word.group().lower() for word in found]
    numeral = read_numeral(words)
    if numeral is None:
        raise NotationError(text, found[0].start() if found else 0, "no number in words")
    if numeral.end < len(words):
        raise NotationError(text, found[numeral.end].start(), "the number ends before this word")
    return numeral.value


def read_numeral(words: Sequence[str], start: int = 0) -> Numeral | None:
    """Read the longest number that begins at `start`, or None if none does; words are lower-case."""
    scales: list[Decimal] = []
    total, ceiling, position = Decimal(0), Decimal("Infinity"), start
    hundreds = False
    while (group := _read_group(words, position)) is not None:
        value, after, pure_hundreds = group
        scale = SCALES.get(words[after]) if after < len(words) else None
        if scale is None:
            if value >= ceiling:
                break
            total, position, hundreds = total + value, after, pure_hundreds and not scales
            return Numeral(total, position, _only(scales), hundreds)
        if scale >= ceiling:
            break
        after += 1
        value, after = _add_fraction(words, value, after)
        total, ceiling, position = total + value * scale, scale, after
        hundreds = pure_hundreds and not scales
        scales.append(scale)
        if position < len(words) and words[position] == "and":
            position += 1
    if position == start:
        return None
    if words[position - 1] == "and":
        position -= 1
    return Numeral(total, position, _only(scales), hundreds)


def _only(scales: list[Decimal]) -> Decimal:
    return scales[0] if len(scales) == 1 else Decimal(1)


def _read_group(words: Sequence[str], start: int) -> tuple[Decimal, int, bool] | None:
    """Read what stands before a scale: its value, the index after it, and whether it is round hundreds."""
    first = words[start] if start < len(words) else ""
    if first in {"half", "a", "an"}:
        return _read_article(words, start)
    small = _read_below_hundred(words, start)
    if small is None:
        return None
    value, after = small
    if after < len(words) and words[after] == "hundred" and 0 < value < 100:
        return _read_hundreds(words, value, after + 1)
    if after < len(words) and words[after] == "point":
        return _read_decimals(words, value, after + 1)
    exact, after = _add_fraction(words, Decimal(value), after)
    return exact, after, False


def _read_article(words: Sequence[str], start: int) -> tuple[Decimal, int, bool] | None:
    """Read `a million`, `a hundred`, `half a million`; alone, `a` and `half` are no numbers."""
    half = words[start] == "half"
    after = start + 1
    if half and after < len(words) and words[after] in {"a", "an"}:
        after += 1
    if not half and after < len(words) and words[after] == "hundred":
        return _read_hundreds(words, 1, after + 1)
    return (Decimal("0.5") if half else Decimal(1), after, False) if _is_scale(words, after) else None


def _is_scale(words: Sequence[str], position: int) -> bool:
    return position < len(words) and words[position] in SCALES


def _read_below_hundred(words: Sequence[str], start: int) -> tuple[int, int] | None:
    if start >= len(words):
        return None
    word = words[start]
    if word in _UNITS:
        return _UNITS[word], start + 1
    if word not in _TEN_WORDS:
        return None
    unit = _UNITS.get(words[start + 1], 0) if start + 1 < len(words) else 0
    return (_TEN_WORDS[word] + unit, start + 2) if 0 < unit < 10 else (_TEN_WORDS[word], start + 1)


def _read_hundreds(words: Sequence[str], count: int, start: int) -> tuple[Decimal, int, bool]:
    """Read what follows the word "hundred": `and eighteen`, `and a half`, `fifteen`, or nothing."""
    value = count * 100
    joined = start + 1 if start < len(words) and words[start] == "and" else start
    rest = _read_below_hundred(words, joined)
    if rest is None or rest[0] == 0:
        exact, after = _add_fraction(words, Decimal(value), start)
        return exact, after, after == start
    exact, after = _add_fraction(words, Decimal(value + rest[0]), rest[1])
    return exact, after, False


def _read_decimals(words: Sequence[str], whole: int, start: int) -> tuple[Decimal, int, bool] | None:
    position, digits = start, ""
    while position < len(words) and _UNITS.get(words[position], 10) < 10:
        digits += str(_UNITS[words[position]])
        position += 1
    return (Decimal(f"{whole}.{digits}"), position, False) if digits else None


def _add_fraction(words: Sequence[str], value: Decimal, start: int) -> tuple[Decimal, int]:
    """`and a half` adds half of what was just counted."""
    if start + 2 < len(words) and words[start] == "and":
        fraction = _FRACTIONS.get((words[start + 1], words[start + 2]))
        if fraction is not None:
            return value + fraction, start + 3
    return value, start
