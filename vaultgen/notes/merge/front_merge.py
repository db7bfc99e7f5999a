"""The three-way merge of properties: each by its value, lists as sets, the person's way of writing kept."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Sequence
from typing import Final

from vaultgen.notes.merge.front import Entry, Front, Leaf
from vaultgen.notes.merge.identity import Unit, identify
from vaultgen.notes.merge.ledger import Ledger
from vaultgen.notes.merge.lines import plain, split_lines
from vaultgen.notes.merge.points import PointKind
from vaultgen.notes.merge.spots import Spot
from vaultgen.notes.merge.weave import weave

__all__ = ["merge_fronts"]

_FLOW: Final = re.compile(r"[,\[\]{}]")
_LISTS: Final = frozenset({"block", "flow"})


def merge_fronts(base: Front, note: Front, made: Front, ledger: Ledger, end: str) -> str:
    """The merged front matter with both of its lines; `""` if there is none."""
    if note.fault or base.fault or made.fault:
        return _whole(base, note, made, ledger)
    sides = (base.entries, note.entries, made.entries)
    triples = identify(*(_units(entries) for entries in sides), likeness=_nothing_is_alike).triples
    merged: dict[int, str] = {}
    for number, triple in enumerate(triples):
        entries = [None if at is None else side[at] for at, side in zip(triple, sides, strict=True)]
        text = _entry(entries[0], entries[1], entries[2], ledger=ledger, end=end)
        if text:
            merged[number] = text
    inner = "".join(merged[number] for number in weave(triples, merged))
    opening = note.opening or made.opening
    if not inner and not (note.opening and made.opening):
        return "" if not (note.opening and not base.opening) else note.opening + note.closing
    closing = note.closing or made.closing
    return f"{opening}{inner}{closing}"


def _units(entries: Sequence[Entry]) -> list[Unit]:
    return [
        Unit((("property", entry.name) if entry.name else ("lines", plain(entry.raw)),)) for entry in entries
    ]


def _nothing_is_alike(one: Unit, other: Unit) -> float:
    del one, other
    return 0.0


def _whole(base: Front, note: Front, made: Front, ledger: Ledger) -> str:
    """All properties as one unit, which the person keeps."""
    texts = [f"{side.opening}{side.inner}{side.closing}" for side in (base, note, made)]
    spot = Spot(block="properties")
    if (texts[1] == texts[0] and not note.fault) or ledger.yields(spot):
        return texts[2]
    shown = [side.inner.strip() or None for side in (base, note, made)]
    if texts[1] != texts[0]:
        ledger.edit(spot, shown[0], shown[1])
    if note.fault or texts[2] not in {texts[0], texts[1]}:
        ledger.keep(spot, shown[0], shown[1], shown[2], PointKind.UNREADABLE)
    return texts[1]


def _entry(
    base: Entry | None, note: Entry | None, made: Entry | None, *, ledger: Ledger, end: str
) -> str | None:
    """The lines of one property in the result; None where it has none."""
    spot = Spot(property=next(entry.name for entry in (made, base, note) if entry is not None))
    if ledger.yields(spot):
        return None if made is None else (note and _revalued(note, made)) or made.raw
    return _of_three(base, note, made, spot=spot, ledger=ledger, end=end)


def _of_three(
    base: Entry | None, note: Entry | None, made: Entry | None, *, spot: Spot, ledger: Ledger, end: str
) -> str | None:
    if note is None:
        return _without_note(base, made, spot, ledger)
    if not note.name:
        return note.raw if made is not None or base is None else None
    if made is None:
        return _without_records(base, note, spot, ledger)
    if base is not None and note.raw == base.raw:
        return made.raw
    if _is_list(note) and made.form in _LISTS and (base is None or _is_list(base)):
        return _listed(base, note, made, spot=spot, ledger=ledger, end=end)
    return _changed(base, note, made, spot=spot, ledger=ledger)


def _without_note(base: Entry | None, made: Entry | None, spot: Spot, ledger: Ledger) -> str | None:
    if base is None:
        return None if made is None else made.raw
    if base.name:
        ledger.edit(spot, base.text, None)
        if made is not None and made.value != base.value:
            ledger.keep(spot, base.text, None, made.text)
    return None


def _without_records(base: Entry | None, note: Entry, spot: Spot, ledger: Ledger) -> str | None:
    """A property that the records do not have: it goes if it is theirs, and the person wrote nothing into it."""
    if base is None:
        ledger.edit(spot, None, note.text)
        return note.raw
    if base.value == note.value and set(note.comments) <= set(base.comments):
        return None
    ledger.edit(spot, base.text, note.text)
    own = note.text if note.value != base.value else note.raw.partition(":")[2].strip()
    ledger.keep(spot, base.text, own, None)
    return note.raw


def _changed(base: Entry | None, note: Entry, made: Entry, *, spot: Spot, ledger: Ledger) -> str:
    """A property that the person wrote differently, if only in its form."""
    before, told = (None, None) if base is None else (base.value, base.text)
    own = note.value != before
    if own:
        ledger.edit(spot, told, note.text)
    if made.value == note.value or (own and made.value == before):
        return note.raw
    is_free = not own or (base is None and note.value == ("null",))
    text = _revalued(note, made) if is_free else None
    if text is None and not own and not note.comments:
        return made.raw
    if text is None:
        ledger.keep(spot, told, note.text, made.text)
        return note.raw
    return text


def _is_list(entry: Entry) -> bool:
    return entry.form in _LISTS or (entry.form == "scalar" and entry.value == ("null",))


def _revalued(note: Entry, made: Entry) -> str | None:
    """The person's line with the records' value in it; None if either takes more than one line."""
    if note.form != "scalar" or made.form != "scalar":
        return None
    old, new = note.leaves[0], made.leaves[0]
    text = made.raw[new.start : new.end]
    if any(mark in note.raw[old.start : old.end] + text for mark in "\r\n"):
        return None
    before = note.raw[: old.start]
    space = " " if before.endswith(":") and text else ""
    return f"{before}{space}{text}{note.raw[old.end :]}"


def _listed(base: Entry | None, note: Entry, made: Entry, *, spot: Spot, ledger: Ledger, end: str) -> str:
    """A list as a set: the person's order, without what left the records, and then what is new in them."""
    before = {} if base is None else _by_value(base)
    own, now = _by_value(note), _by_value(made)
    for value in dict.fromkeys((*before, *own)):
        if (value in before) != (value in own):
            text = (before.get(value) or own[value]).text
            row = Spot(property=spot.property, row=text)
            if ledger.yields(row):
                before = {key: leaf for key, leaf in before.items() if key != value}
                before |= {value: own[value]} if value in own else {}
                continue
            ledger.edit(row, text if value in before else None, text if value in own else None)
    gone = [leaf for leaf in note.leaves if leaf.value in before and leaf.value not in now]
    new = [leaf for value, leaf in now.items() if value not in before and value not in own]
    if note.form == "scalar":
        gone, own = [], {}
    elif not gone and not new:
        return note.raw
    texts = [_written(made, leaf) for leaf in new]
    yielding = [leaf for leaf in gone if ledger.yields(Spot(property=spot.property, row=leaf.text))]
    stuck = [leaf for leaf in gone if leaf not in yielding and _has_comment(note, leaf)]
    for leaf in stuck:
        ledger.keep(Spot(property=spot.property, row=leaf.text), leaf.text, leaf.text, None)
    gone = [leaf for leaf in gone if leaf not in stuck]
    return _flow(note, gone, texts) if note.form == "flow" else _block(note, gone, texts, end)


