"""Spots: where in a note a single unit stands that either side may change, the same in every version of it."""

from __future__ import annotations

import builtins
import json
from dataclasses import astuple, dataclass
from typing import Final

__all__ = ["Spot"]

_JOIN: Final = " › "
_UNTOLD: Final = frozenset({"", "heading"})
_GRIDS: Final = frozenset({"table", "list"})


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """One property, cell, list item, or block of a note, told by what it is called and not by its line.

    A property has `property` alone; an item of a list property has it in `row` too. Everything else stands in a
    `section`: its headings from the outermost on, none before the first. `block` is the kind of block (`table`,
    `list`, `paragraph` …, `heading` for the section's own) and `name` tells it from others of its kind there: a
    table's first column, the words above a list, a text's opening words. `row` is the key of a row or list item,
    `column` the header of a cell's column.
    """

    property: str = ""
    section: tuple[str, ...] = ()
    block: str = ""
    name: str = ""
    row: str = ""
    column: str = ""

    def __str__(self) -> str:
        """The spot in words, from the outside in."""
        if self.property:
            return _JOIN.join(part for part in (self.property, self.row) if part)
        own = [part for part in (self.row, self.column) if part]
        inner = own or ([self.name] if self.name else [])
        kind = [] if self.block in _UNTOLD or (self.block in _GRIDS and own) else [self.block]
        return _JOIN.join([*self.section, *kind, *inner])

    @builtins.property
    def key(self) -> str:
        """The spot for machines: one line of JSON that `Spot.parse` reads back."""
        return json.dumps(astuple(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def parse(cls, key: str) -> Spot:
        """The spot that has this `key`; a ValueError if none can have it."""
        try:
            name, section, *rest = json.loads(key)
            parts = (name, *section, *rest)
        except (ValueError, TypeError) as error:
            raise ValueError(f"not the key of a spot: {key!r}") from error
        if (
            len(rest) != 4
            or not isinstance(section, list)
            or not all(isinstance(part, str) for part in parts)
        ):
            raise ValueError(f"not the key of a spot: {key!r}")
        return cls(name, tuple(section), *rest)
