"""A person settles what they and the records have each changed: what the files hold afterwards, byte for byte."""

from __future__ import annotations

import re
import shutil

import pytest

from vaultgen.vault.lock import lock

ACME = "Companies/Acme Robotics.md"
CALLOUT = re.compile(r"> \[!vaultgen\|.*\n(?:>.*\n)*\n?")


def bare(text: str) -> str:
    """A note without the callout."""
    return CALLOUT.sub("", text.replace("\r\n", "\n"))


def test_for_the_note_the_persons_value_stays_and_the_point_is_closed(contested):
    before = contested.note()
    result = contested.run("settle", "acme-robotics", "hq", "--note")
    assert result.exit_code == 3
    assert result.stdout.splitlines()[:2] == [
        f"settled: {ACME}: hq: “Oslo” stays; the records say “Berlin”",
        "16 notes: 1 updated; 1 point to settle (see `vaultgen status`)",
    ]
    assert bare(contested.note()) == bare(before)
    assert "`hq`" in before
    assert "`hq`" not in contested.note()
    assert "> [!vaultgen|" in contested.note()


def test_for_the_records_the_unit_alone_changes(contested):
    before = contested.note()
    result = contested.run("settle", "Acme Robotics", "SEED", "--records")
    assert result.exit_code == 3
    assert bare(contested.note()) == bare(before).replace("| Sep 2022 | €5M |", "| Sep 2022 | €6M |")


def test_with_the_last_point_the_callout_goes_and_nothing_is_open(contested):
    before = contested.note()
    assert contested.run("settle", ACME, "amount", "--records").exit_code == 3
    result = contested.run("settle", "companies/acme robotics", "HQ", "--records")
    assert result.exit_code == 0, result.output
    text = bare(before).replace("hq: Oslo", "hq: Berlin").replace("€5M", "€6M")
    assert contested.note() == text
    assert text.endswith("\nMy   own words.\n")
    assert contested.build().stdout == "16 notes: nothing to do\n"
    assert contested.note() == text


def test_all_of_a_note_is_settled_at_once(contested):
    before = contested.note()
    assert contested.run("settle", "acme-robotics", "--all", "--note").exit_code == 0
    assert contested.note() == bare(before)
    assert contested.build().stdout == "16 notes: nothing to do\n"


def test_nothing_else_in_the_vault_is_touched(contested):
    before = contested.files()
    contested.run("settle", "acme-robotics", "hq", "--records")
    after = contested.files()
    assert {path for path in before if before[path] != after[path]} == {ACME}


def test_what_was_settled_for_the_note_is_contested_again_when_the_records_change_again(contested):
    contested.run("settle", "acme-robotics", "--all", "--note")
    contested.record("value: Berlin", "value: Hamburg")
    result = contested.build(code=3)
    assert "hq: here “Oslo”, in the records “Hamburg”, before “Berlin”" in result.stdout


def test_what_the_records_changed_is_settled_before_any_build_has_seen_it(desk):
    desk.edit("hq: Munich", "hq: Oslo")
    desk.record("value: Munich", "value: Berlin")
    assert desk.run("settle", "acme-robotics", "hq", "--note").exit_code == 0
    assert "hq: Oslo" in desk.note()
    assert "| HQ | Berlin |" in desk.note()
    assert desk.build().stdout == "16 notes: nothing to do\n"


def test_any_edit_is_taken_back_for_the_records(desk):
    before = desk.note()
    desk.edit("founded: 2021", "founded: 2019 # they told me")
    desk.edit("| Founded | 2021 |", "| Founded | 2018 |")
    result = desk.run("settle", "acme-robotics", "matters › Founded", "--records")
    assert result.exit_code == 0, result.output
    assert desk.note() == before.replace("founded: 2021", "founded: 2019 # they told me")
    # A word that is the whole of one spot means that one, and what the person noted beside it stays.
    assert desk.run("settle", "acme-robotics", "founded", "--records").exit_code == 0
    assert desk.note() == before.replace("founded: 2021", "founded: 2021 # they told me")


def test_a_row_that_was_taken_out_comes_back_for_the_records(desk):
    row = "| Seed | Sep 2022 | €4M | — | [[North Fund]] |\n"
    desk.edit(row, "")
    desk.record("Sep 2022: €4M", "Sep 2022: €6M")
    desk.build(code=3)
    before = desk.note()
    assert desk.run("settle", "acme-robotics", "Seed", "--records").exit_code == 0
    assert row.replace("€4M", "€6M") in desk.note()
    assert desk.note().replace(row.replace("€4M", "€6M"), "") == bare(before)


def test_a_row_that_was_taken_out_stays_away_for_good_for_the_note(desk):
    desk.edit("| Seed | Sep 2022 | €4M | — | [[North Fund]] |\n", "")
    desk.record("Sep 2022: €4M", "Sep 2022: €6M")
    desk.build(code=3)
    before = desk.note()
    assert desk.run("settle", "acme-robotics", "seed", "--note").exit_code == 0
    assert desk.note() == bare(before)
    assert desk.build().stdout == "16 notes: nothing to do\n"
    assert "| Seed |" not in desk.note()


def test_what_the_records_no_longer_have_goes_or_stays(desk):
    desk.edit("| Seed | Sep 2022 | €4M |", "| Seed | Oct 2022 | €4M |")
    desk.record("  - Seed, Sep 2022: €4M, led by north-fund\n", "")
    desk.build(code=3)
    before = desk.note()
    assert "| Seed | Oct 2022 |" in before
    assert desk.run("settle", "acme-robotics", "funding history › seed", "--records").exit_code == 0
    line = next(line for line in before.splitlines() if line.startswith("| Seed |"))
    assert desk.note() == bare(before).replace(f"{line}\n", "")


