"""`vaultgen check`: what is wrong, contradictory or weak in the records."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from vaultgen.cli.exits import DONE, ERROR, TO_SETTLE
from vaultgen.cli.options import as_of_option, folder_option, format_option, json_option
from vaultgen.errors import Problem, RecordsError

if TYPE_CHECKING:
    from vaultgen.catalog.findings import Finding
    from vaultgen.records.places import Place

__all__ = ["annotation", "check"]

_HEADINGS = {
    "contradiction": "Contradictions",
    "audit": "To look at",
    "imprecision": "Imprecisions",
    "restatement": "Restatements",
}


@click.command()
@folder_option
@as_of_option
@json_option
@format_option
@click.pass_obj
def check(folder: Path, *, day: date | None, as_json: bool, form: Literal["text", "github"]) -> None:
    """Print everything that the records get wrong or leave open.

    Exits with 1 on errors and with 3 on contradictions that nobody has decided; decide one with `rank: preferred` (or
    `deprecated`) and a `reason` on a claim.
    """
    from vaultgen.vault.build import examine
    from vaultgen.vault.project import load_project

    project = load_project(folder)
    try:
        located = examine(project, day)
    except RecordsError as error:
        _tell_problems(error.problems, as_json=as_json, form=form)
        raise SystemExit(ERROR) from error
    if as_json:
        click.echo(json.dumps([_as_json(*one) for one in located], ensure_ascii=False, indent=2))
    elif form == "github":
        for finding, place in located:
            level = "error" if finding.open else "warning" if finding.code != "restatement" else "notice"
            click.echo(annotation(level, place, f"{finding.subject}: {finding.sentence}"))
    else:
        _tell_findings(located)
    raise SystemExit(TO_SETTLE if any(finding.open for finding, _ in located) else DONE)


def _tell_problems(problems: tuple[Problem, ...], *, as_json: bool, form: str) -> None:
    if as_json:
        rows = [
            {
                "severity": "error",
                "file": p.file,
                "line": p.line,
                "column": p.column,
                "message": p.message,
                "advice": p.advice,
            }
            for p in problems
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif form == "github":
        for problem in problems:
            text = f"{problem.message}; {problem.advice}" if problem.advice else problem.message
            click.echo(annotation("error", problem, text))
    else:
        for problem in problems:
            click.echo(str(problem), err=True)
        count = len(problems)
        click.echo(f"{count} problem{'' if count == 1 else 's'}; nothing was written", err=True)


def annotation(level: str, place: Problem | Place, message: str) -> str:
    """A GitHub workflow command; its own special characters are escaped as GitHub asks."""
    text = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    file = place.file.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    where = (
        f"file={file}"
        + (f",line={place.line}" if place.line else "")
        + (f",col={place.column}" if place.column else "")
    )
    return f"::{level} {where}::{text}"


def _tell_findings(located: list[tuple[Finding, Place]]) -> None:
    if not located:
        click.echo("nothing to settle")
        return
    for severity, heading in _HEADINGS.items():
        found = [(finding, place) for finding, place in located if finding.severity == severity]
        if not found:
            continue
        click.secho(f"{heading} ({len(found)})", bold=True)
        for finding, place in found:
            where = f"{place.file}:{place.line}" if place.line else place.file
            decided = f" [decided: {finding.decided}]" if finding.decided else ""
            click.echo(f"  {where}: {finding.subject}: {finding.sentence}{decided}")
            for said, who, why in finding.says if severity == "contradiction" else ():
                click.echo(f"      {said} — {who or 'no source'} ({why})")


def _as_json(finding: Finding, place: Place) -> dict[str, object]:
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "open": finding.open,
        "subject": finding.subject,
        "what": finding.what,
        "message": finding.message,
        "decided": finding.decided,
        "file": place.file,
        "line": place.line,
        "claims": [{"claim": said, "by": who, "why": why} for said, who, why in finding.says],
    }
