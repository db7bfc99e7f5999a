"""A page that no change has touched is the page that it was."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.site.build.vaults import Vault
from vaultgen.site import atlas as atlas_module
from vaultgen.site.atlas import Atlas
from vaultgen.site.build.asked import Asked
from vaultgen.site.build.making import Print
from vaultgen.site.build.table import Table
from vaultgen.site.build.touched import change_of, touched
from vaultgen.site.graph import circle, vicinity
from vaultgen.site.history import History
from vaultgen.site.pages.books import Books
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import NOTE_KINDS
from vaultgen.site.survey import survey


@dataclass
class Made:
    """A vault as it was made into pages."""

    atlas: Atlas
    table: Table
    prints: dict[str, Print]


def _made(settings: Settings) -> Made:
    atlas = Atlas(settings, {path: one.sheet for path, one in survey(settings).items()})
    table = Table(atlas, History())
    pages = [path for path, sheet in atlas.sheets.items() if sheet.kind in NOTE_KINDS]
    return Made(atlas, table, {path: table.desk.make(path) for path in pages})


def _untouched(old: Made, new: Made) -> set[str]:
    """The pages that need no look by what is known of the change."""
    asked: dict[str, Asked] = {path: one.asked for path, one in old.prints.items()}
    found = touched(change_of(old.atlas, new.atlas), (Books(old.atlas), Books(new.atlas)), asked)
    for path in found.drawn & old.prints.keys():
        graphs = {one.prints[path].key.partition(".")[2] for one in (old, new)}
        assert len(graphs) == 2 or new.prints[path].parts == old.prints[path].parts
    return (new.prints.keys() & old.prints.keys()) - found.told - found.drawn


def _changed(old: Made, new: Made) -> set[str]:
    """The pages that came out differently."""
    return {
        path for path in new.prints.keys() & old.prints if new.prints[path].parts != old.prints[path].parts
    }


@pytest.mark.parametrize("seed", range(10))
def test_a_page_that_nothing_has_touched_is_the_same(tmp_path, monkeypatch, seed):
    monkeypatch.setattr(atlas_module, "_FEWEST", 3)
    monkeypatch.setattr(atlas_module, "isqrt", lambda size: size // 6)
    monkeypatch.setattr(vicinity, "_LOOKED_AT", 5)
    for name, few in (("_FIRST", 3), ("_CALM", 7), ("_CHORDS", 2)):
        monkeypatch.setattr(circle, name, few)
    vault = Vault(tmp_path / "vault", random.Random(seed))
    settings = Settings(vault.root, tmp_path / "site", "Notes", url="https://example.org")
    made, spared = _made(settings), 0
    for _ in range(25):
        vault.change()
        old, made = made, _made(settings)
        if made.table.ground != old.table.ground:
            continue
        kept = _untouched(old, made)
        assert kept & _changed(old, made) == set()
        spared += len(kept)
    assert spared > 20


def _front(**properties: object) -> str:
    return "\n".join(
        ["---", *(f"{key}: {json.dumps(value)}" for key, value in properties.items()), "---", ""]
    )


PRIVATE = _front(draft=True)
WAYS = {
    "a heading that is linked": (
        {"A.md": "[[B#Facts]]", "B.md": "## Facts\n"}, {"B.md": "## Rounds\n"}, {"A.md"}
    ),
    "a heading that what is shown inside links to": (
        {"A.md": "![[B]]", "B.md": "[[C#Facts]]", "C.md": "## Facts\n"}, {"C.md": "## Rounds\n"}, {"A.md", "B.md"}
    ),
    "words that are shown inside what is shown inside": (
        {"A.md": "![[B]]", "B.md": "![[C]]", "C.md": "Old.\n\nOld."}, {"C.md": "Old.\n\nNew."}, {"A.md", "B.md"}
    ),
    "the place of a note in a text of properties": (
        {"A.md": _front(told="by [[B]] and others"), "B.md": ""}, {"B.md": _front(permalink="there")}, {"A.md"}
    ),
    "a note in a text of properties that goes": (
        {"A.md": _front(told="by [[B]] and others"), "B.md": ""}, {"B.md": None}, {"A.md"}
    ),
    "a private note that gets a name": (
        {"A.md": "See [[Nick]].", "P.md": PRIVATE}, {"P.md": _front(draft=True, aliases=["Nick"])}, {"A.md"}
    ),
    "a note that becomes private with its name": (
        {"A.md": "See [[Nick]].", "P.md": _front(aliases=["Nick"])},
        {"P.md": _front(draft=True, aliases=["Nick"])},
        {"A.md"},
    ),
    "a title that told of a private note": (
        {"A.md": _front(title="About [[P]] and more"), "B.md": "[[A]]", "P.md": PRIVATE}, {"P.md": ""}, {"A.md", "B.md"}
    ),
    "an address that is free again": (
        {"C.md": "[[A-B]]", "A B.md": "", "A-B.md": ""}, {"A B.md": None}, {"C.md", "A-B.md"}
    ),
    "a note that comes to be the nearer one": (
        {"F/A.md": "[[B]]", "G/B.md": ""}, {"F/B.md": "Other."}, {"F/A.md", "G/B.md"}
    ),
    "a way by dots to a note that goes": ({"A.md": "[[./B/.]]", "B.md": ""}, {"B.md": None}, {"A.md"}),
    "the title of the note before in time": (
        {"A.md": _front(kind="deal", published="2026-01-02"), "B.md": _front(kind="deal", published="2025-01-02")},
        {"B.md": _front(kind="deal", published="2025-01-02", title="Other")},
        {"A.md"},
    ),
    "a note that comes in between in time": (
        {"A.md": _front(kind="deal", published="2026-01-02"), "B.md": _front(kind="deal", published="2024-01-02")},
        {"C.md": _front(kind="deal", published="2025-01-02")},
        {"A.md", "B.md"},
    ),
    "a kind that comes to be spelt otherwise": (
        {"M.md": _front(kind="zzz fund")}, {"A.md": _front(kind="zzz-’fund")}, {"M.md"}
    ),
    "a list that comes to be called otherwise": (
        {"Zz Funds/M.md": "Plain."}, {"A.md": _front(kind="zz funds")}, {"Zz Funds/M.md"}
    ),
    "the first note of a kind": ({"M.md": _front(kind="deal")}, {"A.md": _front(kind="zzz")}, set()),
    "the bytes of a picture": ({"A.md": "![[B.png]]", "B.png": "1"}, {"B.png": "22"}, set()),
    "the words around a link": ({"A.md": "Old [[B]].", "B.md": ""}, {"A.md": "New [[B]]."}, {"A.md", "B.md"}),
    "a neighbour that leads on": (
        {"A.md": "[[B]]", "B.md": "", "C.md": ""}, {"C.md": "[[B]]"}, {"A.md", "B.md", "C.md"}
    ),
}  # fmt: skip


def _write(root: Path, files: dict[str, str | None]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, "utf-8")


@pytest.mark.parametrize("what", WAYS)
def test_a_page_is_touched_by(tmp_path, what):
    files, change, pages = WAYS[what]
    settings = Settings(tmp_path / "vault", tmp_path / "site", "Notes")
    # Some whom nothing here reaches, of kinds that stand at the head of all pages whatever comes.
    common = _front(kind=["deal", "f", "g", "h"])
    _write(settings.vault, {**files, "Z/X.md": common, "Z/Z.md": common, "Z/Y.md": "Alone."})
    old = _made(settings)
    _write(settings.vault, change)
    new = _made(settings)
    assert old.table.ground == new.table.ground
    assert _changed(old, new) >= pages
    assert _untouched(old, new) & _changed(old, new) == set()
    assert "Z/Y.md" in _untouched(old, new)


def test_a_page_is_touched_by_who_has_more_neighbours_than_who(tmp_path, monkeypatch):
    monkeypatch.setattr(atlas_module, "_FEWEST", 1)
    monkeypatch.setattr(atlas_module, "isqrt", lambda _: 0)
    monkeypatch.setattr(circle, "_FIRST", 1)
    settings = Settings(tmp_path / "vault", tmp_path / "site", "Notes")
    notes = {
        "A.md": "[[B]] [[C]]",
        "B.md": "[[X]] [[Y]]",
        "C.md": "[[X]] [[Y]]",
        "X.md": "",
        "Y.md": "",
        "Z.md": "",
    }
    _write(settings.vault, dict(notes))
    old = _made(settings)
    _write(settings.vault, {"Z.md": "[[C]]"})
    new = _made(settings)
    assert "A.md" in _changed(old, new) - _untouched(old, new)


def test_a_page_is_touched_by_a_size_of_the_vault_that_makes_a_hub_of_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(atlas_module, "_FEWEST", 0)
    monkeypatch.setattr(atlas_module, "isqrt", lambda size: size // 4)
    settings = Settings(tmp_path / "vault", tmp_path / "site", "Notes")
    _write(
        settings.vault,
        {
            "A.md": "[[B]]",
            "B.md": "[[C]] [[D]]",
            **dict.fromkeys(("C.md", "D.md", "E.md", "F.md", "G.md"), ""),
        },
    )
    old = _made(settings)
    _write(settings.vault, {"H.md": ""})
    new = _made(settings)
    assert "A.md" in _changed(old, new) - _untouched(old, new)
