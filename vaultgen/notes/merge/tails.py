"""Footnotes: the same label for the same source in every version, and each definition that is needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
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


def relabelled(text: str, note: str, base: str = "") -> str:
    """A generated text with the labels that the note gives to the same footnotes.

    A footnote that the note does not have keeps its label, or gets a free one where the note uses that for another.
    `base` is the text generated last, already with the note's labels.
    """
    if "[^" not in text or "[^" not in note:
        return text
    own, before, given = _definitions(note), _definitions(base), _definitions(text)
    by_text = {told: label for known in (before, own) for label, told in reversed(known.items())}
    new = {label: by_text[told] for label, told in given.items() if told in by_text}
    told_here = set(given.values())
    taken = {label for known in (note, base) for label in _REFERENCE.findall(known)} | set(new.values())
    taken |= set(_REFERENCE.findall(text)) - set(given)
    for label in given:
        if label in new:
            continue
        # The same label with other words is the same footnote edited, unless its words stand here elsewhere.
        known = before.get(label) if base else own.get(label)
        edited = known is not None and known not in told_here
        fresh = label not in own and label not in before
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
    base, note, made = (_labels(side) for side in sides)
    if not base and not note and not made:
        return pieces
    tail = [
        Piece(sides[1].blocks[number].raw + sides[1].blocks[number].mark, note=number)
        for number in sides[1].tail
    ]
    referenced = _references(pieces)
    result: list[Piece] = []
    for piece in (*pieces, *tail):
        label = _label_at(piece, sides[1])
        merged = (
            piece
            if not label or note[label] != piece.note
            else _merged(label, base, note, made, sides, ledger, needed=label in referenced)
        )
        if merged is not None:
            result.append(merged)
    for label in base:
        if label not in note:
            text = sides[0].blocks[base[label]].value
            spot = Spot(block=Kind.FOOTNOTE.value, name=label)
            ledger.edit(spot, text, None)
            if (
                label in made
                and (new := sides[2].blocks[made[label]].value) != text
                and label not in referenced
            ):
                ledger.keep(spot, text, None, new)
    _insert(result, base, note, made, sides, referenced)
    return result


def _labels(side: Document) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, block in enumerate(side.blocks):
        if block.kind is Kind.FOOTNOTE:
            found.setdefault(footnote_label(block), number)
    return found


def _label_at(piece: Piece, note: Document) -> str:
    if piece.note < 0 or note.blocks[piece.note].kind is not Kind.FOOTNOTE:
        return ""
    return footnote_label(note.blocks[piece.note])


def _references(pieces: Sequence[Piece]) -> set[str]:
    """The labels that the merged text refers to; definitions refer too, but not to themselves."""
    found: set[str] = set()
    for piece in pieces:
        if "[^" in piece.text:
            found.update(
                match[1].lower()
                for match in _REFERENCE.finditer(piece.text)
                if not piece.text.startswith(":", match.end())
            )
    return found


def _merged(
    label: str,
    base: dict[str, int],
    note: dict[str, int],
    made: dict[str, int],
    sides: Sequence[Document],
    ledger: Ledger,
    *,
    needed: bool,
) -> Piece | None:
    """A definition that the note has, as it is in the result; None where it is no longer needed."""
    own = sides[1].blocks[note[label]]
    before = sides[0].blocks[base[label]].value if label in base else None
    new = sides[2].blocks[made[label]].value if label in made else None
    piece = Piece(own.raw + own.mark, base.get(label, -1), note[label], made.get(label, -1))
    if before == own.value and new is None and (needed or own.mark):
        return piece
    spot = Spot(block=Kind.FOOTNOTE.value, name=label)
    if not ledger.takes_records(spot, before, own.value, new) or new == own.value:
        return piece
    return None if new is None else replace(piece, text=sides[2].blocks[made[label]].raw + own.mark)


def _insert(
    result: list[Piece],
    base: dict[str, int],
    note: dict[str, int],
    made: dict[str, int],
    sides: Sequence[Document],
    referenced: set[str],
) -> None:
    """Put in what the records define and the note does not: what is new, and what the merged text refers to again."""
    own = _references([Piece(block.raw) for block in sides[1].blocks])
    before = -1
    for label, number in made.items():
        if label in note:
            before = number
            continue
        if label in base and (label not in referenced or label in own):
            continue
        block = sides[2].blocks[number]
        at = len(result)
        for place, piece in enumerate(result):
            if before >= 0 and piece.made == before:
                at = place + 1
        result.insert(at, Piece(block.raw + block.mark, base.get(label, -1), -1, number))
        before = number
