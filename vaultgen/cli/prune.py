"""`vaultgen prune`: put edited notes whose records are gone into the trash."""

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

__all__ = ["prune"]


@click.command()
@folder_option
@as_of_option
@click.option("--all", "everything", is_flag=True, help="Do it to all of them.")
@json_option
@click.argument("notes", metavar="[ID]...", nargs=-1)
@click.pass_obj
def prune(folder: Path, *, day: date | None, everything: bool, as_json: bool, notes: tuple[str, ...]) -> None:
    """Put notes whose records are gone into .trash though they are edited; without ID tell which these are.

    Nothing is deleted: a note can be taken out of .trash again.
    """
    from vaultgen.cli.errand import candidates, run, surveyed, tell_candidates
    from vaultgen.vault.freshness import Order

    if everything and notes:
        raise click.UsageError("give either the notes or --all")
    if not notes:
        found = surveyed(folder, Order(day=day, check=True), as_json=as_json)
        orphans = candidates(found, lambda item: item.state == "orphaned")
        if not everything or not orphans:
            tell_candidates(
                orphans,
                nothing="no edited note is without its record",
                advice="`vaultgen prune ID` puts one into .trash, `vaultgen prune --all` all of them",
                as_json=as_json,
            )
            return
        notes = tuple(item.id for item in orphans)
    order = Order(day=day, prune=notes, command="vaultgen prune")
    run(folder, order, name="pruned", rows=_pruned, as_json=as_json)


def _pruned(_project: Project, report: Report) -> Iterator[dict[str, object]]:
    for key, action, path in report.answers:
        if action == "remove":
            yield {"told": f"pruned: {path} lies in .trash now", "id": key, "path": path}
