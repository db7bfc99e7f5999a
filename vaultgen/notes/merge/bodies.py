"""The three-way merge of a note's body: sections by their headings, and the blocks in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vaultgen.notes.merge.block_merge import Versions, merge_block
from vaultgen.notes.merge.blocks import Kind
from vaultgen.notes.merge.document import Document, Section, key_text
from vaultgen.notes.merge.footnotes import merge_footnotes
from vaultgen.notes.merge.identity import Matches, Triple, Unit, identify, text_likeness
from vaultgen.notes.merge.joints import Gaps, Piece, join
from vaultgen.notes.merge.ledger import Ledger
from vaultgen.notes.merge.lines import is_blank, plain
from vaultgen.notes.merge.lists import read_list
from vaultgen.notes.merge.points import PointKind
from vaultgen.notes.merge.spots import Spot
from vaultgen.notes.merge.tables import read_table
from vaultgen.notes.merge.weave import weave

__all__ = ["Bodies", "merge_bodies"]

# A shorter body of a section says too little to tell which section it was.
_TELLING: Final = 40
_SPLIT: Final = "\x1f"
_WHOLE: Final = frozenset({Kind.PARAGRAPH, Kind.QUOTE, Kind.CODE, Kind.HTML, Kind.HIDDEN, Kind.LIST})


@dataclass(frozen=True, slots=True)
class Bodies:
    """The body of a note in its three versions; `whole` merges no section by its parts."""

    base: Document
    note: Document
    made: Document
    end: str
    whole: bool = False

    @property
    def sides(self) -> tuple[Document, Document, Document]:
        """Base, note, and what was generated now."""
        return self.base, self.note, self.made


def merge_bodies(bodies: Bodies, ledger: Ledger) -> str:
    """The merged body."""
    gaps = Gaps(*([block.gap for block in side.blocks] for side in bodies.sides))
    pieces = _sections(bodies, ledger)
    pieces = merge_footnotes(pieces, bodies.sides, ledger)
    return _lead(bodies) + join(pieces, gaps, end=bodies.end)


def _lead(bodies: Bodies) -> str:
    """The blank lines before the first block: the person's, unless the records alone changed them."""
    base, note, made = (plain(side.source.lead) for side in bodies.sides)
    from_records = note == base != made and bodies.base.blocks and is_blank(made)
    return bodies.made.source.lead if from_records else bodies.note.source.lead


def _units(side: Document) -> list[Unit]:
    units = []
    for section in side.sections:
        name = (section.level, key_text(section.title))
        units.append(Unit((name, (*name, side.value(section))), section.title, str(section.level)))
    return units


def _sections(bodies: Bodies, ledger: Ledger) -> list[Piece]:
    """The merged blocks of all sections, in order."""

    def likeness(one: Unit, other: Unit) -> float:
        by_title = text_likeness(one, other)
        here, there = str(one.keys[1][2]), str(other.keys[1][2])  # type: ignore[index]
        if min(len(here), len(there)) < _TELLING:
            return by_title
        by_body = text_likeness(Unit((), here, one.kind), Unit((), there, other.kind))
        return max(by_title, by_body)

    matches = identify(*(_units(side) for side in bodies.sides), likeness=likeness)
    triples, doubtful = _paired(matches, bodies)
    merge = _Sections(bodies, triples, doubtful, ledger)
    pieces = {number: merge.section(number) for number in range(len(triples))}
    kept = [number for number, found in pieces.items() if found is not None]
    order = weave(triples, kept, merge.depth)
    return [piece for number in order for piece in pieces[number] or ()]


def _paired(matches: Matches, bodies: Bodies) -> tuple[list[Triple], set[Triple]]:
    """The sections linked, and those among them that are merged whole because others carry the same heading."""
    triples, doubtful = list(matches.triples), set[Triple]()
    if not matches.doubtful:
        return triples, doubtful
    keys = [[unit.keys[0] for unit in _units(side)] for side in bodies.sides]
    for key in matches.doubtful:
        lone = [
            [
                t
                for t in triples
                if t[side] is not None and t.count(None) == 2 and keys[side][t[side] or 0] == key
            ]
            for side in range(3)
        ]
        for one, two, three in zip(*lone, strict=False):
            triples = [triple for triple in triples if triple not in {one, two, three}]
            triples.append(Triple(one.base, two.note, three.made))
            doubtful.add(triples[-1])
    return triples, doubtful


