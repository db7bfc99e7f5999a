"""The tree to come: what stays is shared with the one that is shown, and the two trade places in one step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from vaultgen.site.build.places import Places, Trees
from vaultgen.vault.disk import Tree, move, remove, trade
from vaultgen.vault.processes import processes_for, worked

__all__ = ["catch_up", "prepare", "set_aside", "swap"]

_PORTION: Final = 500
# Below this many files a second process costs more than it gives.
_WORTH_A_PROCESS: Final = 8_000


def prepare(places: Places, trees: Trees, keep: AbstractSet[str]) -> Tree:
    """Let the tree to come hold just those shown files that are kept, whatever the last build or a crash left there."""
    tree = Tree(str(places.next))
    spare = trees.live.keys() - trees.missing - keep
    for address in sorted(trees.strange | spare):
        tree.remove(address)
    tree.ready()
    for address in sorted(trees.missing & keep):
        tree.link(address, f"{places.output}/{address}")
    return tree


def set_aside(places: Places, addresses: Iterable[str]) -> tuple[str, ...]:
    """Keep files of the shown site that nobody knows in a folder of their own; says what is where."""
    found = sorted(addresses)
    if not found:
        return ()
    number = 1
    while (places.hidden / f"kept-{number}").exists():
        number += 1
    kept = places.hidden / f"kept-{number}"
    tree = Tree(str(kept))
    for address in found:
        tree.link(address, f"{places.output}/{address}")
    return tuple(
        f"{places.output}/{address} is none of this site's files; it is now {kept}/{address}"
        for address in found
    )


def swap(places: Places) -> None:
    """Show the tree to come; what was shown takes its place. From here on the pending memory is the true one."""
    trade(places.next, places.output)
    remove(places.memory)
    move(places.pending, places.memory)


def catch_up(places: Places, made: Sequence[str], gone: Iterable[str], *, alone: bool) -> None:
    """Bring the tree that was shown up to the one that is, so that the next build finds little to do.

    `alone` lets no other process help, however much there is.
    """
    tree = Tree(str(places.next))
    for address in gone:
        tree.remove(address)

    def share(addresses: Sequence[str]) -> None:
        for address in addresses:
            tree.link(address, f"{places.output}/{address}")

    portions = (made[start : start + _PORTION] for start in range(0, len(made), _PORTION))
    processes = 1 if alone else processes_for(len(made), worth=_WORTH_A_PROCESS)
    for _ in worked(share, portions, processes=processes, advance=lambda _: None):
        pass
