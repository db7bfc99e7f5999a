"""Writing: whole files or none, inside the vault only, and failures in words that help."""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import stat
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.errors import VaultError
from vaultgen.vault import exchange as exchange_module
from vaultgen.vault import gate
from vaultgen.vault.disk import (
    Writer,
    move,
    remove,
    sweep,
    sync,
    to_trash,
    write_if_changed,
    write_text,
)
from vaultgen.vault.gate import check_relative, explain, safe_path


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def fail(code: int):
    """A system call that always fails."""

    def call(*_: object, **__: object) -> int:
        raise OSError(code, os.strerror(code))

    return call


def test_text_arrives_as_utf8_with_its_line_ends_as_they_are(tmp_path):
    write_text(tmp_path / "a" / "b" / "ä.md", "x – y\r\nz")
    assert tree(tmp_path) == {"a/b/ä.md": "x – y\r\nz".encode()}


def test_equal_text_is_not_written_again(tmp_path):
    path = tmp_path / "a.md"
    assert write_if_changed(path, "x") is True
    before = path.stat()
    assert write_if_changed(path, "x") is False
    after = path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert write_if_changed(path, "y") is True


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o444, 0o755])
def test_the_mode_of_a_file_is_kept(tmp_path, mode):
    path = tmp_path / "a.md"
    path.write_text("x")
    path.chmod(mode)
    write_text(path, "y")
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_text() == "y"


def test_a_new_file_has_the_mode_that_the_person_likes(tmp_path):
    umask = os.umask(0o027)
    try:
        write_text(tmp_path / "a.md", "x")
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o640


def test_the_longest_names_that_a_disk_takes_can_be_written(tmp_path):
    name = "ä" * 126 + ".md"
    write_text(tmp_path / name, "x")
    write_text(tmp_path / name, "y")
    assert tree(tmp_path) == {name: b"y"}


def test_a_write_that_the_disk_takes_in_bites_is_whole(tmp_path, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:3]))
    write_text(tmp_path / "a.md", "0123456789")
    assert (tmp_path / "a.md").read_text() == "0123456789"


@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        ("write", errno.ENOSPC, "the disk is full; free some space and build again"),
        ("write", errno.EDQUOT, "your share of the disk is used up"),
        ("open", errno.EROFS, "the disk is read-only"),
        ("open", errno.EACCES, "permission denied; give yourself the right to it"),
        ("replace", errno.EPERM, "not permitted; lift the protection"),
        ("replace", errno.EIO, "input/output error"),
        ("lstat", errno.EACCES, "permission denied"),
    ],
)
def test_a_disk_fault_is_told_in_words_and_leaves_the_old_file(tmp_path, monkeypatch, call, code, words):
    path = tmp_path / "a.md"
    path.write_text("old")
    writer = Writer(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail(code))
        with pytest.raises(VaultError, match=words) as first:
            write_text(path, "new")
        with pytest.raises(VaultError, match=words):
            writer.write("a.md", b"new")
    assert str(path) in str(first.value)
    assert tree(tmp_path) == {"a.md": b"old"}


def test_an_interruption_leaves_no_half_file(tmp_path, monkeypatch):
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_text(tmp_path / "a.md", "new")
    assert tree(tmp_path) == {}


