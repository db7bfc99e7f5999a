"""The index of whole texts, for a site that has to answer without pagefind."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from typing import Final

from vaultgen.site.search.entries import Library, words_of
from vaultgen.site.search.packs import Pack, ordered, pack
from vaultgen.site.search.postings import log2
from vaultgen.site.search.titles import within
from vaultgen.site.search.tokens import tokens
from vaultgen.site.sheet import Sheet
from vaultgen.site.survey.comments import without_comments

__all__ = ["readable", "text_pack"]

_MOST: Final = 24_000
_UNSEEN: Final = re.compile(r"https?://\S+|\]\([^()\s]*\)")
_TARGET: Final = re.compile(r"\[\[[^\[\]|]*\|")
_LEAD, _HEADING = 2, 4
"""How many times a word counts that stands in the lead or in a heading, once more for the text itself."""

_LISTS: Final = 6
"""A note that only lists others says little about any: its words count as if it were so many times longer."""


def text_pack(library: Library, paths: tuple[str, ...]) -> Pack:
    """The words of all notes; `paths` are those of the pages in the order of their numbers."""
    found: dict[str, array[int]] = {}
    lengths = array("Q")
    for number, path in enumerate(paths):
        counts = _counts(library, path)
        longer = 1 if library.sheets[path].listed else _LISTS
        lengths.append(sum(counts.values()) * longer)
        for word, count in counts.items():
            postings = found.get(word)
            if postings is None:
                postings = found[word] = array("Q")
            postings.append(number << 8 | min(count, 255))
    return pack("s", _scored(found, lengths))


def _counts(library: Library, path: str) -> Counter[str]:
    """How often each word of a note stands there."""
    sheet = library.sheets[path]
    if sheet.kind != "note":
        return Counter()
    counts = Counter(tokens(readable(library, path)))
    for word in tokens(sheet.lead):
        counts[word] += _LEAD
    for heading in sheet.headings:
        for word in tokens(heading.text):
            counts[word] += _HEADING
    counts.update(tokens(" ".join(text for value in sheet.properties.values() for text in words_of(value))))
    return counts


def readable(library: Library, path: str) -> str:
    """The text of a note as a reader has it: no comments, no addresses, no links to private notes."""
    text = library.text(path)
    for written in _private_links(library, path, library.surveyed[path]):
        text = text.replace(written, " ")
    return _TARGET.sub(" ", _UNSEEN.sub(" ", without_comments(text, html=True)))


def _private_links(library: Library, path: str, sheet: Sheet) -> Iterator[str]:
    if len(library.surveyed) > len(library.sheets):
        for link in sheet.links:
            if link.written and library.goal(link.target, link.subpath, path).state == "private":
                yield link.written


def _scored(found: dict[str, array[int]], lengths: array[int]) -> Iterator[tuple[str, str]]:
    """Each word with its pages, scored from 1 to 63 in whole numbers after BM25."""
    pages = max(len(lengths), 1)
    average = max(sum(lengths) // pages, 1)
    longer = [3 + 9 * length // average for length in lengths]  # k = 1.2, b = 0.75, ten times
    for word in ordered(found):
        postings = found.pop(word)
        rarity = log2(1 + pages // len(postings)) + 4
        scored = [(at >> 8, _score(at & 255, longer[at >> 8], rarity)) for at in postings]
        yield word, within(scored, _MOST)


def _score(count: int, longer: int, rarity: int) -> int:
    return min(63, 1 + count * 22 * rarity // ((count * 10 + longer) * 8))
