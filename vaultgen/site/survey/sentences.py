"""The sentence, row or item that a link stands in, as plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from vaultgen.notes.spans import Block, Kind, cells
from vaultgen.site.plain import LONGEST, cut, plain

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


class Surroundings:
    """The text around the links of one block of a note; `spans` are where its links stand."""

    def __init__(self, text: str, block: Block, spans: Sequence[tuple[int, int]], *, item: bool) -> None:
        self.text, self.block, self.spans, self.item = text, block, spans, item
        self.known: dict[tuple[int, int], str] = {}
        self.ends: list[int] = []
        self.source = ""

    def of(self, start: int, end: int) -> str:
        """The context of the link that stands at such offsets of the text."""
        if self.block.kind in (Kind.ROW, Kind.HEADER):
            return self._row(start, end)
        if not self.source:
            self._read()
        base = self.block.start
        first, last = self._piece(start - base)
        if (first, last) not in self.known:
            self.known[first, last] = plain(self.source[first:last])
        whole = self.known[first, last]
        if len(whole) <= LONGEST:
            return whole
        return cut(self.source[first:last], start - base - first)

    def _read(self) -> None:
        """Blank what is no text of the block, and find where its sentences end."""
        raw = self.text[self.block.start : self.block.end]
        if ">" in raw and "\n" in raw:
            raw = _QUOTE.sub(lambda mark: " " * len(mark[0]), raw)
        self.source = _OPENING.sub(lambda mark: " " * len(mark[0]), raw) if "[" in raw[:40] else raw
        self.ends = [found.end() for found in _BOUNDARY.finditer(self.source) if self._ends(found)]
        if raw.startswith("[!") and "\n" in self.source:
            self.ends.append(self.text.index("\n", self.block.start) + 1 - self.block.start)

    def _ends(self, found: re.Match[str]) -> bool:
        dot = found.start()
        at = dot + 1 + self.block.start
        if any(start < at < end for start, end in self.spans):
            return False
        if self.source[dot] != ".":
            return True
        word = self.source[max(0, dot - _LONGEST_WORD) : dot].split()[-1:]
        return not word or (len(word[0]) > 1 and word[0].lower().strip("(*_") not in _ABBREVIATED)

    def _piece(self, at: int) -> tuple[int, int]:
        size = len(self.source)
        if self.item and (size <= LONGEST or len(plain(self.source)) <= LONGEST):
            return 0, size
        first = max((end for end in self.ends if end <= at), default=0)
        last = min((end for end in self.ends if end > at), default=size)
        return first, last

    def _row(self, start: int, end: int) -> str:
        written = self.text[start:end]
        row = Block(self.block.start, self.block.end, self.block.kind)
        parts = [self.text[first:last].strip(" \t>") for first, last in cells(self.text, row)]
        source = " · ".join(part for part in parts if part)
        return cut(source, max(0, source.find(written)))
