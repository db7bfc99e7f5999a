"""The three-way merge of one block: tables and lists by their parts, tags as a set, anything else whole."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from vaultgen.notes.merge.blocks import Block, Kind
from vaultgen.notes.merge.ledger import Ledger
from vaultgen.notes.merge.list_merge import merge_list
from vaultgen.notes.merge.lists import read_list
from vaultgen.notes.merge.points import PointKind
from vaultgen.notes.merge.spots import Spot
from vaultgen.notes.merge.table_merge import merge_table
from vaultgen.notes.merge.tables import read_table

__all__ = ["Versions", "merge_block"]


class Versions(NamedTuple):
    """One block in the three versions of a note; None where a version lacks it."""

    base: Block | None
    note: Block | None
    made: Block | None


def merge_block(block: Versions, spot: Spot, ledger: Ledger, end: str) -> str | None:
    """The merged block with its block id; None where the result has none."""
    base, note, made = block
    if ledger.yields(spot):
        return None if made is None else made.raw + (note or made).mark
    if note is None:
        return _without_note(base, made, spot, ledger)
    if base is None and made is None:
        ledger.edit(spot, None, note.value)
        return note.raw + note.mark
    if base is not None and base.value == note.value:
        return _from_records(base, note, made, spot, ledger)
    if made is not None and made.value == note.value:
        _edits(block, spot, ledger, end)
        return note.raw + note.mark
    return _of_both(block, spot, ledger, end)


def _of_both(block: Versions, spot: Spot, ledger: Ledger, end: str) -> str | None:
    """The block where the person changed it, and perhaps the records."""
    base, note, made = block
    assert note is not None  # noqa: S101 - told by the caller
    by_parts = _by_parts(block, spot, ledger, end)
    if by_parts:
        return by_parts + note.mark
    if by_parts == "" and (base is None or base.mark == note.mark):
        return None
    before = None if base is None else base.value
    after = None if made is None else made.value
    ledger.edit(spot, before, note.value)
    if after != before:
        kind = PointKind.AMBIGUOUS if note.kind in {Kind.TABLE, Kind.LIST} else None
        ledger.keep(spot, before, note.value, after, kind)
    return note.raw + note.mark


def _without_note(base: Block | None, made: Block | None, spot: Spot, ledger: Ledger) -> str | None:
    if base is None:
        return None if made is None else made.raw + made.mark
    ledger.edit(spot, base.value, None)
    if made is not None and made.value != base.value:
        ledger.keep(spot, base.value, None, made.value)
    return None


def _from_records(base: Block, note: Block, made: Block | None, spot: Spot, ledger: Ledger) -> str | None:
    """The block as the records have it, with the block id that the person gave it."""
    if made is None:
        if base.mark == note.mark:
            return None
        ledger.keep(spot, base.value, note.value + note.mark, None)
        return note.raw + note.mark
    mark = made.mark if base.mark == note.mark else note.mark
    return (note.raw if made.value == note.value else made.raw) + mark


def _edits(block: Versions, spot: Spot, ledger: Ledger, end: str) -> None:
    """Book what the person changed where the records have changed the same."""
    if block.base is not None and _by_parts(block, spot, ledger, end) is None:
        ledger.edit(spot, block.base.value, block.note.value if block.note else None)


def _by_parts(block: Versions, spot: Spot, ledger: Ledger, end: str) -> str | None:
    """The block merged by its parts, `""` if none are left; None where it is merged as a whole."""
    base, note, made = block
    kinds = {version.kind for version in block if version is not None}
    if note is None or len(kinds) > 1:
        return None
    if note.kind is Kind.TABLE:
        tables = [None if version is None else read_table(version.raw) for version in block]
        own = read_table(note.raw)
        return merge_table(tables[0], own, tables[2], spot=spot, ledger=ledger, end=end)
    if note.kind is Kind.LIST:
        items = [() if version is None else read_list(version) for version in block]
        return merge_list(items[0], items[1], items[2], spot=spot, ledger=ledger, end=end)
    if note.kind is Kind.TAGS:
        return _tags(base, note, made, spot, ledger)
    return None


def _tags(base: Block | None, note: Block, made: Block | None, spot: Spot, ledger: Ledger) -> str:
    """The person's line of tags, without those that left the records and with those that came."""
    before, own, now = (() if side is None else tuple(side.value.split()) for side in (base, note, made))
    for tag in dict.fromkeys((*before, *own)):
        if (tag in before) != (tag in own):
            ledger.edit(replace(spot, row=tag), tag if tag in before else None, tag if tag in own else None)
    text = note.raw
    if before and set(own) == set(before) and note.raw == (base.raw if base else ""):
        return made.raw if made is not None else ""
    for tag in before:
        if tag in own and tag not in now:
            text = _without_word(text, tag)
    new = [tag for tag in now if tag not in before and tag not in own]
    return " ".join([part for part in (text.rstrip() if new else text, *new) if part])


def _without_word(text: str, word: str) -> str:
    """The text without the word and the white space before it, or behind it where it is the first."""
    at = 0
    while True:
        at = text.index(word, at)
        after = at + len(word)
        if (at == 0 or text[at - 1].isspace()) and (after == len(text) or text[after].isspace()):
            break
        at = after
    head, tail = text[:at], text[after:]
    return head.rstrip() + tail if head.strip() else tail.lstrip()
