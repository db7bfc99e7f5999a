"""Notes rendered in shards: in this process, or in several that share what the first has worked out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from vaultgen.catalog.catalog import Catalog
from vaultgen.catalog.findings import Finding
from vaultgen.catalog.statements import statements_of
from vaultgen.notes.book import Book
from vaultgen.notes.indexes import RoundLine, round_line
from vaultgen.notes.render import Rendered, Renderer
from vaultgen.vault.memory import Remembered
from vaultgen.vault.processes import processes_for, worked

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
    """The leaves of all entities, in their order; `jobs` is how many processes work (None: as many as pay).

    The last entities are the sources, whose notes gather what they say of everybody: one process is enough for them.
    """
    count = len(entities)

    def printed(shard: Sequence[str]) -> list[Leaf]:
        # What exists now lives until the end and would only be looked through; what printing leaves behind is freed.
        # Frozen, it is also shared with forked processes for longer, since nothing writes to it.
        gc.freeze()
        return [press.leaf(entity) for entity in shard]

    before = gc.isenabled()
    gc.enable()
    gc.freeze()
    try:
        for shard in worked(
            printed,
            [entities[start : start + SHARD] for start in range(0, count, SHARD)],
            processes=processes_for(count, worth=WORTH_A_PROCESS, jobs=jobs),
            advance=lambda done: advance("writing notes", min(done * SHARD, count), count),
        ):
            yield from shard
    finally:
        gc.unfreeze()
        if not before:
            gc.disable()
