"""A small project in a person's hands: notes and records are edited, commands run, bytes looked at."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vaultgen.cli.main import main

ACME = "Companies/Acme Robotics.md"
RECORD = "acme-robotics.yaml"


@dataclass(frozen=True)
class Desk:
    """The sample project, built once."""

    root: Path

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(main, ["-C", str(self.root), *words], catch_exceptions=False)

    def told(self, *words: str) -> dict:
        """What a command tells machines."""
        return json.loads(self.run(*words, "--json").stdout)

    def build(self, *words: str, code: int = 0) -> Result:
        result = self.run("build", *words)
        assert result.exit_code == code, result.output
        return result

    def note(self, path: str = ACME) -> str:
        return (self.root / "vault" / path).read_bytes().decode()

    def write(self, text: str, path: str = ACME) -> None:
        (self.root / "vault" / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / "vault" / path).write_bytes(text.encode())

    def edit(self, old: str, new: str, path: str = ACME) -> None:
        """A person changes a note."""
        text = self.note(path)
        assert old in text
        self.write(text.replace(old, new, 1), path)

    def record(self, old: str = "", new: str = "", file: str = RECORD) -> str:
        """The records as they are, or with something else in them."""
        path = self.root / "seeds" / file
        text = path.read_bytes().decode()
        assert old in text
        path.write_bytes(text.replace(old, new, 1).encode())
        return text

    def files(self) -> dict[str, tuple[bytes, int]]:
        """The notes, each with the time when it was last written."""
        vault = self.root / "vault"
        return {
            path.relative_to(vault).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(vault.rglob("*.md"))
        }

    def states(self, *notes: str) -> list[tuple[str, str]]:
        """What `status` tells: states and paths."""
        return [(item["state"], item["path"]) for item in self.told("status", *notes)["items"]]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "demo")
    assert CliRunner().invoke(main, ["init", str(made.root)]).exit_code == 0
    made.build()
    return made


@pytest.fixture
def contested(desk: Desk) -> Desk:
    """A person and the records have changed the same two spots, and the person one more."""
    desk.edit("hq: Munich", "hq: Oslo")
    desk.edit("| Seed | Sep 2022 | €4M |", "| Seed | Sep 2022 | €5M |")
    desk.write(desk.note() + "\nMy   own words.\n")
    desk.record("value: Munich", "value: Berlin")
    desk.record("Sep 2022: €4M", "Sep 2022: €6M")
    desk.build(code=3)
    return desk
