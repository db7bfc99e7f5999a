"""A revised build leaves exactly what a build from nothing leaves."""

import json
import random
import shutil
from pathlib import Path

import pytest

from tests.benchmarks.record_files import write_tables, write_yaml
from tests.benchmarks.records import generate
from vaultgen.notes import indexes
from vaultgen.vault import build as building
from vaultgen.vault import horizon
from vaultgen.vault.base import shards_of
from vaultgen.vault.build import run_build
from vaultgen.vault.freshness import Order, look
from vaultgen.vault.project import load_project


def build(root: Path, **asked: object):
    project = load_project(root)
    order = Order(**asked)
    seen = look(project, order)
    return seen.report(order) or run_build(project, order, seen, advance=lambda *_: None)


def notes(vault: Path) -> dict[str, bytes]:
    return {
        path.relative_to(vault).as_posix(): path.read_bytes()
        for path in sorted(vault.rglob("*"))
        if path.is_file() and ".vaultgen" not in path.parts
    }


def clean(root: Path, tmp: Path) -> dict[str, bytes]:
    other = tmp / "clean"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(root, other, ignore=shutil.ignore_patterns("vault"))
    build(other)
    return notes(other / "vault")


def without_memory(root: Path, tmp: Path) -> Path:
    """The same project with the same vault, of which nothing is remembered but the base."""
    other = tmp / "whole"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(root, other, ignore=shutil.ignore_patterns("cache"))
    return other


def base_of(vault: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in shards_of(vault)}


def project(folder: Path, count: int, form: str) -> Path:
    (folder / "seeds").mkdir(parents=True)
    (folder / "vaultgen.toml").write_text('records = ["seeds"]\nvault = "vault"\n', encoding="utf-8")
    sample = generate(count, seed=3)
    (write_tables if form == "tables" else write_yaml)(sample, folder / "seeds")
    return folder


def lines_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write_lines(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


VALUES = {"value": "$77.7M", "amount": "$12.3M", "valuation": "$456M", "hq": "Oslo"}
TEXTS = dict.fromkeys(("summary", "note", "title"), "Changed by hand.")


def change_one_row(root: Path, choice: random.Random) -> str:
    """One edit as an analyst makes it: a figure, a date, a text, a new claim, a row less."""
    table = choice.choice(["entities", "rounds", "metrics", "investments", "relations", "sources"])
    path = root / "seeds" / f"{table}.jsonl"
    rows = lines_of(path)
    # Figures that count something else than money would not be read as money.
    row = choice.choice([row for row in rows if "$" in row.get("value", "$")])
    what = choice.choice(["value", "text", "drop", "again", "reference", "name"])
    if what in {"value", "text"}:
        row.update({key: new for key, new in (VALUES if what == "value" else TEXTS).items() if key in row})
    elif what == "drop" and table in {"metrics", "investments", "relations"}:
        rows.remove(row)
    elif what == "again" and table == "metrics":
        rows.append({**row, "value": "$5M", "as_of": "2024-05"})
    elif what == "reference" and table == "investments":
        row["investor"] = choice.choice(rows)["investor"]
    elif what == "name" and table == "entities":
        row["name"] = f"Renamed {choice.randrange(100)}"
    write_lines(path, rows)
    return f"{table}: {what}"


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.slow
def test_revised_tables_equal_a_build_of_everything_whatever_was_edited(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seed % 2:
        # Overviews that are cut soon, so that most changes are behind their horizon.
        for module in (indexes, horizon):
            monkeypatch.setattr(module, "TOP", 4)
            monkeypatch.setattr(module, "MOST_ROUNDS", 6)
    root = project(tmp_path / "work", 60, "tables")
    build(root)
    choice = random.Random(seed)
    told = []
    for _ in range(12):
        told.append(change_one_row(root, choice))
        whole = without_memory(root, tmp_path)
        build(root)
        build(whole)
        assert notes(root / "vault") == notes(whole / "vault"), told
        assert base_of(root / "vault") == base_of(whole / "vault"), told


def test_a_changed_text_in_yaml_writes_one_note_and_is_revised(tmp_path: Path, monkeypatch) -> None:
    root = project(tmp_path / "work", 40, "yaml")
    build(root)
    path = next(path for path in sorted((root / "seeds").glob("*.yaml")) if "summary:" in path.read_text())
    text = path.read_text(encoding="utf-8")
    before = next(line for line in text.splitlines() if line.startswith("summary:"))
    path.write_text(text.replace(before, "summary: Changed by hand."), encoding="utf-8")

    def everything(*_: object) -> None:
        raise AssertionError("one changed text must not build everything")

    monkeypatch.setattr(building._Build, "whole", everything)
    report = build(root)
    assert [action for action, _ in report.changes] == ["update"]
    monkeypatch.undo()
    assert notes(root / "vault") == clean(root, tmp_path)


def test_a_second_build_changes_nothing_not_even_a_time(tmp_path: Path) -> None:
    root = project(tmp_path / "work", 40, "tables")
    build(root)
    before = {path: path.stat().st_mtime_ns for path in (root / "vault").rglob("*") if path.is_file()}
    report = build(root)
    assert not report.changes
    assert before == {path: path.stat().st_mtime_ns for path in (root / "vault").rglob("*") if path.is_file()}


def test_a_lost_or_damaged_memory_costs_time_only(tmp_path: Path) -> None:
    root = project(tmp_path / "work", 40, "tables")
    build(root)
    cache = root / "vault/.vaultgen/cache"
    for damage in (
        shutil.rmtree,
        lambda folder: [path.write_bytes(b"{nonsense") for path in folder.iterdir()],
    ):
        damage(cache)
        rows = lines_of(root / "seeds/metrics.jsonl")
        rows[0]["value"] = f"${len(rows)}M"
        write_lines(root / "seeds/metrics.jsonl", rows)
        build(root)
        assert notes(root / "vault") == clean(root, tmp_path)


def test_what_is_to_settle_is_reported_by_every_kind_of_build(tmp_path: Path) -> None:
    root = project(tmp_path / "work", 40, "tables")
    build(root)
    rows = lines_of(root / "seeds/metrics.jsonl")
    row, note = next(
        (row, note)
        for row in rows
        for note in (root / "vault/Companies").glob("*.md")
        if f"id: {row['entity']}\n" in note.read_text("utf-8")
        and f" {row['value']} (" in note.read_text("utf-8")
    )
    text = note.read_text("utf-8").replace(f" {row['value']} (", " $4.44M (", 1)
    note.write_text(f"{text}\nMine.\n", encoding="utf-8")
    assert not build(root).points
    row["value"] = "$1.11M"
    write_lines(root / "seeds/metrics.jsonl", rows)
    points = build(root).points
    assert [path for path, *_ in points] == [note.relative_to(root / "vault").as_posix()]
    assert "$4.44M" in points[0][3]
    assert "$1.11M" in points[0][4]
    other = next(one for one in rows if "$" in one["value"] and one["entity"] != row["entity"])
    other["value"] = "$3.33M"
    write_lines(root / "seeds/metrics.jsonl", rows)
    assert build(root).points == points
    assert build(root).points == points
    shutil.rmtree(root / "vault/.vaultgen/cache")
    assert build(root).points == points
    assert note.read_text(encoding="utf-8").endswith("\nMine.\n")


def test_rendering_in_processes_gives_the_same_bytes(tmp_path: Path) -> None:
    root = project(tmp_path / "one", 250, "tables")
    other = tmp_path / "two"
    shutil.copytree(root, other)
    build(root, jobs=1)
    build(other, jobs=2)
    assert notes(root / "vault") == notes(other / "vault")
