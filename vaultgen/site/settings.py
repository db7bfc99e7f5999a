"""What a person decides about a site: where it is read from and written to, and what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one site; all paths are absolute.

    `url` is where the site will stand (`https://example.org/research/`, with the slash at its end), or `""`:
    then there are no canonical addresses, no feeds and no sitemap, since they need whole addresses.
    `publish` says which notes are shown: all but those that say otherwise, or only those that say so.
    `exclude` are folders and files (as `fnmatch` patterns over vault paths) that are not part of the site.
    `home` is the path of the note that the first page shows, or `""`. `vault_name` opens notes in Obsidian.
    """

    vault: Path
    output: Path
    title: str
    url: str = ""
    language: str = "en"
    description: str = ""
    publish: Literal["all", "opt-in"] = "all"
    exclude: tuple[str, ...] = ()
    home: str = ""
    templates: Path | None = None
    search: bool = True
    offline: bool = False
    twins: bool = True
    strict_line_breaks: bool = False
    vault_name: str = ""
