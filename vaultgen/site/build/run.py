"""One build of a site, from the files of a vault to the tree that readers see."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from msgspec import MsgspecError
from msgspec.structs import replace as replace_struct

from vaultgen.site.atlas import Atlas
from vaultgen.site.build.indexing import Index, index_key, indexed
from vaultgen.site.build.kept import Kept, read_kept, write_kept
from vaultgen.site.build.making import Advance, Bench, make_all
from vaultgen.site.build.memory import Made, Memory, Stat, write_memory
from vaultgen.site.build.outcome import Counts, Outcome, counts_of, findings_of
from vaultgen.site.build.places import MARK, MARK_TEXT, Places, inode, look, places_of, recollect
from vaultgen.site.build.program import code_digest, program_digest
from vaultgen.site.build.quiet import quiet_edits, quiet_todo, stamp_of
from vaultgen.site.build.staging import catch_up, prepare, set_aside, swap
from vaultgen.site.build.table import PAGE, Table
from vaultgen.site.build.todo import Todo, good_ones, stands, todo
from vaultgen.site.history import History, advance, read_history
from vaultgen.site.settings import Settings
from vaultgen.site.survey import Seen, survey
from vaultgen.site.survey.rest import collector_at_rest
from vaultgen.vault.disk import write_if_changed
from vaultgen.vault.fingerprint import settle
from vaultgen.vault.gate import explained
from vaultgen.vault.lock import lock
from vaultgen.vault.scan import File, scan

__all__ = ["build_site", "unwatched"]

# A file system's clock may stand still for as long as this while a file is written twice.
_TICK: Final = 20_000_000


def unwatched(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


def build_site(
    settings: Settings,
    *,
    jobs: int | None = None,
    index: Index = "now",
    history: Path | None = None,
    keep: bool = True,
    advance: Advance = unwatched,
    command: str = "vaultgen site build",
) -> Outcome:
    """Bring the site up to date with its vault; readers see the old site until the new one is whole.

    Only what depends on a change is made again. `index` is when the search index is: `later` leaves the old one.
    `history` is a file with the former addresses of notes; it is brought up to date if that is to be kept.
    LockedError if another build is at work on it.
    """
    places = places_of(settings)
    with lock(places.hidden, command=command):
        build = _Build(settings, places, jobs=jobs, index=index, history=history, advance=advance)
        with collector_at_rest():
            outcome = build.run()
        if history is not None and keep and (text := build.history.text()):
            write_if_changed(history, text)
        return outcome


class _Build:
    """One build while it runs."""

    def __init__(
        self,
        settings: Settings,
        places: Places,
        *,
        jobs: int | None,
        index: Index,
        history: Path | None,
        advance: Advance,
    ) -> None:
        self.settings = settings
        self.places = places
        self.jobs = jobs
        self.index = index
        self.history_file = history
        self.history = kept_history(history)
        self.advance = advance
        self.memory = recollect(places)
        self.live = look(places.output)
        self.code = code_digest()
        self.program = program_digest(settings, self.code)

    def run(self) -> Outcome:
        """Do what is to do."""
        self.advance("looking", 0, 0)
        scanned, files = _scanned(self.settings.vault)
        if self.memory is not None and self._is_current(self.memory, files):
            return Outcome(Counts(**self.memory.counts), tuple(self.memory.findings))
        try:
            return self._renewed(read_kept(self.places.sheets, self.code), scanned, files)
        except MsgspecError:  # what was kept looks as it was left, and yet is not
            return self._renewed(Kept(self.places.sheets), scanned, files)

    def _renewed(self, kept: Kept, scanned: Mapping[str, File], files: dict[str, tuple[int, ...]]) -> Outcome:
        """Bring the site up to date by what was kept of the vault, and what it is now."""
        self.advance("reading notes", 0, 0)
        seen = survey(self.settings, kept.seen, scanned)
        sheets = {path: one.sheet for path, one in seen.items()}
        atlas = Atlas(self.settings, sheets, kept.chart_of(seen, self.program))
        if self.history_file is not None:
            self.history = advance(self.history, atlas)
        table = Table(atlas, self.history)
        plan = self._quiet_plan(table, kept.seen, seen)
        if plan is None:
            known = good_ones(self.memory, self.program)
            plan = todo(table.leaves(known), known, self.memory, self.live)
        outcome = self._carry_out(table, plan, files)
        sure = {path: one for path, one in seen.items() if files.get(path)}
        write_kept(kept, sure, atlas.chart, code=self.code, program=self.program)
        return outcome

    def _is_current(self, memory: Memory, files: Mapping[str, tuple[int, ...]]) -> bool:
        """Whether nothing that the site depends on has changed, and nobody has touched the site."""
        return (
            memory.program == self.program
            and memory.files == files
            and all(files.values())
            and memory.history == self.history.text()
            and MARK in self.live
            and all(stands(made.addresses, made.stats, self.live) for made in memory.made)
            and stands(memory.loose, memory.loose.values(), self.live)
            and self._has_index(memory, memory.made)
        )

    def _quiet_plan(self, table: Table, kept: Mapping[str, Seen], seen: Mapping[str, Seen]) -> Todo | None:
        """What to do if only words of some notes have changed; None if it takes a look at everything."""
        memory = self.memory
        if memory is None or memory.program != self.program or memory.history != self.history.text():
            return None
        quiet = quiet_edits(self.settings, memory, kept, seen)
        plan = quiet_todo(quiet, memory, self.live, page=PAGE) if quiet is not None else None
        if quiet is not None and plan is not None and not quiet.shifted:
            table.checked = tuple(memory.checked)
        return plan

    def _carry_out(self, table: Table, plan: Todo, files: dict[str, tuple[int, ...]]) -> Outcome:
        """Make what is to make in the tree to come, and show it."""
        memory = self.memory
        if (
            memory is not None
            and not plan.changes
            and MARK in self.live
            and self._has_index(memory, plan.good)
        ):
            good = map(table.refreshed, plan.good)
            result = self._result(table, good, files, memory.loose_key, memory.loose)
            write_memory(self.places.memory, replace_struct(result, root=inode(self.places.output)))
            return Outcome(Counts(**result.counts), tuple(result.findings))
        keep = {address for made in plan.good for address in made.addresses} | plan.foreign | {MARK}
        keep |= memory.loose.keys() if memory is not None else set()
        tree = prepare(self.places, self.live, keep & self.live.keys())
        if MARK not in self.live:
            tree.put(MARK, MARK_TEXT)
        asides = set_aside(self.places, plan.unknown)
        bench = Bench(table.make, self.settings.vault, tree, self.places.output, self._size)
        done = list(make_all(bench, plan.make, jobs=self.jobs, advance=self.advance))
        made = (*map(table.refreshed, plan.good), *(one.made for one in done))
        self.advance("making the search index", 0, 0)
        wanted = index_key(self.settings, self.program, made)
        key, loose = indexed(table, self.places, wanted, memory, self.index)
        result = self._result(table, made, files, key, loose)
        write_memory(self.places.pending, result)
        swap(self.places)
        fresh = {address for one in done for address in one.made.addresses} | {MARK}
        old = memory.loose if memory is not None else {}
        fresh.update(address for address, stat in loose.items() if old.get(address) != stat)
        catch_up(self.places, sorted(fresh), plan.gone)
        counts = Counts(**result.counts)
        written = sum(one.written for one in done)
        return Outcome(
            replace(counts, written=written, removed=len(plan.gone)), tuple(result.findings), asides
        )

    def _has_index(self, memory: Memory, made: Iterable[Made]) -> bool:
        """Whether the search index that stands there is the right one, or need not be."""
        return memory.loose_key == index_key(self.settings, self.program, made) or (
            self.index == "later" and self.settings.search
        )

    def _result(
        self,
        table: Table,
        made: Iterable[Made],
        files: dict[str, tuple[int, ...]],
        loose_key: str,
        loose: dict[str, Stat],
    ) -> Memory:
        """What to remember of the site in the tree to come."""
        ordered = sorted(made, key=lambda one: (one.kind, one.subject))
        counts = counts_of(ordered, loose)
        return Memory(
            root=inode(self.places.next),
            code=self.code,
            program=self.program,
            history=self.history.text(),
            files=files,
            made=ordered,
            loose=loose,
            loose_key=loose_key,
            checked=list(table.checked),
            findings=findings_of(table.checked, ordered),
            counts={"pages": counts.pages, "files": counts.files, "size": counts.size},
        )

    def _size(self, address: str) -> int:
        found = self.live.get(address)
        return found[0] if found is not None else -1


def kept_history(file: Path | None) -> History:
    """The history that a file keeps; none if there is no file."""
    if file is None or not file.is_file():
        return History()
    with explained(file):
        return read_history(file.read_text("utf-8"), where=str(file))


def _scanned(vault: Path) -> tuple[dict[str, File], dict[str, tuple[int, ...]]]:
    """The vault's files, and their stamps: none for one that may change once more without looking otherwise.

    After a moment's wait that can only be one that somebody is writing just now.
    """
    now = time.time_ns()
    files = scan(vault)
    if any(_is_fresh(file, now) for file in files.values()):
        settle()
        now = time.time_ns()
        files = scan(vault)
    return files, {path: () if _is_fresh(file, now) else stamp_of(file) for path, file in files.items()}


def _is_fresh(file: File, now: int) -> bool:
    return file.mtime_ns > now - _TICK or file.ctime_ns > now - _TICK
