"""Notes rendered in shards: in this process, or in several that share what the first has worked out."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from vaultgen.catalog.catalog import Catalog
from vaultgen.catalog.findings import Finding
from vaultgen.catalog.statements import statements_of
from vaultgen.notes.book import Book
from vaultgen.notes.indexes import RoundLine, round_line
from vaultgen.notes.render import Rendered, Renderer
from vaultgen.vault.memory import Remembered

__all__ = ["Advance", "Leaf", "Press", "leaves"]

Advance = Callable[[str, int, int], None]
SHARD = 100
# Below this many notes a second process costs more than it gives.
WORTH_A_PROCESS = 1500


class Leaf(NamedTuple):
    """What the vault shows of one entity: its note (if it has one), what was found in it, its rounds.

    `kept` is what to remember of it, and `speakers` everyone who says something about it.
    """

    note: Rendered | None
    findings: tuple[Finding, ...]
    rounds: tuple[RoundLine, ...]
    kept: Remembered
    speakers: tuple[str, ...]


class Press(NamedTuple):
    """Everything that printing a leaf takes."""

    catalog: Catalog
    book: Book
    renderer: Renderer

    def leaf(self, entity: str) -> Leaf:
        """The leaf of an entity whose core is at hand."""
        profile = self.catalog.profile(entity)
        note = self.renderer.note(profile, self.book) if entity in self.book.places else None
        rounds = tuple(round_line(found) for found in profile.rounds if not found.record.aggregate)
        catalog = self.catalog
        statements = list(statements_of(catalog.cores[entity], catalog.registry, catalog.library))
        used = note.used if note is not None else ()
        kept = Remembered.of(catalog.cards[entity], used, profile.findings, rounds, statements)
        speakers = tuple({speaker: None for said in statements for speaker in said.speakers})
        # What was used is in what is kept; ten thousand notes need not carry it twice between processes.
        slim = note._replace(used=()) if note is not None else None
        return Leaf(slim, profile.findings, rounds, kept, speakers)


def leaves(press: Press, entities: Sequence[str], *, jobs: int | None, advance: Advance) -> Iterator[Leaf]:
    """The leaves of all entities, in their order; `jobs` is how many processes work (None: as many as pay)."""
    shards = [entities[start : start + SHARD] for start in range(0, len(entities), SHARD)]
    helpers = (jobs or _processes(len(entities))) - 1
    before = gc.isenabled()
    gc.enable()
    try:
        yield from _shared(press, shards, helpers, advance) if helpers else _alone(press, shards, advance)
    finally:
        gc.unfreeze()
        if not before:
            gc.disable()


def _alone(press: Press, shards: Sequence[Sequence[str]], advance: Advance) -> Iterator[Leaf]:
    for count, shard in enumerate(shards):
        advance("writing notes", count * SHARD, sum(map(len, shards)))
        yield from _printed(press, shard)


def _printed(press: Press, shard: Sequence[str]) -> list[Leaf]:
    # What exists now lives until the end and would only be looked through; what printing leaves behind is freed.
    # Frozen, it is also shared with forked processes for longer, since nothing writes to it.
    gc.freeze()
    return [press.leaf(entity) for entity in shard]


def _processes(count: int) -> int:
    """How many processes pay: one for small vaults, and where a process cannot simply be forked."""
    if count < WORTH_A_PROCESS or "fork" not in multiprocessing.get_all_start_methods() or os.name != "posix":
        return 1
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, 8)


_press: Press | None = None


def _shared(press: Press, shards: Sequence[Sequence[str]], helpers: int, advance: Advance) -> Iterator[Leaf]:
    """The leaves that this process prints, beginning with the last shard, and forked ones, beginning with the first.

    The last are the sources, whose notes gather what they say of everybody; one process is enough to do that.
    """
    global _press  # noqa: PLW0603  (forked processes inherit it; handing it over would copy the whole catalog)
    _press = press
    printed: list[list[Leaf]] = []
    gc.freeze()
    with ProcessPoolExecutor(helpers, mp_context=multiprocessing.get_context("fork")) as pool:
        try:
            waiting = [pool.submit(_shard, shard) for shard in shards]
            while waiting:
                advance("writing notes", len(printed) * SHARD, sum(map(len, shards)))
                last = waiting.pop()
                printed.append(_printed(press, shards[len(waiting)]) if last.cancel() else last.result())
        finally:
            _press = None
            pool.shutdown(cancel_futures=True)
    while printed:
        yield from printed.pop()


def _shard(shard: Sequence[str]) -> list[Leaf]:
    if _press is None:
        raise RuntimeError("a shard is rendered in a process that was forked for it")
    return _printed(_press, shard)
