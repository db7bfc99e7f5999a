"""Headings of a note, and sections under them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from vaultgen.notes.escape import heading

__all__ = ["block", "paragraph", "section", "title_of"]

_LINK = re.compile(r"\[\[[^\[\]|\n]*\|([^\[\]\n]*)\]\]|\[\[([^\[\]\n]*)\]\]")
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
    return parts if isinstance(parts, str) else "\n\n".join(part for part in parts if part)


def section(parts: str | Sequence[str], title: str) -> str:
    """A section with its rule and heading, or nothing where no part says anything."""
    body = block(parts)
    return f"\n\n---\n\n## {title}\n\n{body}" if body else ""


def paragraph(text: str) -> str:
    """The text as a paragraph that follows another; nothing where there is none."""
    return f"\n\n{text}" if text else ""
