"""Fingerprints: what a build depended on and what it left behind, compared without reading any of it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

from vaultgen import __version__
from vaultgen.vault.project import Project
from vaultgen.vault.site_section import SiteSection

__all__ = ["Stamp", "key_of", "settle", "stamps", "stamps_of", "trustworthy"]

Stamp = list[int]
"""Size, mtime, ctime (both in ns) and inode of a file; a list, since that is what JSON gives back."""

# A file system's clock may stand still for as long as this while a file is written twice.
_TICK: Final = 20_000_000
# Some file systems keep whole seconds, some even two; there a recent stamp proves nothing.
_COARSE: Final = 2_000_000_000


def stamps(roots: Iterable[Path]) -> dict[str, Stamp]:
    """The stamps of all files below the roots (or of the roots that are files), by absolute path."""
    return dict(sorted(pair for root in roots for pair in _walk(str(root))))


def _walk(root: str) -> Iterator[tuple[str, Stamp]]:
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir():
                        folders.append(entry.path)
                        if "." in entry.name:
                            # It may be named like a file of records, which is worth a word.
                            yield entry.path, []
                    else:
                        yield entry.path, _stamp(entry.stat())
        except NotADirectoryError:
            yield from stamps_of([folder]).items()
        except OSError:
            # Whatever is wrong with it, reading the records will tell.
            yield folder, []


def stamps_of(paths: Iterable[str]) -> dict[str, Stamp]:
    """The stamps of the files at these paths; an empty one where there is none."""
    found: dict[str, Stamp] = {}
    for path in paths:
        try:
            found[path] = _stamp(os.stat(path))  # noqa: PTH116  (ten thousand times a Path costs 30 ms)
        except OSError:
            found[path] = []
    return found


def _stamp(about: os.stat_result) -> Stamp:
    return [about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino]


def settle() -> None:
    """Wait until whatever is written from now on shows in its stamp."""
    time.sleep(_TICK / 1e9)


def trustworthy(*groups: Mapping[str, Stamp]) -> bool:
    """Whether none of the files can have changed after their stamps were taken without its stamp showing it."""
    times = [moment for group in groups for stamp in group.values() for moment in stamp[1:3]]
    if not times or any(moment % 1_000_000_000 for moment in times):
        return True
    return time.time_ns() - max(times) > _COARSE


def key_of(project: Project, day: date | None, templates: Iterable[Path]) -> str:
    """A hash of everything but the records that notes depend on: settings, day, templates, this program."""
    project = replace(project, site=SiteSection(), site_out=Path())  # no note shows anything of these
    digest = sha256(f"{__version__}\n{project}\n{day}\n".encode())
    for folder in templates:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
                digest.update(sha256(path.read_bytes()).digest())
    for module, stamp in stamps([Path(__file__).parent.parent]).items():
        if module.endswith(".py"):
            digest.update(f"{module}{stamp[:2]}".encode())
    return digest.hexdigest()
