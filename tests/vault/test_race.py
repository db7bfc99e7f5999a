"""People who save while a build runs, and builds that are killed: nothing is lost, and the next build is as ever."""

from __future__ import annotations

import difflib
import errno
import os
import random
import shutil
import signal
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.benchmarks.record_files import write_tables
from tests.benchmarks.records import generate
from vaultgen.errors import VaultError
from vaultgen.vault import apply as apply_module
from vaultgen.vault.base import load
from vaultgen.vault.build import run_build
from vaultgen.vault.freshness import Order, look
from vaultgen.vault.pending import interrupted
from vaultgen.vault.plan import Action, Note
from vaultgen.vault.project import load_project


class Editor:
    """A note open in an editor: its buffer is what it read last, and saving writes all of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.said = 0

    def save(self, text: str, *, wait: float, whole: bool) -> threading.Thread:
        """Save the buffer with one more line after so many seconds, in place or by a new file."""
        self.said += 1
        data = f"{text}\nSaid {self.said}.\n".encode()

        def write() -> None:
            time.sleep(wait)
            if whole:
                spare = self.path.with_suffix(".new")
                spare.write_bytes(data)
                spare.replace(self.path)
            else:
                self.path.write_bytes(data)

        thread = threading.Thread(target=write)
        thread.start()
        return thread


@pytest.mark.slow
@pytest.mark.parametrize("whole", [False, True])
def test_no_save_is_lost_while_builds_run(vault, monkeypatch, whole):
    monkeypatch.setattr(os, "fsync", lambda _: None)
    rng = random.Random(7)
    note, others = vault.note("a", "A.md", "v0"), [vault.note(key, f"{key}.md") for key in "bc"]
    vault.build([note, *others])
    editor = Editor(vault.root / "A.md")
    for version in range(1, 251):
        thread = editor.save(vault.texts()["A.md"], wait=rng.random() * 0.006, whole=whole)
        vault.build([vault.note("a", "A.md", f"v{version}"), *others])
        thread.join()
        text = vault.texts()["A.md"]
        assert all(f"Said {said}." in text for said in range(1, editor.said + 1)), version
    left = [path for path in vault.texts(hidden=True) if not path.startswith(".vaultgen/base/")]
    assert left == ["A.md", "b.md", "c.md"]


def test_a_save_at_the_very_last_moment_is_merged_as_well(vault, monkeypatch):
    """The file is open for writing when it is replaced, and saved before the base is."""
    note = vault.note("a", "A.md", "v0")
    vault.build([note])
    newer = vault.note("a", "A.md", "v1")
    plan = vault.plan([newer])
    with (vault.root / "A.md").open("r+b") as editor:

        def sync(_: object) -> None:
            editor.seek(0)
            editor.write(note.text.encode() + b"\nmine\n")
            editor.flush()

        monkeypatch.setattr(apply_module.Writer, "sync", sync)
        apply_module.apply(plan, vault.root)
    assert vault.texts() == {"A.md": newer.text + "\nmine\n"}
    monkeypatch.undo()
    assert not vault.build([newer]).changes


def test_a_file_that_is_saved_without_a_pause_is_left_to_its_editor(vault, monkeypatch):
    vault.build([vault.note("a", "A.md", "v0")])
    plan = vault.plan([vault.note("a", "A.md", "v1")])
    read, count = apply_module.read, 0

    def restless(root: Path, path: str) -> bytes | None:
        nonlocal count
        count += 1
        vault.put("A.md", f"---\nid: a\n---\nv0\n\nmine {count}\n")
        return read(root, path)

    swap = apply_module.Writer.swap

    def disturbed(writer: object, path: str, data: bytes) -> object:
        restless(vault.root, path)
        return swap(writer, path, data)

    monkeypatch.setattr(apply_module.Writer, "swap", disturbed)
    done = apply_module.apply(plan, vault.root)
    assert [step.action for step in done.steps] == [Action.KEPT]
    assert any(f"mine {count}\n" in text for text in vault.texts(hidden=True).values())
    assert "mine" in vault.texts()["A.md"]


# -- killed ------------------------------------------------------------------------------------------------------


def build(folder: Path) -> None:
    """What the command does, without its start."""
    project, order = load_project(folder), Order(jobs=1)
    seen = look(project, order)
    if seen.report(order) is None:
        run_build(project, order, seen, advance=lambda *_: None)


@dataclass
class Times:
    """How long a build took, and how long of it the vault was being written."""

    whole: float = 0.0
    writing: float = 0.0


def in_a_process(folder: Path, *, kill_after: float | None = None, writing: bool = False) -> Times:
    """Build in a process of its own; killed, if asked for, so many seconds after its start or that of its writing."""
    child = os.fork()
    if not child:
        sys.settrace(None)  # whoever measures coverage would make it four times as long
        try:
            build(folder)
        finally:
            os._exit(0)
    times, begun, seen = Times(), time.perf_counter(), 0.0
    if kill_after is not None and not writing:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        now = time.perf_counter()
        if interrupted(folder / "vault"):
            seen = seen or now
            times.writing = now - seen
        if writing and seen and kill_after is not None and now - seen >= kill_after:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.001)
    times.whole = time.perf_counter() - begun
    return times


def texts(vault: Path) -> dict[str, bytes]:
    """All files of a vault but the cache."""
    return {
        path.relative_to(vault).as_posix(): path.read_bytes()
        for path in sorted(vault.rglob("*"))
        if path.is_file() and "cache" not in path.parts and path.name != "lock"
    }


def differing(found: dict[str, bytes], wanted: dict[str, bytes]) -> list[str]:
    """What differs, line by line."""
    return [
        line
        for path in sorted(found.keys() | wanted.keys())
        for line in difflib.unified_diff(
            wanted.get(path, b"").decode().splitlines(),
            found.get(path, b"").decode().splitlines(),
            path,
            path,
            lineterm="",
            n=0,
        )
    ]


def edit(vault: Path) -> dict[str, str]:
    """A person writes in every third note, deletes one, moves one and renames one; gives what was written."""
    said = {}
    notes = sorted(path for path in vault.rglob("*.md") if path.parent != vault)
    for number, path in enumerate(notes[::3]):
        said[path.name] = f"Said in note {number}."
        text = path.read_text("utf-8").replace("\n## ", f"\n{said[path.name]}\n\n## ", 1)
        path.write_text(text if said[path.name] in text else f"{text}\n{said[path.name]}\n", "utf-8")
    notes[1].unlink()
    notes[4].rename(notes[4].with_name("Called otherwise.md"))
    return said


@pytest.mark.slow
def test_a_build_killed_at_any_moment_is_made_good_by_the_next(tmp_path):
    rng = random.Random(11)
    (tmp_path / "old").mkdir()
    sample = generate(30, seed=1)
    project = tmp_path / "old"
    (project / "vaultgen.toml").write_text('records = ["records"]\nvault = "vault"\n')
    write_tables(sample, project / "records")
    in_a_process(project)
    said = edit(project / "vault")
    for row in sample.metrics:
        row["value"] = f"{row['value']} ".replace("$", "$1").strip()
    for number, row in enumerate(sample.entities):
        if number % 7 == 0:
            row["name"] += " Labs"
    write_tables(sample, project / "records")
    undisturbed = tmp_path / "undisturbed"
    shutil.copytree(project, undisturbed)
    took = in_a_process(undisturbed)
    wanted = texts(undisturbed / "vault")
    assert all(any(words.encode() in text for text in wanted.values()) for words in said.values())
    halfway = 0
    for number in range(200):
        place = tmp_path / f"{number}"
        shutil.copytree(project, place)
        # Half of them anywhere, half of them while notes are being written.
        writing = number % 2 == 1
        span = took.writing if writing else took.whole
        in_a_process(place, kill_after=rng.random() * span * 1.05, writing=writing)
        halfway += interrupted(place / "vault")
        left = texts(place / "vault")
        assert all(any(words.encode() in text for text in left.values()) for words in said.values())
        in_a_process(place)
        unlike = "\n".join(differing(texts(place / "vault"), wanted))
        assert not unlike, unlike
        assert all(not entry.pending for entry in load(place / "vault").values())
        shutil.rmtree(place)
    assert halfway > 10


# -- disks ---------------------------------------------------------------------------------------------------------


def test_a_disk_that_runs_full_leaves_every_note_whole_and_the_next_build_goes_on(small_disk, vault_of):
    vault = vault_of(small_disk / "vault")
    notes = [vault.note(str(number), f"{number}.md", "x" * 900) for number in range(3)]
    vault.build(notes)
    for number in range(3):
        vault.add(f"{number}.md", f"\nmine in {number}\n")
    ballast = small_disk / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 512)
    news = [vault.note(str(number), f"{number}.md", "y" * 1900) for number in range(3)]
    with pytest.raises(VaultError, match="the disk is full; free some space and build again"):
        vault.build(news)
    texts = vault.texts()
    assert all(texts[f"{number}.md"].endswith(f"\nmine in {number}\n") for number in range(3))
    ballast.unlink()
    vault.build(news)
    assert vault.texts() == {
        note.path: f"{note.text}\nmine in {note.id}\n" for note in sorted(news, key=by_path)
    }
    assert not vault.build(news).changes


def by_path(note: Note) -> str:
    return note.path


def test_a_vault_that_cannot_be_written_is_told_and_stays_as_it_is(vault, monkeypatch):
    vault.build([vault.note("a", "A.md")])
    vault.add("A.md", "\nmine\n")
    before = vault.texts(hidden=True)
    plan = vault.plan([vault.note("a", "A.md", "news")])
    real = os.open

    def read_only(path: object, flags: int, *more: object, **others: object) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(errno.EROFS, "read-only")
        return real(path, flags, *more, **others)

    monkeypatch.setattr(os, "open", read_only)
    with pytest.raises(VaultError, match="the disk is read-only"):
        apply_module.apply(plan, vault.root)
    assert vault.texts(hidden=True) == before
