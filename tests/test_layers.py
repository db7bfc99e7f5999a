"""Imports point left, nothing goes in circles, and one module writes: read from the source, not run."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = "vaultgen"
LAYERS = ("errors", "values", "records", "catalog", "notes", "vault", "site", "cli")
WRITER = "vaultgen.vault.disk"
RENAMER = "vaultgen.vault.exchange"  # its hands, which nobody else may use
READERS = ("records", "vault", "site", "cli")  # may look at a disk; notes has Jinja's loaders for that
PRINTERS = ("click", "rich")  # what only cli may import

WRITING_CALLS = {
    "chmod", "ftruncate", "link", "makedirs", "mkdir", "mkfifo", "remove", "removedirs", "rename",
    "renames", "replace", "rmdir", "symlink", "truncate", "unlink", "utime", "write",
}  # fmt: skip
WRITING_MODULES = {"shutil", "tempfile"}
WRITING_METHODS = {
    "chmod", "hardlink_to", "mkdir", "rename", "rmdir", "symlink_to", "touch", "unlink", "write_bytes",
    "write_text",
}  # fmt: skip
WRITING_FLAGS = {"O_APPEND", "O_CREAT", "O_RDWR", "O_TRUNC", "O_WRONLY"}
READING_CALLS = {"listdir", "lstat", "open", "scandir", "stat", "walk"}
READING_METHODS = {
    "exists", "glob", "is_dir", "is_file", "is_symlink", "iterdir", "lstat", "read_bytes", "read_text",
    "rglob", "stat",
}  # fmt: skip


@cache
def _tree(text: str) -> ast.Module:
    return ast.parse(text)


def _imports(tree: ast.AST) -> Iterator[tuple[ast.Import | ast.ImportFrom, str, str]]:
    """Each imported name as (statement, module, name inside the module or "")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, "." * node.level + (node.module or ""), alias.name) for alias in node.names)


def room_of(module: str) -> str:
    """The layer a module belongs to: the first part of its name below the package."""
    parts = module.split(".")
    if parts[0] != PACKAGE:
        return ""
    return "cli" if parts[1:] == ["__main__"] else "".join(parts[1:2])


def wrong_directions(module: str, text: str) -> list[str]:
    """Imports that point right, leave the known layers, or are relative."""
    own = room_of(module)
    found = []
    for node, target, name in _imports(_tree(text)):
        place = f"{module}:{node.lineno}"
        if target.startswith("."):
            found.append(f"{place} imports relatively: {target}")
            continue
        if target.split(".")[0] in PRINTERS and own != "cli":
            found.append(f"{place} imports {target}: only cli talks to a person")
        other = room_of(f"{target}.{name}" if target == PACKAGE else target)
        if other in {"", "__version__"}:
            continue
        if other not in LAYERS:
            found.append(f"{place} imports {target}: no layer is called {other}")
        elif own not in LAYERS or LAYERS.index(other) > LAYERS.index(own):
            found.append(f"{place} imports {target}: against the flow {' ← '.join(LAYERS)}")
    return found


def late_imports(module: str, text: str) -> list[str]:
    """Imports inside functions outside cli: none of our own, others only with the reason on the line."""
    if room_of(module) == "cli":
        return []
    lines = text.splitlines()
    found = set()
    for function in ast.walk(_tree(text)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        for node, target, _ in _imports(function):
            reasoned = "noqa: PLC0415 " in lines[node.lineno - 1]
            if target.split(".")[0] in {PACKAGE, ""} or not reasoned:
                found.add((node.lineno, f"{module}:{node.lineno} imports {target} inside a function"))
    return [message for _, message in sorted(found)]


def cycle(modules: Mapping[str, str]) -> list[str]:
    """Modules that import each other in a circle, first and last the same; empty when there is none."""
    graph: dict[str, set[str]] = {}
    for module, text in modules.items():
        named = [(f"{target}.{name}", target) for _, target, name in _imports(_tree(text))]
        graph[module] = {inner if inner in modules else outer for inner, outer in named} & set(modules)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _imported_as(tree: ast.AST) -> dict[str, str]:
    """What a bare name stands for: `o` is `os` after `import os as o`."""
    meaning = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                meaning[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom):
            meaning |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return meaning


def _called(call: ast.Call, meaning: Mapping[str, str]) -> tuple[str, str]:
    """(module, name) of a call: "" is the module of built-ins, "." stands for a method of some value."""
    match call.func:
        case ast.Name(id=name):
            module, _, last = meaning.get(name, name).rpartition(".")
            return module, last
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            module = meaning.get(owner, "")
            is_module = bool(module) and module.islower()  # a class, such as pathlib.Path, is not
            return (module, name) if is_module else (".", name)
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id="os"), attr="path"), attr=name):
            return "os.path", name
        case ast.Attribute(attr=name):
            return ".", name
    return ".", ""


