"""A graph comes out differently only around notes that a change has touched."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from vaultgen.site import atlas as atlas_module
from vaultgen.site.atlas import Atlas
from vaultgen.site.build.touched import change_of, touched
from vaultgen.site.graph import circle, vicinity
from vaultgen.site.graph.local import local_graph
from vaultgen.site.pages.books import Books
from vaultgen.site.settings import Settings
from vaultgen.site.survey import read_sheet

SETTINGS = Settings(Path("vault"), Path("site"), "Notes")
COUNT = 40


def _note(dice: random.Random) -> str:
    """A note whose links mostly lead to the few that everybody knows."""
    told = f"title: {dice.choice(('One', 'Another'))}\n" if dice.random() < 0.2 else ""
    links = [f"[[N{min(int(dice.expovariate(0.2)), COUNT - 1)}]]" for _ in range(dice.randrange(7))]
    related = "".join(f'  - "{link}"\n' for link in links[:1])
    kind = dice.choice(("company", "investor", "index"))
    return f"---\nkind: {kind}\n{told}investors:\n{related}---\n{' '.join(links[1:])}\n"


def _drawn(notes: dict[str, str]) -> tuple[Atlas, dict[str, str]]:
    atlas = Atlas(SETTINGS, {path: read_sheet(path, text.encode()) for path, text in notes.items()})
    return atlas, {path: local_graph(atlas, path, atlas.addresses[path]) for path in atlas.sheets}


@pytest.mark.parametrize("seed", range(6))
def test_a_graph_that_comes_out_differently_is_around_a_note_that_was_touched(monkeypatch, seed):
    monkeypatch.setattr(atlas_module, "_FEWEST", 6)
    monkeypatch.setattr(atlas_module, "isqrt", lambda _: 3)
    monkeypatch.setattr(vicinity, "_LOOKED_AT", 5)
    for name, few in (("_FIRST", 3), ("_CALM", 7), ("_CHORDS", 2)):
        monkeypatch.setattr(circle, name, few)
    dice = random.Random(seed)
    notes = {f"N{number}.md": _note(dice) for number in range(COUNT)}
    atlas, drawn = _drawn(notes)
    untouched = 0
    for _ in range(60):
        notes[f"N{dice.randrange(COUNT)}.md"] = _note(dice)
        before, old = atlas, drawn
        atlas, drawn = _drawn(notes)
        told, only_drawn = touched(change_of(before, atlas), (Books(before), Books(atlas)), {})
        found = told | only_drawn
        assert {path for path in drawn if drawn[path] != old[path]} <= found
        untouched += len(drawn.keys() - found)
    assert untouched > 60 * COUNT // 4
