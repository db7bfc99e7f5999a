"""`vaultgen status`: what people have changed in the notes, and what waits for a decision."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from vaultgen.cli.differing import Differing, sentence, side_by_side
from vaultgen.cli.exits import DONE, TO_SETTLE
from vaultgen.cli.options import as_of_option, folder_option, json_option

if TYPE_CHECKING:
    from rich.console import Console

    from vaultgen.vault.survey import Item, Survey

__all__ = ["status"]

_MOST: Final = 5


@click.command()
@folder_option
@as_of_option
@json_option
@click.argument("notes", metavar="[NOTE]...", nargs=-1)
@click.pass_obj
def status(folder: Path, *, day: date | None, as_json: bool, notes: tuple[str, ...]) -> None:
    """Tell what is edited, contested, orphaned, deleted, stale or unknown; NOTE is an id, a name or a path.

    Writes nothing. Exits with 3 if something has to be settled.
    """
    from rich.console import Console

    from vaultgen.cli.errand import surveyed
    from vaultgen.vault.freshness import Order

    found = surveyed(folder, Order(day=day, check=True), as_json=as_json)
    if notes:
        found = found.of(notes)
    if as_json:
        click.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
    else:
        tell(found, Console(highlight=False), whole=bool(notes))
    raise SystemExit(TO_SETTLE if found.open else DONE)


def tell(found: Survey, console: Console, *, whole: bool) -> None:
    """Print a survey: groups for a person at a terminal, a line for each thing for anything else.

    Only a `whole` one tells of more than a few spots of a note.
    """
    from rich.text import Text

    if not console.is_terminal:
        for item in found.items:
            for line in _lines(item):
                click.echo(f"{item.state}: {item.path}: {line}" if line else f"{item.state}: {item.path}")
    else:
        for state in found.counts:
            group = [item for item in found.items if item.state == state]
            console.print(Text(f"{state.capitalize()} ({len(group):,})", style="bold"))
            for item in group:
                _print(item, console, most=len(item.units) if whole else _MOST)
            console.print()
    told = ", ".join(f"{count:,} {state}" for state, count in found.counts.items())
    s = "" if found.notes == 1 else "s"
    click.echo(f"{found.notes:,} note{s}: {told or 'nothing to tell'}")


def _lines(item: Item) -> Sequence[str]:
    spots = [sentence(row) for row in _rows(item)]
    return ([item.reason] if item.reason else []) + spots or [""]


def _print(item: Item, console: Console, *, most: int) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Text(f"  {item.path}"))
    if item.reason:
        console.print(Padding(Text(item.reason, style="dim"), (0, 0, 0, 4)))
    rows = _rows(item)
    if rows:
        console.print(side_by_side([("", row) for row in rows[:most]], indent=4))
    if len(rows) > most:
        told = f"… and {len(rows) - most:,} more: vaultgen status {item.id}"
        console.print(Padding(Text(told, style="dim"), (0, 0, 0, 4)))


def _rows(item: Item) -> list[Differing]:
    return [Differing(unit.where, unit.base, unit.note, unit.records, unit.recorded) for unit in item.units]


def _as_json(found: Survey) -> dict[str, object]:
    return {
        "notes": found.notes,
        "counts": found.counts,
        "open": found.open,
        "items": [
            {
                "state": item.state.value,
                "id": item.id,
                "path": item.path,
                "reason": item.reason,
                "open": item.open,
                "units": [
                    {
                        "where": unit.where,
                        "spot": unit.spot.key,
                        "base": unit.base,
                        "note": unit.note,
                        "records": unit.records,
                        "recorded": unit.recorded,
                    }
                    for unit in item.units
                ],
            }
            for item in found.items
        ],
    }
