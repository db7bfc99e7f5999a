"""Obsidian's own constructs as rules for markdown-it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from vaultgen.site.markdown.formula import find_formula

__all__ = [
    "INLINE",
    "comment_block",
    "footnote_mark",
    "mark_pairs",
    "split_link",
    "wikilink",
    "without_comments",
]

_WIKILINK: Final = re.compile(r"!?\[\[([^\[\]\n]*(?:(?<=#)\[\^[^\[\]\s]+\]?)?)\]\]")
_FOOTNOTE: Final = re.compile(r"\[\^([^\[\]\s]+)\]")
# White space, the signs of ASCII but - _ /, and general punctuation end a tag.
_TAG: Final = re.compile("#([^\\s!-,.:-@\\[-^`{-~\u2000-\u206f\u2e00-\u2e7f]+)")
_ADDRESS: Final = re.compile(r"://[^\s<>|\"`\[\]\\^{}]+")
_SCHEME: Final = re.compile(r"(?<![A-Za-z0-9])https?\Z", re.IGNORECASE)
_MARK: Final = ord("=")


def split_link(inner: str) -> tuple[str, str, str]:
    """Split the inside of a wikilink into its target, its subpath with the `#`, and its display text."""
    bar = inner.find("|", 1)
    written = inner if bar < 0 else inner[:bar].removesuffix("\\")
    display = "" if bar < 0 else inner[bar + 1 :]
    target, sign, subpath = written.partition("#")
    return target.strip(), (sign + subpath).strip() if sign else "", display.strip()


def wikilink(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's form, here and below
    """Read `[[link]]` and `![[embed]]`."""
    found = _WIKILINK.match(state.src, state.pos, state.posMax)
    if found is None or not found[1].strip():
        return False
    if not silent:
        token = state.push("embed" if found[0][0] == "!" else "wikilink", "", 0)
        token.content = found[1]
        token.meta = {"link": split_link(found[1])}
    state.pos = found.end()
    return True


def mark(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read the signs around `==marked==` text; longer runs are no signs."""
    if silent or not state.src.startswith("==", state.pos):
        return False
    run = state.scanDelims(state.pos, canSplitWord=True)
    if run.length == 2:
        token = state.push("text", "", 0)
        token.content = "=="
        at = len(state.tokens) - 1
        state.delimiters.append(Delimiter(_MARK, 0, at, -1, run.can_open, run.can_close))
    else:
        state.append_pending("=" * run.length)
    state.pos += run.length
    return True


def mark_pairs(state: StateInline) -> None:
    """Make tags of the signs that have found each other."""
    nested = (meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta)
    for delimiters in (state.delimiters, *nested):
        for opener in delimiters:
            if opener.marker == _MARK and opener.end >= 0:
                first, last = state.tokens[opener.token], state.tokens[delimiters[opener.end].token]
                first.type, first.nesting, first.content = "mark_open", 1, ""
                last.type, last.nesting, last.content = "mark_close", -1, ""


