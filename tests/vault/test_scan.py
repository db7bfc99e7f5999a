"""Looking at a vault: which files there are, and which note is which, whatever people put into it."""

from __future__ import annotations

import errno
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.errors import VaultError
from vaultgen.vault.disk import write_text
from vaultgen.vault.note_ids import note_id, read_id
from vaultgen.vault.scan import read, scan


def test_all_visible_files_are_found_in_order_with_their_stats(tmp_path):
    for path in ("b.md", "a/z.md", "a/deep/y.canvas", "A.md", "ä b.png"):
        write_text(tmp_path / path, "xy")
    files = scan(tmp_path)
    assert list(files) == ["A.md", "a/deep/y.canvas", "a/z.md", "b.md", "ä b.png"]
    stat = (tmp_path / "b.md").stat()
    file = files["b.md"]
    assert (file.size, file.mtime_ns, file.ctime_ns, file.inode) == (
        2,
        stat.st_mtime_ns,
        stat.st_ctime_ns,
        stat.st_ino,
    )


def test_hidden_things_links_and_other_than_files_are_left_out(tmp_path):
    for path in (".obsidian/app.json", ".trash/a.md", ".hidden.md", "a/.b/c.md", "real/a.md"):
        write_text(tmp_path / path, "x")
    (tmp_path / "link.md").symlink_to(tmp_path / "real" / "a.md")
    (tmp_path / "folder").symlink_to(tmp_path / "real")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.md")
    assert list(scan(tmp_path)) == ["real/a.md"]


def test_names_that_no_note_can_have_are_left_out(tmp_path):
    for name in ("back\\slash.md", "line\nbreak.md", "good – näme.md"):
        write_text(tmp_path / name, "x")
    (tmp_path / os.fsdecode(b"not-text-\xff.md")).touch()
    assert list(scan(tmp_path)) == ["good – näme.md"]


def test_a_vault_that_is_not_there_is_empty(tmp_path):
    assert scan(tmp_path / "none") == {}


def test_a_folder_that_cannot_be_read_is_told(tmp_path, monkeypatch):
    def refuse(path: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(VaultError, match="permission denied"):
        scan(tmp_path)


def test_a_file_is_read_or_not_there(tmp_path):
    write_text(tmp_path / "a.md", "x")
    assert read(tmp_path, "a.md") == b"x"
    assert read(tmp_path, "b.md") is None
    with pytest.raises(VaultError, match="a folder stands where a file should go"):
        read(tmp_path.parent, tmp_path.name)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\nid: acme\n---\n", "acme"),
        ("---\nname: A\nid: acme/series-a\ntags: []\n---\n# A\n", "acme/series-a"),
        ('---\nid: "acme"\n---\n', "acme"),
        ("---\n'id': acme\n---\n", "acme"),
        ('---\n"id": acme\n---\n', "acme"),
        ("---\nid : acme # mine\n---\n", "acme"),
        ("---\n{id: acme}\n---\n", "acme"),
        ("---\nid: 007\n---\n", "007"),
        ("---\nid: no\n---\n", "no"),
        ("---\nid: 2026-01-02\n---\n", "2026-01-02"),
        ("---\nid: 1e3\n---\n", "1e3"),
        ("\ufeff---\nid: acme\n---\n", "acme"),
        ("---\r\nid: acme\r\nx: y\r\n---\r\ntext\r\n", "acme"),
        ("---  \nid: acme\n---\t\ntext", "acme"),
        ("---\nid: acme\n---", "acme"),
        ("---\ntext: |\n  id: other\nid: acme\n---\n", "acme"),
        ("---\nnested:\n  id: other\n---\n", ""),
        ("---\ntext: |\n  a\n\n  id: other\n---\n", ""),
        ("---\nid:\n---\n", ""),
        ("---\nid: [a]\n---\n", ""),
        ("---\nid: {a: b}\n---\n", ""),
        ("---\nid: acme\n", ""),
        ("---\nid: acme\n...\ntext", ""),
        ("text\n---\nid: acme\n---\n", ""),
        ("\n---\nid: acme\n---\n", ""),
        ("----\nid: acme\n----\n", ""),
        ("", ""),
        ("---\n---\n", ""),
        ("---\n- id: acme\n---\n", ""),
        ("---\nid: acme\nb: [\n---\n", ""),
        ("---\nid: @acme\n---\n", ""),
        ("---\nid: a: b\n---\n", ""),
        ("---\nid: !!python/object/apply:os.system ['x']\n---\n", ""),
        ("---\nid: &a x\nb: *a\n---\n", "x"),
        ("---\nid: *nope\n---\n", ""),
        ("---\nid: 'a\n---\n", ""),
        ("---\nid: " + "[" * 5000 + "\n---\n", ""),
    ],
)
def test_the_id_of_a_note_is_its_property(tmp_path, text, found):
    path = tmp_path / "note.md"
    path.write_bytes(text.encode())
    assert note_id(path) == found


def test_what_is_not_text_has_no_id(tmp_path):
    path = tmp_path / "note.md"
    path.write_bytes(b"---\nid: \xff\n---\n")
    assert note_id(path) == ""
    assert note_id(tmp_path) == ""
    assert note_id(tmp_path / "missing.md") == ""


def test_a_huge_file_is_not_read_to_its_end():
    assert read_id(b"---\nid: acme\n" + b"x: y\n" * 100_000 + b"---\n") == ""
    assert read_id(b"---\nid: acme\n---\n" + b"x" * 1_000_000) == "acme"


@given(st.binary(max_size=60) | st.text("-id: \n\r'\"{}[]&*!|>@`%,a", max_size=40).map(str.encode))
def test_no_file_whatsoever_can_stop_the_reading(data):
    for text in (data, b"---\nid: " + data + b"\n---\n", b"---\n" + data + b"\n---\n"):
        assert isinstance(read_id(text), str)
