"""`vaultgen adopt`: merge files of a person that stand where notes should go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultgen.cli.options import as_of_option, folder_option, json_option

if TYPE_CHECKING:
    from vaultgen.vault.freshness import Report
    from vaultgen.vault.project import Project

__all__ = ["adopt"]


@click.command()
@folder_option
@as_of_option
@json_option
@click.argument("notes", metavar="[ID|PATH]...", nargs=-1)
@click.pass_obj
def adopt(folder: Path, *, day: date | None, as_json: bool, notes: tuple[str, ...]) -> None:
    """Merge files of yours with the notes in whose places they stand; without ID tell which these are.

    Not a word of the file is lost: what it lacks is added, and what it says otherwise is listed to settle.
    """
    from vaultgen.cli.errand import candidates, run, surveyed, tell_candidates
    from vaultgen.vault.freshness import Order

    if notes:
        order = Order(day=day, adopt=notes, command="vaultgen adopt")
        run(folder, order, name="adopted", rows=_adopted, as_json=as_json)
    found = surveyed(folder, Order(day=day, check=True), as_json=as_json)
    tell_candidates(
        candidates(found, lambda item: item.cause == "foreign"),
        nothing="no file of yours stands in the place of a note",
        advice="`vaultgen adopt ID` merges one with its note",
        as_json=as_json,
    )


def _adopted(_project: Project, report: Report) -> Iterator[dict[str, object]]:
    for key, _, path in report.answers:
        count = sum(point[0] == path for point in report.points)
        points = f"; {count} point{'' if count == 1 else 's'} to settle" if count else ""
        yield {"told": f"adopted: {path}{points}", "id": key, "path": path, "points": count}
