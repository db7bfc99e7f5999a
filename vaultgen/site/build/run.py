"""One build of a site, from the files of a vault to the tree that readers see."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from vaultgen.site.build.indexing import Index, index_key, indexed
from vaultgen.site.build.making import Advance, Bench, make_all
from vaultgen.site.build.memory import Memory, write_memory
from vaultgen.site.build.outcome import Counts, Outcome, counts_of, findings_of
from vaultgen.site.build.places import MARK, MARK_TEXT, Places, inode, look, places_of, recollect
from vaultgen.site.build.program import code_digest, program_digest
from vaultgen.site.build.staging import catch_up, prepare, set_aside, swap
from vaultgen.site.build.table import Table, table_of
from vaultgen.site.build.todo import Todo, good_ones, stands, todo
from vaultgen.site.settings import Settings
from vaultgen.site.survey import Seen, decode, encode, survey
from vaultgen.vault.disk import Tree, write_bytes
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
    advance: Advance = unwatched,
    command: str = "vaultgen site build",
) -> Outcome:
    """Bring the site up to date with its vault; readers see the old site until the new one is whole.

    Only what depends on a change is made again. `index` is when the search index is: `later` leaves the old one.
    LockedError if another build is at work on it.
    """
    places = places_of(settings)
    with lock(places.hidden, command=command):
        return _Build(settings, places, jobs, index, advance).run()


class _Build:
    """One build while it runs."""

    def __init__(
        self, settings: Settings, places: Places, jobs: int | None, index: Index, advance: Advance
    ) -> None:
        self.settings = settings
        self.places = places
        self.jobs = jobs
        self.index = index
        self.advance = advance
        self.memory = recollect(places)
        self.live = look(places.output)
        self.code = code_digest()
        self.program = program_digest(settings, self.code)

    def run(self) -> Outcome:
        """Do what is to do."""
        self.advance("looking", 0, 0)
        files = _stamps(scan(self.settings.vault), time.time_ns())
        if self.memory is not None and self._is_current(self.memory, files):
            return Outcome(Counts(**self.memory.counts), tuple(self.memory.findings))
        self.advance("reading notes", 0, 0)
        seen = self._survey()
        table = table_of(self.settings, {path: one.sheet for path, one in seen.items()})
        known = good_ones(self.memory, self.program)
        plan = todo(table.leaves(known), known, self.memory, self.live)
        outcome = self._carry_out(table, plan, files)
        write_bytes(self.places.sheets, encode(seen.values()))
        return outcome

    def _is_current(self, memory: Memory, files: Mapping[str, tuple[int, ...]]) -> bool:
        """Whether nothing that the site depends on has changed, and nobody has touched the site."""
        return (
            memory.program == self.program
            and memory.files == files
            and all(files.values())
            and MARK in self.live
            and all(stands(made.addresses, made.stats, self.live) for made in memory.made)
            and stands(memory.loose, memory.loose.values(), self.live)
            and (self.index == "later" or memory.loose_key == index_key(self.settings, memory.made))
        )

    def _survey(self) -> dict[str, Seen]:
        """Read the vault; a file whose stamp proves nothing is read again."""
        remembered: dict[str, Seen] = {}
        if self.memory is not None and self.memory.code == self.code and self.places.sheets.is_file():
            sure = self.memory.files
            kept = decode(self.places.sheets.read_bytes())
            remembered = {path: seen for path, seen in kept.items() if sure.get(path)}
        return survey(self.settings, remembered)

    def _carry_out(self, table: Table, plan: Todo, files: dict[str, tuple[int, ...]]) -> Outcome:
        """Make what is to make in the tree to come, and show it."""
        tree = self._prepare(plan)
        asides = set_aside(self.places, plan.unknown)
        bench = Bench(table.make, self.settings.vault, tree, self.places.output, self._size)
        done = list(make_all(bench, plan.make, jobs=self.jobs, advance=self.advance))
        made = sorted((*plan.good, *(one.made for one in done)), key=lambda one: (one.kind, one.subject))
        key = index_key(self.settings, made)
        self.advance("making the search index", 0, 0)
        loose_key, loose = indexed(self.places, key, self.memory, self.index, table.make_index)
        findings = findings_of(table.findings(), made)
        counts = counts_of(made, loose)
        memory = Memory(
            root=inode(self.places.next),
            code=self.code,
            program=self.program,
            files=files,
            made=made,
            loose=loose,
            loose_key=loose_key,
            findings=findings,
            counts={"pages": counts.pages, "files": counts.files, "size": counts.size},
        )
        write_memory(self.places.pending, memory)
        swap(self.places)
        fresh = [MARK, *loose] if loose_key != (self.memory.loose_key if self.memory else "") else [MARK]
        fresh.extend(address for one in done for address in one.made.addresses)
        catch_up(self.places, fresh, plan.gone)
        written = sum(one.written for one in done)
        return Outcome(replace(counts, written=written, removed=len(plan.gone)), tuple(findings), asides)

    def _prepare(self, plan: Todo) -> Tree:
        """The tree to come with all that stays."""
        keep = {address for made in plan.good for address in made.addresses} | plan.foreign
        if self.memory is not None:
            keep |= self.memory.loose.keys()
        tree = prepare(self.places, self.live, keep & self.live.keys() - {MARK})
        tree.put(MARK, MARK_TEXT)
        return tree

    def _size(self, address: str) -> int:
        found = self.live.get(address)
        return found[0] if found is not None else -1


def _stamps(files: Mapping[str, File], now: int) -> dict[str, tuple[int, ...]]:
    """What the files look like; nothing for one that may change once more without looking otherwise."""
    return {
        path: (file.size, file.mtime_ns, file.ctime_ns, file.inode)
        if max(file.mtime_ns, file.ctime_ns) < now - _TICK
        else ()
        for path, file in files.items()
    }
