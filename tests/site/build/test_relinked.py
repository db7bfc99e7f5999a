"""An edit of links alone is a small build, and leaves what a clean build would."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.trees import tree
from vaultgen.site.build import table as table_module
from vaultgen.site.build.run import build_site
from vaultgen.site.pages import backlinks, note_page, shelf
from vaultgen.site.settings import Settings

NOTES = {
    "Acme.md": "---\nkind: company\n---\nMakes bolts for [[Bolt]].\n\n## Facts\n\nOld. See [[Cairn]].\n",
    "Bolt.md": "---\nkind: company\nref: '[[Acme#Facts]]'\n---\nIs made by [[Acme]].\n\n![[Acme#Facts]]\n",
    "Cairn.md": "Nothing to do with [[Delta]].\n",
    "Delta.md": "Nothing at all.\n",
    "Echo.md": "Of [[Delta]] and [[Cairn]].\n",
    "All.base": "views:\n  - type: table\n    name: All\n    order: [file.name, file.links]\n",
    "Alone.md": "Alone, but for [[Acme#Facts]].\n",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A site in which two links are more than a page shows."""
    for module in (backlinks, note_page, shelf):
        monkeypatch.setattr(module, "MOST_SHOWN", 1)
    vault = tmp_path / "vault"
    vault.mkdir()
    for name, text in NOTES.items():
        (vault / name).write_text(text, "utf-8")
    settings = Settings(vault, tmp_path / "site", "Bolts")
    build_site(settings, index="later")
    return settings


def _edit(site: Settings, name: str, old: str, new: str) -> None:
    path = site.vault / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def _assert_clean(site: Settings) -> None:
    """Build once more; what comes of it is that of a clean build."""
    found = build_site(site, index="later").findings
    other = replace(site, output=site.output.with_name("clean"))
    shutil.rmtree(other.output.with_name(".clean.vaultgen"), ignore_errors=True)
    assert found == build_site(other, index="later").findings
    assert tree(site.output) == tree(other.output)


def _refuse(*_: object, **__: object) -> None:
    raise AssertionError("everything was looked at for an edit that few pages show")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("Alone.md", "Alone", "Alone with [[Cairn]]"),
        ("Alone.md", "Alone", "Alone with ![[Cairn]]"),
        ("Alone.md", "Alone", "Alone with [[Nobody]]"),
        ("Alone.md", "[[Acme#Facts]]", "[[Acme#Nothing]]"),
        ("Acme.md", "See [[Cairn]].", "See nobody."),
        ("Echo.md", "[[Delta]]", "Delta"),
        ("Delta.md", "Nothing at all.", "Nothing at all.\n\n## But\n\na heading."),
        ("Echo.md", "[[Delta]]", "[[Delta|it]]"),
        ("Bolt.md", "kind: company", "kind: company\naliases: [Acme]"),
        ("Bolt.md", "kind: company", "kind: company\npermalink: assets/it"),
        ("Bolt.md", "kind: company", "kind: company\npermalink: there"),
        ("Bolt.md", "kind: company", "kind: person"),
        ("Bolt.md", "kind: company", "kind: company\nstage: Seed"),
        ("Bolt.md", "kind: company", "kind: company\nupdated: 2026-01-02"),
        ("Bolt.md", "kind: company", "kind: company\nother: '[[Delta]]'"),
        ("Bolt.md", "Is made", "Is bought"),
        ("Acme.md", "kind: company", "kind: company\ntitle: Acme Inc"),
        ("Acme.md", "kind: company", "kind: company\npermalink: there"),
        ("Acme.md", "kind: company", "kind: company\ndraft: true"),
    ],
)
def test_an_edit_is_shown_wherever_it_is_to_be_seen(site, name, old, new):
    _edit(site, name, old, new)
    _assert_clean(site)


def test_a_name_in_greek_capitals_comes_and_goes(site):
    _edit(site, "Echo.md", "Of", "[[ΟΜΙΛΟΣ]] [[ομιλος.md]] ![[Ομιλος]] of")
    _assert_clean(site)
    (site.vault / "ΟΜΙΛΟΣ.md").write_text("Of [[Echo]].\n", "utf-8")
    _assert_clean(site)
    assert b"Not in this vault" not in (site.output / "echo.html").read_bytes()
    (site.vault / "ΟΜΙΛΟΣ.md").unlink()
    _assert_clean(site)


def test_lists_are_not_looked_at_for_a_link(site, monkeypatch):
    _edit(site, "Acme.md", "See [[Cairn]].", "See [[Cairn]] and [[Delta]].")
    with monkeypatch.context() as patched:
        for name in ("_kind", "_tags", "_folders", "_pages", "_rounds"):
            patched.setattr(shelf.Shelf, name, _refuse)
        patched.setattr(table_module, "check", _refuse)
        build_site(site, index="later")
    assert "Acme" in (site.output / "delta.html").read_text("utf-8")
    _assert_clean(site)


def test_a_list_of_links_that_is_too_short_goes(site):
    assert (site.output / "links/cairn.html").exists()
    _edit(site, "Acme.md", " See [[Cairn]].", "")
    build_site(site, index="later")
    assert not (site.output / "links/cairn.html").exists()
    _assert_clean(site)


def test_a_heading_that_a_table_leads_to_is_looked_for_in_tables(site):
    table = site.output / "kinds/company.html"
    assert "acme.html#facts" in table.read_text("utf-8")
    _edit(site, "Acme.md", "## Facts", "## Figures")
    build_site(site, index="later")
    assert "acme.html#facts" not in table.read_text("utf-8")
    _assert_clean(site)


def test_a_broken_link_is_told_and_its_mending_too(site):
    _edit(site, "Acme.md", "See [[Cairn]].", "See [[Cairns]].")
    assert [finding.path for finding in build_site(site, index="later").findings] == ["Acme.md"]
    _assert_clean(site)
    _edit(site, "Acme.md", "See [[Cairns]].", "See [[Cairn]].")
    assert build_site(site, index="later").findings == ()
