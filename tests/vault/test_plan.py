"""The plan: what the records want reaches the vault, and what a person did there stays."""

from __future__ import annotations

import errno
import os
import subprocess
from contextlib import suppress

import pytest

from vaultgen.errors import VaultError
from vaultgen.vault import apply as apply_module
from vaultgen.vault.manifest import MANIFEST, PENDING, Entry, load
from vaultgen.vault.plan import Action, Note, apply, diff, make_plan
from vaultgen.vault.scan import scan

CREATE, UPDATE, RENAME = Action.CREATE, Action.UPDATE, Action.RENAME
REMOVE, UNCHANGED, KEPT = Action.REMOVE, Action.UNCHANGED, Action.KEPT


def test_a_first_build_creates_every_note_and_a_second_changes_nothing(vault):
    notes = [vault.note("b", "Companies/B.md"), vault.note("a", "A.md")]
    done = vault.build(notes)
    assert vault.steps(done) == [(CREATE, "a", "A.md"), (CREATE, "b", "Companies/B.md")]
    assert vault.texts() == vault.wanted(*notes)
    before = vault.stats()
    again = vault.build(notes)
    assert not again.changes
    assert again.counts == {UNCHANGED: 2}
    assert again.manifest_after == again.manifest_before == done.manifest_after
    assert vault.stats() == before


def test_the_order_of_the_notes_does_not_matter(vault, vault_of, tmp_path):
    notes = [vault.note(key, f"{key}.md") for key in "cab"]
    other = vault_of(tmp_path / "other")
    vault.build(notes)
    other.build(reversed(notes))
    assert vault.texts(hidden=True) == other.texts(hidden=True)


def test_a_changed_record_updates_its_note_alone(vault):
    a, b = vault.note("a", "A.md"), vault.note("b", "B.md")
    vault.build([a, b])
    before = vault.stats()
    newer = vault.note("a", "A.md", "news")
    done = vault.build([newer, b])
    assert vault.steps(done) == [(UPDATE, "a", "A.md"), (UNCHANGED, "b", "B.md")]
    assert vault.texts() == vault.wanted(newer, b)
    assert vault.stats()["B.md"] == before["B.md"]


def test_an_edited_note_is_kept_and_the_plan_says_what_it_lacks(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "A.md", "news")
    vault.build([old])
    vault.add("A.md", "mine")
    done = vault.build([old])
    assert vault.reasons(done) == {"a": "edited by hand"}
    assert done.kept[0].text == ""
    done = vault.build([new])
    assert vault.reasons(done) == {"a": "edited by hand; the records have changed since"}
    assert done.kept[0].text == new.text
    assert vault.texts() == {"A.md": old.text + "mine"}


def test_taking_an_edit_back_brings_the_news(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "A.md", "news")
    vault.build([old])
    vault.add("A.md", "mine")
    vault.build([new])
    vault.put("A.md", old.text)
    assert vault.steps(vault.build([new])) == [(UPDATE, "a", "A.md")]


def test_a_person_who_writes_what_the_records_say_is_in_step(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "A.md", "news")
    vault.build([old])
    vault.put("A.md", new.text)
    assert vault.steps(vault.build([new])) == [(UNCHANGED, "a", "A.md")]
    newer = vault.note("a", "A.md", "more news")
    assert vault.steps(vault.build([newer])) == [(UPDATE, "a", "A.md")]


def test_a_deleted_note_stays_deleted_until_its_file_comes_back(vault):
    old, new, b = vault.note("a", "A.md"), vault.note("a", "A.md", "news"), vault.note("b", "B.md")
    vault.build([old, b])
    vault.delete("A.md")
    for _ in range(2):
        done = vault.build([new, b])
        assert vault.reasons(done) == {"a": "deleted by hand: not created again"}
        assert vault.texts() == vault.wanted(b)
    assert '"deleted":true' in (vault.root / MANIFEST).read_text()
    vault.put("A.md", old.text)
    assert vault.steps(vault.build([new, b]))[0] == (UPDATE, "a", "A.md")
    assert '"deleted":true' not in (vault.root / MANIFEST).read_text()


