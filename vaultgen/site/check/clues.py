"""The names of what is not published, and the search for them in any text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from vaultgen.site.atlas import Atlas
from vaultgen.site.sheet import NOTE_KINDS, Sheet
from vaultgen.values.names import name_key

__all__ = ["Clue", "Hit", "Search", "clues", "tokens"]

_TOKEN: Final = re.compile(r"[^\W_]+")
_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
# Looking for a word in a text takes no time; looking for each of many does.
_FEW: Final = 60


@dataclass(frozen=True, slots=True, order=True)
class Clue:
    """A name by which an unpublished file could be known; `words` are its words in lower case."""

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
    return tuple(_TOKEN.findall(name_key(text)))


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
    """A search for many clues at once: by their words, in pages, addresses and data alike."""

    def __init__(self, wanted: Iterable[Clue]) -> None:
        self.clues = {clue.words: clue for clue in wanted}
        self.sizes: dict[str, tuple[int, ...]] = {}
        for words in self.clues:
            self.sizes[words[0]] = tuple({*self.sizes.get(words[0], ()), len(words)})

    def hits(self, text: str) -> list[Hit]:
        """The first place of every clue that stands in the text."""
        plain = _as_read(text)
        if not self.sizes or (len(self.sizes) <= _FEW and not any(word in plain for word in self.sizes)):
            return []
        found: dict[Clue, int] = {}
        words = _TOKEN.findall(plain)
        if self.sizes.keys().isdisjoint(words):
            return []
        for at, word in enumerate(words):
            for size in self.sizes.get(word, ()):
                clue = self.clues.get(tuple(words[at : at + size]))
                if clue:
                    found.setdefault(clue, at)
        if not found:
            return []
        starts = [word.start() for word in _TOKEN.finditer(plain)]
        return sorted(Hit(1 + plain.count("\n", 0, starts[at]), clue) for clue, at in found.items())


def _as_read(text: str) -> str:
    """The text as a reader of its format sees it, in lower case: without the escapes of HTML, JSON and addresses."""
    if "&" in text:
        text = html.unescape(text)
    if "\\u" in text:
        text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "%" in text:
        text = unquote(text, errors="replace")
    return name_key(text) if len(text) < 2000 else _long_key(text)


def _long_key(text: str) -> str:
    # `name_key` leaves what is longer than any name alone.
    return text.lower() if text.isascii() else "\n".join(map(name_key, text.split("\n")))
