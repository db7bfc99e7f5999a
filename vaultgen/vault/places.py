"""Where each note's file stands: where it was last seen, or wherever a file carries its id."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path, PurePosixPath

from vaultgen.values.names import name_key
from vaultgen.vault.base import Entry
from vaultgen.vault.gate import safe_path
from vaultgen.vault.note_ids import note_id, read_id
from vaultgen.vault.scan import File, read
from vaultgen.vault.steps import Note

__all__ = ["Found", "Map", "find"]


@dataclass(slots=True)
class Found:
    """A note, or what is left of one whose record is gone, with what stands on the disk for it.

    `path` is where the records put it and `wanted` the hash of the text they want; without a record, they are
    where it was put last and `""`. `place` is the path of its file, `sha256` the hash of the bytes there;
    both are empty if there is no file. `rivals` are several files that carry its id when the known one is
    gone.
    """

    id: str
    path: str
    wanted: str
    entry: Entry | None
    place: str = ""
    sha256: str = ""
    rivals: tuple[str, ...] = ()

    @property
    def current(self) -> bool:
        """Whether the file has the wanted text already."""
        return bool(self.place) and self.sha256 == self.wanted

    @property
    def ours(self) -> bool:
        """Whether nobody has edited the file since it was written."""
        return self.entry is not None and self.entry.wrote(self.sha256)

    @property
    def stays(self) -> bool:
        """Whether the file is where it was put; a folder that somebody spelt with other capitals is the same."""
        if self.entry is None or self.place == self.entry.path:
            return self.entry is not None
        folder, _, name = self.place.rpartition("/")
        old_folder, _, old_name = self.entry.path.rpartition("/")
        return name == old_name and name_key(folder) == name_key(old_folder)


class Map:
    """The files of a vault, asked for by path as Obsidian compares paths: case and composition apart."""

    def __init__(self, root: Path, files: Mapping[str, File]) -> None:
        self.root = root
        self.files = files
        self._sound: set[str] = set()

    @cached_property
    def _spelt(self) -> dict[str, str]:
        return {name_key(path): path for path in self.files}

    @cached_property
    def _folders(self) -> dict[str, str]:
        """How each folder is spelt on the disk, by its own name and by its compared one."""
        names = sorted({path.rpartition("/")[0] for path in self.files}, reverse=True)
        return {name_key(name): name for name in names} | {name: name for name in names}

    def at(self, path: str) -> str:
        """Give the file at `path` as its name is spelt on the disk, or `""`."""
        return path if path in self.files else self._spelt.get(name_key(path), "")

    def target(self, path: str) -> str:
        """Where a new file for `path` goes: into the folder that is there, however its name is spelt."""
        folder, slash, name = path.rpartition("/")
        spelt = self._folders.get(folder) or self._folders.get(name_key(folder), folder)
        return spelt + slash + name

    def obstructed(self, path: str) -> bool:
        """Whether something that is no file of the vault stands at `path`: a folder or a link."""
        return not self.at(path) and os.path.lexists(f"{self.root}/{path}")

    def check_folder(self, path: str) -> None:
        """Refuse, before anything is written, a file whose folder cannot be one: a link or a file stands there."""
        folder = path.rpartition("/")[0]
        if folder not in self._sound:
            safe_path(self.root, path)
            self._sound.add(folder)


def find(
    vault: Map,
    notes: Collection[Note],
    gone: Iterable[Entry],
    entries: Mapping[str, Entry],
    renamed: Collection[str] = (),
) -> tuple[list[Found], list[Found]]:
    """Find the file of each note, and of each of the `gone`, whose records are no more.

    `renamed` are the places to which an interrupted build was moving files.
    """

    @cache
    def written() -> set[str]:
        return {digest for entry in entries.values() for digest in entry.digests}

    claimed: set[str] = set()
    lost: list[Found] = []

    def settle(one: Found, text: bytes) -> Found:
        place = vault.at(one.entry.place if one.entry else one.path)
        if place and _look(vault, one, place, text, written):
            claimed.add(place)
        elif one.wanted or not (one.entry and (one.entry.deleted or one.entry.going)):
            lost.append(one)
        return one

    found = []
    for note in notes:
        text = note.text.encode()
        one = Found(note.id, note.path, sha256(text).hexdigest(), entries.get(note.id))
        found.append(settle(one, text))
    left = [settle(Found(entry.id, entry.path, "", entry), b"") for entry in gone]
    if lost:
        looked_at = {one.id for one in [*found, *left]}
        claimed.update(vault.at(entry.place) for key, entry in entries.items() if key not in looked_at)
        _find_lost(vault, lost, claimed)
        for one in lost:
            _own_up(one, renamed)
    return found, left


def _own_up(one: Found, renamed: Collection[str]) -> None:
    """See that a note is where an interrupted build had just put it: no person has moved it."""
    entry = one.entry
    if not entry or not one.place:
        return
    moved_only = any(one.place == pending.path and pending.sha256 == pending.on for pending in entry.pending)
    if one.place in renamed or moved_only:
        one.entry = replace(entry, path=one.place, moved="")


def _look(vault: Map, one: Found, place: str, text: bytes, written: Callable[[], set[str]]) -> bool:
    """Whether the file at the known place is the note, edited or not, and not another note put there."""
    data = read(vault.root, place)
    if data is None:
        return False
    # Most files have the wanted text, whose hash is known: comparing is cheaper than another hash.
    digest = one.wanted if one.wanted and data == text else sha256(data).hexdigest()
    ours = digest == one.wanted or (one.entry is not None and one.entry.wrote(digest))
    if not ours and (read_id(data) not in ("", one.id) or digest in written()):
        return False
    one.place, one.sha256 = place, digest
    return True


def _find_lost(vault: Map, lost: list[Found], claimed: set[str]) -> None:
    """Look for the notes that are not where they were among the files that are no note's."""
    if not vault.files:
        return
    ids: defaultdict[str, list[str]] = defaultdict(list)
    digests: defaultdict[str, list[str]] = defaultdict(list)
    suffixes = {PurePosixPath(one.path).suffix for one in lost} - {".md"}
    for path in vault.files:
        if path in claimed:
            continue
        suffix = PurePosixPath(path).suffix
        if suffix == ".md":
            if carried := note_id(vault.root / path):
                ids[carried].append(path)
        elif suffix in suffixes:
            digests[_digest(vault, path)].append(path)
    for one in lost:
        places = ids[one.id] or _by_text(vault, one, digests, claimed)
        if len(places) > 1:
            one.rivals = tuple(places)
        elif places:
            one.place, one.sha256 = places[0], _digest(vault, places[0])
            claimed.add(one.place)


def _by_text(vault: Map, one: Found, digests: Mapping[str, list[str]], claimed: set[str]) -> list[str]:
    """Find files without an id by the text last written: moved, or renamed by an interrupted build."""
    if one.entry is None:
        return []
    for digest in (*one.entry.digests, one.wanted):
        if places := [path for path in digests.get(digest, ()) if path not in claimed]:
            return places
    place = vault.at(one.path)
    if place and place not in claimed:
        digest = _digest(vault, place)
        if digest == one.wanted or one.entry.wrote(digest):
            return [place]
    return []


def _digest(vault: Map, path: str) -> str:
    return sha256(read(vault.root, path) or b"").hexdigest()
