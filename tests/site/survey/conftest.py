"""Small vaults, written for one test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from vaultgen.site.atlas import Atlas
from vaultgen.site.settings import Settings
from vaultgen.site.survey import survey


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """A function that writes files into a vault, and gives its folder."""

    def fill(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "vault"
        root.mkdir(exist_ok=True)
        for path, text in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode() if isinstance(text, str) else text)
        return root

    return fill


@pytest.fixture
def atlas_of(write, tmp_path: Path) -> Callable[..., Atlas]:
    """A function that writes a vault and looks at it as a whole."""

    def look(files: Mapping[str, str | bytes], **settings: Any) -> Atlas:
        chosen = Settings(write(files), tmp_path / "site", "Notes", **settings)
        return Atlas(chosen, {path: seen.sheet for path, seen in survey(chosen).items()})

    return look
