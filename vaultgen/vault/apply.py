"""A plan carried out: notes first, the base last, and nothing lost that a person saves in the meantime."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from vaultgen.values.names import name_key
from vaultgen.vault.base import Entry, Pending, save
from vaultgen.vault.disk import Aside, Writer, sweep
from vaultgen.vault.pending import clear, interrupted, note_down
from vaultgen.vault.renames import Move, moves
from vaultgen.vault.scan import read
from vaultgen.vault.steps import Action, Plan, Step

__all__ = ["apply"]

_CHANGED: Final = "changed while it was being built: build again"
_GONE: Final = "vanished while it was being built: build again"
_TAKEN: Final = "its name was taken while it was being built: build again"
_RESTLESS: Final = "saved again and again while it was being built: build again"
# Whoever saves a file more often than that while one note is written is no person.
_TRIES: Final = 25
# For so many seconds a file may be half saved: an editor empties it first and fills it then.
_SAVING: Final = 0.05
_WRITES: Final = frozenset({Action.UPDATE, Action.RENAME, Action.RELINK})


def apply(plan: Plan, root: Path) -> Plan:
    """Carry out the plan in the vault at `root`; gives the plan as it went.

    A file that was saved after it was planned is merged again, up to the moment in which the base is written. A
    failure leaves whole files only, and the next build takes up where this one stopped.
    """
    work = _Work(root, plan)
    if interrupted(root):
        sweep(root, _known_digests(plan))
    renames = list(moves((step for step in plan.changes if step.action is Action.RENAME), root))
    if plan.changes:
        relinked = {
            step.path: _digest(step.text.encode()) for step in plan.changes if step.action is Action.RELINK
        }
        note_down(root, _pending(plan, renames), plan.renames, relinked)
    work.carry_out(renames)
    work.writer.sync()
    work.settle()
    texts = {
        key: plan.notes[key].text
        for key, entry in work.after.items()
        if key in plan.notes and (key not in plan.before or plan.before[key].sha256 != entry.sha256)
    }
    save(root, plan.before, work.after, texts)
    work.writer.clear_up()
    clear(root)
    steps = tuple(work.went.get(_key(step), step) for step in plan.steps)
    return replace(plan, steps=steps, after=work.after)


def _key(step: Step) -> str:
    return step.id or f"/{step.path}"


def _known_digests(plan: Plan) -> set[str]:
    """The hashes of all texts that an interrupted build wrote or was planned on."""
    pending = [one for entry in plan.before.values() for one in entry.pending]
    return {digest for one in pending for digest in (one.sha256, one.on)}


def _pending(plan: Plan, renames: Sequence[Sequence[Move]]) -> Iterator[tuple[str, Pending]]:
    """What must be known of each file while it is being written, besides what the base says."""
    for key, entry in plan.before.items():
        for one in entry.pending:
            yield key, one
    for step in plan.changes:
        if step.action is Action.REMOVE:
            yield step.id, Pending(step.path, "", step.on)
        elif step.id:
            digest, entry = _digest(step.text.encode()), plan.after[step.id]
            base = "" if digest == entry.sha256 else plan.notes[step.id].text
            home = entry.path if entry.path != step.path else ""
            yield step.id, Pending(step.path, digest, step.on, base, entry.points, home)
    for move in (move for together in renames for move in together):
        if move.new != move.step.path:
            yield move.step.id, Pending(move.new, move.step.on, move.step.on)


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


@dataclass(slots=True)
class _Swapped:
    """A file that was replaced: the step, what is kept of the old file, its stamp, and the hash of what it held."""

    step: Step
    aside: Aside
    stamp: tuple[int, int]
    digest: str


@dataclass(slots=True)
class _Work:
    """One application of a plan: what is known afterwards, and which steps went otherwise."""

    root: Path
    plan: Plan
    after: dict[str, Entry] = field(init=False)
    went: dict[str, Step] = field(default_factory=dict)
    swapped: list[_Swapped] = field(default_factory=list)
    writer: Writer = field(init=False)

    def __post_init__(self) -> None:
        self.writer = Writer(self.root)
        self.after = dict(self.plan.after)

    def carry_out(self, renames: Sequence[Sequence[Move]]) -> None:
        """Remove first, which frees names; then rename; then write."""
        for step in self.plan.changes:
            if step.action is Action.REMOVE:
                self._remove(step)
        for together in renames:
            self._rename(together)
        for step in self.plan.changes:
            if step.action is Action.CREATE:
                if not self.writer.create(step.path, step.text.encode()):
                    self._keep(step, _TAKEN)
            elif step.action in {Action.UPDATE, Action.RELINK}:
                self._update(step, step.path)

    def settle(self) -> None:
        """Merge once more what somebody saved into files that they had open when these were replaced."""
        for _ in range(_TRIES):
            late = [one for one in self.swapped if self._saved_since(one)]
            if not late:
                return
            for one in late:
                data, one.stamp = self._when_saved(one.aside)
                one.digest = _digest(data)
                self._update(self.went.get(_key(one.step), one.step), one.aside.path, data)
            self.writer.sync()

    def _saved_since(self, one: _Swapped) -> bool:
        stamp = one.aside.stamp()
        # A clock may stand still for longer than it takes to save a file.
        recent = time.time_ns() - stamp[0] < _SAVING * 1e9
        return stamp != one.stamp or (recent and _digest(one.aside.look()[0]) != one.digest)

    @staticmethod
    def _when_saved(aside: Aside) -> tuple[bytes, tuple[int, int]]:
        """What a file holds once nobody has written to it for a moment."""
        data, stamp = aside.look()
        while time.time_ns() - stamp[0] < _SAVING * 1e9:
            time.sleep(_SAVING / 4)
            data, stamp = aside.look()
        return data, stamp

    def _remove(self, step: Step) -> None:
        if not self._holds(step.path, step):
            self._keep(step, _CHANGED)
            return
        trashed = self.writer.trash(step.path)
        if _digest(read(self.root, trashed) or b"") != step.on:
            self.writer.move(trashed, step.path)
            self._keep(step, _CHANGED)

    def _rename(self, together: Sequence[Move]) -> None:
        """Rename one note, or several that take each other's names: all of them or, if one cannot, none."""
        if not all(os.path.lexists(f"{self.root}/{step.old_path}") for step, _, _ in together):
            for step, _, _ in together:
                self._keep(step, _GONE)
            return
        for number, (step, old, new) in enumerate(together):
            if name_key(new) != name_key(old) and os.path.lexists(f"{self.root}/{new}"):
                self._stop(together[number:])
                return
            self.writer.move(old, new)
            if new == step.path:
                self._update(step, new)

    def _stop(self, undone: Sequence[Move]) -> None:
        """Leave these files where they are, because somebody took a name that was to be used."""
        for step, old, _ in reversed(undone):
            self._keep(step, _TAKEN)
            # A note that was moved aside already is renamed from there by the next build.
            if old != step.old_path and undone[0].old != step.old_path:
                before = self.plan.before[step.id]
                self.after[step.id] = replace(before, path=old, moved="", pending=())
                self.went[step.id] = replace(self.went[step.id], path=old)

    def _update(self, step: Step, place: str, data: bytes | None = None) -> None:
        """Put the step's text at `place`, or what it comes to if somebody has saved the file since.

        `data` is what was saved last, if the file itself holds the text that this tool has put there.
        """
        planned = step
        ours = "" if data is None else _digest(read(self.root, place) or b"")
        data = read(self.root, place) if data is None else data
        for number in range(_TRIES):
            time.sleep(number * _SAVING / _TRIES)
            if data is None:
                self._keep(step, _GONE)
                return
            if _digest(data) != step.on:
                step = self._again(planned, data, place)
            text = step.text.encode() if step.action in _WRITES else data
            if _digest(text) == (ours or _digest(data)):
                return
            aside = self.writer.swap(place, text)
            if aside is None:
                self._keep(step, _GONE)
                return
            former, stamp = aside.look()
            found = _digest(former)
            self.swapped.append(_Swapped(step, aside, stamp, found))
            if found in (step.on, ours):
                return
            data, ours = former, _digest(text)
        self._give_back(place, data or b"", ours)
        self._keep(step, _RESTLESS)

    def _give_back(self, place: str, data: bytes, ours: str) -> None:
        """Leave a file as it was saved last; what was saved in between, if anything, goes into the trash."""
        aside = self.writer.swap(place, data)
        former = aside.look()[0] if aside else b""
        if aside and _digest(former) != ours:
            self.writer.recover(aside)

    def _again(self, planned: Step, data: bytes, place: str) -> Step:
        """Plan a step once more for what was saved."""
        if self.plan.again is None:
            return replace(planned, action=Action.KEPT, reason=_CHANGED)
        fresh, entry = self.plan.again(planned, data, place)
        renamed = planned.action is Action.RENAME and fresh.action is not Action.KEPT
        self.went[_key(planned)] = planned if renamed else fresh
        if entry is not None:
            self.after[planned.id] = entry
        else:
            self.after.pop(planned.id, None)
        return fresh

    def _holds(self, path: str, step: Step) -> bool:
        """Whether the file at `path` is still what the step was planned on."""
        data = read(self.root, path)
        return data is not None and _digest(data) == step.on

    def _keep(self, step: Step, reason: str) -> None:
        """Leave the file alone, and what is known of it as it was."""
        self.went[_key(step)] = replace(
            step, action=Action.KEPT, path=step.old_path or step.path, old_path="", reason=reason
        )
        self.after.pop(step.id, None)
        if before := self.plan.before.get(step.id):
            self.after[step.id] = replace(before, pending=())
