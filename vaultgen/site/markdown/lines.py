"""Blocks of one line, which most blocks are, read without what only longer ones need."""

from __future__ import annotations

import re
from typing import Final

from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock, reference

from vaultgen.site.markdown.states import Piece

__all__ = ["definition", "heading", "line_text", "lone_line", "ruled_line"]

_RULED: Final = re.compile(r"(?:\*[ \t]*+){3,}+|(?:-[ \t]*+){3,}+|(?:_[ \t]*+){3,}+")


def line_text(state: StateBlock, line: int) -> str:
    """A line without its indent, and without the signs before it that lists and quotes have read."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def heading(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's form
    """Read `## Heading ##`."""
    del end
    text = line_text(state, line)
    title = text.lstrip("#")
    level = len(text) - len(title)
    if not 1 <= level <= 6 or (title and title[0] not in " \t"):
        return False
    if not silent:
        title = title.rstrip(" \t")
        bare = title.rstrip("#")
        _push(state, line, ("heading", f"h{level}"), bare if bare.endswith((" ", "\t")) else title)
    return True


def ruled_line(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read `---` or `* * *`."""
    del end
    if not _RULED.fullmatch(line_text(state, line)):
        return False
    if not silent:
        state.push("hr", "hr", 0).map = [line, line + 1]
        state.line = line + 1
    return True


def definition(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read `[name]: address`; it is looked for only where a text has any."""
    return "]:" in state.src and reference(state, line, end, silent)


def lone_line(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a paragraph with nothing below it that could belong to it."""
    if silent or not (state.isEmpty(line + 1) or _begins_another(state, line + 1, end)):
        return False
    _push(state, line, ("paragraph", "p"), line_text(state, line))
    return True


def _begins_another(state: StateBlock, line: int, end: int) -> bool:
    """Whether a line that is not empty surely goes on with no paragraph, nor makes a heading of one."""
    if end < state.lineMax or line >= end or state.sCount[line] < 0 or state.is_code_block(line):
        return False
    if not line_text(state, line).strip("-= \t"):
        return False
    around, state.parentType = state.parentType, "paragraph"
    (begins,) = state.md.block.ruler.getRules("paragraph")
    found = begins(state, line, end, True)  # noqa: FBT003 - markdown-it's form
    state.parentType = around
    return found


def _push(state: StateBlock, line: int, kind: tuple[str, str], text: str) -> None:
    """Add a block that holds text alone, and go to the next line."""
    name, tag = kind
    level = state.level
    opening = Piece(f"{name}_open", tag, 1, level)
    inline = Piece("inline", "", 0, level + 1, mdTrim(text))
    opening.map = inline.map = [line, line + 1]
    state.tokens += (opening, inline, Piece(f"{name}_close", tag, -1, level))
    state.line = line + 1
