"""`vaultgen init`: a small working project to start from."""

from __future__ import annotations

from pathlib import Path

import click

from vaultgen.cli.options import folder_option

__all__ = ["init"]


@click.command()
@folder_option
@click.argument("target", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def init(folder: Path, *, target: Path | None) -> None:
    """Start a project in DIR (default: here): settings and commented sample records that build at once."""
    from vaultgen.vault.sample import create_project

    place = folder / target if target is not None else folder
    written = create_project(place)
    click.echo(f"{len(written)} files in {place}; next: vaultgen -C {place} build")
