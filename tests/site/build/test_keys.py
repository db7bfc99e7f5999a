"""A key tells every change of what it stands for."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from vaultgen.site import atlas as atlas_module
from vaultgen.site.atlas import Atlas
from vaultgen.site.build.keys import Keys
from vaultgen.site.graph import circle, vicinity
from vaultgen.site.graph.local import local_graph
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


def _graphs(notes: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    atlas = Atlas(SETTINGS, {path: read_sheet(path, text.encode()) for path, text in notes.items()})
    keys = Keys(atlas, "", lambda _: ())
    drawn = {path: local_graph(atlas, path, atlas.addresses[path]) for path in atlas.sheets}
    return {path: keys.graph(path) for path in atlas.sheets}, drawn


@pytest.mark.parametrize("seed", range(6))
def test_a_graph_that_comes_out_differently_has_another_key(monkeypatch, seed):
    monkeypatch.setattr(atlas_module, "_FEWEST", 6)
    monkeypatch.setattr(atlas_module, "isqrt", lambda _: 3)
    monkeypatch.setattr(vicinity, "_LOOKED_AT", 5)
    for name, few in (("_FIRST", 3), ("_CALM", 7), ("_CHORDS", 2)):
        monkeypatch.setattr(circle, name, few)
    dice = random.Random(seed)
    notes = {f"N{number}.md": _note(dice) for number in range(COUNT)}
    keys, drawn = _graphs(notes)
    same = 0
    for _ in range(60):
        edited = f"N{dice.randrange(COUNT)}.md"  # its own page is made again for its bytes alone
        notes[edited] = _note(dice)
        old_keys, old = keys, drawn
        keys, drawn = _graphs(notes)
        changed = [path for path in drawn if drawn[path] != old[path] and path != edited]
        assert [path for path in changed if keys[path] == old_keys[path]] == []
        same += sum(keys[path] == old_keys[path] for path in drawn)
    assert same > 60 * COUNT // 2
