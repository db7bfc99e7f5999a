"""Single files, written whole inside one folder, and each failure in words that help."""

# ruff: noqa: PTH101,PTH104,PTH105,PTH106,PTH108,PTH120,PTH121,PTH122,PTH208 -- ten thousand notes pass through here;
# making a Path for each step costs more than the step.

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from vaultgen.vault.exchange import exchange, rename_new
from vaultgen.vault.gate import check_relative, explain, explained, refuse_link, safe_path

__all__ = [
    "TRASH",
    "Aside",
    "Writer",
    "move",
    "open_to_lock",
    "refill",
    "remove",
    "rewrite",
    "sweep",
    "sync",
    "to_trash",
    "write_if_changed",
    "write_text",
]

TRASH: Final = ".trash"

# A handful of files is flushed faster one by one; for more than that, the whole disk is flushed at once.
_FEW: Final = 24
_FLAGS: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_TRUNC
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_HALF: Final = re.compile(r"\..+\.tmp-\d+")
_ASIDE: Final = re.compile(r"\.(.+)\.old-\d+-\d+(?:-spare)?")


def _replace(path: str, data: bytes) -> None:
    """Put `data` at `path` in one step: a reader, or a crash, sees the old file or the new one."""
    with _staged(path, data) as temporary:
        os.replace(temporary, path)