def test_a_deleted_note_stays_deleted_when_its_record_goes_and_comes_back(vault):
    a, b = vault.note("a", "A.md"), vault.note("b", "B.md")
    vault.build([a, b])
    vault.delete("A.md")
    vault.build([a, b])
    assert vault.steps(vault.build([b])) == [(UNCHANGED, "b", "B.md")]
    assert vault.reasons(vault.build([a, b])) == {"a": "deleted by hand: not created again"}
    assert vault.texts() == vault.wanted(b)


def test_a_deleted_note_that_comes_back_edited_is_the_persons(vault):
    a = vault.note("a", "A.md")
    vault.build([a])
    vault.delete("A.md")
    vault.build([a])
    vault.put("Own/A.md", a.text + "mine")
    assert vault.reasons(vault.build([a])) == {"a": "edited by hand"}
    assert load(vault.root)["a"].moved == "Own/A.md"
    assert not load(vault.root)["a"].deleted


def test_a_moved_note_stays_where_it_was_put_and_is_kept_up_to_date(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "A.md", "news")
    vault.build([old])
    vault.shift("A.md", "Own/My A.md")
    done = vault.build([new])
    assert vault.steps(done) == [(UPDATE, "a", "Own/My A.md")]
    assert vault.texts() == {"Own/My A.md": new.text}
    assert not vault.build([new]).changes
    renamed = vault.note("a", "Other.md", "news")
    vault.build([renamed])
    assert vault.texts() == {"Own/My A.md": renamed.text}
    vault.shift("Own/My A.md", "Other.md")
    assert not vault.build([renamed]).changes
    assert load(vault.root)["a"].moved == ""


def test_a_moved_and_edited_note_stays_as_it_is(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "A.md", "news")
    vault.build([old])
    vault.shift("A.md", "Own/A.md")
    vault.add("Own/A.md", "mine")
    done = vault.build([new])
    assert vault.steps(done) == [(KEPT, "a", "Own/A.md")]
    assert vault.texts() == {"Own/A.md": old.text + "mine"}


def test_a_note_in_a_folder_that_was_renamed_is_found(vault):
    notes = [vault.note(key, f"Companies/{key}.md") for key in "abc"]
    vault.build(notes)
    (vault.root / "Companies").rename(vault.root / "companies")
    assert not vault.build(notes).changes
    more = [*notes, vault.note("d", "Companies/d.md")]
    assert vault.steps(vault.build(more))[-1] == (CREATE, "d", "companies/d.md")
    assert sorted(vault.texts()) == [f"companies/{key}.md" for key in "abcd"]
    assert not vault.build(more).changes
    renamed = [vault.note("a", "Companies/A2.md"), *more[1:]]
    vault.build(renamed)
    assert "companies/A2.md" in vault.texts()


def test_a_record_in_another_folder_of_the_same_name_does_not_move(vault):
    vault.build([vault.note("a", "companies/A.md")])
    again = Note("a", "Companies/A.md", vault.note("a", "companies/A.md").text)
    assert vault.steps(vault.build([again])) == [(UNCHANGED, "a", "companies/A.md")]
    assert not vault.build([again]).changes


def test_a_renamed_record_renames_its_note(vault):
    old, new = vault.note("a", "Old/A.md"), vault.note("a", "New/B.md")
    vault.build([old])
    done = vault.build([new])
    assert [(step.action, step.old_path, step.path) for step in done.steps] == [
        (RENAME, "Old/A.md", "New/B.md")
    ]
    assert vault.texts() == vault.wanted(new)
    assert not (vault.root / "Old").exists()
    assert not vault.build([new]).changes


def test_a_note_whose_text_does_not_change_keeps_its_file_when_it_is_renamed(vault):
    vault.build([Note("a", "A.md", "---\nid: a\n---\n")])
    before = vault.stats()["A.md"]
    vault.build([Note("a", "B.md", "---\nid: a\n---\n")])
    assert vault.stats()["B.md"] == before


def test_a_change_of_capitals_is_a_rename(vault):
    old, new = vault.note("a", "acme.md"), vault.note("a", "Acme.md")
    vault.build([old])
    assert vault.steps(vault.build([new])) == [(RENAME, "a", "Acme.md")]
    assert vault.texts() == vault.wanted(new)


