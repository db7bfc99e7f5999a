"""What a person gets from `vaultgen drift` and `pull`: output, exit codes, and nothing written unless asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from vaultgen.cli.drift import _tell
from vaultgen.cli.main import main
from vaultgen.vault.desk import open_desk
from vaultgen.vault.drift import drifts
from vaultgen.vault.project import load_project


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The sample project, built, with a figure, a date and a count edited in one of its notes."""
    folder = tmp_path / "demo"
    assert run("init", folder).exit_code == 0
    assert run("-C", folder, "build").exit_code == 0
    replace(folder / "vault" / "Companies" / "Acme Robotics.md", "founded: 2021", "founded: 2020")
    replace(folder / "vault" / "Companies" / "Acme Robotics.md", "hq: Munich", "hq: Berlin")
    replace(
        folder / "vault" / "Companies" / "Acme Robotics.md",
        "id: acme-robotics\n",
        "id: acme-robotics\nx: 1\n",
    )
    return folder


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def records(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "seeds").rglob("*.yaml")}


def test_drift_lists_a_line_for_each_value(edited: Path) -> None:
    result = run("drift", "-C", edited)
    assert result.exit_code == 0
    first, second = result.stdout.splitlines()
    assert first.startswith("Companies/Acme Robotics.md: founded: records “2021”, note “2020” (seeds/")
    assert second.startswith("Companies/Acme Robotics.md: hq: records “Munich”, note “Berlin” (seeds/")
    assert first.endswith("): yes")
    assert result.stderr == ""


def test_drift_tells_machines(edited: Path) -> None:
    result = run("-C", edited, "drift", "--json", "Acme Robotics")
    assert result.exit_code == 0
    founded, _ = json.loads(result.stdout)
    assert founded["path"] == "Companies/Acme Robotics.md"
    assert (founded["where"], founded["records"], founded["note"]) == ("founded", "2021", "2020")
    assert founded["pull"] is True
    assert founded["file"].startswith("seeds/")
    assert founded["line"] > 0
    assert founded["field"] == "founded"


def test_without_drift_it_says_so(edited: Path) -> None:
    replace(edited / "vault" / "Companies" / "Acme Robotics.md", "founded: 2020", "founded: 2021")
    replace(edited / "vault" / "Companies" / "Acme Robotics.md", "hq: Berlin", "hq: Munich")
    assert run("-C", edited, "drift").stdout == "no drift: the notes show what the records say\n"
    assert run("-C", edited, "drift", "--json").stdout == "[]\n"
    assert run("-C", edited, "pull").exit_code == 0


def test_a_note_that_nobody_knows_is_an_error(edited: Path) -> None:
    result = run("-C", edited, "drift", "Acme Robotik")
    assert result.exit_code == 1
    assert "no note is called “Acme Robotik”" in result.stderr


def test_pull_shows_a_patch_and_writes_nothing(edited: Path) -> None:
    before = records(edited)
    result = run("-C", edited, "pull")
    assert result.exit_code == 0
    assert result.stdout.startswith("diff --git a/seeds/")
    assert result.stderr == "2 values of 1 file to write with --write\n"
    assert records(edited) == before


def test_pull_writes_if_asked_and_then_a_build_is_in_step(edited: Path) -> None:
    result = run("-C", edited, "pull", "--write")
    assert result.exit_code == 0
    assert result.stderr == "2 values of 1 file written; `vaultgen build` brings the vault in step\n"
    assert run("-C", edited, "build").exit_code == 0
    assert run("-C", edited, "drift").stdout.startswith("no drift")


def test_what_is_left_is_told_with_exit_code_3(edited: Path) -> None:
    replace(edited / "vault" / "Companies" / "Acme Robotics.md", "founded: 2020", "founded: long ago")
    result = run("-C", edited, "pull", "--write")
    assert result.exit_code == 3
    left, done = result.stderr.splitlines()
    assert left.startswith("left: Companies/Acme Robotics.md: founded: “long ago”: ")
    assert done.startswith("1 value of 1 file written")


def test_pull_tells_machines(edited: Path) -> None:
    replace(edited / "vault" / "Companies" / "Acme Robotics.md", "founded: 2020", "founded: long ago")
    result = run("-C", edited, "pull", "--json")
    assert result.exit_code == 3
    told = json.loads(result.stdout)
    assert told["written"] is False
    assert [one["where"] for one in told["taken"]] == ["hq"]
    assert [one["where"] for one in told["left"]] == ["founded"]
    assert told["files"][0].startswith("seeds/")
    assert told["diff"].startswith("diff --git")


def test_the_table_fits_eighty_columns(edited: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = drifts(open_desk(load_project(edited)))
    console = Console(width=80, highlight=False)
    monkeypatch.setattr("rich.console.Console", lambda **_: console)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    with console.capture() as told:
        _tell(found)
    lines = told.get().splitlines()
    assert max(map(len, lines)) <= 80
    assert "Where" in lines[0]
    assert any("2021" in line and "2020" in line for line in lines)
