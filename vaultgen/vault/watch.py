"""When a build may have something to do: what is watched, which changes count, and a look at what they changed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from vaultgen.errors import ProjectError
from vaultgen.vault.fingerprint import Stamp, stamps_of
from vaultgen.vault.freshness import Order, look
from vaultgen.vault.project import Project, load_project

__all__ = ["Listen", "Stop", "Watched", "is_pending", "occasions", "watched_by"]


class Stop(Protocol):
    """What tells a watcher to end, such as a `threading.Event`."""

    def is_set(self) -> bool:
        """Whether it is to end."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What a build depends on or looks after: `folders` with all that is in them, and single `files`.

    What does not exist stands among the files until it is there.
    """

    folders: tuple[Path, ...]
    files: tuple[Path, ...]

    def state(self) -> tuple[list[Stamp], list[Stamp]]:
        """What changes when a single file does, or when a folder is another than it was."""
        files = [*stamps_of(map(str, self.files)).values()]
        return files, [stamp[3:] for stamp in stamps_of(map(str, self.folders)).values()]

    def counts(self, path: Path) -> bool:
        """Whether a change of `path` may be one of a record, a template or a note.

        What begins with a dot is none: the tool's own memory, Obsidian's settings, what editors put aside.
        """
        for folder in self.folders:
            if path.is_relative_to(folder):
                parts = path.relative_to(folder).parts
                return not any(part.startswith(".") or part.endswith("~") for part in parts)
        return False


Listen = Callable[[Watched], Iterable[bool]]
"""Gives one value each time that things are quiet, at least twice a second: whether anything that counts changed."""


def watched_by(project: Project, file: Path) -> Watched:
    """What is watched for a project whose project file is `file`."""
    places = [*project.records, project.vault, *([project.templates] if project.templates else [])]
    folders = sorted({place.resolve() for place in places if place.is_dir()})
    outer = [
        one for one in folders if not any(one != other and one.is_relative_to(other) for other in folders)
    ]
    return Watched(tuple(outer), (file, *(place for place in places if not place.is_dir())))


def is_pending(start: Path) -> bool:
    """Whether a build of the project that `start` is in may have something to do; it has the build's errors."""
    order, project = Order(), load_project(start)
    try:
        return look(project, order).report(order) is None
    except OSError:
        return True  # a file has gone while it was looked at, or cannot be read, which a build tells in its own words


def occasions(project: Project, file: Path, listen: Listen, stop: Stop) -> Iterator[None]:
    """Yield at the beginning, and after each change that may have to be built, until `stop` is set.

    What is watched follows `file`, the project file, also to folders that are made or replaced meanwhile; while that
    file cannot be read, it stays what it was.
    """
    while not stop.is_set():
        opened = stamps_of([str(file)])
        with contextlib.suppress(ProjectError):  # who builds on this occasion is told
            project = load_project(file)
        watched = watched_by(project, file)
        state = watched.state()
        if (opened, watched) != (stamps_of([str(file)]), watched_by(project, file)):
            continue  # something changed just now; what is known is half old, half new
        first = True
        for changed in listen(watched):
            if watched.state() != state:
                break
            if changed or first:
                yield
            first = False
