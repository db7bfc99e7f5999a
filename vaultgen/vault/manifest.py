"""What was last written: for each note its path and the hash of its text, kept in the vault and in git.

`.vaultgen/manifest.jsonl` holds one line a note, sorted by id, so that git can show and merge it. While a
plan is carried out, `.vaultgen/pending.jsonl` holds the lines of the notes being written: after a crash they
tell what this tool wrote from what a person wrote. It is gone once the manifest is written, and it is not for
git.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from json.encoder import encode_basestring as quoted
from pathlib import Path
from typing import Final

from vaultgen.errors import VaultError
from vaultgen.vault.disk import check_relative, explain, remove, safe_path, sync, write_if_changed

__all__ = ["MANIFEST", "PENDING", "Entry", "dump", "interrupted", "load", "save", "save_pending"]

MANIFEST: Final = ".vaultgen/manifest.jsonl"
PENDING: Final = ".vaultgen/pending.jsonl"

_VERSION: Final = 1
_HEAD: Final = f'{{"version":{_VERSION}}}'
_SHA: Final = re.compile(r"[0-9a-f]{64}")
# The usual line, read without the general parser: a vault has ten thousand of them.
_USUAL: Final = re.compile(r'\{"id":"([^"\\]+)","path":"([^"\\]+)","sha256":"([0-9a-f]{64})"\}')
_KEYS: Final = frozenset({"id", "path", "sha256", "moved", "deleted"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one note since the last build.

    `path` is where the records put it and `sha256` the hash of the text that was last written, both as this
    tool last had them; `sha256` is empty if the note was not surely written. `moved` is where a person has
    put the note instead. `deleted`: a person deleted it, and it is not to be made again. `pending` are the
    places and hashes of texts that builds were about to write when they were interrupted; no hash means that
    the file was about to be removed.
    """

    id: str
    path: str
    sha256: str
    moved: str = ""
    deleted: bool = False
    pending: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> str:
        """Where the note was when last seen."""
        return self.moved or self.path

    @property
    def surely_there(self) -> bool:
        """Whether only a person can have taken the note away."""
        return bool(self.sha256) and all(text for _, text in self.pending)

    @property
    def digests(self) -> tuple[str, ...]:
        """The hashes of all texts that this tool may have written."""
        texts = (self.sha256, *(text for _, text in self.pending)) if self.pending else (self.sha256,)
        return tuple(text for text in texts if text)

    def wrote(self, sha256: str) -> bool:
        """Whether this tool wrote the text with this hash: nobody has edited it since."""
        return bool(sha256) and (sha256 == self.sha256 or any(sha256 == text for _, text in self.pending))


def load(vault: Path) -> dict[str, Entry]:
    """All entries by id; none if there is no manifest. A damaged or newer manifest is a VaultError."""
    entries: dict[str, Entry] = {}
    path = safe_path(vault, MANIFEST)
    for number, entry in enumerate(_read(path), 2):
        if entry.id in entries:
            raise _damaged(path, number)
        entries[entry.id] = entry
    for entry in _read(safe_path(vault, PENDING)):
        known = entries.get(entry.id) or Entry(entry.id, entry.path, "")
        entries[entry.id] = replace(known, pending=(*known.pending, (entry.path, entry.sha256)))
    return entries


def dump(entries: Iterable[Entry]) -> str:
    """Give the text of a manifest; the same entries give the same text in whatever order they come."""
    lines = [_HEAD]
    for entry in sorted(entries, key=lambda entry: entry.id):
        line = f'{{"id":{quoted(entry.id)},"path":{quoted(entry.path)}'
        line += f',"sha256":"{entry.sha256}"' if entry.sha256 else ',"sha256":null'
        if entry.moved:
            line += f',"moved":{quoted(entry.moved)}'
        lines.append(line + (',"deleted":true}' if entry.deleted else "}"))
    return "\n".join(lines) + "\n"


def interrupted(vault: Path) -> bool:
    """Whether a build was interrupted while it wrote."""
    return safe_path(vault, PENDING).exists()


def save_pending(vault: Path, entries: Iterable[Entry]) -> None:
    """Note down, safe from a power cut, the texts that are about to be written: these entries' `pending`."""
    path = safe_path(vault, PENDING)
    lines = [Entry(entry.id, *pending) for entry in entries for pending in entry.pending]
    if not lines:
        remove(path)
    elif write_if_changed(path, dump(lines)):
        sync([path])


def save(vault: Path, entries: Mapping[str, Entry]) -> bool:
    """Write the manifest, once the notes are safe, and drop what is no longer pending; True if it changed."""
    path = safe_path(vault, MANIFEST)
    changed = write_if_changed(path, dump(entries.values()))
    if changed:
        sync([path])
    save_pending(vault, entries.values())
    return changed


def _read(path: Path) -> list[Entry]:
    try:
        text = path.read_bytes().decode()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise explain(error, path) from error
    except UnicodeDecodeError as error:
        raise _damaged(path, 0) from error
    # git may have given the file Windows line ends; no line holds one of its own.
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    _check_version(path, lines[0])
    return [_entry(path, number, line) for number, line in enumerate(lines[1:], 2)]


def _check_version(path: Path, head: str) -> None:
    if head == _HEAD:
        return
    try:
        version = json.loads(head)["version"]
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path, 1) from error
    if isinstance(version, int) and version > _VERSION:
        raise VaultError(f"{path}: written by a newer vaultgen (version {version}); update vaultgen")
    raise _damaged(path, 1)


def _entry(path: Path, number: int, line: str) -> Entry:
    try:
        if usual := _USUAL.fullmatch(line):
            check_relative(usual[2])
            return Entry(usual[1], usual[2], usual[3])
        row = json.loads(line)
        key, place, sha, moved = row["id"], row["path"], row["sha256"] or "", row.get("moved", "")
        check_relative(place)
        if moved:
            check_relative(moved)
        deleted = row.get("deleted", False)
        sound = isinstance(key, str) and key and isinstance(deleted, bool)
        if not sound or not _KEYS.issuperset(row) or (sha and not _SHA.fullmatch(sha)):
            raise _damaged(path, number)
        return Entry(key, place, sha, moved, deleted)
    except (ValueError, KeyError, TypeError, AttributeError, VaultError) as error:
        raise _damaged(path, number) from error


def _damaged(path: Path, number: int) -> VaultError:
    place = f"{path}:{number}" if number else str(path)
    return VaultError(
        f"{place}: this list of what was written is damaged; resolve its conflict, or restore it with git. "
        "If it is lost, delete it: then every note counts as yours, and those that differ are left alone"
    )
