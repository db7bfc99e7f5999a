"""The plan: what the records want reaches the vault, and what a person did there stays."""

from __future__ import annotations

import errno
import os
import re
import subprocess
from contextlib import suppress

import pytest

from tests.vault.crash import crash_after
from vaultgen.errors import VaultError
from vaultgen.vault import apply as apply_module
from vaultgen.vault.base import BASE, Pending, load, shards_of
from vaultgen.vault.disk import files as disk_module
from vaultgen.vault.pending import PENDING, note_down
from vaultgen.vault.plan import Action, Note, apply, diff, make_plan
from vaultgen.vault.scan import scan

CREATE, UPDATE, RENAME = Action.CREATE, Action.UPDATE, Action.RENAME
REMOVE, UNCHANGED, KEPT = Action.REMOVE, Action.UNCHANGED, Action.KEPT
RELINK, DELETED = Action.RELINK, Action.DELETED


def test_a_first_build_creates_every_note_and_a_second_changes_nothing(vault):
    notes = [vault.note("b", "Companies/B.md"), vault.note("a", "A.md")]
    done = vault.build(notes)
    assert vault.steps(done) == [(CREATE, "a", "A.md"), (CREATE, "b", "Companies/B.md")]
    assert vault.texts() == vault.wanted(*notes)
    before = vault.stats()
    again = vault.build(notes)
    assert not again.changes
    assert again.counts == {UNCHANGED: 2}
    assert again.after == again.before == done.after
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


def test_an_edited_note_takes_the_news_and_keeps_the_edit(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "A.md", "news")
    vault.build([old])
    vault.add("A.md", "\nmine\n")
    before = vault.stats()["A.md"]
    done = vault.build([old])
    assert vault.steps(done) == [(UNCHANGED, "a", "A.md")]
    assert vault.stats()["A.md"] == before
    done = vault.build([new])
    assert vault.steps(done) == [(UPDATE, "a", "A.md")]
    assert vault.texts() == {"A.md": new.text + "\nmine\n"}
    assert not vault.build([new]).changes


def test_what_both_changed_stays_the_persons_and_is_to_settle_until_it_is(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "A.md", "news")
    vault.build([old])
    vault.put("A.md", old.text.replace("text", "mine"))
    done = vault.build([new])
    (point,) = done.after["a"].points
    assert (point.base, point.person, point.record) == ("text", "mine", "news")
    assert vault.texts()["A.md"].count("[!vaultgen|") == 1
    for newest in (new, new, vault.note("a", "A.md", "more news")):
        done = vault.build([newest])
        (point,) = done.after["a"].points
        assert point.person == "mine"
        assert "mine" in vault.texts()["A.md"]
    assert point.record == "more news"
    text = vault.texts()["A.md"]
    vault.put("A.md", text.replace("\nmine\n", "\nmore news\n"))
    done = vault.build([newest])
    assert done.after["a"].points == ()
    assert vault.texts() == vault.wanted(newest)


def test_a_file_that_is_no_note_is_one_unit(vault):
    old, new = Note("v", "All.base", "views: []\n"), Note("v", "All.base", "views: [x]\n")
    vault.build([old])
    vault.put("All.base", "views: [mine]\n")
    assert vault.steps(vault.build([old])) == [(UNCHANGED, "v", "All.base")]
    for _ in range(2):
        assert vault.reasons(vault.build([new])) == {"v": "edited by hand; the records have changed since"}
    assert vault.texts() == {"All.base": "views: [mine]\n"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"---\nid: a\n---\n\xff\n", "not UTF-8: save it as UTF-8, and the next build brings it up to date"),
        (b"\n", "empty: whoever emptied it may delete it"),
    ],
)
def test_a_note_that_cannot_be_merged_is_left_alone_and_told(vault, data, reason):
    old, new = vault.note("a", "A.md"), vault.note("a", "A.md", "news")
    vault.build([old])
    (vault.root / "A.md").write_bytes(data)
    for _ in range(2):
        assert vault.reasons(vault.build([new])) == {"a": reason}
        assert (vault.root / "A.md").read_bytes() == data
    vault.put("A.md", old.text)
    assert vault.steps(vault.build([new])) == [(UPDATE, "a", "A.md")]


