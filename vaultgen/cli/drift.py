"""`vaultgen drift` and `pull`: what notes show differently from the records, and how it gets there."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultgen.cli.exits import DONE, TO_SETTLE
from vaultgen.cli.options import folder_option, json_option

if TYPE_CHECKING:
    from vaultgen.vault.drift import Drift
    from vaultgen.vault.pull import Patch

__all__ = ["drift", "pull"]

_NARROW = 80


@click.command()
@folder_option
@json_option
@click.argument("notes", metavar="[NOTE]...", nargs=-1)
@click.pass_obj
def drift(folder: Path, *, as_json: bool, notes: tuple[str, ...]) -> None:
    """List what people's notes show differently from the records.

    NOTE is an id, a name or a path; without one all notes are looked at. `vaultgen pull` takes into the records what
    can be taken.
    """
    from vaultgen.vault.desk import open_desk
    from vaultgen.vault.drift import drifts, notes_meant
    from vaultgen.vault.project import load_project

    desk = open_desk(load_project(folder))
    found = drifts(desk, notes_meant(desk, notes))
    if as_json:
        click.echo(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=2))
    elif not found:
        click.echo("no drift: the notes show what the records say")
    else:
        _tell(found)
    raise SystemExit(DONE)


@click.command()
@folder_option
@click.option("--write", "writes", is_flag=True, help="Write the record files; else only show the patch.")
@click.option("--contested", is_flag=True, help="Take what the records have changed as well, too.")
@json_option
@click.argument("notes", metavar="[NOTE]...", nargs=-1)
@click.pass_obj
def pull(folder: Path, *, writes: bool, contested: bool, as_json: bool, notes: tuple[str, ...]) -> None:
    """Take into the records what people changed in their notes, as a patch of the record files.

    Prints the patch and, on stderr, what cannot be taken and why; nothing is written without --write. Exits with 3 if
    something is left.
    """
    from vaultgen.vault.project import load_project
    from vaultgen.vault.pull import pull as make_patch

    made = make_patch(load_project(folder), notes, contested=contested, writes=writes)
    if as_json:
        click.echo(json.dumps(_patch_json(made, written=writes), ensure_ascii=False, indent=2))
    else:
        click.echo(made.diff, nl=False)
        _tell_outcome(made, written=writes)
    raise SystemExit(TO_SETTLE if made.left else DONE)


def _tell_outcome(made: Patch, *, written: bool) -> None:
    for one in made.left:
        click.echo(f"left: {one.path}: {one.spot}: “{_shown(one.shown)}”: {one.why}", err=True)
    count, files = len(made.taken), len(made.files)
    if not count:
        click.echo("nothing to pull", err=True)
        return
    told = f"{count} value{'' if count == 1 else 's'} of {files} file{'' if files == 1 else 's'}"
    after = "written; `vaultgen build` brings the vault in step" if written else "to write with --write"
    click.echo(f"{told} {after}", err=True)


def _tell(found: Sequence[Drift]) -> None:
    """A table in a terminal, a line each where it is read by a program."""
    if not sys.stdout.isatty():
        for one in found:
            click.echo(
                f"{one.path}: {one.spot}: records “{_shown(one.records)}”, note “{_shown(one.shown)}”"
                f" ({_place(one) or 'no place'}): {_verdict(one)}"
            )
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    grid = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("Where", "Records", "Note", "Pull"):
        grid.add_column(column, overflow="fold")
    for one in found:
        where = (
            Text(f"{one.path}\n").append(str(one.spot), style="bold").append(f"\n{_place(one)}", style="dim")
        )
        # Text, not str: what a note says must never be read as markup.
        grid.add_row(where, Text(_shown(one.records)), Text(_shown(one.shown)), Text(_verdict(one)))
    console.print(grid)


def _shown(text: str | None) -> str:
    """A value on one line, not too long."""
    if text is None:
        return "—"
    words = " ".join(text.split())
    return words if len(words) <= _NARROW else f"{words[:_NARROW].rstrip()} …"


def _place(one: Drift) -> str:
    return f"{one.file}:{one.line}" if one.file else ""


def _verdict(one: Drift) -> str:
    if not one.can_be_pulled:
        return f"no: {one.why}"
    return "contested" if one.contested else "yes"


def _as_json(one: Drift) -> dict[str, object]:
    return {
        "id": one.id,
        "path": one.path,
        "spot": one.spot.key,
        "where": str(one.spot),
        "records": one.records,
        "note": one.shown,
        "file": one.file,
        "line": one.line,
        "field": one.field,
        "pull": one.can_be_pulled,
        "contested": one.contested,
        "why": one.why,
    }


def _patch_json(made: Patch, *, written: bool) -> dict[str, object]:
    return {
        "files": [one.name for one in made.files],
        "diff": made.diff,
        "taken": [_as_json(one) for one in made.taken],
        "left": [_as_json(one) for one in made.left],
        "written": written and bool(made.files),
    }