def test_a_note_with_windows_line_ends_keeps_them(contested):
    contested.write(contested.note().replace("\n", "\r\n"))
    before = contested.note()
    contested.run("settle", "acme-robotics", "hq", "--records")
    contested.run("settle", "acme-robotics", "seed", "--note")
    after = contested.note()
    assert after == bare(before).replace("hq: Oslo", "hq: Berlin").replace("\n", "\r\n")


def test_a_note_that_was_moved_and_renamed_is_settled_by_its_new_name(contested):
    vault = contested.root / "vault"
    (vault / "Mine").mkdir()
    (vault / ACME).rename(vault / "Mine/Acmé – die Roboter.md")
    contested.build(code=3)
    path = "Mine/Acmé – die Roboter.md"
    before = contested.note(path)
    result = contested.run("settle", "acmé – DIE roboter", "hq", "--records")
    assert result.exit_code == 3, result.output
    assert bare(contested.note(path)) == bare(before).replace("hq: Oslo", "hq: Berlin")
    assert contested.run("settle", f"./{path}", "--all", "--note").exit_code == 0
    assert contested.note(path) == bare(before).replace("hq: Oslo", "hq: Berlin")


def test_without_a_base_what_differs_is_settled_too(contested):
    shutil.rmtree(contested.root / "vault/.vaultgen")
    contested.build(code=3)
    before = contested.note()
    assert contested.run("settle", "acme-robotics", "hq", "--records").exit_code == 3
    assert bare(contested.note()) == bare(before).replace("hq: Oslo", "hq: Berlin")
    assert contested.run("settle", "acme-robotics", "--all", "--note").exit_code == 0
    assert contested.build().stdout == "16 notes: nothing to do\n"


def test_a_vault_of_an_earlier_day_is_settled_as_of_that_day(desk):
    desk.build("--as-of", "2026-03-05")
    desk.edit("hq: Munich", "hq: Oslo")
    desk.record("value: Munich", "value: Berlin")
    desk.build("--as-of", "2026-03-05", code=3)
    assert desk.run("settle", "acme-robotics", "hq", "--records", "--as-of", "2026-03-05").exit_code == 0
    assert "hq: Berlin" in desk.note()
    assert desk.build("--as-of", "2026-03-05").stdout.endswith("nothing to do\n")


def test_what_was_settled_is_told_to_machines(contested):
    told = contested.told("settle", "acme-robotics", "hq", "--note")
    assert told["settled"] == [
        {"path": ACME, "side": "note", "where": "hq", "base": "Munich", "note": "Oslo", "records": "Berlin"}
    ]
    assert len(told["points"]) == 1


def test_what_a_note_says_goes_into_the_records(contested):
    records = contested.record()
    before = contested.note()
    result = contested.run("settle", "acme-robotics", "hq", "--pull")
    assert result.exit_code == 3, result.output
    assert f"settled: {ACME}: hq: “Oslo” is in the records now instead of “Berlin”" in result.stdout
    assert contested.record() == records.replace("value: Berlin", "value: Oslo")
    assert bare(contested.note()) == bare(before).replace("| HQ | Berlin |", "| HQ | Oslo |")
    assert contested.run("settle", "acme-robotics", "hq", "--pull").exit_code == 1


def test_prose_cannot_go_into_the_records_and_nothing_is_written(contested):
    records, before = contested.record(), contested.files()
    result = contested.run("settle", "acme-robotics", "paragraph", "--pull")
    assert result.exit_code == 1
    assert "no record" in result.stderr
    assert (contested.record(), contested.files()) == (records, before)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["acme-robotics", "hq"], 2, "whose value stays?"),
        (["acme-robotics", "--note"], 2, "give either a FIELD or --all"),
        (["acme-robotics", "hq", "--all", "--note"], 2, "give either a FIELD or --all"),
        (
            ["acme-robotcs", "hq", "--note"],
            1,
            "no note is called “acme-robotcs”; did you mean “acme-robotics”?",
        ),
        (
            ["acme-robotics", "hqq", "--note"],
            1,
            "did you mean “hq”? open there: hq; Funding history › Seed › Amount",
        ),
        (["botworks", "hq", "--note"], 1, "nothing is open in Companies/Botworks.md"),
        (["botworks", "--all", "--records"], 1, "nothing is open in Companies/Botworks.md"),
    ],
)
def test_what_cannot_be_settled_is_told_and_nothing_is_written(contested, words, code, said):
    before = contested.files()
    result = contested.run("settle", *words)
    assert result.exit_code == code
    assert said in result.stderr
    assert contested.files() == before


def test_several_spots_that_may_be_meant_are_listed(desk):
    desk.edit("hq: Munich", "hq: Oslo")
    desk.edit("| HQ | Munich |", "| HQ | Oslo |")
    desk.edit("| Founded | 2021 |", "| Founded | 2020 |")
    desk.record("value: Munich", "value: Berlin")
    desk.record("founded: 2021", "founded: 2022")
    desk.build(code=3)
    result = desk.run("settle", "acme-robotics", "value", "--note")
    assert result.exit_code == 1
    assert "may be any of these: “Why Acme Robotics matters › Founded › Value”" in result.stderr
    assert "› HQ › Value”" in result.stderr


def test_while_another_build_is_at_work_nothing_is_settled(contested):
    before = contested.files()
    with lock(contested.root / "vault"):
        result = contested.run("settle", "acme-robotics", "hq", "--note")
    assert result.exit_code == 75
    assert contested.files() == before