def test_a_renamed_record_leaves_an_edited_note_where_it_is(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "B.md")
    vault.build([old])
    vault.add("A.md", "mine")
    assert vault.steps(vault.build([new])) == [(KEPT, "a", "A.md")]
    vault.put("A.md", old.text)
    assert vault.steps(vault.build([new])) == [(RENAME, "a", "B.md")]


def test_a_new_name_that_is_taken_is_not_used(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "B.md", "news")
    vault.build([old])
    vault.put("b.md", "mine")
    done = vault.build([new])
    assert vault.steps(done) == [(UPDATE, "a", "A.md")]
    assert done.changes[0].reason == "not renamed to B.md: that name is taken"
    assert vault.reasons(vault.build([new])) == {"a": "not renamed to B.md: that name is taken"}
    assert vault.texts() == {"A.md": new.text, "b.md": "mine"}
    vault.delete("b.md")
    assert vault.steps(vault.build([new])) == [(RENAME, "a", "B.md")]


def test_notes_that_trade_names_are_renamed(vault):
    old = [vault.note("a", "A.md"), vault.note("b", "B.md"), vault.note("c", "C.md")]
    new = [vault.note("a", "B.md"), vault.note("b", "C.md"), vault.note("c", "A.md")]
    vault.build(old)
    assert vault.build(new).counts == {RENAME: 3}
    assert vault.texts() == vault.wanted(*new)
    assert not vault.build(new).changes


def test_names_are_traded_around_a_file_that_is_in_the_way(vault):
    vault.build([vault.note("a", "A.md"), vault.note("b", "B.md")])
    vault.put("A 1.md", "mine")
    new = [vault.note("a", "B.md"), vault.note("b", "A.md")]
    vault.build(new)
    assert vault.texts() == {"A 1.md": "mine"} | vault.wanted(*new)


def test_notes_that_move_up_in_a_row_are_renamed_whatever_their_order(vault):
    for first, second in (("abcd", "bcde"), ("bcde", "abcd")):
        vault.build([vault.note(str(place), f"{name}.md") for place, name in enumerate(first)])
        new = [vault.note(str(place), f"{name}.md") for place, name in enumerate(second)]
        assert vault.build(new).counts == {RENAME: 4}
        assert vault.texts() == vault.wanted(*new)


def test_a_row_that_cannot_move_up_stays_in_place(vault):
    vault.build([vault.note("a", "A.md"), vault.note("b", "B.md"), vault.note("c", "C.md")])
    vault.put("D.md", "mine")
    vault.add("C.md", "mine")
    new = [vault.note("a", "B.md"), vault.note("b", "C.md"), vault.note("c", "D.md")]
    vault.build(new)
    assert list(vault.texts()) == ["A.md", "B.md", "C.md", "D.md"]
    assert vault.texts()["D.md"] == "mine"
    assert not vault.build(new).changes


def test_a_name_freed_by_a_removal_can_be_taken(vault):
    vault.build([vault.note("a", "A.md"), vault.note("b", "B.md")])
    new = [vault.note("b", "A.md"), vault.note("c", "B.md")]
    done = vault.build(new)
    assert sorted(vault.steps(done)) == [(CREATE, "c", "B.md"), (REMOVE, "a", "A.md"), (RENAME, "b", "A.md")]
    assert vault.texts() == vault.wanted(*new)


def test_a_note_whose_record_is_gone_goes_to_the_trash(vault):
    a, b = vault.note("a", "A.md"), vault.note("b", "B.md")
    vault.build([a, b])
    assert vault.steps(vault.build([a])) == [(UNCHANGED, "a", "A.md"), (REMOVE, "b", "B.md")]
    assert vault.texts() == vault.wanted(a)
    assert vault.texts(hidden=True)[".trash/B.md"] == b.text
    assert set(load(vault.root)) == {"a"}
    assert vault.steps(vault.build([a, b])) == [(UNCHANGED, "a", "A.md"), (CREATE, "b", "B.md")]


