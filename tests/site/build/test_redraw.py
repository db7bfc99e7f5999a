"""A chart that is drawn on from the one before says what one that is drawn anew does."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from vaultgen.site.atlas import Atlas
from vaultgen.site.chart import Chart, closed_ones
from vaultgen.site.redraw import redraw
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import Sheet
from vaultgen.site.survey import read_sheet

COUNT = 12
OTHERS = ("Board.canvas", "Other.canvas", "Table.base", "A.png", "B.png")
NAMES = (*(f"N{number}" for number in range(COUNT)), *OTHERS, "Nick0", "Nick1")


def _note(dice: random.Random) -> str:
    """A note that links to anything, in properties, texts and comments."""
    some = dice.choices(NAMES, k=dice.randrange(5))
    links = [dice.choice((f"[[{name}]]", f"![[{name}]]", f"%%[[{name}]]%%")) for name in some]
    front = [f'day: "20{dice.randrange(20, 30)}-01-01"', f'investors: ["[[{dice.choice(NAMES)}]]"]']
    if dice.random() < 0.1:
        front.append(f'told: "by [[{dice.choice(NAMES)}]] and others"')
    if dice.random() < 0.3:
        front.append(f"aliases: [Nick{dice.randrange(2)}]")
    if dice.random() < 0.95:
        front.append("publish: true")
    if dice.random() < 0.05:
        front.append("draft: true")
    if dice.random() < 0.05:
        front.append("permalink: there")
    return "\n".join(["---", *front, "---", " and ".join(links), ""])


def _canvas(dice: random.Random) -> str:
    nodes = [
        {"id": "1", "type": "file", "file": dice.choice(OTHERS), "x": 0, "y": 0, "width": 9, "height": 9}
    ]
    return json.dumps({"nodes": nodes, "edges": []})


def _text(path: str, dice: random.Random) -> str:
    if path.endswith(".md"):
        return _note(dice)
    return _canvas(dice) if path.endswith(".canvas") else str(dice.random())


def _sheet(path: str, dice: random.Random) -> Sheet:
    return read_sheet(path, _text(path, dice).encode())


def _told(atlas: Atlas) -> list[object]:
    chart = atlas.chart
    calls = {key: set(chart.callers([key])) for key in chart.calls}
    rows = [(atlas.backlinks(path), atlas.links(path), atlas.neighbours(path)) for path in atlas.sheets]
    return [
        chart.closed,
        chart.shown,
        chart.veiled,
        chart.places,
        chart.newest,
        calls,
        rows,
        dict(atlas.sheets),
    ]


def _redrawn(settings: Settings, chart: Chart, old: dict[str, Sheet], new: dict[str, Sheet]) -> Chart | None:
    edited = [path for path in new if path in old and new[path] != old[path]]
    return redraw(settings, chart, old, new, edited)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("publish", ["all", "opt-in"])
def test_a_chart_that_is_drawn_on_is_that_of_the_vault(seed, publish):
    settings = Settings(Path("vault"), Path("site"), "Notes", publish=publish, exclude=("N11.md",))
    dice = random.Random(seed)
    sheets = {path: _sheet(path, dice) for path in sorted((*(f"N{at}.md" for at in range(COUNT)), *OTHERS))}
    chart = Atlas(settings, sheets).chart
    drawn_on = 0
    for _ in range(60):
        old, sheets = sheets, dict(sheets)
        for path in dice.sample(sorted(sheets), dice.randrange(1, 3)):
            sheets[path] = _sheet(path, dice)
        clean = Atlas(settings, sheets)
        redrawn = _redrawn(settings, chart, old, sheets)
        if redrawn is not None:
            assert redrawn.closed == closed_ones(settings, sheets)
            assert _told(Atlas(settings, sheets, redrawn)) == _told(clean)
            drawn_on += 1
        chart = redrawn or clean.chart
    assert drawn_on > 5


@pytest.mark.parametrize("seed", range(24))
def test_a_chart_that_notes_come_into_and_go_from_is_that_of_the_vault(seed):
    settings = Settings(Path("vault"), Path("site"), "Notes", exclude=("N11.md",))
    dice = random.Random(seed)
    places = [f"{folder}N{at}.md" for folder in ("", "F/", "F/G/") for at in range(COUNT)]
    sheets = {path: _sheet(path, dice) for path in sorted((*dice.sample(places, 20), *OTHERS))}
    chart = Atlas(settings, sheets).chart
    drawn_on = 0
    for _ in range(60):
        old, sheets = sheets, dict(sheets)
        for path in dice.sample(places, dice.randrange(1, 3)):
            if path in sheets and dice.random() < 0.7:
                del sheets[path]
            else:
                sheets[path] = _sheet(path, dice)
        sheets = {path: sheets[path] for path in sorted(sheets)}
        clean = Atlas(settings, sheets)
        redrawn = _redrawn(settings, chart, old, sheets)
        if redrawn is not None:
            assert redrawn.closed == closed_ones(settings, sheets)
            assert _told(Atlas(settings, sheets, redrawn)) == _told(clean)
            drawn_on += old.keys() != sheets.keys()
        chart = redrawn or clean.chart
    assert drawn_on > 3


@pytest.mark.parametrize("seed", range(6))
def test_the_best_connected_are_those_of_all(seed):
    settings = Settings(Path("vault"), Path("site"), "Notes")
    dice = random.Random(seed)
    paths = [f"N{at}.md" for at in range(40)]
    sheets = {}
    for path in (*paths, *OTHERS):
        links = " ".join(f"[[N{min(int(dice.expovariate(0.2)), 39)}]]" for _ in range(dice.randrange(6)))
        kind = dice.choice(("company", "index"))
        sheets[path] = read_sheet(path, f"---\nkind: {kind}\n---\n{links} {links}\n".encode())
    for most in (0, 1, 3, 10, 39, 40, 99):
        atlas = Atlas(settings, sheets)
        clean = Atlas(settings, sheets)
        ranked = sorted(paths, key=lambda path: (-clean.degree(path), path))
        assert atlas.best_tied(iter(paths), most) == ranked[:most]
