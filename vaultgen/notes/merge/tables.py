"""Tables as rows of cells that are slices of their lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from vaultgen.notes.merge.document import key_text, shown_text
from vaultgen.notes.merge.lines import split_lines

__all__ = ["Row", "Table", "read_table", "row_names"]

_PIPE: Final = re.compile(r"(?<!\\)\|")
_JOIN: Final = " · "


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: `parts` joined by `|` are the line, `cells` what stands in it without padding."""

    parts: tuple[str, ...]
    cells: tuple[str, ...]
    first: int
    end: str

    @property
    def raw(self) -> str:
        """The line without its end."""
        return "|".join(self.parts)

    def cell(self, place: int) -> str:
        """A cell's text; a row may have fewer cells than its table has columns."""
        return self.cells[place] if place < len(self.cells) else ""

    def padded(self, place: int) -> str:
        """A cell as it stands between the bars."""
        return self.parts[self.first + place] if place < len(self.cells) else " "


@dataclass(frozen=True, slots=True)
class Table:
    """A header, a line of delimiters, rows; `columns` are the headers as columns are known by."""

    header: Row
    delimiters: Row
    rows: tuple[Row, ...]
    columns: tuple[str, ...]


@lru_cache(maxsize=512)
def read_table(raw: str) -> Table:
    """The table that a block is."""
    header, delimiters, *rows = [_row(line) for line in split_lines(raw)]
    return Table(header, delimiters, tuple(rows), tuple(key_text(cell) for cell in header.cells))


def _row(line: str) -> Row:
    text = line.rstrip("\r\n")
    parts = tuple(_PIPE.split(text)) if "|" in text else (text,)
    first = 1 if len(parts) > 1 and not parts[0].strip() else 0
    last = len(parts) - 1 if len(parts) - first > 1 and not parts[-1].strip() else len(parts)
    cells = tuple(part.strip() for part in parts[first:last])
    return Row(parts, cells, first, line[len(text) :])


@lru_cache(maxsize=512)
def row_names(table: Table) -> Sequence[str]:
    """What each row is called: its first cell, with as many of the next as tell it from the others."""
    names = [shown_text(row.cell(0)) for row in table.rows]
    for column in range(1, len(table.columns)):
        counts = Counter(names)
        if len(counts) == len(names):
            return names
        names = [
            f"{name}{_JOIN}{shown_text(row.cell(column))}" if counts[name] > 1 else name
            for name, row in zip(names, table.rows, strict=True)
        ]
    counts, told = Counter(names), Counter[str]()
    for place, name in enumerate(names):
        told[name] += 1
        if told[name] > 1 and counts[name] > 1:
            names[place] = f"{name} ({told[name]})"
    return names
