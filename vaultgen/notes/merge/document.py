"""The body of a note as sections of blocks, each known by what it is called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from vaultgen.notes.merge.blocks import Block, Blocks, Kind, read_blocks
from vaultgen.notes.merge.spots import Spot
from vaultgen.values.names import name_key

__all__ = [
    "EMPTY",
    "Document",
    "Section",
    "footnote_label",
    "key_text",
    "link_target",
    "read_document",
    "shown_text",
    "without_marks",
]

_WORDS: Final = 60
_SIGNS: Final = re.compile(r"[ \t]*#{1,6}(?:[ \t]+|\Z)(.*?)(?:[ \t]+#+)?[ \t]*\Z", re.DOTALL)
_UNDERLINE: Final = re.compile(r"\n[ \t]*(?:=+|-+)[ \t]*\Z")
_ID: Final = re.compile(r"[ \t]+\^[A-Za-z0-9-]+\Z")
_MARKS: Final = re.compile(r"\[\^[^\[\]\s]+\]")
_LABEL: Final = re.compile(r" {0,3}\[\^([^\[\]\s]+)\]:")
_LINK: Final = re.compile(r"[*_=~\s]*!?\[\[([^\[\]|\n\\]+)(?:[^\[\]\n]*)\]\]")
_ANY_LINK: Final = re.compile(r"!?\[\[([^\[\]|\n\\]+)(?:[^\[\]\n]*)\]\]")
_EMPHASIS: Final = re.compile(r"\*\*|__|~~|==|(?<!\w)[*_]|[*_](?!\w)")
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, the rule above it and what stands below it, as numbers of blocks; -1 where there is none.

    The blocks before the first heading are a section of level 0.
    """

    level: int
    title: str
    path: tuple[str, ...]
    rule: int = -1
    heading: int = -1
    blocks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """All blocks of a body, its sections, and the footnotes at its end, which belong to none of them."""

    source: Blocks
    sections: tuple[Section, ...]
    tail: tuple[int, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks, in order."""
        return self.source.blocks

    def value(self, section: Section) -> str:
        """What stands below a section's heading, for comparing and for showing."""
        return "\n\n".join([self.blocks[number].value for number in section.blocks])

    def spots(self, section: Section) -> dict[int, Spot]:
        """Where each block of a section stands."""
        told: Counter[tuple[str, str]] = Counter()
        spots = {}
        for place, number in enumerate(section.blocks):
            block = self.blocks[number]
            before = self.blocks[section.blocks[place - 1]] if place else None
            name = _name(block, before)
            told[block.kind, name] += 1
            if told[block.kind, name] > 1:
                name = f"{name} ({told[block.kind, name]})".lstrip()
            spots[number] = Spot(section=section.path, block=block.kind.value, name=name)
        return spots


def link_target(text: str) -> str:
    """What the link points at that a text begins with, as names are compared; `""` if it begins with none."""
    found = _LINK.match(text)
    return name_key(found[1].strip()) if found else ""


@lru_cache(maxsize=4096)
def key_text(text: str) -> str:
    """A text as it is known by: the target of the link that it begins with, or its words without marks."""
    return link_target(text) or name_key(_SPACE.sub(" ", _bare(text))).strip()


@lru_cache(maxsize=4096)
def shown_text(text: str) -> str:
    """A text as it is called: links as what they point at, nothing of emphasis and footnotes."""
    return _SPACE.sub(" ", _ANY_LINK.sub(r"\1", _bare(text))).strip()


def without_marks(text: str) -> str:
    """The text without the marks of footnotes."""
    return _MARKS.sub("", text) if "[^" in text else text


def _bare(text: str) -> str:
    text = without_marks(text)
    return _EMPHASIS.sub("", text) if any(sign in text for sign in "*_~=") else text


def footnote_label(block: Block) -> str:
    """The label of a footnote's definition, as labels are compared."""
    found = _LABEL.match(block.raw)
    return found[1].lower() if found else ""


def _title(value: str) -> str:
    found = _SIGNS.match(value)
    text = found[1] if found else _UNDERLINE.sub("", value)
    return _SPACE.sub(" ", _ID.sub("", text)).strip()


def _name(block: Block, before: Block | None) -> str:
    """What a block is called among those of its kind: a table by its first column, a list by the words above."""
    if block.kind is Kind.TAGS:
        return ""
    if block.kind is Kind.FOOTNOTE:
        return footnote_label(block)
    if block.kind is Kind.LIST:
        above = (
            before is not None and before.kind is Kind.PARAGRAPH and before.value.rstrip(" *").endswith(":")
        )
        return _opening(before.value).rstrip(":") if above and before else ""
    first = block.value.partition("\n")[0]
    if block.kind is Kind.TABLE:
        return _opening(first.strip().strip("|").partition("|")[0])
    if block.kind is Kind.QUOTE:
        first = first.lstrip("> ")
    return _opening(first)


def _opening(text: str) -> str:
    words = shown_text(text)
    if len(words) <= _WORDS:
        return words
    return f"{words[:_WORDS].rsplit(' ', 1)[0]} …"


@lru_cache(maxsize=64)
def read_document(text: str, *, lifted: bool) -> Document:
    """The body as sections; with `lifted`, no definition of a footnote is part of any of them."""
    source = read_blocks(text)
    blocks = source.blocks
    end = len(blocks)
    while end and blocks[end - 1].kind is Kind.FOOTNOTE:
        end -= 1
    tail = tuple(range(end, len(blocks)))
    if lifted:
        tail = tuple(number for number, block in enumerate(blocks) if block.kind is Kind.FOOTNOTE)
    left_out = set(tail)
    return Document(source, tuple(_sections(blocks, left_out)), tail)


def _sections(blocks: Sequence[Block], left_out: set[int]) -> Iterator[Section]:
    section, inner = Section(0, "", ()), list[int]()
    above: list[tuple[int, str]] = []
    told: Counter[tuple[str, ...]] = Counter()
    for number, block in enumerate(blocks):
        if block.kind is not Kind.HEADING:
            if number not in left_out:
                inner.append(number)
            continue
        ruled = number > 0 and inner[-1:] == [number - 1] and blocks[number - 1].kind is Kind.RULE
        if ruled:
            inner.pop()
        yield _filled(section, inner)
        title = _title(block.value)
        while above and above[-1][0] >= block.level:
            above.pop()
        path = (*(name for _, name in above), title)
        told[path] += 1
        if told[path] > 1:
            path = (*path[:-1], f"{title} ({told[path]})")
        above.append((block.level, path[-1]))
        section, inner = Section(block.level, title, path, number - 1 if ruled else -1, number), []
    yield _filled(section, inner)


def _filled(section: Section, inner: list[int]) -> Section:
    return Section(section.level, section.title, section.path, section.rule, section.heading, tuple(inner))


EMPTY: Final = Document(Blocks("", ()), (), ())
