"""Headings of a note, and sections under them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from vaultgen.notes.escape import heading

__all__ = ["beside", "block", "paragraph", "section", "title_of"]

_LINK = re.compile(r"\[\[[^\[\]|\n]*\|([^\[\]\n]*)\]\]|\[\[([^\[\]\n]*)\]\]")
_BEGINS_A_BLOCK = re.compile(r"[ \t]*(?:`{3}|~{3}|#|>|\||[-*+]\s|[0-9]{1,9}[.)]\s|\$\$|%%)|\t| {4}")
_AMOUNT = re.compile(r"\$\s*(?=[0-9])")


@lru_cache(maxsize=4096)
def title_of(text: str) -> str:
    """The text as a heading can carry it: links as their text, and money without a `$`, which might begin a formula."""
    if "[[" in text:
        text = _LINK.sub(lambda link: link[1] or link[2], text)
    if "$" in text:
        text = _AMOUNT.sub("USD ", text).replace("$", "")
    return heading(text)


def block(parts: str | Sequence[str]) -> str:
    """The parts that say something, with a blank line between them."""
    return parts if isinstance(parts, str) else "\n\n".join([part for part in parts if part])


def section(parts: str | Sequence[str], title: str) -> str:
    """A section with its rule and heading, or nothing where no part says anything."""
    body = parts if isinstance(parts, str) else "\n\n".join([part for part in parts if part])
    return f"\n\n---\n\n## {title}\n\n{body}" if body else ""


def beside(text: str) -> str:
    """The text after a dash, on the line of what it follows; what has to begin a line gets a paragraph of its own."""
    if not text:
        return ""
    return f"\n\n{text}" if _BEGINS_A_BLOCK.match(text) else f" — {text}"


def paragraph(text: str) -> str:
    """The text as a paragraph that follows another; nothing where there is none."""
    return f"\n\n{text}" if text else ""
