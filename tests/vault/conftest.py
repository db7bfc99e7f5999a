"""A vault in a test's hands: notes are wanted, people meddle, builds run, and everything can be looked at."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from vaultgen.notes.frontmatter import with_aliases
from vaultgen.vault.base import load
from vaultgen.vault.pending import unfinished
from vaultgen.vault.plan import Action, Note, Plan, apply, make_plan


@dataclass(frozen=True)
class Vault:
    """A vault folder, with what builds and people do to it."""

    root: Path

    def plan(self, notes: Iterable[Note], **options: object) -> Plan:
        return make_plan(self.root, notes, load(self.root), unfinished=unfinished(self.root), **options)

    def build(self, notes: Iterable[Note], **options: object) -> Plan:
        return apply(self.plan(notes, **options), self.root)

    def put(self, path: str, text: str) -> None:
        """A person writes a file."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(text.encode())

    def add(self, path: str, text: str) -> None:
        """A person writes something at the end of a file."""
        self.put(path, (self.root / path).read_bytes().decode() + text)

    def shift(self, old: str, new: str) -> None:
        """A person moves a file."""
        (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        (self.root / old).rename(self.root / new)

    def delete(self, path: str) -> None:
        """A person deletes a file."""
        (self.root / path).unlink()

    def texts(self, *, hidden: bool = False) -> dict[str, str]:
        """The files by path; hidden ones (the trash, the manifest) only if asked for."""
        files = {
            path.relative_to(self.root).as_posix(): path for path in self.root.rglob("*") if path.is_file()
        }
        shown = {name: path for name, path in files.items() if hidden or "/." not in f"/{name}"}
        return {name: shown[name].read_bytes().decode() for name in sorted(shown)}

    def stats(self) -> dict[str, tuple[int, int]]:
        """When and as what each file was last written, the manifest included."""
        return {
            name: ((self.root / name).stat().st_mtime_ns, (self.root / name).stat().st_ino)
            for name in self.texts(hidden=True)
        }

    @staticmethod
    def note(key: str, path: str, body: str = "text") -> Note:
        """A note as the notes room gives it: with its id as a property."""
        return Note(key, path, f"---\nid: {key}\n---\n# {path}\n\n{body}\n")

    @staticmethod
    def known_as(note: Note, *names: str) -> Note:
        """A note whose file had these names."""
        return Note(note.id, note.path, with_aliases(note.text, names))

    @staticmethod
    def wanted(*notes: Note) -> dict[str, str]:
        """The files that these notes ask for."""
        return {note.path: note.text for note in sorted(notes, key=lambda note: note.path)}

    @staticmethod
    def steps(plan: Plan) -> list[tuple[Action, str, str]]:
        return [(step.action, step.id, step.path) for step in plan.steps]

    @staticmethod
    def reasons(plan: Plan) -> dict[str, str]:
        """Why each note was kept as it is."""
        return {step.id: step.reason for step in plan.kept}


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


@pytest.fixture(scope="session")
def vault_of() -> type[Vault]:
    """For tests that need several vaults."""
    return Vault


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KB, for those who may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)
