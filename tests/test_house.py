"""The house style as far as a machine can see it: small modules, short functions, no loose ends."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from vaultgen import errors

LONGEST_MODULE = 350
LONGEST_FUNCTION = 60
NO_NOUNS = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
LOOSE_END = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
MACHINE_PATH = re.compile(r"(?<![\w.:~/])/(?:work|root|home|Users)/[\w.-]|\b[A-Z]:\\Users\\\w")
SENTENCE_ENDS_INSIDE = re.compile(r"(?<!e\.g)(?<!i\.e)[.!?][)”\"]? +[A-Z]")

type_of_function = ast.FunctionDef | ast.AsyncFunctionDef


def too_long(module: str, text: str) -> list[str]:
    """The module when it is too long, and each function that is."""
    lines = text.count("\n")
    found = [f"{module}: {lines} lines"] if lines > LONGEST_MODULE else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, type_of_function):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                found.append(f"{module}:{node.lineno}: {node.name} has {length} lines")
    return found


def _public(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, type_of_function | ast.ClassDef) and not child.name.startswith("_"):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from _public(child)
        elif isinstance(child, ast.If | ast.Try | ast.ExceptHandler):
            yield from _public(child)


def silent(module: str, text: str) -> list[str]:
    """Public functions and classes, methods too, that do not say what a caller gets."""
    return [
        f"{module}:{node.lineno}: {node.name}"
        for node in _public(ast.parse(text))
        if not ast.get_docstring(node) and not _is_overload(node)
    ]


def _is_overload(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list)


def opens_badly(module: str, text: str) -> list[str]:
    """What is wrong with a module's opening: it must be one sentence, alone in the first paragraph."""
    opening = (ast.get_docstring(ast.parse(text)) or "").split("\n\n")[0]
    if not opening:
        return [f"{module}: no docstring"]
    if not opening.rstrip().endswith((".", "?", "!")) or SENTENCE_ENDS_INSIDE.search(
        opening.replace("\n", " ")
    ):
        return [f"{module}: opens with no single sentence: {opening!r}"]
    return []


def nameless(module: str, text: str) -> list[str]:
    """A module whose name is no noun of the house."""
    del text
    return [
        f"{module}: no noun" for part in re.split(r"[./_]", module.removesuffix(".py")) if part in NO_NOUNS
    ]


def loose_ends(name: str, text: str) -> list[str]:
    """Marks of work left undone."""
    return [f"{name}: {hit.group()}" for hit in LOOSE_END.finditer(text)]


def machine_paths(name: str, text: str) -> list[str]:
    """Absolute paths of somebody's machine."""
    return [f"{name}: {text[hit.start() : hit.end() + 20]!r}" for hit in MACHINE_PATH.finditer(text)]


@pytest.fixture(scope="module")
def modules(project: Path) -> dict[str, str]:
    files = sorted((project / "vaultgen").rglob("*.py"))
    return {path.relative_to(project).as_posix(): path.read_text("utf-8") for path in files}


@pytest.fixture(scope="module")
def texts(project: Path, tracked: tuple[str, ...]) -> dict[str, str]:
    """Every text file of the project."""
    read = {name: (project / name).read_bytes() for name in tracked}
    return {
        name: content.decode("utf-8", "replace") for name, content in read.items() if b"\0" not in content
    }


@pytest.mark.parametrize(
    "check", [too_long, silent, opens_badly, nameless, loose_ends], ids=lambda check: check.__name__
)
def test_the_package_keeps_the_style(check, modules):
    assert [message for module, text in modules.items() for message in check(module, text)] == []


@pytest.mark.parametrize("check", [loose_ends, machine_paths], ids=lambda check: check.__name__)
def test_every_file_of_the_project_is_free_of(check, texts):
    assert [message for name, text in texts.items() for message in check(name, text)] == []


def test_no_folder_of_tests_is_passed_over(project, pytestconfig):
    passed_over = pytestconfig.getini("norecursedirs")
    folders = {file.parent.relative_to(project) for file in (project / "tests").rglob("test_*.py")}
    assert len(folders) > 10
    assert not [
        folder for folder in folders for part in folder.parts for name in passed_over if fnmatch(part, name)
    ]


def test_all_of_the_errors_are_public():
    defined = {
        name
        for name, thing in vars(errors).items()
        if not name.startswith("_") and inspect.isclass(thing) and thing.__module__ == errors.__name__
    }
    assert sorted(errors.__all__) == errors.__all__
    assert set(errors.__all__) == defined


def test_the_tree_in_the_docstring_of_errors_is_the_tree():
    assert errors.__doc__
    drawn = set(re.findall(r"\b[A-Z]\w*Error\b", errors.__doc__)) - {"ValueError"}
    assert drawn == {name for name in errors.__all__ if name.endswith("Error")}
    for name in drawn - {"NotationError"}:
        assert issubclass(getattr(errors, name), errors.VaultgenError)


def test_no_other_module_makes_errors_of_its_own(modules):
    made = [
        f"{module}: {node.name}"
        for module, text in modules.items()
        if module != "vaultgen/errors.py"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef) and re.search(r"(?:Error|Exception)$", node.name)
    ]
    assert made == []


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (too_long, "x = 1\n" * 351),
        (too_long, "def f():\n" + "    x = 1\n" * 60),
        (silent, "def f():\n    return 1\n"),
        (silent, "class A:\n    x = 1\n"),
        (silent, 'class A:\n    """An a."""\n    def f(self):\n        return 1\n'),
        (silent, "try:\n    import fcntl\nexcept ImportError:\n    def lock():\n        return 1\n"),
        (opens_badly, "x = 1\n"),
        (opens_badly, '"""money"""\n'),
        (opens_badly, '"""Money. And days."""\n'),
        (loose_ends, "# TO" + "DO: later\n"),
        (loose_ends, "# FIX" + "ME\n"),
        (machine_paths, "see /wor" + "k/main/x\n"),
        (machine_paths, "path = '/roo" + "t/.cache'\n"),
        (machine_paths, "(/hom" + "e/ada/vault)\n"),
        (machine_paths, "C:\\Use" + "rs\\ada\n"),
    ],
)
def test_an_offender_is_caught(check, text):
    assert len(check("vaultgen/values/money.py", text)) == 1


@pytest.mark.parametrize("name", ["utils.py", "values/helpers.py", "vault/file_utils.py", "cli/manager.py"])
def test_a_module_without_a_noun_is_caught(name):
    assert len(nameless(f"vaultgen/{name}", "")) == 1


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (too_long, "x = 1\n" * 350),
        (too_long, "def f():\n" + "    x = 1\n" * 59),
        (silent, "def _f():\n    return 1\n"),
        (silent, 'def f():\n    """What you get."""\n    def inner():\n        return 1\n'),
        (opens_badly, '"""Money as records give it, e.g. $5B;\nnever floats.\n\nMore. Much more."""\n'),
        (machine_paths, "https://example.com/home/x /usr/bin/env ~/work/x and/or/work/x ../work/x\n"),
    ],
)
def test_what_keeps_the_style_passes(check, text):
    assert check("vaultgen/values/money.py", text) == []