def comment(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Pass over `%%what is hidden%%` on one line, exactly two signs on each side."""
    del silent
    src, start = state.src, state.pos
    if not src.startswith("%%", start):
        return False
    run = start + 2
    while run < state.posMax and src[run] == "%":
        run += 1
    if run - start > 2:
        state.append_pending(src[start:run])
        state.pos = run
        return True
    line_end = src.find("\n", run, state.posMax)
    end = _comment_end(src, run, state.posMax if line_end < 0 else line_end)
    if end < 0:
        return False
    state.pos = end
    return True


def _comment_end(text: str, start: int, end: int) -> int:
    """Where a comment ends whose inside begins at `start`; -1 if it does not."""
    while (at := text.find("%%", start, end)) >= 0:
        start = at + 2
        while start < end and text[start] == "%":
            start += 1
        if start - at == 2:
            return start
    return -1


def without_comments(text: str) -> str:
    """Give one line without the comments in it."""
    if "%%" not in text:
        return text
    pieces, at = [], 0
    while (start := text.find("%%", at)) >= 0 and (end := _comment_end(text, start + 2, len(text))) >= 0:
        pieces.append(text[at:start])
        at = end
    return "".join([*pieces, text[at:]])


def comment_block(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Pass over lines from one that begins with `%%` to the one that has the next, or to the end."""
    at = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("%%", at) or state.src.startswith("%%%", at) or state.is_code_block(line):
        return False
    closing = _comment_end(state.src, at + 2, state.eMarks[line])
    if closing >= 0 and state.src[closing : state.eMarks[line]].strip():
        return False
    if not silent:
        last = line
        while closing < 0 and last + 1 < end:
            last += 1
            closing = _comment_end(state.src, state.bMarks[last], state.eMarks[last])
        rest = state.src[closing : state.eMarks[last]] if closing >= 0 else ""
        state.line = last if rest.strip() else last + 1
        if rest.strip():  # what stands behind the comment is a line of its own
            state.bMarks[last], state.tShift[last] = closing, len(rest) - len(rest.lstrip())
            state.sCount[last] = state.blkIndent
    return True


def tag(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read `#tag/below` at the beginning of a line or after white space; digits alone are no tag."""
    src, at = state.src, state.pos
    if at and not src[at - 1].isspace():
        return False
    found = _TAG.match(src, at, state.posMax)
    name = found[1].rstrip("/") if found else ""
    if not name or all(sign.isdigit() or sign == "/" for sign in name):
        return False
    if not silent:
        state.push("tag", "", 0).content = name
    state.pos = at + 1 + len(name)
    return True


def bare_address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read `https://…` that stands in the text without any signs around it."""
    if silent or state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.pending[-6:])
    found = _ADDRESS.match(state.src, state.pos, state.posMax) if scheme else None
    if scheme is None or found is None:
        return False
    address = scheme[0] + _without_ending(found[0])
    if len(address) <= len(scheme[0]) + 3:
        return False
    state.pending = state.pending[: -len(scheme[0])]
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": state.md.normalizeLink(address)}
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)
    state.pos += len(address) - len(scheme[0])
    return True


def _without_ending(address: str) -> str:
    """Cut what belongs to the sentence: its full stop, a bracket that closes nothing, the signs of bold text."""
    while address and (
        address[-1] in ".,;:!?'*_~=%$" or (address[-1] == ")" and address.count(")") > address.count("("))
    ):
        address = address[:-1]
    return address


def formula(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read `$x$` and `$$x$$` where it is a formula and no money."""
    found = find_formula(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content = found[0].strip()
        token.markup = "$$" if found[2] else "$"
    state.pos = found[1]
    return True


def footnote_mark(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read `[^name]` if the note has such a footnote; case does not count."""
    if not state.src.startswith("[^", state.pos):
        return False
    found = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if found is None or found[1].lower() not in state.env["footnote_names"]:
        return False
    if not silent:
        state.push("footnote_mark", "", 0).content = found[1].lower()
    state.pos = found.end()
    return True


def footnote_inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read `^[a footnote in the text]`."""
    start = state.pos
    if not state.src.startswith("^[", start):
        return False
    end = state.md.helpers.parseLinkLabel(state, start + 1)
    if end < 0 or not state.src[start + 2 : end].strip():
        return False
    if not silent:
        token = state.push("footnote_mark", "", 0)
        token.children = state.md.inline.parse(state.src[start + 2 : end], state.md, state.env, [])
    state.pos = end + 1
    return True


INLINE: Final[dict[str, Callable[[StateInline, bool], bool]]] = {
    "mark": mark,
    "comment": comment,
    "tag": tag,
    "bare_address": bare_address,
    "formula": formula,
    "footnote_inline": footnote_inline,
}
"""The rules that stand behind markdown-it's own, by name."""