def _opens_for_writing(call: ast.Call, owner: str, name: str) -> bool:
    """Whether an `open` may write: by its mode, by its flags, or because the mode cannot be read off."""
    if (owner, name) == ("os", "open"):
        named = {node.attr for node in ast.walk(call) if isinstance(node, ast.Attribute)}
        named |= {node.id for node in ast.walk(call) if isinstance(node, ast.Name)}
        return bool(named & WRITING_FLAGS)
    place = 0 if owner == "." else 1
    modes = [word.value for word in call.keywords if word.arg == "mode"] + call.args[place : place + 1]
    known = [mode.value for mode in modes if isinstance(mode, ast.Constant) and isinstance(mode.value, str)]
    return len(known) < len(modes) or any(set(mode) & set("wax+") for mode in known)


def _touches(module: str, text: str, *, reading: bool) -> list[str]:
    tree = _tree(text)
    meaning = _imported_as(tree)
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}  # not those of a path
    found = []
    for node, target, _ in _imports(tree):
        if target.split(".")[0] in WRITING_MODULES:
            found.append(f"{module}:{node.lineno} imports {target}")
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        owner, name = _called(call, meaning)
        replaces = owner == "." and name == "replace" and len(call.args) == 1 and not call.keywords
        changes = (
            (owner == "os" and name in WRITING_CALLS)
            or (owner == "." and name in WRITING_METHODS - own)
            or (name in {"open", "fdopen"} and _opens_for_writing(call, owner, name))
            or replaces
        )
        looks = (
            (owner == "os" and name in READING_CALLS)
            or (owner == "." and name in READING_METHODS - own)
            or name == "open"
            or owner == "os.path"
        )
        if changes or (reading and looks):
            found.append(f"{module}:{call.lineno} calls {name}")
    return found


def writes(module: str, text: str) -> list[str]:
    """Calls and imports by which a module could change a disk; the one writing room is free."""
    free = module == RENAMER or f"{module}.".startswith(f"{WRITER}.")
    return [] if free else _touches(module, text, reading=False)


def reads(module: str, text: str) -> list[str]:
    """Calls by which a module of a pure room could look at a disk."""
    return [] if room_of(module) in READERS else _touches(module, text, reading=True)


@pytest.fixture(scope="module")
def modules(project: Path) -> dict[str, str]:
    files = sorted((project / PACKAGE).rglob("*.py"))
    names = (path.relative_to(project).with_suffix("").parts for path in files)
    return {
        ".".join(name[:-1] if name[-1] == "__init__" else name): path.read_text("utf-8")
        for name, path in zip(names, files, strict=True)
    }


@pytest.mark.parametrize(
    "check", [wrong_directions, late_imports, writes, reads], ids=lambda check: check.__name__
)
def test_the_package_keeps_the_rule(check, modules):
    assert [message for module, text in modules.items() for message in check(module, text)] == []


def test_the_package_has_no_import_cycle(modules):
    assert cycle(modules) == []


def test_the_one_writing_room_is_these_modules_and_no_others(modules):
    assert [module for module in modules if f"{module}.".startswith(f"{WRITER}.")] == [
        WRITER,
        f"{WRITER}.files",
        f"{WRITER}.trees",
    ]


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("vaultgen.values.money", "from vaultgen.records import model"),
        ("vaultgen.values.money", "from vaultgen.records.model import Round"),
        ("vaultgen.records.load", "import vaultgen.catalog.resolve"),
        ("vaultgen.records.load", "from vaultgen import notes"),
        ("vaultgen.errors", "from vaultgen.values.days import Day"),
        ("vaultgen.notes.page", "def late():\n    from vaultgen.vault import disk\n"),
        ("vaultgen.notes.page", "if TYPE_CHECKING:\n    from vaultgen.vault.plan import Plan\n"),
        ("vaultgen.notes.page", "from vaultgen.elsewhere import thing"),
        ("vaultgen.values.money", "from .days import Day"),
        ("vaultgen.values.money", "from . import days"),
        ("vaultgen.vault.build", "import click"),
        ("vaultgen.vault.build", "from rich.table import Table"),
        ("vaultgen", "from vaultgen.values.days import Day"),
    ],
)
def test_an_import_in_the_wrong_direction_is_caught(module, text):
    assert len(wrong_directions(module, text)) == 1


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("vaultgen.cli.main", "import click\nfrom vaultgen.values.days import Day"),
        ("vaultgen.__main__", "from vaultgen.cli.main import run"),
        (
            "vaultgen.records.load",
            "import json\nfrom vaultgen.records import model\nfrom vaultgen.errors import A",
        ),
        ("vaultgen.notes.page", "from vaultgen import __version__"),
    ],
)
def test_an_import_to_the_left_is_fine(module, text):
    assert wrong_directions(module, text) == []


