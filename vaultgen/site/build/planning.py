"""The plan of a build: by what has changed it is seen how little has to be looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from vaultgen.site.atlas import Atlas
from vaultgen.site.build.kept import Kept
from vaultgen.site.build.memory import PAGE, Memory
from vaultgen.site.build.quiet import is_of, quiet_edits, quiet_todo
from vaultgen.site.build.scoping import is_ground_alike, is_named_alike, scope_of
from vaultgen.site.build.stand import Stand
from vaultgen.site.build.table import Table
from vaultgen.site.build.todo import Todo
from vaultgen.site.build.touched import Change, change_of, touched
from vaultgen.site.chart import names_of
from vaultgen.site.check import check_again
from vaultgen.site.leaf import Leaf
from vaultgen.site.pages.books import Books
from vaultgen.site.survey import Seen

__all__ = ["Planner"]


@dataclass(frozen=True)
class Planner:
    """What is known before a build: how all stands, what was kept of the vault, and what it is now."""

    stand: Stand
    table: Table
    kept: Kept
    seen: Mapping[str, Seen]

    def plan(self) -> Todo:
        """What there is to do; what need not be found out for it is given to the table as it was."""
        memory = self._memory()
        if memory is None:
            return self._todo(self.table.leaves(), len(self.table.atlas.addresses))
        return self._quiet(memory) or self._changed(memory)

    def _memory(self) -> Memory | None:
        """What the last build remembered, if it made the site of what was kept, as this one would have."""
        memory = self.stand.memory
        same = memory is not None and self.stand.program == memory.program == self.kept.program
        return memory if memory is not None and same and is_of(memory, self.kept.seen) else None

    def _quiet(self, memory: Memory) -> Todo | None:
        """What to do if only words of some notes have changed."""
        if memory.history != self.table.history.text():
            return None
        quiet = quiet_edits(self.stand.settings, self.kept.seen, self.seen)
        plan = quiet_todo(quiet, memory, self.stand.live, page=PAGE) if quiet is not None else None
        if quiet is not None and plan is not None:
            self.table.ground = memory.ground
            self._spare_check(memory, () if quiet.leaves(memory.checked) else quiet.paths)
        return plan

    def _changed(self, memory: Memory) -> Todo:
        """What to do after any change: all leaves are looked at that it may have reached."""
        table = self.table
        sheets = {path: one.sheet for path, one in self.kept.seen.items()}
        change = change_of(Atlas(self.stand.settings, sheets, self.kept.chart), table.atlas)
        books = Books(change.before), table.desk.studio.books
        scope = scope_of(change, books)
        if is_ground_alike(scope):
            table.ground = memory.ground
        self._check_again(memory, change)
        if table.ground != memory.ground:
            return self._todo(table.leaves(), len(table.atlas.addresses))
        asked = {made.subject: made.asked for made in memory.made if made.kind == PAGE}
        pages = touched(change, books, asked)
        many = len(pages.told) + len(pages.drawn)
        return self._todo(table.leaves(pages, scope, but_apart=True), many, table.apart(scope))

    def _todo(self, leaves: Iterable[Leaf], many: int, apart: Iterable[Leaf] | None = None) -> Todo:
        return Todo(leaves, many, self.table.known, self.stand.memory, self.stand.live, apart)

    def _check_again(self, memory: Memory, change: Change) -> None:
        """Let only those files be looked through for faults that may have others than before."""
        callers = change.after.chart.callers(names_of(change.moved))
        there = change.before.surveyed.keys() ^ change.after.surveyed.keys()
        paths = {path for path, _ in change.surveyed} | there | change.shaken | callers
        anew = memory.history != self.table.history.text() or not is_named_alike(change)
        self._spare_check(memory, paths, named_anew=anew)

    def _spare_check(self, memory: Memory, paths: Collection[str], *, named_anew: bool = False) -> None:
        """Let nothing be looked through for faults but some files, which are all that may have others."""
        atlas, history = self.table.atlas, self.table.history
        checked = check_again(atlas, memory.checked, paths, named_anew=named_anew, history=history)
        if checked is not None:
            self.table.checked = checked
