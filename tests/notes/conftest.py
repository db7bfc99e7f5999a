"""Small vaults in memory, made from records by the real loader, catalog and templates."""

from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from vaultgen.catalog.catalog import Catalog, Setting, sorted_findings
from vaultgen.notes.book import Book, Wishes, meanings, vocabulary
from vaultgen.notes.indexes import index_notes, round_line
from vaultgen.notes.places import places
from vaultgen.notes.render import Rendered, Renderer
from vaultgen.records.load import load

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "notes"
# `UPDATE_GOLDEN=1 pytest tests/notes/test_golden.py` writes what comes out; the difference is then read in git.
UPDATE_GOLDEN = bool(os.environ.get("UPDATE_GOLDEN"))


@dataclass(frozen=True)
class SmallVault:
    """A vault's notes and what they were made from."""

    catalog: Catalog
    book: Book
    renderer: Renderer

    def rendered(self, entity: str) -> Rendered:
        return self.renderer.note(self.catalog.profile(entity), self.book)

    def note(self, entity: str) -> str:
        return self.rendered(entity).text

    def body(self, entity: str) -> str:
        """The note without its front matter and last line end."""
        return self.note(entity).split("\n---\n", 1)[1].rstrip("\n")

    def part(self, entity: str, title: str) -> str:
        """What stands under a heading of the second level, up to the next rule."""
        _, found, rest = f"\n{self.body(entity)}\n".partition(f"\n## {title}\n\n")
        assert found, f"no heading {title!r} in\n{self.body(entity)}"
        return (
            rest.split("\n\n---\n", 1)[0].split("\n\n*Updated", 1)[0].split("\n\n*Source", 1)[0].rstrip("\n")
        )

    def headings(self, entity: str) -> list[str]:
        return [line[3:] for line in self.body(entity).splitlines() if line.startswith("## ")]

    def indexes(self) -> dict[str, str]:
        """The notes about the vault as a whole, by name."""
        profiles = [self.catalog.profile(key) for key in self.catalog.cores]
        rounds = [
            round_line(found) for told in profiles for found in told.rounds if not found.record.aggregate
        ]
        found = index_notes(self.book, self.renderer, rounds, sorted_findings(self.catalog.findings()))
        return {note.path.removesuffix(".md"): note.text for note in found}

    def all(self) -> dict[str, str]:
        """Every note of the vault by its path."""
        notes = {self.book.places[key].path: self.note(key) for key in self.book.places}
        return notes | {f"{name}.md": text for name, text in self.indexes().items()}


MakeVault = Callable[..., SmallVault]


@pytest.fixture
def vault(tmp_path: Path) -> MakeVault:
    """A function that makes a vault of records, given as YAML or as what YAML would give."""
    count = 0

    def make(
        records: str | Mapping[str, Any],
        *,
        day: date | None = None,
        templates: Mapping[str, str] | None = None,
        **wishes: bool,
    ) -> SmallVault:
        nonlocal count
        count += 1
        folder = tmp_path / f"vault{count}"
        (folder / "records").mkdir(parents=True)
        text = (
            textwrap.dedent(records) if isinstance(records, str) else json.dumps(records, ensure_ascii=False)
        )
        (folder / "records" / "all.yaml").write_text(text, "utf-8")
        own = folder / "templates"
        for name, source in (templates or {}).items():
            (own / name).parent.mkdir(parents=True, exist_ok=True)
            (own / name).write_text(source, "utf-8")
        loaded = load([folder / "records"], folder, currency="USD")
        return vault_of(Catalog.of(loaded, Setting(day)), Renderer(own if templates else None), **wishes)

    return make


def vault_of(catalog: Catalog, renderer: Renderer, **wishes: bool) -> SmallVault:
    kinds = sorted({kind for card in catalog.cards.values() for kind in card.kinds})
    placed = places(catalog.cards.values(), kinds)
    book = Book(
        cards=catalog.cards,
        places=placed,
        vocabulary=vocabulary(catalog.cards, placed),
        meanings=meanings(catalog.cards),
        registry=catalog.registry,
        library=catalog.library,
        wishes=Wishes(**wishes),
    )
    return SmallVault(catalog, book, renderer)


@pytest.fixture(scope="session")
def demo(project: Path) -> Callable[[date | None], SmallVault]:
    """A function that makes the vault of the demo's records as of a day."""

    def make(day: date | None) -> SmallVault:
        records = load([project / "seeds"], project, currency="USD")
        return vault_of(Catalog.of(records, Setting(day)), Renderer(), tag_line=True)

    return make


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """A function that compares a note with the file in which it was last found good."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / f"{name}.md"
        if UPDATE_GOLDEN:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8")

    return compare
