"""What stands in a vault folder: its files with their stats."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vaultgen.vault.gate import explain

__all__ = ["File", "read", "scan"]

_UNFIT: Final = re.compile(r"[\\\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class File:
    """One file of the vault; `path` is relative to it, with `/`."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


def scan(root: Path) -> dict[str, File]:
    """All files below `root` by path, sorted, without hidden ones, links, and names that no note can have."""
    found: list[File] = []
    folders = [("", str(root))]
    while folders:
        prefix, folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    name = entry.name
                    if name[0] == "." or entry.is_symlink() or not _is_fit(name):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append((f"{prefix}{name}/", entry.path))
                    elif entry.is_file(follow_symlinks=False):
                        stat = entry.stat(follow_symlinks=False)
                        path = prefix + name
                        found.append(
                            File(path, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
                        )
        except FileNotFoundError:
            continue
        except OSError as error:
            raise explain(error, folder) from error
    found.sort(key=lambda file: file.path)
    return {file.path: file for file in found}


def _is_fit(name: str) -> bool:
    """Whether Obsidian could have such a name; others, and what is not text, would break a manifest."""
    if _UNFIT.search(name):
        return False
    try:
        return name.isascii() or bool(name.encode())
    except UnicodeEncodeError:
        return False


def read(root: Path, relative: str) -> bytes | None:
    """Give the bytes of a file of the vault; None if it is not there."""
    path = f"{root}/{relative}"
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 -- every note of a vault is read through here
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise explain(error, path) from error
