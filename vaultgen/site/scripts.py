"""The scripts of the pages: their bytes, and the addresses by which browsers know one version from the next."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final

from vaultgen.notes.templates import template_folders

__all__ = [
    "GRAPH",
    "SCRIPTS",
    "SEARCH",
    "SEARCHER",
    "SITE",
    "THEME",
    "asset_version",
    "script_bytes",
    "versioned",
]

THEME: Final = "assets/theme.js"
"""The one that pages wait for, before they are painted."""

SITE: Final = "assets/site.js"
SEARCH: Final = "assets/search.js"
GRAPH: Final = "assets/graph.js"
SCRIPTS: Final = (THEME, SITE, SEARCH, GRAPH)
"""Those of pages; each is loaded by an address that ends in its version."""

SEARCHER: Final = "assets/search-worker.js"
"""What `SEARCH` has run beside the page, to look through pagefind's index."""


def script_bytes(own: Path | None, address: str) -> bytes:
    """The script that stands at an address: the project's own in the place of ours; none if there is none."""
    for folder in template_folders(own):
        path = folder / "site" / address.rpartition("/")[2]
        if path.is_file():
            return path.read_bytes()
    return b""


def asset_version(*contents: bytes) -> str:
    """The part of an asset's address that changes with its content, and with what it loads itself."""
    told = sha256()
    for content in contents:
        told.update(content)
    return told.hexdigest()[:8]


def versioned(address: str, *contents: bytes) -> str:
    """The address of an asset with its version."""
    return f"{address}?v={asset_version(*contents)}"