def test_taking_an_edit_back_leaves_the_note_as_the_records_have_it(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "A.md", "news")
    vault.build([old])
    vault.add("A.md", "\nmine\n")
    vault.build([new])
    vault.put("A.md", new.text)
    assert vault.steps(vault.build([new])) == [(UNCHANGED, "a", "A.md")]


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
        assert vault.steps(done)[0] == (DELETED, "a", "A.md")
        assert done.steps[0].reason == "deleted by hand: `vaultgen restore a` brings it back"
        assert vault.texts() == vault.wanted(b)
    assert load(vault.root)["a"].deleted
    vault.put("A.md", old.text)
    assert vault.steps(vault.build([new, b]))[0] == (UPDATE, "a", "A.md")
    assert not load(vault.root)["a"].deleted


def test_a_deleted_note_stays_deleted_when_its_record_goes_and_comes_back(vault):
    a, b = vault.note("a", "A.md"), vault.note("b", "B.md")
    vault.build([a, b])
    vault.delete("A.md")
    vault.build([a, b])
    assert vault.steps(vault.build([b])) == [(UNCHANGED, "b", "B.md")]
    assert vault.steps(vault.build([a, b]))[0] == (DELETED, "a", "A.md")
    assert vault.texts() == vault.wanted(b)


def test_a_deleted_note_that_comes_back_edited_is_the_persons(vault):
    a = vault.note("a", "A.md")
    vault.build([a])
    vault.delete("A.md")
    vault.build([a])
    vault.put("Own/A.md", a.text + "mine")
    assert not vault.build([a]).changes
    assert vault.texts() == {"Own/A.md": a.text + "mine"}
    assert load(vault.root)["a"].moved == "Own/A.md"
    assert not load(vault.root)["a"].deleted


def test_a_moved_note_stays_where_it_was_put_and_is_kept_up_to_date(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "A.md", "news")
    vault.build([old])
    vault.shift("A.md", "Own/My A.md")
    done = vault.build([new])
    assert vault.steps(done) == [(UPDATE, "a", "Own/My A.md")]
    assert vault.texts() == {"Own/My A.md": vault.known_as(new, "A").text}
    assert not vault.build([new]).changes
    renamed = vault.note("a", "Other.md", "news")
    vault.build([renamed])
    assert vault.texts() == {"Own/My A.md": vault.known_as(renamed, "Other").text}
    vault.shift("Own/My A.md", "Other.md")
    vault.build([renamed])
    assert vault.texts() == {"Other.md": renamed.text}
    assert load(vault.root)["a"].moved == ""


def test_a_moved_and_edited_note_stays_where_it_is_and_takes_the_news(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "A.md", "news")
    vault.build([old])
    vault.shift("A.md", "Own/A.md")
    vault.add("Own/A.md", "\nmine\n")
    done = vault.build([new])
    assert vault.steps(done) == [(UPDATE, "a", "Own/A.md")]
    assert vault.texts() == {"Own/A.md": new.text + "\nmine\n"}


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
    assert vault.texts() == vault.wanted(vault.known_as(new, "A"))
    assert not (vault.root / "Old").exists()
    assert not vault.build([new]).changes


def test_a_note_whose_text_does_not_change_keeps_its_file_when_it_is_renamed(vault):
    vault.build([Note("a", "A.md", "---\nid: a\n---\n")])
    before = vault.stats()["A.md"]
    vault.build([Note("a", "B/A.md", "---\nid: a\n---\n")])
    assert vault.stats()["B/A.md"] == before


def test_a_change_of_capitals_is_a_rename(vault):
    old, new = vault.note("a", "acme.md"), vault.note("a", "Acme.md")
    vault.build([old])
    assert vault.steps(vault.build([new])) == [(RENAME, "a", "Acme.md")]
    assert vault.texts() == vault.wanted(new)


def test_an_edited_note_is_renamed_with_its_record(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "B.md")
    vault.build([old])
    vault.add("A.md", "\nmine\n")
    assert vault.steps(vault.build([new])) == [(RENAME, "a", "B.md")]
    text = vault.texts()["B.md"]
    assert text.startswith("---\nid: a\naliases:\n  - A\n---\n# B.md\n")
    assert text.endswith("\nmine\n")


