"""What has made a site is known well enough to tell when all of it must be made again."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest

from vaultgen.site.build import program

# These show on no page: they speak to a person, read records, or serve what is made.
APART = {"click", "pydantic", "rich", "starlette", "uvicorn", "watchfiles"}


def _name(requirement: str) -> str:
    return re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower().replace("_", "-")


def test_every_library_that_vaultgen_needs_is_counted_among_those_that_make_pages_or_not(project):
    told = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {_name(text) for text in (*told["dependencies"], *told["optional-dependencies"]["site"])}
    assert needed - APART <= set(program._LIBRARIES)
    assert needed >= APART
    assert not APART & set(program._LIBRARIES)


def test_every_library_that_the_rooms_of_the_site_import_makes_pages(project):
    homes = packages_distributions()
    imported = {
        _name(home)
        for file in (project / "vaultgen" / "site").rglob("*.py")
        if file.parent.name != "serve"
        for name in _imported(file)
        for home in homes.get(name, ())
    }
    assert imported - {"vaultgen"} <= set(program._LIBRARIES)


def _imported(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("library", ["feedgenerator", "pygments"])
def test_another_version_of_a_library_is_another_program(library, monkeypatch):
    code_digest = program.code_digest.__wrapped__
    before = code_digest()
    monkeypatch.setattr(program, "version", lambda name: f"{version(name)}{'+' if name == library else ''}")
    assert code_digest() != before


def test_a_library_has_the_version_that_its_installer_says():
    told = {library: program.version(library) for library in program._LIBRARIES}
    assert told == {library: version(library) for library in program._LIBRARIES}
    assert set(program._LIBRARIES) <= program._installed().keys()


def test_a_library_that_leaves_no_such_name_is_asked_for_its_version(monkeypatch):
    monkeypatch.setattr(program, "_installed", dict)
    assert program.version("jinja2") == version("jinja2")