@contextlib.contextmanager
def _staged(path: str, data: bytes) -> Iterator[str]:
    """A file beside `path` with `data` and the mode of what stands there; gone if it is not put in a place."""
    mode = refuse_link(path)
    folder, name = os.path.split(path)
    # Obsidian and its Sync do not see dot-files. The name is cut so that it fits wherever its own does.
    temporary = f"{folder}/.{name[:40]}.tmp-{os.getpid()}"
    try:
        descriptor = os.open(temporary, _FLAGS, 0o666)
        try:
            _write_all(descriptor, data)
        finally:
            os.close(descriptor)
        if mode >= 0:
            os.chmod(temporary, mode)
        yield temporary
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`: a disk may take it in several bites."""
    written = os.write(descriptor, data)
    while written < len(data):
        written += os.write(descriptor, data[written:])


def refill(descriptor: int, data: bytes) -> None:
    """Put `data` in the place of all that an open file holds: only for text that nobody minds losing."""
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    _write_all(descriptor, data)


def open_to_lock(path: Path) -> int:
    """Give a descriptor of the file at `path`, which is made if missing and never emptied by this."""
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, _FLAGS & ~(os.O_TRUNC | os.O_WRONLY) | os.O_RDWR, 0o666)


def write_text(path: Path, text: str) -> None:
    """Put `text` at `path` as UTF-8 in one step; folders are made, the mode of an existing file is kept."""
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(str(path), text.encode())


def write_if_changed(path: Path, text: str) -> bool:
    """Like `write_text`, unless the file has these bytes already: then its mtime stays; True if written."""
    with contextlib.suppress(OSError):
        if path.read_bytes() == text.encode():
            return False
    write_text(path, text)
    return True


def rewrite(path: Path, old: bytes, new: bytes) -> bool:
    """Put `new` in the place of a file that still holds `old`, in one step and to survive a power cut.

    False, and nothing done, if it holds anything else.
    """
    with explained(path), _staged(str(path), new) as temporary:
        if path.read_bytes() != old:
            return False
        os.replace(temporary, path)
    sync([path])
    return True


def remove(path: Path) -> None:
    """Delete one file; one that has gone already is no trouble."""
    with explained(path):
        path.unlink(missing_ok=True)


def move(old: Path, new: Path) -> None:
    """Give a file another name or folder, never over another file; a change of case alone works, too."""
    with explained(new):
        new.parent.mkdir(parents=True, exist_ok=True)
        try:
            rename_new(str(old), str(new))
        except FileExistsError:
            if not _same_name(old, new):
                raise
            os.rename(old, new)


def _same_name(old: Path, new: Path) -> bool:
    """Whether `new` is `old` spelt with other capitals, on a disk that does not tell them apart."""
    return os.path.samefile(old, new) and new.name not in os.listdir(new.parent)


def to_trash(root: Path, relative: str) -> str:
    """Move a file into the vault's `.trash/`, as Obsidian does; gives its new path below `root`."""
    target = _free_in_trash(root, relative)
    move(safe_path(root, relative), target)
    return target.relative_to(root).as_posix()


def _free_in_trash(root: Path, relative: str) -> Path:
    stem, suffix = os.path.splitext(f"{TRASH}/{relative}")
    target, number = f"{stem}{suffix}", 0
    while os.path.lexists(root / target):
        number += 1
        target = f"{stem} {number}{suffix}"
    return safe_path(root, target)


def sync(paths: Iterable[str | Path]) -> None:
    """Return when these files will survive a power cut; a few are flushed alone, many with the whole disk."""
    files = list(paths)
    if len(files) > _FEW and hasattr(os, "sync"):
        os.sync()
        return
    for path in files:
        with explained(path), contextlib.suppress(FileNotFoundError):
            _flush(path)
    for folder in sorted({os.path.dirname(path) for path in files}):
        # Some disks cannot flush a folder and Windows cannot open one; nothing more can be done then.
        with contextlib.suppress(OSError):
            _flush(folder)


def _flush(path: str | Path) -> None:
    descriptor = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(root: Path, known: Container[str] = ()) -> None:
    """Clear away what an interrupted build left below `root`: half-written files, and old ones that it set aside.

    One set aside whose hash is not among the `known` was saved at the last moment: it goes into `.trash/`.
    """
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if name not in (".git", TRASH)]
        for name in files:
            path = Path(folder, name)
            if _HALF.fullmatch(name):
                remove(path)
            elif aside := _ASIDE.fullmatch(name):
                with explained(path):
                    digest = sha256(path.read_bytes()).hexdigest()
                if digest in known:
                    remove(path)
                else:
                    move(path, _free_in_trash(root, path.with_name(aside[1]).relative_to(root).as_posix()))


@dataclass(frozen=True, slots=True)
class Aside:
    """A file that another has taken the place of (`path`), as long as it is kept (at `kept`)."""

    path: str
    kept: str

    def look(self) -> tuple[bytes, tuple[int, int]]:
        """What it holds, and a stamp that is another one if somebody who had it open saves it again."""
        with explained(self.kept), open(self.kept, "rb", buffering=0) as file:  # noqa: PTH123
            return file.read(), _moment(os.fstat(file.fileno()))

    def stamp(self) -> tuple[int, int]:
        """The stamp alone."""
        with explained(self.kept):
            return _moment(os.stat(self.kept))  # noqa: PTH116


def _moment(about: os.stat_result) -> tuple[int, int]:
    return about.st_mtime_ns, about.st_size


@dataclass(slots=True)
class Writer:
    """Writes below one folder; remembers which folders are safe, and what it wrote, for one `sync`."""

    root: Path
    touched: list[str] = field(default_factory=list)
    _safe: set[str] = field(default_factory=set)
    _asides: list[str] = field(default_factory=list)
    _count: int = 0

    def write(self, relative: str, data: bytes) -> None:
        """Put `data` at `relative` in one step."""
        path = self._path(relative)
        try:
            _replace(path, data)
        except OSError as error:
            raise explain(error, path) from error
        self.touched.append(path)

    def create(self, relative: str, data: bytes) -> bool:
        """Put `data` at `relative` in one step; False, and nothing done, if something stands there."""
        path = self._path(relative)
        try:
            with _staged(path, data) as temporary:
                rename_new(temporary, path)
        except FileExistsError:
            return False
        except OSError as error:
            raise explain(error, path) from error
        self.touched.append(path)
        return True

    def swap(self, relative: str, data: bytes) -> Aside | None:
        """Put `data` in the place of a file, which is kept aside until `clear_up`; None if there is none."""
        path = self._path(relative)
        folder, name = os.path.split(path)
        self._count += 1
        aside = f"{folder}/.{name[:40]}.old-{os.getpid()}-{self._count}"
        try:
            with _staged(path, data) as temporary:
                os.rename(temporary, aside)
            try:
                exchange(aside, path)
            except FileNotFoundError:
                os.unlink(aside)
                return None
        except OSError as error:
            raise explain(error, path) from error
        self._asides.append(aside)
        self.touched.append(path)
        return Aside(relative, aside)

    def recover(self, aside: Aside) -> None:
        """Put a file that was replaced into `.trash/`."""
        move(Path(aside.kept), _free_in_trash(self.root, aside.path))
        self._asides.remove(aside.kept)

    def clear_up(self) -> None:
        """Delete the files that others have taken the place of."""
        for path in self._asides:
            remove(Path(path))
        self._asides.clear()

    def move(self, old: str, new: str) -> None:
        """Give the file at `old` the name `new`; folders left empty are taken away."""
        source, target = self._path(old), Path(self._path(new))
        refuse_link(source)
        move(Path(source), target)
        self.touched.append(str(target))
        self._clear(old)

    def trash(self, relative: str) -> str:
        """Move the file into `.trash/`; gives its path there. Folders left empty are taken away."""
        target = to_trash(self.root, relative)
        self.touched.append(f"{self.root}/{target}")
        self._clear(relative)
        return target

    def remove(self, relative: str) -> None:
        """Delete the file; folders left empty are taken away."""
        remove(Path(self._path(relative)))
        self._clear(relative)

    def sync(self) -> None:
        """Return when all that was written will survive a power cut."""
        sync(self.touched)
        self.touched.clear()

    def _path(self, relative: str) -> str:
        """Where `relative` is, its folders checked and made once each."""
        folder = relative.rpartition("/")[0]
        if folder not in self._safe:
            self._admit(folder, relative)
        check_relative(relative)
        return f"{self.root}/{relative}"

    def _admit(self, folder: str, relative: str) -> None:
        check_relative(relative)
        place = safe_path(self.root, folder) if folder else self.root
        with explained(place):
            place.mkdir(parents=True, exist_ok=True)
        self._safe.add(folder)

    def _clear(self, relative: str) -> None:
        """Take away the folders that this file was the last one of."""
        folder = relative.rpartition("/")[0]
        while folder:
            try:
                os.rmdir(f"{self.root}/{folder}")
            except OSError:
                return
            self._safe.discard(folder)
            folder = folder.rpartition("/")[0]
