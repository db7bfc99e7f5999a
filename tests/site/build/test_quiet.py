"""An edit that only its own page shows is a small build, and leaves what a clean build would."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.trees import tree
from vaultgen.site.build.places import places_of
from vaultgen.site.build.run import build_site
from vaultgen.site.build.table import Table
from vaultgen.site.settings import Settings

NOTES = {
    "Acme.md": "---\nkind: company\n---\nMakes bolts for [[Bolt]].\n\n## Facts\n\nOld.\n",
    "Bolt.md": "Is made by [[Acme]].\n\n![[Acme#Facts]]\n",
    "Cairn.md": "Nothing to do with it.\n",
    "All.base": "views:\n  - type: table\n    name: All\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Settings:
    vault = tmp_path / "vault"
    vault.mkdir()
    for name, text in NOTES.items():
        (vault / name).write_text(text, "utf-8")
    settings = Settings(vault, tmp_path / "site", "Bolts", search=False)
    build_site(settings)
    return settings


def _clean(site: Settings, tmp_path: Path) -> dict[str, bytes]:
    other = Settings(site.vault, tmp_path / "clean", site.title, search=False)
    build_site(other)
    return tree(other.output)


def _edit(site: Settings, name: str, old: str, new: str) -> None:
    path = site.vault / name
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


@pytest.mark.parametrize("new", ["New.", "New.\n\nAnd more of it.", "**New** and `new`."])
def test_new_words_reach_the_page_and_whatever_embeds_it(
    site: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new: str
) -> None:
    def look_at_everything(*_: object) -> None:
        raise AssertionError("all keys were worked out for an edit that two pages show")

    _edit(site, "Acme.md", "Old.", new)
    with monkeypatch.context() as patched:
        patched.setattr(Table, "leaves", look_at_everything)
        build_site(site)
    assert "New" in (site.output / "acme.html").read_text("utf-8")
    assert "New" in (site.output / "bolt.html").read_text("utf-8")
    assert tree(site.output) == _clean(site, tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Old.", "Old, see [[Cairn]]."),
        ("Makes bolts", "Makes nuts"),
        ("## Facts", "## Figures"),
        ("kind: company", "kind: person"),
        ("Old.", "Old. #tagged"),
    ],
)
def test_what_other_pages_show_is_told_to_them(site: Settings, tmp_path: Path, old: str, new: str) -> None:
    _edit(site, "Acme.md", old, new)
    build_site(site)
    assert tree(site.output) == _clean(site, tmp_path)


def test_lines_that_move_are_told_where_they_are_now(site: Settings) -> None:
    _edit(site, "Cairn.md", "Nothing to do", "See [[Nowhere]].\n\nNothing to do")
    first = {(finding.path, finding.line) for finding in build_site(site).findings}
    _edit(site, "Cairn.md", "See", "\nSee")
    then = {(finding.path, finding.line) for finding in build_site(site).findings}
    _edit(site, "Bolt.md", "Is made", "\n\nIs made")
    last = {(finding.path, finding.line) for finding in build_site(site).findings}
    assert first == {("Cairn.md", 1)}
    assert then == last == {("Cairn.md", 2)}


def test_lines_of_a_note_in_which_nothing_is_wrong_need_no_check(
    site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _edit(site, "Cairn.md", "Nothing to do", "See [[Nowhere]].\n\nNothing to do")
    first = build_site(site).findings
    _edit(site, "Acme.md", "## Facts", "A line more.\n\n## Facts")
    with monkeypatch.context() as patched:
        patched.setattr("vaultgen.site.build.table.check", None)
        assert build_site(site).findings == first
    assert first


def test_sheets_that_are_older_than_the_site_prove_nothing(site: Settings, tmp_path: Path) -> None:
    sheets = places_of(site).sheets
    older = sheets.with_name("older")
    sheets.rename(older)
    _edit(site, "Acme.md", "Makes bolts", "Makes nuts")
    build_site(site)
    shutil.rmtree(sheets)
    older.rename(sheets)  # as a build leaves it that is killed in its last step
    _edit(site, "Acme.md", "Makes nuts", "Makes bolts")
    build_site(site)
    assert tree(site.output) == _clean(site, tmp_path)


def test_a_figure_in_a_table_is_shown_by_lists_too(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    for name in ("Acme", "Bolt"):
        text = (
            "---\nkind: company\nvaluation_usd: 5000000000\n---\nMakes bolts.\n\n"
            "| Metric | Value |\n| --- | --- |\n| Valuation | $5B |\n"
        )
        (vault / f"{name}.md").write_text(text, "utf-8")
    site = Settings(vault, tmp_path / "site", "Bolts", search=False)
    build_site(site)
    _edit(site, "Acme.md", "$5B", "~$5B (reported)")
    build_site(site)
    assert "~$5B" in (site.output / "kinds/company.html").read_text("utf-8")
    assert tree(site.output) == _clean(site, tmp_path)
