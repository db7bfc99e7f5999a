"""The words, numbers and signs of a date in words, each with its place in the text."""

from __future__ import annotations

import re
from typing import NamedTuple

from vaultgen.errors import NotationError

__all__ = ["COUNTED", "ORDINALS", "SILENT", "SLOTS", "DayToken", "is_year", "tokenize_day"]

_TOKEN = re.compile(
    r"(?P<iso>(?:[0-9]{4}-(?:[0-9]{2}|XX)(?:-(?:[0-9]{2}|XX))?|[0-9]{3}X|[0-9]{2}XX)(?![0-9A-Za-z]))"
    r"|(?P<decade>[0-9]{3}0s\b)"
    r"|(?P<number>[0-9]+(?:st|nd|rd|th)?(?![A-Za-z]))"
    r"|(?P<part>[QqHh][1-4](?![0-9A-Za-z]))"
    r"|(?P<word>[A-Za-z]+\.?)"
    r"|(?P<dash>[-\u2010-\u2015\u2212])"
    r"|(?P<mark>[~?%,])"
    r"|(?P<space>\s+)"
)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
SLOTS: dict[str, tuple[str, int | str]] = {
    **{name: ("month", number) for number, name in enumerate(_MONTHS, 1)},
    **{name[:3]: ("month", number) for number, name in enumerate(_MONTHS, 1)},
    "sept": ("month", 9),
    "spring": ("part", 21),
    "summer": ("part", 22),
    "autumn": ("part", 23),
    "fall": ("part", 23),
    "winter": ("part", 24),
    "early": ("third", 37),
    "mid": ("third", 38),
    "late": ("third", 39),
    "end": ("edge", "end"),
    "close": ("edge", "end"),
    "beginning": ("edge", "start"),
    "start": ("edge", "start"),
}
"""What a word says about a date: which part of it, and its value."""

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 0}
COUNTED = {"week": 4, "quarter": 4, "half": 2}
"""What `first`, `second` … `last` count, and how many of it there are."""

SILENT = frozenset({"in", "on", "of", "the", "during", ",", "year", "as"})
"""Words that say nothing about the date."""


class DayToken(NamedTuple):
    """One piece of the text; `kind` is iso, decade, number, part, word, dash or mark.

    `word` is the piece in lower case, without a full stop.
    """

    kind: str
    text: str
    word: str
    start: int
    end: int


def tokenize_day(text: str) -> list[DayToken]:
    """Split a text, without the hyphens that only join words; point at a character that no date contains."""
    tokens: list[DayToken] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise NotationError(text, position, f"unexpected {text[position]!r} in a date")
        position = match.end()
        kind, piece = match.lastgroup or "", match.group()
        if kind != "space":
            tokens.append(DayToken(kind, piece, piece.lower().removesuffix("."), match.start(), position))
    return _joined(tokens)


def is_year(token: DayToken) -> bool:
    """Whether a token is a number of four digits."""
    return token.kind == "number" and len(token.text) == 4 and token.text.isdigit()


def _joined(tokens: list[DayToken]) -> list[DayToken]:
    kept: list[DayToken] = []
    for index, token in enumerate(tokens):
        if token.text == "-" and kept and index + 1 < len(tokens):
            left, right = kept[-1], tokens[index + 1]
            tight = left.end == token.start and token.end == right.start
            if tight and _is_joint(left, right, dated=any(is_year(earlier) for earlier in kept)):
                continue
        kept.append(token)
    return kept


def _is_joint(left: DayToken, right: DayToken, *, dated: bool) -> bool:
    """Whether a hyphen ties two words: `mid-2025`, `20-Jan-2026`, `2026-Q1`; `Jan-Mar` is a range."""
    if is_year(left):
        return right.kind == "part"
    if left.kind == "number":
        return SLOTS.get(right.word, ("",))[0] == "month"
    if left.kind == "part" or SLOTS.get(left.word, ("",))[0] == "month":
        return is_year(right) and not dated
    return SLOTS.get(left.word, ("",))[0] in {"third", "edge"}
