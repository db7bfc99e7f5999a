"""What Obsidian makes of Markdown's blocks: callouts, tasks, blocks that have ids."""

from __future__ import annotations

import re
from typing import Any, Final

from markdown_it.token import Token

from vaultgen.site.markdown.states import Piece

__all__ = ["CALLOUTS", "shape"]

_ALIASES: Final = {
    "abstract": ("summary", "tldr"),
    "tip": ("hint", "important"),
    "success": ("check", "done"),
    "question": ("help", "faq"),
    "warning": ("caution", "attention"),
    "failure": ("fail", "missing"),
    "danger": ("error",),
    "quote": ("cite",),
}
CALLOUTS: Final = {
    **{name: name for name in ("note", "info", "todo", "bug", "example", *_ALIASES)},
    **{alias: name for name, aliases in _ALIASES.items() for alias in aliases},
}
"""The thirteen types of callouts by every name that they have."""

_CALLOUT: Final = re.compile(r"\[!([^\]\[|\n]+)(?:\|([^\]\[\n]*))?\]([+-]?)(?:[ \t]+|(?=\n)|\Z)([^\n]*)")
_BLOCK_ID: Final = re.compile(r"(?:\A|[ \t\n])\^([A-Za-z0-9-]+)[ \t]*\Z")
_TASK: Final = re.compile(r"\[([^\]\n])\](?:[ \t]+|(?=\n)|\Z)")


def shape(tokens: list[Token]) -> list[Token]:
    """Give a note's blocks with Obsidian's among them; the texts in them are not parsed yet."""
    shaped: list[Token] = []
    opened: list[int] = []
    at, size = 0, len(tokens)
    while at < size:
        token = tokens[at]
        if token.type == "paragraph_open":
            if not _paragraph(token, tokens[at + 1], shaped):
                at += 3
                continue
        elif token.type == "heading_open":
            if "^" in tokens[at + 1].content:
                _heading(token, tokens[at + 1])
        elif token.type == "blockquote_open":
            at = _callout(token, tokens, at)
            if token.type == "callout_open":
                opened.append(token.level)
        elif token.type == "blockquote_close" and opened and opened[-1] == token.level:
            opened.pop()
            token.type = "callout_close"
        shaped.append(token)
        at += 1
    return shaped


def _paragraph(token: Token, inline: Token, before: list[Token]) -> bool:
    """Take the block's id, and the mark of a task, from a paragraph; False if nothing else is in it."""
    item = before[-1] if before and before[-1].type == "list_item_open" else None
    if item and inline.content[:1] == "[" and (task := _TASK.match(inline.content)):
        item.meta = {"task": task[1]}
        inline.content = inline.content[task.end() :]
    if "^" not in inline.content:
        return True
    found = _BLOCK_ID.search(inline.content)
    if not found:
        return True
    owner = item or token
    inline.content = inline.content[: found.start()].rstrip()
    if not inline.content and not item:
        owner = _opener(before, token.level) or token
    owner.meta = {**owner.meta, "block": found[1].lower()}
    return bool(inline.content) or item is not None


def _heading(token: Token, inline: Token) -> None:
    """Note the id of a heading; it stays in the text, by which links name the heading."""
    found = _BLOCK_ID.search(inline.content)
    if found and found.start():
        token.meta = {"block": found[1].lower(), "id_length": len(found[0])}


def _opener(before: list[Token], level: int) -> Token | None:
    """The block that stands before, on the same level."""
    for token in reversed(before):
        if token.level == level and token.nesting >= 0:
            return token
        if token.level < level:
            break
    return None


def _callout(token: Token, tokens: list[Token], at: int) -> int:
    """Make a quote a callout if its first line says so; gives the place of the last token that is used up."""
    if at + 2 >= len(tokens) or tokens[at + 1].type != "paragraph_open":
        return at
    inline = tokens[at + 2]
    found = _CALLOUT.match(inline.content)
    if found is None:
        return at
    written = found[1].strip()
    title = Piece("inline", "", 0, content=found[4].strip() or written.capitalize())
    token.type = "callout_open"
    token.meta = {**_about(written.lower(), found), "title": title}
    inline.content = inline.content[found.end() :].lstrip("\n")
    return at if inline.content else at + 3


def _about(name: str, found: re.Match[str]) -> dict[str, Any]:
    return {"type": CALLOUTS.get(name, "note"), "metadata": (found[2] or "").strip(), "fold": found[3]}