def _by_value(entry: Entry) -> dict[Hashable, Leaf]:
    if entry.form not in _LISTS:
        return {}
    found: dict[Hashable, Leaf] = {}
    for leaf in entry.leaves:
        found.setdefault(leaf.value, leaf)
    return found


def _line_of(raw: str, at: int) -> int:
    """The number of the line on which an offset stands."""
    return len(split_lines(raw[:at] + "_")) - 1


def _has_comment(note: Entry, leaf: Leaf) -> bool:
    """Whether a comment would go with an item; between brackets, any may."""
    rest = split_lines(note.raw[leaf.end :])
    return bool(note.comments) and (note.form == "flow" or (bool(rest) and "#" in rest[0]))


def _block(note: Entry, gone: Sequence[Leaf], texts: Sequence[str], end: str) -> str:
    """The lines of a block list without some items and with new ones behind the last."""
    lines = split_lines(note.raw)
    if note.leaves and note.form == "block":
        starts = [_line_of(note.raw, leaf.start) for leaf in note.leaves]
        ends = [_line_of(note.raw, leaf.end) for leaf in note.leaves]
        first = lines[starts[0]]
        indent = first[: first.index("-")] if "-" in first else "  "
        last = ends[-1]
    else:
        starts, ends, indent, last = [], [], "  ", 0
    removed = {
        line
        for leaf, start, stop in zip(note.leaves, starts, ends, strict=False)
        if leaf in gone
        for line in range(start, stop + 1)
    }
    if starts and len(gone) == len(note.leaves) and not texts:
        head = lines[0].rstrip("\r\n")
        colon = head.index(":", len(note.name)) if ":" in head[len(note.name) :] else len(head) - 1
        lines[0] = f"{head[: colon + 1]} []{head[colon + 1 :]}{lines[0][len(head) :]}"
    added = [f"{indent}- {text}{end}" for text in texts]
    kept = [line for number, line in enumerate(lines) if number <= last and number not in removed]
    rest = [line for number, line in enumerate(lines) if number > last and number not in removed]
    return "".join([*kept, *added, *rest])


def _flow(note: Entry, gone: Sequence[Leaf], texts: Sequence[str]) -> str:
    """A list in brackets without some items and with new ones behind the last."""
    raw, leaves = note.raw, list(note.leaves)
    kept = [leaf for leaf in leaves if leaf not in gone]
    at = kept[-1].end if kept else leaves[0].start if leaves else raw.index("[") + 1
    if kept and leaves[-1] is not kept[-1]:
        raw = raw[:at] + raw[leaves[-1].end :]
        leaves = leaves[: leaves.index(kept[-1]) + 1]
    elif not kept and leaves:
        raw = raw[:at] + raw[leaves[-1].end :]
        leaves = []
    new = ", ".join(_flow_text(text) for text in texts)
    raw = f"{raw[:at]}{', ' if kept and new else ''}{new}{raw[at:]}"
    for place in range(len(leaves) - 2, -1, -1):
        if leaves[place] in gone:
            raw = raw[: leaves[place].start] + raw[leaves[place + 1].start :]
    return raw


def _written(entry: Entry, leaf: Leaf) -> str:
    """A scalar as it is written, on one line."""
    text = entry.raw[leaf.start : leaf.end]
    return json.dumps(leaf.text, ensure_ascii=False) if "\n" in text or "\r" in text else text


def _flow_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if text[:1] not in "\"'" and _FLOW.search(text) else text
