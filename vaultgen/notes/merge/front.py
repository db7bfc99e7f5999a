"""The front matter of a note, told from its body."""

from __future__ import annotations

import re
from typing import Final

from vaultgen.notes.merge.lines import BOM

__all__ = ["split_front"]

_FRONT: Final = re.compile(
    rf"{BOM}?---[ \t]*(?:\r\n|\r|\n)(?:[^\r\n]*(?:\r\n|\r|\n))*?---[ \t]*(?:(?:\r\n|\r|\n)|\Z)"
)


def split_front(text: str) -> tuple[str, str]:
    """The front matter with both of its lines, as far as the text has one, and the body."""
    found = _FRONT.match(text)
    if found:
        return text[: found.end()], text[found.end() :]
    cut = len(BOM) if text.startswith(BOM) else 0
    return text[:cut], text[cut:]
