"""The folders of one site: the one that readers see, and the hidden one beside it in which the next is made."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final, TypeVar

from msgspec import Struct

from vaultgen.errors import VaultError
from vaultgen.site.build.memory import Memory, Stat, read_memory
from vaultgen.site.settings import Settings
from vaultgen.vault.disk import move, remove, settle_trade, write_text
from vaultgen.vault.gate import explained

__all__ = [
    "MARK",
    "MARK_TEXT",
    "Look",
    "Places",
    "Trees",
    "look",
    "places_beside",
    "places_of",
    "recollect",
    "stands",
    "trees",
]

_T = TypeVar("_T")

MARK: Final = ".vaultgen-site"
MARK_TEXT: Final = b"This folder is written by `vaultgen site build`.\n"

Look = tuple[int, int, int]
"""The size, the mtime (ns) and the inode of a file."""


class Trees(Struct, frozen=True):
    """The files of a site that are shown, by address, and how the tree to come differs from that.

    `missing` are those that it does not share, and `strange` those of its own.
    """

    live: Mapping[str, Look]
    missing: AbstractSet[str]
    strange: AbstractSet[str]


class Places(Struct, frozen=True):
    """Where the parts of one site are. All of them are on one disk, so that trees can trade places."""

    output: Path
    hidden: Path

    @property
    def next(self) -> Path:
        """The tree in which the next site is made ready."""
        return self.hidden / "next"

    @property
    def memory(self) -> Path:
        """What the last build left to know."""
        return self.hidden / "memory.json"

    @property
    def pending(self) -> Path:
        """What a build will leave to know, if it gets as far as the trade."""
        return self.hidden / "memory-next.json"

    @property
    def history(self) -> Path:
        """The former addresses of notes, where no project keeps them."""
        return self.hidden / "addresses.json"

    @property
    def sheets(self) -> Path:
        """The folder with the sheets of the vault as they were kept."""
        return self.hidden / "sheets"


def places_of(settings: Settings) -> Places:
    """The folders of a site; a VaultError if they and the vault lie in one another, or the folder is another's."""
    output, vault = settings.output.resolve(), settings.vault.resolve()
    if not vault.is_dir():
        raise VaultError(f"{settings.vault}: there is no such folder; name that of a vault")
    if output == vault or output.is_relative_to(vault) or vault.is_relative_to(output):
        raise VaultError(
            f"{output}: the site and the vault {vault} must not lie in one another; name another folder with --out"
        )
    places = places_beside(output)
    settle_trade(places.next, output)
    _check_ours(output)
    return places


def places_beside(output: Path) -> Places:
    """The folders of a site that stands in a folder; a VaultError if that is a whole disk."""
    output = output.resolve()
    if output.name == "":
        raise VaultError(f"{output}: a whole disk cannot be a site; name a folder with --out")
    return Places(output, output.with_name(f".{output.name}.vaultgen"))


def _check_ours(output: Path) -> None:
    if not os.path.lexists(output):
        return
    if not output.is_dir():
        raise VaultError(
            f"{output}: a file stands where the site should go; move it or name a folder with --out"
        )
    if not (output / MARK).is_file():
        with explained(output):
            if any(output.iterdir()):
                raise VaultError(
                    f"{output}: holds files that `vaultgen site build` did not write; empty it or name another "
                    "folder with --out"
                )


def recollect(places: Places) -> Memory | None:
    """What is known of the site that stands there; a build that was broken off after its trade is believed."""
    if not (places.hidden / ".gitignore").exists():
        write_text(places.hidden / ".gitignore", "*\n")
    if places.pending.exists():
        pending = read_memory(places.pending)
        if pending is not None and pending.root == inode(places.output):
            remove(places.memory)
            move(places.pending, places.memory)
        else:
            remove(places.pending)
    return read_memory(places.memory)


def inode(folder: Path) -> int:
    """The number by which the disk knows a folder, 0 if there is none."""
    try:
        return folder.stat().st_ino
    except OSError:
        return 0


def look(root: Path) -> dict[str, Look]:
    """Every file below a folder, hidden ones and links too, by address; nothing if there is no folder."""
    return _told(root, _look)


def trees(places: Places) -> Trees:
    """Both trees of a site as they stand. Where one inode is one file, who shares it needs no other look."""
    live, spare = look(places.output), _told(places.next, os.DirEntry.inode)
    shared = {address for address, one in live.items() if spare.get(address) == one[2]}
    return Trees(live, live.keys() - shared, spare.keys() - shared)


def stands(addresses: Iterable[str], stats: Iterable[Stat], live: Mapping[str, Look]) -> bool:
    """Whether all these files are as they were left."""
    for address, stat in zip(addresses, stats, strict=True):
        found = live.get(address)
        if found is None or found[:2] != stat:
            return False
    return True


def _look(entry: os.DirEntry[str]) -> Look:
    about = entry.stat(follow_symlinks=False)
    return about.st_size, about.st_mtime_ns, about.st_ino


def _told(root: Path, tell: Callable[[os.DirEntry[str]], _T]) -> dict[str, _T]:
    found: dict[str, _T] = {}
    folders = [("", str(root))]
    while folders:
        prefix, folder = folders.pop()
        try:
            with explained(folder), os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append((f"{prefix}{entry.name}/", entry.path))
                    else:
                        found[prefix + entry.name] = tell(entry)
        except VaultError:
            if os.path.lexists(folder):
                raise
    return found
