"""What `status` tells of a vault in which people have worked, and that it writes nothing."""

from __future__ import annotations

import io
import shutil

import pytest
from rich.console import Console

from vaultgen.cli.status import tell
from vaultgen.vault.freshness import Order, look
from vaultgen.vault.project import load_project
from vaultgen.vault.survey import survey

ACME = "Companies/Acme Robotics.md"
FUND = "Investors/North Fund.md"


def test_a_vault_in_step_has_nothing_to_tell(desk):
    result = desk.run("status")
    assert (result.exit_code, result.stdout) == (0, "16 notes: nothing to tell\n")
    assert desk.told("status") == {"notes": 16, "counts": {}, "open": False, "items": []}


def test_edits_are_told_one_by_one_and_facts_with_their_place_in_the_records(desk):
    desk.edit("hq: Munich", "hq: Oslo")
    desk.write(desk.note(FUND) + "\nMy words.\n", FUND)
    result = desk.run("status")
    assert result.exit_code == 0
    assert f"drifted: {ACME}: hq: “Oslo” instead of “Munich” (seeds/acme-robotics.yaml:11)\n" in result.stdout
    assert (
        f"edited: {FUND}: Related › paragraph › My words.: “My words.” instead of nothing\n" in result.stdout
    )
    assert result.stdout.endswith("16 notes: 1 drifted, 1 edited\n")


def test_what_is_contested_is_told_before_and_after_the_build_that_finds_it(desk):
    desk.edit("hq: Munich", "hq: Oslo")
    desk.record("value: Munich", "value: Berlin")
    line = f"contested: {ACME}: hq: here “Oslo”, in the records “Berlin”, before “Munich”"
    before = desk.run("status")
    assert (before.exit_code, before.stdout.splitlines()[0]) == (3, line)
    assert f"stale: {ACME}: will be brought up to date" in before.stdout
    desk.build(code=3)
    after = desk.run("status")
    assert (after.exit_code, after.stdout) == (3, f"{line}\n16 notes: 1 contested\n")


def test_everything_that_a_vault_can_hold_is_told_by_state(desk):
    vault = desk.root / "vault"
    desk.edit("hq: Munich", "hq: Oslo")
    desk.record("value: Munich", "value: Berlin")
    (vault / "People/Jane Roe.md").unlink()
    desk.build(code=3)
    desk.write("---\nid: nobody-knows\n---\nA note of my own.\n", "Mine.md")
    desk.write(desk.note(FUND), "Mine/North Fund – Kopie.md")
    desk.write("", "Companies/Botworks.md")
    desk.write("My own file.\n", "Investors/Öther Fünd.md")
    (desk.root / "seeds/other.yaml").write_text(
        "id: other-fund\nkinds: [investor]\nname: Öther Fünd\n", "utf-8"
    )
    (vault / "Publishers/The Trade Daily.md").write_bytes(b"\xff\xfe no text")
    told = desk.told("status")
    found = {(item["state"], item["path"], item["open"]) for item in told["items"]}
    assert found >= {
        ("contested", ACME, True),
        ("unknown", "Mine.md", False),
        ("unknown", "Mine/North Fund – Kopie.md", True),
        ("unknown", "Companies/Botworks.md", True),
        ("unknown", "Investors/Öther Fünd.md", True),
        ("unknown", "Publishers/The Trade Daily.md", True),
        ("deleted", "People/Jane Roe.md", False),
        ("stale", "Investors.md", False),
    }
    assert told["open"]
    reasons = {item["path"]: item["reason"] for item in told["items"] if item["state"] == "unknown"}
    assert reasons["Mine.md"] == "carries an id that no record has: nobody-knows"
    assert reasons["Mine/North Fund – Kopie.md"] == f"carries the id of {FUND}: the build leaves it alone"
    assert "not UTF-8" in reasons["Publishers/The Trade Daily.md"]
    assert "empty" in reasons["Companies/Botworks.md"]
    assert "`vaultgen adopt other-fund`" in reasons["Investors/Öther Fünd.md"]


def test_a_note_with_an_id_that_no_record_has_alone_is_nothing_to_settle(desk):
    desk.write("---\nid: nobody-knows\n---\nA note of my own.\n", "Mine.md")
    assert desk.run("status").exit_code == 0
    assert desk.run("build").exit_code == 0


