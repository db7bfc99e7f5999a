"""Tables as one token each, which reads them much faster than a token for every corner of a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from markdown_it.rules_block import StateBlock

from vaultgen.site.markdown.lines import line_text
from vaultgen.site.markdown.states import Piece

__all__ = ["grid"]

_DELIMITERS: Final = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_BAR: Final = re.compile(r"(?<!\\)\|")
_ALIGNS: Final = {(True, True): "center", (True, False): "left", (False, True): "right", (False, False): ""}
# An empty row of a wide table costs its writer three characters, and the reader a cell for every column.
_MOST_CELLS: Final = 1 << 16


def grid(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's form
    """Read a table; its token's `meta` has the `aligns` of the columns and the `rows` of texts, the head first."""
    if line + 2 > end or state.sCount[line + 1] < state.blkIndent:
        return False
    at, stop = state.bMarks[line + 1] + state.tShift[line + 1], state.eMarks[line + 1]
    if at >= stop or state.src[at] not in "|-:" or state.is_code_block(line) or state.is_code_block(line + 1):
        return False
    delimiters = state.src[at:stop]
    head = line_text(state, line)
    if "|" not in head or not _DELIMITERS.fullmatch(delimiters):
        return False
    aligns = [_align(cell) for cell in _cells(delimiters)]
    titles = _cells(head)
    if len(titles) != len(aligns):
        return False
    if not silent:
        _push(state, line, end, titles, aligns)
    return True


def _push(state: StateBlock, line: int, end: int, titles: list[str], aligns: list[str]) -> None:
    token = state.push("table", "table", 0)
    texts = [titles, *_body(state, line + 2, end, len(titles))]
    rows = [[Piece("inline", "", 0, token.level + 1, cell) for cell in row] for row in texts]
    token.meta = {"aligns": aligns, "rows": rows}
    token.map = [line, line + 1 + len(texts)]
    state.line = line + 1 + len(texts)


def _body(state: StateBlock, line: int, end: int, width: int) -> Iterator[list[str]]:
    """The rows below the head, each with as many cells as that has."""
    ends = state.md.block.ruler.getRules("blockquote")
    parent, state.parentType = state.parentType, "table"
    spare = _MOST_CELLS
    while line < end and state.sCount[line] >= state.blkIndent and not state.is_code_block(line):
        text = line_text(state, line)
        if "|" not in text or any(rule(state, line, end, True) for rule in ends):  # noqa: FBT003 - its form
            break
        cells = _cells(text)
        spare -= max(0, width - len(cells))
        if spare < 0:
            break
        yield [*cells[:width], *[""] * (width - len(cells))]
        line += 1
    state.parentType = parent


def _cells(row: str) -> list[str]:
    """Split a row at its bars; an escaped one belongs to the text."""
    row = row.strip(" \t")
    if "\\" in row:
        cells = [cell.replace("\\|", "|").strip(" \t") for cell in _BAR.split(row)]
    else:
        cells = [cell.strip(" \t") for cell in row.split("|")]
    first = 1 if row.startswith("|") else 0
    last = len(cells) - 1 if len(cells) > 1 and not cells[-1] else len(cells)
    return cells[first:last]


def _align(cell: str) -> str:
    return _ALIGNS[cell.startswith(":"), cell.endswith(":")]
