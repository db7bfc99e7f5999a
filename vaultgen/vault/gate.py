"""The gate that every path of a vault passes, and what the errors of a disk mean for the person at it."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vaultgen.errors import VaultError

__all__ = ["check_relative", "explain", "explained", "refuse_link", "safe_path"]

_ODD: Final = re.compile(r"[\\\x00-\x1f]|^[A-Za-z]:(?:/|$)")
_ADVICE: Final = {
    errno.ENOSPC: "the disk is full; free some space and build again",
    errno.EDQUOT: "your share of the disk is used up; free some space and build again",
    errno.EFBIG: "the file is larger than this system allows",
    errno.EROFS: "the disk is read-only; build on one that can be written",
    errno.EACCES: "permission denied; give yourself the right to it, or close the program using it",
    errno.EPERM: "not permitted; lift the protection of the file or its folder",
    errno.EISDIR: "a folder stands where a file should go; move or rename the folder",
    errno.ENOTEMPTY: "a folder stands where a file should go; move or rename the folder",
    errno.ENOTDIR: "a file stands where a folder should go; move or rename the file",
    errno.EEXIST: "something else stands there already; move or rename it",
    errno.ENAMETOOLONG: "the name is too long for this disk; shorten it in the records",
    errno.ELOOP: "a symbolic link stands there; put a real file or folder in its place",
    errno.ENOENT: "the file or its folder has gone; build again",
}


def explain(error: OSError, path: str | Path) -> VaultError:
    """Say what went wrong at `path` and what to do about it, instead of the system's words."""
    cause = _ADVICE.get(error.errno or 0) or (error.strerror or str(error)).lower()
    return VaultError(f"{path}: {cause}")


@contextlib.contextmanager
def explained(path: str | Path) -> Iterator[None]:
    """Whatever fails in here is told as what went wrong at `path`."""
    try:
        yield
    except OSError as error:
        raise explain(error, path) from error


def check_relative(relative: str) -> None:
    """Refuse what is not a plain path below a folder: absolute, with `..`, a drive or a backslash."""
    parts = relative.split("/")
    if "" in parts or ".." in parts or "." in parts or _ODD.search(relative):
        raise VaultError(f"{relative!r}: not a path inside the vault; use one such as Companies/Acme.md")


def safe_path(root: Path, relative: str) -> Path:
    """Give the place of `relative` below `root`; one that leads out of it, or through a link, is refused."""
    check_relative(relative)
    path = str(root)
    for part in relative.split("/"):
        path = f"{path}/{part}"
        refuse_link(path)
    return Path(path)


def refuse_link(path: str) -> int:
    """Give the mode of what stands at `path`, -1 for nothing; a symbolic link is refused."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return -1
    except OSError as error:
        raise explain(error, path) from error
    if stat.S_ISLNK(mode):
        raise VaultError(f"{path}: {_ADVICE[errno.ELOOP]}")
    return stat.S_IMODE(mode)