def test_a_file_larger_than_allowed_is_told(tmp_path):
    (tmp_path / "a.md").write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(VaultError, match=r"a\.md: the file is larger than this system allows"):
            write_text(tmp_path / "a.md", "x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert tree(tmp_path) == {"a.md": b"old"}


def test_a_full_disk_is_told_and_keeps_what_was_there(small_disk):
    writer = Writer(small_disk)
    writer.write("a.md", b"old")

    def fill() -> None:
        for number in range(100):
            writer.write(f"{number}.md", b"x" * 4096)

    with pytest.raises(VaultError, match=r"the disk is full; free some space and build again"):
        fill()
    with pytest.raises(VaultError, match="the disk is full"):
        writer.write("a.md", b"y" * 4096)
    assert (small_disk / "a.md").read_bytes() == b"old"
    assert all(len(data) == 4096 for name, data in tree(small_disk).items() if name != "a.md")


def test_a_read_only_disk_is_told(small_disk):
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(VaultError, match=r"a\.md: the disk is read-only; build on one that can be written"):
        write_text(small_disk / "a.md", "x")


def test_folders_and_files_in_each_others_place_are_told(tmp_path):
    (tmp_path / "a.md").mkdir()
    with pytest.raises(VaultError, match=r"a\.md: a folder stands where a file should go"):
        write_text(tmp_path / "a.md", "x")
    (tmp_path / "b").write_text("mine")
    with pytest.raises(VaultError, match="something else stands there already"):
        Writer(tmp_path).write("b/c.md", b"x")
    with pytest.raises(VaultError, match="a file stands where a folder should go"):
        safe_path(tmp_path, "b/c.md")
    assert tree(tmp_path) == {"b": b"mine"}


def test_a_name_that_is_too_long_is_told(tmp_path):
    with pytest.raises(VaultError, match="the name is too long for this disk; shorten it in the records"):
        write_text(tmp_path / ("x" * 300), "x")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/a.md",
        "../a.md",
        "a/../b.md",
        "./a.md",
        "a//b.md",
        "a/",
        "a\\b.md",
        "C:/a.md",
        "c:",
        "a\0b",
        "a\nb",
    ],
)
def test_a_path_that_leads_out_of_the_vault_is_refused(tmp_path, path):
    with pytest.raises(VaultError, match=r"not a path inside the vault; use one such as Companies/Acme\.md"):
        check_relative(path)
    with pytest.raises(VaultError, match="not a path inside the vault"):
        safe_path(tmp_path, path)
    with pytest.raises(VaultError, match="not a path inside the vault"):
        Writer(tmp_path).write(path, b"x")


@pytest.mark.parametrize("path", ["a.md", "a/b c/d…é.md", ".vaultgen/lock", "A: b.md", "..a", "a..", "C:a"])
def test_a_plain_path_is_let_through(tmp_path, path):
    assert safe_path(tmp_path, path) == tmp_path / path


@given(st.text(st.sampled_from("ab./\\:\0.."), max_size=12))
def test_whatever_is_let_through_stays_inside(path):
    root = Path("/vault")
    try:
        check_relative(path)
    except VaultError:
        return
    place = os.path.normpath(root / path)
    assert place.startswith("/vault/")


def test_links_below_the_vault_are_refused_wherever_they_lead(tmp_path):
    vault, other = tmp_path / "vault", tmp_path / "other"
    vault.mkdir()
    other.mkdir()
    (other / "a.md").write_text("theirs")
    (vault / "folder").symlink_to(other)
    (vault / "a.md").symlink_to(other / "a.md")
    (vault / "nowhere.md").symlink_to(other / "missing.md")
    for path in ("folder/a.md", "folder/new.md", "a.md", "nowhere.md"):
        with pytest.raises(
            VaultError, match="a symbolic link stands there; put a real file or folder in its"
        ):
            safe_path(vault, path)
        with pytest.raises(VaultError, match="a symbolic link stands there"):
            Writer(vault).write(path, b"x")
        with pytest.raises(VaultError, match="a symbolic link stands there"):
            Writer(vault).move(path, "moved.md")
    assert tree(other) == {"a.md": b"theirs"}


def test_the_vault_itself_may_be_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "vault").symlink_to(tmp_path / "real")
    Writer(tmp_path / "vault").write("a/b.md", b"x")
    assert tree(tmp_path / "real") == {"a/b.md": b"x"}


def test_a_file_moves_but_never_over_another(tmp_path):
    (tmp_path / "a.md").write_text("a")
    (tmp_path / "b.md").write_text("b")
    with pytest.raises(VaultError, match=r"b\.md: something else stands there already"):
        move(tmp_path / "a.md", tmp_path / "b.md")
    move(tmp_path / "a.md", tmp_path / "deep" / "c.md")
    assert tree(tmp_path) == {"b.md": b"b", "deep/c.md": b"a"}


