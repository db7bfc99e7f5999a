"""Tables whose columns of figures are known as such, and whose cells say what they are sorted by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it.token import Token

from vaultgen.site.markdown.cells import Cell, read_cell
from vaultgen.site.markdown.desk import Desk, escape
from vaultgen.site.markdown.embeds import write_around_embeds
from vaultgen.site.markdown.phrases import phrase_text, write_phrases

__all__ = ["write_table"]

_EMPTY: Final = Cell("empty")
# A column counts as one of figures from this share of its filled cells on: a total may have words.
_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True)
class _Column:
    kind: str
    align: str


def write_table(desk: Desk, tokens: Sequence[Token], at: int) -> int:
    """Write the table that begins at `at`; gives the place behind it."""
    rows, end = _rows(tokens, at)
    block = tokens[at].meta.get("block")
    cells = [
        [read_cell(phrase_text(inline.children or ())) if inline.content else _EMPTY for _, inline in row]
        for row in rows[1:]
    ]
    columns = [_column(opening, [row[n] for row in cells]) for n, (opening, _) in enumerate(rows[0])]
    name = f' id="b-{block}"' if block and desk.anchored else ""
    desk.out.append(f'<div class="table" tabindex="0"{name}><table>\n<thead>\n<tr>')
    for (_, inline), column in zip(rows[0], columns, strict=True):
        kind = f' data-sort="{column.kind}"' if column.kind != "text" else ""
        desk.out.append(f'<th scope="col"{_classes(column)}{kind}>')
        write_phrases(desk, inline.children or ())
        desk.out.append("</th>")
    desk.out.append("</tr>\n</thead>\n")
    if cells:
        desk.out.append("<tbody>\n")
        for row, values in zip(rows[1:], cells, strict=True):
            _write_row(desk, row, values, columns)
        desk.out.append("</tbody>\n")
    desk.out.append("</table></div>\n")
    return end


def _write_row(
    desk: Desk, row: list[tuple[Token, Token]], values: list[Cell], columns: list[_Column]
) -> None:
    out = desk.out
    out.append("<tr>")
    for (_, inline), cell, column in zip(row, values, columns, strict=True):
        sort = f' data-sort="{cell.sort}"' if cell.sort else ""
        status = f' data-status="{cell.status}"' if cell.status else ""
        out.append(f"<td{_classes(column)}{sort}{status}>")
        write_around_embeds(desk, inline, start="", end="")
        out.append("</td>")
    out.append("</tr>\n")


def _rows(tokens: Sequence[Token], at: int) -> tuple[list[list[tuple[Token, Token]]], int]:
    """Collect a table's rows of cells, each the token that opens it and the one with its text."""
    rows: list[list[tuple[Token, Token]]] = []
    while tokens[at].type != "table_close":
        kind = tokens[at].type
        if kind == "tr_open":
            rows.append([])
        elif kind in {"th_open", "td_open"}:
            rows[-1].append((tokens[at], tokens[at + 1]))
            at += 1
        at += 1
    return rows, at + 1


def _column(opening: Token, cells: Sequence[Cell]) -> _Column:
    """What a column is of, by most of its cells, and how the note aligns it."""
    filled = [cell.kind for cell in cells if cell.kind != "empty"]
    align = str(opening.attrs.get("style", "")).removeprefix("text-align:")
    for kind in ("figure", "day"):
        if filled and filled.count(kind) >= _SHARE * len(filled):
            return _Column(kind, align)
    return _Column("text", align)


def _classes(column: _Column) -> str:
    figure = ' class="figure"' if column.kind == "figure" else ""
    return f'{figure} data-align="{escape(column.align)}"' if column.align else figure
