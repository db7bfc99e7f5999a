"""The values of properties, cut into what a page shows: texts, dates, sums and links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from msgspec import Struct

from vaultgen.site.goal import href
from vaultgen.site.pages.library import Library
from vaultgen.site.pages.words import cut, moment, money
from vaultgen.site.plain import plain as as_read
from vaultgen.site.privacy import PRIVATE
from vaultgen.site.survey.wording import lone_link

__all__ = ["Desk", "Piece", "in_a_row", "link_piece"]

_WIKILINK: Final = re.compile(r"!?\[\[([^\[\]|#\n]*)(#[^\[\]|\n]*)?(?:\|([^\[\]\n]*))?\]\]")
_WEB: Final = re.compile(r"https?://[^\s<>\"]+")
_NAMED: Final = re.compile(r"!?\[[^\[\]\n]*\]\([^\n]*\)")
_NAMED_WEB: Final = re.compile(r"\[([^\[\]\n]+)\]\((https?://[^\s<>\"()]+)\)")
_MONEY: Final = re.compile(r"_(?:usd|eur|gbp|chf|jpy|inr)$", re.IGNORECASE)
_YEARLY: Final = re.compile(r"year|founded|established|born|since", re.IGNORECASE)
_LONGEST: Final = 400
_MOST: Final = 60
_DEEPEST: Final = 4


class Piece(NamedTuple):
    """One bit of a value; `sign` is the class of a link (`link`, `missing`, `web`), `iso` that of a date.

    What is `followed` by another bit of the value is parted from it by a comma, but not where it is an
    `inner` part of a sentence, with its spaces.
    """

    text: str
    href: str = ""
    sign: str = ""
    iso: str = ""
    preview: bool = False
    followed: bool = False
    inner: bool = False


def in_a_row(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces of one value as they are shown, each but the last followed by the next."""
    if len(pieces) < 2:
        return tuple(pieces)
    return (*[one._replace(followed=not one.inner) for one in pieces[:-1]], pieces[-1])


class Desk(Struct, frozen=True):
    """Where the values of one note are read for one page: links lead from this page as they do in the note."""

    library: Library
    path: str
    page: str

    def pieces(self, key: str, value: Any) -> tuple[Piece, ...]:
        """Cut a value into the pieces that are shown, in order; nothing for an empty value."""
        return tuple(self._pieces(key, value, 0)[:_MOST])

    def _pieces(self, key: str, value: Any, depth: int) -> Sequence[Piece]:
        if value is None or value == "" or depth > _DEEPEST:
            return ()
        if isinstance(value, str):
            text = value.strip()
            plain = _plain(text)
            return [plain] if plain is not None else list(self._linked(text))
        if isinstance(value, int | float):
            return [Piece(_number(key, value))]
        if isinstance(value, list | tuple):
            return [piece for item in value for piece in self._pieces(key, item, depth + 1)]
        if isinstance(value, Mapping):
            return [Piece(self._named(str(name), inner, depth + 1)) for name, inner in value.items()]
        return [Piece(str(value))]

    def _named(self, name: str, value: Any, depth: int) -> str:
        inner = in_a_row(self._pieces(name, value, depth))
        return f"{name}: {''.join([piece.text + ', ' * piece.followed for piece in inner])}"

    def _linked(self, text: str) -> Iterator[Piece]:
        """Cut a text with links; it is a list of them if only commas part them, and a sentence otherwise."""
        if "[[" not in text:
            yield self._named_link(text)
            return
        inner = bool(_WIKILINK.sub("", text).strip(" ,;"))
        at = 0
        for link in _WIKILINK.finditer(text):
            if inner and link.start() > at:
                yield Piece(cut(text[at : link.start()], _LONGEST), inner=True)
            at = link.end()
            target, subpath = link[1].strip(), (link[2] or "").strip()
            goal = self.library.goal(target, subpath, self.path)
            shown = (link[3] or "").strip() or target.rpartition("/")[2] or subpath.lstrip("#")
            piece = link_piece(shown, goal.state, goal.address, self.page, goal.fragment)
            yield piece._replace(inner=True) if inner and at < len(text) else piece
        if inner and at < len(text):
            yield Piece(cut(text[at:], _LONGEST))

    def _named_link(self, text: str) -> Piece:
        """The piece that a text is which is one link in Markdown's style."""
        if web := _NAMED_WEB.fullmatch(text):
            return Piece(cut(web[1], _LONGEST), web[2], "web")
        link = lone_link(text)
        if link is None:
            return Piece(cut(text, _LONGEST))
        goal = self.library.goal(link.target, link.subpath, self.path)
        shown = as_read(link.display) or link.target or link.subpath.lstrip("#")
        return link_piece(shown, goal.state, goal.address, self.page, goal.fragment)


@lru_cache(maxsize=1 << 13)
def _plain(text: str) -> Piece | None:
    """The piece that a text is wherever it stands, which most are; None for one with links of a note."""
    when = moment(text)
    if when is not None:
        return Piece(when.text, iso=when.iso)
    if _WEB.fullmatch(text):
        return Piece(cut(text.split("://", 1)[1].removeprefix("www.").rstrip("/"), 48), text, "web")
    if ("[[" in text and _WIKILINK.search(text)) or (text.endswith(")") and _NAMED.fullmatch(text)):
        return None
    return Piece(cut(text, _LONGEST))


def links_in(value: Any) -> list[tuple[str, str]]:
    """The targets and subpaths of all links that the pieces of a value may show."""
    if isinstance(value, str):
        if "](" in value and "[[" not in value:
            named = lone_link(value)
            return [(named.target, named.subpath)] if named else []
        found = _WIKILINK.finditer(value) if "[[" in value else ()
        return [(link[1].strip(), (link[2] or "").strip()) for link in found]
    if isinstance(value, list | tuple):
        return [link for item in value for link in links_in(item)]
    if isinstance(value, Mapping):
        return [link for item in value.values() for link in links_in(item)]
    return []


def link_piece(text: str, state: str, address: str, page: str, fragment: str = "") -> Piece:
    """Give a link to a page or attachment; what is missing is shown as words, what is private not even so."""
    if state in {"page", "asset"}:
        return Piece(text, href(address, page, fragment), "link", preview=state == "page" and address != page)
    return Piece(text, sign="missing") if state == "missing" else Piece(PRIVATE)


@lru_cache(maxsize=1 << 12, typed=True)
def _number(key: str, value: float) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if _MONEY.search(key):
        return money(value, key)
    if isinstance(value, int) and 1000 <= value <= 2999 and (_YEARLY.search(key) or not _counts(key)):
        return str(value)
    return f"{value:,}"


def _counts(key: str) -> bool:
    return key.lower().endswith(("s", "count", "number", "headcount", "amount", "total"))
