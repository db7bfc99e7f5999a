"""Wikilinks, written and found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from vaultgen.notes.spans import INERT, WIKILINK, blocks
from vaultgen.values.names import display_text

__all__ = ["Link", "find_links", "wikilink"]

_WIKILINK = re.compile(WIKILINK)
# Without one of these nothing but running text can be there.
_SHELTERS = ("`", "~~~", "$$", "%%", "<", "\\[", "http", "](", "][", "\n    ", "\n\t", "\n[")


class Link(NamedTuple):
    """A wikilink in a text: where it stands (`end` exclusive) and its parts, trimmed."""

    start: int
    end: int
    target: str
    subpath: str
    display: str
    embed: bool


@lru_cache(maxsize=16384)
def wikilink(target: str, display: str = "") -> str:
    """`[[Target]]`, or `[[Target|Display]]` when another text is to be shown.

    `target` is a file name as `values.names.file_name` gives it, with or without a `#subpath`.
    """
    shown = display_text(display) if display and display != target else ""
    return f"[[{target}|{shown}]]" if shown and shown != target else f"[[{target}]]"


def find_links(markdown: str) -> Iterator[Link]:
    """Every wikilink and embed outside code, formulas and comments, in order."""
    if "[[" not in markdown:
        return
    if markdown[0] not in " \t" and not any(mark in markdown for mark in _SHELTERS):
        for found in _WIKILINK.finditer(markdown):
            yield _link(markdown, 0, found)
        return
    for block in blocks(markdown):
        if markdown.find("[[", block.start, block.end) >= 0:
            for found in INERT.finditer(markdown, block.start, block.end):
                if markdown.startswith("[[", found.start()):
                    yield _link(markdown, block.start, found)


def _link(markdown: str, floor: int, found: re.Match[str]) -> Link:
    start, end = found.span()
    inner = markdown[start + 2 : end - 2]
    bar = inner.find("|", 1)
    text, display = (inner, "") if bar < 0 else (inner[:bar].removesuffix("\\"), inner[bar + 1 :])
    target, mark, subpath = text.partition("#")
    embed = start > floor and markdown[start - 1] == "!"
    return Link(start - embed, end, target.strip(), (mark + subpath).strip(), display.strip(), embed)
