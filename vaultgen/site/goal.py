"""Where a link leads, and how a page writes the way there."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple
from urllib.parse import quote

__all__ = ["Goal", "climb", "href", "parted", "quoted"]

# What an address may hold as it is; the rest is written as bytes of UTF-8.
_PLAIN: Final = "/!$'()*,;@~-._"
_is_plain: Final = re.compile(f"[A-Za-z0-9{re.escape(_PLAIN)}]*").fullmatch


class Goal(NamedTuple):
    """What a link means: a page of the site, an attachment, nothing, or something that is not published.

    `path` is its path in the vault; `address` its place in the site (`companies/baseten.html`), without the
    `fragment`, which is the id of an element. `kinds` are those of the note. `broken` says that the file is
    there, but not the heading, block or footnote. Of a private file nothing is given but that it is one.
    """

    state: Literal["page", "asset", "missing", "private"]
    path: str = ""
    address: str = ""
    fragment: str = ""
    title: str = ""
    kinds: tuple[str, ...] = ()
    broken: bool = False

    def has_preview(self, page: str) -> bool:
        """Whether one can look at it from the page at an address before one goes there: it is another page."""
        return self.state == "page" and self.address != page


def href(goal_address: str, page: str, fragment: str = "") -> str:
    """Write the way from the page at one address to another, relative, so that a site works anywhere."""
    way = ""
    if goal_address != page:
        place, name = parted(goal_address)
        way = climb(place, page[: page.rfind("/") + 1]) + name
    elif not fragment:
        way = quoted(page[page.rfind("/") + 1 :])
    return f"{way}#{quoted(fragment)}" if fragment else way


@lru_cache(maxsize=1 << 14)
def parted(address: str) -> tuple[str, str]:
    """The folder of an address, with a slash at its end, and its name as a way writes it."""
    at = address.rfind("/") + 1
    return address[:at], quoted(address[at:])


@lru_cache(maxsize=1 << 12)
def climb(place: str, folder: str) -> str:
    """The way from one folder to another, as it is written; both end with a slash, and neither holds dots."""
    up = ""
    while not place.startswith(folder):
        folder = folder[: folder.rfind("/", 0, -1) + 1]
        up += "../"
    return quoted(up + place[len(folder) :])


def quoted(text: str) -> str:
    """An address, or a part of one, as a page writes it."""
    return text if _is_plain(text) else quote(text, safe=_PLAIN)
