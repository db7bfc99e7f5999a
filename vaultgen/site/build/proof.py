"""The proof of a site: all that is wrong with it, found by making it out of sight."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from vaultgen.errors import VaultError
from vaultgen.site.build.making import Advance
from vaultgen.site.build.places import MARK, places_of
from vaultgen.site.build.run import build_site, unwatched
from vaultgen.site.check.leaks import leaks
from vaultgen.site.finding import Finding
from vaultgen.site.settings import Settings
from vaultgen.vault.disk import write_if_changed

__all__ = ["findings", "leaked"]


def findings(settings: Settings, history: Path, *, advance: Advance = unwatched) -> tuple[Finding, ...]:
    """Everything that a build would find wrong; the site that readers see stays as it is."""
    places = places_of(settings)
    write_if_changed(places.hidden / ".gitignore", "*\n")
    hidden = replace(settings, output=places.hidden / "check", search=False)
    outcome = build_site(hidden, history=history, keep=False, advance=advance, command="vaultgen site check")
    return outcome.findings


def leaked(settings: Settings) -> tuple[Finding, ...]:
    """What the built site tells of notes that are not to be published."""
    output = settings.output.resolve()
    if not (output / MARK).is_file():
        raise VaultError(f"{output}: there is no site to look through; make it with `vaultgen site build`")
    return leaks(output, settings)
