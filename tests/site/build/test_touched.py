"""A page that no change has touched is the page that it was."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

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

NAMES = tuple(f"N{number}" for number in range(12))
FOLDERS = ("", "Companies/", "Companies/Old/", "People/")
OTHERS = ("Board.canvas", "Table.base", "A.png", "B.png")
SUBPATHS = ("", "", "", "#Facts", "#^b1", "#Gone")
BASE = "views:\n  - type: table\n    name: All\n    order: [file.name, stage]\n"


@dataclass
class Vault:
    """A vault on the disk in which anything may change, by the throw of a dice."""

    root: Path
    dice: random.Random
    places: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in NAMES:
            self.note(name)
        for name in OTHERS:
            self.other(name)

    def _target(self) -> str:
        """Somebody's name; most name the first few."""
        dice = self.dice
        if dice.random() < 0.15:
            return dice.choice((*OTHERS, "Nick0", "Nick1", "People/N3", "./N4"))
        return NAMES[min(int(dice.expovariate(0.3)), len(NAMES) - 1)]

    def _front(self) -> dict[str, object]:
        dice = self.dice
        chances = {
            "title": (0.15, lambda: dice.choice(("N1", "Another", "Zeta"))),
            "kind": (0.9, lambda: dice.choice(("company", "person", "index"))),
            "aliases": (0.2, lambda: [f"Nick{dice.randrange(2)}"]),
            "investors": (0.6, lambda: [f"[[{self._target()}]]" for _ in range(dice.randrange(1, 3))]),
            "told": (0.15, lambda: f"by [[{self._target()}]] and others"),
            "draft": (0.05, lambda: True),
            "published": (0.7, lambda: f"202{dice.randrange(6)}-01-02"),
            "permalink": (0.05, lambda: "n1"),
            "tags": (0.2, lambda: ["ai"]),
        }
        return {key: value() for key, (chance, value) in chances.items() if dice.random() < chance}

    def note(self, name: str) -> None:
        """Write a note anew, in another place at times."""
        dice = self.dice
        self.remove(name)
        place = self.places[name] = f"{dice.choice(FOLDERS)}{dice.choice((name, name, name, 'N1'))}.md"
        links = [
            dice.choice(("[[{}{}]]", "[[{}{}]]", "![[{}{}]]", "![[{}{}]]", "%%[[{}{}]]%%")).format(
                self._target(), dice.choice(SUBPATHS)
            )
            for _ in range(dice.randrange(4))
        ]
        front = [f"{key}: {json.dumps(value)}" for key, value in self._front().items()]
        body = [
            dice.choice(("First.", "Other lead.")),
            "",
            f"## {dice.choice(('Facts', 'Rounds'))}",
            "",
            "X. ^b1",
            "",
        ]
        parts = ["---", *front, "---", *body, *(f"Before {link} after.\n" for link in links)]
        if dice.random() < 0.1:
            parts.append(f"```base\n{BASE}```\n")
        self.write(place, "\n".join(parts))

    def edit(self, name: str) -> None:
        """Change one line or so of a note, or only a few letters of it."""
        path = self.root / self.places[name]
        text = path.read_text("utf-8")
        old, new = self.dice.choice((
            ("First.", "Other lead."), ("Facts", "Rounds"), ("X.", "Y."), ('kind: "company"', 'kind: "person"'),
            ("[[N0", "[[N2"), ("[[N1", "![[N0"), ("after.", "behind."), ("![[", "[["), ("published", "day"),
            ("aliases", "others"), ("---\n", "---\ntags: [money]\n"), ("draft", "shown"),
        ))  # fmt: skip
        path.write_text(
            text.replace(old, new, 1) + self.dice.choice(("", f"\n[[{self._target()}]]\n")), "utf-8"
        )

    def other(self, name: str) -> None:
        """Write a file that is no note anew."""
        card = {
            "id": "1",
            "type": "file",
            "file": self.places.get("N0", "N0.md"),
            "x": 0,
            "y": 0,
            "width": 9,
            "height": 9,
        }
        said = {
            "id": "2",
            "type": "text",
            "text": f"[[{self._target()}]]",
            "x": 9,
            "y": 0,
            "width": 9,
            "height": 9,
        }
        canvas = json.dumps({"nodes": [card, said], "edges": []})
        self.write(name, canvas if name.endswith(".canvas") else BASE + f"# {self.dice.random()}\n")

    def write(self, place: str, text: str) -> None:
        path = self.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def remove(self, name: str) -> None:
        """Delete a note, unless another one has taken its place."""
        place = self.places.pop(name, None)
        if place is not None and place not in self.places.values():
            (self.root / place).unlink(missing_ok=True)

    def change(self) -> None:
        """Do one thing to the vault."""
        name = self.dice.choice(NAMES)
        does = self.dice.random()
        if name not in self.places or does < 0.15:
            self.note(name)
        elif does < 0.2:
            self.remove(name)
        elif does < 0.3:
            self.other(self.dice.choice(OTHERS))
        else:
            self.edit(name)


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
    return (new.prints.keys() & old.prints.keys()) - found


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
    # Somebody whom nothing here reaches, and of whom all kinds have a list.
    _write(settings.vault, {**files, "Z/Z.md": _front(kind=["deal", "f", "g"]), "Z/Y.md": "Alone."})
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
