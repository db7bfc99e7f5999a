"""A vault in memory, for tests of search: what the atlas tells of it, and nothing on a disk."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from vaultgen.site.goal import Goal
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import Sheet


@dataclass(frozen=True, eq=False)
class Shelf:
    """Sheets with their texts; links lead to the note of that name."""

    sheets: Mapping[str, Sheet]
    texts: Mapping[str, str] = field(default_factory=dict)
    private: Mapping[str, Sheet] = field(default_factory=dict)
    settings: Settings = field(default=Settings(vault=Path("/v"), output=Path("/o"), title="T", offline=True))

    @cached_property
    def surveyed(self) -> Mapping[str, Sheet]:
        return {**self.sheets, **self.private}

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        return {path: path.removesuffix(".md").lower().replace(" ", "-") + ".html" for path in self.sheets}

    def goal(self, target: str, subpath: str, source: str) -> Goal:
        del subpath, source
        path = f"{target}.md"
        state = "private" if path in self.private else "page" if path in self.sheets else "missing"
        return Goal(state)  # type: ignore[arg-type]

    def degree(self, path: str) -> int:
        return len(path) % 5

    def text(self, path: str) -> str:
        return self.texts.get(path, "")


def _sheet(path: str, title: str = "", **rest: Any) -> Sheet:
    return replace(Sheet(path, "note", 1, "d", title or path.removesuffix(".md")), **rest)


@pytest.fixture(scope="session")
def sheet() -> Callable[..., Sheet]:
    """A function that makes the sheet of a note."""
    return _sheet


@pytest.fixture(scope="session")
def shelf() -> type[Shelf]:
    """A vault in memory."""
    return Shelf


@pytest.fixture(scope="session")
def reader() -> ModuleType:
    """What reads the shards back."""
    spec = importlib.util.spec_from_file_location("search_reader", Path(__file__).with_name("reader.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
