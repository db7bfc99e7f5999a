"""The values that plain words of YAML stand for, by the core rules of YAML 1.2."""

from __future__ import annotations

import math
import re
from typing import Final

__all__ = ["Scalar", "number", "resolve"]

Scalar = str | int | float | bool | None

_WORDS: Final[dict[str, Scalar]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_FIRST: Final = frozenset("0123456789+-.")
_LONGEST: Final = 400
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_BASED: Final = re.compile(r"0o([0-7]+)|0x([0-9a-fA-F]+)")
_EXACT: Final = 1 << 53


def resolve(word: str) -> Scalar:
    """What a value without quotes stands for; what is no number, truth or nothing is a text."""
    if word in _WORDS:
        return _WORDS[word]
    if word[0] not in _FIRST or len(word) > _LONGEST:
        return word
    if _INTEGER.fullmatch(word):
        return number(int(word), word)
    if based := _BASED.fullmatch(word):
        return number(int(based[1], 8) if based[1] else int(based[2], 16), word)
    return number(float(word), word) if _FLOAT.fullmatch(word) else word


def number(value: float, word: str) -> Scalar:
    """The number as Obsidian has it, where all are floats: a whole one is whole; what is none stays its word."""
    if isinstance(value, int) and -_EXACT <= value <= _EXACT:
        return value
    try:
        as_float = float(value)
    except OverflowError:
        return word
    if not math.isfinite(as_float):
        return word
    return int(as_float) if as_float.is_integer() and abs(as_float) <= _EXACT else as_float
