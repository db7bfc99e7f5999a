"""Pictures as they were last found good; `UPDATE_GOLDEN=1` writes them anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "site"
UPDATE_GOLDEN = bool(os.environ.get("UPDATE_GOLDEN"))


@pytest.fixture(scope="session")
def good_picture() -> Callable[[str, str], None]:
    """A function that compares a picture, one tag a line, with the file in which it was last found good."""

    def compare(name: str, text: str) -> None:
        path, text = GOLDEN / name, text.replace("><", ">\n<") + "\n"
        if UPDATE_GOLDEN:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8")

    return compare
