"""A plan as a unified diff, to be read before it is carried out."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from vaultgen.vault.scan import read
from vaultgen.vault.steps import Action, Plan, Step

__all__ = ["diff", "text_diff"]

_NOTHING = "/dev/null"
_HEADS = {Action.CREATE: "new file mode 100644\n", Action.REMOVE: "deleted file mode 100644\n"}


def diff(plan: Plan, root: Path) -> str:
    """Show what the plan would change in the vault at `root`, as `git diff` does; empty if nothing."""
    return "".join(line for step in plan.changes for line in _step_diff(step, root))


def _step_diff(step: Step, root: Path) -> Iterator[str]:
    old, new = step.old_path or step.path, step.path
    before = "" if step.action is Action.CREATE else (read(root, old) or b"").decode(errors="replace")
    after = "" if step.action is Action.REMOVE else step.text
    yield f"diff --git a/{old} b/{new}\n{_HEADS.get(step.action, '')}"
    if step.action is Action.RENAME:
        yield f"rename from {old}\nrename to {new}\n"
    yield from text_diff(
        before,
        after,
        _NOTHING if step.action is Action.CREATE else f"a/{old}",
        _NOTHING if step.action is Action.REMOVE else f"b/{new}",
    )


def text_diff(before: str, after: str, old: str, new: str) -> Iterator[str]:
    """The lines of a unified diff of two texts, which go by these names."""
    for line in difflib.unified_diff(_lines(before), _lines(after), old, new):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """Lines as git counts them: only a line feed ends one."""
    lines = text.split("\n")
    last = lines.pop()
    return [f"{line}\n" for line in lines] + ([last] if last else [])
