"""`vaultgen show` and `render`: one entity in the terminal, and its note on standard output."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from vaultgen.cli.options import as_of_option, folder_option, json_option

__all__ = ["render", "show"]


@click.command()
@folder_option
@as_of_option
@json_option
@click.argument("entity", metavar="ID")
@click.pass_obj
def show(folder: Path, *, day: date | None, as_json: bool, entity: str) -> None:
    """Print everything known about one entity, with sources."""
    import json

    from vaultgen.cli.portrait import portrait, portrait_json
    from vaultgen.vault.edition import find_entity, open_catalog
    from vaultgen.vault.project import load_project

    catalog = open_catalog(load_project(folder), day)
    profile = catalog.profile(find_entity(catalog, entity))
    if as_json:
        click.echo(json.dumps(portrait_json(profile, catalog), ensure_ascii=False, indent=2))
    else:
        portrait(profile, catalog)


@click.command()
@folder_option
@as_of_option
@click.argument("entity", metavar="ID")
@click.pass_obj
def render(folder: Path, *, day: date | None, entity: str) -> None:
    """Print an entity's note as the build would write it."""
    from vaultgen.vault.edition import render_one
    from vaultgen.vault.project import load_project

    click.echo(render_one(load_project(folder), entity, day), nl=False)
