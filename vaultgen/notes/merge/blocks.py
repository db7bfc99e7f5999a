"""The top-level blocks of a Markdown text as slices of it, which joined in order give the text again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from vaultgen.notes.merge.lines import is_blank, plain, split_lines

__all__ = ["Block", "Blocks", "Kind", "read_blocks"]


class Kind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    RULE = "rule"
    TABLE = "table"
    LIST = "list"
    QUOTE = "quote"
    CODE = "code"
    HTML = "html"
    HIDDEN = "hidden"
    """A comment between `%%` or a formula between `$$`."""
    TAGS = "tags"
    """A paragraph of nothing but tags."""
    FOOTNOTE = "footnote"
    """The definition of a footnote."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block: `raw` is its slice of the text, `mark` the block id that follows it, `gap` the blank rest.

    `value` is `raw` with line feeds alone, for comparing; `items` are the lines on which a list's items start.
    """

    kind: Kind
    raw: str
    value: str
    mark: str
    gap: str
    items: tuple[int, ...] = ()
    level: int = 0


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of a text, and the blank lines before the first."""

    lead: str
    blocks: tuple[Block, ...]

    def text(self) -> str:
        """The text that was read, byte for byte."""
        return self.lead + "".join(f"{block.raw}{block.mark}{block.gap}" for block in self.blocks)


@dataclass(slots=True)
class _Stretch:
    kind: Kind
    start: int
    end: int
    items: tuple[int, ...] = ()
    level: int = 0


