"""The command line: one module for each command of `vaultgen`."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import Any

import click

from vaultgen import __version__
from vaultgen.cli.adopt import adopt
from vaultgen.cli.build import build
from vaultgen.cli.check import check
from vaultgen.cli.drift import drift, pull
from vaultgen.cli.init import init
from vaultgen.cli.prune import prune
from vaultgen.cli.restore import restore
from vaultgen.cli.schema import schema
from vaultgen.cli.settle import settle
from vaultgen.cli.show import render, show
from vaultgen.cli.site import site
from vaultgen.cli.status import status
from vaultgen.cli.watch import watch
from vaultgen.errors import VaultgenError

__all__ = ["main", "run"]


class _Commands(click.Group):
    """Commands whose errors a person can mend are told in plain words, with their exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a mendable error goes to stderr, one line a problem."""
        try:
            return super().invoke(ctx)
        except VaultgenError as error:
            click.echo(f"vaultgen: {error}" if "\n" not in str(error) else str(error), err=True)
            ctx.exit(error.exit_code)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="vaultgen")
@click.option(
    "-C",
    "--project",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The project's folder, if it is not the present one.",
)
@click.pass_context
def main(ctx: click.Context, folder: Path) -> None:
    """Turn records of companies, investors and deals into an Obsidian vault that people can edit.

    Exit codes: 0 done, 1 error, 2 usage, 3 done with something to settle, 4 `--check` would change, 75 locked.
    """
    ctx.obj = folder


for command in (
    init,
    build,
    watch,
    status,
    drift,
    pull,
    settle,
    restore,
    prune,
    adopt,
    check,
    show,
    render,
    schema,
    site,
):
    main.add_command(command)


def run() -> None:
    """The command line as a process of its own, which ends when all is said and done.

    Taking a whole vault apart again, object by object, takes a second that nobody needs: the system does it at once.
    """
    try:
        main()
    except SystemExit as done:
        if threading.active_count() > 1 or not (done.code is None or isinstance(done.code, int)):
            raise
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:
            raise done from None
        os._exit(done.code or 0)
