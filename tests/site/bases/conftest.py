"""Vaults for bases: the project's own demo, and small ones made of sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from vaultgen.site.atlas import Atlas
from vaultgen.site.settings import Settings
from vaultgen.site.survey.sheets import read_sheet


def make_atlas(notes: dict[str, str], root: Path | None = None) -> Atlas:
    """A vault of the given files, by their paths."""
    root = root or Path("vault")
    sheets = {path: read_sheet(path, text.encode()) for path, text in notes.items()}
    return Atlas(Settings(vault=root, output=root / "site", title="Test"), sheets)


@pytest.fixture(scope="session")
def demo(project: Path) -> Atlas:
    root = project / "vault"
    notes = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.md")}
    return make_atlas(notes, root)