_KINDS: Final = {
    "paragraph_open": Kind.PARAGRAPH,
    "heading_open": Kind.HEADING,
    "hr": Kind.RULE,
    "table_open": Kind.TABLE,
    "bullet_list_open": Kind.LIST,
    "ordered_list_open": Kind.LIST,
    "blockquote_open": Kind.QUOTE,
    "fence": Kind.CODE,
    "code_block": Kind.CODE,
    "html_block": Kind.HTML,
    "hidden": Kind.HIDDEN,
}
_FOOTNOTE: Final = re.compile(r" {0,3}\[\^[^\[\]\s]+\]:")
_TAGS: Final = re.compile(r"(?:[ \t\n]*#[^\s#\[\]()`*<>|\\]+)+[ \t\n]*")
_LONE_MARK: Final = re.compile(r"[ \t]*\^[A-Za-z0-9-]+[ \t]*")
_MARK: Final = re.compile(r"[ \t\n]+\^[A-Za-z0-9-]+[ \t]*\Z")
_DELIMITERS: Final = re.compile(r"(?!-[ \t]|-\Z)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_BAR: Final = re.compile(r"(?<!\\)\|")
_HIDING: Final = re.compile(r"%%(?!%)|\$\$")


def _hidden(state: Any, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's own signature
    """A rule for the parser: comments between `%%` and formulas between `$$`, whatever they hold."""
    if state.level or state.is_code_block(start):
        return False
    text, at = state.src, state.bMarks[start] + state.tShift[start]
    mark = _HIDING.match(text, at)
    closing = text.find(mark[0], at + 2) if mark else -1
    if closing < 0 or closing >= state.eMarks[end - 1]:
        return False
    line = start + text.count("\n", at, closing)
    if line == start and text[closing + 2 : state.eMarks[line]].strip():
        return False
    if not silent:
        state.push("hidden", "", 0).map = [start, line + 1]
        state.line = line + 1
    return True


def _table(state: Any, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's own signature
    """The parser's rule for tables without its cells, which take half of the time that parsing takes."""
    if start + 2 > end or state.sCount[start + 1] < state.blkIndent:
        return False
    if state.is_code_block(start) or state.is_code_block(start + 1):
        return False
    header = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    delimiters = state.src[state.bMarks[start + 1] + state.tShift[start + 1] : state.eMarks[start + 1]]
    if not _DELIMITERS.fullmatch(delimiters) or "|" not in header or header.strip() == "|":
        return False
    if _width(header) != _width(delimiters):
        return False
    if silent:
        return True
    ends = state.md.block.ruler.getRules("blockquote")
    outer, state.parentType = state.parentType, "table"
    line = start + 2
    while line < end and state.sCount[line] >= state.blkIndent and not state.isEmpty(line):
        if state.is_code_block(line) or any(rule(state, line, end, True) for rule in ends):  # noqa: FBT003 - as above
            break
        line += 1
    state.parentType = outer
    state.push("table_open", "", 0).map = [start, line]
    state.line = line
    return True


def _width(row: str) -> int:
    """How many cells a row has."""
    text = row.strip()
    bars = len(_BAR.findall(text))
    return bars + 1 - text.startswith("|") - (len(text) > 1 and text.endswith("|") and text[-2:] != "\\|")


@lru_cache(maxsize=1)
def _parser() -> Any:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 70 ms that a build without edited notes never needs

    parser = MarkdownIt("commonmark").enable("table").disable("reference")
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("fence", "hidden", _hidden, {"alt": ["paragraph", "blockquote", "list"]})
    return parser


def _stretches(text: str) -> list[_Stretch]:
    """Where the blocks are: only the block rules run, inline text is not looked at."""
    parser = _parser()
    tokens: list[Any] = []
    parser.block.parse(text, parser, {}, tokens)
    found: list[_Stretch] = []
    items: list[int] = []
    for token in tokens:
        if token.level > 1 or token.map is None:
            continue
        if token.level == 1:
            if token.type == "list_item_open":
                items.append(token.map[0])
        elif token.type in _KINDS:
            level = int(token.tag[1]) if token.type == "heading_open" else 0
            found.append(_Stretch(_KINDS[token.type], token.map[0], token.map[1], level=level))
        if token.type in {"bullet_list_open", "ordered_list_open"} and token.level == 0:
            items = []
        if found and found[-1].kind is Kind.LIST and items:
            found[-1].items = tuple(items)
    return found


def _footnotes(found: list[_Stretch], lines: list[str]) -> list[_Stretch]:
    """The same stretches with every definition of a footnote as one of its own."""
    split: list[_Stretch] = []
    for stretch in found:
        continues = stretch.kind is Kind.CODE and lines[stretch.start].startswith(("    ", "\t"))
        if continues and split and split[-1].kind is Kind.FOOTNOTE:
            split[-1].end = stretch.end
            continue
        if stretch.kind is not Kind.PARAGRAPH:
            split.append(stretch)
            continue
        starts = [line for line in range(stretch.start, stretch.end) if _FOOTNOTE.match(lines[line])]
        if not starts:
            split.append(stretch)
            continue
        if starts[0] > stretch.start:
            split.append(_Stretch(Kind.PARAGRAPH, stretch.start, starts[0]))
        for start, end in zip(starts, [*starts[1:], stretch.end], strict=True):
            split.append(_Stretch(Kind.FOOTNOTE, start, end))
    return split


@lru_cache(maxsize=64)
def read_blocks(text: str) -> Blocks:
    """The blocks of a text without its front matter."""
    lines = split_lines(text)
    unified = plain(text)
    found = _footnotes(_stretches(unified), lines)
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    blocks: list[Block] = []
    for number, stretch in enumerate(found):
        following = found[number + 1].start if number + 1 < len(found) else len(lines)
        last = following
        while last > stretch.start + 1 and is_blank(lines[last - 1]):
            last -= 1
        start = offsets[stretch.start]
        end = offsets[last] - (len(lines[last - 1]) - len(lines[last - 1].rstrip("\r\n")))
        raw, gap = text[start:end], text[end : offsets[following]]
        block = _block(stretch, raw, gap)
        attached = stretch.kind is Kind.PARAGRAPH and blocks and _LONE_MARK.fullmatch(raw)
        if attached and not blocks[-1].mark and blocks[-1].kind not in {Kind.HEADING, Kind.RULE}:
            before = blocks.pop()
            block = Block(
                before.kind, before.raw, before.value, before.gap + raw, gap, before.items, before.level
            )
        blocks.append(block)
    return Blocks(text[: offsets[found[0].start]] if found else text, tuple(blocks))


def _block(stretch: _Stretch, raw: str, gap: str) -> Block:
    value, mark, kind = plain(raw), "", stretch.kind
    if kind is Kind.PARAGRAPH:
        if "^" in raw and (found := _MARK.search(raw)):
            raw, mark = raw[: found.start()], raw[found.start() :]
            value = plain(raw)
        if value.lstrip().startswith("#") and _TAGS.fullmatch(value):
            kind = Kind.TAGS
    items = tuple(line - stretch.start for line in stretch.items)
    return Block(kind, raw, value, mark, gap, items, stretch.level)
