"""Leaves made into files of the tree to come: in this process, or in several that share what the first has read."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from vaultgen.site.build.asked import Asked
from vaultgen.site.build.memory import Made, Stat
from vaultgen.site.leaf import Leaf
from vaultgen.site.sheet import Fault
from vaultgen.site.survey.rest import collector_at_rest
from vaultgen.vault.disk import Tree
from vaultgen.vault.processes import processes_for, worked
from vaultgen.vault.scan import read

__all__ = ["Advance", "Bench", "Copy", "Done", "Print", "make_all"]

Advance = Callable[[str, int, int], None]

SHARD = 32
# Below this many leaves a second process costs more than it gives.
WORTH_A_PROCESS = 150


class Copy(Struct, frozen=True):
    """A file of the vault that is copied as it is."""

    path: str


class Print(NamedTuple):
    """A leaf as its maker gives it: the contents of its files in the order of its addresses, and its faults.

    A page knows only when it is made what it asks of others, and so its key. `same` is what was made of the leaf
    before, if that is still good: then there are no contents.
    """

    parts: tuple[bytes | Copy, ...]
    faults: tuple[Fault, ...] = ()
    key: str = ""
    asked: Asked = Asked()
    same: Made | None = None


class Done(NamedTuple):
    """A leaf as it was made, be it `anew`, and how many of its files are not what they were."""

    made: Made
    written: int
    anew: bool = True


@dataclass(frozen=True)
class Bench:
    """All that making takes: the maker, the vault, the tree to come, and the one that is shown with its files."""

    maker: Callable[[Leaf], Print]
    vault: Path
    tree: Tree
    shown: Path
    sizes: Callable[[str], int]

    def make(self, leaf: Leaf) -> Done:
        """Make a leaf; a file that is shown as it would be made is shared instead."""
        printed = self.maker(leaf)
        if printed.same is not None:
            return Done(printed.same, 0, anew=False)
        stats: list[Stat] = []
        written = 0
        for address, part in zip(leaf.addresses, printed.parts, strict=True):
            if isinstance(part, Copy):
                stats.append(self.tree.copy(address, str(self.vault / part.path)))
                written += 1
            elif self.sizes(address) == len(part) and read(self.shown, address) == part:
                stats.append(self.tree.link(address, f"{self.shown}/{address}"))
            else:
                stats.append(self.tree.put(address, part))
                written += 1
        key = printed.key or leaf.key
        made = Made(
            leaf.kind,
            leaf.subject,
            key,
            leaf.addresses,
            tuple(stats),
            printed.faults,
            printed.asked,
        )
        return Done(made, written)


def make_all(
    bench: Bench, leaves: Iterable[Leaf], *, many: int, jobs: int | None, advance: Advance
) -> Iterator[Done]:
    """Make all leaves, about so many, in any order; `jobs` is how many processes work (None: as many as pay).

    Others begin with the first leaves while this process still finds out which are the last.
    """
    processes = processes_for(many, worth=WORTH_A_PROCESS, jobs=jobs)
    if processes == 1 and many < WORTH_A_PROCESS:
        yield from map(bench.make, leaves)
        return
    # What exists now lives until the end; frozen, it is not looked through, and forked processes share it for longer.
    gc.freeze()
    try:
        for made in worked(
            lambda shard: _made(bench, shard),
            _shards(leaves),
            processes=processes,
            advance=lambda done: advance("writing pages", min(done * SHARD, many), many),
        ):
            yield from made
    finally:
        gc.unfreeze()


def _shards(leaves: Iterable[Leaf]) -> Iterator[Sequence[Leaf]]:
    """Leaves in portions; the pages of one list stay together, since they share what they show.

    What a room makes is no portion with what another does, for which somebody might wait.
    """
    shard: list[Leaf] = []
    before = ("", "")
    for leaf in leaves:
        listed = (leaf.kind, leaf.subject.partition("\n")[0])
        is_other_room = leaf.kind.partition("/")[0] != before[0].partition("/")[0]
        if shard and (is_other_room or (len(shard) >= SHARD and listed != before)):
            yield shard
            shard = []
        shard.append(leaf)
        before = listed
    if shard:
        yield shard


def _made(bench: Bench, shard: Sequence[Leaf]) -> list[Done]:
    """What comes of some leaves; their rubbish is collected once for all of them, since a page makes little of it."""
    with collector_at_rest():
        made = [bench.make(leaf) for leaf in shard]
    gc.collect(0)
    return made
