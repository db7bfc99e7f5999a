"""Notes that a person deleted, orphaned, or stood in the way of: brought back, put away, merged."""

from __future__ import annotations

import pytest

from vaultgen.vault.lock import lock

JANE = "People/Jane Roe.md"
FUND = "Investors/Öther Fünd.md"
RECORD = "id: other-fund\nkinds: [investor]\nname: Öther Fünd\nhq: Bergen\n"


@pytest.fixture
def orphaned(desk):
    """An edited note whose record is gone."""
    (desk.root / "seeds/other.yaml").write_text(RECORD, "utf-8")
    desk.build()
    desk.write(desk.note(FUND) + "\nMy words.\n", FUND)
    (desk.root / "seeds/other.yaml").unlink()
    return desk


@pytest.fixture
def in_the_way(desk):
    """A file of a person where a new note should go."""
    desk.write("---\nmine: yes # really\nhq: Oslo\n---\n# My fund\r\n\r\nMy   words.", FUND)
    (desk.root / "seeds/other.yaml").write_text(RECORD, "utf-8")
    desk.build(code=3)
    return desk


# -- restore -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("built", [False, True])
@pytest.mark.parametrize("words", ["jane-roe", "Jane Roe", "people/jane roe", JANE])
def test_a_deleted_note_comes_back_as_the_records_have_it(desk, words, built):
    before = desk.note(JANE)
    (desk.root / "vault" / JANE).unlink()
    if built:
        desk.build()
    result = desk.run("restore", words)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0] == f"restored: {JANE}"
    assert desk.note(JANE) == before
    assert desk.build().stdout == "16 notes: nothing to do\n"


def test_what_was_in_a_deleted_note_is_looked_for_in_the_trash(desk):
    desk.write(desk.note(JANE) + "\nMy words.\n", JANE)
    trash = desk.root / "vault/.trash"
    trash.mkdir()
    (desk.root / "vault" / JANE).rename(trash / "Jane Roe.md")
    told = desk.told("restore", "jane-roe")
    assert told["restored"] == [{"id": "jane-roe", "path": JANE, "trash": [".trash/Jane Roe.md"]}]
    assert (trash / "Jane Roe.md").read_text("utf-8").endswith("\nMy words.\n")
    assert "My words." not in desk.note(JANE)


def test_a_note_comes_back_where_the_person_had_put_it(desk):
    vault = desk.root / "vault"
    (vault / JANE).rename(vault / "Jané.md")
    desk.build()
    before = desk.note("Jané.md")
    (vault / "Jané.md").unlink()
    desk.build()
    assert desk.run("restore", "jane-roe").exit_code == 0
    assert desk.note("Jané.md") == before
    assert desk.build().stdout == "16 notes: nothing to do\n"


def test_a_note_whose_place_is_taken_comes_back_beside_it(desk):
    (desk.root / "vault" / JANE).unlink()
    desk.build()
    desk.write("---\nid: another\n---\nAnother Jane.\n", JANE)
    result = desk.run("restore", "jane-roe")
    assert result.stdout.splitlines()[0] == "restored: People/Jane Roe 2.md"
    assert desk.note(JANE) == "---\nid: another\n---\nAnother Jane.\n"
    assert "id: jane-roe" in desk.note("People/Jane Roe 2.md")
    assert desk.build().stdout == "16 notes: nothing to do\n"


def test_several_notes_come_back_at_once_also_as_of_a_day(desk):
    desk.build("--as-of", "2026-03-05")
    before = desk.files()
    (desk.root / "vault" / JANE).unlink()
    (desk.root / "vault/Companies/Botworks.md").unlink()
    assert desk.run("restore", "--as-of", "2026-03-05", "jane-roe", "botworks").exit_code == 0
    assert {path: data for path, (data, _) in desk.files().items()} == {
        path: data for path, (data, _) in before.items()
    }


def test_the_deleted_notes_are_listed(desk):
    assert desk.run("restore").stdout == "no note was deleted by hand\n"
    (desk.root / "vault" / JANE).unlink()
    assert f"jane-roe: {JANE}: deleted by hand" in desk.run("restore").stdout
    assert desk.told("restore")["candidates"][0]["id"] == "jane-roe"


@pytest.mark.parametrize(
    ("words", "said"),
    [("jane-roe", "is there: nobody deleted it"), ("jane-ro", "did you mean “jane-roe”?")],
)
def test_what_cannot_be_restored_is_told(desk, words, said):
    result = desk.run("restore", words)
    assert result.exit_code == 1
    assert said in result.stderr


