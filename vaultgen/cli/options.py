"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from vaultgen.errors import NotationError

__all__ = ["as_of_option", "folder_option", "format_option", "json_option"]


class _DayType(click.ParamType[date]):
    """A day; a month or a year stands for its last day."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The last day that the text can mean."""
        from vaultgen.values.days import parse_day

        if isinstance(value, date):
            return value
        try:
            latest = parse_day(value).latest
        except NotationError as error:
            self.fail(str(error), param, ctx)
        if latest is None:
            self.fail(f"{value!r} has no end", param, ctx)
        return latest


def as_of_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--as-of DAY`."""
    return click.option(
        "--as-of",
        "day",
        type=_DayType(),
        metavar="DAY",
        help="Tell only what was known on that day (2026-01-23, Jan 2026).",
    )(function)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")(function)


def format_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--format text|github`, of the commands that list what is wrong."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "github"]),
        default="text",
        help="`github` annotates a pull request.",
    )(function)


def folder_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`-C DIR` after the command's name, as well as before it."""

    def remember(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
        if value is not None:
            ctx.obj = value

    return click.option(
        "-C",
        "--project",
        type=click.Path(file_okay=False, path_type=Path),
        expose_value=False,
        callback=remember,
        is_eager=True,
        help="The project's folder, if it is not the present one.",
    )(function)