class _Sections:
    """The sections of three bodies, linked."""

    def __init__(
        self, bodies: Bodies, triples: Sequence[Triple], doubtful: set[Triple], ledger: Ledger
    ) -> None:
        self.bodies, self.triples, self.ledger = bodies, triples, ledger
        self.doubtful = doubtful

    def depth(self, number: int) -> int:
        """How deep a section stands."""
        return next(section.level for section in reversed(self._versions(number)) if section is not None)

    def _versions(self, number: int) -> list[Section | None]:
        return [
            None if place is None else side.sections[place]
            for place, side in zip(self.triples[number], self.bodies.sides, strict=True)
        ]

    def section(self, number: int) -> list[Piece] | None:
        """The blocks of one section of the result; None where the result has no such section."""
        base, note, made = self._versions(number)
        spot = Spot(section=(made or base or note or Section(0, "", ())).path, block="heading")
        if self.ledger.yields(spot) and (
            note is None or made is None or self.triples[number] in self.doubtful
        ):
            return None if made is None else self._copied(2, made)
        if note is None:
            return self._without_note(base, made, spot)
        if self.bodies.whole or self.triples[number] in self.doubtful:
            return self._as_whole(base, note, made, spot)
        told = len(self.ledger.points)
        heading = self._heading(base, note, made, spot)
        inner = self._blocks(base, note, made)
        if made is None and base is not None:
            own = heading and self._text(0, base.heading) != self._text(1, note.heading)
            if not (inner or own or self._has_own_below(number)):
                return None
            if len(self.ledger.points) == told:
                self.ledger.keep(spot, base.title, note.title, None)
        return [*heading, *inner]

    def _text(self, side: int, number: int) -> str:
        return "" if number < 0 else self.bodies.sides[side].blocks[number].value

    def _whole(self, side: int, section: Section) -> str:
        document = self.bodies.sides[side]
        return "\n\n".join(
            part for part in (self._text(side, section.heading), document.value(section)) if part
        )

    def _without_note(self, base: Section | None, made: Section | None, spot: Spot) -> list[Piece] | None:
        if base is None:
            return None if made is None else self._copied(2, made)
        before = self._whole(0, base)
        self.ledger.edit(spot, before, None)
        if made is not None and self._whole(2, made) != before:
            self.ledger.keep(spot, before, None, self._whole(2, made))
        return None

    def _copied(self, side: int, section: Section) -> list[Piece]:
        numbers = [number for number in (section.rule, section.heading, *section.blocks) if number >= 0]
        pieces = []
        for number in numbers:
            block = self.bodies.sides[side].blocks[number]
            places = [-1, -1, -1]
            places[side] = number
            pieces.append(Piece(block.raw + block.mark, *places))
        return pieces

    def _has_own_below(self, number: int) -> bool:
        """Whether a section of the person's own stands below this one."""
        place = self.triples[number].note
        assert place is not None  # noqa: S101 - told by the caller
        sections = self.bodies.note.sections
        own = {triple.note for triple in self.triples if triple.base is None and triple.made is None}
        for below in range(place + 1, len(sections)):
            if sections[below].level <= sections[place].level:
                return False
            if below in own:
                return True
        return False

    def _heading(self, base: Section | None, note: Section, made: Section | None, spot: Spot) -> list[Piece]:
        """The rule and the heading of a section that the person has."""
        pieces = []
        rules = tuple(section is not None and section.rule >= 0 for section in (base, note, made))
        numbers = [-1 if section is None else section.rule for section in (base, note, made)]
        from_records = base is not None and made is not None and rules[0] == rules[1]
        if rules[2] if from_records else rules[1]:
            text = self._raw(1, numbers[1]) if rules[1] else self._raw(2, numbers[2])
            pieces.append(Piece(text, *numbers))
        if note.heading < 0:
            return pieces
        texts = [
            None if section is None else self._text(side, section.heading)
            for side, section in enumerate((base, note, made))
        ]
        raw = self._raw(1, note.heading)
        if base is not None and made is None and texts[0] == texts[1]:
            pass
        elif made is not None and self.ledger.takes_records(spot, texts[0], texts[1], texts[2]):
            raw = raw if texts[2] == texts[1] else self._raw(2, made.heading)
        elif made is None:
            self.ledger.edit(spot, texts[0], texts[1])
        places = [-1 if section is None else section.heading for section in (base, note, made)]
        pieces.append(Piece(raw, *places))
        return pieces

    def _raw(self, side: int, number: int) -> str:
        block = self.bodies.sides[side].blocks[number]
        return block.raw + block.mark

    def _as_whole(
        self, base: Section | None, note: Section, made: Section | None, spot: Spot
    ) -> list[Piece] | None:
        """The section with all that is in it as one unit."""
        texts = [
            None if section is None else self._whole(side, section)
            for side, section in enumerate((base, note, made))
        ]
        if texts[0] == texts[1]:
            return None if made is None else self._copied(2, made)
        self.ledger.edit(spot, texts[0], texts[1])
        if texts[2] not in {texts[0], texts[1]}:
            self.ledger.keep(spot, texts[0], texts[1], texts[2], PointKind.AMBIGUOUS)
        return self._copied(1, note)

    def _of_one_side(self, base: Section | None, note: Section, made: Section | None) -> list[Piece] | None:
        """The blocks of a section that only one side changed, if any; most are such, and need no closer look."""
        if base is None or made is None:
            return None
        before, own, now = (self._slices(side, section) for side, section in enumerate((base, note, made)))
        if own == now:
            return self._linked(1, note, (base, note, made) if before == own else (note,))
        if before == now and not self.ledger.tells_edits:
            return self._linked(1, note, (note,))
        # Line ends count here: where the person's are mixed, what the records have is put in block by block.
        raw = [self._raw(0, number) for number in base.blocks] == [
            self._raw(1, number) for number in note.blocks
        ]
        return self._linked(2, made, (made,)) if raw and before == own else None

    def _slices(self, side: int, section: Section) -> list[tuple[str, str, str]]:
        blocks = self.bodies.sides[side].blocks
        return [
            (blocks[number].value, plain(blocks[number].mark), plain(blocks[number].gap))
            for number in section.blocks
        ]

    def _linked(self, side: int, section: Section, versions: Sequence[Section]) -> list[Piece]:
        """The blocks of a section as they are on one side, and their places in the versions that have the same."""
        pieces = []
        for place, number in enumerate(section.blocks):
            if len(versions) == 3:
                places = [version.blocks[place] for version in versions]
            else:
                places = [number if at == side else -1 for at in range(3)]
            pieces.append(Piece(self._raw(side, number), *places))
        return pieces

    def _blocks(self, base: Section | None, note: Section, made: Section | None) -> list[Piece]:
        """The merged blocks of one section."""
        versions = (base, note, made)
        shortcut = self._of_one_side(base, note, made)
        if shortcut is not None:
            return shortcut
        units = []
        for side, section in enumerate(versions):
            numbers = () if section is None else section.blocks
            units.append([_block_unit(self.bodies.sides[side], number) for number in numbers])
        triples = identify(*units, likeness=_block_likeness, by_place=_may_be).triples
        spots = [
            {} if section is None else side.spots(section)
            for side, section in zip(self.bodies.sides, versions, strict=True)
        ]
        pieces: dict[int, Piece] = {}
        for number, triple in enumerate(triples):
            places = [
                -1 if place is None or section is None else section.blocks[place]
                for place, section in zip(triple, versions, strict=True)
            ]
            blocks = [
                None if place < 0 else side.blocks[place]
                for place, side in zip(places, self.bodies.sides, strict=True)
            ]
            spot = next(spots[side][places[side]] for side in (2, 0, 1) if places[side] >= 0)
            block = Versions(*blocks)
            if block.note is not None and block.note.kind is Kind.FOOTNOTE:
                text: str | None = block.note.raw + block.note.mark
            else:
                text = merge_block(block, spot, self.ledger, self.bodies.end)
            if text is not None:
                pieces[number] = Piece(text, *places)
        return [pieces[number] for number in weave(triples, pieces)]


def _block_unit(side: Document, number: int) -> Unit:
    """A block as its kind lets it be known: a table by its headers, a list by its items, a text by itself."""
    block = side.blocks[number]
    if block.kind is Kind.TABLE:
        table = read_table(block.raw)
        parts = [*table.columns, *(key_text(row.cell(0)) for row in table.rows)]
        exact = ("table", *(row.cells for row in (table.header, *table.rows)))
        return Unit((exact,), _SPLIT.join(parts), "table")
    if block.kind is Kind.LIST:
        return Unit((("list", block.value),), _SPLIT.join(item.key for item in read_list(block)), "list")
    if block.kind is Kind.TAGS:
        return Unit((("tags",),), block.value, "tags")
    return Unit(((block.kind, block.value),), block.value, block.kind.value)


def _block_likeness(one: Unit, other: Unit) -> float:
    if one.kind != other.kind:
        return 0.0
    if one.kind not in {"table", "list"}:
        return text_likeness(one, other)
    here, there = set(one.text.split(_SPLIT)), set(other.text.split(_SPLIT))
    return len(here & there) / min(len(here), len(there))


def _may_be(one: Unit, other: Unit) -> bool:
    return one.kind == other.kind and one.kind in _WHOLE
