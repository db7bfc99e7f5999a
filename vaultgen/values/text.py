"""Text on its way into a parser: known to be text, and short enough to be a notation."""

from __future__ import annotations

from vaultgen.errors import NotationError

__all__ = ["LONGEST", "require_text"]

LONGEST = 200
"""No figure, date, status or id that a person writes is longer; what is longer is refused unread."""


def require_text(text: str, *, what: str, longest: int = LONGEST) -> str:
    """Give the text back, or say that it is none, or too long to be `what` it should be."""
    if not isinstance(text, str):
        raise NotationError(repr(text)[:LONGEST], 0, f"{what} is text, not {type(text).__name__}")
    if len(text) > longest:
        raise NotationError(text[:longest], longest - 1, f"{what} has at most {longest} characters")
    return text
