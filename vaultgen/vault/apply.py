"""A plan carried out: notes first, the manifest last, and nothing that a person changed in the meantime."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from vaultgen.values.names import name_key
from vaultgen.vault.disk import Writer, sweep
from vaultgen.vault.manifest import Entry, interrupted, save, save_pending
from vaultgen.vault.renames import Move, moves
from vaultgen.vault.scan import read
from vaultgen.vault.steps import Action, Plan, Step

__all__ = ["apply"]

_CHANGED = "changed while it was being built: build again"
_TAKEN = "its name was taken while it was being built: build again"


def apply(plan: Plan, root: Path) -> Plan:
    """Carry out the plan in the vault at `root`; gives the plan as it went.

    Every file is looked at again just before it is replaced. A step whose file has changed since it was
    planned becomes KEPT. A failure leaves whole files only, and the next build takes up where this one
    stopped.
    """
    work = _Work(root, dict(plan.manifest_after), plan)
    if interrupted(root):
        sweep(root)
    renames = list(moves((step for step in plan.changes if step.action is Action.RENAME), root))
    if plan.changes:
        save_pending(root, _pending(plan, renames))
    for step in plan.changes:
        if step.action is Action.REMOVE:
            work.remove(step)
    for together in renames:
        work.rename(together)
    for step in plan.changes:
        if step.action in (Action.CREATE, Action.UPDATE):
            work.write(step)
    work.writer.sync()
    save(root, work.after)
    steps = tuple(work.kept.get(step.id, step) for step in plan.steps)
    return replace(plan, steps=steps, manifest_after=work.after)


def _pending(plan: Plan, renames: Iterable[Iterable[Move]]) -> Iterator[Entry]:
    """Give what must be known of each file while it is being written, besides what the manifest says."""
    for entry in plan.manifest_before.values():
        if entry.pending:
            yield entry
    for step in plan.changes:
        digest = "" if step.action is Action.REMOVE else plan.manifest_after[step.id].sha256
        yield Entry(step.id, step.path, digest, pending=((step.path, digest),))
    for move in (move for together in renames for move in together):
        if move.new != move.step.path:
            yield Entry(move.step.id, move.new, move.step.base, pending=((move.new, move.step.base),))


@dataclass(slots=True)
class _Work:
    """One application of a plan: what is known afterwards, and which steps were left undone."""

    root: Path
    after: dict[str, Entry]
    plan: Plan
    kept: dict[str, Step] = field(default_factory=dict)
    writer: Writer = field(init=False)

    def __post_init__(self) -> None:
        self.writer = Writer(self.root)

    def remove(self, step: Step) -> None:
        if self._holds(step.path, step):
            self.writer.trash(step.path)
        else:
            self._keep(step, _CHANGED)

    def rename(self, together: Sequence[Move]) -> None:
        """Rename one note, or several that take each other's names: all of them or, if one cannot, none."""
        if not all(self._holds(step.old_path, step) for step, _, _ in together):
            for step, _, _ in together:
                self._keep(step, _CHANGED)
            return
        for number, (step, old, new) in enumerate(together):
            if name_key(new) != name_key(old) and os.path.lexists(f"{self.root}/{new}"):
                self._stop(together[number:])
                return
            self.writer.move(old, new)
            if new == step.path and step.base != self.after[step.id].sha256:
                self.writer.write(new, step.text.encode())

    def _stop(self, undone: Sequence[Move]) -> None:
        """Leave these files where they are, because somebody took a name that was to be used."""
        for step, old, _ in reversed(undone):
            self._keep(step, _TAKEN)
            # A note that was moved aside already is renamed from there by the next build.
            if old != step.old_path and undone[0].old != step.old_path:
                before = self.plan.manifest_before[step.id]
                self.after[step.id] = replace(before, path=old, moved="")
                self.kept[step.id] = replace(self.kept[step.id], path=old)

    def write(self, step: Step) -> None:
        if self._holds(step.path, step):
            self.writer.write(step.path, step.text.encode())
        else:
            self._keep(step, _CHANGED if step.base else _TAKEN)

    def _holds(self, path: str, step: Step) -> bool:
        """Whether the file at `path` is still what the step was planned on."""
        if not step.base:
            return not os.path.lexists(f"{self.root}/{path}")
        data = read(self.root, path)
        return data is not None and sha256(data).hexdigest() == step.base

    def _keep(self, step: Step, reason: str) -> None:
        """Leave the file alone, and what is known of it as it was."""
        self.kept[step.id] = replace(
            step, action=Action.KEPT, path=step.old_path or step.path, old_path="", reason=reason
        )
        self.after.pop(step.id, None)
        if before := self.plan.manifest_before.get(step.id):
            self.after[step.id] = before
