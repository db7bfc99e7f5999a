"""Lines of a text with whatever line ends it has."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["BOM", "LINE", "is_blank", "line_end", "plain", "split_lines", "with_line_end"]

BOM: Final = "\ufeff"
LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_END: Final = re.compile(r"\r\n|\r|\n")


def split_lines(text: str) -> list[str]:
    """The lines with their ends; only CRLF, CR and LF end a line, whatever else Unicode has for that."""
    return LINE.findall(text)


def plain(text: str) -> str:
    """The text with line feeds alone."""
    return _END.sub("\n", text) if "\r" in text else text


def line_end(text: str) -> str:
    """The line end that most lines of the text have; a line feed where there are none."""
    if "\r" not in text:
        return "\n"
    crlf = text.count("\r\n")
    counts = {"\r\n": crlf, "\n": text.count("\n") - crlf, "\r": text.count("\r") - crlf}
    return max(counts, key=lambda end: counts[end])


def with_line_end(text: str, end: str) -> str:
    """The text with every line ended in this one way."""
    unified = plain(text)
    return unified if end == "\n" else unified.replace("\n", end)


def is_blank(line: str) -> bool:
    """Whether nothing stands on the line that Markdown sees."""
    return not line.strip(" \t\r\n")
