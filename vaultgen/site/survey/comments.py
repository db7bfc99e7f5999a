"""Comments of a note (`%%hidden%%`): where they stand, and the text without them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["comments", "without_comments"]

_PART: Final = re.compile(
    r"^(?P<lead>[ \t>]*+(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]++[ \t>]*+)*+)"
    r"(?:(?P<fence>`{3,}(?=[^`\n]*(?:\n|\Z))|~{3,})[^\n]*(?:\n|\Z)|(?P<block>%%)(?!%))"
    r"|(?P<ticks>`+)[^\n]*?(?<!`)(?P=ticks)(?!`)"
    r"|\\[%\\`]"
    r"|(?<!%)(?P<inline>%%)(?!%)"
    r"|(?P<html><!--)",
    re.MULTILINE,
)
_CLOSING: Final = re.compile(r"(?<!%)%%(?!%)")
# A line that goes on with no quote: an empty one, or one that begins another block.
_UNQUOTED: Final = re.compile(
    r"^[ \t]*(?:$|#{1,6}[ \t]|[-*+][ \t]|[0-9]{1,9}[.)][ \t]|`{3}|~{3}|%%)", re.MULTILINE
)

_INDENTED: Final = re.compile(r" {4}| {0,3}\t")
# What may hold indented lines that are no code.
_HOLDING: Final = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)]|\[\^[^\]]*\]:)(?:[ \t]|\Z)")
_CODE: Final = re.compile(r"(?:(?: {4}| {0,3}\t)[^\n]*(?:\n|\Z)|[ \t]*\n)*")
_FAR: Final = 2_000


def comments(text: str, *, html: bool = False) -> Iterator[tuple[int, int]]:
    """Start and end of each comment, its marks included; code holds none. `html` adds those of HTML.

    One that begins a line ends wherever it ends, or with its quote or the text; any other ends on its line.
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
            if found["block"] and _is_code(text, found):
                at = _CODE.match(text, found.start()).end()  # type: ignore[union-attr] # every part may be empty
                continue
            start = at - 2
            ending, limit = _ending(text, found)
            if ending or found["block"]:
                at = ending or limit
                yield start, at


def _is_code(text: str, opening: re.Match[str]) -> bool:
    """Whether a line is code since it is indented below an empty one, and in no list or footnote."""
    if not _INDENTED.match(opening["lead"]) or opening["lead"].strip():
        return False
    start = max(0, opening.start() - _FAR)
    above = text[start : opening.start()].split("\n")[:-1]
    while above and above[-1].strip() and _INDENTED.match(above[-1]):
        above.pop()
    if above and above[-1].strip():
        return False
    met = False
    for line in reversed(above):
        if _HOLDING.match(line):
            return False
        if met and not line.strip():
            return True
        met = met or bool(line.strip() and not _INDENTED.match(line))
    return not start


def _ending(text: str, opening: re.Match[str]) -> tuple[int, int]:
    """Where the comment ends that begins so, 0 if it does not; and how far it can go."""
    at = opening.end()
    line_end = text.find("\n", at)
    limit = len(text) if opening["block"] or line_end < 0 else line_end
    ending = _CLOSING.search(text, at, limit)
    if opening["block"] and ">" in opening["lead"] and line_end >= 0:
        outside = _UNQUOTED.search(text, line_end + 1, ending.start() if ending else limit)
        if outside:
            return 0, outside.start() - 1
    return ending.end() if ending else 0, limit


def _fence_end(text: str, opening: re.Match[str]) -> int:
    """Where a fence ends: at its closing line, or with the quote or the item that it stands in."""
    fence, lead = opening["fence"], opening["lead"]
    end = rf"^[ \t>]*{re.escape(fence)}{re.escape(fence[0])}*[ \t]*$"
    if ">" in lead:
        end += r"|(?=^(?![ \t]*>))"
    elif lead.strip():
        end += rf"|(?=^(?! {{{len(lead)}}}|\t|[ \t]*$))"
    found = re.compile(end, re.MULTILINE).search(text, opening.end())
    return found.end() if found else len(text)


def without_comments(text: str, *, html: bool = False) -> str:
    """The text without comments, but with their line ends, so that every line stays where it is."""
    if "%%" not in text and not (html and "<!--" in text):
        return text
    parts, at = [], 0
    for start, end in comments(text, html=html):
        parts += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end
    return "".join([*parts, text[at:]])
