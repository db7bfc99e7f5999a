"""A row of a CSV or TSV file as a tree of places: a mapping from columns to cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vaultgen.records.edit.tree import Branch, Entry, Scalar

__all__ = ["cells_from", "row_tree"]


def row_tree(text: str, start: int, delimiter: str, columns: Sequence[str]) -> Branch:
    """The cells of the row that begins at `start`, by their columns."""
    cells = cells_from(text, start, delimiter)
    entries = [Entry(name, cell.start, cell.end, cell) for name, cell in zip(columns, cells, strict=True)]
    return Branch(start, cells[-1].end, tuple(entries), keyed=True)


def cells_from(text: str, start: int, delimiter: str) -> list[Scalar]:
    """The cells of the row that begins at `start`, each with the span of all that stands between two delimiters."""
    cell = re.compile(rf'("(?:[^"]|"")*"|[^\r\n{delimiter}]*)({delimiter})?')
    cells: list[Scalar] = []
    found = cell.match(text, start)
    while found:
        raw = found[1]
        quoted = raw.startswith('"')
        value = raw[1:-1].replace('""', '"') if quoted else raw
        cells.append(Scalar(found.start(), found.end(1), value.strip(), '"' if quoted else ""))
        found = cell.match(text, found.end()) if found[2] else None
    return cells
