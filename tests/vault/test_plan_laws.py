"""Laws of the plan, over whatever people, records and crashes do in whatever order."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.vault.crash import crash_after
from vaultgen.errors import VaultError
from vaultgen.values.names import name_key
from vaultgen.vault.base import load
from vaultgen.vault.note_ids import read_id
from vaultgen.vault.plan import Action, make_plan

IDS = ["a", "b", "c", "d"]
PATHS = ["A.md", "a.md", "B.md", "x/C.md", "X/c.md", "x/D.md", "y/z/É.md", "y/z/e\u0301.md"]
NO_NOTES = ["All.base", "x/All.base", "Other.base"]
HUMAN = re.compile(r"by a person \d+")


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
        self.set_other(path=NO_NOTES[0], version=0)

    @rule(path=st.sampled_from(NO_NOTES), version=st.integers(0, 2))
    def set_other(self, path, version):
        """The record of a file that is no note."""
        self.records["base"] = (path, version)

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

    @rule(key=st.sampled_from([*IDS, "base"]))
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
    @rule(data=st.data(), how=st.sampled_from(["after", "before", "within", "property", "instead"]))
    def edit(self, data, how):
        path = data.draw(st.sampled_from(self.files()))
        self.touch(path)
        self.count += 1
        said = f"by a person {self.count}"
        text = self.vault.texts()[path]
        edited = {
            "after": f"{text}\n{said}\n",
            "before": re.sub(r"^(# .*)$", rf"{said}\n\n\1", text, count=1, flags=re.MULTILINE),
            "within": text.replace("\n\n", f"\n\n{said}, ", 1),
            "property": text.replace("\n---\n", f"\nmine: {said}\n---\n", 1),
            "instead": re.sub(r"^v\d$", said, text, flags=re.MULTILINE),
        }[how]
        self.vault.put(path, edited)

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
        goal = str(PurePosixPath(goal).with_suffix(PurePosixPath(path).suffix))
        if not (self.vault.root / goal).exists():
            self.deleted.discard(self.touch(path))
            text = self.vault.texts()[path]
            self.vault.shift(path, goal)
            if copy:
                self.vault.put(path, text)

    @rule(path=st.sampled_from([*PATHS, *NO_NOTES]), key=st.sampled_from(["", "else", *IDS]))
    def write_a_file(self, path, key):
        if not (self.vault.root / path).exists():
            self.touched.add(key)
            self.deleted.discard(key)
            self.count += 1
            head = f"---\nid: {key}\n---\n" if key else ""
            self.vault.put(path, f"{head}by a person {self.count}\n")

    # -- the build ---------------------------------------------------------------------------------------

    def notes(self) -> list:
        return [self.vault.note(key, path, f"v{version}") for key, (path, version) in self.records.items()]

    def said_by_people(self) -> Counter[str]:
        """Everything that people wrote, wherever it is by now."""
        return Counter(
            said for text in self.vault.texts(hidden=True).values() for said in set(HUMAN.findall(text))
        )

    def clashes(self) -> set[str]:
        counts = Counter(name_key(path) for path in self.vault.texts())
        return {key for key, count in counts.items() if count > 1}

    def visible(self) -> Counter[str]:
        """The same without what is in the base or the trash."""
        return Counter(said for text in self.vault.texts().values() for said in set(HUMAN.findall(text)))

    @rule(steps=st.integers(0, 40))
    def build_and_crash(self, steps):
        """A crash anywhere, and then a build, is what a build undisturbed would have been."""
        confusing = self.is_confusing()
        undisturbed = self.vault_of(self.folder / "undisturbed")
        shutil.copytree(self.vault.root, undisturbed.root)
        undisturbed.build(self.notes(), allow_mass_removal=True)
        before = self.visible()
        with suppress(VaultError), crash_after(steps):
            self.vault.build(self.notes(), allow_mass_removal=True)
        assert not before - self.visible()
        self.build()
        if not confusing:
            assert self.kept_texts(self.vault) == self.kept_texts(undisturbed)
        shutil.rmtree(undisturbed.root)

    def is_confusing(self) -> bool:
        """Whether files have one id or one name: which of them is the note may be told otherwise after a crash."""
        texts = self.vault.texts()
        ids = Counter(carried for text in texts.values() if (carried := read_id(text.encode())))
        folders = {path.rpartition("/")[0] for path in (*texts, *(path for path, _ in self.records.values()))}
        return bool(self.clashes()) or max(ids.values(), default=0) > 1 or {"x", "X"} <= folders

    @staticmethod
    def kept_texts(vault) -> dict[str, str]:
        return {
            path: text for path, text in vault.texts(hidden=True).items() if not path.startswith(".trash")
        }

    @rule()
    def build(self):
        before, clashes = self.visible(), self.clashes()
        notes = {note.id: note for note in self.notes()}
        done = self.vault.build(notes.values(), allow_mass_removal=True)
        after = self.vault.texts()
        assert not before - self.visible()
        assert self.clashes() <= clashes
        for step in done.steps:
            if step.action is Action.KEPT:
                taken = "taken" in step.reason or HUMAN.search(after.get(step.path, ""))
                assert step.id in self.touched or taken, step
            elif step.action not in {Action.REMOVE, Action.RELINK, Action.DELETED}:
                if not clashes:
                    self.check_text(step.path, notes[step.id], done.after[step.id], after[step.path])
                moved = step.id in self.touched or "taken" in step.reason
                assert moved or name_key(step.path) == name_key(notes[step.id].path)
        carried = {read_id(text.encode()) for text in after.values()}
        assert not self.deleted & carried
        self.check_a_second_build(list(notes.values()))
        self.forget_the_finished()

    def check_text(self, path: str, note, entry, text: str) -> None:
        """What the records say has landed, or it is told that it has not."""
        if path.endswith(".md") and not entry.points:
            said = re.search(r"^v\d$", note.text, re.MULTILINE)[0]
            assert said in text or HUMAN.search(text), path

    def check_a_second_build(self, notes: list) -> None:
        """A second build has nothing to do and writes nothing."""
        stats = self.vault.stats()
        entries = load(self.vault.root)
        plan = make_plan(self.vault.root, notes, entries)
        assert not plan.changes
        assert plan.after == entries
        self.vault.build(reversed(notes))
        assert self.vault.stats() == stats
        assert {path.name for path in self.folder.iterdir()} <= {"vault", "undisturbed"}

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
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=100, stateful_step_count=30, phases=[Phase.generate])
    )
