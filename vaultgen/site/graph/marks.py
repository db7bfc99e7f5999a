"""The mark of each kind of note: a shape of its own, since colour alone tells not everybody."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

__all__ = ["KINDS", "kind_of", "mark"]

# Around the middle of a square of 8 × 8, written relative to the middle; all look equally heavy.
_SHAPES: Final = {
    "company": ((-4, 0), "a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"),
    "investor": ((0, -5), "l5 5-5 5-5-5z"),
    "person": ((0, -5), "l5 9h-10z"),
    "product": ((-4, -4), "h8v8h-8z"),
    "model": ((-5, 0), "l3-4h4l3 4-3 4h-4z"),
    "concept": ((-1, -5), "h3v3h3v3h-3v3h-3v-3h-3v-3h3z"),
    "market": ((-5, 4), "v-3h3v-3h3v-3h4v9z"),
    "source": ((-3, -5), "h4l3 3v7h-7z"),
    "publisher": ((0, 5), "l-5-9h10z"),
    "group": ((-5, -2), "h4v-3h6v7h-4v3h-6z"),
    "note": ((-3, 0), "a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"),
}
KINDS: Final = tuple(_SHAPES)
"""The kinds that have a mark; a class `k-…` names each. Everything else is a `note`."""

_CALLED: Final = {
    "companies": "company", "organization": "company", "organisation": "company", "startup": "company",
    "investors": "investor", "fund": "investor", "firm": "investor", "people": "person", "persons": "person",
    "author": "person", "products": "product", "tool": "product", "models": "model", "concepts": "concept",
    "idea": "concept", "topic": "concept", "markets": "market", "sector": "market", "sources": "source",
    "article": "source", "book": "source", "reference": "source", "paper": "source", "publishers": "publisher",
    "groups": "group",
} | {kind: kind for kind in KINDS}  # fmt: skip


@lru_cache(maxsize=1 << 12)
def kind_of(kinds: tuple[str, ...]) -> str:
    """The first of a note's kinds that has a mark, or `note`."""
    return next((_CALLED[kind] for kind in kinds if kind in _CALLED), "note")


def mark(kind: str, x: int, y: int) -> str:
    """The outline of a kind's mark around a point, as the `d` of a path."""
    (dx, dy), outline = _SHAPES[kind]
    return f"M{x + dx} {y + dy}{outline}"
