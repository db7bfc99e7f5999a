"""What authors say themselves, in files that anybody may read, of what is not published; and who quotes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Final

from vaultgen.site.atlas import Atlas
from vaultgen.site.check.clues import CUT, EDGE, SEAM, Clue, Search, tokens
from vaultgen.site.check.passages import SAID, strings
from vaultgen.site.pages.places import links_address
from vaultgen.site.plain import plain
from vaultgen.site.public_text import public_text
from vaultgen.site.reach.places import feed_of_page, twins_of
from vaultgen.site.sheet import Sheet
from vaultgen.site.survey.cards import canvas_words

__all__ = ["Page", "Quotes"]

_Around = tuple[Clue, tuple[str, ...], tuple[str, ...]]

_NEAR: Final = 3
"""So many words around a name are not alike by chance."""

_FAR: Final = 12  # with the signs between them

_INDEX: Final = re.compile(r"_data/(?:[a-z]-\d+|search)\.js|pagefind/(?:index/.*|[^/]*\.pf_\w+|\w+\.js)")
_PARAGRAPHS: Final = re.compile(r"\n[ \t>]*\n")
_CELLS: Final = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site; `text` are all of its words, with a space before and behind each."""

    address: str
    text: str


class Quotes:
    """Where each of some clues stands in the words of published files, and which files of the site quote those.

    A file quotes a note if it is the note's own, if it shows a clue among the same words, or all of a text of the
    note that is short (a title, a property, a cell); also if it leads to the note and shows a property of it that
    is nothing but the clue. `writers` are the notes that hold a clue, in their order.
    """

    def __init__(self, atlas: Atlas, wanted: Iterable[Clue]) -> None:
        self.atlas = atlas
        known = list(wanted)
        self.search = Search(clue for clue in known if clue.what not in SAID)
        self.passages = Search(clue for clue in known if clue.what in SAID)
        self.writers: dict[Clue, dict[str, None]] = {}
        self.near: set[_Around] = set()
        self.short: set[_Around] = set()
        self.bare: set[Clue] = set()
        self.common: set[Clue] = set()
        self._names: dict[str, tuple[str, ...]] = {}
        self._files: dict[str, tuple[str, ...]] = {}
        if known:
            self._read_all()

    def _read_all(self) -> None:
        common: set[str] = set()
        for path, sheet in self.atlas.sheets.items():
            common.update(path.split("/")[:-1], sheet.properties, sheet.kinds)
            for text in (path, *_names(sheet), *_short_texts(sheet)):
                self._short(path, text)
            self._read(path, _long_text(self.atlas, path, sheet))
        for text in common:
            self.common.update(clue for _, clue in self.search.found(tokens(text)))

    def _short(self, path: str, text: str) -> None:
        """Read a text that is shown as a whole, or not at all."""
        words = tokens(text)
        for at, clue in self._learnt(path, words):
            before, after = words[:at], words[at + len(clue.words) :]
            if not before and not after:
                self.bare.add(clue)
            elif len(before) + len(after) < _NEAR:
                self.short.add((clue, before, after))

    def _read(self, path: str, text: str) -> None:
        """Read a text of which any part may be shown."""
        for piece in (text, "\n\n".join(map(plain, _PARAGRAPHS.split(text)))):
            words = tokens(piece)
            for _, clue in self.passages.found(words):
                self.writers.setdefault(clue, {})[path] = None
            if self._learnt(path, words):
                for line in piece.split("\n"):
                    for cell in _CELLS.split(line):
                        self._short(path, cell)

    def _learnt(self, path: str, words: tuple[str, ...]) -> list[tuple[int, Clue]]:
        found = list(self.search.found(words))
        for at, clue in found:
            self.writers.setdefault(clue, {})[path] = None
            left, right = words[max(0, at - _NEAR) : at], words[at + len(clue.words) :][:_NEAR]
            for before in range(len(left) + 1):
                for after in range(min(_NEAR - before, len(right)) + 1):
                    if before + after:
                        self.near.add((clue, left[len(left) - before :], right[:after]))
        return found

    def told(self, page: Page, words: Sequence[str], at: int, clue: Clue) -> bool:
        """Whether a file of the site shows a clue, at this place of its words, as authors wrote it themselves."""
        if clue in self.common or _INDEX.fullmatch(page.address):
            return True
        writers = self.writers.get(clue, {})
        if any(page.address in self._files_of(path) for path in writers):
            return True
        end = at + len(clue.words)
        behind = words[end : end + _FAR]
        before, after = _next(reversed(words[max(0, at - _FAR) : at]))[::-1], _next(behind)
        if any((clue, *around) in self.near for around in _enough(before, after)):
            return True
        if any((clue, *around) in self.short for around in _fewer(before, after)):
            return True
        known = clue in self.bare or any((clue, *around) in self.near for around in _fewer(before, after))
        if not known and CUT in behind[: len(after) + 1]:
            known = self._is_cut(clue, before, after)
        return known and any(self._is_named(page, path) for path in writers)

    def _is_cut(self, clue: Clue, before: tuple[str, ...], after: tuple[str, ...]) -> bool:
        """Whether the words around a clue are an author's, but for the end of the last of them."""
        *whole, part = after or ("",)
        return any(
            at == clue and left == before and right[:-1] == (*whole,) and right[-1].startswith(part)
            for at, left, right in self.near
            if len(right) == len(whole) + 1
        )

    def _files_of(self, path: str) -> tuple[str, ...]:
        """The files of the site that are of one note alone."""
        if path not in self._files:
            address = self.atlas.addresses[path]
            self._files[path] = (address, *twins_of(address), links_address(address), feed_of_page(address))
        return self._files[path]

    def _is_named(self, page: Page, path: str) -> bool:
        """Whether a page has a note's title, or leads to its page."""
        if path not in self._names:
            place = self.atlas.addresses[path].rpartition("/")[2]
            names = (tokens(self.atlas.sheets[path].title), tokens(place))
            self._names[path] = tuple(f" {' '.join(name)} " for name in names if name)
        return any(name in page.text for name in self._names[path])


