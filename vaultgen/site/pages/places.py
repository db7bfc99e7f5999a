"""The addresses of the pages that a site makes besides those of its notes."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from typing import Final

from vaultgen.site.addresses import slug_part

__all__ = [
    "CHANGED", "FOLDERS", "GRAPH", "HOME", "MISSING", "PAGE_SIZE", "ROUNDS", "SEARCH", "STYLE", "TAGS", "TIMELINE",
    "data_address", "folder_address", "kind_address", "links_address", "numbered", "tag_address",
]  # fmt: skip

HOME: Final = "index.html"
TIMELINE: Final = "timeline.html"
CHANGED: Final = "recent.html"
GRAPH: Final = "graph.html"
SEARCH: Final = "search.html"
MISSING: Final = "404.html"
TAGS: Final = "tags/index.html"
FOLDERS: Final = "folders/index.html"
ROUNDS: Final = "data/rounds--all.csv"
"""The table of the timeline that programs read; no kind has two dashes."""

STYLE: Final = "assets/style.css"

PAGE_SIZE: Final = 200
"""Rows that one page of a list may have whatever they are, and that the pages of a longer one have about."""

_PLAIN: Final = re.compile(r"[\w-]+")


@lru_cache(maxsize=1 << 12)
def kind_address(kind: str, order: str = "") -> str:
    """Where the list of a kind stands, in one of its orders; kinds that read alike stand in one place."""
    return f"kinds/{slug_part(kind)}{f'--by-{order}' if order else ''}.html"


def data_address(kind: str) -> str:
    """Where the table of a kind stands that programs read."""
    return f"data/{slug_part(kind)}.csv"


@lru_cache(maxsize=1 << 12)
def tag_address(tag: str) -> str:
    """Where a tag's page stands; nested tags are folders."""
    return f"tags/{'/'.join(_tag_part(part) for part in tag.lower().split('/'))}.html"


def folder_address(place: str) -> str:
    """Where the page of a folder stands, given its place in the site; that of the vault is the list of folders."""
    return f"folders/{place}.html" if place else FOLDERS


def links_address(address: str) -> str:
    """Where all the backlinks of a page stand when they are too many for the page itself."""
    return f"links/{address}"


def numbered(address: str, number: int) -> str:
    """Name the further pages of a list: `recent.html`, `recent--2.html`, …; no name of a note has two dashes."""
    return address if number == 1 else f"{address.removesuffix('.html')}--{number}.html"


def _tag_part(part: str) -> str:
    """Keep apart what `slug_part` would not: underscores, and signs that addresses leave out."""
    slug = "_".join(slug_part(piece) if piece else "" for piece in part.split("_"))
    if _PLAIN.fullmatch(part) and "--" not in part and part == part.strip("-"):
        return "index_" if slug == "index" else slug
    return f"{slug}--{sha256(part.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
