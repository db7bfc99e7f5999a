"""Names of other notes in authored text, turned into links at their first mention."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from vaultgen.notes.escape import cell, plain
from vaultgen.notes.links import find_links
from vaultgen.notes.spans import UNLINKABLE, Block, blocks, cells
from vaultgen.values.names import display_text

__all__ = ["Mention", "Vocabulary", "link_mentions"]

# Text is cut into words as bytes, which is twice as fast as with an expression. What few rare marks are
# missing here only hide a name that touches them.
_ASCII_MARKS = bytes(code if code > 0x7F or chr(code).isalnum() else 0x20 for code in range(256))
_OTHER_MARKS = (
    r"\x80-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u055a-\u055f\u0589\u05be\u060c\u061b\u061f\u06d4\u0964\u0965"
    r"\u2000-\u206f\u20a0-\u20cf\u2100-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u303f\u30fb\ufe10-\ufe1f"
    r"\ufe30-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U0001f000-\U0001faff"
)
_IDEOGRAPHS = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARK = re.compile(f"[{_OTHER_MARKS}]")
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")
_MARK_OR_IDEOGRAPH = re.compile(f"[{_OTHER_MARKS}]|(?P<ideograph>[{_IDEOGRAPHS}])")
_JOINERS = "._'’@"
# What stands beside most mentions, so that they need no closer look.
_BEFORE = frozenset(" \n\t(*—|")
_BEHIND = frozenset(" \n\t),;:*—|’'")
_LINKED_KINDS = ("text", "row")
_SHELTERS = ("[", "`", "<", "$$", "%%", "http")
_FIGURE = re.compile(
    r"[\s*~≈<>±+–—-]*(?:up to )?[\s*~≈]*(?:[A-Z]{1,3}[$ ]|[$€£¥₹])?[0-9][^\s()]*[\s*]*(?:\([^()]*\))?[\s*]*"
)


class Mention(NamedTuple):
    """A name in a text: where it stands (`end` exclusive), whose it is, and the name as it was given."""

    start: int
    end: int
    key: str
    name: str


# A name as it is written in Markdown, the offset of its first word, whom it links to if anybody, and the
# name itself.
_Entry = tuple[str, int, str | None, str]


class Vocabulary:
    """All names that may be linked, each with the key of the one entity it stands for.

    A name of two entities links to neither, and neither does one that a link could not show as it is; both
    hide shorter names inside them. Names without a letter or digit are never found. Names and texts are
    compared as they stand: both have to be NFC.
    """

    __slots__ = ("_entries", "_first_words", "_has_ideographs", "_keys")

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        keys: dict[str, str | None] = {}
        for name, key in names:
            keys[name] = key if keys.get(name, key) == key else None
        self._keys = keys
        self._has_ideographs = any(_IDEOGRAPH.search(name) for name in keys if not name.isascii())
        entries: dict[bytes, list[_Entry]] = {}
        for name, known in keys.items():
            for written in {name, plain(name)}:
                words = self._words(written)
                if words:
                    offset = written.index(words[0].decode())
                    linkable = known if display_text(name) == name else None
                    entries.setdefault(words[0], []).append((written, offset, linkable, name))
        for filed in entries.values():
            filed.sort(key=lambda entry: (-len(entry[0]), entry[0]))
        self._entries = {word: (word.decode(), tuple(filed)) for word, filed in entries.items()}
        self._first_words = frozenset(entries)

    def _words(self, text: str) -> list[bytes]:
        """The words of the text; ideographs stand without spaces, so each of them counts as one."""
        if not text.isascii():
            marks, between = (
                (_MARK_OR_IDEOGRAPH, r" \g<ideograph> ") if self._has_ideographs else (_MARK, " ")
            )
            text = marks.sub(between, text)
        return text.encode(errors="replace").translate(_ASCII_MARKS).split()

    def names(self) -> Iterator[str]:
        """The names that stand for one entity each."""
        return (name for name, key in self._keys.items() if key is not None)

    def meaning(self, name: str) -> str | None:
        """Whom the name stands for; None if nobody or more than one."""
        return self._keys.get(name)

    def may_mention(self, text: str) -> bool:
        """Whether the text has the first word of any name; if not, `mentions` finds nothing."""
        return not self._first_words.isdisjoint(self._words(text))

    def mentions(self, text: str) -> list[Mention]:
        """Every mention in the text, in order; the longest where several start or overlap."""
        found: list[tuple[int, int, str | None, str]] = []
        size = len(text)
        for encoded in self._first_words.intersection(self._words(text)):
            word, filed = self._entries[encoded]
            at = text.find(word)
            while at >= 0:
                for written, offset, key, name in filed:
                    start = at - offset
                    if start >= 0 and text.startswith(written, start):
                        end = start + len(written)
                        clear = (not start or text[start - 1] in _BEFORE) and (
                            end == size or text[end] in _BEHIND
                        )
                        if clear or _stands_alone(text, start, end):
                            found.append((start, -end, key, name))
                            break
                at = text.find(word, at + 1)
        found.sort(key=_place)
        mentions: list[Mention] = []
        last = 0
        for start, end, key, name in found:
            if start >= last:
                last = -end
                if key is not None:
                    mentions.append(Mention(start, last, key, name))
        return mentions


_place = itemgetter(0, 1)
# A paragraph that is one line of plain words needs no search for what may not be linked.
_ONE_PLAIN_LINE = re.compile(r"[^\W\d_][^\n`\[\]<>|$%\\~=_{}:#&@^]*")


def _in_word(char: str) -> bool:
    return char.isalnum() or (char > "\x7f" and unicodedata.category(char)[0] == "M")


def _is_ideograph(char: str) -> bool:
    return char > "\u2fff" and _IDEOGRAPH.match(char) is not None


def _touches(inside: str, outside: str) -> bool:
    """Whether two neighbours belong to one word; ideographs are words of their own."""
    return _in_word(outside) and not _is_ideograph(outside) and not _is_ideograph(inside)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no word goes on across either end; `.`, `@`, `_` and apostrophes inside a word join it.

    Nor may a link become something else there: escaped, an embed, or one bracket among more.
    """
    if start:
        before = text[start - 1]
        if before in "\\![" or _touches(text[start], before):
            return False
        if before in _JOINERS and start > 1 and _in_word(text[start - 2]):
            return False
    if end < len(text):
        behind = text[end]
        if behind == "]" or _touches(text[end - 1], behind):
            return False
        if behind in "._@" and end + 1 < len(text) and _in_word(text[end + 1]):
            return False
    return True