def test_an_orphan_is_told(desk):
    record = desk.root / "seeds/other.yaml"
    record.write_text("id: other-fund\nkinds: [investor]\nname: Öther Fünd\n", "utf-8")
    desk.build()
    path = "Investors/Öther Fünd.md"
    desk.write(desk.note(path) + "\nMy words.\n", path)
    record.unlink()
    result = desk.run("status", "other-fund")
    assert result.exit_code == 3, result.output
    assert f"orphaned: {path}: its record is gone, but the note was edited by hand" in result.stdout


def test_a_note_is_asked_for_by_id_name_or_path(contested):
    (contested.root / "vault/People/Jane Roe.md").unlink()
    expected = contested.states("acme-robotics")
    assert {path for _, path in expected} == {ACME}
    for words in ("Acme Robotics", "companies/acme robotics", ACME, f"vault/{ACME}"):
        assert contested.states(words) == expected
    assert contested.states("jane-roe") == [("deleted", "People/Jane Roe.md")]
    assert contested.states("botworks") == []
    result = contested.run("status", "acme-robotic")
    assert result.exit_code == 1
    assert "did you mean “acme-robotics”?" in result.stderr


def test_a_moved_note_is_told_with_where_it_was(desk):
    vault = desk.root / "vault"
    (vault / ACME).rename(vault / "Acmé.md")
    assert ("edited", "Acmé.md") in desk.states()
    desk.build()
    assert desk.run("status").stdout == (f"edited: Acmé.md: moved by hand from {ACME}\n16 notes: 1 edited\n")


def test_nothing_is_written_whatever_is_told(contested):
    (contested.root / "vault/People/Jane Roe.md").unlink()
    contested.record("value: Berlin", "value: Hamburg")
    vault = contested.root / "vault"
    before = {path: path.stat().st_mtime_ns for path in vault.rglob("*") if path.is_file()}
    contested.run("status")
    contested.run("status", "--json")
    assert {path: path.stat().st_mtime_ns for path in vault.rglob("*") if path.is_file()} == before


def test_without_cache_the_same_is_told(contested):
    expected = contested.told("status")
    shutil.rmtree(contested.root / "vault/.vaultgen/cache")
    assert contested.told("status") == expected


def test_a_vault_of_an_earlier_day_is_looked_at_as_of_that_day(desk):
    desk.build("--as-of", "2026-03-05")
    assert desk.run("status", "--as-of", "2026-03-05").stdout.endswith("nothing to tell\n")
    desk.edit("hq: Munich", "hq: Oslo")
    assert desk.run("status", "--as-of", "2026-03-05").stdout.endswith("notes: 1 drifted\n")


@pytest.mark.parametrize("whole", [False, True])
def test_a_terminal_of_80_columns_shows_groups_that_fit(contested, whole):
    project = load_project(contested.root)
    order = Order(check=True)
    found = survey(project, order, look(project, order), advance=lambda *_: None)
    out = io.StringIO()
    tell(found, Console(file=out, force_terminal=True, width=80, no_color=True, highlight=False), whole=whole)
    lines = out.getvalue().replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "").splitlines()
    assert lines[0] == "Contested (1)"
    assert lines[1] == f"  {ACME}"
    assert [line.split() for line in lines[2:4]] == [["where", "here", "records"], ["hq", "Oslo", "Berlin"]]
    assert all(len(line.rstrip()) <= 80 for line in lines)
    assert any(line.startswith("    … › paragraph › My own words.") for line in lines)


def test_a_build_shows_the_first_points_and_tells_machines_all(desk):
    for old, new in [
        ("founded: 2021", "founded: 2020"),
        ("hq: Munich", "hq: Oslo"),
        ("| HQ | Munich |", "| HQ | Oslo |"),
    ]:
        desk.edit(old, new)
    desk.record("value: Munich", "value: Berlin")
    desk.record("founded: 2021", "founded: 2022")
    result = desk.build(code=3)
    lines = result.stdout.splitlines()
    assert lines[0].endswith("3 points to settle (see `vaultgen status`)")
    assert lines[1] == f"to settle: {ACME}: founded: here “2020”, in the records “2022”, before “2021”"
    assert len(lines) == 4
    assert len(desk.told("build")["points"]) == 3
