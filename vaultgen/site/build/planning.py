"""The plan of a build: by what has changed it is seen how little has to be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vaultgen.site.atlas import Atlas
from vaultgen.site.build.kept import Kept
from vaultgen.site.build.memory import PAGE, Made, Memory
from vaultgen.site.build.quiet import is_of, quiet_edits, quiet_todo
from vaultgen.site.build.relinked import is_relinked, told_anew
from vaultgen.site.build.stand import Stand
from vaultgen.site.build.table import Table
from vaultgen.site.build.todo import Todo, good_ones, todo
from vaultgen.site.build.touched import Change, change_of, touched
from vaultgen.site.check import has_own_faults
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
            known = good_ones(self.stand.memory, self.stand.program)
            return todo(self.table.leaves(known), known, self.stand.memory, self.stand.live)
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
            if quiet.leaves(memory.checked):
                self.table.checked = tuple(memory.checked)
        return plan

    def _changed(self, memory: Memory) -> Todo:
        """What to do after any change: all leaves are looked at that it may have reached."""
        table, known = self.table, good_ones(memory, self.stand.program)
        sheets = {path: one.sheet for path, one in self.kept.seen.items()}
        change = change_of(Atlas(self.stand.settings, sheets, self.kept.chart), table.atlas)
        if memory.history == table.history.text() and is_relinked(change):
            table.ground = memory.ground
            self._spare_check(memory, change)
            leaves = table.linked_leaves(known, self._touched(change, known), told_anew(change))
        else:
            leaves = table.leaves(
                known, self._touched(change, known) if table.ground == memory.ground else None
            )
        return todo(leaves, known, memory, self.stand.live)

    def _touched(self, change: Change, known: Mapping[tuple[str, str], Made]) -> set[str]:
        asked = {made.subject: made.asked for made in known.values() if made.kind == PAGE}
        return touched(change, (Books(change.before), self.table.desk.studio.books), asked)

    def _spare_check(self, memory: Memory, change: Change) -> None:
        """Let nothing be looked through for faults if all is well where something has changed, as it was before.

        Where headings have changed, links in comments that nobody shows may be broken too.
        """
        before, after = change.before.surveyed, change.after.surveyed
        edited = {path for path, sheet in after.items() if sheet is not before[path]}
        well = not change.moved and not any(one.path in edited for one in memory.checked)
        if well and not has_own_faults(change.after, edited):
            self.table.checked = tuple(memory.checked)
