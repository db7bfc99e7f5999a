"""What the first pass keeps of each file of a vault: all that any other page needs to know of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec import Struct

from vaultgen.site.fault import Fault
from vaultgen.site.kind import NOTE_KINDS, Kind
from vaultgen.site.rounds import Round

__all__ = ["COVER", "INSIDE", "NOTE_KINDS", "Fault", "Heading", "Inside", "Kind", "Link", "Sheet", "covered"]


class Heading(NamedTuple):
    """One heading: `text` as it is shown, `key` as links find it, `anchor` as its element is called."""

    level: int
    text: str
    key: str
    anchor: str
    line: int


class Link(NamedTuple):
    """One link or embed, in the order of the file.

    `relation` is the property that it stands in, in lower case (`investors`), or `""` in running text; there
    `section` is the heading that it stands below, and `context` the sentence, row or item around it as plain
    text. `written` is its source. A link in a comment is `hidden`: Obsidian counts it, a site must not show it.
    """

    line: int
    written: str
    target: str
    subpath: str = ""
    display: str = ""
    embed: bool = False
    relation: str = ""
    section: str = ""
    context: str = ""
    hidden: bool = False


class Inside(Struct, frozen=True):
    """What is inside a note: only its own page and what is linked with it need that of its sheet."""

    headings: tuple[Heading, ...] = ()
    blocks: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    faults: tuple[Fault, ...] = ()


INSIDE: Final = Inside.__struct_fields__


class _Covered:
    """A sheet of which only the cover has been read: the rest is when it is first asked for."""

    __slots__ = ("_open",)

    if not TYPE_CHECKING:  # what this gives are the fields that the type checker knows anyway

        def __getattr__(self, name: str) -> Any:
            """A field that is inside, which has no value yet."""
            if name not in INSIDE:
                raise AttributeError(f"a sheet has no “{name}”")
            inside = self._open(self)
            for one in INSIDE:
                object.__setattr__(self, one, getattr(inside, one))
            return getattr(inside, name)


@dataclass(frozen=True, slots=True)
class Sheet(_Covered):
    """One file of the vault. Attachments have only the fields up to `title`.

    `digest` is of the file's bytes. `title` is the name without its ending unless a property says otherwise.
    `properties` are those of the front matter in their order, as YAML 1.2 reads them (a date is a text).
    `kinds` are what the note is about (`company`, `investor`): the property `kind`, `type` or `category`, or
    else the folder that it is in. `tags` are those of the properties, then those of the text, without `#`.
    `lead` is the first paragraph as plain text, without a bold name and dash at its beginning.
    `blocks` and `footnotes` are the ids that links can point at, in lower case. `words` counts those of the text.
    `listed` is False for a note that only lists others: an index, which is no neighbour in a graph.
    `rounds` are the funding rounds that its tables tell of, in their words, which may name private notes.
    `figures` are what its tables of metrics tell, label by label (`valuation`, in lower case), without links.
    """

    path: str
    kind: Kind
    size: int
    digest: str
    title: str
    properties: dict[str, Any] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    blocks: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    lead: str = ""
    words: int = 0
    listed: bool = True
    rounds: tuple[Round, ...] = ()
    figures: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


COVER: Final = tuple(one.name for one in fields(Sheet) if one.name not in INSIDE)


def covered(columns: Sequence[Sequence[Any]], inside: Callable[[Sheet], Inside]) -> list[Sheet]:
    """Sheets of which the covers are given, a column for each field; `inside` gives the rest when that is asked for."""
    sheets = [object.__new__(Sheet) for _ in columns[0]]
    for name, column in zip(("_open", *COVER), ([inside] * len(sheets), *columns), strict=True):
        put = getattr(Sheet, name).__set__
        for sheet, value in zip(sheets, column, strict=True):
            put(sheet, value)
    return sheets
