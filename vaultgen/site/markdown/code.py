"""Code as readers see it: with the classes of Pygments where the language is known."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Final

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

__all__ = ["coloured"]

# Colouring costs about a second a megabyte, and nobody reads that much of it.
_LONGEST: Final = 50_000
# Some lexers take time with the square of a line's length, and nobody writes such lines.
_WIDEST: Final = 1_000
_formatter: Final = HtmlFormatter(nowrap=True)


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


@lru_cache(maxsize=256)
def coloured(code: str, language: str) -> str:
    """Give the code as HTML, coloured if the language is known."""
    lexer = _lexer(language.lower()) if language and _is_usual(code) else None
    return escape(code) if lexer is None else str(highlight(code, lexer, _formatter))


def _is_usual(code: str) -> bool:
    return len(code) <= _LONGEST and all(len(line) <= _WIDEST for line in code.split("\n"))
