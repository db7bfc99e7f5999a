"""The round trip by hand, on a copy of the demo: people edit, the records take it up, and everything stays in step."""

from __future__ import annotations

import difflib
import random
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vaultgen.cli.main import main
from vaultgen.notes.facts.fact import Fact
from vaultgen.notes.merge import Spot
from vaultgen.values.figure import parse_figure
from vaultgen.vault.desk import open_volume
from vaultgen.vault.project import load_project

ROOT = Path(__file__).resolve().parent.parent.parent


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    for name in ("seeds", "vault", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "vaultgen.toml", tmp_path)
    assert run("-C", tmp_path, "build").exit_code == 0
    return tmp_path


def edit(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_bytes().decode()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_bytes(text.encode())


def seeds(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode()
        for path in sorted((root / "seeds").rglob("*.yaml"))
    }


def changed_lines(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    lines = (
        line
        for name in before
        for line in difflib.unified_diff(
            before[name].splitlines(), after[name].splitlines(), lineterm="", n=0
        )
    )
    return [line for line in lines if line[:1] in "+-" and line[:3] not in {"+++", "---"}]


@pytest.mark.slow
def test_the_round_trip_by_hand(demo: Path) -> None:
    note = demo / "vault" / "Companies" / "Baseten.md"
    edit(
        note,
        ("| ~$285M |", "| ~$290M |"),
        ("| early 2025 | $150M |", "| Feb 2025 | $150M |"),
        ("## What Baseten does\n", "## What Baseten does\n\nI met them in May; they were calm.\n"),
        ("| Positioning | ", "| My rating | 4 of 5 |\n| Positioning | "),
        ("founded: 2019\n", "founded: 2019\nrating: 4\n"),
    )
    note.rename(note.with_name("Baseten (mine).md"))
    (demo / "vault" / "People" / "Tuhin Srivastava.md").unlink()
    before = seeds(demo)

    built = run("-C", demo, "build")
    assert built.exit_code == 0
    note = note.with_name("Baseten (mine).md")
    assert "[[Baseten (mine)" in (demo / "vault" / "Companies" / "NVIDIA.md").read_text("utf-8")

    told = run("-C", demo, "drift")
    assert told.exit_code == 0
    assert [line.partition(": records")[0] for line in told.stdout.splitlines()] == [
        "Companies/Baseten (mine).md: Funding history › Prior rounds › Amount",
        "Companies/Baseten (mine).md: Funding history › Series D (within prior rounds) › Date",
    ]
    shown = run("-C", demo, "pull")
    assert shown.exit_code == 0
    assert seeds(demo) == before
    pulled = run("-C", demo, "pull", "--write")
    assert pulled.exit_code == 0
    assert pulled.stdout == shown.stdout
    assert changed_lines(before, seeds(demo)) == [
        "-    date: {value: early 2025, source: split-price-digest}",
        "+    date: {value: 2025-02, source: split-price-digest}",
        "-    amount: {value: ~$285M, source: actor-note}",
        "+    amount: {value: ~$290M, source: actor-note}",
    ]

    run("-C", demo, "build")
    text = note.read_bytes().decode()
    assert "## What Baseten does\n\nI met them in May; they were calm.\n" in text
    assert "| My rating | 4 of 5 |\n| Positioning | " in text
    assert "founded: 2019\nrating: 4\n" in text
    assert "| Feb 2025 | $150M |" in text
    assert run("-C", demo, "drift").stdout == "no drift: the notes show what the records say\n"
    assert not (demo / "vault" / "People" / "Tuhin Srivastava.md").exists()
    assert run("-C", demo, "pull").stderr == "nothing to pull\n"
    vault = {path: path.read_bytes() for path in (demo / "vault").rglob("*.md")}
    run("-C", demo, "build")
    assert {path: path.read_bytes() for path in (demo / "vault").rglob("*.md")} == vault


def figures(facts: Mapping[Spot, Fact]) -> Iterator[Fact]:
    """The cells that show one figure of money."""
    for spot, fact in facts.items():
        if spot.column and len(fact.parts) == 1 and not fact.why and re.search(r"\$[0-9.]+[MB]", fact.text):
            yield fact


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_figures_edited_all_over_the_demo_come_back_in_step_or_are_told(demo: Path, seed: int) -> None:
    chosen = random.Random(seed)
    volume = open_volume(load_project(demo))
    edited: set[Path] = set()
    claims: set[tuple[int, tuple[str | int, ...]]] = set()
    for note in chosen.sample(sorted(volume.book.places), 40):
        path = demo / "vault" / volume.book.places[note].path
        shown = figures(volume.facts(note, volume.text(note)))
        # Two different edits of one claim would be a conflict.
        found = [fact for fact in shown if (id(fact.parts[0].owner), fact.parts[0].path) not in claims]
        for fact in chosen.sample(found, min(1, len(found))):
            new = re.sub(r"\$[0-9.]+[MB]", f"${chosen.randint(101, 199)}.5M", fact.text, count=1)
            row = next(line for line in path.read_text("utf-8").splitlines() if f"| {fact.text} |" in line)
            edit(path, (row, row.replace(f"| {fact.text} |", f"| {new} |", 1)))
            edited.add(path)
            claims.add((id(fact.parts[0].owner), fact.parts[0].path))
    before = seeds(demo)
    notes = {path: path.read_bytes().decode() for path in edited}
    told = run("-C", demo, "drift")
    count = len(told.stdout.splitlines())
    assert count > 5
    pulled = run("-C", demo, "pull", "--write")
    left = [line for line in pulled.stderr.splitlines() if line.startswith("left: ")]
    taken = count - len(left)
    assert taken > len(left)
    assert (pulled.exit_code == 3) == bool(left)
    changed = [line for line in changed_lines(before, seeds(demo)) if line.startswith("+")]
    assert 0 < len(changed) <= taken
    for line in changed:
        assert parse_figure(re.findall(r"\$[0-9.]+M", line)[0])
    run("-C", demo, "build")
    again = run("-C", demo, "drift").stdout.splitlines()
    assert len(again) == len(left) or again == ["no drift: the notes show what the records say"]
    for path, text in notes.items():
        assert set(re.findall(r"\$1[0-9]{2}\.5M", text)) <= set(
            re.findall(r"\$1[0-9]{2}\.5M", path.read_text("utf-8"))
        )
