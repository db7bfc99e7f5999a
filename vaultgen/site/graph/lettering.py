"""How wide a text will be, cut to what fits, and written so that it stays text."""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_right
from functools import lru_cache
from html import escape
from itertools import accumulate
from typing import Final

__all__ = ["cut", "cut_at", "plain", "reaches", "width", "wrap", "written"]

# Thousandths of the font's size, a little wider than the usual system fonts; what is not listed is by its class.
_NARROW: Final = dict.fromkeys("ijlI|.,:;'!()[]{}/\\ `’‘·", 330)
_SMALL: Final = dict.fromkeys('frt-"*“”', 430)
_WIDE: Final = dict.fromkeys("mwMW@%—…&", 950)
_WIDTHS: Final = (
    dict.fromkeys("abcdeghknopqsuvxyz0123456789$#+=?–_<>~^", 600)
    | dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ", 740)
    | _NARROW
    | _SMALL
    | _WIDE
)
_BY_CLASS: Final = {"W": 1050, "F": 1050, "A": 900}
_JOINERS: Final = "\u200c\u200d\u200e\u200f"  # scripts and emoji need them, and they turn nothing around
_LONGEST: Final = 2_000  # characters of one text that are looked at


@lru_cache(maxsize=4096)
def _rare(sign: str) -> int:
    """The width of a sign outside of the usual ones."""
    category = unicodedata.category(sign)
    if category in {"Mn", "Me", "Cf"}:
        return 0
    if east := _BY_CLASS.get(unicodedata.east_asian_width(sign)):
        return east
    return 800 if category in {"Lu", "So", "Sm"} else 680


def _widths(text: str) -> list[int]:
    """The width of each sign of a text in thousandths of the font's size."""
    known = _WIDTHS.get
    return [known(sign) or _rare(sign) for sign in text]


def width(text: str, size: int) -> int:
    """The width of a text in a font of this size, rounded up."""
    return -(-sum(_widths(text)) * size // 1000)


def plain(text: str) -> str:
    """One line of text: runs of white space as one space, signs that steer a terminal or a line left out."""
    text = " ".join(text[:_LONGEST].split())
    if text.isprintable():
        return text
    return "".join(sign for sign in text if sign.isprintable() or sign in _JOINERS)


def reaches(text: str) -> array[int]:
    """How far a text reaches after each of its signs, in thousandths of the font's size."""
    return array("I", accumulate(_widths(text[:_LONGEST])))


def cut(text: str, room: int, size: int) -> str:
    """The beginning of a text that fits, with `…` where it is cut; a text is never cut inside of a sign."""
    return cut_at(text, reaches(text), room, size)


def cut_at(text: str, reached: array[int], room: int, size: int) -> str:
    """The same, if it is known how far the text reaches."""
    if not text or (len(reached) == len(text) and -(-reached[-1] * size // 1000) <= room):
        return text
    end = bisect_right(reached, room * 1000 // size - _WIDTHS["…"])
    if not text.isascii():
        while end > 1 and (
            text[end] == "\u200d" or text[end - 1] == "\u200d" or unicodedata.combining(text[end])
        ):
            end -= 1
    return text[: max(end, 1)].rstrip(" ,.;:–—-(") + "…"


def wrap(text: str, room: int, size: int, lines: int) -> tuple[str, ...]:
    """A text in at most so many lines that fit, broken between words, the last one cut."""
    made: list[str] = []
    words = text.split()
    while words and len(made) < lines:
        line = words.pop(0)
        if len(made) + 1 == lines:
            made.append(cut(" ".join([line, *words]), room, size))
            break
        while words and width(f"{line} {words[0]}", size) <= room:
            line = f"{line} {words.pop(0)}"
        made.append(cut(line, room, size))
    return tuple(made)


def written(text: str) -> str:
    """A text as HTML and SVG write it, in elements and between double quotes."""
    return escape(plain(text))
