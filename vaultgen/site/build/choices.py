"""What a person decided about a site: from the project file, or from the command alone for any other vault."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from vaultgen.site.build.places import places_beside
from vaultgen.site.history import HISTORY_FILE
from vaultgen.site.settings import Settings
from vaultgen.vault.project import load_project

__all__ = ["history_of", "settings_of"]


def settings_of(
    folder: Path,
    *,
    vault: Path | None = None,
    out: Path | None = None,
    offline: bool = False,
    search: bool = True,
) -> Settings:
    """The settings of the site of the project that `folder` is in, or of any vault.

    A vault without a project goes to `site` in the present folder, and is called by its name. `offline` and
    `search` only ever add to what the project says: offline, or without search.
    """
    settings = _of_vault(vault.resolve()) if vault is not None else _of_project(folder)
    return replace(
        settings,
        output=out.absolute() if out is not None else settings.output,
        offline=settings.offline or offline,
        search=settings.search and search,
    )


def _of_vault(vault: Path) -> Settings:
    return Settings(vault, Path("site").absolute(), vault.name or "Notes", vault_name=vault.name)


def _of_project(folder: Path) -> Settings:
    project = load_project(folder)
    site = project.site
    return Settings(
        project.vault,
        project.site_out,
        site.title or project.name or project.root.name,
        url=site.url,
        language=site.language,
        description=site.description,
        publish=site.publish,
        exclude=site.exclude,
        home=site.home,
        templates=project.templates,
        search=site.search,
        offline=site.offline,
        twins=site.twins,
        strict_line_breaks=site.strict_line_breaks,
        vault_name=site.vault_name,
    )


def history_of(settings: Settings, *, has_project: bool) -> Path:
    """The file that keeps the former addresses of notes: in a project's vault, or else beside the site."""
    if has_project:
        return settings.vault / HISTORY_FILE
    return places_beside(settings.output).history
