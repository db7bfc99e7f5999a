"""An errand: a build that does something to single notes besides, and what it tells afterwards."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from vaultgen.cli.build import report_json, tell_report
from vaultgen.cli.exits import DONE, TO_SETTLE

if TYPE_CHECKING:
    from vaultgen.vault.freshness import Order, Report
    from vaultgen.vault.project import Project
    from vaultgen.vault.survey import Item, Survey

__all__ = ["candidates", "run", "surveyed", "tell_candidates"]

Rows = Callable[["Project", "Report"], Iterable[Mapping[str, object]]]


def run(folder: Path, order: Order, *, name: str, rows: Rows, as_json: bool) -> NoReturn:
    """Run a build with an order and tell what came of it; `rows` are told under `name`, each by its `told`."""
    from vaultgen.cli.progress import progress
    from vaultgen.vault.build import run_build
    from vaultgen.vault.freshness import look
    from vaultgen.vault.project import load_project

    # As in a build, what is made lives until its end: looking for cycles among it is wasted.
    project = load_project(folder)
    seen = look(project, order)
    report = seen.report(order)
    if report is None:
        gc.disable()
        with progress(order.command.split()[-1].capitalize(), quiet=as_json) as advance:
            report = run_build(project, order, seen, advance=advance)
    done = [dict(row) for row in rows(project, report)]
    if as_json:
        plain = [{key: value for key, value in row.items() if key != "told"} for row in done]
        click.echo(json.dumps({name: plain, **report_json(report)}, ensure_ascii=False, indent=2))
    else:
        for row in done:
            click.echo(str(row["told"]))
        tell_report(report)
    raise SystemExit(TO_SETTLE if report.kept or report.points else DONE)


def surveyed(folder: Path, order: Order, *, as_json: bool) -> Survey:
    """What a survey of the project's vault tells."""
    from vaultgen.cli.progress import progress
    from vaultgen.vault.freshness import look
    from vaultgen.vault.project import load_project
    from vaultgen.vault.survey import survey

    project = load_project(folder)
    gc.disable()
    with progress("Looking", quiet=as_json) as advance:
        return survey(project, order, look(project, order), advance=advance)


def candidates(found: Survey, wanted: Callable[[Item], bool]) -> list[Item]:
    """What an errand could be done for."""
    return [item for item in found.items if wanted(item)]


def tell_candidates(items: Iterable[Item], *, nothing: str, advice: str, as_json: bool) -> None:
    """Print what an errand could be done for, and how."""
    told = list(items)
    if as_json:
        rows = [{"id": item.id, "path": item.path, "reason": item.reason} for item in told]
        click.echo(json.dumps({"candidates": rows}, ensure_ascii=False, indent=2))
        return
    for item in told:
        click.echo(f"{item.id}: {item.path}: {item.reason}")
    click.echo(advice if told else nothing)
