"""Leaves made into files of the tree to come: in this process, or in several that share what the first has read."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from vaultgen.site.build.asked import Asked
from vaultgen.site.build.memory import Made, Stat
from vaultgen.site.leaf import Leaf
from vaultgen.site.sheet import Fault
from vaultgen.site.survey.rest import collector_at_rest
from vaultgen.vault.disk import Tree
from vaultgen.vault.scan import read

__all__ = ["Advance", "Bench", "Copy", "Done", "Print", "make_all"]

Advance = Callable[[str, int, int], None]

SHARD = 32
# Below this many leaves a second process costs more than it gives.
WORTH_A_PROCESS = 150


@dataclass(frozen=True, slots=True)
class Copy:
    """A file of the vault that is copied as it is."""

    path: str


class Print(NamedTuple):
    """A leaf as its maker gives it: the contents of its files in the order of its addresses, and its faults.

    A page knows only when it is made what it asks of others, and so its key.
    """

    parts: tuple[bytes | Copy, ...]
    faults: tuple[Fault, ...] = ()
    key: str = ""
    asked: Asked = Asked()
    around: str = ""


class Done(NamedTuple):
    """A leaf as it was made, and how many of its files are not what they were."""

    made: Made
    written: int


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
            printed.around,
        )
        return Done(made, written)


def make_all(bench: Bench, leaves: Sequence[Leaf], *, jobs: int | None, advance: Advance) -> Iterator[Done]:
    """Make all leaves, in any order; `jobs` is how many processes work (None: as many as pay)."""
    shards = list(_shards(leaves))
    count = min(jobs or _processes(len(leaves)), len(shards))
    if count <= 1 and len(leaves) < WORTH_A_PROCESS:
        yield from map(bench.make, leaves)
        return
    # What exists now lives until the end; frozen, it is not looked through, and forked processes share it for longer.
    gc.collect()
    gc.freeze()
    try:
        done = 0
        for made in _shared(bench, shards, count) if count > 1 else map(_maker(bench), shards):
            yield from made
            done += len(made)
            advance("writing pages", done, len(leaves))
    finally:
        gc.unfreeze()


def _shards(leaves: Sequence[Leaf]) -> Iterator[Sequence[Leaf]]:
    """Leaves in portions; the pages of one list stay together, since they share what they show."""
    shard: list[Leaf] = []
    before = ("", "")
    for leaf in leaves:
        listed = (leaf.kind, leaf.subject.partition("\n")[0])
        if len(shard) >= SHARD and listed != before:
            yield shard
            shard = []
        shard.append(leaf)
        before = listed
    if shard:
        yield shard


def _maker(bench: Bench) -> Callable[[Sequence[Leaf]], list[Done]]:
    return lambda shard: _made(bench, shard)


def _made(bench: Bench, shard: Sequence[Leaf]) -> list[Done]:
    """What comes of some leaves; their rubbish is collected once for all of them, since a page makes little of it."""
    with collector_at_rest():
        made = [bench.make(leaf) for leaf in shard]
    gc.collect(0)
    return made


def _processes(count: int) -> int:
    """How many processes pay: one for few leaves, and where a process cannot simply be forked."""
    if count < WORTH_A_PROCESS or not _can_fork():
        return 1
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 8)


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods() and os.name == "posix"


_bench: Bench | None = None


def _shared(bench: Bench, shards: Sequence[Sequence[Leaf]], count: int) -> Iterator[list[Done]]:
    """What forked processes make, as it comes; where there is no fork, this process makes it all."""
    global _bench  # noqa: PLW0603 -- forked processes inherit it; handing it over would copy the whole vault
    if not _can_fork():
        yield from map(_maker(bench), shards)
        return
    _bench = bench
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("fork")) as pool:
        try:
            for future in as_completed([pool.submit(_shard, shard) for shard in shards]):
                yield future.result()
        finally:
            _bench = None
            pool.shutdown(cancel_futures=True)


def _shard(shard: Sequence[Leaf]) -> list[Done]:
    if _bench is None:
        raise RuntimeError("a shard is made in a process that was forked for it")
    return _made(_bench, shard)
