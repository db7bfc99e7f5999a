"""The sentences and headings of unpublished files, by which a site could tell of them without their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from vaultgen.notes.spans import blocks, cells
from vaultgen.site.atlas import Atlas
from vaultgen.site.check.clues import Clue, tokens
from vaultgen.site.plain import plain
from vaultgen.site.sheet import Sheet
from vaultgen.site.survey.cards import canvas_words
from vaultgen.site.survey.front import read_front
from vaultgen.site.survey.sheets import LONGEST_NOTE, note_text
from vaultgen.vault.scan import read

__all__ = ["SAID", "passages", "strings"]

SAID: Final = frozenset({"heading", "sentence"})
"""What a passage is called as a clue."""

_SHORTEST: Final = 60
"""Characters of running text that are not alike by chance."""

_FEWEST: Final = 3
_TELLING: Final = 12
_SHOWN: Final = 60
_SENTENCE: Final = re.compile(r"(?<=[.!?…。！？])\s+")
_MARKS: Final = re.compile(r"\A[ \t>]*(?:#{1,6}[ \t]|[-*+][ \t]|\d+[.)][ \t])?")


def passages(atlas: Atlas) -> Iterator[Clue]:
    """Runs of words from every sentence of the unpublished notes and canvases, and their headings."""
    for path, sheet in atlas.surveyed.items():
        if path in atlas.sheets or sheet.kind not in ("note", "canvas") or sheet.size > LONGEST_NOTE:
            continue
        for heading in sheet.headings:
            words = tokens(heading.text)
            if len(words) >= _FEWEST and len("".join(words)) >= _TELLING:
                yield Clue(words, heading.text, "heading", path)
        for piece in _pieces(atlas, path, sheet):
            for sentence in _SENTENCE.split(plain(piece)) if len(piece) >= _SHORTEST else ():
                for words in _runs(tokens(sentence)):
                    shown = " ".join(words)
                    yield Clue(words, f"{shown[:_SHOWN].rstrip()}…", "sentence", path)


def strings(value: object) -> Iterator[str]:
    """The texts in a property."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)


def _pieces(atlas: Atlas, path: str, sheet: Sheet) -> Iterator[str]:
    """What a file says, a paragraph, cell, or line of code each."""
    data = read(atlas.settings.vault, path) or b""
    if sheet.kind == "canvas":
        yield from canvas_words(data).split("\n")
        return
    text, _ = note_text(data)
    yield from strings(sheet.properties)
    body = text[read_front(text).end :]
    at = 0
    for block in blocks(body):
        yield from body[at : block.start].split("\n")
        if block.kind in ("row", "header"):
            yield from (body[start:end] for start, end in cells(body, block))
        else:
            yield _MARKS.sub("", body[block.start : block.end])
        at = block.end
    yield from body[at:].split("\n")


def _runs(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words of a sentence in runs that are long enough; what is left at its end is not."""
    first = length = 0
    for at, word in enumerate(words, 1):
        length += len(word) + 1
        if length > _SHORTEST:
            yield words[first:at]
            first, length = at, 0
