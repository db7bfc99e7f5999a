"""Links that follow the files they mean when these are renamed or moved, every other byte left as it was."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from vaultgen.vault.canvas import Field, fields
from vaultgen.vault.moved import Moved
from vaultgen.vault.references import UNQUOTED, references
from vaultgen.vault.scalars import locate, quoted
from vaultgen.vault.spelling import Turn, respell

__all__ = ["Relinked", "relink", "relink_canvas", "relink_file"]

_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Relinked:
    """A text whose links follow; `count` are those rewritten, `missed` those that nothing can be written for."""

    text: str
    count: int = 0
    missed: int = 0


class _Edit(NamedTuple):
    """Other text for a stretch of one; None if it should have been another but cannot."""

    start: int
    end: int
    text: str | None


def relink_file(data: bytes, path: str, moved: Moved) -> Relinked | None:
    """The text of a file with links that follow; None if nothing changes, or if it is no text with links.

    `path` is where the file stood before.
    """
    rewrite = relink if path.endswith(".md") else relink_canvas if path.endswith(".canvas") else None
    if rewrite is None or not moved.may_link(path, data):
        return None
    try:
        relinked = rewrite(data.decode(), path, moved)
    except UnicodeDecodeError:
        return None
    return relinked if relinked.count or relinked.missed else None


def relink(text: str, source: str, moved: Moved) -> Relinked:
    """The text of a note with links that mean the files that they meant before, wherever these are now.

    `source` is where the note stood before. A link that led nowhere, or that is right as it is, stays as it is;
    a heading, a block and a label always do.
    """
    return _apply(text, list(_edits(text, source, moved)))


def relink_canvas(text: str, source: str, moved: Moved) -> Relinked:
    """The text of a canvas with files and links on its cards that mean what they meant before."""
    plain_ascii = text.isascii() and "\\u" in text
    found: list[_Edit] = []
    for field in fields(text):
        if field.kind == "text":
            found += _on_card(text, field, source, moved, plain_ascii=plain_ascii)
        elif old := moved.before.find(f"/{field.value}", source):
            new = moved.place(old)
            if moved.after.find(f"/{field.value}", source) != new:
                known = moved.after.find(f"/{new}", source) == new
                written = quoted(new, '"', plain_ascii=plain_ascii) if known else None
                found.append(_Edit(field.start + 1, field.end - 1, written))
    return _apply(text, found)


def _on_card(text: str, field: Field, source: str, moved: Moved, *, plain_ascii: bool) -> Iterator[_Edit]:
    """The edits of the text on a card, as edits of the canvas."""
    written = text[field.start : field.end]
    for edit in _edits(field.value, source, moved):
        start, end = locate(written, field.value, edit.start, edit.end) or (0, 0)
        inserted = None if edit.text is None else quoted(edit.text, '"', plain_ascii=plain_ascii)
        yield _Edit(field.start + start, field.start + end, inserted if end else None)


def _edits(text: str, source: str, moved: Moved) -> Iterator[_Edit]:
    """What has to be written otherwise in a note, in its own characters."""
    mark = len(text) - len(text.removeprefix(_BYTE_ORDER_MARK))
    lines = text[mark:].split("\r\n")
    plain = "\n".join(lines)
    # Where the line ends of two characters are, counted in a text with plain ones.
    ends = list(accumulate((len(line) + 1 for line in lines[:-1]), initial=-1))[1:]
    place = moved.place(source)
    for reference in references(plain, definitions=True):
        if not reference.target or (reference.fault == UNQUOTED and reference.start < 0):
            continue
        old = moved.before.find(reference.target, source)
        new = moved.place(old)
        if not old or moved.after.find(reference.target, place) == new:
            continue
        written = plain[reference.start : reference.end] if reference.start >= 0 else ""
        spelt = respell(reference, written, Turn(old, new, source, place), moved) if written else None
        start, end = (at + mark + bisect_left(ends, at) for at in (reference.start, reference.end))
        yield _Edit(start, end, spelt)


def _apply(text: str, edits: Iterable[_Edit]) -> Relinked:
    pieces: list[str] = []
    at = count = missed = 0
    for start, end, inserted in edits:
        if inserted is None:
            missed += 1
            continue
        pieces += (text[at:start], inserted)
        at, count = end, count + 1
    return Relinked("".join((*pieces, text[at:])), count, missed) if count else Relinked(text, 0, missed)