def test_a_hard_link_is_another_file(tmp_path):
    (tmp_path / "a.md").write_text("a")
    (tmp_path / "b.md").hardlink_to(tmp_path / "a.md")
    with pytest.raises(VaultError, match="something else stands there already"):
        move(tmp_path / "a.md", tmp_path / "b.md")


def test_a_change_of_case_works_where_case_is_told_apart(tmp_path):
    (tmp_path / "acme.md").write_text("a")
    move(tmp_path / "acme.md", tmp_path / "Acme.md")
    assert tree(tmp_path) == {"Acme.md": b"a"}


def test_a_change_of_case_works_where_case_is_not_told_apart(tmp_path, monkeypatch):
    old, new = tmp_path / "acme.md", tmp_path / "Acme.md"
    old.write_text("a")
    lexists = os.path.lexists
    same = {str(old), str(new)}
    monkeypatch.setattr(os.path, "lexists", lambda path: str(path) in same or lexists(path))
    monkeypatch.setattr(os.path, "samefile", lambda one, two: {str(one), str(two)} == same)
    move(old, new)
    assert os.listdir(tmp_path) == ["Acme.md"]  # noqa: PTH208 -- the name as the disk spells it


def test_what_has_gone_cannot_be_moved(tmp_path):
    with pytest.raises(VaultError, match="has gone; build again"):
        move(tmp_path / "a.md", tmp_path / "b.md")


def test_the_trash_keeps_every_file_it_was_given(tmp_path):
    for text in ("1", "2", "3"):
        write_text(tmp_path / "Companies" / "Acme.md", text)
        to_trash(tmp_path, "Companies/Acme.md")
    assert tree(tmp_path) == {
        ".trash/Companies/Acme.md": b"1",
        ".trash/Companies/Acme 1.md": b"2",
        ".trash/Companies/Acme 2.md": b"3",
    }


def test_removing_what_has_gone_is_no_trouble(tmp_path):
    write_text(tmp_path / "a.md", "x")
    remove(tmp_path / "a.md")
    remove(tmp_path / "a.md")
    with pytest.raises(VaultError):
        remove(tmp_path)


def test_folders_that_become_empty_are_taken_away_and_others_stay(tmp_path):
    writer = Writer(tmp_path)
    for path in ("a/b/1.md", "a/b/2.md", "c/d/3.md"):
        writer.write(path, b"x")
    writer.move("a/b/1.md", "e/1.md")
    assert (tmp_path / "a" / "b").is_dir()
    assert writer.trash("a/b/2.md") == ".trash/a/b/2.md"
    writer.remove("c/d/3.md")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".trash", "e"]
    writer.write("a/b/4.md", b"y")
    assert (tmp_path / "a" / "b" / "4.md").read_bytes() == b"y"


def test_half_written_files_of_a_crash_are_swept_and_nothing_else(tmp_path):
    for name in ("a/.Acme.md.tmp-123", ".vaultgen/.manifest.jsonl.tmp-9"):
        write_text(tmp_path / name, "half")
    keep = ["a/Acme.md", "a/.hidden", "a/Acme.md.tmp-1", ".git/.x.tmp-1", ".trash/.x.tmp-1", "a/.x.tmp-1b"]
    for name in keep:
        write_text(tmp_path / name, "x")
    sweep(tmp_path)
    assert sorted(tree(tmp_path)) == sorted(keep)


@pytest.mark.parametrize("count", [1, 3, 40])
def test_what_was_written_is_flushed_once(tmp_path, monkeypatch, count):
    calls: list[str] = []
    monkeypatch.setattr(
        os, "fsync", lambda descriptor: calls.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
    )
    monkeypatch.setattr(os, "sync", lambda: calls.append("all"))
    writer = Writer(tmp_path)
    for number in range(count):
        writer.write(f"{number}.md", b"x")
    writer.sync()
    writer.sync()
    files = [f"{tmp_path}/{number}.md" for number in range(count)]
    assert calls == (["all"] if count == 40 else [*files, str(tmp_path)])


