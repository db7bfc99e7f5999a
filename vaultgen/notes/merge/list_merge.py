"""The three-way merge of a list: items by the link that they begin with, or by their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from vaultgen.notes.merge.identity import Triple, Unit, identify, text_likeness
from vaultgen.notes.merge.joints import Gaps, Piece, join
from vaultgen.notes.merge.ledger import Ledger
from vaultgen.notes.merge.lines import plain
from vaultgen.notes.merge.lists import Item, item_names
from vaultgen.notes.merge.spots import Spot
from vaultgen.notes.merge.weave import weave

__all__ = ["merge_list"]

_BULLETS: Final = "-*+"

Items = tuple[Item, ...]


def merge_list(base: Items, note: Items, made: Items, *, spot: Spot, ledger: Ledger, end: str) -> str | None:
    """The merged list, `""` where nothing of it is left; None if its items cannot be told apart."""
    sides = (base, note, made)
    matches = identify(*(_units(items) for items in sides), likeness=_likeness, by_place=_may_be)
    if matches.doubtful:
        return None
    names = [item_names(items) for items in sides]
    pieces: dict[int, Piece] = {}
    for number, triple in enumerate(matches.triples):
        place, side = next((triple[side] or 0, side) for side in (2, 0, 1) if triple[side] is not None)
        text = _merged(sides, triple, replace(spot, row=names[side][place]), ledger)
        if text is not None:
            pieces[number] = Piece(text, *(-1 if at is None else at for at in triple))
    gaps = Gaps(*([item.gap for item in items] for items in sides))
    inner = [plain(item.gap).count("\n") for item in note[:-1]]
    usual = 2 if inner and min(inner) > 1 else 1
    return join([pieces[number] for number in weave(matches.triples, pieces)], gaps, end=end, usual=usual)


def _units(items: Items) -> list[Unit]:
    return [
        Unit((item.key, item.value, (item.value, item.mark)), item.words, "link" if item.is_link else "text")
        for item in items
    ]


def _likeness(one: Unit, other: Unit) -> float:
    if one.kind == other.kind == "link" and one.keys[0] != other.keys[0]:
        return 0.0
    return text_likeness(one._replace(kind=""), other._replace(kind=""))


def _may_be(one: Unit, other: Unit) -> bool:
    return one.kind == other.kind == "text"


def _merged(sides: Sequence[Items], triple: Triple, spot: Spot, ledger: Ledger) -> str | None:
    """One item of the result; None where it has none."""
    base, note, made = (
        None if place is None else items[place] for place, items in zip(triple, sides, strict=True)
    )
    if ledger.yields(spot):
        base = note
    if note is None:
        return _without_note(base, made, sides[1], spot, ledger)
    if base is not None and note.value == base.value and (made is not None or note.mark == base.mark):
        return _from_records(base, note, made)
    before = None if base is None else base.value
    ledger.edit(spot, before, note.value)
    if made is not None and made.value in {before, note.value}:
        return note.raw
    if made is None and base is None:
        return note.raw
    if base is not None and made is not None and (parts := _by_parts(base, note, made)) is not None:
        return parts
    ledger.keep(spot, before, note.value, None if made is None else made.value)
    return note.raw


def _without_note(
    base: Item | None, made: Item | None, note: Items, spot: Spot, ledger: Ledger
) -> str | None:
    if base is None:
        return None if made is None else _with_bullet(made, note)
    ledger.edit(spot, base.value, None)
    if made is not None and made.value != base.value:
        ledger.keep(spot, base.value, None, made.value)
    return None


def _from_records(base: Item, note: Item, made: Item | None) -> str | None:
    """The item as the records have it, since the person left its words alone."""
    if made is None:
        return None
    if note.value == made.value and (note.mark != made.mark or note.raw != base.raw):
        return note.raw
    if note.raw == base.raw:
        return made.raw
    return f"{note.marker}{made.head}{note.mark or made.mark}{made.tail}"


def _by_parts(base: Item, note: Item, made: Item) -> str | None:
    """The item where one side changed its text and the other only what is nested below; None if both did both."""
    heads, tails = (
        (plain(base.head), plain(note.head), plain(made.head)),
        (
            plain(base.tail),
            plain(note.tail),
            plain(made.tail),
        ),
    )
    if not (_is_settled(*heads) and _is_settled(*tails)):
        return None
    head = made.head if heads[0] == heads[1] else note.head
    tail = made.tail if tails[0] == tails[1] else note.tail
    return f"{note.marker}{head}{note.mark or made.mark}{tail}"


def _is_settled(base: str, note: str, made: str) -> bool:
    return base in {note, made} or note == made


def _with_bullet(item: Item, note: Items) -> str:
    """A new item with the bullet that the person's list has, since another would begin a second list."""
    own = note[0].marker.strip() if note else ""
    mark = item.marker.strip()
    if own and mark and own in _BULLETS and mark in _BULLETS and own != mark:
        return item.raw.replace(mark, own, 1)
    return item.raw
