"""Where a link leads, and how a page writes the way there."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import quote

__all__ = ["Goal", "href"]

# What an address may hold as it is; the rest is written as bytes of UTF-8.
_PLAIN = "/!$'()*,;@~-._"


@dataclass(frozen=True, slots=True)
class Goal:
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


def href(goal_address: str, page: str, fragment: str = "") -> str:
    """Write the way from the page at one address to another, relative, so that a site works anywhere."""
    way = ""
    if goal_address != page:
        way = _way(goal_address, page[: page.rfind("/") + 1])
    elif not fragment:
        way = quote(posixpath.basename(page), safe=_PLAIN)
    return f"{way}#{quote(fragment, safe=_PLAIN)}" if fragment else way


@lru_cache(maxsize=1 << 14)
def _way(address: str, folder: str) -> str:
    """The way from a folder, with a slash at its end, to an address; both are written without dots."""
    up = ""
    while not address.startswith(folder):
        folder = folder[: folder.rfind("/", 0, -1) + 1]
        up += "../"
    return quote(up + address[len(folder) :], safe=_PLAIN)