def test_a_circle_of_modules_is_caught():
    circle = {
        "vaultgen.values.a": "from vaultgen.values import b",
        "vaultgen.values.b": "from vaultgen.values.c import thing",
        "vaultgen.values.c": "import vaultgen.values.a",
    }
    found = cycle(circle)
    assert found[0] == found[-1]
    assert set(found) == set(circle)
    assert cycle(circle | {"vaultgen.values.c": "import json"}) == []


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    import json\n",
        "async def f():\n    from json import loads\n",
        "class A:\n    def f(self):\n        if True:\n            import json\n",
        "def f():\n    from vaultgen.values import money  # noqa: PLC0415 - a cycle otherwise\n",
    ],
)
def test_an_import_inside_a_function_is_caught(text):
    assert len(late_imports("vaultgen.values.money", text)) == 1


def test_an_import_inside_a_function_needs_cli_or_a_reason():
    assert late_imports("vaultgen.cli.main", "def f():\n    from vaultgen.vault import build\n") == []
    reasoned = "def f():\n    from rapidfuzz import fuzz  # noqa: PLC0415 - 20 ms that most runs never need\n"
    assert late_imports("vaultgen.values.suggest", reasoned) == []
    assert late_imports("vaultgen.values.suggest", reasoned.replace(" - 20 ms that most runs never need", ""))


@pytest.mark.parametrize(
    "text",
    [
        "open(path, 'w')",
        "open(path, mode='a')",
        "open(path, 'r+b')",
        "open(path, chosen)",
        "path.open('xb')",
        "path.open(mode='w')",
        "import io\nio.open(path, 'wb')",
        "import os\nos.open(path, os.O_RDWR | os.O_CREAT)",
        "import os\nos.fdopen(number, 'w')",
        "from os import open as opened, O_WRONLY\nopened(path, O_WRONLY)",
        "path.write_text('x')",
        "path.write_bytes(b'x')",
        "path.replace(other)",
        "(folder / 'x').rename(other)",
        "path.unlink(missing_ok=True)",
        "path.mkdir(parents=True)",
        "path.rmdir()",
        "path.touch()",
        "path.symlink_to(other)",
        "import os\nos.replace(a, b)",
        "import os as o\no.remove(a)",
        "import os\nos.makedirs(a)",
        "from os import rename as move\nmove(a, b)",
        "import shutil",
        "from shutil import rmtree",
        "import tempfile",
    ],
)
def test_a_second_writing_module_is_caught(text):
    assert len(writes("vaultgen.vault.plan", text)) == 1
    assert len(writes(f"{WRITER}_of_another_name", text)) == 1
    assert writes(WRITER, text) == writes(f"{WRITER}.trees", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "open(path)",
        "open(path, 'rb')",
        "path.open(encoding='utf-8')",
        "import os\nos.open(path, os.O_RDONLY)",
        "text.replace('a', 'b')",
        "names.remove('x')",
        "from dataclasses import replace\nreplace(step, path='x')",
        "day.replace(day=1)",
        "import os\nos.scandir(folder)",
        "class Work:\n    def rename(self): ...\n\nWork().rename()",
    ],
)
def test_reading_and_changing_values_is_no_writing(text):
    assert writes("vaultgen.vault.plan", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "open(path)",
        "path.open()",
        "path.read_text('utf-8')",
        "path.exists()",
        "[*folder.glob('*.md')]",
        "import os\nos.scandir(folder)",
        "import os\nos.path.exists(folder)",
        "from os.path import exists\nexists(folder)",
    ],
)
def test_a_pure_room_that_looks_at_the_disk_is_caught(text):
    for room in ("values.money", "catalog.resolve", "notes.page"):
        assert len(reads(f"vaultgen.{room}", text)) == 1
    assert reads("vaultgen.records.load", text) == []


def test_a_pure_room_may_name_paths_and_load_templates_through_jinja():
    text = """
from pathlib import PurePosixPath
from jinja2 import FileSystemLoader
loader = FileSystemLoader(folders)
parts = PurePosixPath(name).parts
"""
    assert reads("vaultgen.notes.templates", text) == []


def test_only_the_site_loads_what_only_the_site_installs(modules):
    extra = {
        "feedgenerator",
        "latex2mathml",
        "mdit_py_plugins",
        "msgspec",
        "nh3",
        "pygments",
        "starlette",
        "uvicorn",
    }
    met = {
        (room_of(module), target.split(".")[0])
        for module, text in modules.items()
        for node in _tree(text).body
        for _, target, _ in _imports(node)
    }
    assert {room for room, target in met if target in extra} == {"site"}