def test_a_file_that_went_before_the_flush_is_no_trouble_but_a_broken_disk_is(tmp_path, monkeypatch):
    sync([tmp_path / "gone.md"])
    write_text(tmp_path / "a.md", "x")
    monkeypatch.setattr(os, "fsync", fail(errno.EIO))
    with pytest.raises(VaultError, match="input/output error"):
        sync([tmp_path / "a.md"])


def test_an_unknown_fault_is_told_in_the_systems_words():
    assert str(explain(OSError("odd thing"), "a.md")) == "a.md: odd thing"


def test_every_advice_says_what_to_do():
    assert all("; " in advice or "allows" in advice for advice in gate._ADVICE.values())


def test_a_file_is_created_only_where_nothing_stands(tmp_path):
    writer = Writer(tmp_path)
    assert writer.create("x/a.md", b"new") is True
    assert writer.create("x/a.md", b"newer") is False
    assert tree(tmp_path) == {"x/a.md": b"new"}


def test_a_file_that_is_replaced_is_kept_aside_until_the_end(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("old")
    path.chmod(0o640)
    writer = Writer(tmp_path)
    with path.open("a") as editor:
        aside = writer.swap("a.md", b"new")
        data, stamp = aside.look()
        assert data == b"old"
        editor.write(" and saved late")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert aside.stamp() != stamp
    assert aside.look()[0] == b"old and saved late"
    writer.clear_up()
    assert tree(tmp_path) == {"a.md": b"new"}
    assert writer.swap("b.md", b"new") is None
    assert tree(tmp_path) == {"a.md": b"new"}


@pytest.mark.parametrize("links", [True, False])
def test_files_trade_places_where_the_system_has_no_single_step_for_it(tmp_path, monkeypatch, links):
    monkeypatch.setattr(exchange_module, "_system_call", lambda: None)
    if not links:
        monkeypatch.setattr(os, "link", fail(errno.EPERM))
    one, other = tmp_path / "1", tmp_path / "2"
    one.write_text("one")
    other.write_text("other")
    exchange_module.exchange(str(one), str(other))
    assert tree(tmp_path) == {"1": b"other", "2": b"one"}
    with pytest.raises(FileExistsError):
        exchange_module.rename_new(str(one), str(other))
    exchange_module.rename_new(str(one), str(tmp_path / "3"))
    assert tree(tmp_path) == {"2": b"one", "3": b"other"}
    with pytest.raises(FileNotFoundError):
        exchange_module.exchange(str(other), str(one))
    with pytest.raises(FileNotFoundError):
        exchange_module.rename_new(str(one), str(tmp_path / "4"))


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EINVAL])
def test_a_file_system_that_cannot_exchange_names_is_helped(tmp_path, monkeypatch, code):
    def refuse(*_: object) -> int:
        ctypes.set_errno(code)
        return -1

    monkeypatch.setattr(exchange_module, "_system_call", lambda: refuse)
    one, other = tmp_path / "1", tmp_path / "2"
    one.write_text("one")
    other.write_text("other")
    exchange_module.exchange(str(one), str(other))
    assert tree(tmp_path) == {"1": b"other", "2": b"one"}


def test_what_a_crash_left_aside_is_cleared_away_unless_nobody_knows_it(tmp_path):
    known = sha256(b"known").hexdigest()
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / ".a.md.old-7-0").write_bytes(b"known")
    (tmp_path / "x" / ".b.md.old-7-1").write_bytes(b"saved late")
    (tmp_path / "x" / ".c.md.tmp-7").write_bytes(b"half")
    sweep(tmp_path, {known})
    assert tree(tmp_path) == {".trash/x/b.md": b"saved late"}
