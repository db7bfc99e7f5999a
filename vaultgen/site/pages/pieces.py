"""The values of properties, cut into what a page shows: texts, dates, sums and links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from vaultgen.site.goal import href
from vaultgen.site.pages.library import Library
from vaultgen.site.pages.words import cut, moment, money
from vaultgen.site.privacy import PRIVATE

__all__ = ["Desk", "Piece", "in_a_row", "link_piece"]

_WIKILINK: Final = re.compile(r"!?\[\[([^\[\]|#\n]*)(#[^\[\]|\n]*)?(?:\|([^\[\]\n]*))?\]\]")
_WEB: Final = re.compile(r"https?://[^\s<>\"]+")
_MONEY: Final = re.compile(r"_(?:usd|eur|gbp|chf|jpy|inr)$", re.IGNORECASE)
_YEARLY: Final = re.compile(r"year|founded|established|born|since", re.IGNORECASE)
_LONGEST: Final = 400
_MOST: Final = 60
_DEEPEST: Final = 4


class Piece(NamedTuple):
    """One bit of a value; `sign` is the class of a link (`link`, `missing`, `web`), `iso` that of a date.

    What is `followed` by another bit of the value is parted from it by a comma.
    """

    text: str
    href: str = ""
    sign: str = ""
    iso: str = ""
    preview: bool = False
    followed: bool = False


def in_a_row(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces of one value as they are shown, each but the last followed by the next."""
    if len(pieces) < 2:
        return tuple(pieces)
    return (*[one._replace(followed=True) for one in pieces[:-1]], pieces[-1])


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the values of one note are read for one page: links lead from this page as they do in the note."""

    library: Library
    path: str
    page: str

    def pieces(self, key: str, value: Any) -> tuple[Piece, ...]:
        """Cut a value into the pieces that are shown, in order; nothing for an empty value."""
        return tuple(self._pieces(key, value, 0))[:_MOST]

    def link(self, target: str, text: str = "") -> Piece:
        """Give a link of the note, in the words that it is shown in."""
        goal = self.library.goal(target, "", self.path)
        return link_piece(
            text or target.rpartition("/")[2], goal.state, goal.address, self.page, goal.fragment
        )

    def _pieces(self, key: str, value: Any, depth: int) -> Iterator[Piece]:
        if value is None or value == "" or depth > _DEEPEST:
            return
        if isinstance(value, bool):
            yield Piece("yes" if value else "no")
        elif isinstance(value, int | float):
            yield Piece(_number(key, value))
        elif isinstance(value, str):
            yield from self._text(value)
        elif isinstance(value, Mapping):
            for name, inner in value.items():
                shown = ", ".join(piece.text for piece in self._pieces(str(name), inner, depth + 1))
                yield Piece(f"{name}: {shown}")
        elif isinstance(value, list | tuple):
            for item in value:
                yield from self._pieces(key, item, depth + 1)
        else:
            yield Piece(str(value))

    def _text(self, text: str) -> Iterator[Piece]:
        text = text.strip()
        when = moment(text)
        if when is not None:
            yield Piece(when.text, iso=when.iso)
        elif _WEB.fullmatch(text):
            yield Piece(cut(text.split("://", 1)[1].removeprefix("www.").rstrip("/"), 48), text, "web")
        elif "[[" in text and (links := list(_WIKILINK.finditer(text))):
            yield from self._linked(text, links)
        else:
            yield Piece(cut(text, _LONGEST))

    def _linked(self, text: str, links: list[re.Match[str]]) -> Iterator[Piece]:
        """Cut a text with links; what stands between them is kept, if it is more than a comma."""
        at = 0
        for link in links:
            if between := text[at : link.start()].strip(" ,;"):
                yield Piece(cut(between, _LONGEST))
            target, subpath = link[1].strip(), (link[2] or "").strip()
            goal = self.library.goal(target, subpath, self.path)
            shown = (link[3] or "").strip() or target.rpartition("/")[2] or subpath.lstrip("#")
            yield link_piece(shown, goal.state, goal.address, self.page, goal.fragment)
            at = link.end()
        if rest := text[at:].strip(" ,;"):
            yield Piece(cut(rest, _LONGEST))


def links_in(value: Any) -> Iterator[tuple[str, str]]:
    """The targets and subpaths of all links that the pieces of a value may show."""
    if isinstance(value, str):
        if "[[" in value:
            for link in _WIKILINK.finditer(value):
                yield link[1].strip(), (link[2] or "").strip()
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from links_in(inner)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from links_in(item)


def link_piece(text: str, state: str, address: str, page: str, fragment: str = "") -> Piece:
    """Give a link to a page or attachment; what is missing is shown as words, what is private not even so."""
    if state in {"page", "asset"}:
        return Piece(text, href(address, page, fragment), "link", preview=state == "page")
    return Piece(text, sign="missing") if state == "missing" else Piece(PRIVATE)


def _number(key: str, value: float) -> str:
    if _MONEY.search(key):
        return money(value, key)
    if isinstance(value, int) and 1000 <= value <= 2999 and (_YEARLY.search(key) or not _counts(key)):
        return str(value)
    return f"{value:,}"


def _counts(key: str) -> bool:
    return key.lower().endswith(("s", "count", "number", "headcount", "amount", "total"))
