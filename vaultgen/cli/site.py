"""`vaultgen site`: the vault as pages that anybody can read, and what is wrong with them."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from vaultgen.cli.check import annotation
from vaultgen.cli.exits import DONE, ERROR
from vaultgen.cli.options import folder_option, format_option, json_option
from vaultgen.cli.site_deploy import deploy_init
from vaultgen.cli.site_serve import serve
from vaultgen.errors import Problem, ProjectError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultgen.site.build.outcome import Outcome
    from vaultgen.site.check import Finding
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
@click.option(
    "--report", is_flag=True, help="Tell the largest pages, and which hosts would not take the site."
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
    report: bool,
    as_json: bool,
    jobs: int | None,
) -> None:
    """Bring the site up to date with its vault; readers see the old one until the new one is whole."""
    gc.disable()  # what a build loads and makes lives until its end
    from vaultgen.cli.progress import progress
    from vaultgen.site.build.choices import history_of, settings_of
    from vaultgen.site.build.stand import at_work

    settings = settings_of(folder, vault=vault, out=out, offline=offline, search=not no_search)
    history = history_of(settings, has_project=vault is None)
    with (
        progress("Building the site", quiet=as_json) as advance,
        at_work(settings, history=history, jobs=jobs) as stand,
    ):
        outcome = stand.outcome()
        if outcome is None:
            # To load what makes pages takes longer than to see that there is nothing to make.
            from vaultgen.site.build.renewal import renew

            outcome = renew(stand, jobs=jobs, advance=advance)
    if as_json:
        click.echo(json.dumps(_as_json(settings, outcome), ensure_ascii=False, indent=2))
    else:
        click.echo(_one_line(outcome))
        for aside in outcome.asides:
            click.echo(f"set aside: {aside}", err=True)
        if report:
            click.echo("\n".join(_sizes(settings)))
        if strict:
            _tell(outcome.findings)
    raise SystemExit(ERROR if strict and outcome.findings else DONE)


def _sizes(settings: Settings) -> tuple[str, ...]:
    """What the site weighs, and whom that is too much for."""
    from vaultgen.site.build.places import MARK, look
    from vaultgen.site.reach.limits import report_on

    found = look(settings.output)
    return report_on(settings, ((address, one[0]) for address, one in found.items() if address != MARK))


@site.command("check")
@site_options
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings, too.")
@click.option("--leaks", is_flag=True, help="Look through the built site for what was not to be published.")
@json_option
@format_option
@click.pass_obj
def check(
    folder: Path,
    *,
    vault: Path | None,
    out: Path | None,
    strict: bool,
    leaks: bool,
    as_json: bool,
    form: Literal["text", "github"],
) -> None:
    """Print all that is wrong with the notes as pages: links that lead nowhere, addresses that clash, odd parts.

    Exits with 1 on errors. With `--leaks` it is an error if the published site has a name, a heading or a sentence
    that only private notes have.
    """
    from vaultgen.cli.progress import progress
    from vaultgen.site.build.choices import history_of, settings_of
    from vaultgen.site.build.proof import findings, leaked

    settings = settings_of(folder, vault=vault, out=out)
    gc.disable()  # as in a build
    with progress("Checking the site", quiet=as_json) as advance:
        found = list(findings(settings, history_of(settings, has_project=vault is None), advance=advance))
        if leaks:
            found += leaked(settings)
    if as_json:
        click.echo(json.dumps(_rows(found), ensure_ascii=False, indent=2))
    elif form == "github":
        for one in found:
            click.echo(annotation(one.level, Problem(one.path, one.line, 0, ""), _with_advice(one)))
    elif found:
        _tell(found)
        click.echo(_counted(found), err=True)
    else:
        click.echo("nothing to mend")
    bad = any(one.level == "error" or strict for one in found)
    raise SystemExit(ERROR if bad else DONE)


def _one_line(outcome: Outcome) -> str:
    if not outcome.findings:
        return str(outcome.counts)
    return f"{outcome.counts}; {_counted(outcome.findings)} (see `vaultgen site check`)"


def _counted(findings: Sequence[Finding]) -> str:
    """`2 errors, 1 warning`."""
    counts = ((level, sum(one.level == level for one in findings)) for level in ("error", "warning"))
    return ", ".join(f"{count:,} {level}{'' if count == 1 else 's'}" for level, count in counts if count)


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
        {
            "severity": one.level,
            "rule": one.rule,
            "file": one.path,
            "line": one.line,
            "message": one.message,
            "advice": one.advice,
        }
        for one in findings
    ]


def _tell(findings: Sequence[Finding]) -> None:
    for one in findings:
        click.echo(f"{one.level}: {one}", err=True)


def _with_advice(one: Finding) -> str:
    return f"{one.message}; {one.advice}" if one.advice else one.message


site.add_command(serve)
site.add_command(deploy_init)
