"""The manifest: written the same each time, read back the same, and never started over silently."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.errors import VaultError
from vaultgen.vault.disk import check_relative
from vaultgen.vault.manifest import MANIFEST, PENDING, Entry, dump, interrupted, load, save, save_pending

SHA = "0123456789abcdef" * 4
OTHER = "f" * 64


def is_plain(path: str) -> bool:
    try:
        check_relative(path)
    except VaultError:
        return False
    return True


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
PATHS = TEXTS.filter(is_plain)
SHAS = st.text("0123456789abcdef", min_size=64, max_size=64)
ENTRIES = st.builds(
    Entry,
    id=TEXTS,
    path=PATHS,
    sha256=st.just("") | SHAS,
    moved=st.just("") | PATHS,
    deleted=st.booleans(),
)


def test_a_manifest_is_one_sorted_line_a_note():
    entries = [
        Entry("b", "Companies/B “x”.md", SHA),
        Entry("a", "A.md", SHA, moved="Own/A.md"),
        Entry("c", "C.md", SHA, deleted=True),
        Entry("d", "D.md", ""),
    ]
    assert dump(entries) == (
        '{"version":1}\n'
        f'{{"id":"a","path":"A.md","sha256":"{SHA}","moved":"Own/A.md"}}\n'
        f'{{"id":"b","path":"Companies/B “x”.md","sha256":"{SHA}"}}\n'
        f'{{"id":"c","path":"C.md","sha256":"{SHA}","deleted":true}}\n'
        '{"id":"d","path":"D.md","sha256":null}\n'
    )


@given(entries=st.lists(ENTRIES, unique_by=lambda entry: entry.id))
def test_what_is_saved_is_loaded(tmp_path_factory, entries):
    vault = tmp_path_factory.mktemp("vault")
    assert save(vault, {entry.id: entry for entry in entries}) is True
    assert load(vault) == {entry.id: entry for entry in entries}
    assert save(vault, {entry.id: entry for entry in reversed(entries)}) is False


def test_no_manifest_is_an_empty_one(tmp_path):
    assert load(tmp_path) == {}
    assert not interrupted(tmp_path)


def test_windows_line_ends_from_git_are_read(tmp_path):
    save(tmp_path, {"a": Entry("a", "A.md", SHA)})
    path = tmp_path / MANIFEST
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(tmp_path) == {"a": Entry("a", "A.md", SHA)}


LINE = f'{{"id":"a","path":"A.md","sha256":"{SHA}"}}\n'
HEAD = '{"version":1}\n'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("nonsense\n", 1),
        ("[]\n", 1),
        ('{"version":"1"}\n', 1),
        ('{"version":0}\n', 1),
        (f"{HEAD}<<<<<<< ours\n{LINE}", 2),
        (f"{HEAD}{LINE}{LINE}", 3),
        (f"{HEAD}{LINE}\n", 3),
        (HEAD + LINE[:-9], 2),
        (f'{HEAD}{{"id":"a","path":"../A.md","sha256":"{SHA}"}}\n', 2),
        (f'{HEAD}{{"id":"a","path":"A.md","sha256":"{SHA}","moved":"/A.md"}}\n', 2),
        (f'{HEAD}{{"id":"a","path":"A.md","sha256":"xyz"}}\n', 2),
        (f'{HEAD}{{"id":"a","path":"A.md","sha256":3}}\n', 2),
        (f'{HEAD}{{"id":"","path":"A.md","sha256":null}}\n', 2),
        (f'{HEAD}{{"id":3,"path":"A.md","sha256":null}}\n', 2),
        (f'{HEAD}{{"id":"a","path":3,"sha256":null}}\n', 2),
        (f'{HEAD}{{"id":"a","path":"A.md","sha256":null,"deleted":1}}\n', 2),
        (f'{HEAD}{{"id":"a","path":"A.md","sha256":null,"new":1}}\n', 2),
        (f'{HEAD}{{"id":"a","path":"A.md"}}\n', 2),
        (f"{HEAD}[]\n", 2),
    ],
)
def test_a_damaged_manifest_stops_the_build_with_advice(tmp_path, text, line):
    path = tmp_path / MANIFEST
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(VaultError) as caught:
        load(tmp_path)
    assert str(caught.value).startswith(f"{path}:{line}: this list of what was written is damaged; resolve ")


def test_a_manifest_that_is_not_text_is_damaged(tmp_path):
    path = tmp_path / MANIFEST
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(VaultError, match="is damaged"):
        load(tmp_path)


def test_a_manifest_of_a_newer_version_asks_for_an_update(tmp_path):
    path = tmp_path / MANIFEST
    path.parent.mkdir()
    path.write_text('{"version":2,"base":"x"}\nwhatever\n')
    with pytest.raises(VaultError, match=r"written by a newer vaultgen \(version 2\); update vaultgen"):
        load(tmp_path)


def test_a_folder_in_the_place_of_the_manifest_is_told(tmp_path):
    (tmp_path / MANIFEST).mkdir(parents=True)
    with pytest.raises(VaultError, match="a folder stands where a file should go"):
        load(tmp_path)


def test_what_was_being_written_is_known_after_a_crash(tmp_path):
    save(tmp_path, {"a": Entry("a", "A.md", SHA)})
    a = Entry("a", "A.md", SHA, pending=(("New A.md", OTHER),))
    b = Entry("b", "B.md", SHA, pending=(("B.md", SHA),))
    save_pending(tmp_path, [a, b])
    assert interrupted(tmp_path)
    entries = load(tmp_path)
    assert entries == {"a": a, "b": replace(b, sha256="")}
    assert entries["a"].wrote(SHA)
    assert entries["a"].wrote(OTHER)
    assert not entries["a"].wrote("")
    assert not entries["b"].wrote("")


def test_what_was_pending_is_forgotten_once_the_manifest_has_it_and_not_before(tmp_path):
    a = Entry("a", "A.md", "", pending=(("A.md", SHA), ("A.md", OTHER)))
    b = Entry("b", "B.md", "", pending=(("B.md", SHA),))
    save_pending(tmp_path, [a, b])
    entries = load(tmp_path)
    assert entries == {"a": a, "b": b}
    save(tmp_path, entries | {"a": Entry("a", "A.md", OTHER)})
    assert load(tmp_path) == {"a": Entry("a", "A.md", OTHER), "b": b}
    save(tmp_path, {key: replace(entry, pending=()) for key, entry in load(tmp_path).items()})
    assert not interrupted(tmp_path)
    assert not (tmp_path / PENDING).exists()


def test_the_place_of_a_note_is_where_a_person_put_it():
    assert Entry("a", "A.md", SHA).place == "A.md"
    assert Entry("a", "A.md", SHA, moved="Own/A.md").place == "Own/A.md"
