"""The code of templates that is kept spares time and nothing else: pages are what they would be without it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

import pytest
from jinja2 import Environment

from vaultgen.site.pages import galleys
from vaultgen.site.pages.galleys import Galley
from vaultgen.site.pages.press_room import environment
from vaultgen.site.pages.typesetter import Typesetter

Say = Callable[..., str]


@pytest.fixture
def own(tmp_path):
    (tmp_path / "own" / "site").mkdir(parents=True)
    (tmp_path / "own" / "site" / "a.html.j2").write_text("A says {{ word }}", "utf-8")
    return tmp_path / "own"


@pytest.fixture
def galley(tmp_path) -> Galley:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "mark").write_text("*\n", "utf-8")
    return Galley(tmp_path / "hidden" / "templates", "mark", "a program")


@pytest.fixture
def say(own, galley) -> Say:
    """What a template says in a process that has just begun."""

    def told(name: str = "a", kept: Galley = galley, templates: str = "as they are") -> str:
        environment.cache_clear()
        made = environment(own, templates, kept).get_template(f"site/{name}.html.j2")
        return made.render(word="<yes>")

    return told


@pytest.fixture
def compiled(monkeypatch) -> list[str | None]:
    """The names of the templates that were compiled, in their order."""
    names: list[str | None] = []

    def generate(self: Environment, source: object, name: str | None, *rest: object, **more: object) -> str:
        names.append(name)
        return Environment._generate(self, source, name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Typesetter, "_generate", generate)
    return names


def test_a_template_is_compiled_by_the_first_process_alone(say, own, compiled):
    (own / "site" / "b.html.j2").write_text('{% include "site/a.html.j2" %} to all', "utf-8")
    told = [say("a"), say("b"), say("a"), say("b")]
    assert told == ["A says &lt;yes&gt;", "A says &lt;yes&gt; to all"] * 2
    assert compiled == ["site/a.html.j2", "site/b.html.j2"]


def test_a_template_that_was_changed_is_compiled_again_though_nobody_said_so(say, own, galley, compiled):
    say()
    size = galley.file.stat().st_size
    (own / "site" / "a.html.j2").write_text("B says {{ word }}", "utf-8")
    assert say() == "B says &lt;yes&gt;"
    assert len(compiled) == 2
    assert galley.file.stat().st_size == size, "the old one is not kept beside it"


def test_a_template_of_a_project_and_ours_of_the_same_name_are_told_apart(own, galley, compiled):
    (own / "site" / "base.html.j2").write_text("mine", "utf-8")
    for _ in range(2):
        environment.cache_clear()
        made = environment(own, "as they are", galley)
        assert made.get_template("built-in/site/base.html.j2").blocks
        assert made.get_template("site/base.html.j2").render() == "mine"
    assert compiled == ["site/base.html.j2"] * 2


def _damaged(galley: Galley, data: bytes) -> Galley:
    galley.file.write_bytes(data)
    return galley


def _copied(galley: Galley) -> Galley:
    folder = galley.file.parent
    return galley._replace(file=shutil.copytree(folder, folder.with_name("copy")) / galley.file.name)


def _marked_anew(galley: Galley) -> Galley:
    os.utime(galley.file.with_name(galley.mark))
    return galley


@pytest.mark.parametrize(
    "change",
    [
        lambda galley: galley._replace(program="another program"),
        _copied,
        lambda galley: _damaged(galley, galley.file.read_bytes()[:-1]),
        lambda galley: _damaged(galley, bytes(32) + galley.file.read_bytes()[32:]),
        lambda galley: _damaged(galley, b""),
        _marked_anew,
    ],
    ids=["of another program", "copied", "cut", "without its seal", "empty", "marked anew"],
)
def test_code_that_was_not_left_there_by_this_program_is_not_loaded(say, galley, compiled, change):
    say()
    changed = change(galley)
    assert say(kept=changed) == say(kept=changed) == "A says &lt;yes&gt;"
    assert len(compiled) == 2, "it is compiled once more, and kept again"


def test_other_templates_begin_with_nothing(say, galley, compiled):
    say()
    before = galley.file.read_bytes()
    say(templates="other ones")
    assert len(compiled) == 2
    assert len(galley.file.read_bytes()) == len(before)


def test_templates_that_have_moved_begin_with_nothing(own, say, galley, compiled):
    say()
    before = galley.file.stat().st_size
    environment.cache_clear()
    moved = environment(own.rename(own.with_name("new")), "as they are", galley)
    assert moved.get_template("site/a.html.j2").render(word="yes") == "A says yes"
    assert len(compiled) == 2
    assert galley.file.stat().st_size == before


def test_in_a_folder_of_another_nothing_is_loaded_or_kept(say, galley, compiled, monkeypatch):
    say()
    before = galley.file.read_bytes()
    monkeypatch.setattr(galleys, "_WE", -1)
    assert say() == say() == "A says &lt;yes&gt;"
    assert len(compiled) == 3
    assert galley.file.read_bytes() == before


def test_a_disk_that_takes_no_file_costs_only_time(say, galley, compiled):
    galley.file.mkdir()
    assert say() == say() == "A says &lt;yes&gt;"
    galley.file.rmdir()
    galley.file.with_name(galley.mark).unlink()
    assert say() == "A says &lt;yes&gt;"
    assert len(compiled) == 3
    assert not galley.file.exists()