def _next(words: Iterable[str]) -> tuple[str, ...]:
    """The words that follow in the same piece of a text, as many as can matter."""
    own = takewhile(lambda word: word not in (EDGE, CUT), words)
    return tuple(islice((word for word in own if word != SEAM), _NEAR))


def _enough(
    before: tuple[str, ...], after: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The words around a clue that tell where they are from: three of them, or all that there are."""
    if 0 < len(before) + len(after) < _NEAR:
        yield before, after
    for first in range(len(before) + 1):
        if _NEAR - first <= len(after):
            yield before[len(before) - first :], after[: _NEAR - first]


def _fewer(
    before: tuple[str, ...], after: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """One or two words around a clue."""
    for first in range(min(len(before), _NEAR - 1) + 1):
        for second in range(min(len(after), _NEAR - 1 - first) + 1):
            if first or second:
                yield before[len(before) - first :], after[:second]


def _names(sheet: Sheet) -> Iterator[str]:
    name = sheet.path.rpartition("/")[2]
    yield from (name, name.rpartition(".")[0], sheet.title, *sheet.aliases)


def _short_texts(sheet: Sheet) -> Iterator[str]:
    """What other pages show of a note as a whole: its properties and headings."""
    yield from map(plain, strings(list(sheet.properties.values())))
    yield from (heading.text for heading in sheet.headings)


def _long_text(atlas: Atlas, path: str, sheet: Sheet) -> str:
    if sheet.kind == "note":
        return public_text(atlas, path)
    if sheet.kind == "canvas":
        return canvas_words(atlas.source(path))
    return atlas.source(path).decode(errors="replace") if sheet.kind == "base" else ""
