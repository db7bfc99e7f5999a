"""Lists as items that are slices of them, each with what is nested below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from vaultgen.notes.merge.blocks import Block
from vaultgen.notes.merge.document import key_text, link_target, shown_text
from vaultgen.notes.merge.lines import is_blank, plain, split_lines

__all__ = ["Item", "item_names", "read_list"]

_MARKER: Final = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]+|(?=[\r\n]|\Z))")
_BOX: Final = re.compile(r"\[.\][ \t]+")
_NESTED: Final = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]|[\r\n]|\Z)")
_MARK: Final = re.compile(r"[ \t]+\^[A-Za-z0-9-]+[ \t]*\Z")
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Item:
    """One item: marker, own text, block id and what is nested below, which joined are the item; and its gap."""

    marker: str
    head: str
    mark: str
    tail: str
    gap: str

    @property
    def raw(self) -> str:
        """The item as it stands there."""
        return f"{self.marker}{self.head}{self.mark}{self.tail}"

    @property
    def value(self) -> str:
        """The item's words, whatever its bullet or number."""
        return plain(self.head + self.tail)

    @property
    def words(self) -> str:
        """The item's own text without its checkbox."""
        return _BOX.sub("", plain(self.head), count=1)

    @property
    def key(self) -> str:
        """What the item is known by: the link that it begins with, or its words."""
        return key_text(self.words)

    @property
    def is_link(self) -> bool:
        """Whether the item begins with a link."""
        return bool(link_target(self.words))


@lru_cache(maxsize=512)
def read_list(block: Block) -> tuple[Item, ...]:
    """The items of the list that a block is."""
    lines = split_lines(block.raw)
    starts = [*block.items, len(lines)]
    return tuple(_item(lines[start:end]) for start, end in pairwise(starts))


def _item(lines: list[str]) -> Item:
    last = len(lines)
    while last > 1 and is_blank(lines[last - 1]):
        last -= 1
    text = "".join(lines[:last])
    body = text.rstrip("\r\n")
    gap = text[len(body) :] + "".join(lines[last:])
    head_end = 1
    while head_end < last and not is_blank(lines[head_end]) and not _NESTED.match(lines[head_end]):
        head_end += 1
    head = "".join(lines[:head_end])
    head = head.rstrip("\r\n") if len(head) < len(body) else body
    tail = body[len(head) :]
    found = _MARKER.match(head)
    marker = found[0] if found else ""
    mark = _MARK.search(head, len(marker)) if "^" in head else None
    cut = mark.start() if mark else len(head)
    return Item(marker, head[len(marker) : cut], head[cut:], tail, gap)


def item_names(items: tuple[Item, ...]) -> list[str]:
    """What each item is called: the link that it begins with, or its words; a number tells copies apart."""
    names: list[str] = []
    told: dict[str, int] = {}
    for item in items:
        name = item.words.partition("]]")[0] + "]]" if item.is_link else item.words
        name = shown_text(name)
        name = name if len(name) <= _LONGEST else f"{name[:_LONGEST].rsplit(' ', 1)[0]} …"
        told[name] = told.get(name, 0) + 1
        names.append(f"{name} ({told[name]})" if told[name] > 1 else name)
    return names
