"""The part of a note that a link's subpath names: below a heading, or one block."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from vaultgen.site.markdown.states import Piece
from vaultgen.vault.anchors import heading_key

__all__ = ["part_of"]


def part_of(tokens: Sequence[Token], subpath: str) -> Sequence[Token] | None:
    """Give the blocks that a subpath (with its `#`) names, all for none; None if there are no such blocks."""
    if not subpath.strip("# "):
        return tokens
    if subpath.startswith("#^"):
        return _block(tokens, subpath[2:].strip().lower())
    return _section(tokens, [heading_key(part) for part in subpath.split("#") if part.strip()])


def _block(tokens: Sequence[Token], name: str) -> Sequence[Token] | None:
    for at, token in enumerate(tokens):
        if token.meta.get("block") == name:
            end = at + 1
            if token.nesting == 1:
                while tokens[end].level != token.level or tokens[end].nesting != -1:
                    end += 1
                end += 1
            part = tokens[at:end]
            return _listed(tokens, at, part) if token.type == "list_item_open" else part
    return None


def _listed(tokens: Sequence[Token], at: int, item: Sequence[Token]) -> Sequence[Token]:
    """Put an item into a list of its own."""
    level = tokens[at].level - 1
    opening = next(token for token in reversed(tokens[:at]) if token.level == level and token.nesting == 1)
    closing = Piece(opening.type.replace("_open", "_close"), opening.tag, -1, level)
    return (opening, *item, closing)


def _section(tokens: Sequence[Token], keys: list[str]) -> Sequence[Token] | None:
    """Find the headings one below the other, and take what follows the last up to one as high."""
    depth = 0
    for at, token in enumerate(tokens):
        if token.type != "heading_open" or int(token.tag[1]) <= depth:
            continue
        if heading_key(tokens[at + 1].content) == keys[0]:
            depth = int(token.tag[1])
            del keys[0]
            if not keys:
                return tokens[at : _end(tokens, at, depth)]
    return None


def _end(tokens: Sequence[Token], start: int, depth: int) -> int:
    level = tokens[start].level
    for at in range(start + 1, len(tokens)):
        token = tokens[at]
        if token.level < level or (
            token.type == "heading_open" and token.level == level and int(token.tag[1]) <= depth
        ):
            return at
    return len(tokens)
