"""A plan carried out: notes first, the manifest last, and nothing that a person changed in the meantime."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from vaultgen.values.names import name_key
from vaultgen.vault.disk import Writer, sweep
from vaultgen.vault.manifest import Entry, interrupted, save, save_pending
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
    if plan.changes:
        save_pending(root, _pending(plan))
    for step in plan.changes:
        if step.action is Action.REMOVE:
            work.remove(step)
    for chain in _chains([step for step in plan.changes if step.action is Action.RENAME]):
        work.rename(chain)
    for step in plan.changes:
        if step.action in (Action.CREATE, Action.UPDATE):
            work.write(step)
    work.writer.sync()
    save(root, work.after)
    steps = tuple(work.kept.get(step.id, step) for step in plan.steps)
    return replace(plan, steps=steps, manifest_after=work.after)


def _pending(plan: Plan) -> Iterator[Entry]:
    """Give what must be known of each text while it is being written, besides what the manifest says."""
    for entry in plan.manifest_before.values():
        if entry.pending:
            yield entry
    for step in plan.changes:
        digest = "" if step.action is Action.REMOVE else plan.manifest_after[step.id].sha256
        yield Entry(step.id, step.path, digest, pending=((step.path, digest),))


def _chains(renames: Iterable[Step]) -> Iterator[list[Step]]:
    """Give the renames in an order in which each finds its name free; those trading names come together."""
    by_old = {name_key(step.old_path): step for step in renames}
    done: set[str] = set()
    for first in by_old.values():
        stack: list[Step] = []
        step: Step | None = first
        while step and step.id not in done:
            done.add(step.id)
            stack.append(step)
            step = by_old.get(name_key(step.path))
        if step in stack:
            start = stack.index(step)
            yield stack[start:]
            del stack[start:]
        yield from ([step] for step in reversed(stack))


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

    def rename(self, ring: list[Step]) -> None:
        """Rename one note, or several that take each other's names."""
        if not all(self._holds(step.old_path, step) for step in ring):
            for step in ring:
                self._keep(step, _CHANGED)
        elif len(ring) > 1:
            self._trade(ring)
        else:
            self._rename_one(ring[0])

    def _trade(self, ring: list[Step]) -> None:
        """Write each note where the next one was: at no moment is a note without a file."""
        for step, occupant in zip(ring, (*ring[1:], ring[0]), strict=True):
            self.writer.write(occupant.old_path, step.text.encode())
            if occupant.old_path != step.path:
                self.writer.move(occupant.old_path, step.path)

    def _rename_one(self, step: Step) -> None:
        same = name_key(step.path) == name_key(step.old_path)
        if not same and os.path.lexists(self.root / step.path):
            self._keep(step, _TAKEN)
            return
        self.writer.move(step.old_path, step.path)
        if step.base != self.after[step.id].sha256:
            self.writer.write(step.path, step.text.encode())

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
