"""The sentence, row or item that a link stands in, as plain text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from vaultgen.notes.spans import Block, Kind, cells
from vaultgen.site.plain import LONGEST, cut, plain
from vaultgen.site.survey.wording import LINKS

__all__ = ["Surroundings"]

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
_LONGEST_WORD: Final = 12
_ENDLESS: Final = 4_000
"""Characters of a sentence that is none: then links that stand close together share a context."""
_WINDOW: Final = 500
_CLOSE: Final = 100


class Surroundings:
    """The text around the links of one block of a note; `spans` are where its links stand."""

    def __init__(self, text: str, block: Block, spans: Sequence[tuple[int, int]], *, item: bool) -> None:
        self.text, self.block, self.spans, self.item = text, block, spans, item
        self.inside = _joined(spans)
        self.known: dict[tuple[int, int], str] = {}
        self.ends: list[int] = []
        self.source = ""
        self.row = ""
        self.row_links = self.inside

    def of(self, start: int, end: int) -> str:
        """The context of the link that stands at such offsets of the text."""
        if self.block.kind in (Kind.ROW, Kind.HEADER):
            return self._row(self.text[start:end])
        if not self.source:
            self._read()
        base = self.block.start
        first, last = self._piece(start - base)
        whole = self._plain(first, last)
        if len(whole) <= LONGEST:
            return whole
        if last - first > _ENDLESS:
            return self._near(first, last, start - base)
        return cut(self.source[first:last], start - base - first)

    def _near(self, first: int, last: int, at: int) -> str:
        """The context of all links that begin close behind an offset."""
        base = self.block.start
        at = max(first, at - at % _CLOSE)
        if (at, -1) not in self.known:
            first = max(first, self._outside(base + at - _WINDOW)[0] - base)
            last = min(last, self._outside(base + at + _WINDOW)[1] - base)
            self.known[at, -1] = cut(self.source[first:last], at - first)
        return self.known[at, -1]

    def _plain(self, first: int, last: int) -> str:
        if (first, last) not in self.known:
            self.known[first, last] = plain(self.source[first:last])
        return self.known[first, last]

    def _outside(self, at: int) -> tuple[int, int]:
        """Where the link begins and ends that an offset lies in, or else the offset itself."""
        return _around(self.inside, at)

    def _read(self) -> None:
        """Blank what is no text of the block, and find where its sentences end."""
        raw = self.text[self.block.start : self.block.end]
        if ">" in raw and "\n" in raw:
            raw = _QUOTE.sub(lambda mark: " " * len(mark[0]), raw)
        self.source = _OPENING.sub(lambda mark: " " * len(mark[0]), raw) if "[" in raw[:40] else raw
        self.ends = [found.end() for found in _BOUNDARY.finditer(self.source) if self._ends(found)]
        if raw.startswith("[!") and "\n" in self.source:
            self.ends.append(self.text.index("\n", self.block.start) + 1 - self.block.start)
            self.ends.sort()

    def _ends(self, found: re.Match[str]) -> bool:
        dot = found.start()
        at = dot + 1 + self.block.start
        if self._outside(at) != (at, at):
            return False
        if self.source[dot] != ".":
            return True
        word = self.source[max(0, dot - _LONGEST_WORD) : dot].split()[-1:]
        return not word or (len(word[0]) > 1 and word[0].lower().strip("(*_") not in _ABBREVIATED)

    def _piece(self, at: int) -> tuple[int, int]:
        size = len(self.source)
        if self.item and (size <= LONGEST or len(self._plain(0, size)) <= LONGEST):
            return 0, size
        after = bisect_right(self.ends, at)
        return self.ends[after - 1] if after else 0, self.ends[after] if after < len(self.ends) else size

    def _row(self, written: str) -> str:
        if not self.row:
            row = Block(self.block.start, self.block.end, self.block.kind)
            parts = [self.text[first:last].strip(" \t>") for first, last in cells(self.text, row)]
            self.row = " · ".join(part for part in parts if part)
            self.row_links = _joined([link.span() for link in LINKS.finditer(self.row)])
        at = max(0, self.row.find(written))
        if len(self.row) <= _ENDLESS:
            return cut(self.row, at)
        if (at, -1) not in self.known:
            # A link that were cut in two could not be told from other words, and may be a private one.
            end = _around(self.row_links, at + len(written) + _WINDOW)[0]
            self.known[at, -1] = cut(self.row[at:end])
        return self.known[at, -1]


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
