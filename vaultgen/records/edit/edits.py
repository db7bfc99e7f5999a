"""Edits of record files as values: what to set, to add or to remove, and where.

A path leads from the root of a YAML file, or from a table's row, to a part of a record, as `Records.origin` gives it
with the steps of `path_to` behind it; `line` is the line of the row, 0 in YAML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vaultgen.records.faults import Path
from vaultgen.values.days import Day
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Status

__all__ = ["Add", "Edit", "Plain", "Remove", "Set", "Value"]

Value = Quantity | Day | Status | str | None
"""What can be set. A text is written as it is given; None and an empty text take the key away."""

Plain = str | Mapping[str, "Plain"] | Sequence["Plain"]
"""What can be added: a text, or keys and texts."""


@dataclass(frozen=True, slots=True)
class Set:
    """Set a field of a record, or a part of a claim: `("rounds", 1, "amount", 0, "as_of")`.

    A path that ends at a claim means its value, one that ends at a text, an alias or an investor its text or name.
    """

    path: Path
    value: Value
    line: int = 0


@dataclass(frozen=True, slots=True)
class Add:
    """Add an item to the end of a list: a word, a name, or a record (`("rounds", 1, "investors")`).

    The path to a table of a YAML file, or the empty path in a table's file, adds a record to that table.
    """

    path: Path
    item: Plain
    line: int = 0


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove an item from a list, `("tags", 2)`; the path of a table's record removes that record."""

    path: Path
    line: int = 0


Edit = Set | Add | Remove
