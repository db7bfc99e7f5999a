"""The walk over a vault: what did not change is remembered, the rest is read, by two processes if it is much."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from vaultgen.site.settings import Settings
from vaultgen.site.survey.rest import collector_at_rest
from vaultgen.site.survey.seen import Seen, decode, encode
from vaultgen.site.survey.sheets import require_vault, survey_file
from vaultgen.vault.meanwhile import can_fork
from vaultgen.vault.processes import helpers
from vaultgen.vault.scan import File, read, scan

__all__ = ["strict_line_breaks", "survey"]

# Starting a second process costs about as much as reading so many notes.
_MANY: Final = 400


def survey(
    settings: Settings,
    remembered: Mapping[str, Seen] | None = None,
    scanned: Mapping[str, File] | None = None,
) -> dict[str, Seen]:
    """Every file of the vault by path, in their order, hidden files and links left out.

    What was seen before is given again while its size, times and inode are the same. `scanned` is what a scan of
    the vault has found just now.
    """
    require_vault(settings.vault)
    known = remembered or {}
    found = scan(settings.vault) if scanned is None else scanned
    changed = [stat for path, stat in found.items() if (seen := known.get(path)) is None or seen.stat != stat]
    fresh = _read_all(settings.vault, changed)
    kept = ((path, fresh.get(path) or known.get(path)) for path in found)
    gone = {stat.path for stat in changed} - fresh.keys()
    return {path: seen for path, seen in kept if seen is not None and path not in gone}


def strict_line_breaks(vault: Path) -> bool:
    """Whether Obsidian is set to join lines in this vault (`strictLineBreaks`), as Markdown does."""
    try:
        settings = json.loads(read(vault, ".obsidian/app.json") or b"{}")
    except (ValueError, RecursionError):
        return False
    return isinstance(settings, dict) and settings.get("strictLineBreaks") is True


def _read_all(root: Path, stats: Sequence[File]) -> dict[str, Seen]:
    if len(stats) < _MANY or not can_fork():
        return _read(root, stats)
    with helpers(1) as other:
        half = other.submit(_read_and_encode, root, stats[1::2])
        own = _read(root, stats[::2])
        return own | decode(half.result())


def _read(root: Path, stats: Sequence[File]) -> dict[str, Seen]:
    with collector_at_rest():
        sheets = ((stat, survey_file(root, stat.path, stat)) for stat in stats)
        return {stat.path: Seen(stat, sheet) for stat, sheet in sheets if sheet}


def _read_and_encode(root: Path, stats: Sequence[File]) -> bytes:
    return encode(_read(root, stats).values())
