"""Laws of the plan, over whatever people, records and crashes do in whatever order."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from vaultgen.errors import VaultError
from vaultgen.values.names import name_key
from vaultgen.vault.manifest import dump, load
from vaultgen.vault.plan import Action, make_plan
from vaultgen.vault.scan import read_id

IDS = ["a", "b", "c", "d"]
PATHS = ["A.md", "a.md", "B.md", "x/C.md", "X/c.md", "x/D.md", "y/z/É.md", "y/z/e\u0301.md", "All.base"]
HUMAN = b"by a person"
CALLS = ("replace", "rename", "unlink", "write", "mkdir", "rmdir")


class CrashError(OSError):
    """The power goes out."""


@contextmanager
def crash_after(count: int) -> Iterator[None]:
    """From the call after this many on, nothing that would change the disk works any more."""
    left = count

    def guarded(call):
        def wrapper(*args, **kwargs):
            nonlocal left
            left -= 1
            if left < 0:
                raise CrashError("crash")
            return call(*args, **kwargs)

        return wrapper

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, guarded(getattr(os, name)))
        yield


class People(RuleBasedStateMachine):
    """A vault, its records, and a person who does as they please."""

    vault_of: type

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.vault = self.vault_of(self.folder / "vault")
        self.vault.root.mkdir()
        self.records: dict[str, tuple[str, int]] = {}
        self.touched: set[str] = set()
        self.deleted: set[str] = set()
        self.count = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    # -- the records -------------------------------------------------------------------------------------

    @initialize(paths=st.permutations(PATHS))
    def start(self, paths):
        for key, path in zip(IDS, paths, strict=False):
            self.set_record(key=key, path=path, version=0)

    @rule(key=st.sampled_from(IDS), path=st.sampled_from(PATHS), version=st.integers(0, 2))
    def set_record(self, key, path, version):
        others = {name_key(other) for name, (other, _) in self.records.items() if name != key}
        if name_key(path) not in others:
            self.records[key] = (path, version)

    @rule(one=st.sampled_from(IDS), other=st.sampled_from(IDS))
    def trade_names(self, one, other):
        if one in self.records and other in self.records:
            (path, version), (other_path, other_version) = self.records[one], self.records[other]
            self.records[one], self.records[other] = (other_path, version), (path, other_version)

    @rule(key=st.sampled_from(IDS))
    def drop_record(self, key):
        self.records.pop(key, None)

    # -- the person --------------------------------------------------------------------------------------

    def files(self) -> list[str]:
        return list(self.vault.texts())

    def touch(self, path: str) -> str:
        """Remember that the person had a hand in this file's note."""
        data = (self.vault.root / path).read_bytes()
        for key, entry in load(self.vault.root).items():
            if path in (entry.place, entry.path):
                self.touched.add(key)
        self.touched.add(read_id(data))
        return read_id(data)

    @precondition(lambda self: self.files())
    @rule(data=st.data())
    def edit(self, data):
        path = data.draw(st.sampled_from(self.files()))
        self.touch(path)
        self.count += 1
        self.vault.add(path, f"{HUMAN.decode()} {self.count}\n")

    @precondition(lambda self: self.files())
    @rule(data=st.data())
    def delete(self, data):
        path = data.draw(st.sampled_from(self.files()))
        key = self.touch(path)
        self.vault.delete(path)
        entry = load(self.vault.root).get(key)
        if (
            entry
            and entry.sha256
            and not any(read_id(text.encode()) == key for text in self.vault.texts().values())
        ):
            self.deleted.add(key)

    @precondition(lambda self: self.files())
    @rule(data=st.data(), goal=st.sampled_from([*PATHS, "Own/N.md", "Own/M.md"]), copy=st.booleans())
    def move_or_copy(self, data, goal, copy):
        path = data.draw(st.sampled_from(self.files()))
        if not (self.vault.root / goal).exists():
            self.deleted.discard(self.touch(path))
            text = self.vault.texts()[path]
            self.vault.shift(path, goal)
            if copy:
                self.vault.put(path, text)

    @rule(path=st.sampled_from(PATHS), key=st.sampled_from(["", "else", *IDS]))
    def write_a_file(self, path, key):
        if not (self.vault.root / path).exists():
            self.touched.add(key)
            self.deleted.discard(key)
            self.count += 1
            head = f"---\nid: {key}\n---\n" if key else ""
            self.vault.put(path, f"{head}{HUMAN.decode()} {self.count}\n")

    # -- the build ---------------------------------------------------------------------------------------

    def notes(self) -> list:
        return [self.vault.note(key, path, f"{version}") for key, (path, version) in self.records.items()]

    def written_by_people(self) -> dict[str, str]:
        return {path: text for path, text in self.vault.texts().items() if HUMAN.decode() in text}

    def clashes(self) -> set[str]:
        counts = Counter(name_key(path) for path in self.vault.texts())
        return {key for key, count in counts.items() if count > 1}

    @rule(steps=st.integers(0, 30))
    def build_and_crash(self, steps):
        before, clashes = self.written_by_people(), self.clashes()
        with suppress(VaultError), crash_after(steps):
            self.vault.build(self.notes(), allow_mass_removal=True)
        assert self.written_by_people() == before
        assert self.clashes() <= clashes
        self.forget_the_finished()

    @rule()
    def build(self):
        before, clashes = self.written_by_people(), self.clashes()
        notes = {note.id: note for note in self.notes()}
        done = self.vault.build(notes.values(), allow_mass_removal=True)
        after = self.vault.texts()
        assert self.written_by_people() == before
        assert self.clashes() <= clashes
        for step in done.steps:
            if step.action is Action.KEPT:
                taken = "taken" in step.reason or HUMAN.decode() in after.get(step.path, "")
                assert step.id in self.touched or taken, step
            elif step.action is not Action.REMOVE:
                assert after[step.path] == notes[step.id].text
                moved = step.id in self.touched or "taken" in step.reason
                assert moved or name_key(step.path) == name_key(notes[step.id].path)
        carried = {read_id(text.encode()) for text in after.values()}
        assert not self.deleted & carried
        self.check_a_second_build(list(notes.values()))
        self.forget_the_finished()

    def check_a_second_build(self, notes: list) -> None:
        """A second build has nothing to do and writes nothing."""
        stats = self.vault.stats()
        manifest = load(self.vault.root)
        plan = make_plan(self.vault.root, notes, manifest)
        assert not plan.changes
        assert dump(plan.manifest_after.values()) == dump(manifest.values())
        self.vault.build(reversed(notes))
        assert self.vault.stats() == stats
        assert sorted(path.name for path in self.folder.iterdir()) == ["vault"]

    def forget_the_finished(self) -> None:
        """A note that a person and the records both dropped may come back, when its record does."""
        known = load(self.vault.root)
        self.deleted = {key for key in self.deleted if key in self.records or key in known}


@pytest.mark.slow
def test_no_byte_of_a_person_is_ever_lost(vault_of, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(os, "sync", lambda: None)

    class Machine(People):
        pass

    Machine.vault_of = vault_of
    run_state_machine_as_test(Machine, settings=settings(max_examples=100, stateful_step_count=30))
