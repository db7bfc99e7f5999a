"""A vault in which anything may change, for laws of building on what is there."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Vault"]

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
            "tags": (0.5, lambda: [dice.choice(("ai", "ai/serving", "ai/training"))]),
            "valuation_usd": (0.3, lambda: dice.randrange(1, 4) * 1_000_000_000),
            "updated": (0.2, lambda: f"2026-0{dice.randrange(1, 4)}-01"),
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
        if dice.random() < 0.3:
            rounds = [
                f"| {dice.choice('ABC')} | 202{dice.randrange(6)} | $5M | [[{self._target()}]] |\n"
                for _ in range(dice.randrange(4))
            ]
            parts.append(f"| Round | Date | Amount | Lead |\n|---|---|---|---|\n{''.join(rounds)}")
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
            ("valuation_usd: 1", "valuation_usd: 2"), ("$5M", "$6M"), ("tags: ", "tag: "), ("updated", "checked"),
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
