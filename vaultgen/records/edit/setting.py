"""Where a value that is set is written: in a scalar, inside a notation, or under a key of its own."""

from __future__ import annotations

from typing import Any

from vaultgen.records.claims import Claimed, Said
from vaultgen.records.edit.draft import Draft
from vaultgen.records.edit.edits import Value
from vaultgen.records.edit.lines import InvestorLine, RoundLine
from vaultgen.records.edit.notation import IN_PARENTHESES, Notation, key_text
from vaultgen.records.edit.outcome import unit_of
from vaultgen.records.edit.paths import field_of, key_of
from vaultgen.records.edit.sites import site_of, value_entry
from vaultgen.records.edit.tree import Branch, Node, Scalar
from vaultgen.records.edit.word_line import with_piece, word_pieces
from vaultgen.records.faults import Path
from vaultgen.records.fields import Reading
from vaultgen.records.messages import keys_of_class
from vaultgen.records.model import Alias, Investment, Round, Text
from vaultgen.records.registry import DAY, TEXT
from vaultgen.records.rows import Row

__all__ = ["anchor", "drop_key", "put"]

_SAID = frozenset(keys_of_class(Said))
_INHERITED = frozenset({"entity", "from", "to", "round"})


def put(draft: Draft, record: Any, row: Row, path: Path, value: Value) -> None:
    """Draft that the part at the end of the path gets the value, or raise RecordsError."""
    document = draft.document
    root = document.node(row)
    node, part, rest = site_of(record, root, path[:-1], text=document.text)
    last = path[-1]
    if isinstance(node, Scalar):
        _put_in_text(draft, node, part, (*rest, last), value)
    elif isinstance(part, tuple):
        item = node.entries[int(last)].node
        _overwrite(draft, node, item, key_text(value))
    elif isinstance(part, dict):
        _put_under_key(draft, node, part, str(last), value)
    else:
        key = key_of(part, field_of(part, str(last)))
        _put_in_mapping(draft, node, part, key, value)


def _figures(claim: Claimed, reading: Reading) -> Notation | None:
    unit = unit_of(claim, reading)
    return None if unit in {TEXT, DAY} else Notation(unit, reading.currency)


def _put_in_text(draft: Draft, node: Scalar, part: Any, rest: Path, value: Value) -> None:
    """Set a part of a record that is written as one text."""
    text = draft.text(node)
    reading = draft.document.reading
    new = _respelled(part, text, rest, value, reading)
    if new is not None:
        draft.write(node, new)
        return
    value_key = _key_of_text(part)
    what = ".".join(map(str, rest))
    if not value_key or len(rest) != 1 or rest[0] == value_key or value is None:
        draft.refuse(node, f"{what} cannot be set in this short form", "write it out with keys")
    if draft.document.has_cells:
        draft.refuse(node, f"{what} cannot be said in this cell", f"the table needs a column “{rest[-1]}”")
    if isinstance(part, Investment) and text != part.investor:
        draft.refuse(node, f"{what} cannot be set in this short form", "write it out with keys")
    draft.grow(node, value_key, str(rest[0]), key_text(value))


def _key_of_text(part: Any) -> str:
    """The key under which the text would stand if the record were a mapping."""
    if isinstance(part, Claimed):
        return "value"
    if isinstance(part, Text | Alias):
        return "text"
    return "investor" if isinstance(part, Investment) else ""


def _respelled(part: Any, text: str, rest: Path, value: Value, reading: Reading) -> str | None:
    """The text of a record with a part of it set, or None if it cannot say that."""
    new: str | None = None
    if isinstance(part, Claimed) and (figures := _figures(part, reading)) is not None:
        new = figures.with_part(text, str(rest[0]), value)
    elif isinstance(part, Claimed | Text | Alias):
        new = key_text(value) if rest == (_key_of_text(part),) else None
    elif isinstance(part, Investment):
        new = InvestorLine(reading.currency).with_part(text, rest, value)
    elif isinstance(part, Round):
        new = RoundLine(reading.currency).with_part(text, rest, value)
    elif isinstance(part, tuple):
        index = int(rest[0])
        piece = word_pieces(text)[index]
        word = key_text(value) if len(rest) == 1 else _respelled(part[index], piece, rest[1:], value, reading)
        new = with_piece(text, index, word) if word else None
    return new


def _put_in_mapping(draft: Draft, node: Branch, part: Any, key: str, value: Value) -> None:
    """Set a field of a record that is a mapping; a claim's figure may say some of it in its parenthesis."""
    entry = value_entry(part, node) if isinstance(part, Claimed) else None
    figures = _figures(part, draft.document.reading) if isinstance(part, Claimed) else None
    scalar = entry.node if entry is not None else None
    if figures is None or not isinstance(scalar, Scalar) or key not in {"value", *IN_PARENTHESES}:
        named = entry.key if entry is not None and key == "value" else key
        _put_under_key(draft, node, part, named, value)
        return
    text = draft.text(scalar)
    figure = figures.read(text)
    in_figure = figure is not None and bool(getattr(figure, key))
    beside = node.get(key)
    if key == "value" or in_figure or (beside is None and (text.endswith(")") or draft.document.has_cells)):
        new = figures.with_part(text, key, value)
        if new is not None:
            draft.write(scalar, new)
            return
        if key == "value" or in_figure:
            draft.refuse(scalar, f"{key} cannot be set in this figure", "write it out with keys")
    _put_under_key(draft, node, part, key, value)


def _put_under_key(draft: Draft, node: Branch, part: Any, key: str, value: Value) -> None:
    entry = node.get(key)
    if entry is not None:
        _overwrite(draft, node, entry.node, key_text(value))
    elif key in _INHERITED:
        draft.refuse(
            node, f"{key} is not written here but follows from where the record stands", "write it by hand"
        )
    elif key == "metric":
        draft.refuse(node, "the metric is named by the key of its figure", "change the key by hand")
    else:
        draft.put_key(node, key, key_text(value), after=anchor(node, part, key))


def _overwrite(draft: Draft, branch: Branch, node: Any, text: str) -> None:
    if not isinstance(node, Scalar):
        draft.refuse(node, "a single text was expected here", "change it by hand")
    if text:
        draft.write(node, text)
        return
    index = next(index for index, entry in enumerate(branch.entries) if entry.node is node)
    draft.drop(branch, index)


def drop_key(draft: Draft, node: Node, key: str) -> None:
    """Draft that a key goes with all that stands under it, or raise RecordsError if it is not there."""
    if isinstance(node, Branch):
        for index, entry in enumerate(node.entries):
            if entry.key == key:
                draft.drop(node, index)
                return
    draft.refuse(node, f"{key} is not written here", "it follows from something else")


def anchor(node: Branch, part: Any, key: str) -> int:
    """The index of the entry behind which a new key is to stand."""
    keys = [entry.key for entry in node.entries]
    entry = value_entry(part, node) if isinstance(part, Claimed) else node.get("text")
    if entry is not None and isinstance(part, Claimed | Text):
        return keys.index(entry.key)
    cls: Any = type(part)
    known = [name for name in keys_of_class(cls) if name not in _SAID]
    before = known[: known.index(key)] if key in known else []
    for name in reversed(before):
        if name in keys:
            return keys.index(name)
    blocks = [index for index, entry in enumerate(node.entries) if isinstance(entry.node, Branch)]
    blocks = [index for index in blocks if not node.flow and index]
    return min([len(keys), *blocks]) - 1