def test_the_records_name_a_note_in_the_folder_that_a_person_chose(vault):
    vault.build([vault.note("a", "Companies/A.md")])
    vault.shift("Companies/A.md", "Own/A.md")
    vault.build([vault.note("a", "Companies/A.md")])
    assert vault.steps(vault.build([vault.note("a", "Companies/B.md")])) == [(RENAME, "a", "Own/B.md")]
    vault.shift("Own/B.md", "Own/My B.md")
    vault.build([vault.note("a", "Companies/B.md")])
    assert vault.steps(vault.build([vault.note("a", "Investors/C.md")])) == [(UPDATE, "a", "Own/My B.md")]


def test_links_in_everything_people_wrote_follow_a_renamed_note(vault):
    old = [vault.note("a", "A.md"), vault.note("b", "B.md", "see [[A]]")]
    vault.build(old)
    vault.add("B.md", "\nmine, about [[A#text|it]] and `[[A]]`\n")
    vault.put("Own.md", "[[a]] ![[A]] [x](A.md)\r\n")
    vault.put("Board.canvas", '{"nodes":[{"id":"1","type":"file","file":"A.md"}]}')
    new = [vault.note("a", "New A.md"), vault.note("b", "B.md", "see [[New A]]")]
    done = vault.build(new)
    assert [(step.action, step.path) for step in done.steps] == [
        (UPDATE, "B.md"),
        (RELINK, "Board.canvas"),
        (RENAME, "New A.md"),
        (RELINK, "Own.md"),
    ]
    texts = vault.texts()
    assert texts["B.md"] == new[1].text + "\nmine, about [[New A#text|it]] and `[[A]]`\n"
    assert texts["Own.md"] == "[[New A]] ![[New A]] [x](New%20A.md)\r\n"
    assert texts["Board.canvas"] == '{"nodes":[{"id":"1","type":"file","file":"New A.md"}]}'
    assert "aliases:\n  - A\n" in texts["New A.md"]
    assert not vault.build(new).changes


def test_generated_links_lead_to_where_a_person_put_a_note(vault):
    notes = [vault.note("a", "A.md"), vault.note("b", "B.md", "see [[A]]")]
    vault.build(notes)
    vault.shift("A.md", "My A.md")
    vault.build(notes)
    texts = vault.texts()
    assert "see [[My A]]" in texts["B.md"]
    assert "aliases:\n  - A\n" in texts["My A.md"]
    assert not vault.build(notes).changes
    vault.shift("My A.md", "A.md")
    vault.build(notes)
    assert "see [[A]]" in vault.texts()["B.md"]


def test_a_new_name_that_is_taken_is_not_used(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "B.md", "news")
    vault.build([old])
    vault.put("b.md", "mine")
    done = vault.build([new])
    assert vault.steps(done) == [(UPDATE, "a", "A.md")]
    assert done.changes[0].reason == "not renamed to B.md: that name is taken"
    assert vault.reasons(vault.build([new])) == {"a": "not renamed to B.md: that name is taken"}
    assert vault.texts() == {"A.md": vault.known_as(new, "B").text, "b.md": "mine"}
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
        assert list(vault.texts()) == [note.path for note in new]


def test_a_row_that_cannot_move_up_stays_in_place(vault):
    vault.build([vault.note("a", "A.md"), vault.note("b", "B.md"), vault.note("c", "C.md")])
    vault.put("D.md", "mine")
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
            "b": "its record is gone, but the note was edited by hand: `vaultgen prune` puts it into .trash",
            "c": "its record is gone, but the note was moved by hand: `vaultgen prune` puts it into .trash",
        }
    assert vault.texts() == {"Own/c.md": c.text, "a.md": a.text, "b.md": b.text + "mine"}
    assert not vault.build([a, b, c]).changes
    vault.put("b.md", b.text)
    vault.shift("Own/c.md", "c.md")
    assert vault.build([a]).counts == {UNCHANGED: 1, REMOVE: 2}


