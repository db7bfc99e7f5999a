"""Whether a plan does to single notes what a person asked for."""

from __future__ import annotations

from collections.abc import Mapping

from vaultgen.errors import VaultError
from vaultgen.vault.decide import Asked
from vaultgen.vault.steps import Action, Plan, Step

__all__ = ["check_answered"]

_MERGED = frozenset({Action.UPDATE, Action.RENAME, Action.UNCHANGED})


def check_answered(plan: Plan, asked: Asked) -> None:
    """Stop a plan that does not do all that was asked: a VaultError says what stands against it."""
    if not asked.named:
        return
    steps = {step.id: step for step in plan.steps if step.id}
    refusals = [
        *(_not_restored(key, plan, steps) for key in asked.restore),
        *(_not_pruned(key, plan, steps) for key in asked.prune),
        *(_not_adopted(key, plan, steps) for key in asked.adopt),
    ]
    if asked.settle and not plan.settled:
        refusals.append(_not_settled(asked.settle.note, steps))
    if told := list(filter(None, refusals)):
        raise VaultError("\n".join(told))


def _not_restored(key: str, plan: Plan, steps: Mapping[str, Step]) -> str:
    step = steps.get(key)
    if step is not None and step.action is Action.CREATE:
        return ""
    if key not in plan.notes:
        return f"{key}: the records have nothing to bring it back from"
    where = step.path if step is not None else key
    return (
        f"{where}: {step.reason}"
        if step is not None and step.reason
        else f"{where} is there: nobody deleted it"
    )


def _not_pruned(key: str, plan: Plan, steps: Mapping[str, Step]) -> str:
    if key in plan.notes:
        return f"{key}: its record is there; only notes whose records are gone are pruned"
    return "" if key in steps else f"{key}: it has no file any more"


def _not_adopted(key: str, plan: Plan, steps: Mapping[str, Step]) -> str:
    step = steps.get(key)
    if key not in plan.notes or step is None:
        return f"{key}: the records have no note to merge with"
    known = plan.before.get(key)
    if known is not None and known.sha256:
        return f"{step.old_path or step.path}: this is the note already; every build brings it up to date"
    if step.action in _MERGED:
        return ""
    return f"{step.path}: {step.reason or 'there is no file of yours in its place'}"


def _not_settled(key: str, steps: Mapping[str, Step]) -> str:
    step = steps.get(key)
    if step is None:
        return f"{key}: its record is gone; `vaultgen prune` puts the note into .trash"
    return f"{step.path}: {step.reason}" if step.reason else f"nothing is open in {step.path}"