def test_an_edited_or_moved_note_whose_record_is_gone_stays(vault):
    a, b, c = (vault.note(key, f"{key}.md") for key in "abc")
    vault.build([a, b, c])
    vault.add("b.md", "mine")
    vault.shift("c.md", "Own/c.md")
    for _ in range(2):
        done = vault.build([a])
        assert vault.reasons(done) == {
            "b": "its record is gone, but the note was edited by hand",
            "c": "its record is gone, but the note was moved by hand",
        }
    assert vault.texts() == {"Own/c.md": c.text, "a.md": a.text, "b.md": b.text + "mine"}
    assert not vault.build([a, vault.note("b", "b.md", "new"), c]).changes
    vault.put("b.md", b.text)
    vault.shift("Own/c.md", "c.md")
    assert vault.build([a]).counts == {UNCHANGED: 1, REMOVE: 2}


def test_a_note_that_a_person_and_the_records_both_dropped_is_forgotten(vault):
    a, b = vault.note("a", "A.md"), vault.note("b", "B.md")
    vault.build([a, b])
    vault.delete("B.md")
    assert vault.steps(vault.build([a])) == [(UNCHANGED, "a", "A.md")]
    assert set(load(vault.root)) == {"a"}


def test_a_file_of_a_person_is_never_written_over(vault):
    note = vault.note("a", "Companies/Acme.md")
    for path in ("Companies/Acme.md", "companies/ACME.md", "Companies/ACME.MD"):
        vault.put(path, "mine")
        done = vault.build([note])
        assert [step.action for step in done.steps] == [KEPT]
        assert vault.texts() == {path: "mine"}
        assert load(vault.root) == {}
        vault.delete(path)
        (vault.root / path).parent.rmdir()


def test_names_are_compared_composed(vault):
    vault.put("Socie\u0301te\u0301.md", "mine")
    done = vault.build([vault.note("a", "Soci\u00e9t\u00e9.md")])
    assert vault.reasons(done) == {"a": "not written by vaultgen, or from before its manifest"}


def test_a_file_with_the_wanted_text_is_adopted(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "A.md", "news")
    vault.put("A.md", old.text)
    assert vault.steps(vault.build([old])) == [(UNCHANGED, "a", "A.md")]
    assert vault.steps(vault.build([new])) == [(UPDATE, "a", "A.md")]


def test_without_a_manifest_everything_is_the_persons(vault):
    a, b, c = vault.note("a", "A.md"), vault.note("b", "B.md"), vault.note("c", "C.md")
    vault.build([a, b, c])
    vault.add("A.md", "mine")
    vault.shift("B.md", "Own/B.md")
    (vault.root / MANIFEST).unlink()
    before = vault.texts()
    newer = vault.note("c", "C.md", "news")
    done = vault.build([a, b, newer])
    assert vault.texts() == before
    assert vault.reasons(done) == dict.fromkeys("ac", "not written by vaultgen, or from before its manifest")
    assert load(vault.root)["b"] == Entry("b", "B.md", done.manifest_after["b"].sha256, moved="Own/B.md")


def test_a_copy_of_a_note_is_left_alone(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "A.md", "news")
    vault.build([old])
    vault.put("A 1.md", old.text)
    vault.build([new])
    assert vault.texts() == {"A 1.md": old.text, "A.md": new.text}


def test_two_copies_in_the_place_of_a_note_are_both_left_alone(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "A.md", "news")
    vault.build([old])
    vault.shift("A.md", "B.md")
    vault.put("C.md", old.text)
    for _ in range(2):
        done = vault.build([new])
        assert vault.reasons(done) == {"a": "more than one file has its id: B.md, C.md"}
        assert vault.texts() == {"B.md": old.text, "C.md": old.text}
    vault.delete("C.md")
    assert vault.steps(vault.build([new])) == [(UPDATE, "a", "B.md")]


def test_two_files_with_the_id_of_a_new_note_are_both_left_alone(vault):
    for path in ("B.md", "C.md"):
        vault.put(path, "---\nid: a\n---\nmine")
    assert vault.steps(vault.build([vault.note("a", "A.md")])) == [(KEPT, "a", "A.md")]
    assert len(vault.texts()) == 2


