"""`vaultgen site serve`: the site on this machine alone, brought up to date while one writes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultgen.cli.options import folder_option

if TYPE_CHECKING:
    from vaultgen.site.serve.builder import Built

__all__ = ["serve"]


@click.command()
@folder_option
@click.option(
    "--vault",
    type=click.Path(file_okay=False, path_type=Path),
    help="Any Obsidian vault; no project is needed then.",
)
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=8000, show_default=True, help="0: any free one."
)
@click.option("--open", "show", is_flag=True, help="Open the site in the browser.")
@click.pass_obj
def serve(folder: Path, *, vault: Path | None, port: int, show: bool) -> None:
    """Show the site as it will be, and reload open pages after each change of a note, until Ctrl-C.

    It answers to this machine alone, and never writes into the folder of the published site.
    """
    from vaultgen.site.serve.builder import Order
    from vaultgen.site.serve.run import serve as run

    def ready(address: str) -> None:
        click.echo(f"serving {address}; Ctrl-C ends it")
        if show:
            click.launch(address)

    run(Order(folder.absolute(), vault.absolute() if vault else None), port, ready=ready, tell=_tell)


def _tell(built: Built) -> None:
    """A line for each build that changed something; what stopped one goes to stderr."""
    if built.fault:
        click.echo(built.fault if "\n" in built.fault else f"vaultgen: {built.fault}", err=True)
    else:
        click.echo(f"{time.strftime('%H:%M:%S')}  {built.summary}")
