"""Words as search compares them: without marks and capitals, and the same here as in `search.js`."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import category, normalize

__all__ = ["LONGEST", "fold", "tokens"]

LONGEST: Final = 40
"""Characters of a word that are looked at."""

_WORD: Final = re.compile(r"[^\W_]+")
# Han, Hiragana and Katakana are written without spaces: pairs of neighbours stand for their words.
_UNSPACED: Final = re.compile(
    "[\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+"
)
_PLAIN: Final = frozenset(map(chr, range(128)))


class _Folds(dict[str, str]):
    """What each character beyond ASCII becomes, worked out once."""

    def __missing__(self, character: str) -> str:
        folded = "".join(c for c in normalize("NFKD", character) if category(c)[0] != "M")
        self[character] = folded
        return folded


_FOLDS: Final = _Folds()


def fold(text: str) -> str:
    """The text in small letters without marks: "Crème №5" becomes "creme no5"."""
    if text.isascii():
        return text.lower()
    for character in sorted(set(text) - _PLAIN):
        text = text.replace(character, _FOLDS[character])
    return text.lower().replace("ς", "σ")  # which of the two a capital becomes depends on its neighbours


def tokens(text: str) -> list[str]:
    """The words of a text in their order, folded; of unspaced scripts each pair, then the last character."""
    words = _WORD.findall(fold(text))
    if text.isascii():
        return [word[:LONGEST] for word in words]
    return [part[:LONGEST] for word in words for part in _parts(word)]


def _parts(word: str) -> list[str]:
    if word.isascii():
        return [word]
    parts, end = [], 0
    for run in _UNSPACED.finditer(word):
        parts += [word[end : run.start()]] if run.start() > end else []
        text, end = run.group(), run.end()
        parts += [text[at : at + 2] for at in range(len(text))]
    return [*parts, word[end:]] if end < len(word) else parts
