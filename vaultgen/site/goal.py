"""Where a link leads, and how a page writes the way there."""

from __future__ import annotations

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
        way = _way(_quoted(goal_address).split("/"), _quoted(page).split("/"))
    elif not fragment:
        way = _quoted(page).rpartition("/")[2]
    return f"{way}#{_quoted(fragment)}" if fragment else way


def _way(goal: list[str], page: list[str]) -> str:
    """The relative way, which is asked for so often that posixpath takes too long."""
    same = 0
    most = min(len(goal), len(page)) - 1
    while same < most and goal[same] == page[same]:
        same += 1
    return "../" * (len(page) - 1 - same) + "/".join(goal[same:])


@lru_cache(maxsize=1 << 14)
def _quoted(address: str) -> str:
    return quote(address, safe=_PLAIN)