def test_an_orphan_goes_to_the_trash_on_request(vault):
    a, b = vault.note("a", "a.md"), vault.note("b", "b.md")
    vault.build([a, b])
    vault.add("b.md", "mine")
    vault.build([a])
    assert vault.build([a], prune=["b"]).counts == {UNCHANGED: 1, REMOVE: 1}
    assert vault.texts(hidden=True)[".trash/b.md"] == b.text + "mine"
    assert set(load(vault.root)) == {"a"}


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
    assert vault.reasons(done) == {
        "a": "a file of yours has the place of this note: `vaultgen adopt a` merges the two"
    }


def test_a_file_with_the_wanted_text_is_adopted(vault):
    old, new = vault.note("a", "A.md"), vault.note("a", "A.md", "news")
    vault.put("A.md", old.text)
    assert vault.steps(vault.build([old])) == [(UNCHANGED, "a", "A.md")]
    assert vault.steps(vault.build([new])) == [(UPDATE, "a", "A.md")]


def test_without_a_base_everything_is_the_persons(vault):
    a, b, c = vault.note("a", "A.md"), vault.note("b", "B.md"), vault.note("c", "C.md")
    vault.build([a, b, c])
    vault.add("A.md", "\nmine\n")
    vault.shift("B.md", "Own/B.md")
    for path in shards_of(vault.root):
        path.unlink()
    before = vault.texts()
    newer = vault.note("c", "C.md", "news")
    vault.build([a, b, newer])
    after = vault.texts()
    assert after["A.md"] == before["A.md"]
    assert after["Own/B.md"] == before["Own/B.md"]
    assert "text" in after["C.md"]
    assert "news" in after["C.md"]
    assert vault.build([a, b, newer]).counts == {UNCHANGED: 3}
    assert load(vault.root)["b"].moved == "Own/B.md"


def test_a_file_of_a_person_is_merged_with_the_note_on_request(vault):
    note = vault.note("a", "A.md")
    vault.put("A.md", "My own words.\n")
    for _ in range(2):
        done = vault.build([note])
        assert vault.reasons(done) == {
            "a": "a file of yours has the place of this note: `vaultgen adopt a` merges the two"
        }
    vault.build([note], adopt=["a"])
    text = vault.texts()["A.md"]
    assert text.startswith("---\nid: a\n---\n")
    assert "My own words.\n" in text
    assert "# A.md" in text
    assert not vault.build([note]).changes


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
    assert (DELETED, "a", "A.md") in vault.steps(done)
    assert vault.texts() == {"A.md": vault.known_as(newer[1], "B").text}


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
    assert vault.texts() == {"A.md": vault.known_as(b, "B").text}
    assert load(vault.root)["b"].moved == "A.md"


def test_a_file_without_properties_is_known_by_its_text_when_it_moves(vault):
    old, new = Note("base", "Bases/All.base", "views: []\n"), Note("base", "Bases/All.base", "views: [x]\n")
    other = Note("other", "Bases/Other.base", "filters: x\n")
    vault.build([old, other])
    vault.shift("Bases/All.base", "All of them.base")
    assert vault.steps(vault.build([new, other]))[0] == (UPDATE, "base", "All of them.base")
    vault.shift("All of them.base", "Edited.base")
    vault.add("Edited.base", "# mine")
    assert vault.build([new, other]).counts[DELETED] == 1
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
    assert (DELETED, "a", "A.md") in vault.steps(done)


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
    assert vault.plan(notes).counts == {DELETED: 10, UNCHANGED: 10}
    vault.delete("10.md")
    with pytest.raises(VaultError, match=r"11 of 20 notes are missing from the vault; bring them back"):
        vault.plan(notes)
    assert vault.plan(notes, allow_mass_removal=True).counts == {DELETED: 11, UNCHANGED: 9}


