"""The words, numbers and signs of an amount as people write it, each with its place in the text."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from vaultgen.errors import NotationError
from vaultgen.values.currencies import SIGNS

__all__ = ["Token", "read_number", "require_in_reach", "tokenize"]

MOST_DIGITS = 24
"""Python's decimals compute with 28 digits; amounts stay clear of rounding."""

MOST_DECIMALS = 18
LIMIT = Decimal(10**18)

_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+(?:,[0-9]+)*(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+(?![0-9A-Za-z]))?)"
    rf"|(?P<money>{'|'.join(re.escape(sign) for sign in SIGNS)})"
    r"|(?P<word>[A-Za-z]+\.?)"
    r"|(?P<dash>--|[-\u2010-\u2015\u2212])"
    r"|(?P<about>[~\u2248\u2243\u223c])"
    r"|(?P<mark>>=|<=|n/a|[%+<>\u00d7\u2264\u2265])"
    r"|(?P<space>\s+)"
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}|[0-9]+|")


class Token(NamedTuple):
    """One piece of the text; `kind` is number, money, word, dash, about, mark or other.

    `word` is the piece in lower case, without a full stop.
    """

    kind: str
    text: str
    word: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """Split a text; what no amount contains is a token of its own, but foreign digits are refused."""
    tokens = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            if text[position].isnumeric():
                raise NotationError(text, position, "only the digits 0 to 9 are read")
            tokens.append(Token("other", text[position], "", position, position + 1))
            position += 1
            continue
        position = match.end()
        kind = match.lastgroup or ""
        if kind != "space":
            piece = match.group()
            tokens.append(Token(kind, piece, piece.lower().removesuffix("."), match.start(), position))
    return tokens


def read_number(text: str, token: Token) -> Decimal:
    """Give the value of a number token, or point at the comma that cannot be right."""
    grouped = re.split("[.eE]", token.text, maxsplit=1)[0]
    if not _GROUPED.fullmatch(grouped):
        comma = token.start + grouped.index(",")
        raise NotationError(text, comma, "a comma groups digits (1,234,567); decimals need a point")
    digits, _, exponent = (token.text.replace(",", "").lower()).partition("e")
    if len(digits.replace(".", "").lstrip("0")) > MOST_DIGITS or len(exponent) > 4:
        raise NotationError(text, token.start, "more digits than an amount has")
    number = Decimal(digits) if not exponent else Decimal(f"{digits}e{exponent}")
    return require_in_reach(text, token.start, number)


def require_in_reach(text: str, position: int, number: Decimal) -> Decimal:
    """Give the number back if it is one that is ever written about money."""
    if number and not -MOST_DECIMALS <= number.adjusted() < LIMIT.adjusted():
        raise NotationError(text, position, "an amount is below 10^18 and has at most 18 decimals")
    if isinstance(exponent := number.as_tuple().exponent, int) and exponent < -MOST_DECIMALS:
        raise NotationError(text, position, "an amount is below 10^18 and has at most 18 decimals")
    return number
