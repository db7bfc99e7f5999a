"""What an expression is worked out in: the vault, the page that asks, the row, and how much work is left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

from vaultgen.errors import VaultgenError
from vaultgen.site.bases.kinds import File, Moment, Value, Way
from vaultgen.site.bases.moments import read_moment
from vaultgen.site.goal import Goal
from vaultgen.site.sheet import Fault, Sheet

__all__ = ["LONGEST_LIST", "LONGEST_TEXT", "Library", "Scope", "World"]

LONGEST_TEXT: Final = 65_536
LONGEST_LIST: Final = 100_000
_MOST_FAULTS: Final = 40
_WORK: Final = 2_000_000
_WORK_A_FILE: Final = 2_000


class Library(Protocol):
    """What a base needs of the whole vault; the atlas offers it."""

    @property
    def sheets(self) -> Mapping[str, Sheet]:
        """Every published file by its path."""
        ...

    @property
    def newest(self) -> str:
        """The latest date that any property of the vault gives, or `""`."""
        ...

    def goal(self, target: str, subpath: str, source: str) -> Goal:
        """Where a link leads that stands in the file `source`."""
        ...

    def backlinks(self, path: str) -> tuple[Any, ...]:
        """The links to a file; each has the path of its `source`."""
        ...


class Runnable(Protocol):
    """A compiled formula."""

    def run(self, scope: Scope) -> Value:
        """The value for one row."""
        ...


class World:
    """One base on one page: what its expressions look at, what they say on the way, how long they may go on.

    `formulas` are those of the base, compiled; they are filled in before the first row is looked at. `faults` are
    what there is to say, and whether readers of the page need to know it or only the base's author.
    """

    def __init__(self, library: Library, *, source: str, this: str, page: str) -> None:
        self.library = library
        self.source = source
        self.page = page
        self.this = library.sheets.get(this)
        self.formulas: dict[str, Runnable] = {}
        self.height = 0
        self.faults: dict[Fault, bool] = {}
        self.line = 0
        self.spent = 0
        self._most = _WORK + _WORK_A_FILE * len(library.sheets)
        self._goals: dict[tuple[str, str, str], Goal] = {}
        self._linkers: dict[str, frozenset[str]] = {}

    @property
    def exhausted(self) -> bool:
        """Whether there is no work left."""
        return self.spent > self._most

    def spend(self, steps: int) -> None:
        """Take from the work that is left; so no base can keep a build waiting."""
        self.spent += steps
        if self.spent > self._most:
            raise VaultgenError("the base asks for more work than a page may take")

    def warn(self, message: str) -> None:
        """Note once what the author should know, and readers need not."""
        self.note({Fault(self.line, message): False})

    def say(self, message: str, advice: str = "") -> None:
        """Note once what a reader must know."""
        self.note({Fault(self.line, message, advice): True})

    def note(self, faults: Mapping[Fault, bool]) -> None:
        """Note what was noted elsewhere."""
        for fault, shown in faults.items():
            if len(self.faults) < _MOST_FAULTS:
                self.faults.setdefault(fault, shown)

    def tell(self, error: VaultgenError, line: int) -> None:
        """Note why something has no value, with the line where that came about first."""
        if not getattr(error, "__notes__", None):
            error.add_note(f"line {line}")
            self.line = line
            self.say(str(error))

    def goal(self, way: Way) -> Goal:
        """Where a link leads; one that leads out of the vault leads nowhere here."""
        if way.url:
            return Goal("missing")
        key = (way.target, way.subpath, way.source)
        found = self._goals.get(key)
        if found is None:
            found = self._goals[key] = self.library.goal(*key)
        return found

    def file(self, value: Value) -> Sheet | None:
        """The published file that a file, a link or a text means."""
        if isinstance(value, File):
            return value.sheet
        if isinstance(value, str):
            value = Way(value, source=self.source)
        if not isinstance(value, Way):
            return None
        goal = self.goal(value)
        return self.library.sheets.get(goal.path) if goal.state in {"page", "asset"} else None

    def linkers(self, path: str) -> frozenset[str]:
        """The paths of the files that link to one."""
        found = self._linkers.get(path)
        if found is None:
            found = frozenset(link.source for link in self.library.backlinks(path))
            self._linkers[path] = found
        return found

    def today(self) -> Moment | None:
        """The newest date of the vault's data, which is the same for whoever builds the site."""
        newest = read_moment(self.library.newest[:10])
        if newest is None:
            self.say("today() is empty: no property of the vault gives a date")
        else:
            self.say(f"today() is {newest}, the newest date in the vault")
        return newest


class Scope:
    """One row: its file, the names of a list's `filter`, `map` or `reduce`, and the formulas worked out so far."""

    __slots__ = ("memo", "names", "sheet", "world")

    def __init__(self, world: World, sheet: Sheet, names: dict[str, Value] | None = None) -> None:
        self.world = world
        self.sheet = sheet
        self.names = names
        self.memo: dict[str, Any] = {}

    def inner(self, names: dict[str, Value]) -> Scope:
        """The same row with some more names."""
        scope = Scope(self.world, self.sheet, {**self.names, **names} if self.names else names)
        scope.memo = self.memo
        return scope
