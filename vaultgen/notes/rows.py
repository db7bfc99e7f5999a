"""Tables of a note: no column that says nothing, no mark repeated in every row, no thousand rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from vaultgen.notes.authored import bullet
from vaultgen.notes.table import table

__all__ = ["MOST_ROWS", "NONE", "Row", "and_more", "lean_table"]

NONE = "—"
# Whoever wants more has Obsidian's own views and the backlinks; a note has to open at once.
MOST_ROWS = 100
_BLANK = frozenset({NONE, ""})


class Row(NamedTuple):
    """The cells of a row, and the mark of its source."""

    cells: tuple[str, ...]
    mark: str = ""


def lean_table(columns: Sequence[str], rows: Sequence[Row], *, marked: int = -1) -> str:
    """The table without columns that are blank in every row; a list where only names remain; nothing without rows.

    Marks stand in the column `marked`, or in the first where that is blank; a mark that all rows share stands once,
    in the header.
    """
    if not rows:
        return ""
    kept = _kept(len(columns), rows)
    if len(kept) == 1:
        return "\n".join([bullet(row.cells[0] + row.mark) for row in rows])
    target = marked if marked >= 0 else len(columns) - 1
    target = target if target in kept else 0
    marks = {row.mark for row in rows}
    heads = [columns[place] for place in kept] if len(kept) < len(columns) else list(columns)
    if len(rows) > 2 and len(marks) == 1:
        heads[kept.index(target)] += rows[0].mark
        marks = set()
    lines = [_head(tuple(heads))]
    for cells, mark in rows:
        shown = cells if len(kept) == len(columns) else [cells[place] for place in kept]
        if mark and marks:
            place = kept.index(target if cells[target] not in _BLANK else 0)
            shown = [*shown[:place], shown[place] + mark, *shown[place + 1 :]]
        lines.append(_line(shown))
    return "\n".join(lines)


def _kept(width: int, rows: Sequence[Row]) -> list[int]:
    """The columns that say something in any row, and the first."""
    kept = [0]
    for place in range(1, width):
        for row in rows:
            if row[0][place] not in _BLANK:
                kept.append(place)
                break
    return kept


@lru_cache(maxsize=512)
def _head(columns: tuple[str, ...]) -> str:
    return table(columns, ())


def _line(cells: Sequence[str]) -> str:
    """A row of a table; most have nothing to escape, which one look at the whole line tells."""
    line = f"| {' | '.join(cells)} |"
    if line.count("|") == len(cells) + 1 and line.isprintable() and "" not in cells:
        return line
    return table(cells, ()).partition("\n")[0]


def and_more(text: str, left_out: int) -> str:
    """The table or list, with a line that says how much was left out."""
    return f"{text}\n\n… and {left_out:,} more." if left_out > 0 and text else text
