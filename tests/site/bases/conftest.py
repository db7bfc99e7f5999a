"""Vaults for bases: the project's own demo, and small ones made of sheets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vaultgen.site.atlas import Atlas
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import Sheet
from vaultgen.site.survey.sheets import read_sheet


def _atlas(notes: dict[str, str], attachments: tuple[str, ...] = ()) -> Atlas:
    """A vault of the given files, by their paths."""
    sheets = {path: read_sheet(path, text.encode()) for path, text in notes.items()}
    sheets |= {path: Sheet(path, "image", 1_000, "", path.rpartition("/")[2]) for path in attachments}
    return Atlas(Settings(vault=Path("vault"), output=Path("site"), title="Test"), sheets)


@pytest.fixture(scope="session")
def make_atlas() -> Callable[..., Atlas]:
    return _atlas


@pytest.fixture(scope="session")
def demo(project: Path) -> Atlas:
    root = project / "vault"
    notes = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.md")}
    return _atlas(notes)
