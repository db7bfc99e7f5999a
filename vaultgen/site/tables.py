"""The tables of a note as they stand in its text, and what their cells show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

__all__ = ["MARKDOWN_LINK", "WIKILINK", "Table", "cell_text", "table_at"]

WIKILINK: Final = re.compile(r"!?\[\[([^\[\]|\n]*?)(?:\\?\|([^\[\]\n]*))?\]\]")
MARKDOWN_LINK: Final = re.compile(r"\[([^\[\]\n]*)\]\(([^()\n]*)\)")

_ROW: Final = re.compile(r"[ \t]*(\|[^\n]*)(?:\n|\Z)")
_CELL: Final = re.compile(r"(?<!\\)\|")
_FOOTNOTE: Final = re.compile(r"\[\^[^\]\s]+\]")
_EMPHASIS: Final = re.compile(r"\*\*|__|==|(?<!\\)\*|`")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")


class Table(NamedTuple):
    """A table: the cells of its header, and where in the text its rows begin."""

    header: tuple[str, ...]
    text: str
    at: int

    @property
    def titles(self) -> tuple[str, ...]:
        """What the columns are called, in lower case."""
        return tuple([cell_text(cell).lower() for cell in self.header])

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The cells of the rows, one row after the other."""
        at = self.at
        while row := _ROW.match(self.text, at):
            yield _cells(row[1])
            at = row.end()


def table_at(text: str, start: int, end: int) -> Table | None:
    """The table whose header stands at such offsets, if it begins its line and each row has its bars outside."""
    rule = text.find("\n", end + 1)
    if text[start : start + 1] != "|" or rule < 0 or not text[end + 1 : rule].lstrip(" \t").startswith("|"):
        return None
    if text[text.rfind("\n", 0, start) + 1 : start].strip(" \t"):
        return None
    return Table(_cells(text[start:end]), text, rule + 1)


def _cells(line: str) -> tuple[str, ...]:
    line = line.strip().removeprefix("|").removesuffix("|")
    return tuple([cell.strip() for cell in (_CELL.split(line) if "\\" in line else line.split("|"))])


@lru_cache(maxsize=4096)
def cell_text(cell: str) -> str:
    """Give what a cell shows: without footnotes, links and emphasis."""
    text = _FOOTNOTE.sub("", cell)
    text = WIKILINK.sub(lambda link: link[2] or link[1].removesuffix("\\"), text)
    text = _EMPHASIS.sub("", MARKDOWN_LINK.sub(r"\1", text))
    return " ".join(_ESCAPED.sub(r"\1", text).split())
