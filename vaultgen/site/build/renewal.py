"""The renewal of a site of which not everything stands as it should: the tree to come is made, and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from msgspec import MsgspecError
from msgspec.structs import replace

from vaultgen.site.atlas import Atlas
from vaultgen.site.build.indexing import indexed
from vaultgen.site.build.kept import Kept, read_kept, write_kept
from vaultgen.site.build.making import Advance, Bench, make_all
from vaultgen.site.build.memory import Made, Memory, Stat, write_memory
from vaultgen.site.build.outcome import Counts, Outcome, counts_of, findings_of
from vaultgen.site.build.places import MARK, MARK_TEXT, inode, stands
from vaultgen.site.build.planning import Planner
from vaultgen.site.build.staging import catch_up, prepare, set_aside, swap
from vaultgen.site.build.stand import Stand, index_key
from vaultgen.site.build.table import Table
from vaultgen.site.build.todo import Todo, good_ones
from vaultgen.site.graph.leaves import DATA
from vaultgen.site.history import advance
from vaultgen.site.leaf import Leaf
from vaultgen.site.search.pagefind import GiveUp
from vaultgen.site.survey import survey
from vaultgen.site.survey.rest import collector_at_rest
from vaultgen.vault.disk import write_if_changed
from vaultgen.vault.meanwhile import meanwhile
from vaultgen.vault.scan import read

__all__ = ["renew"]

# To look through the lists of so many leaves takes longer than to begin another process for it.
_MANY: Final = 2_000


def renew(
    stand: Stand, *, jobs: int | None, advance: Advance, keep: bool = True, give_up: GiveUp | None = None
) -> Outcome:
    """Make again what depends on a change; `keep` says whether the history is brought up to date in its file."""
    renewal = _Renewal(stand, jobs, advance, give_up)
    with collector_at_rest():
        try:
            outcome = renewal.run(read_kept(stand.places.sheets, stand.code))
        except MsgspecError:  # what was kept looks as it was left, and yet is not
            outcome = renewal.run(Kept(stand.places.sheets))
    if stand.history_file is not None and keep and (text := renewal.history.text()):
        write_if_changed(stand.history_file, text)
    return outcome


class _Renewal:
    """One renewal while it runs."""

    def __init__(self, stand: Stand, jobs: int | None, advance: Advance, give_up: GiveUp | None) -> None:
        self.stand = stand
        self.jobs = jobs
        self.advance = advance
        self.give_up = give_up
        self.history = stand.history

    def run(self, kept: Kept) -> Outcome:
        """Bring the site up to date by what was kept of the vault, and what it is now."""
        stand = self.stand
        self.advance("reading notes", 0, 0)
        seen = survey(stand.settings, kept.seen, stand.files)
        sheets = {path: one.sheet for path, one in seen.items()}
        atlas = Atlas(stand.settings, sheets, kept.chart_of(stand.settings, seen, stand.program))
        if stand.history_file is not None:
            self.history = advance(stand.history, atlas)
        table = Table(atlas, self.history, good_ones(stand.memory, stand.program), self._graph)

        def keep() -> None:
            sure = {path: one for path, one in seen.items() if stand.stamps.get(path)}
            write_kept(kept, sure, atlas.chart, code=stand.code, program=stand.program)

        # What needs no page is done while other processes make the first ones.
        if stand.memory is None and not stand.live and not kept.seen:
            leaves = _then(table.leaves(), keep, lambda: table.checked)
            return self._carry_out(table, Todo(leaves, len(atlas.addresses)))
        plan = Planner(stand, table, kept, seen).plan()
        plan.leaves = _then(plan.leaves, lambda: table.checked)
        outcome = self._carry_out(table, plan)
        # Nobody may find what was kept newer than the site: all pages would be looked at again.
        keep()
        return outcome

    def _carry_out(self, table: Table, plan: Todo) -> Outcome:
        """Make what is to make in the tree to come, and show it."""
        stand = self.stand
        memory, places = stand.memory, stand.places
        tree = prepare(places, stand.looked(), plan.kept)
        if MARK not in stand.live:
            tree.put(MARK, MARK_TEXT)
        bench = Bench(table.make, stand.settings.vault, tree, places.output, self._size)
        worth = self.jobs != 1 and plan.apart is not None and len(plan.known) > _MANY
        with meanwhile(lambda: plan.see_to_apart(bench.make), worth=worth) as apart:
            done = list(make_all(bench, plan.make(), many=plan.many, jobs=self.jobs, advance=self.advance))
            done += plan.take(apart())
        made = (*plan.good, *(one.made for one in done))
        gone, unknown = plan.gone, plan.unknown
        is_same = not (gone or unknown or any(one.anew for one in done))
        if memory is not None and is_same and MARK in stand.live and stand.has_index(memory, made):
            result = self._result(table, made, memory.loose_key, memory.loose)
            write_memory(places.memory, replace(result, root=inode(places.output)))
            return Outcome(Counts(**result.counts), tuple(result.findings))
        asides = set_aside(places, unknown)
        for address in gone:
            tree.remove(address)
        self.advance("making the search index", 0, 0)
        wanted = index_key(stand.settings, stand.program, made)
        key, loose = indexed(table, places, wanted, memory, stand.index, give_up=self.give_up)
        result = self._result(table, made, key, loose)
        write_memory(places.pending, result)
        swap(places)
        fresh = {address for one in done if one.anew for address in one.made.addresses} | {MARK}
        old = memory.loose if memory is not None else {}
        fresh.update(address for address, stat in loose.items() if old.get(address) != stat)
        catch_up(places, sorted(fresh), gone, alone=self.jobs == 1)
        counts = Counts(**result.counts)
        written = sum(one.written for one in done)
        return Outcome(replace(counts, written=written, removed=len(gone)), tuple(result.findings), asides)

    def _result(
        self,
        table: Table,
        made: Iterable[Made],
        loose_key: str,
        loose: dict[str, Stat],
    ) -> Memory:
        """What to remember of the site in the tree to come."""
        ordered = sorted(made, key=lambda one: (one.kind, one.subject))
        counts = counts_of(ordered, loose)
        return Memory(
            root=inode(self.stand.places.next),
            code=self.stand.code,
            program=self.stand.program,
            ground=table.ground,
            history=self.history.text(),
            files=self.stand.stamps,
            made=ordered,
            loose=loose,
            loose_key=loose_key,
            checked=list(table.checked),
            findings=findings_of(table.checked, ordered),
            counts={"pages": counts.pages, "files": counts.files, "size": counts.size},
        )

    def _graph(self) -> bytes:
        """The data of the graph that is shown, as this program made it; nothing if there is none."""
        memory, live = self.stand.memory, self.stand.live
        if memory is None or memory.program != self.stand.program:
            return b""
        made = next((made for made in memory.made if made.addresses == (DATA,)), None)
        if made is None or not stands(made.addresses, made.stats, live):
            return b""
        return read(self.stand.places.output, DATA) or b""

    def _size(self, address: str) -> int:
        found = self.stand.live.get(address)
        return found[0] if found is not None else -1


def _then(leaves: Iterable[Leaf], *errands: Callable[[], object]) -> Iterator[Leaf]:
    """The leaves, and what is to be done as soon as the last of them is known."""
    yield from leaves
    for errand in errands:
        errand()
