"""What lies in the trash of a vault: notes that builds or Obsidian have put there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from pathlib import Path
from typing import Final

from vaultgen.vault.note_ids import note_id
from vaultgen.vault.scan import read, scan

__all__ = ["TRASH", "copies"]

TRASH: Final = ".trash"


def copies(vault: Path, notes: Collection[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """For each of these notes (id, path) its copies in the trash that hold anything else than its file, by id."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    present = {key: read(vault, path) for key, path in notes}
    for path in scan(vault / TRASH):
        key = note_id(vault / TRASH / path) if path.endswith(".md") else ""
        if key in present and read(vault, f"{TRASH}/{path}") != present[key]:
            found[key].append(f"{TRASH}/{path}")
    return {key: tuple(paths) for key, paths in found.items()}
