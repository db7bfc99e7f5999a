"""Which text between dollar signs is a formula, and which is money."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["find_formula"]

# Obsidian's rule: no space inside the signs, no digit behind them; an escaped sign never counts.
_SINGLE: Final = re.compile(r"\$(?![\s$])((?:[^$\\\n]|\\.)++)(?<!\s)\$(?![0-9])")
_DOUBLE: Final = re.compile(r"\$\$(?!\$)((?:[^$\\]|\\.|\$(?!\$))++)\$\$(?!\$)", re.DOTALL)

# What no formula holds: links, code, bold text, signs of other currencies, two words that only stand together.
_FOREIGN: Final = re.compile(r"\[\[|\]\(|`|\*\*|==|%%|[€£¥₹–—“”]")
_PROSE: Final = re.compile(r"[A-Za-z]{2,},? [A-Za-z]{2,}")
_AMOUNT: Final = re.compile(
    r"[0-9][0-9.,]*\s?(?:[KMBTkmb]|bn|mn|tn|mm|thousand|million|billion|trillion)(?![A-Za-z0-9_^])"
    r"|[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])"
    r"|[0-9][0-9.,]*[+/](?:[A-Za-z]{2,}|[^0-9A-Za-z({\\]|\Z)"
)
_TICKERS: Final = re.compile(r"[A-Z]{2,5}(?:\.[A-Z])?[^A-Za-z0-9^_={}\\+]*\Z")
_NESTING: Final = {"(": 1, "[": 1, ")": -1, "]": -1}


def find_formula(text: str, at: int, end: int) -> tuple[str, int, bool] | None:
    """Give the formula that the dollar sign at `at` opens, where it ends, and whether it stands alone."""
    if text.startswith("$$", at):
        found = _DOUBLE.match(text, at, end)
        return (found[1], found.end(), True) if found and found[1].strip() else None
    if at and (text[at - 1].isalnum() or text[at - 1] in "$\\"):
        return None  # US$5, 5$
    found = _SINGLE.match(text, at, end)
    if found is None or _is_money(found[1], text[found.end() : found.end() + 1]):
        return None
    return found[1], found.end(), False


def _is_money(inside: str, after: str) -> bool:
    """Whether what two dollar signs enclose is prose about money, whatever Obsidian would do."""
    if after.isupper() or (after.isalpha() and _TICKERS.match(inside)):
        return True  # $AAPL/$MSFT
    if _FOREIGN.search(inside) or _AMOUNT.match(inside) or _is_open(inside):
        return True
    return "\\" not in inside and bool(_PROSE.search(inside))


def _is_open(inside: str) -> bool:
    """Whether a bracket closes that did not open inside the signs, or stays open."""
    depth = 0
    for sign in inside:
        depth += _NESTING.get(sign, 0)
        if depth < 0:
            return True
    return depth != 0
