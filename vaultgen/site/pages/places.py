"""The addresses of the pages that a site makes besides those of its notes."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

__all__ = [
    "CHANGED", "FOLDERS", "GRAPH", "HOME", "MISSING", "PAGE_SIZE", "SEARCH", "STYLE", "TAGS", "TIMELINE",
    "folder_address", "kind_address", "links_address", "numbered", "tag_address",
]  # fmt: skip

HOME: Final = "index.html"
TIMELINE: Final = "timeline.html"
CHANGED: Final = "changed.html"
GRAPH: Final = "graph.html"
SEARCH: Final = "search.html"
MISSING: Final = "404.html"
TAGS: Final = "tags/index.html"
FOLDERS: Final = "folders/index.html"
STYLE: Final = "assets/style.css"

PAGE_SIZE: Final = 200
"""Rows on one page of a list; what is longer goes on on the next."""

_OTHER: Final = re.compile(r"[^\w]+|_+")


def kind_address(kind: str, order: str = "") -> str:
    """Where the list of a kind stands, in one of its orders."""
    return f"kinds/{_slug(kind)}{f'-by-{order}' if order else ''}.html"


def tag_address(tag: str) -> str:
    """Where a tag's page stands; nested tags are folders."""
    return f"tags/{'/'.join(_slug(part) for part in tag.split('/') if part) or 'tag'}.html"


def folder_address(folder: str) -> str:
    """Where the page of a folder of the vault stands; that of the vault itself is the list of folders."""
    return f"folders/{'/'.join(_slug(part) for part in folder.split('/'))}.html" if folder else FOLDERS


def links_address(address: str) -> str:
    """Where all the backlinks of a page stand when they are too many for the page itself."""
    return f"links/{address}"


def numbered(address: str, number: int) -> str:
    """Name the further pages of a list: `changed.html`, `changed-2.html`, …"""
    return address if number == 1 else f"{address.removesuffix('.html')}-{number}.html"


def _slug(text: str) -> str:
    return _OTHER.sub("-", normalize("NFC", text).lower()).strip("-") or "-"
