"""What is remembered of a file between two builds: its stat, and the sheet that was read of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import msgspec

from vaultgen.site.sheet import Sheet
from vaultgen.site.survey.rest import collector_at_rest
from vaultgen.vault.scan import File

__all__ = ["EDITION", "Seen", "decode", "encode"]

EDITION: Final = 4
"""Changes whenever the same bytes give another sheet: what was remembered before is then read again."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One file as it was seen: while size, times and inode stay, its sheet stays."""

    stat: File
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class _Kept:
    edition: int
    files: list[Seen]


def encode(seen: Iterable[Seen]) -> bytes:
    """The files as JSON, in the order of their paths."""
    files = sorted(seen, key=lambda one: one.stat.path)
    return msgspec.json.encode(_Kept(EDITION, files))


def decode(data: bytes) -> dict[str, Seen]:
    """The files that `encode` wrote, by path; none if the text is of another edition or damaged."""
    try:
        with collector_at_rest():
            kept = msgspec.json.decode(data, type=_Kept)
    except (msgspec.MsgspecError, RecursionError):
        return {}
    return {one.stat.path: one for one in kept.files} if kept.edition == EDITION else {}