def link_mentions(
    markdown: str,
    vocabulary: Vocabulary,
    *,
    own: str,
    seen: set[str],
    link: Callable[[str, str], str],
) -> str:
    """The text with the first mention of each entity made a link, which `link(key, name)` writes.

    `seen` holds the keys that are linked already and gains the new ones; `own` is never linked.
    """
    if "[[" in markdown:
        for there in find_links(markdown):
            key = vocabulary.meaning(there.target) or vocabulary.meaning(there.display)
            if key:
                seen.add(key)
    mentions = [m for m in vocabulary.mentions(markdown) if m.key != own and m.key not in seen]
    if not mentions:
        return markdown
    pieces: list[str] = []
    last = 0
    for (start, end, key, name), in_row in _linkable(markdown, mentions):
        if key not in seen:
            seen.add(key)
            text = link(key, name)
            pieces += (markdown[last:start], cell(text) if in_row else text)
            last = end
    return "".join((*pieces, markdown[last:]))


def _linkable(markdown: str, mentions: list[Mention]) -> Iterator[tuple[Mention, bool]]:
    """The mentions that may become links, each with whether it stands in a table."""
    if _ONE_PLAIN_LINE.fullmatch(markdown):
        yield from ((mention, False) for mention in mentions)
        return
    index = 0
    for block in blocks(markdown):
        first = index
        while index < len(mentions) and mentions[index].start < block.end:
            index += 1
        if index > first and block.kind in _LINKED_KINDS:
            shut = _shut(markdown, block)
            for mention in mentions[first:index]:
                start, end = mention[:2]
                if start >= block.start and not (shut and any(a < end and start < b for a, b in shut)):
                    yield mention, block.kind == "row"
        if index == len(mentions):
            return


def _shut(markdown: str, block: Block) -> list[tuple[int, int]]:
    """Where in the block no link may be put."""
    shut: list[tuple[int, int]] = []
    if any(markdown.find(mark, block.start, block.end) >= 0 for mark in _SHELTERS):
        found = UNLINKABLE.finditer(markdown, block.start, block.end)
        shut = [span.span() for span in found if markdown[span.start()] != "\\"]
    if block.kind == "row":
        shut += [span for span in cells(markdown, block) if _FIGURE.fullmatch(markdown, *span)]
    return shut
