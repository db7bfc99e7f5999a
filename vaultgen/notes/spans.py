"""Where the running text of a Markdown document stands, as offsets into the document.

`blocks` gives the stretches of text that one inline parse sees (a paragraph, a list item, a heading, a
table row) and leaves out code, formulas, comments, raw HTML. `INERT` and `UNLINKABLE` find what inside
such a stretch is no running text. The reading is Obsidian's where it differs from CommonMark, and where
readers differ from each other the text counts as running.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

__all__ = ["INERT", "INERT_PARTS", "UNLINKABLE", "WIKILINK", "Block", "Kind", "blocks", "cells"]


Kind = Literal["text", "heading", "footnote", "header", "row", "definition"]
"""What a block of running text is part of."""


class Block(NamedTuple):
    """One stretch of running text; `end` is exclusive."""

    start: int
    end: int
    kind: Kind


WIKILINK = r"\[\[(?=[^\[\]\n])[^\[\]\n]*\]\]"

# Each alternative starts with a literal character: only so does `re` skip quickly to the next candidate.
_CODE = (
    r"`(?<!``)(?P<ticks>`*)"
    r"(?:[^`\n]|\n(?![ \t>]*(?:\n|\Z))|(?<!`)(?!`(?P=ticks)(?!`))`+)+?"
    r"(?<!`)`(?P=ticks)(?!`)"
)
_COMMON = (
    r"\\[!-/:-@\[-`{-~]",
    _CODE,
    r"\$\$(?:[^$\\]|\\.|\$(?!\$))+\$\$",
    r"%%(?<!%%%)(?!%)[^\n]*?(?<!%)%%(?!%)",
    r"<(?:!--(?:[^-<]|-(?!->)|<(?!!--))*-->|[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>|/?[A-Za-z][^<>\n]*>)",
    r"https?://[^\s<>|]*",
    WIKILINK,
)
_TARGET = (
    r"\](?:\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"
    r"|\[[^\[\]\n]*\](?!\())"
)
_LINKED = r"\[(?:[^\[\]\\\n]|\\.)*" + _TARGET
_REFERENCE = r"\[\^[^\[\]\s]+\]"

INERT_PARTS = "|".join((*_COMMON, _TARGET))
INERT = re.compile(INERT_PARTS)
"""Code spans, formulas, comments, tags, addresses, wikilinks, link targets, escaped characters."""

UNLINKABLE = re.compile("|".join((*_COMMON, _LINKED, _REFERENCE)))
"""The same, with the whole of a link instead of only its target: no link may be put in there."""

_HTML = (
    "address|article|aside|blockquote|body|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|"
    "footer|form|frame|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|nav|ol|optgroup|option|p|"
    "pre|script|search|section|style|summary|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul"
)
_RULE = r"(?:(?:\*[ \t]*+){3,}+|(?:-[ \t]*+){3,}+|(?:_[ \t]*+){3,}+)(?=\r?(?:\n|\Z))"
_LINE = re.compile(
    rf"""
    (?P<lead>[ \t\r]*+(?:>[ \t\r]*+)*+
      (?:(?!(?=[-*_]){_RULE})(?:(?:>|[-*+](?=\s|\Z)|[0-9]{{1,9}}[.)](?=\s|\Z))[ \t\r]*+)++)?
    )
    (?: (?P<blank>(?=\n|\Z))
      | (?=[-*_])(?={_RULE})(?P<rule>)
      | (?P<fence>`{{3,}}(?=[^`\n]*(?:\n|\Z))|~{{3,}})
      | (?P<math>\$\$)
      | (?P<comment>%%(?!%)|<!--)
      | (?P<html><(?:/?(?:{_HTML})(?=[\s/>]|\Z)|[?]|![A-Z]))
      | (?P<heading>\#{{1,6}}(?=\s|\Z))
      | (?P<footnote>\[\^[^\[\]\s]+\]:)
      | (?P<definition>\[[^\[\]\n]+\]:[ \t])
      |
    )""",
    re.VERBOSE,
)
_DELIMITERS = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t\r]*(?:\n|\Z)")
_PARAGRAPHS: dict[str, Kind] = {"text": "text", "footnote": "footnote"}
_UNDERLINES = frozenset({"text", "rule"})
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t\r]*(?:\n|\Z)")
# The kinds of lines that are a block each.
_HEADING: dict[str, Kind] = {"heading": "heading"}
_LONE: dict[str, Kind] = {**_HEADING, "definition": "definition"}
_RAW = frozenset({"fence", "html", "math", "comment"})
_BLANK = re.compile(r"\n[ \t\r>]*(?:\n|\Z)")
_CELL = re.compile(r"(?:[^|\\]++|\\.|\\\Z)+")


@lru_cache(maxsize=64)
def _outside(lead: str) -> str:
    """What stands before a line that is no longer in the quote or the item of a block with such signs before it."""
    if ">" in lead:
        return r"(?=\n(?![ \t]*>))"
    if lead.strip():
        return rf"(?=\n(?! {{{len(lead)}}}|[ ]{{0,3}}\t|[ \t\r]*(?:\n|\Z)))"
    return ""


@lru_cache(maxsize=64)
def _fence_end(fence: str, lead: str) -> re.Pattern[str]:
    """The line that closes a fence; one in a quote or an item also ends with that."""
    close = rf"\n[ \t>]*{re.escape(fence)}{re.escape(fence[0])}*[ \t\r]*(?=\n|\Z)"
    return re.compile("|".join(filter(None, (close, _outside(lead)))))


@lru_cache(maxsize=64)
def _html_end(lead: str) -> re.Pattern[str]:
    """The empty line that ends HTML, or the end of the quote or the item that it stands in."""
    item = rf"(?=\n[ ]{{0,{len(lead) - 1}}}(?:[-*+]|[0-9]{{1,9}}[.)])[ \t])" if lead.isspace() else ""
    return re.compile("|".join(filter(None, (_BLANK.pattern, _outside(lead), item))))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _raw_end(text: str, line: re.Match[str]) -> int:
    """Where the code, formula, comment or HTML ends that this line opens; -1 if it is only inline."""
    what, after = line.lastgroup, line.end()
    if what == "fence":
        found = _fence_end(line["fence"], line["lead"]).search(text, after)
        return found.end() if found else len(text)
    if what == "html":
        found = _html_end(line["lead"]).search(text, after)
        return found.start() if found else len(text)
    mark = "-->" if line[0].endswith("-") else text[after - 2 : after]
    closing = text.find(mark, after)
    if closing < 0:
        return -1 if what == "math" else len(text)
    end = _line_end(text, closing)
    one_line = text.find("\n", after, closing) < 0
    return -1 if one_line and text[closing + len(mark) : end].strip() else end


def _table_end(text: str, start: int, first_end: int) -> int:
    """Where the table ends whose header row stands at `start`; -1 if there is none."""
    if first_end >= len(text) or text.find("|", start, first_end) < 0:
        return -1
    delimiters = _DELIMITERS.match(text, first_end + 1)
    if not delimiters or "|" not in delimiters[0]:
        return -1
    end = _line_end(text, first_end + 1)
    while end < len(text):
        row_end = _line_end(text, end + 1)
        if text.find("|", end + 1, row_end) < 0:
            break
        end = row_end
    return end


def _rows(text: str, start: int, header_end: int, end: int) -> Iterator[Block]:
    yield Block(start, header_end, "header")
    at = _line_end(text, header_end + 1) + 1
    while at <= end:
        row_end = _line_end(text, at)
        yield Block(at, row_end, "row")
        at = row_end + 1


def _read_line(text: str, at: int) -> tuple[str, int, bool, bool]:
    """What starts on the line and where, behind its quote and list marks; is it an item, is it indented.

    What is no running text is `raw`, and the second value is where it ends.
    """
    first = text[at]
    if first == "\n":
        return "blank", at, False, False
    if first == "|" or first.isalpha():
        return "text", at, False, False
    line = _LINE.match(text, at)
    assert line is not None  # noqa: S101 - every part of the pattern may be empty
    lead, what, after = line["lead"], line.lastgroup or "", line.end()
    if what in _RAW:
        end = _raw_end(text, line)
        what, after = ("raw", end) if end >= 0 else ("text", line.end("lead"))
    item, indented = lead.strip(" \t\r>") != "", lead.startswith(("    ", "\t"))
    return ("text" if what == "lead" else what), after, item, indented


def _is_underline(text: str, places: tuple[int, int, int], *, in_list: bool) -> bool:
    """Whether a line makes a heading of the paragraph above, in whose quote and item it then stands.

    `places` are where the paragraph begins, the line, and what it says.
    """
    start, at, after = places
    if not _UNDERLINE.match(text, after):
        return False
    lead, own = text[text.rfind("\n", 0, start) + 1 : start], text[at:after]
    return own.count(">") == lead.count(">") and (not in_list or len(own) >= len(lead))


def blocks(text: str, *, definitions: bool = False) -> Iterator[Block]:
    """Every stretch of running text in a document without its front matter, in order.

    `definitions` adds what stands behind `[name]:`, which is an address and no running text.
    """
    at, size = 0, len(text)
    start, in_list = -1, False
    kind: Kind = "text"
    lone = _LONE if definitions else _HEADING
    while at < size:
        what, after, item, indented = _read_line(text, at)
        end = _line_end(text, after)
        if start >= 0:
            underlined = what in _UNDERLINES and text[after] in "=-" and not item
            underlined = underlined and _is_underline(text, (start, at, after), in_list=in_list)
            if (
                not item
                and not underlined
                and (what == "text" or (what == "heading" and indented and not in_list))
            ):
                at = end + 1
                continue
            yield Block(start, at, "heading" if underlined and kind == "text" else kind)
            start = -1
            what = "blank" if underlined else what
        if what == "blank" and not item:
            at = end + 1
            continue
        if item or text[at] not in " \t":
            in_list = item or what == "footnote"
        if what in lone and (in_list or not indented):
            yield Block(after, end, lone[what])
        elif what in _PARAGRAPHS and (in_list or not indented):
            table_end = _table_end(text, after, end)
            if table_end >= 0:
                yield from _rows(text, after, end, table_end)
                end = table_end
            else:
                start, kind = after, _PARAGRAPHS[what]
        at = end + 1
    if start >= 0:
        yield Block(start, size, kind)


def cells(text: str, row: Block) -> Iterator[tuple[int, int]]:
    """Start and end of every cell of a table's row."""
    for cell in _CELL.finditer(text, row.start, row.end):
        yield cell.span()
