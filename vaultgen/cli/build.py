"""`vaultgen build`: bring the notes up to date with the records."""

from __future__ import annotations

import gc
import json
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from vaultgen.cli.exits import DONE, TO_SETTLE, WOULD_CHANGE
from vaultgen.cli.options import as_of_option, folder_option, json_option

if TYPE_CHECKING:
    from vaultgen.vault.freshness import Report

__all__ = ["build", "report_json", "tell_report"]

_MOST = 5


@click.command()
@folder_option
@as_of_option
@click.option("--check", is_flag=True, help="Write nothing; exit with 4 if notes are out of date.")
@click.option(
    "--diff", "show_diff", is_flag=True, help="Show what changes, line by line; alone it still writes."
)
@json_option
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=None, help="How many processes render (default: by size)."
)
@click.option(
    "--allow-mass-removal", is_flag=True, help="Do it even if more than a tenth of the notes would go."
)
@click.pass_obj
def build(
    folder: Path,
    *,
    day: date | None,
    check: bool,
    show_diff: bool,
    as_json: bool,
    jobs: int | None,
    allow_mass_removal: bool,
) -> None:
    """Bring the notes up to date with the records."""
    from vaultgen.cli.progress import progress
    from vaultgen.vault.freshness import Order, look
    from vaultgen.vault.project import load_project

    project = load_project(folder)
    order = Order(day=day, check=check, diff=show_diff, jobs=jobs, allow_mass_removal=allow_mass_removal)
    seen = look(project, order)
    report = seen.report(order)
    if report is None:
        from vaultgen.vault.build import run_build

        # A build makes millions of objects that all live until its end: looking for cycles among them is wasted.
        gc.disable()
        with progress("Building", quiet=as_json) as advance:
            report = run_build(project, order, seen, advance=advance)
    if report.diff:
        click.echo(report.diff, nl=False, err=as_json)
    if as_json:
        click.echo(json.dumps(report_json(report), ensure_ascii=False, indent=2))
    else:
        tell_report(report)
    if check and report.changes:
        raise SystemExit(WOULD_CHANGE)
    raise SystemExit(TO_SETTLE if report.kept or report.points else DONE)


_DONE = {
    "create": "created",
    "update": "updated",
    "rename": "renamed",
    "remove": "removed",
    "relink": "relinked",
}


def _one_line(report: Report) -> str:
    """The outcome in a line: what was written, how many notes there are, what waits for a decision."""
    counts = [(count, action) for action, count in report.counts.items() if action in _DONE and count]
    verb = "would be " if report.checked else ""
    done = ", ".join(f"{count:,} {verb}{_DONE[action]}" for count, action in counts) or _base_alone(report)
    parts = [f"{report.notes:,} notes: {done}"]
    if report.kept:
        parts.append(f"{len(report.kept):,} left alone")
    if report.points:
        s = "" if len(report.points) == 1 else "s"
        parts.append(f"{len(report.points):,} point{s} to settle (see `vaultgen status`)")
    if report.contradictions:
        s = "" if report.contradictions == 1 else "s"
        parts.append(f"{report.contradictions} undecided contradiction{s} (see Conflicts)")
    return "; ".join(parts)


def _base_alone(report: Report) -> str:
    """What was done where no note was written: the base may have been behind."""
    if not report.changes:
        return "nothing to do"
    return "the base would be updated" if report.checked else "the base updated"


def tell_report(report: Report) -> None:
    """Print how a build went: a line, the first of the points that are open, and what was left alone."""
    click.echo(_one_line(report))
    if report.points:
        _tell_points(report)
    _tell_kept(report)


def _tell_points(report: Report) -> None:
    from rich.console import Console

    from vaultgen.cli.differing import Differing, sentence, side_by_side

    console = Console(highlight=False)
    rows = [(point[0], Differing(*point[1:])) for point in report.points[:_MOST]]
    if console.is_terminal:
        console.print(side_by_side([(PurePosixPath(path).stem, row) for path, row in rows]))
    else:
        for path, row in rows:
            click.echo(f"to settle: {path}: {sentence(row)}")
    if len(report.points) > _MOST:
        click.echo(f"… and {len(report.points) - _MOST:,} more: vaultgen status")


def _tell_kept(report: Report) -> None:
    for path, reason in report.kept:
        click.echo(f"left alone: {path}: {reason}", err=True)
    for name, reason in report.settings_left_alone.items():
        click.echo(f"left alone: .obsidian/{name}: {reason}", err=True)


def report_json(report: Report) -> dict[str, object]:
    """A build for machines."""
    return {
        "notes": report.notes,
        "counts": report.counts,
        "changes": [{"action": action, "path": path} for action, path in report.changes],
        "kept": [{"path": path, "reason": reason} for path, reason in report.kept],
        "points": [
            dict(zip(("path", "where", "base", "note", "records"), point, strict=True))
            for point in report.points
        ],
        "contradictions": report.contradictions,
        "checked": report.checked,
        "summary": _one_line(report),
    }
