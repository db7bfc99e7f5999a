"""Marks around what a note shows of the records, in characters that no record can hold."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

__all__ = ["Marked", "mark", "marked", "unmarked"]

# Private-use characters: records that contain one are refused when they are read.
_OPEN: Final = "\ue000"
_SHUT: Final = "\ue001"
_ZERO: Final = 0xE010
_ANY: Final = re.compile(f"{_OPEN}[\ue010-\ue019]+|{_SHUT}")
_PIECE: Final = re.compile(f"{_OPEN}([\ue010-\ue019]+)([^{_OPEN}{_SHUT}]*){_SHUT}")
_DIGITS: Final = {ord(str(digit)): chr(_ZERO + digit) for digit in range(10)}
_NUMBERS: Final = {
    sign: chr(digit) for digit, sign in ((digit, ord(sign)) for digit, sign in _DIGITS.items())
}


class Marked(NamedTuple):
    """A text taken apart at its marks: the numbers of the marks, and the words around them, one more than marks."""

    numbers: tuple[int, ...]
    frame: tuple[str, ...]
    texts: tuple[str, ...]


def mark(text: str, number: int) -> str:
    """The text in a mark with this number."""
    return f"{_OPEN}{str(number).translate(_DIGITS)}{text}{_SHUT}"


def unmarked(text: str) -> str:
    """The text without its marks."""
    return _ANY.sub("", text)


def marked(text: str) -> Marked:
    """The marks in a text that are whole; what is left of others goes."""
    frame, numbers, texts, at = [], [], [], 0
    for found in _PIECE.finditer(text):
        frame.append(unmarked(text[at : found.start()]))
        numbers.append(int(found[1].translate(_NUMBERS)))
        texts.append(found[2])
        at = found.end()
    return Marked(tuple(numbers), (*frame, unmarked(text[at:])), tuple(texts))
