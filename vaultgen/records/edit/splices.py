"""Pieces of a text exchanged for others: entries added to mappings and lists, and entries cut out of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from vaultgen.records.edit.tree import Branch

__all__ = ["Splice", "added", "cut", "ending_of", "line_column", "spliced"]

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_BREAK_BEFORE = re.compile("(?:\r\n|[\n\r\x85\u2028\u2029])\\Z")
_COMMA = re.compile(r"\s*,\s*")


class Splice(NamedTuple):
    """What stands from `start` to `end` becomes `new`."""

    start: int
    end: int
    new: str


def spliced(text: str, splices: Iterable[Splice]) -> str | None:
    """The text with all splices made, or None if two of them overlap."""
    pieces: list[str] = []
    position = 0
    for start, end, new in sorted(splices):
        if start < position:
            return None
        pieces += [text[position:start], new]
        position = end
    return "".join([*pieces, text[position:]])


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a character."""
    breaks = list(_BREAK.finditer(text, 0, offset))
    return len(breaks) + 1, offset - (breaks[-1].end() if breaks else 0) + 1


def _line_start(text: str, offset: int) -> int:
    start = offset
    while start and not _BREAK.match(text, start - 1):
        start -= 1
    return start


def ending_of(text: str, offset: int) -> tuple[int, str]:
    """Where the line of an offset ends, and how (`""` for the last line of a file that does not end)."""
    found = _BREAK.search(text, offset)
    return (found.start(), found.group()) if found else (len(text), "")


def _usual_break(text: str) -> str:
    found = _BREAK.search(text)
    return found.group() if found else "\n"


def added(text: str, branch: Branch, new: Sequence[str], *, after: int, lost: AbstractSet[int]) -> Splice:
    """Written entries put behind the one at the index `after`, or behind what is left before it if that is lost.

    Not all entries may be lost; a list without any must be in brackets.
    """
    kept = [index for index in range(len(branch.entries)) if index not in lost]
    anchors = [index for index in kept if index <= after] or kept[:1]
    if branch.flow:
        comma = _separator(text, branch)
        if not kept:
            return Splice(branch.start + 1, branch.start + 1, comma.join(new))
        place = branch.entries[anchors[-1]].end
        return Splice(place, place, "".join(comma + one for one in new))
    entry = branch.entries[anchors[-1]]
    place, ending = ending_of(text, entry.end)
    ending = ending or _usual_break(text)
    start = entry.start if branch.keyed else _dash(text, entry.start)
    indent = " " * (start - _line_start(text, start))
    dash = "" if branch.keyed else "- "
    return Splice(place, place, "".join(f"{ending}{indent}{dash}{one}" for one in new))


def _separator(text: str, branch: Branch) -> str:
    """What stands between two entries in brackets."""
    if len(branch.entries) > 1:
        between = text[branch.entries[0].end : branch.entries[1].start]
        if _COMMA.fullmatch(between):
            return between
    return ", "


def _dash(text: str, start: int) -> int:
    """The dash before an item of a list; the item's own place if only space and a dash do not lead to it."""
    before = text[:start].rstrip()
    return len(before) - 1 if before.endswith("-") else start


def cut(text: str, branch: Branch, lost: AbstractSet[int]) -> list[Splice] | None:
    """The entries at these indices cut out with what joins them to the others, or None if more than that would go."""
    return _cut_from_brackets(text, branch, lost) if branch.flow else _cut_lines(text, branch, lost)


def _cut_from_brackets(text: str, branch: Branch, lost: AbstractSet[int]) -> list[Splice] | None:
    entries = branch.entries
    splices: list[Splice] = []
    index = 0
    while index < len(entries):
        first = index
        while index < len(entries) and index in lost:
            index += 1
        if index > first:
            start, end = entries[first].start, entries[index - 1].end
            if index < len(entries):
                end = entries[index].start
            elif first:
                start = entries[first - 1].end
            splices.append(Splice(start, end, ""))
        index += 1
    return None if any(_comments(text, branch, splice) for splice in splices) else splices


def _comments(text: str, branch: Branch, splice: Splice) -> bool:
    """Whether a comment stands between the entries that are cut out."""
    gaps = [
        text[one.end : other.start]
        for one, other in zip(branch.entries, branch.entries[1:], strict=False)
        if splice.start <= one.end <= other.start <= splice.end
    ]
    return any("#" in gap for gap in gaps)


def _cut_lines(text: str, branch: Branch, lost: AbstractSet[int]) -> list[Splice] | None:
    splices: list[Splice] = []
    for index in sorted(lost):
        entry = branch.entries[index]
        start = entry.start if branch.keyed else _dash(text, entry.start)
        begun = _line_start(text, start)
        if not text[begun:start].strip():
            end, ending = ending_of(text, entry.end)
            splices.append(Splice(begun, end + len(ending), ""))
        elif branch.keyed and index + 1 < len(branch.entries):
            # The first key behind the dash of a list's item: the next one comes up.
            following = branch.entries[index + 1].start
            if text[entry.end : following].strip():
                return None
            splices.append(Splice(start, following, ""))
        else:
            return None
    return _without_last_break(text, splices)


def _without_last_break(text: str, splices: list[Splice]) -> list[Splice]:
    """The same cuts; where they end a text that ends without a line end, what is left ends without one too."""
    cuts = list(splices)
    position = len(text)
    if _BREAK.fullmatch(text[-1:]) or not cuts or cuts[-1].end < position:
        return splices
    while cuts and cuts[-1].end == position:
        position = cuts.pop().start
    before = _BREAK_BEFORE.search(text, 0, position)
    return [*cuts, Splice(before.start() if before else position, len(text), "")]
