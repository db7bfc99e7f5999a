"""Whole trees of files: one is made ready out of sight, sharing what did not change, and trades places with another."""

# ruff: noqa: PTH105, PTH104, PTH106, PTH108, PTH116, PTH123, PTH208 -- as in
# `files`: tens of thousands of files pass through here, and a Path costs more than the step.

from __future__ import annotations

import contextlib
import errno
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from vaultgen.vault.exchange import exchange
from vaultgen.vault.gate import check_relative, explain, explained, refuse_link, safe_path

__all__ = ["Tree", "clear_tree", "settle_trade", "trade", "write_bytes"]

_NEW: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_BITE: Final = 1 << 24
_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS, errno.EOPNOTSUPP}
)


@dataclass(slots=True)
class Tree:
    """A tree that nobody looks at yet. What is put in it is always a new file: the old one may be shared.

    `put`, `copy` and `link` give the size and the mtime (ns) of the file that they made.
    """

    root: str
    _made: set[str] = field(default_factory=set)

    def put(self, address: str, data: bytes) -> tuple[int, int]:
        """A new file with these bytes."""
        path = self._place(address)
        try:
            descriptor = _opened(path)
            try:
                view = memoryview(data)
                while view:
                    view = view[os.write(descriptor, view) :]
                about = os.fstat(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise explain(error, path) from error
        return about.st_size, about.st_mtime_ns

    def copy(self, address: str, source: str) -> tuple[int, int]:
        """A copy of another file, which shares its blocks where the disk can do that."""
        path = self._place(address)
        with explained(source), open(source, "rb", buffering=0) as old, explained(path):
            descriptor = _opened(path)
            try:
                _pour(old.fileno(), descriptor)
                about = os.fstat(descriptor)
            finally:
                os.close(descriptor)
        return about.st_size, about.st_mtime_ns

    def link(self, address: str, source: str) -> tuple[int, int]:
        """The same file under another name; a copy with the same times where the disk has no second names."""
        path = self._place(address)
        try:
            try:
                os.link(source, path, follow_symlinks=False)
            except FileExistsError:
                os.unlink(path)
                os.link(source, path, follow_symlinks=False)
            about = os.stat(path)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise explain(error, path) from error
            self.copy(address, source)
            with explained(path):
                about = os.stat(source)
                os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
        return about.st_size, about.st_mtime_ns

    def remove(self, address: str) -> None:
        """Delete a file, if it is there, and the folders that it was the last one of."""
        check_relative(address)
        with explained(f"{self.root}/{address}"), contextlib.suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(f"{self.root}/{address}")
        folder = address.rpartition("/")[0]
        while folder:
            try:
                os.rmdir(f"{self.root}/{folder}")
            except OSError:
                return
            self._made.discard(folder)
            folder = folder.rpartition("/")[0]

    def ready(self) -> None:
        """Make its folder, if it is missing."""
        self._place("-")

    def _place(self, address: str) -> str:
        """Where `address` is; its folder is there."""
        folder = address.rpartition("/")[0]
        check_relative(address)
        if folder not in self._made:
            place = safe_path(Path(self.root), folder) if folder else Path(self.root)
            with explained(place):
                place.mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        return f"{self.root}/{address}"


def _opened(path: str) -> int:
    """A new file to write to, in the place of what may stand there: mostly that is nothing."""
    try:
        return os.open(path, _NEW, 0o666)
    except FileExistsError:
        os.unlink(path)
        return os.open(path, _NEW, 0o666)


def _pour(old: int, new: int) -> None:
    """Let one open file hold what another holds, a bite at a time, without a way through this program if possible."""
    size = os.fstat(old).st_size
    if hasattr(os, "copy_file_range"):
        try:
            while size > 0 and (poured := os.copy_file_range(old, new, min(size, _BITE))):
                size -= poured
        except OSError as error:
            if error.errno not in _NO_LINKS | {errno.EINVAL}:
                raise
    while bite := os.read(old, _BITE):
        view = memoryview(bite)
        while view:
            view = view[os.write(new, view) :]


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step; its folder is made if missing."""
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        half = f"{path}.half"
        refuse_link(half)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(half)
        descriptor = os.open(half, _NEW, 0o666)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
        finally:
            os.close(descriptor)
        os.replace(half, path)


def clear_tree(root: Path) -> None:
    """Delete a folder with all that is in it, links as such; one that has gone already is no trouble."""
    with explained(root):
        refuse_link(str(root))
        _clear(str(root))


def _clear(folder: str) -> None:
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            _clear(entry.path)
        else:
            os.unlink(entry.path)
    os.rmdir(folder)


def trade(ready: Path, shown: Path) -> bool:
    """Let the tree `ready` stand at `shown`, and what stood there at `ready`; False if nothing stood there.

    A system that has no single step for it needs three renames: `settle_trade` ends what a crash between them left.
    """
    with explained(shown):
        refuse_link(str(shown))
        shown.parent.mkdir(parents=True, exist_ok=True)
        if not shown.is_dir() or not os.listdir(shown):
            if shown.is_dir():
                os.rmdir(shown)
            os.rename(ready, shown)
            return False
        exchange(str(ready), str(shown))
        return True


def settle_trade(ready: Path, shown: Path) -> None:
    """End a trade that was broken off between its renames."""
    spare = Path(f"{ready}-spare")
    with explained(shown):
        if not os.path.lexists(spare):
            return
        if not os.path.lexists(shown):
            os.rename(spare, shown)
        elif not os.path.lexists(ready):
            os.rename(spare, ready)
        else:
            clear_tree(spare)
