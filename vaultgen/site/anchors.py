"""How the elements are called that links within a page point at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from vaultgen.values.names import name_key

__all__ = ["anchors", "block_anchor", "slug"]

_DROPPED: Final = re.compile(r"['’‘`]+")
_BETWEEN: Final = re.compile(r"[\W_]+")
# What begins so is the name of a block, a footnote or its mark.
_TAKEN: Final = ("b-", "fn-", "fnref-")


@lru_cache(maxsize=4096)  # notes of one kind have the same headings
def slug(text: str) -> str:
    """The text as part of an address: lower case, letters and digits of any script, `-` between the words."""
    return _BETWEEN.sub("-", _DROPPED.sub("", name_key(text))).strip("-")


def anchors(texts: Iterable[str]) -> tuple[str, ...]:
    """The names of a page's headings, given their plain texts in order; a repeated one ends in `-2`, `-3`."""
    taken: set[str] = set()
    counts: dict[str, int] = {}
    named = []
    for text in texts:
        name = slug(text) or "section"
        if name.startswith(_TAKEN):
            name = f"h-{name}"
        count = counts.get(name, 1)
        free = name if count == 1 else f"{name}-{count}"
        while free in taken:
            count += 1
            free = f"{name}-{count}"
        taken.add(free)
        counts[name] = count
        named.append(free)
    return tuple(named)


def block_anchor(block: str) -> str:
    """The name of the element that carries a block id, given without its `^`."""
    return f"b-{block.lower()}"