def test_a_note_without_its_record_has_nothing_to_come_back_from(orphaned):
    (orphaned.root / "vault" / FUND).unlink()
    result = orphaned.run("restore", "other-fund")
    assert result.exit_code == 1
    assert "the records have nothing to bring it back from" in result.stderr


# -- prune ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("built", [False, True])
@pytest.mark.parametrize("words", [["other-fund"], ["Öther Fünd"], ["--all"]])
def test_an_orphan_goes_to_the_trash_with_every_word(orphaned, words, built):
    if built:
        orphaned.build(code=3)
    before = orphaned.note(FUND)
    result = orphaned.run("prune", *words)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0] == f"pruned: {FUND} lies in .trash now"
    assert orphaned.note(f".trash/{FUND}") == before
    assert not (orphaned.root / "vault" / FUND).exists()
    assert orphaned.build().stdout == "16 notes: nothing to do\n"


def test_without_names_the_orphans_are_listed_and_nothing_is_moved(orphaned):
    before = orphaned.files()
    result = orphaned.run("prune")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"other-fund: {FUND}: its record is gone")
    assert [one["path"] for one in orphaned.told("prune")["candidates"]] == [FUND]
    assert orphaned.files() == before


def test_a_note_with_a_record_is_not_pruned(orphaned):
    before = orphaned.files()
    result = orphaned.run("prune", "acme-robotics")
    assert result.exit_code == 1
    assert "its record is there" in result.stderr
    assert orphaned.run("prune", "other-fund", "--all").exit_code == 2
    assert orphaned.files() == before


def test_nothing_to_prune_is_told(desk):
    assert desk.run("prune").stdout == "no edited note is without its record\n"
    assert desk.run("prune", "--all").stdout == "no edited note is without its record\n"


# -- adopt ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["other-fund", FUND, "Öther Fünd"])
def test_a_file_in_the_place_of_a_note_is_merged_without_losing_a_byte(in_the_way, words):
    result = in_the_way.run("adopt", words)
    assert result.exit_code == 3, result.output
    assert result.stdout.splitlines()[0] == f"adopted: {FUND}; 1 point to settle"
    text = in_the_way.note(FUND)
    assert "mine: yes # really" in text
    assert "My   words." in text
    assert "id: other-fund" in text
    assert "hq: Oslo" in text
    assert in_the_way.run("settle", "other-fund", "hq", "--records").exit_code == 0
    assert "hq: Bergen" in in_the_way.note(FUND)
    assert in_the_way.build().stdout == "17 notes: nothing to do\n"


def test_files_in_the_place_of_notes_are_listed_and_left_alone(in_the_way):
    before = in_the_way.files()
    assert in_the_way.run("adopt").stdout.startswith(f"other-fund: {FUND}: a file of yours has the place")
    assert [one["id"] for one in in_the_way.told("adopt")["candidates"]] == ["other-fund"]
    assert in_the_way.files() == before


def test_what_was_adopted_is_told_to_machines(in_the_way):
    told = in_the_way.told("adopt", "other-fund")
    assert told["adopted"] == [{"id": "other-fund", "path": FUND, "points": 1}]


def test_what_cannot_be_adopted_is_told(in_the_way):
    result = in_the_way.run("adopt", "acme-robotics")
    assert result.exit_code == 1
    assert "this is the note already" in result.stderr
    (in_the_way.root / "vault" / FUND).write_bytes(b"\xff\xfe")
    result = in_the_way.run("adopt", "other-fund")
    assert result.exit_code == 1
    assert "not UTF-8" in result.stderr
    assert in_the_way.run("adopt", "nobody-at-all").exit_code == 1


def test_nothing_to_adopt_is_told(desk):
    assert desk.run("adopt").stdout == "no file of yours stands in the place of a note\n"


@pytest.mark.parametrize(
    "words", [("restore", "other-fund"), ("prune", "other-fund"), ("adopt", "other-fund")]
)
def test_while_another_build_is_at_work_nothing_is_done(orphaned, words):
    before = orphaned.files()
    with lock(orphaned.root / "vault"):
        result = orphaned.run(*words)
    assert result.exit_code == 75
    assert "is at work on it" in result.stderr
    assert orphaned.files() == before
