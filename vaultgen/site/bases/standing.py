"""Which files pass the conditions that are the same on every page, found once for all pages of a site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final
from weakref import WeakKeyDictionary

from msgspec import Struct

from vaultgen.errors import NotationError
from vaultgen.site.bases.parser import parse
from vaultgen.site.bases.schema import Filter
from vaultgen.site.bases.scope import Library, Scope, World
from vaultgen.site.bases.syntax import Expression, Name, children
from vaultgen.site.sheet import Fault
from vaultgen.values.names import name_key

__all__ = ["Standing", "by_name", "is_standing", "standing"]

Tests = Callable[[World, Filter], Callable[[Scope], bool]]
_MOST: Final = 64


class Standing(Struct, frozen=True):
    """The files that pass, by name; what was noted on the way, and how much work it was."""

    paths: tuple[str, ...]
    members: frozenset[str]
    faults: Mapping[Fault, bool]
    spent: int


# A base that is embedded in each of ten thousand notes would look at a hundred million files otherwise.
_found: Final[WeakKeyDictionary[Library, dict[tuple[str, tuple[Filter, ...]], Standing]]] = (
    WeakKeyDictionary()
)


def standing(library: Library, source: str, filters: tuple[Filter, ...], test_of: Tests) -> Standing:
    """The files that pass all of some conditions that `is_standing`; `source` is the file they stand in."""
    known = _found.setdefault(library, {})
    key = (source, filters)
    if key not in known:
        if len(known) >= _MOST:
            known.clear()
        known[key] = _look(library, source, filters, test_of)
    return known[key]


def _look(library: Library, source: str, filters: tuple[Filter, ...], test_of: Tests) -> Standing:
    world = World(library, source=source, this="", page="")
    tests = [test_of(world, part) for part in filters]
    passed = []
    for path in by_name(library.sheets):
        row = Scope(world, library.sheets[path])
        if all(test(row) for test in tests):
            passed.append(path)
    return Standing(tuple(passed), frozenset(passed), world.faults, world.spent)


def by_name(paths: Iterable[str]) -> list[str]:
    """Paths in the order of the files' names."""
    return sorted(paths, key=lambda path: (name_key(path.rpartition("/")[2]), path))


def is_standing(part: Filter) -> bool:
    """Whether a condition asks neither for the page that it stands on nor for a formula."""
    if part.join != "is":
        return all(is_standing(item) for item in part.items)
    try:
        return not _asks(parse(part.condition.text))
    except NotationError:
        return False


def _asks(node: Expression) -> bool:
    if isinstance(node, Name):
        return node.name in {"this", "formula"}
    return any(_asks(child) for child in children(node))
