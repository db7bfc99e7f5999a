"""Where an item that is added or removed stands: in a list, in a text of several words, or in a round's line."""

from __future__ import annotations

from typing import Any

from vaultgen.records.claims import Claimed, Text
from vaultgen.records.edit.draft import Draft
from vaultgen.records.edit.edits import Plain
from vaultgen.records.edit.lines import RoundLine, investor_text
from vaultgen.records.edit.setting import anchor, drop_key
from vaultgen.records.edit.sites import site_of
from vaultgen.records.edit.tree import Branch, Scalar
from vaultgen.records.edit.word_line import with_word, without_word
from vaultgen.records.faults import Path
from vaultgen.records.metrics import Metric
from vaultgen.records.model import Round
from vaultgen.records.rows import Row

__all__ = ["add", "remove"]

_BY_HAND = "do it in the file by hand"


def add(draft: Draft, record: Any, row: Row, path: Path, items: list[tuple[Plain, Any]]) -> None:
    """Draft that the list at the end of the path gets the items, each given with what is read of it."""
    text = draft.document.text
    node, part, rest = site_of(record, draft.document.node(row), path, text=text)
    plain = [item for item, _ in items]
    # One claim about a field needs no list around it.
    alone = (
        len(items) == 1 and isinstance(items[0][1], Claimed | Text) and not isinstance(items[0][1], Metric)
    )
    new = plain[0] if alone else plain
    if isinstance(node, Branch) and rest:
        draft.put_key(node, str(rest[-1]), new, after=anchor(node, part, str(rest[-1])))
    elif isinstance(node, Scalar) and not node.text and not draft.document.has_cells:
        draft.begin(node, new)
    elif isinstance(node, Scalar):
        for item in plain:
            _add_to_text(draft, node, part, rest, item)
    elif node.keyed:
        draft.refuse(node, "one item stands here without a list around it", f"write a list; {_BY_HAND}")
    else:
        for item in plain:
            draft.put_item(node, item)


def _add_to_text(draft: Draft, node: Scalar, part: Any, rest: Path, item: Plain) -> None:
    text = draft.text(node)
    word = _word(item)
    new: str | None = None
    if isinstance(part, Round):
        line = RoundLine(draft.document.reading.currency)
        if rest == ("investors",):
            new = line.with_item(text, item)
        elif len(rest) == 1 and isinstance(item, str):
            new = line.with_new(text, str(rest[0]), item)
    elif isinstance(part, tuple) and not rest and word and not _is_claims(part):
        new = with_word(text, word) if text else word
    if new is None:
        draft.refuse(node, "the item cannot be added in this short form", f"write a list; {_BY_HAND}")
    draft.write(node, new)


def _is_claims(part: tuple[Any, ...]) -> bool:
    return bool(part) and isinstance(part[0], Claimed | Text)


def _word(item: Plain) -> str | None:
    """The item as one word among others, if it can be that."""
    if isinstance(item, dict) and item.keys() == {"text"}:
        return str(item["text"])
    return investor_text(item)


def remove(draft: Draft, record: Any, row: Row, path: Path) -> None:
    """Draft that an item goes; of several in one text the last is to go first."""
    text = draft.document.text
    root = draft.document.node(row)
    node, part, rest = site_of(record, root, path[:-1], text=text)
    index = int(path[-1])
    if isinstance(node, Branch) and not node.keyed and not rest:
        draft.drop(node, index)
        return
    if isinstance(node, Scalar) and isinstance(part, Round):
        line = RoundLine(draft.document.reading.currency)
        new = line.without_item(draft.text(node), index) if rest == ("investors",) else None
        if new is None:
            draft.refuse(node, f"{rest[0]} cannot be taken out of this line", _BY_HAND)
        draft.write(node, new)
        return
    owner = site_of(record, root, path[:-2], text=text)
    if isinstance(node, Scalar) and isinstance(part, tuple) and not _is_claims(part):
        left = without_word(draft.text(node), index)
        if left:
            draft.write(node, left)
            return
    elif (
        not isinstance(part, tuple) or len(part) != 1 or (isinstance(node, Branch) and path[-2] == "metrics")
    ):
        draft.refuse(node, "the item cannot be taken out of this form", _BY_HAND)
    drop_key(draft, owner.node, str(path[-2]))
