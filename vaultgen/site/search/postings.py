"""Lists of pages as short texts that a script can hold and a browser reads fast."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

__all__ = ["DIGITS", "decode_numbers", "encode_numbers", "encode_pages", "encode_scored", "log2"]

DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
"""A number is written with five bits a digit, the highest first; all digits but the last are 32 or more."""

_SHORT: Final = tuple(DIGITS[n] if n < 32 else DIGITS[32 + (n >> 5)] + DIGITS[n & 31] for n in range(1 << 10))


def _number(number: int) -> str:
    if number < 1 << 10:
        return _SHORT[number]
    text = DIGITS[number & 31]
    while number := number >> 5:
        text = DIGITS[32 + (number & 31)] + text
    return text


def encode_numbers(numbers: Iterable[int]) -> str:
    """Write numbers of 0 and more, one after the other."""
    return "".join(map(_number, numbers))


def encode_pages(pages: Iterable[int]) -> str:
    """Write rising numbers of pages as the steps between them."""
    return encode_numbers(_steps(pages))


def encode_scored(postings: Iterable[tuple[int, int]]) -> str:
    """Write rising numbers of pages, each as a step and one digit for its score (0 to 63)."""
    parts, last = [], 0
    for page, score in postings:
        step = page - last
        parts.append((_SHORT[step] if step < 1 << 10 else _number(step)) + DIGITS[score])
        last = page
    return "".join(parts)


def decode_numbers(text: str) -> Iterator[int]:
    """Read what `encode_numbers` wrote."""
    number = 0
    for digit in map(DIGITS.index, text):
        if digit < 32:
            yield number << 5 | digit
            number = 0
        else:
            number = number << 5 | digit - 32


def _steps(pages: Iterable[int]) -> Iterator[int]:
    last = 0
    for page in pages:
        yield page - last
        last = page


def log2(number: int) -> int:
    """Sixteen times the logarithm, rounded down: whole numbers are the same on every machine."""
    return (number**16).bit_length() - 1
