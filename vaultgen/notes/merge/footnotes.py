"""Footnotes: the same label for the same source in every version, and each definition that is needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from vaultgen.notes.merge.blocks import Kind
from vaultgen.notes.merge.document import Document, footnote_label
from vaultgen.notes.merge.joints import Piece
from vaultgen.notes.merge.ledger import Ledger
from vaultgen.notes.merge.lines import plain
from vaultgen.notes.merge.spots import Spot

__all__ = ["merge_footnotes", "relabelled"]

_REFERENCE: Final = re.compile(r"\[\^([^\[\]\s]+)\]")
_DEFINITION: Final = re.compile(r"^[ ]{0,3}\[\^([^\[\]\s]+)\]:[ \t]*(.*)$", re.MULTILINE)


def relabelled(text: str, note: str, *, before: str) -> str:
    """A generated text with the labels that the note gives to the same footnotes.

    A footnote that the note does not have keeps its label, or gets a free one where the note uses that for another.
    `before` is the text, with the note's labels, in which a label with other words is the same footnote edited.
    """
    if "[^" not in text or "[^" not in note:
        return text
    own, known, given = _definitions(note), _definitions(before), _definitions(text)
    by_text = {told: label for told_there in (known, own) for label, told in reversed(told_there.items())}
    new = {label: by_text[told] for label, told in given.items() if told in by_text}
    told_here = set(given.values())
    taken = {label for used in (note, before) for label in _REFERENCE.findall(used)} | set(new.values())
    taken |= set(_REFERENCE.findall(text)) - set(given)
    for label in given:
        if label in new:
            continue
        # The same label with other words is the same footnote edited, unless its words stand here elsewhere.
        edited = label in known and known[label] not in told_here
        fresh = label not in own and label not in known
        new[label] = label if label not in new.values() and (edited or fresh) else _free(taken)
        taken.add(new[label])
    changed = {label: to for label, to in new.items() if label != to}
    if not changed:
        return text
    return _REFERENCE.sub(lambda found: f"[^{changed.get(found[1], found[1])}]", text)


def _definitions(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for label, told in _DEFINITION.findall(plain(text)):
        found.setdefault(label, told.strip())
    return found


def _free(taken: set[str]) -> str:
    number = 1
    while str(number) in taken:
        number += 1
    return str(number)


def merge_footnotes(pieces: list[Piece], sides: Sequence[Document], ledger: Ledger) -> list[Piece]:
    """The merged blocks with the definitions: the person's where they stand, new ones behind those they follow."""
    merge = _Footnotes(sides, pieces, ledger)
    return merge.pieces() if any(merge.labels) else pieces


class _Footnotes:
    """The definitions of three bodies by their labels."""

    def __init__(self, sides: Sequence[Document], pieces: list[Piece], ledger: Ledger) -> None:
        self.sides, self.others, self.ledger = sides, pieces, ledger
        self.labels = [_labels(side) for side in sides]
        self.referenced = _references([piece.text for piece in pieces])

    def pieces(self) -> list[Piece]:
        """All merged blocks with the merged definitions among them."""
        own = self.sides[1].blocks
        tail = [Piece(own[number].raw + own[number].mark, note=number) for number in self.sides[1].tail]
        merged = [self._merged(piece) for piece in (*self.others, *tail)]
        result = [piece for piece in merged if piece is not None]
        base, note, made = self.labels
        for label in base:
            if label not in note:
                text, new = self._value(0, label), self._value(2, label)
                spot = _spot(label)
                self.ledger.edit(spot, text, None)
                if label in made and new != text and label not in self.referenced:
                    self.ledger.keep(spot, text, None, new)
        self._insert(result)
        return result

    def _value(self, side: int, label: str) -> str | None:
        number = self.labels[side].get(label)
        return None if number is None else self.sides[side].blocks[number].value

    def _merged(self, piece: Piece) -> Piece | None:
        """A block of the note as it is in the result; None if it is a definition that is no longer needed."""
        block = self.sides[1].blocks[piece.note] if piece.note >= 0 else None
        label = footnote_label(block) if block is not None and block.kind is Kind.FOOTNOTE else ""
        if block is None or not label or self.labels[1][label] != piece.note:
            return piece
        base, made = self._value(0, label), self._value(2, label)
        if base == block.value and made is None and (label in self.referenced or block.mark):
            return piece
        spot = _spot(label)
        numbers = [labels.get(label, -1) for labels in self.labels]
        if not self.ledger.takes_records(spot, base, block.value, made) or made == block.value:
            return Piece(piece.text, *numbers)
        return None if made is None else Piece(self.sides[2].blocks[numbers[2]].raw + block.mark, *numbers)

    def _insert(self, result: list[Piece]) -> None:
        """Put in what the records define and the note does not: what is new, and what is referred to again."""
        base, note, made = self.labels
        own = _references([block.raw for block in self.sides[1].blocks])
        before = -1
        for label, number in made.items():
            if label in note:
                before = number
                continue
            is_missed = label in self.referenced and label not in own
            if label in base and not (is_missed or self.ledger.yields(_spot(label))):
                continue
            block = self.sides[2].blocks[number]
            at = next((n + 1 for n, piece in enumerate(result) if -1 < before == piece.made), len(result))
            result.insert(at, Piece(block.raw + block.mark, base.get(label, -1), -1, number))
            before = number


def _labels(side: Document) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, block in enumerate(side.blocks):
        if block.kind is Kind.FOOTNOTE:
            found.setdefault(footnote_label(block), number)
    return found


def _references(texts: Sequence[str]) -> set[str]:
    """The labels that texts refer to; a definition refers to others, but not to itself."""
    return {
        found[1].lower()
        for text in texts
        if "[^" in text
        for found in _REFERENCE.finditer(text)
        if not text.startswith(":", found.end())
    }


def _spot(label: str) -> Spot:
    return Spot(block=Kind.FOOTNOTE.value, name=label)
