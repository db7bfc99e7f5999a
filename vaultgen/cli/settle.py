"""`vaultgen settle`: end a difference between a person and the records, for one side or the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultgen.cli.differing import quoted
from vaultgen.cli.options import as_of_option, folder_option, json_option

if TYPE_CHECKING:
    from vaultgen.vault.freshness import OpenPoint, Order

__all__ = ["settle"]

_DONE = {
    "note": "{note} stays; the records say {records}",
    "records": "{records} is taken from the records instead of {note}",
    "pull": "{note} is in the records now instead of {records}",
}


@click.command()
@folder_option
@as_of_option
@click.option("--note", "side", flag_value="note", help="What the person wrote stays.")
@click.option("--records", "side", flag_value="records", help="The note takes what the records say.")
@click.option("--pull", "side", flag_value="pull", help="What the person wrote goes into the records.")
@click.option("--all", "everything", is_flag=True, help="Settle all that is open in the note.")
@json_option
@click.argument("note", metavar="NOTE")
@click.argument("field", metavar="[FIELD]", required=False, default="")
@click.pass_obj
def settle(
    folder: Path,
    *,
    day: date | None,
    side: str | None,
    everything: bool,
    as_json: bool,
    note: str,
    field: str,
) -> None:
    """Settle FIELD of NOTE, which the person and the records have each changed.

    NOTE is an id, a name or a path; FIELD is the spot as `vaultgen status` calls it, or a part of that: "hq",
    "Valuation", "Funding history › Series A › Amount". With --records, any other edit can be taken back, too.
    """
    from vaultgen.cli.errand import run
    from vaultgen.vault.freshness import Order
    from vaultgen.vault.settling import Settlement, Side

    if side is None:
        raise click.UsageError("whose value stays? Give --note, --records or --pull")
    if everything == bool(field.strip()):
        raise click.UsageError("give either a FIELD or --all")

    order = Order(day=day, command="vaultgen settle")
    if side == "pull":
        pulled = _pulled(folder, order, note, field, as_json=as_json)
        run(folder, order, name="settled", rows=lambda *_: map(_row(side), pulled), as_json=as_json)
    order = replace(order, settle=Settlement(note, field, Side(side)))
    run(
        folder, order, name="settled", rows=lambda _, report: map(_row(side), report.settled), as_json=as_json
    )


def _pulled(folder: Path, order: Order, note: str, field: str, *, as_json: bool) -> list[OpenPoint]:
    """Write what the note says into the records; what was written, as points."""
    from vaultgen.cli.progress import progress
    from vaultgen.vault.handover import hand_over
    from vaultgen.vault.project import load_project

    with progress("Looking", quiet=as_json) as advance:
        path, units = hand_over(load_project(folder), note, field, order=order, advance=advance)
    return [(path, unit.where, unit.base, unit.note, unit.records) for unit in units]


def _row(side: str) -> Callable[[OpenPoint], dict[str, object]]:
    """How a settled point is told."""

    def row(point: OpenPoint) -> dict[str, object]:
        path, where, base, own, records = point
        told = _DONE[side].format(note=quoted(own), records=quoted(records))
        told = f"settled: {path}: {where}: {told}"
        return {"told": told, "path": path, "side": side, "where": where} | {
            "base": base,
            "note": own,
            "records": records,
        }

    return row
