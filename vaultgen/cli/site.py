"""`vaultgen site`: the vault as pages that anybody can read, and what is wrong with them."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vaultgen.cli.exits import DONE, ERROR
from vaultgen.cli.options import folder_option, json_option
from vaultgen.cli.site_deploy import deploy_init
from vaultgen.cli.site_serve import serve
from vaultgen.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultgen.site.build.outcome import Finding, Outcome
    from vaultgen.site.settings import Settings

__all__ = ["site", "site_options"]


class _Group(click.Group):
    """Commands that need what only the extra `[site]` installs; without it they say so."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, or say what to install."""
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("vaultgen"):
                raise
            raise ProjectError(
                f"“{error.name}” is not installed, which the site needs; pip install 'vaultgen[site]'"
            ) from error


@click.group(cls=_Group)
def site() -> None:
    """Turn a vault into pages that anybody can read in a browser."""


def site_options(function: Any) -> Any:
    """`-C`, `--vault`, `--out`: which vault, and where its site goes."""
    out = click.option(
        "--out",
        type=click.Path(file_okay=False, path_type=Path),
        help="The folder of the site, if it is not the one of the project (“site”).",
    )
    vault = click.option(
        "--vault",
        type=click.Path(file_okay=False, path_type=Path),
        help="Any Obsidian vault; no project is needed then.",
    )
    return folder_option(vault(out(function)))


@site.command("build")
@site_options
@click.option("--offline", is_flag=True, help="Make a site that also works as files opened in a browser.")
@click.option("--no-search", is_flag=True, help="Make no search index.")
@click.option(
    "--strict", is_flag=True, help="Exit with 1 if anything is wrong with the notes, such as a broken link."
)
@json_option
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=None, help="How many processes work (default: by size)."
)
@click.pass_obj
def build(
    folder: Path,
    *,
    vault: Path | None,
    out: Path | None,
    offline: bool,
    no_search: bool,
    strict: bool,
    as_json: bool,
    jobs: int | None,
) -> None:
    """Bring the site up to date with its vault; readers see the old one until the new one is whole."""
    from vaultgen.cli.progress import progress
    from vaultgen.site.build.choices import settings_of
    from vaultgen.site.build.run import build_site

    settings = settings_of(folder, vault=vault, out=out, offline=offline, search=not no_search)
    gc.disable()  # what a build makes lives until its end
    with progress("Building the site", quiet=as_json) as advance:
        outcome = build_site(settings, jobs=jobs, advance=advance)
    if as_json:
        click.echo(json.dumps(_as_json(settings, outcome), ensure_ascii=False, indent=2))
    else:
        click.echo(_one_line(outcome))
        for aside in outcome.asides:
            click.echo(f"set aside: {aside}", err=True)
        if strict:
            _tell(outcome.findings, settings)
    raise SystemExit(ERROR if strict and outcome.findings else DONE)


def _one_line(outcome: Outcome) -> str:
    count = len(outcome.findings)
    if not count:
        return str(outcome.counts)
    return f"{outcome.counts}; {count:,} warning{'' if count == 1 else 's'} (see `vaultgen site check`)"


def _as_json(settings: Settings, outcome: Outcome) -> dict[str, object]:
    counts = outcome.counts
    return {
        "output": str(settings.output),
        "pages": counts.pages,
        "files": counts.files,
        "bytes": counts.size,
        "written": counts.written,
        "removed": counts.removed,
        "findings": _rows(outcome.findings),
        "summary": _one_line(outcome),
    }


def _rows(findings: Sequence[Finding]) -> list[dict[str, object]]:
    return [
        {"file": path, "line": fault.line, "message": fault.message, "advice": fault.advice}
        for path, fault in findings
    ]


def _tell(findings: Sequence[Finding], settings: Settings) -> None:
    del settings
    for path, fault in findings:
        place = f"{path}:{fault.line}" if fault.line else path
        advice = f"; {fault.advice}" if fault.advice else ""
        click.echo(f"{place}: {fault.message}{advice}", err=True)


site.add_command(serve)
site.add_command(deploy_init)
