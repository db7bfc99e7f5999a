"""What stands between the pieces of a merged text: line ends and blank lines, as one of its sources has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from vaultgen.notes.merge.lines import plain

__all__ = ["Gaps", "Piece", "join"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A slice of text and its number among the pieces of each version; -1 where that version has no such piece."""

    text: str
    base: int = -1
    note: int = -1
    made: int = -1


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gap behind each piece of each version; the last of a version ends it."""

    base: Sequence[str]
    note: Sequence[str]
    made: Sequence[str]


def join(pieces: Sequence[Piece], gaps: Gaps, *, end: str, usual: int = 2) -> str:
    """The pieces as one text that ends as the note does; neighbours of no version get `usual` line ends."""
    parts: list[str] = []
    for piece, following in pairwise(pieces):
        parts += (piece.text, _gap(piece, following, gaps, end, usual))
    if pieces:
        parts += (pieces[-1].text, _final(gaps))
    return "".join(parts)


def _final(gaps: Gaps) -> str:
    base, note, made = (plain(side[-1]) if side else None for side in (gaps.base, gaps.note, gaps.made))
    if note is None or (note == base and made is not None):
        return gaps.made[-1] if gaps.made and note != made else (gaps.note[-1] if gaps.note else "")
    return gaps.note[-1]


def _gap(piece: Piece, following: Piece, gaps: Gaps, end: str, usual: int) -> str:
    in_note = piece.note >= 0 and following.note == piece.note + 1
    in_made = piece.made >= 0 and following.made == piece.made + 1
    if in_note:
        own = gaps.note[piece.note]
        in_base = piece.base >= 0 and following.base == piece.base + 1
        if in_made and in_base and plain(own) == plain(gaps.base[piece.base]):
            made = gaps.made[piece.made]
            return own if plain(made) == plain(own) else made
        return own
    if in_made:
        made = gaps.made[piece.made]
        if piece.note < 0 or (
            piece.base >= 0 and plain(gaps.base[piece.base]) == plain(gaps.note[piece.note])
        ):
            return made
        return _widened(gaps.note[piece.note], _breadth(made), end)
    own = gaps.note[piece.note] if piece.note >= 0 else gaps.made[piece.made]
    return _widened(own, usual, end)


def _breadth(gap: str) -> int:
    return plain(gap).count("\n")


def _widened(gap: str, breadth: int, end: str) -> str:
    """The gap with as many line ends more as it needs."""
    return gap + end * (breadth - _breadth(gap))