def test_a_note_put_in_the_place_of_another_is_still_itself(vault):
    a, b = vault.note("a", "A.md"), vault.note("b", "B.md")
    vault.build([a, b])
    vault.delete("A.md")
    vault.shift("B.md", "A.md")
    newer = [vault.note("a", "A.md", "news"), vault.note("b", "B.md", "news")]
    done = vault.build(newer)
    assert vault.reasons(done) == {"a": "deleted by hand: not created again"}
    assert vault.texts() == {"A.md": newer[1].text}


def test_notes_whose_files_a_person_swapped_are_kept_up_to_date(vault):
    vault.build([vault.note("a", "A.md"), vault.note("b", "B.md")])
    vault.shift("A.md", "x.md")
    vault.shift("B.md", "A.md")
    vault.shift("x.md", "B.md")
    newer = [vault.note("a", "A.md", "news"), vault.note("b", "B.md", "news")]
    assert vault.build(newer).counts == {UPDATE: 2}
    assert vault.texts() == {"A.md": newer[1].text, "B.md": newer[0].text}


def test_a_note_moved_to_where_a_note_without_a_record_was_is_found(vault):
    a, b = vault.note("a", "A.md"), vault.note("b", "B.md")
    vault.build([a, b])
    vault.delete("A.md")
    vault.shift("B.md", "A.md")
    vault.build([b])
    assert vault.texts() == {"A.md": b.text}
    assert load(vault.root)["b"].moved == "A.md"


def test_a_file_without_properties_is_known_by_its_text_when_it_moves(vault):
    old, new = Note("base", "Bases/All.base", "views: []\n"), Note("base", "Bases/All.base", "views: [x]\n")
    other = Note("other", "Bases/Other.base", "filters: x\n")
    vault.build([old, other])
    vault.shift("Bases/All.base", "All of them.base")
    assert vault.steps(vault.build([new, other]))[0] == (UPDATE, "base", "All of them.base")
    vault.shift("All of them.base", "Edited.base")
    vault.add("Edited.base", "# mine")
    assert vault.reasons(vault.build([new, other])) == {"base": "deleted by hand: not created again"}
    assert vault.texts()["Edited.base"] == "views: [x]\n# mine"


def test_files_without_properties_that_a_person_swapped_are_kept_up_to_date(vault):
    a, b = Note("a", "A.base", "views: [a]\n"), Note("b", "B.base", "views: [b]\n")
    vault.build([a, b])
    vault.shift("A.base", "x")
    vault.shift("B.base", "A.base")
    vault.shift("x", "B.base")
    newer = [Note("a", "A.base", "views: [a2]\n"), Note("b", "B.base", "views: [b2]\n")]
    assert vault.build(newer).counts == {UPDATE: 2}
    assert vault.texts() == {"A.base": newer[1].text, "B.base": newer[0].text}


def test_a_file_that_vanishes_after_the_scan_counts_as_deleted(vault):
    note = vault.note("a", "A.md")
    vault.build([note])
    files = scan(vault.root)
    vault.delete("A.md")
    done = vault.plan([vault.note("a", "A.md", "news")], files=files)
    assert vault.reasons(done) == {"a": "deleted by hand: not created again"}


def test_folders_and_links_in_the_place_of_a_note_are_left_alone(vault):
    a, b, c = vault.note("a", "A.md"), vault.note("b", "B.md"), vault.note("c", "C.md")
    vault.build([a])
    vault.delete("A.md")
    (vault.root / "A.md").mkdir()
    (vault.root / "B.md").symlink_to("nowhere")
    done = vault.build([a, b, c])
    assert vault.reasons(done) == {
        "a": "a folder or a link stands in its place",
        "b": "the name B.md is taken",
    }
    assert (vault.root / "B.md").is_symlink()
    assert not load(vault.root)["a"].deleted


def test_a_folder_that_cannot_be_one_stops_the_plan_before_anything_is_written(vault):
    vault.put("Companies", "mine")
    with pytest.raises(VaultError, match="a file stands where a folder should go"):
        vault.plan([vault.note("a", "Companies/A.md")])


