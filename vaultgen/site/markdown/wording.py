"""The text of a block as a reader sees it, without its marks."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

__all__ = ["phrase_text"]


def phrase_text(tokens: Sequence[Token]) -> str:
    """Give the text of a block as it is shown, without its marks of footnotes."""
    pieces = []
    for token in tokens:
        if token.type in {"text", "text_special", "code_inline", "formula"}:
            pieces.append(token.content)
        elif token.type == "wikilink":
            target, subpath, display = token.meta["link"]
            pieces.append(display or f"{target}{subpath}")
        elif token.type in {"softbreak", "hardbreak"}:
            pieces.append(" ")
        elif token.type == "tag":
            pieces.append(f"#{token.content}")
    return "".join(pieces)
