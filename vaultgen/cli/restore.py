"""`vaultgen restore`: bring notes back that a person deleted."""

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

__all__ = ["restore"]


@click.command()
@folder_option
@as_of_option
@json_option
@click.argument("notes", metavar="[ID]...", nargs=-1)
@click.pass_obj
def restore(folder: Path, *, day: date | None, as_json: bool, notes: tuple[str, ...]) -> None:
    """Bring back notes that were deleted by hand; without ID tell which these are.

    The note comes back as the records have it now. What you had written in it may lie in .trash.
    """
    from vaultgen.cli.errand import candidates, run, surveyed, tell_candidates
    from vaultgen.vault.freshness import Order

    if notes:
        order = Order(day=day, restore=notes, command="vaultgen restore")
        run(folder, order, name="restored", rows=_restored, as_json=as_json)
    found = surveyed(folder, Order(day=day, check=True), as_json=as_json)
    tell_candidates(
        candidates(found, lambda item: item.state == "deleted"),
        nothing="no note was deleted by hand",
        advice="`vaultgen restore ID` brings one back",
        as_json=as_json,
    )


def _restored(project: Project, report: Report) -> Iterator[dict[str, object]]:
    from vaultgen.vault.trash import copies

    found = copies(project.vault, [(key, path) for key, _, path in report.answers])
    for key, _, path in report.answers:
        lie = found.get(key, ())
        told = f"restored: {path}" + (f"; what was in it before lies in {', '.join(lie)}" if lie else "")
        yield {"told": told, "id": key, "path": path, "trash": list(lie)}
