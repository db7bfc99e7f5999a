"""What a person and the records each say, side by side in the terminal or in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from rich.padding import Padding

__all__ = ["Differing", "quoted", "sentence", "side_by_side"]

_JOINT: Final = " › "
_LONGEST: Final = 60


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


def side_by_side(rows: Sequence[tuple[str, Differing]], *, indent: int = 0) -> Padding:
    """The spots of notes, a line each, with the two sides beside each other; a note without a name has no column.

    It fits eighty columns.
    """
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    named = any(name for name, _ in rows)
    room, side = (24, 16) if named else (34, 18)
    grid = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for title in ("note", "where", "here", "records")[0 if named else 1 :]:
        grid.add_column(title, no_wrap=True)
    for name, row in rows:
        cells = ([_cut(name, 14)] if named else []) + [_tail(row.where, room)]
        # Text, not str: what a note says must never be read as markup.
        grid.add_row(*map(Text, [*cells, _shown(row.note, side), _shown(row.records, side)]))
    return Padding(grid, (0, 0, 0, indent))


def _tail(where: str, most: int) -> str:
    """The end of a spot, which tells more than its beginning, with the headings before it left out."""
    parts = where.split(_JOINT)
    told = [_JOINT.join(["…", *parts[start:]] if start else parts) for start in range(len(parts))]
    return next((one for one in told if len(one) <= most), _cut(told[-1], most))


def _shown(text: str | None, most: int) -> str:
    return "–" if text is None else _cut(text, most)


def quoted(text: str | None) -> str:
    """A value in a sentence."""
    return "nothing" if text is None else f"“{_cut(text, _LONGEST)}”"


def _cut(text: str, most: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"