def test_two_notes_with_one_name_or_id_are_a_mistake_of_the_caller(vault):
    with pytest.raises(ValueError, match=r"'a' and 'b' at 'acme.MD'"):
        vault.plan([vault.note("a", "Acme.md"), vault.note("b", "acme.MD")])
    with pytest.raises(ValueError, match="two notes with one id or path"):
        vault.plan([vault.note("a", "A.md"), vault.note("a", "B.md")])
    with pytest.raises(ValueError, match="a hidden file is no note"):
        vault.plan([vault.note("a", "x/.hidden/A.md")])
    with pytest.raises(VaultError, match=r"not a path inside the vault"):
        vault.plan([vault.note("a", "../A.md")])


def test_a_partial_plan_looks_only_at_what_it_was_given(vault):
    a, b, c = (vault.note(key, f"{key}.md") for key in "abc")
    vault.build([a, b, c])
    vault.add("b.md", "mine")
    newer = vault.note("a", "a.md", "news")
    done = vault.build([newer], complete=False, removed=["c", "unknown"], files=scan(vault.root))
    assert vault.steps(done) == [(UPDATE, "a", "a.md"), (REMOVE, "c", "c.md")]
    assert set(load(vault.root)) == {"a", "b"}
    vault.shift("a.md", "Own/a.md")
    assert vault.steps(vault.build([newer], complete=False)) == [(UNCHANGED, "a", "Own/a.md")]
    done = vault.build([vault.note("d", "b.md")], complete=False)
    assert vault.reasons(done) == {"d": "the name b.md is taken"}


def test_most_notes_are_never_removed_by_accident(vault):
    notes = [vault.note(str(number), f"{number}.md") for number in range(60)]
    vault.build(notes)
    with pytest.raises(VaultError, match=r"7 of 60 notes would be removed .* --allow-mass-removal"):
        vault.plan(notes[7:])
    assert vault.plan(notes[6:]).counts[REMOVE] == 6
    assert vault.plan(notes[7:], allow_mass_removal=True).counts[REMOVE] == 7
    few = [vault.note("a", "a.md"), vault.note("b", "b.md")]
    vault.build(few, allow_mass_removal=True)
    assert vault.plan(few[1:]).counts[REMOVE] == 1
    with pytest.raises(VaultError, match="2 of 2 notes would be removed"):
        vault.plan([])
    assert vault.plan([], complete=False).counts == {}


def test_notes_of_which_nothing_was_known_yet_go_without_being_asked_for(vault):
    notes = [vault.note(str(number), f"{number}.md") for number in range(60)]
    vault.build(notes)
    later = [note.id for note in notes[10:]]
    plan = vault.plan(notes[:10], untold=later)
    assert plan.counts[REMOVE] == 50
    removed = {step.reason for step in plan.steps if step.action is REMOVE}
    assert removed == {"nothing of it was known that day"}
    with pytest.raises(VaultError, match="7 of 60 notes would be removed"):
        vault.plan(notes[7:10], untold=later)


def test_a_vault_whose_notes_vanished_is_not_taken_for_deleted(vault):
    notes = [vault.note(str(number), f"{number}.md") for number in range(20)]
    vault.build(notes)
    for number in range(10):
        vault.delete(f"{number}.md")
    assert vault.plan(notes).counts == {KEPT: 10, UNCHANGED: 10}
    vault.delete("10.md")
    with pytest.raises(VaultError, match=r"11 of 20 notes are missing from the vault; bring them back"):
        vault.plan(notes)
    assert vault.plan(notes, allow_mass_removal=True).counts == {KEPT: 11, UNCHANGED: 9}


