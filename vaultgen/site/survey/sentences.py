"""The sentence, row or item that a link stands in, as plain text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from vaultgen.notes.spans import Block, cells
from vaultgen.site.plain import LONGEST, cut, plain
from vaultgen.site.survey.wording import LINKS

__all__ = ["Row", "Sentences"]

_QUOTE: Final = re.compile(r"\n[ \t>]*>[ \t>]*")
_OPENING: Final = re.compile(r"\A\s*(?:\[![^\[\]\n]+\][+-]?|\[[^\[\]\n]\](?=\s))")
_BOUNDARY: Final = re.compile(
    r"[.!?…。！？](?:(?<=[。！？])|[\"”’')\]*_]*(?:\[\^[^\[\]\s]+\])*\s+(?=[\"“‘'(\[*_=~]*(?:\\?\$|[^\W\d_a-z])))"
)
_ABBREVIATED: Final = frozenset(
    [
        "inc",
        "corp",
        "co",
        "ltd",
        "llc",
        "no",
        "vs",
        "e.g",
        "i.e",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "jr",
        "sr",
        "approx",
        "est",
        "ca",
        "cf",
        "fig",
        "al",
        "bn",
        "ser",
    ]
)
_NOTHING: Final = frozenset(["", "—", "–", "-"])
"""What a cell says that tells nothing."""
_LONGEST_WORD: Final = 12
_ENDLESS: Final = 4_000
"""Characters of a sentence that is none: then links that stand close together share a context."""
_WINDOW: Final = 500
_CLOSE: Final = 100


class Sentences:
    """The text around the links of one block of a note; `spans` are where its links stand."""

    def __init__(self, text: str, block: Block, spans: Sequence[tuple[int, int]]) -> None:
        self.base = block.start
        self.inside = _joined(spans)
        self.known: dict[tuple[int, int], str] = {}
        raw = text[block.start : block.end]
        title = raw.find("\n") + 1 if raw.startswith("[!") else 0
        # What is no text of the block is blanked.
        if ">" in raw and "\n" in raw:
            raw = _QUOTE.sub(lambda mark: " " * len(mark[0]), raw)
        self.source = _OPENING.sub(lambda mark: " " * len(mark[0]), raw) if "[" in raw[:40] else raw
        whole = not _is_paragraph(text, block.start) and self._is_short()
        self.ends = [] if whole else self._ends(title)

    def of(self, start: int, end: int) -> str:  # noqa: ARG002 -- as a row has it
        """The context of the link that stands at such offsets of the text."""
        base = self.base
        after = bisect_right(self.ends, start - base)
        first = self.ends[after - 1] if after else 0
        last = self.ends[after] if after < len(self.ends) else len(self.source)
        whole = self._plain(first, last)
        if len(whole) <= LONGEST:
            return whole
        if last - first > _ENDLESS:
            return self._near(first, last, start - base)
        return cut(self.source[first:last], start - base - first)

    def _near(self, first: int, last: int, at: int) -> str:
        """The context of all links that begin close behind an offset."""
        base = self.base
        at = max(first, at - at % _CLOSE)
        if (at, -1) not in self.known:
            first = max(first, _around(self.inside, base + at - _WINDOW)[0] - base)
            last = min(last, _around(self.inside, base + at + _WINDOW)[1] - base)
            self.known[at, -1] = cut(self.source[first:last], at - first)
        return self.known[at, -1]

    def _plain(self, first: int, last: int) -> str:
        if (first, last) not in self.known:
            self.known[first, last] = plain(self.source[first:last])
        return self.known[first, last]

    def _is_short(self) -> bool:
        size = len(self.source)
        return size <= LONGEST or len(self._plain(0, size)) <= LONGEST

    def _ends(self, title: int) -> list[int]:
        """Where sentences end, and the title of a callout."""
        ends = [found.end() for found in _BOUNDARY.finditer(self.source) if self._is_end(found.start())]
        if title and "\n" in self.source:
            ends.append(title)
            ends.sort()
        return ends

    def _is_end(self, dot: int) -> bool:
        at = self.base + dot + 1
        if _around(self.inside, at) != (at, at):
            return False
        if self.source[dot] != ".":
            return True
        word = self.source[max(0, dot - _LONGEST_WORD) : dot].split()[-1:]
        return not word or (len(word[0]) > 1 and word[0].lower().strip("(*_") not in _ABBREVIATED)


class Row:
    """The row of a table around the links in it."""

    def __init__(self, text: str, block: Block) -> None:
        self.text = text
        parts = [text[first:last].strip(" \t>") for first, last in cells(text, block)]
        self.row = " · ".join([part for part in parts if part not in _NOTHING])
        self.known: dict[int, str] = {}

    def of(self, start: int, end: int) -> str:
        """The context of the link that stands at such offsets of the text."""
        written = self.text[start:end]
        at = max(0, self.row.find(written))
        if len(self.row) <= _ENDLESS:
            return cut(self.row, at)
        if at not in self.known:
            # A link that were cut in two could not be told from other words, and may be a private one.
            end = _around(self._links, at + len(written) + _WINDOW)[0]
            self.known[at] = cut(self.row[at:end])
        return self.known[at]

    @cached_property
    def _links(self) -> tuple[list[int], list[int]]:
        return _joined([link.span() for link in LINKS.finditer(self.row)])


def _is_paragraph(text: str, start: int) -> bool:
    """Whether nothing but quotes stands before an offset on its line: no mark of a list, heading or footnote."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t>")


def _around(spans: tuple[list[int], list[int]], at: int) -> tuple[int, int]:
    begins, ends = spans
    before = bisect_left(begins, at) - 1
    return (begins[before], ends[before]) if before >= 0 and at < ends[before] else (at, at)


def _joined(spans: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Where the spans begin and end, those that overlap as one."""
    begins: list[int] = []
    ends: list[int] = []
    for start, end in sorted(spans):
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            begins.append(start)
            ends.append(end)
    return begins, ends
