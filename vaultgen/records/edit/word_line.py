"""Several words in one text, `one; two`, with one of them set, added or removed."""

from __future__ import annotations

import re

from vaultgen.records.fields import words

__all__ = ["with_piece", "with_word", "without_word", "word_pieces"]

_PIECE = re.compile(r"[^;\s](?:[^;]*[^;\s])?")


def word_pieces(text: str) -> list[str]:
    """The words, as `words` gives them."""
    return _PIECE.findall(text)


def with_piece(text: str, index: int, new: str) -> str | None:
    """The text with another word in the place of one, or None if it would be no single word."""
    found = list(_PIECE.finditer(text))
    old = word_pieces(text)
    spelled = text[: found[index].start()] + new + text[found[index].end() :]
    return spelled if words(spelled) == (*old[:index], new, *old[index + 1 :]) else None


def with_word(text: str, new: str) -> str | None:
    """The text with one more word, or None if it would be no single word."""
    found = list(_PIECE.finditer(text))
    between = text[found[0].end() : found[1].start()] if len(found) > 1 else "; "
    spelled = f"{text[: found[-1].end()]}{between}{new}{text[found[-1].end() :]}" if found else new
    return spelled if words(spelled) == (*word_pieces(text), new) else None


def without_word(text: str, index: int) -> str:
    """The text without one of its words, and without one of the semicolons beside it."""
    found = list(_PIECE.finditer(text))
    if index + 1 < len(found):
        start, end = found[index].start(), found[index + 1].start()
    else:
        start, end = found[index - 1].end() if index else 0, found[index].end()
    return text[:start] + text[end:]
