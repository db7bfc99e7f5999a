"""What a build remembers for the next one: what it read, what it made, and what the files it left look like."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from vaultgen.site.build.asked import Asked
from vaultgen.site.fault import Fault
from vaultgen.site.finding import Finding
from vaultgen.vault.disk import write_bytes

__all__ = ["PAGE", "Made", "Memory", "Stat", "read_memory", "write_memory"]

_FORM: Final = 4

PAGE: Final = "page"
"""The kind of the leaves that are pages of notes."""

Stat = tuple[int, int]
"""The size and the mtime (ns) of a file of the site."""


class Made(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A leaf as it was made: the stats of its files, in the order of its addresses, and what was wrong in it.

    Of a page there is also what it asked of others.
    """

    kind: str
    subject: str
    key: str
    addresses: tuple[str, ...]
    stats: tuple[Stat, ...]
    faults: tuple[Fault, ...] = ()
    asked: Asked = Asked()


class Memory(msgspec.Struct, frozen=True):
    """What a build left behind.

    `root` is the inode of the folder that it describes. `code` is a digest of this program, and `program` of all
    that every leaf depends on: the code, the templates and the settings; `ground` is one of what all pages share,
    and `history` tells of former addresses.
    `files` are the stamps of the vault's files, a stamp of no numbers for one that may have changed unseen. `loose`
    are files of the site that no leaf made, such as the search index, and `loose_key` a digest of what they were
    made of. `checked` is what is wrong with the vault, and `findings` that and what could not be shown.
    """

    root: int
    code: str
    program: str
    ground: str
    history: str
    files: dict[str, tuple[int, ...]]
    made: list[Made]
    loose: dict[str, Stat]
    loose_key: str
    checked: list[Finding]
    findings: list[Finding]
    counts: dict[str, int]
    form: int = _FORM


def read_memory(path: Path) -> Memory | None:
    """What was written to `path`; None if there is nothing, or nothing that can be made sense of."""
    try:
        memory = msgspec.json.decode(path.read_bytes(), type=Memory)
    except (OSError, msgspec.DecodeError):
        return None
    return memory if memory.form == _FORM else None


def write_memory(path: Path, memory: Memory) -> None:
    """Keep what the next build shall know."""
    write_bytes(path, msgspec.json.encode(memory))
