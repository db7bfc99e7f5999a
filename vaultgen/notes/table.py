"""Markdown tables in the plain, unpadded style of a note written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vaultgen.notes.escape import cell

__all__ = ["table"]

_EDGES = {"": ("-", "-"), "left": (":", "-"), "center": (":", ":"), "right": ("-", ":")}


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], align: Sequence[str] | None = None) -> str:
    """A table, without a final line end; headers and cells are inline Markdown.

    `align` holds `left`, `center`, `right` or an empty text for each column.
    """
    header = [cell(column) for column in columns]
    lines = [_row(header), _delimiters(header, align or [""] * len(header))]
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"a row of {len(row)} cells in a table of {len(header)} columns: {list(row)!r}")
        lines.append(_row([cell(text) for text in row]))
    return "\n".join(lines)


def _row(texts: Iterable[str]) -> str:
    return "|" + "".join([f" {text} |" if text else " |" for text in texts])


def _delimiters(header: Sequence[str], align: Sequence[str]) -> str:
    parts = []
    for text, side in zip(header, align, strict=True):
        first, last = _EDGES[side]
        parts.append(f"{first}{'-' * max(len(text), 1)}{last}")
    return f"|{'|'.join(parts)}|"
