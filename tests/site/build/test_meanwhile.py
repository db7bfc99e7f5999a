"""What other processes look at and make meanwhile is what one process would have seen and made."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.trees import tree
from vaultgen.site.build import renewal as renewal_module
from vaultgen.site.build import stand as stand_module
from vaultgen.site.build.run import build_site
from vaultgen.site.settings import Settings


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes that were begun; one is worth it for the smallest site, whatever threads other tests have left."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(stand_module, "_LONG", 0)
    monkeypatch.setattr(renewal_module, "_MANY", 0)
    begun: list[int] = []
    fork = os.fork

    def counted() -> int:
        begun.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", counted)
    return begun


@pytest.fixture
def site(tmp_path: Path) -> Settings:
    """A site with lists, a feed of an investor, and redirects to come."""
    vault = tmp_path / "vault"
    vault.mkdir()
    for number in range(5):
        text = f"---\nkind: company\nupdated: 2026-01-0{number + 1}\ninvestors: ['[[Fund]]']\n---\nOne of {number}.\n"
        (vault / f"Company {number}.md").write_text(text)
    (vault / "Fund.md").write_text("---\nkind: investor\nid: fund\n---\nBacks [[Company 1]].\n")
    return Settings(vault, tmp_path / "site", "Test", url="https://example.org")


def _reword(vault: Path) -> None:
    _replace(vault / "Company 1.md", "One of", "Two of")


def _retitle(vault: Path) -> None:
    _replace(vault / "Company 2.md", "kind:", "title: Another\nkind:")


def _part(vault: Path) -> None:
    _replace(vault / "Company 3.md", "investors: ['[[Fund]]']\n", "")


def _rename(vault: Path) -> None:
    (vault / "Fund.md").rename(vault / "Capital.md")


def _delete(vault: Path) -> None:
    (vault / "Company 4.md").unlink()


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def _build(site: Settings, *, jobs: int | None = None) -> object:
    history = site.output.with_name(f"{site.output.name}.json")
    return build_site(site, index="later", history=history, jobs=jobs).findings


@pytest.mark.parametrize("edit", [_reword, _retitle, _part, _rename, _delete])
def test_a_build_that_others_help_with_leaves_what_one_alone_would(site, forks, edit: Callable[[Path], None]):
    alone = replace(site, output=site.output.with_name("alone"))
    for settings in (site, alone):
        _build(settings, jobs=1)
    edit(site.vault)
    assert not forks
    found = _build(site)
    assert len(forks) >= 2
    assert found == _build(alone, jobs=1)
    assert tree(site.output) == tree(alone.output)


def test_what_somebody_did_to_the_site_is_seen_from_another_process(site, forks):
    _build(site)
    clean = tree(site.output)
    (site.output / "company-1.html").write_text("something else")
    (site.output / "company-2.html").unlink()
    shutil.rmtree(site.output.with_name(".site.vaultgen") / "next")
    _build(site)
    assert forks
    assert tree(site.output) == clean
    before = len(forks)
    _build(site)
    assert len(forks) == before + 1  # nothing to do was nothing to help with
