"""Where the notes of a graph stand, which the file of the graph tells: what moves nobody need not place them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import msgspec

__all__ = ["DATA_BEGIN", "DATA_END", "Placing", "placing_in"]

DATA_BEGIN: Final = b"self.vaultgenGraph="
DATA_END: Final = b";\n"


class Placing(NamedTuple):
    """The places of notes by their addresses, on a sheet so tall; `key` is a digest of all that they follow from."""

    key: str
    tall: int
    spots: Mapping[str, tuple[int, int]]


class _Data(msgspec.Struct):
    """What of a graph's file is read: per note title, kind, links, x, y, size, scale, whether it is a hub, address."""

    placed: tuple[str, int]
    notes: list[tuple[str, str, int, int, int, int, int, int, str]]


def placing_in(data: bytes) -> Placing | None:
    """The places that the file of a graph tells; None if it is no such file."""
    try:
        told = msgspec.json.decode(data.removeprefix(DATA_BEGIN).removesuffix(DATA_END), type=_Data)
    except msgspec.MsgspecError:
        return None
    return Placing(*told.placed, {one[8]: (one[3], one[4]) for one in told.notes})
