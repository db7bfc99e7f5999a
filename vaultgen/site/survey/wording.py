"""The parts of a link: what it points at, and what it shows."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from vaultgen.vault.references import address_path

__all__ = ["LINKS", "Words", "definition", "lone_link", "markdown_link", "wikilink"]

_TARGET: Final = re.compile(r"\]\((?:<([^<>\n]*)>|([^()\s]*(?:\([^()\s]*\)[^()\s]*)*))")
_ADDRESS: Final = re.compile(r"[ \t]*(?:<([^<>\n]*)>|([^\s<>]+))")
_BRACKET: Final = re.compile(r"[\[\]]")
# The words of a link hold no more brackets than this, but for a text that was made to take long.
_FEW: Final = 32
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
LINKS: Final = re.compile(
    r"!?(?:\[\[[^\[\]\n]+\]\]|\[[^\[\]\n]*\](\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)))"
)
"""A link and nothing else, in either style."""


class Words(NamedTuple):
    """The words of a link, and where it begins and ends in its text, `!` included."""

    start: int
    end: int
    written: str
    target: str
    subpath: str
    display: str
    embed: bool


def wikilink(text: str, start: int, end: int) -> Words:
    """The link between double brackets at such offsets."""
    inner = text[start + 2 : end - 2]
    bar = inner.find("|", 1)
    path = inner if bar < 0 else inner[:bar].removesuffix("\\")
    target, sign, subpath = path.partition("#")
    display = inner[bar + 1 :].strip() if bar >= 0 else ""
    embed = start > 0 and text[start - 1] == "!" and text[start - 2 : start - 1] != "\\"
    start -= embed
    return Words(start, end, text[start:end], target.strip(), (sign + subpath).strip(), display, embed)


def markdown_link(text: str, start: int, end: int, limit: int) -> Words | None:
    """The link whose `](address)` stands at such offsets, if it points into the vault."""
    found = _TARGET.match(text, start)
    address = (found[1] or found[2] or "") if found else ""
    opening = _opening(text, start, limit)
    if opening < 0 or not address or _SCHEME.match(address):
        return None
    target, sign, subpath = address_path(address).partition("#")
    display = text[opening + 1 : start]
    embed = opening > limit and text[opening - 1] == "!" and text[opening - 2 : opening - 1] != "\\"
    first = opening - embed
    written = text[first:end]
    return Words(first, end, written, target.strip(), (sign + subpath).strip(), display.strip(), embed)


def definition(text: str, start: int, end: int) -> Words | None:
    """The link that stands behind `[name]:`, if it points into the vault; it begins where its line does."""
    found = _ADDRESS.match(text, start, end)
    address = (found[1] or found[2] or "") if found else ""
    if not address or _SCHEME.match(address):
        return None
    first = text.rfind("\n", 0, start) + 1
    target, sign, subpath = address_path(address).partition("#")
    return Words(first, end, text[first:end].strip(), target.strip(), (sign + subpath).strip(), "", False)  # noqa: FBT003 -- no embed


def _opening(text: str, closing: int, limit: int) -> int:
    """Where the bracket is that the one at `closing` closes; -1 if there is none."""
    depth, at = 1, closing
    for _ in range(_FEW):
        opening = text.rfind("[", limit, at)
        if opening < 0:
            return -1
        depth += text.count("]", opening, at) - 1
        at = opening
        if not depth:
            return at
    end = text.find("\n\n", closing)
    return _pairs(text, limit, end if end >= 0 else len(text)).get(closing, -1)


@lru_cache(maxsize=1)
def _pairs(text: str, start: int, end: int) -> dict[int, int]:
    """Where the bracket stands that each closing one closes."""
    found: dict[int, int] = {}
    open_ones: list[int] = []
    for bracket in _BRACKET.finditer(text, start, end):
        if bracket[0] == "[":
            open_ones.append(bracket.start())
        elif open_ones:
            found[bracket.start()] = open_ones.pop()
    return found


def lone_link(text: str) -> Words | None:
    """The link that a property's text is, if it is one and nothing else."""
    text = text.strip()
    whole = LINKS.fullmatch(text) if "[" in text[:2] else None
    if not whole:
        return None
    start = 1 if text[0] == "!" else 0
    if whole[1] is None:
        return wikilink(text, start, len(text))
    return markdown_link(text, whole.start(1) - 1, len(text), 0)
