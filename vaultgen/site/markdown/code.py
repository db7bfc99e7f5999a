"""Code as readers see it: with the classes of Pygments where the language is known."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pygments.lexer import Lexer

__all__ = ["MOST_COLOURED", "coloured"]

MOST_COLOURED: Final = 200_000
"""Characters of code that a page shows in colours; the rest is shown without."""

# Many lexers take time with the square of what they read, some with its cube: C's takes a second for 5,000 lines
# with a space each. Code that people write is shorter, its lines too, and it seldom says the same over and over.
_LONGEST: Final = 20_000
_WIDEST: Final = 1_000
_PIECE: Final = 1_000
_RUN: Final = 4
_FEWEST: Final = 0.1
# These take seconds for what is shorter than any limit; all others were tried with half a thousand odd texts each.
_SLOW: Final = frozenset({"MCSchema", "Systemd"})


@cache
def _brush() -> Callable[[str, Lexer], str]:
    """What writes code in colours."""
    from pygments import highlight  # noqa: PLC0415 -- most edits are of notes without code, and it costs a start 15 ms
    from pygments.formatters.html import HtmlFormatter  # noqa: PLC0415 -- see above

    formatter = HtmlFormatter(nowrap=True)
    return lambda code, lexer: str(highlight(code, lexer, formatter))


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 -- see above
    from pygments.util import ClassNotFound  # noqa: PLC0415 -- see above

    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return None
    return None if lexer.name in _SLOW else lexer


@lru_cache(maxsize=256)
def coloured(code: str, language: str) -> str:
    """Give the code as HTML, coloured if the language is known and no lexer can take long for it."""
    lexer = _lexer(language.lower()) if language and _is_usual(code) else None
    return escape(code) if lexer is None else _brush()(code, lexer)


def _is_usual(code: str) -> bool:
    if len(code) > _LONGEST or any(len(line) > _WIDEST for line in code.split("\n")):
        return False
    return all(_is_varied(code[at : at + _PIECE]) for at in range(0, len(code), _PIECE // 2))


def _is_varied(piece: str) -> bool:
    """Whether a tenth of the runs of four signs in a piece of code differ; a short piece may be anything."""
    if len(piece) < _PIECE // 2:
        return True
    return len({piece[at : at + _RUN] for at in range(len(piece))}) >= _FEWEST * len(piece)
