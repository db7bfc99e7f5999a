"""Comments of a note (`%%hidden%%`): where they stand, and the text without them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["comments", "without_comments"]

_PART: Final = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(?P<fence>`{3,}|~{3,})[^\n]*(?:\n|\Z)"
    r"|(?P<ticks>`+)[^\n]*?(?<!`)(?P=ticks)(?!`)"
    r"|\\[%\\`]"
    r"|^[ \t>]*(?P<block>%%)(?!%)"
    r"|(?<!%)(?P<inline>%%)(?!%)"
    r"|(?P<html><!--)",
    re.MULTILINE,
)
_CLOSING: Final = re.compile(r"(?<!%)%%(?!%)")


def comments(text: str, *, html: bool = False) -> Iterator[tuple[int, int]]:
    """Start and end of each comment, its marks included; code holds none. `html` adds those of HTML.

    One that begins a line ends wherever it ends, or with the text; any other ends on its line.
    """
    at = 0
    while found := _PART.search(text, at):
        at = found.end()
        if found["fence"]:
            at = _fence_end(text, found)
        elif found["html"]:
            closing = text.find("-->", at)
            if html:
                at = len(text) if closing < 0 else closing + 3
                yield found.start(), at
        elif found["block"] or found["inline"]:
            start = at - 2
            line_end = text.find("\n", at)
            limit = len(text) if found["block"] or line_end < 0 else line_end
            ending = _CLOSING.search(text, at, limit)
            if ending or found["block"]:
                at = ending.end() if ending else len(text)
                yield start, at


def _fence_end(text: str, opening: re.Match[str]) -> int:
    fence = opening["fence"]
    closing = re.compile(rf"^[ \t>]*{re.escape(fence)}{re.escape(fence[0])}*[ \t]*$", re.MULTILINE)
    found = closing.search(text, opening.end())
    return found.end() if found else len(text)


def without_comments(text: str) -> str:
    """The text without comments, but with their line ends, so that every line stays where it is."""
    if "%%" not in text:
        return text
    parts, at = [], 0
    for start, end in comments(text):
        parts += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end
    return "".join([*parts, text[at:]])