def test_what_a_person_does_between_plan_and_apply_wins(vault):
    old = [vault.note(key, f"{key}.md") for key in "abcdef"]
    vault.build(old)
    new = [
        vault.note("a", "a.md", "news"),
        vault.note("b", "new b.md"),
        vault.note("d", "e.md"),
        vault.note("e", "d.md"),
        vault.note("f", "new f.md"),
        vault.note("g", "g.md"),
    ]
    plan = vault.plan(new)
    assert plan.counts == {UPDATE: 1, RENAME: 4, REMOVE: 1, CREATE: 1}
    for path in ("a.md", "b.md", "c.md", "d.md"):
        vault.add(path, "mine")
    vault.put("g.md", "mine")
    vault.put("new f.md", "mine")
    before = vault.texts()
    done = apply(plan, vault.root)
    assert vault.texts() == before
    assert not done.changes
    assert set(done.manifest_after) == set("abcdef")
    assert vault.reasons(done) == {
        **dict.fromkeys("abcde", "changed while it was being built: build again"),
        **dict.fromkeys("fg", "its name was taken while it was being built: build again"),
    }
    assert {step.id: step.path for step in done.kept} == {key: f"{key}.md" for key in "abcdefg"}


@pytest.mark.parametrize("when", range(4))
def test_a_name_taken_while_names_are_traded_is_left_and_the_next_build_goes_on(vault, monkeypatch, when):
    vault.build([vault.note("a", "A.md"), vault.note("b", "B.md"), vault.note("c", "C.md")])
    new = [vault.note("a", "B.md"), vault.note("b", "C.md"), vault.note("c", "A.md")]
    rename = os.rename
    names: list[tuple[str, str]] = []

    def interfere(old: str, new: str) -> None:
        rename(old, new)
        names.append((str(old), str(new)))
        if len(names) == when:
            vault.put(os.path.basename(old), "mine")  # noqa: PTH119 -- the name that has just become free

    plan = vault.plan(new)
    if not when:
        save_pending = apply_module.save_pending
        monkeypatch.setattr(
            apply_module, "save_pending", lambda *given: (save_pending(*given), vault.put("A 1.md", "mine"))
        )
    monkeypatch.setattr(os, "rename", interfere)
    apply(plan, vault.root)
    monkeypatch.undo()
    (mine,) = [path for path, text in vault.texts().items() if text == "mine"]
    assert len(vault.texts()) == 4
    vault.delete(mine)
    vault.build(new)
    assert vault.texts() == vault.wanted(*new)
    assert all(not entry.moved for entry in load(vault.root).values())


def test_a_file_that_vanishes_between_plan_and_apply_is_not_written_again(vault):
    vault.build([vault.note("a", "A.md")])
    plan = vault.plan([vault.note("a", "A.md", "news")])
    vault.delete("A.md")
    assert vault.reasons(apply(plan, vault.root)) == {"a": "changed while it was being built: build again"}
    assert vault.texts() == {}


def test_a_failure_midway_is_healed_by_the_next_build_even_if_the_records_have_changed(vault, monkeypatch):
    old = [vault.note(key, f"{key}.md") for key in "abcd"]
    vault.build(old)
    new = [vault.note("a", "a.md", "2"), vault.note("b", "B2.md"), vault.note("c", "c.md", "2"), old[3]]
    newer = [vault.note("a", "a.md", "3"), vault.note("b", "B3.md"), vault.note("c", "c.md", "3"), old[3]]
    newer.append(vault.note("e", "e.md"))
    replace = os.replace
    written: list[str] = []

    def full(source: str, target: str) -> None:
        written.append(target)
        if len(written) > 3:
            raise OSError(errno.ENOSPC, "full")
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(VaultError, match="the disk is full"):
            vault.build(new)
    assert (vault.root / PENDING).exists()
    assert vault.texts() != vault.wanted(*old)
    done = vault.build(newer)
    assert not done.kept
    assert vault.texts() == vault.wanted(*newer)
    assert not (vault.root / PENDING).exists()


