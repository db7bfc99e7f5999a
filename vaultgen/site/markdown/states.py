"""The states that markdown-it's rules work on, made lighter: they make tokens that keep nothing but what they say."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import accumulate
from types import MappingProxyType
from typing import Any, Final, Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import isWhiteSpace
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

__all__ = ["BlockState", "Piece", "TextState"]

_Nesting = Literal[-1, 0, 1]
_NOTHING: Final[Any] = MappingProxyType({})
_SPACE, _SIGN, _LETTER = range(3)


class Piece(Token):
    """A token that shares what is empty with all others; who has attributes for it puts them in the place of that."""

    __slots__ = ()

    def __init__(self, kind: str, tag: str, nesting: _Nesting, level: int = 0, content: str = "") -> None:
        self.type = kind
        self.tag = tag
        self.nesting = nesting
        self.level = level
        self.content = content
        self.attrs = self.meta = _NOTHING
        self.map = self.children = None
        self.markup = self.info = ""
        self.block = self.hidden = False


class BlockState(StateBlock):
    """The lines of a note: where each begins and ends, and how far it is indented."""

    def __init__(self, src: str, md: MarkdownIt, env: dict[str, Any]) -> None:
        super().__init__("", md, env, [])
        self.src = src
        lines = src.split("\n")
        if not lines[-1].strip(" \t"):
            lines.pop()
        starts = [0, *accumulate(len(line) + 1 for line in lines)]
        indents = [len(line) - len(line.lstrip(" \t")) for line in lines]
        columns = indents
        if "\t" in src:
            columns = [len(line[:indent].expandtabs(4)) for line, indent in zip(lines, indents, strict=True)]
        # Behind the last line stands an empty one, so that who looks at the next one finds it.
        self.bMarks = [*starts[:-1], len(src)]
        self.eMarks = [*(start - 1 for start in starts[1:]), len(src)]
        self.tShift = [*indents, 0]
        self.sCount = [*columns, 0]
        self.bsCount = [0] * len(starts)
        self.lineMax = len(lines)

    def push(self, ttype: str, tag: str, nesting: _Nesting) -> Token:
        """Add a token; what is between an opening one and its closing one is one level deeper."""
        if nesting < 0:
            self.level -= 1
        token = Piece(ttype, tag, nesting, self.level)
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)
        return token


class TextState(StateInline):
    """The text of one block; `tokens_meta` has no places for tokens about which there is nothing."""

    def push(self, ttype: str, tag: str, nesting: _Nesting) -> Token:
        """Add a token, and before it the text that was passed over; what is in an element pairs its signs alone."""
        if passed := self.pending:
            self.tokens.append(Piece("text", "", 0, self.pendingLevel, passed))
            self.pending = ""
        if nesting < 0:
            self.level -= 1
            self.delimiters = self._prev_delimiters.pop()
        token = Piece(ttype, tag, nesting, self.level)
        if nesting > 0:
            self.level += 1
            self._prev_delimiters.append(self.delimiters)
            self.delimiters = []
            self.tokens_meta.append({"delimiters": self.delimiters})
        self.pendingLevel = self.level
        self.tokens.append(token)
        return token

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: FBT001, N802, N803 - its names
        """How many equal signs stand at a place, and whether they may begin or end an emphasis there."""
        src, end, stop = self.src, start + 1, self.posMax
        while end < stop and src[end] == src[start]:
            end += 1
        before = src[start - 1] if start else " "
        return _run(before, end - start, src[end] if end < stop else " ", canSplitWord)


@lru_cache(maxsize=1 << 12)
def _run(before: str, length: int, after: str, splits: bool) -> Scanned:  # noqa: FBT001 - asked at every sign
    """What so many equal signs between two others may do; `splits` tells whether they may stand in a word."""
    left, right = _kind(before), _kind(after)
    opens = right == _LETTER or (right == _SIGN and left != _LETTER)
    closes = left == _LETTER or (left == _SIGN and right != _LETTER)
    if splits:
        return Scanned(opens, closes, length)
    return Scanned(opens and (not closes or left == _SIGN), closes and (not opens or right == _SIGN), length)


def _kind(sign: str) -> int:
    if isWhiteSpace(ord(sign)):
        return _SPACE
    return _SIGN if unicodedata.category(sign)[0] in "PS" else _LETTER
