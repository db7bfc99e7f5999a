"""What a person and the records each say, side by side in the terminal or in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from rich.table import Table
from rich.text import Text

__all__ = ["Differing", "quoted", "sentence", "side_by_side"]

_JOINT: Final = " › "
_LONGEST: Final = 60
_NARROW: Final = 36


class Differing(NamedTuple):
    """One spot: where it is, what the records gave before, what the note has, and what the records say now.

    `recorded` is the file and line where they say it, if that is to be told.
    """

    where: str
    base: str | None
    note: str | None
    records: str | None
    recorded: str = ""


def sentence(one: Differing) -> str:
    """The spot in one line."""
    if one.base == one.records:
        place = f" ({one.recorded})" if one.recorded else ""
        return f"{one.where}: {quoted(one.note)} instead of {quoted(one.records)}{place}"
    before = f", before {quoted(one.base)}" if one.base is not None else ""
    return f"{one.where}: here {quoted(one.note)}, in the records {quoted(one.records)}{before}"


def side_by_side(rows: Sequence[tuple[str, Differing]], *, indent: int = 0) -> Table:
    """The spots of notes, a line each, with the two sides beside each other; a note without a name has no column."""
    named = any(name for name, _ in rows)
    grid = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    if indent:
        grid.add_column("", width=indent - 2)
    for title in ("note", "where", "here", "records")[0 if named else 1 :]:
        grid.add_column(title, overflow="ellipsis", no_wrap=True)
    for name, row in rows:
        cells = ([name] if named else []) + [_tail(row.where), _shown(row.note), _shown(row.records)]
        # Text, not str: what a note says must never be read as markup.
        grid.add_row(*([""] if indent else []), *map(Text, cells))
    return grid


def _tail(where: str) -> str:
    """The end of a spot, which tells more than its beginning, with the headings before it left out."""
    parts = where.split(_JOINT)
    while len(parts) > 1 and len(_JOINT.join(parts)) > _NARROW:
        parts = ["…", *parts[2:]] if parts[0] == "…" else ["…", *parts[1:]]
    return _cut(_JOINT.join(parts))


def _shown(text: str | None) -> str:
    return "–" if text is None else _cut(text)


def quoted(text: str | None) -> str:
    """A value in a sentence."""
    return "nothing" if text is None else f"“{_cut(text)}”"


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}…"