def test_what_a_person_does_between_plan_and_apply_is_merged_or_left_alone(vault):
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
        vault.add(path, f"\nmine in {path}\n")
    vault.put("g.md", "mine")
    vault.put("new f.md", "mine")
    done = apply(plan, vault.root)
    assert vault.texts() == {
        "a.md": new[0].text + "\nmine in a.md\n",
        "c.md": old[2].text + "\nmine in c.md\n",
        "d.md": vault.known_as(new[3]).text,
        "e.md": new[2].text + "\nmine in d.md\n",
        "f.md": old[5].text,
        "g.md": "mine",
        "new b.md": vault.known_as(new[1], "b").text + "\nmine in b.md\n",
        "new f.md": "mine",
    }
    assert set(done.after) == set("abcdef")
    assert vault.reasons(done) == {
        "c": "changed while it was being built: build again",
        **dict.fromkeys("fg", "its name was taken while it was being built: build again"),
    }
    assert {(UPDATE, "f", "f.md"), (KEPT, "g", "g.md")} <= set(vault.steps(vault.build(new)))
    again = vault.build(new)
    assert not again.changes
    assert set(vault.reasons(again)) == set("cfg")


@pytest.mark.parametrize("when", range(4))
def test_a_name_taken_while_names_are_traded_is_left_and_the_next_build_goes_on(vault, monkeypatch, when):
    vault.build([vault.note("a", "A.md"), vault.note("b", "B.md"), vault.note("c", "C.md")])
    new = [vault.note("a", "B.md"), vault.note("b", "C.md"), vault.note("c", "A.md")]
    rename = disk_module.rename_new
    names: list[tuple[str, str]] = []

    def interfere(old: str, new: str) -> None:
        rename(old, new)
        names.append((str(old), str(new)))
        if len(names) == when:
            vault.put(os.path.basename(old), "mine")  # noqa: PTH119 -- the name that has just become free

    plan = vault.plan(new)
    if not when:
        monkeypatch.setattr(
            apply_module, "note_down", lambda *given: (note_down(*given), vault.put("A 1.md", "mine"))
        )
    monkeypatch.setattr(disk_module, "rename_new", interfere)
    apply(plan, vault.root)
    monkeypatch.undo()
    (mine,) = [path for path, text in vault.texts().items() if text == "mine"]
    assert len(vault.texts()) == 4
    vault.delete(mine)
    vault.build(new)
    texts = {path: re.sub("aliases:\n.*\n", "", text) for path, text in vault.texts().items()}
    assert texts == vault.wanted(*new)
    assert all(not entry.moved for entry in load(vault.root).values())


def test_a_file_that_vanishes_between_plan_and_apply_is_not_written_again(vault):
    vault.build([vault.note("a", "A.md")])
    plan = vault.plan([vault.note("a", "A.md", "news")])
    vault.delete("A.md")
    assert vault.reasons(apply(plan, vault.root)) == {"a": "vanished while it was being built: build again"}
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
    newer[1] = vault.known_as(newer[1], "b", "B2")
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


def test_half_files_of_a_crash_are_swept_by_the_next_build(vault):
    vault.build([vault.note("a", "a.md")])
    vault.put(".a.md.tmp-1", "half")
    vault.put(".a.md.old-1-0", vault.texts()["a.md"])
    vault.put(".b.md.old-1-1", "saved at the last moment")
    digest = load(vault.root)["a"].sha256
    note_down(vault.root, [("a", Pending("a.md", digest, digest))], {})
    vault.build([vault.note("a", "a.md")])
    (shard,) = shards_of(vault.root)
    assert vault.texts(hidden=True).keys() == {".trash/b.md", f"{BASE}/{shard.name}", "a.md"}


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


@pytest.mark.parametrize("calls", range(0, 30, 2))
def test_links_follow_notes_that_trade_names_once_even_if_the_power_goes(vault, calls):
    old = [vault.note("a", "A.md"), vault.note("b", "B.md"), vault.note("c", "C.md", "of [[A]] and [[B]]")]
    vault.build(old)
    vault.put("Own.md", "mine: [[A]], not [[B]]\n")
    vault.add("C.md", "\nmine: [[A]], not [[B]]\n")
    new = [vault.note("a", "B.md"), vault.note("b", "A.md"), vault.note("c", "C.md", "of [[B]] and [[A]]")]
    with suppress(VaultError), crash_after(calls):
        vault.build(new)
    vault.build(new)
    texts = vault.texts()
    assert texts["Own.md"] == "mine: [[B]], not [[A]]\n"
    assert texts["C.md"] == new[2].text + "\nmine: [[B]], not [[A]]\n"
    assert texts["A.md"].startswith("---\nid: b\n")
