"""The words around a number: magnitudes, units, and phrases such as `up to` and `more than`."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum, auto

from vaultgen.values.numerals import NUMBER_WORDS, SCALES

__all__ = ["JOINABLE", "KINDS_BY_WORDS", "MAGNITUDES", "PHRASES", "UNITS", "Said"]


class Said(Enum):
    """What a phrase before an amount says about it."""

    ABOUT = auto()
    AT_LEAST = auto()
    AT_MOST = auto()
    BETWEEN = auto()
    FROM = auto()


_SHORT = {
    "k": 3,
    "m": 6,
    "mm": 6,
    "mn": 6,
    "mio": 6,
    "mln": 6,
    "b": 9,
    "bn": 9,
    "bln": 9,
    "bil": 9,
    "mrd": 9,
    "t": 12,
    "tn": 12,
    "trn": 12,
    "cr": 7,
    "lac": 5,
    "lacs": 5,
    "lakhs": 5,
    "crores": 7,
    "thousands": 3,
    "millions": 6,
    "billions": 9,
    "trillions": 12,
}
MAGNITUDES = {**SCALES, **{word: Decimal(10**zeros) for word, zeros in _SHORT.items()}}
"""What the word after a number multiplies it by."""

UNITS = {
    "%": "%",
    "percent": "%",
    "pct": "%",
    "x": "x",
    "\u00d7": "x",
    "times": "x",
    "fold": "x",
    "month": "months",
    "months": "months",
    "year": "years",
    "years": "years",
    "day": "days",
    "days": "days",
}
"""Units that are not money, by the word or sign after a number."""

JOINABLE = NUMBER_WORDS | frozenset(SCALES) | frozenset(UNITS) | {"hundred", "dollar", "euro", "yen", "pound"}
"""Words that a hyphen ties to the one before: `eleven-billion-dollar`, `7-billion`, `twenty-fold`."""

_PHRASES = {
    Said.ABOUT: (
        "about, around, roughly, nearly, almost, circa, c, ca, approx, approximately, some, an estimated, "
        "close to"
    ),
    Said.AT_LEAST: (
        "more than, over, well over, just over, at least, exceed, exceeds, exceeded, exceeding, crossed, "
        "passed, surpassed, topped, above, upwards of, north of, no less than, not less than, a minimum of"
    ),
    Said.AT_MOST: (
        "less than, under, just under, well under, at most, as high as, as much as, up to, below, "
        "no more than, not more than, a maximum of"
    ),
    Said.BETWEEN: "between",
    Said.FROM: "from",
}
PHRASES: dict[str, tuple[tuple[tuple[str, ...], Said], ...]] = {}
"""Phrases by their first word, longer ones first."""

for _said, _text in _PHRASES.items():
    for _phrase in _text.split(", "):
        _words = tuple(_phrase.split())
        _known = (*PHRASES.get(_words[0], ()), (_words, _said))
        PHRASES[_words[0]] = tuple(sorted(_known, key=lambda item: -len(item[0])))
PHRASES |= {
    sign: (((sign,), said),)
    for sign, said in {
        ">": Said.AT_LEAST,
        ">=": Said.AT_LEAST,
        "\u2265": Said.AT_LEAST,
        "<": Said.AT_MOST,
        "<=": Said.AT_MOST,
        "\u2264": Said.AT_MOST,
        "~": Said.ABOUT,
        "\u2248": Said.ABOUT,
        "\u2243": Said.ABOUT,
        "\u223c": Said.ABOUT,
    }.items()
}

KINDS_BY_WORDS = {
    "\u2014": "unknown",
    "\u2013": "unknown",
    "-": "unknown",
    "--": "unknown",
    "?": "unknown",
    "unknown": "unknown",
    "n/a": "unknown",
    "n.a.": "unknown",
    "na": "unknown",
    "undisclosed": "undisclosed",
    "not disclosed": "undisclosed",
    "none": "none",
    "nil": "none",
}
"""Texts that say why there is no amount."""
