"""What a link can point at inside a note: headings, blocks and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from vaultgen.notes.property_texts import FRONT_MATTER
from vaultgen.notes.spans import Block, blocks
from vaultgen.values.names import name_key

__all__ = ["Anchors", "anchors_of", "heading_key"]

_IGNORED: Final = re.compile(r"""[!"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\s]+""")
_CLOSING: Final = re.compile(r"[ \t]+#+[ \t]*\Z")
_BLOCK_ID: Final = re.compile(r"(?:(?<=[ \t\n])|\A)\^([A-Za-z0-9-]+)[ \t]*$", re.MULTILINE)
_FOOTNOTE: Final = re.compile(r"^[ \t>]*\[\^([^\[\]\s]+)\]:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Anchors:
    """The headings of a note with their levels, as `heading_key`; its block ids and footnotes, lower-case.

    `titles` are the headings as they are written.
    """

    headings: tuple[tuple[int, str], ...]
    titles: tuple[str, ...]
    blocks: frozenset[str]
    footnotes: frozenset[str]

    def fault(self, subpath: str) -> str:
        """Tell what is missing that `subpath` (with its `#`) points at; `""` if all is there."""
        if subpath.startswith("#^"):
            return "" if subpath[2:].strip().lower() in self.blocks else "the note has no such block"
        if subpath.startswith("#[^"):
            name = subpath[3:].strip().removesuffix("]").lower()
            return "" if name in self.footnotes else "the note has no such footnote"
        parts = [heading_key(part) for part in subpath.split("#") if part.strip()]
        return "" if self._has_headings(parts) else "the note has no such heading"

    def _has_headings(self, parts: list[str]) -> bool:
        """Whether the headings stand one below the other: each deeper than the one before."""
        level = 0
        for depth, heading in self.headings:
            if parts and heading == parts[0] and depth > level:
                level = depth
                del parts[0]
        return not parts


@lru_cache(maxsize=1 << 12)  # notes of one kind have the same headings
def heading_key(text: str) -> str:
    """Give what headings are compared by: lower case, without the characters that Obsidian ignores."""
    return name_key(_IGNORED.sub(" ", text)).strip()


def anchors_of(text: str) -> Anchors:
    """Collect what links can point at in a note; its line ends must be plain line feeds."""
    front = FRONT_MATTER.match(text)
    # What stands in a comment can be pointed at like anything else.
    body = text[front.end() if front else 0 :].replace("%%", "  ")
    found = list(blocks(body))
    headings = [(_level(body, block), _title(body, block)) for block in found if block.kind == "heading"]
    return Anchors(
        tuple((level, heading_key(title)) for level, title in headings),
        tuple(title for _, title in headings),
        frozenset(_block_ids(body, found)) if "^" in body else frozenset(),
        frozenset(name.lower() for name in _FOOTNOTE.findall(body)) if "[^" in body else frozenset(),
    )


def _title(body: str, block: Block) -> str:
    return _CLOSING.sub("", body[block.start : block.end].strip())


def _level(body: str, block: Block) -> int:
    """How deep a heading is: by its number signs, or by the line that underlines it."""
    before = body[: block.start]
    signs = len(before) - len(before.rstrip("#"))
    if signs:
        return signs
    return 1 if body[block.end : block.end + 1] == "=" else 2


def _block_ids(body: str, found: list[Block]) -> Iterator[str]:
    for block in found:
        for name in _BLOCK_ID.findall(body, block.start, block.end):
            yield name.lower()