@pytest.mark.parametrize("calls", range(16))
@pytest.mark.parametrize("ending", ["md", "base"])
def test_a_crash_while_names_are_traded_is_healed(vault, monkeypatch, calls, ending):
    def notes(names: str, body: str) -> list[Note]:
        head = "---\nid: {}\n---\n" if ending == "md" else "# {}\n"
        return [
            Note(key, f"{name}.{ending}", head.format(key) + body)
            for key, name in zip("abc", names, strict=True)
        ]

    vault.build(notes("ABC", "1"))
    left = [calls]

    def guarded(call):
        def wrapper(*args: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(errno.EIO, "the power is gone")
            return call(*args)

        return wrapper

    with monkeypatch.context() as patch, suppress(VaultError):
        for name in ("replace", "rename", "write", "unlink"):
            patch.setattr(os, name, guarded(getattr(os, name)))
        vault.build(notes("BCA", "2"))
    newest = notes("CAB", "3")
    done = vault.build(newest)
    assert not done.kept
    assert vault.texts() == vault.wanted(*newest)


@pytest.mark.parametrize("news", ["", "news"])
def test_a_note_without_an_id_that_was_just_renamed_when_the_power_went_is_found(vault, monkeypatch, news):
    vault.build([Note("a", "A.md", "text")])
    new = [Note("a", "B.md", "text" + news)]
    with monkeypatch.context() as patch:
        patch.setattr(apply_module, "save", None)
        with pytest.raises(TypeError):
            vault.build(new)
    assert not vault.build(new).kept
    assert vault.texts() == vault.wanted(*new)
    assert load(vault.root)["a"].moved == ""


def test_a_removal_that_was_interrupted_is_no_deletion_by_hand(vault, monkeypatch):
    notes = [vault.note("a", "A.md"), vault.note("b", "B.md")]
    vault.build(notes)
    with monkeypatch.context() as patch:
        patch.setattr(apply_module, "save", None)
        with pytest.raises(TypeError):
            vault.build(notes[:1])
    assert vault.texts() == vault.wanted(notes[0])
    assert not vault.build(notes).kept
    assert vault.texts() == vault.wanted(*notes)


def test_a_partial_build_after_a_crash_remembers_what_was_pending_elsewhere(vault, monkeypatch):
    vault.build([vault.note("a", "a.md"), vault.note("b", "b.md")])
    new = [vault.note("a", "a.md", "2"), vault.note("b", "b.md", "2")]
    with monkeypatch.context() as patch:
        patch.setattr(apply_module, "save", None)
        with pytest.raises(TypeError):
            vault.build(new)
    vault.build([vault.note("a", "a.md", "3")], complete=False)
    assert (vault.root / PENDING).exists()
    done = vault.build([vault.note("a", "a.md", "3"), vault.note("b", "b.md", "3")])
    assert vault.steps(done) == [(UNCHANGED, "a", "a.md"), (UPDATE, "b", "b.md")]
    assert not (vault.root / PENDING).exists()


def test_half_files_of_a_crash_are_swept_by_the_next_build(vault):
    vault.build([vault.note("a", "a.md")])
    vault.put(".a.md.tmp-1", "half")
    vault.put(PENDING, (vault.root / MANIFEST).read_text())
    vault.build([vault.note("a", "a.md")])
    assert list(vault.texts(hidden=True)) == [MANIFEST, "a.md"]


def test_the_diff_is_one_that_git_applies(vault):
    old = [
        vault.note("a", "A.md"),
        vault.note("b", "B.md"),
        vault.note("c", "C.md"),
        Note("d", "D.md", "no end"),
    ]
    vault.build(old)
    subprocess.run(["git", "init", "-q"], cwd=vault.root, check=True)
    new = [vault.note("a", "A.md", "news\u2028\x0c–"), vault.note("b", "New/B.md"), vault.note("e", "E.md")]
    new.append(Note("d", "D.md", "no end, too"))
    plan = vault.plan(new)
    text = diff(plan, vault.root)
    subprocess.run(["git", "apply"], cwd=vault.root, check=True, input=text.encode())
    assert vault.texts() == vault.wanted(*new)


def test_nothing_to_do_is_an_empty_diff(vault):
    notes = [vault.note("a", "A.md")]
    vault.build(notes)
    assert diff(vault.plan(notes), vault.root) == ""


def test_a_plan_writes_nothing(vault):
    vault.build([vault.note("a", "A.md")])
    before = vault.stats()
    plan = make_plan(vault.root, [vault.note("a", "B.md", "x"), vault.note("c", "C/C.md")], load(vault.root))
    assert len(plan.changes) == 2
    assert vault.stats() == before
