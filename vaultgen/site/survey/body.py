"""What the first pass sees in the text of a note: headings, links, tags, the ids that links can point at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from vaultgen.notes.spans import INERT, Block, blocks
from vaultgen.site.anchors import anchors
from vaultgen.site.plain import cut, plain
from vaultgen.site.sheet import Fault, Heading, Link
from vaultgen.site.survey.comments import comments, without_comments
from vaultgen.site.survey.sentences import Row, Sentences
from vaultgen.site.survey.tags import INLINE, tag_of
from vaultgen.site.survey.wording import Words, definition, markdown_link, wikilink
from vaultgen.site.tables import Table, table_at
from vaultgen.values.suggest import nearest
from vaultgen.vault.anchors import heading_key

__all__ = ["Body", "read_body"]

_CLOSING: Final = re.compile(r"[ \t]+#+[ \t]*\Z")
_BLOCK_ID: Final = re.compile(r"(?:(?<=[ \t\n])|\A)\^([A-Za-z0-9-]+)[ \t]*$", re.MULTILINE)
_FOOTNOTE: Final = re.compile(r"^[ \t>]*\[\^([^\[\]\s]+)\]:", re.MULTILINE)
_MARK: Final = re.compile(r"\[\^([^\[\]\s]+)\](?!:)")
_NOTED: Final = re.compile(r"(?<!`)\[\[[^\[\]\n]*#\[\^[^\[\]\s]+\](?:\\?\|[^\[\]\n]*)?\]\]")
_NAME: Final = re.compile(r"(?:\*\*[^*\n]+\*\*|__[^_\n]+__)(?:[ \t]+[—–-]{1,3}[ \t]+|[ \t]*:[ \t]+)")
_TAGS_ONLY: Final = re.compile(r"\s*(?:#\S+\s*)+\Z")
_LONGEST_LEAD: Final = 600


class Body(Struct, frozen=True):
    """What stands in the text of a note, in its order."""

    headings: tuple[Heading, ...] = ()
    blocks: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    lead: str = ""
    words: int = 0
    tables: tuple[Table, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def linked_words(self) -> int:
        """The words that links show, but for those in comments."""
        return sum(len((link.display or link.target).split()) for link in self.links if not link.hidden)


def read_body(text: str, start: int = 0, *, line: int = 0) -> Body:
    """Read the text of a note from the offset `start` on; its line ends must be plain line feeds.

    `line` says on which line the text begins, if that is not to be counted.
    """
    body = text[start:]
    first = line or 1 + text.count("\n", 0, start)
    if "%%" not in body:
        return _Pass(body, first).result()
    seen = _Pass(without_comments(body), first).result()
    hidden: list[Link] = []
    for begin, end in comments(body):
        inner = body[begin + 2 : end].removesuffix("%%")
        found = read_body(inner, line=first + body.count("\n", 0, begin)) if "[" in inner else Body()
        hidden += [link._replace(hidden=True, section="", context="") for link in found.links]
    links = sorted((*seen.links, *hidden), key=lambda link: link.line)
    return replace(seen, links=tuple(links))


class _Pass:
    """One walk over the blocks of a text without comments."""

    def __init__(self, text: str, line: int) -> None:
        self.text = text
        self.line, self.at = line, 0
        self.section = ""
        self.titles: list[tuple[int, str, str, int]] = []
        self.ids: list[str] = []
        self.links: list[Link] = []
        self.tags: list[str] = []
        self.lead = ""
        self.words = 0
        self.tables: list[Table] = []
        self.marks: list[tuple[int, str]] = []

    def result(self) -> Body:
        """Walk, and give what was seen."""
        for block in blocks(self.text, definitions=True):
            self._block(block)
        names = anchors([title for _, title, _, _ in self.titles])
        headings = tuple(
            Heading(level, title, key, anchor, line)
            for (level, title, key, line), anchor in zip(self.titles, names, strict=True)
        )
        notes = [name.lower() for name in _FOOTNOTE.findall(self.text)] if "[^" in self.text else []
        return Body(
            headings,
            tuple(dict.fromkeys(self.ids)),
            tuple(dict.fromkeys(notes)),
            tuple(self.links),
            tuple(self.tags),
            self.lead,
            self.words,
            tuple(self.tables),
            tuple(_unknown(self.marks, set(notes))),
        )

    def _line(self, at: int) -> int:
        self.line += self.text.count("\n", self.at, at)
        self.at = at
        return self.line

    def _block(self, block: Block) -> None:
        start, end, kind = block
        raw = self.text[start:end]
        if kind == "definition":
            self._definition(block)
            return
        self.words += len((raw.replace("|", " ") if kind in ("row", "header") else raw).split())
        if kind == "heading":
            self._heading(block, raw)
        elif kind == "text" and not self.lead:
            self._lead(start, raw)
        elif kind == "header" and (table := table_at(self.text, start, end)):
            self.tables.append(table)
        if "^" in raw:
            self.ids += [name.lower() for name in _BLOCK_ID.findall(raw)]
        if "[^" in raw:
            self._marks(block, raw)
        if "[[" in raw or "](" in raw:
            self._links(block, raw)
        elif "#" in raw:
            self._tags(raw)

    def _definition(self, block: Block) -> None:
        """The address that `[name]: address` gives for links which only name it."""
        if found := definition(self.text, *block[:2]):
            self.links.append(Link(self._line(block.start), *found[2:], "", self.section, ""))

    def _marks(self, block: Block, raw: str) -> None:
        """The marks of footnotes in a block, to see later whether there are such footnotes."""
        raw = INERT.sub(_crossed, _NOTED.sub(_crossed, raw) if "#[^" in raw else raw)
        first = self._line(block.start)
        self.marks += [(first + raw.count("\n", 0, mark.start()), mark[1]) for mark in _MARK.finditer(raw)]

    def _heading(self, block: Block, raw: str) -> None:
        written = _CLOSING.sub("", raw.strip())
        before = self.text[max(0, block.start - 6) : block.start]
        level = len(before) - len(before.rstrip("#"))
        if not level:
            level = 1 if self.text[block.end : block.end + 1] == "=" else 2
        shown = plain(written)
        self.section = shown
        self.titles.append((level, shown, heading_key(written), self._line(block.start)))

    def _lead(self, start: int, raw: str) -> None:
        if self.text[self.text.rfind("\n", 0, start) + 1 : start].strip() or _TAGS_ONLY.match(raw):
            return
        name = _NAME.match(raw)
        self.lead = cut(raw[name.end() :] if name else raw, longest=_LONGEST_LEAD)

    def _links(self, block: Block, raw: str) -> None:
        """The links of a block, and its tags, which are none where a link or code stands."""
        found: list[Words] = []
        spans: list[tuple[int, int]] = []
        for part in _parts(self.text, block, raw):
            start, end = part.span()
            if read := _link(self.text, start, end, block.start):
                found.append(read)
                start = read.start
            spans.append((start, end))
        if "#" in raw:
            self._tags(_blanked(self.text, block, spans))
        if not found:
            return
        around = (
            Row(self.text, block) if block.kind in ("row", "header") else Sentences(self.text, block, spans)
        )
        for start, end, written, target, subpath, display, embed in found:
            context = around.of(start, end)
            line = self._line(start)
            self.links.append(Link(line, written, target, subpath, display, embed, "", self.section, context))

    def _tags(self, raw: str) -> None:
        if INLINE.search(raw):
            raw = INERT.sub(_crossed, raw)
            self.tags += [tag for tag in map(tag_of, INLINE.findall(raw)) if tag]


def _crossed(part: re.Match[str]) -> str:
    return "." * len(part[0])


def _link(text: str, start: int, end: int, limit: int) -> Words | None:
    """The link that what stands at such offsets is a part of, if it is one; all of it stands behind `limit`."""
    if text.startswith("[[", start):
        return wikilink(text, start, end)
    return markdown_link(text, start, end, limit) if text.startswith("](", start) else None


def _parts(text: str, block: Block, raw: str) -> Iterable[re.Match[str]]:
    """What is no running text in a block; links to footnotes too, which have brackets in brackets."""
    parts = INERT.finditer(text, block.start, block.end)
    noted = list(_NOTED.finditer(text, block.start, block.end)) if "#[^" in raw else []
    if not noted:
        return parts
    others = [
        part for part in parts if all(part.end() <= one.start() or part.start() >= one.end() for one in noted)
    ]
    return sorted((*others, *noted), key=lambda part: part.start())


def _unknown(marks: list[tuple[int, str]], known: set[str]) -> Iterator[Fault]:
    """The marks of footnotes that do not exist."""
    for line, name in marks:
        if name.lower() not in known:
            meant = nearest(name, sorted(known)) if len(name) > 1 else ""
            advice = f"did you mean “[^{meant}]”?" if meant else ""
            yield Fault(line, f"[^{name}]: the note has no such footnote", advice)


def _blanked(text: str, block: Block, spans: list[tuple[int, int]]) -> str:
    parts, at = [], block.start
    for start, end in spans:
        parts.append(text[at:start])
        parts.append("." * (end - max(at, start)))
        at = max(at, end)
    return "".join([*parts, text[at : block.end]])
