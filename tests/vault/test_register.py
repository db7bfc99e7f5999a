"""A small build reads the register instead of the base only while it says the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vaultgen.vault import base
from vaultgen.vault.freshness import Look, Order, look
from vaultgen.vault.project import Project, load_project
from vaultgen.vault.register import known_notes

REGISTER = ".vaultgen/cache/register.txt"


@pytest.fixture
def built(copy_project: Callable[[], Path]) -> Project:
    from vaultgen.vault.build import run_build

    project = load_project(copy_project())
    run_build(project, Order(), look(project, Order()), advance=lambda *_: None)
    return project


def _look(project: Project) -> Look:
    return look(project, Order())


@pytest.mark.slow
def test_the_register_says_what_the_base_says(built: Project) -> None:
    (built.vault / "Companies/Groq.md").unlink()
    from vaultgen.vault.build import run_build

    run_build(built, Order(), _look(built), advance=lambda *_: None)
    text = (built.vault / REGISTER).read_text("utf-8")
    assert '"deleted":true' in text
    assert known_notes(built.vault, _look(built)) == base.load(built.vault)


@pytest.mark.slow
@pytest.mark.parametrize("harm", ["cut", "missing", "nonsense", "one less", "not text"])
def test_a_register_that_is_not_whole_is_not_used(built: Project, harm: str) -> None:
    register = built.vault / REGISTER
    lines = register.read_bytes().splitlines(keepends=True)
    texts = {
        "cut": b"".join(lines)[:-7],
        "nonsense": b"nonsense",
        "one less": b"".join(lines[:-1]),
        "not text": b"\xff\n" + b"".join(lines),
    }
    if harm == "missing":
        register.unlink()
    else:
        register.write_bytes(texts[harm])
    assert known_notes(built.vault, _look(built)) == base.load(built.vault)


@pytest.mark.slow
def test_what_git_does_to_the_base_counts_not_what_the_register_remembers(built: Project) -> None:
    shards = base.shards_of(built.vault)
    before = base.load(built.vault)
    shards[0].unlink()
    after = known_notes(built.vault, _look(built))
    assert after == base.load(built.vault)
    assert len(after) < len(before)


@pytest.mark.slow
def test_the_base_counts_if_it_has_changed_since_the_look(built: Project) -> None:
    seen = _look(built)
    shard = base.shards_of(built.vault)[0]
    shard.write_text(shard.read_text("utf-8").replace('"path":"', '"path":"Elsewhere/', 1), "utf-8")
    assert known_notes(built.vault, seen) == base.load(built.vault)
