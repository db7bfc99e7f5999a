"""Whatever is spared after an edit, the site and what is wrong with it are those of a clean build."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace

import pytest

from tests.site.build.vaults import Vault
from tests.trees import tree
from vaultgen.site import atlas as atlas_module
from vaultgen.site.build.run import build_site
from vaultgen.site.graph import circle, vicinity
from vaultgen.site.pages import backlinks, note_page, places, shelf
from vaultgen.site.settings import Settings


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few notes do what in a vault takes many: hubs, full graphs, further pages of links and lists."""
    monkeypatch.setattr(atlas_module, "_FEWEST", 3)
    monkeypatch.setattr(atlas_module, "isqrt", lambda size: size // 6)
    monkeypatch.setattr(vicinity, "_LOOKED_AT", 5)
    for name, few in (("_FIRST", 3), ("_CALM", 7), ("_CHORDS", 2)):
        monkeypatch.setattr(circle, name, few)
    for module in (backlinks, note_page, shelf):
        monkeypatch.setattr(module, "MOST_SHOWN", 2)
    monkeypatch.setattr(places, "PAGE_SIZE", 3)


def _check(site: Settings) -> None:
    """Build on what is there, and from nothing; they must not differ."""
    found = build_site(site, jobs=1, index="later").findings
    clean = replace(site, output=site.output.with_name("clean"))
    for left in (clean.output, site.output.with_name(".clean.vaultgen")):
        shutil.rmtree(left, ignore_errors=True)
    assert found == build_site(clean, jobs=1, index="later").findings
    one, other = tree(site.output), tree(clean.output)
    assert {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)} == set()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("seed", "search"),
    [(1, False), (3, True), *(pytest.param(seed, False, marks=pytest.mark.slow) for seed in (2, 4))],
)
def test_a_site_after_an_edit_is_that_of_a_clean_build(tmp_path, seed, search):
    vault = Vault(tmp_path / "vault", random.Random(seed))
    site = Settings(vault.root, tmp_path / "site", "Notes", url="https://example.org/", search=search)
    build_site(site, jobs=1, index="later")
    for _ in range(20):
        vault.change()
        _check(site)


def test_a_note_whose_address_another_takes_is_listed_at_its_new_one(tmp_path):
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "Acme Inc.md").write_text("---\nkind: company\n---\nBolts.\n", "utf-8")
    site = Settings(vault, tmp_path / "site", "Notes", search=False)
    build_site(site, jobs=1)
    table = site.output / "data" / "company.csv"
    before = table.read_text("utf-8")
    (vault / "ACME INC!.md").write_text("Another.\n", "utf-8")
    _check(site)
    assert table.read_text("utf-8") != before
