"""A handover: what a person wrote in a note becomes what the records say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from vaultgen.errors import VaultError
from vaultgen.vault.address import spots_meant
from vaultgen.vault.freshness import Order, look
from vaultgen.vault.project import Project
from vaultgen.vault.pull import pull_spot
from vaultgen.vault.shards import Advance
from vaultgen.vault.survey import Item, State, Unit, survey

__all__ = ["hand_over"]

_MOST: Final = 8


def hand_over(
    project: Project, note: str, field: str, *, order: Order, advance: Advance
) -> tuple[str, tuple[Unit, ...]]:
    """Write what a note says at a spot into the records: gives the note's path and the spots.

    No `field` means every open point of the note. A VaultError, with nothing written, says what cannot be taken. The
    note itself is settled by the next build.
    """
    found = survey(project, replace(order, check=True), look(project, order), advance=advance).of([note])
    contested = [item for item in found.items if item.state is State.CONTESTED]
    others = [item for item in found.items if item.state in {State.EDITED, State.DRIFTED}]
    units = _meant(note, field, contested, others)
    path = next(item.path for item in (*contested, *others))
    key = next(item.id for item in (*contested, *others))
    for writes in (False, True):
        for unit in units:
            patch = pull_spot(project, key, unit.spot, writes=writes)
            if patch.left:
                reasons = "; ".join(dict.fromkeys(one.why for one in patch.left))
                raise VaultError(f"{path}: {unit.where}: cannot go into the records: {reasons}")
            if not patch.taken and not writes:
                raise VaultError(
                    f"{path}: {unit.where}: no record is known that says this; change it by hand"
                )
    return path, units


def _meant(note: str, field: str, contested: Sequence[Item], others: Sequence[Item]) -> tuple[Unit, ...]:
    points = [unit for item in contested for unit in item.units]
    if not field:
        if not points:
            raise VaultError(f"nothing is open in “{note}”")
        return tuple(points)
    edits = [unit for item in others for unit in item.units]
    for units in (points, edits):
        if found := spots_meant(field, units, lambda unit: unit.spot):
            return found
    names = "; ".join([*dict.fromkeys(unit.where for unit in (*points, *edits))][:_MOST])
    raise VaultError(f"“{field}” is not changed in “{note}”; changed there: {names or 'nothing'}")
