"""Tables whose columns of figures are known as such, and whose cells say what they are sorted by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markdown_it.token import Token
from msgspec import Struct

from vaultgen.site.anchors import block_anchor
from vaultgen.site.markdown.cells import Cell, read_cell
from vaultgen.site.markdown.desk import Desk
from vaultgen.site.markdown.embeds import write_around_embeds
from vaultgen.site.markdown.phrases import write_phrases
from vaultgen.site.markdown.slots import escape
from vaultgen.site.markdown.wording import phrase_text

__all__ = ["write_table"]

_EMPTY: Final = Cell("empty")
# A column counts as one of figures from this share of its filled cells on: a total may have words.
_SHARE: Final = 0.6
_ORDERS: Final = {"figure": "number", "day": "date"}
# Fewer rows need no sorting.
_SORTED: Final = 3


class _Column(Struct, frozen=True):
    """The attributes of a column's cells, and what it is sorted as: `number`, `date` or `text`."""

    attributes: str
    sort: str


def write_table(desk: Desk, tokens: Sequence[Token], at: int) -> int:
    """Write the table that is the token at `at`; gives the place behind it."""
    token = tokens[at]
    rows: list[list[Token]] = token.meta["rows"]
    cells = [
        [read_cell(phrase_text(cell.children)) if cell.children else _EMPTY for cell in row]
        for row in rows[1:]
    ]
    columns = [_column(align, [row[n] for row in cells]) for n, align in enumerate(token.meta["aligns"])]
    block = token.meta.get("block")
    name = f' id="{escape(block_anchor(block))}"' if block and desk.anchored else ""
    sortable = len(cells) >= _SORTED and any(column.sort != "text" for column in columns)
    desk.out.append(
        f'<div class="table" tabindex="0"{name}><table{" data-sortable" if sortable else ""}>\n<thead>\n<tr>'
    )
    for title, column in zip(rows[0], columns, strict=True):
        if not title.children:
            desk.out.append("<td></td>")  # a head that says nothing is none
            continue
        sort = f' data-sort-as="{column.sort}"' if sortable else ""
        desk.out.append(f'<th scope="col"{column.attributes}{sort}>')
        write_phrases(desk, title.children or ())
        desk.out.append("</th> ")  # who reads only the words must not read two as one
    desk.out.append("</tr>\n</thead>\n")
    if cells:
        desk.out.append("<tbody>\n")
        for row, values in zip(rows[1:], cells, strict=True):
            _write_row(desk, row, values, columns)
        desk.out.append("</tbody>\n")
    desk.out.append("</table></div>\n")
    return at + 1


def _write_row(desk: Desk, row: list[Token], values: list[Cell], columns: list[_Column]) -> None:
    out = desk.out
    out.append("<tr>")
    for text, cell, column in zip(row, values, columns, strict=True):
        sort = f' data-sort="{cell.sort}"' if cell.sort else ""
        status = f' data-status="{cell.status}"' if cell.status else ""
        out.append(f"<td{column.attributes}{sort}{status}>")
        if text.children:
            write_around_embeds(desk, text, start="", end="")
        out.append("</td>")
    out.append("</tr>\n")


def _column(align: str, cells: Sequence[Cell]) -> _Column:
    """What a column is of, by most of its cells, and how the note aligns it."""
    filled = [cell.kind for cell in cells if cell.kind != "empty"]
    aligned = f' data-align="{align}"' if align else ""
    for kind in _ORDERS:
        if filled and filled.count(kind) >= _SHARE * len(filled):
            figures = ' class="figure"' if kind == "figure" else ""
            return _Column(figures + aligned, _ORDERS[kind])
    return _Column(aligned, "text")
