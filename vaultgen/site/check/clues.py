"""The names of what is not published, and the search for them in any text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from unicodedata import normalize

from vaultgen.site.atlas import Atlas
from vaultgen.site.sheet import NOTE_KINDS, Sheet
from vaultgen.values.names import name_key

__all__ = ["CUT", "EDGE", "SEAM", "Clue", "Hit", "Search", "clues", "lines_of", "tokens", "words_of"]

EDGE: Final = "\x1e"
"""Stands in a text where one piece of it ends and another begins: no name and no quotation goes across."""

SEAM: Final = "\x1f"
"""Stands at both ends of a link: a quotation goes across, a name does not."""

CUT: Final = "…"
"""Stands where a text was cut, maybe in the middle of a word."""

_Words = tuple[str, ...]
_TOKEN: Final = re.compile(r"[^\W_]+")
_TOKEN_OR_SIGN: Final = re.compile(rf"[^\W_]+|[{EDGE}{SEAM}{CUT}]")
# Looking for a word in a text takes no time; looking for each of many does.
_FEW: Final = 60


@dataclass(frozen=True, slots=True, order=True)
class Clue:
    """What tells of an unpublished file: one of its names, or words of its text; `words` are in lower case."""

    words: tuple[str, ...]
    text: str
    what: str
    path: str


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A clue, and the line on which it stands."""

    line: int
    clue: Clue


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text by which names are compared, whatever stands between them."""
    return tuple(_TOKEN.findall(_lowered(text)))


def words_of(text: str) -> list[str]:
    """The words of a text, and the signs that stand between its pieces."""
    return _TOKEN_OR_SIGN.findall(_lowered(text))


def lines_of(text: str, places: Iterable[int]) -> dict[int, int]:
    """The lines on which the words stand that have such places among the words of a text."""
    plain = _lowered(text)
    starts = [word.start() for word in _TOKEN_OR_SIGN.finditer(plain)]
    found, line, seen = {}, 1, 0
    for at in sorted(set(places)):
        line += plain.count("\n", seen, starts[at])
        seen = starts[at]
        found[at] = line
    return found


def _lowered(text: str) -> str:
    # `name_key` leaves what is longer than any name alone.
    if len(text) < 2000 or text.isascii():
        return name_key(text)
    return normalize("NFC", normalize("NFC", text).lower())


def clues(atlas: Atlas) -> tuple[Clue, ...]:
    """The names of all unpublished files that no published file has too; none that is a number or a letter or two."""
    known = {words for sheet in atlas.sheets.values() for words in _known(sheet)}
    found: dict[tuple[str, ...], Clue] = {}
    for path, sheet in atlas.surveyed.items():
        if path not in atlas.sheets:
            for what, text in _names(sheet):
                words = tokens(text)
                telling = len("".join(words)) > 2 and not (len(words) == 1 and words[0].isdigit())
                if telling and words not in known:
                    found.setdefault(words, Clue(words, text, what, path))
    return tuple(sorted(found.values()))


def _names(sheet: Sheet) -> Iterator[tuple[str, str]]:
    name = sheet.path.rpartition("/")[2]
    yield "title", sheet.title
    if sheet.kind in NOTE_KINDS:
        yield "name", name.rpartition(".")[0]
        for alias in sheet.aliases:
            yield "alias", alias
        key = sheet.properties.get("id")
        if isinstance(key, str):
            yield "id", key
    else:
        yield "name", name


def _known(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    yield from (tokens(text) for _, text in _names(sheet))
    yield from map(tokens, sheet.tags)


class Search:
    """A search for many clues at once: by their words, in pages, addresses and data alike.

    Each clue is looked for by the rarest two words that follow each other in it; only where they stand are the others
    compared.
    """

    def __init__(self, wanted: Iterable[Clue]) -> None:
        self.clues: dict[_Words, Clue] = {}
        for clue in wanted:
            self.clues.setdefault(clue.words, clue)
        common = Counter(run for words in self.clues for run in _runs(words))
        shapes: dict[_Words, set[tuple[int, int]]] = {}
        for words in self.clues:
            runs = _runs(words)
            at = min(range(len(runs)), key=lambda at: (common[runs[at]], -len("".join(runs[at]))))
            shapes.setdefault(runs[at], set()).add((at, len(words)))
        self.shapes = {run: tuple(sorted(found)) for run, found in shapes.items()}
        self._first = {run[0] for run in shapes}
        self._alone = {run[0] for run in shapes if len(run) == 1}

    def hits(self, text: str) -> list[Hit]:
        """The first place of every clue that stands in the text."""
        plain = _lowered(text)
        if not self.shapes or (len(self._first) <= _FEW and not any(word in plain for word in self._first)):
            return []
        found: dict[Clue, int] = {}
        for at, clue in self.found(_TOKEN_OR_SIGN.findall(plain)):
            found.setdefault(clue, at)
        lines = lines_of(text, found.values()) if found else {}
        return sorted(Hit(lines[at], clue) for clue, at in found.items())

    def found(self, words: Sequence[str]) -> Iterator[tuple[int, Clue]]:
        """Every place of every clue in a row of words; those of one clue in their order."""
        if self._first.isdisjoint(words):
            return
        shapes, alone = self.shapes, self._alone
        places = [(at, run) for at, run in enumerate(pairwise(words)) if run in shapes]
        for at, run in (*places, *((at, (word,)) for at, word in enumerate(words) if word in alone)):
            for before, size in shapes[run]:
                clue = (
                    self.clues.get(tuple(words[at - before : at - before + size])) if before <= at else None
                )
                if clue:
                    yield at - before, clue


def _runs(words: _Words) -> tuple[_Words, ...]:
    """The pairs of words that follow each other, or the only word."""
    return tuple(pairwise(words)) or (words,)
