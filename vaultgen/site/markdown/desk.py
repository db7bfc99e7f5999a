"""What is at hand while one page is written: its pieces so far, its slots, where its links lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markdown_it.token import Token
from msgspec import Struct, field
from msgspec.structs import replace

from vaultgen.site.goal import Goal
from vaultgen.site.markdown.library import Library
from vaultgen.site.markdown.slots import filled, slot_name
from vaultgen.site.sheet import Fault, Heading

__all__ = ["Desk", "Embedder", "Hooks", "Tally", "Writer"]


class Hooks(Struct, frozen=True):
    """What other rooms make for a note's page.

    `base_html(text, this_path, view, page)` shows a base, `canvas_html(path, page)` a canvas; what they give is
    safe HTML. `tag_address(tag)` is the address of a tag's page, `""` if it has none.
    """

    base_html: Callable[[str, str, str | None, str], str]
    canvas_html: Callable[[str, str], str]
    tag_address: Callable[[str], str]


class Tally(Struct):
    """What a whole page holds: notes embedded in it, their characters, those of code, any HTML of a note's own."""

    embedded: int = 0
    characters: int = 0
    code: int = 0
    foreign: bool = False


class Desk(Struct):
    """The work on one page, or on a note that is shown inside another.

    `source` is the file whose text is written, `page` the address on which it is shown. `trail` are the files
    whose embedding led here. `prefix` sets the ids of an embedded note's footnotes apart; such a note has no
    anchors of its own (`anchored` is False). `tally` is of the whole page.
    """

    library: Library
    hooks: Hooks
    write: Writer
    embed: Embedder
    source: str
    page: str
    anchored: bool = True
    trail: tuple[str, ...] = ()
    prefix: str = ""
    out: list[str] = field(default_factory=list)
    slots: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    contents: list[Heading] = field(default_factory=list)
    anchors: dict[str, list[Heading]] = field(default_factory=dict)
    definitions: dict[str, list[Token]] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    bodies: list[tuple[str, Sequence[Token]]] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    masks: list[tuple[int, int]] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    line: int = 0
    in_link: int = 0

    def goal(self, target: str, subpath: str) -> Goal:
        """Where a link leads that stands in the text being written."""
        return self.library.goal(target, subpath, self.source)

    def place(self, footnote: str) -> str:
        """What ends the ids of a footnote: the number of its definition, as links from elsewhere know it."""
        number = self.numbers.get(footnote)
        return f"{self.prefix}{number}" if number else f"{self.prefix}x{self.notes[footnote]}"

    def slot(self, html: str) -> None:
        """Put in HTML of our own, which is not to be sanitised."""
        self.out.append(slot_name(len(self.slots)))
        self.slots.append(html)

    def foreign(self, html: str) -> None:
        """Put in HTML of the note's own, rid of what it may not hold."""
        self.out.append(html)
        self.tally.foreign = True

    def warn(self, message: str, *, advice: str = "") -> None:
        """Remember that something could not be shown as it was meant, and in which line of the page's own text."""
        self.faults.append(Fault(self.line, message, advice))

    def nested(self, source: str, *, step: str) -> Desk:
        """Give the desk for a note that is shown inside this one; pieces, slots and faults are shared."""
        return replace(
            self,
            source=source,
            anchored=False,
            trail=(*self.trail, step),
            prefix=f"e{self.tally.embedded}-",
            contents=[],
            anchors={},
            definitions={},
            notes={},
            marks={},
            bodies=[],
            closing=[],
            masks=[],
            in_link=0,
        )

    def spend(self, characters: int) -> None:
        """Count a note of so many characters that is embedded."""
        self.tally.embedded += 1
        self.tally.characters += characters

    def finished(self) -> str:
        """Everything written, with the slots filled.

        What we write is as sanitising leaves it. What a note brings may open what it does not close, and so puts
        all else in question.
        """
        return filled("".join(self.out), self.slots, sanitised=self.tally.foreign)


Writer = Callable[[Desk, Sequence[Token]], None]
"""Writes the blocks of a note."""

Embedder = Callable[[Token, Desk], None]
"""Writes what an embed shows, a picture or a whole note."""
