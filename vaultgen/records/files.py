"""The files in which records are looked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from vaultgen.errors import Problem
from vaultgen.records.rows import KIND_OF_TABLE, SUFFIXES, table_of

__all__ = ["find_record_files"]

UNREAD = (".json", ".xlsx", ".xls", ".ods", ".parquet", ".feather", ".sqlite", ".db", ".xml")
"""What holds tables elsewhere; a file of this kind that is named after a table of ours is no stranger."""

_ADVICE = f"records are in {', '.join(SUFFIXES)}"


def find_record_files(roots: Sequence[Path], base: Path) -> tuple[list[tuple[str, Path]], list[Problem]]:
    """The files below the roots by name (relative to the base), sorted; and what is wrong with the roots.

    Hidden files, readmes and files with other suffixes are left alone. A root may be a file.
    """
    search = _Search(base)
    for root in roots:
        search.look_at(base / root)
    return sorted(search.found.items()), sorted(search.problems)


class _Search:
    """Walks folders, each once, however they are linked."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.found: dict[str, Path] = {}
        self.problems: set[Problem] = set()
        self._seen: set[tuple[int, int]] = set()

    def look_at(self, root: Path) -> None:
        """A folder or file that the project names."""
        name = self._name(root)
        suffix = root.suffix.lower()
        if root.is_dir() and suffix not in SUFFIXES:
            self._walk(str(root), name)
        elif not os.path.lexists(root):
            self._refuse(name, "there is no such file or folder")
        elif suffix in SUFFIXES:
            self.found[name] = root
        else:
            self._refuse(name, f"files ending in “{suffix}” are not read", _ADVICE)

    def _name(self, path: Path) -> str:
        """The path from the base, readable on a screen even if it is no text."""
        relative = os.path.relpath(path, self.base)
        return Path(relative).as_posix().encode("utf-8", "replace").decode()

    def _refuse(self, name: str, message: str, advice: str = "") -> None:
        self.problems.add(Problem(name, 0, 0, message, advice))

    def _walk(self, folder: str, name: str) -> None:
        try:
            about = os.stat(folder)  # noqa: PTH116 -- ten thousand times a Path costs 30 ms
            if (about.st_dev, about.st_ino) in self._seen:
                return
            self._seen.add((about.st_dev, about.st_ino))
            with os.scandir(folder) as listing:
                entries = list(listing)
        except OSError as error:
            self._refuse(name, f"cannot be read: {error.strerror}")
            return
        for entry in entries:
            if not entry.name.startswith("."):
                self._sort_in(entry, entry.name if name == "." else f"{name}/{entry.name}")

    def _sort_in(self, entry: os.DirEntry[str], name: str) -> None:
        stem, suffix = os.path.splitext(entry.name)  # noqa: PTH122 -- as above
        suffix = suffix.lower()
        # A folder that is named like a table is found too: reading it will say what is wrong.
        if suffix in SUFFIXES and stem.lower() != "readme":
            self.found[name.encode("utf-8", "replace").decode()] = Path(entry.path)
        elif entry.is_dir():
            self._walk(entry.path, name)
        elif suffix in UNREAD and table_of(entry.name) in KIND_OF_TABLE:
            self._refuse(name, f"files ending in “{suffix}” are not read", _ADVICE)
