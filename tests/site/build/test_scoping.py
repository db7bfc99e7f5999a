"""What is out of scope for a change is what it was."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.site.build.vaults import Vault
from vaultgen.site.atlas import Atlas
from vaultgen.site.build.scoping import is_ground_alike, scope_of
from vaultgen.site.build.table import Table
from vaultgen.site.build.touched import change_of
from vaultgen.site.history import History
from vaultgen.site.leaf import Leaf
from vaultgen.site.pages import backlinks, places, shelf
from vaultgen.site.pages.books import Books
from vaultgen.site.scope import ALL, Scope
from vaultgen.site.settings import Settings
from vaultgen.site.survey import survey

LISTED = frozenset({"pages/tag", "pages/folder"})


@dataclass
class Seen:
    """A vault, and every leaf of its site but the pages of notes."""

    atlas: Atlas
    table: Table
    leaves: dict[tuple[str, str], Leaf]


def _seen(settings: Settings) -> Seen:
    atlas = Atlas(settings, {path: one.sheet for path, one in survey(settings).items()})
    table = Table(atlas, History())
    return Seen(atlas, table, _in_rooms(table, ALL))


def _in_rooms(table: Table, scope: Scope) -> dict[tuple[str, str], Leaf]:
    return {(leaf.kind, leaf.subject): leaf for room in table.rooms for leaf in table._of(room, scope)}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let lists of few notes have further pages."""
    for module in (backlinks, shelf):
        monkeypatch.setattr(module, "MOST_SHOWN", 2)
    monkeypatch.setattr(places, "PAGE_SIZE", 3)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(8))
def test_what_is_out_of_scope_is_what_it_was(tmp_path: Path, seed: int) -> None:
    vault = Vault(tmp_path / "vault", random.Random(seed))
    settings = Settings(
        vault.root, tmp_path / "site", "Notes", url="https://example.org/", search=seed % 2 == 0
    )
    seen, spared = _seen(settings), 0
    for _ in range(30):
        vault.change()
        old, seen = seen, _seen(settings)
        scope = scope_of(change_of(old.atlas, seen.atlas), (Books(old.atlas), Books(seen.atlas)))
        assert seen.table.ground == old.table.ground or not is_ground_alike(scope)
        if seen.table.ground != old.table.ground:
            continue
        looked_at = _in_rooms(Table(seen.atlas, History()), scope)
        for name, leaf in looked_at.items():
            assert leaf == seen.leaves[name]
        for name in (old.leaves.keys() | seen.leaves.keys()) - looked_at.keys():
            if seen.leaves.get(name) == old.leaves.get(name):
                spared += name in seen.leaves
            else:  # it is gone, and nobody takes it for one that stays
                assert name not in seen.leaves
                assert scope.reaches(*name)
    assert spared > 100


@pytest.mark.parametrize(
    ("old", "new", "looked_at"),
    [
        ("Bolts.", "Nuts.", {"pages/home", "pages/tag", "pages/folder", "pages/kind", "search/previews"}),
        (
            "aliases: [Ac]",
            "aliases: [Acc]",
            {"search/search", "reach/reach-lists", "reach/reach-table", "pages/kind"},
        ),
        ("valuation_usd: 1", "valuation_usd: 2", {"pages/home", "pages/kind", "reach/reach-table"}),
        ("[[B]]", "[[C]]", {"graph/graph", "pages/graph", "reach/reach-lists"}),
        ("More.", "Else.", set()),
    ],
)
def test_few_lists_are_looked_at_for_an_edit(tmp_path: Path, old: str, new: str, looked_at: set[str]) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    text = "---\nkind: company\ntags: [ai]\naliases: [Ac]\nvaluation_usd: 1\n---\nBolts.\n\nMore. [[B]]\n"
    for name in "BCDEF":
        (vault / f"{name}.md").write_text(f"---\nkind: person\nvaluation_usd: 1\n---\n[[{name}]]\n", "utf-8")
    (vault / "A.md").write_text(text, "utf-8")
    settings = Settings(vault, tmp_path / "site", "Notes")
    before = _seen(settings)
    (vault / "A.md").write_text(text.replace(old, new), "utf-8")
    after = _seen(settings)
    scope = scope_of(change_of(before.atlas, after.atlas), (Books(before.atlas), Books(after.atlas)))
    always = {
        kind for kind, _ in _in_rooms(after.table, replace(scope, aspects=frozenset(), kinds=(), linked=()))
    }
    found = {kind for kind, _ in _in_rooms(Table(after.atlas, History()), scope)} - always
    assert found >= looked_at
    quiet = {"graph/graph", "pages/tag", "pages/folder", "search/previews", "pages/timeline"} - looked_at
    assert found.isdisjoint(quiet)


def test_only_the_lists_that_a_note_is_on_are_looked_at(tmp_path: Path) -> None:
    note = "---\nkind: company\ntags: [{}]\n---\nBolts.\n"
    for path, tag in {"Makers/Acme.md": "AI/chips", "Others/Bolt.md": "robots"}.items():
        (tmp_path / "vault" / path).parent.mkdir(parents=True)
        (tmp_path / "vault" / path).write_text(note.format(tag), "utf-8")
    before = _seen(Settings(tmp_path / "vault", tmp_path / "site", "Notes"))
    (tmp_path / "vault/Makers/Acme.md").write_text(note.format("AI/chips").replace("Bolts", "Nuts"), "utf-8")
    after = _seen(before.atlas.settings)
    scope = scope_of(change_of(before.atlas, after.atlas), (Books(before.atlas), Books(after.atlas)))
    found = {name for name in _in_rooms(Table(after.atlas, History()), scope) if name[0] in LISTED}
    assert found == {("pages/tag", "ai\n1"), ("pages/tag", "ai/chips\n1"), ("pages/folder", "Makers\n1")}
    assert {name for name in before.leaves if name[0] in LISTED} > found
