"""What a build has to do: leaves that are still good, leaves to make, and what of the shown site has had its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vaultgen.site.build.memory import Made, Memory
from vaultgen.site.build.places import MARK, Look, stands
from vaultgen.site.leaf import Leaf
from vaultgen.site.search.pagefind import FOLDER

__all__ = ["Todo", "everything", "good_ones", "todo"]


@dataclass(frozen=True, slots=True)
class Todo:
    """What is to do with a site.

    `good` are leaves whose files stand as they were made, and `make` those that do not. `gone` are files of the
    last site that the new one does not have. `foreign` files were put there by somebody else: they stay.
    `unknown` are those that would be in the way, or of which nobody can say who made them: they are set aside.
    `many` says about how many leaves there are to make, which may be found out only as they are asked for, once.
    """

    good: tuple[Made, ...]
    make: Iterable[Leaf]
    gone: tuple[str, ...]
    foreign: frozenset[str]
    unknown: frozenset[str]
    many: int

    @property
    def changes(self) -> bool:
        """Whether the site would be another one."""
        return bool(self.many or self.gone or self.unknown)


def everything(leaves: Iterable[Leaf], many: int) -> Todo:
    """Make all leaves, where nothing is."""
    return Todo((), leaves, (), frozenset(), frozenset(), max(many, 1))


def good_ones(memory: Memory | None, program: str) -> dict[tuple[str, str], Made]:
    """The leaves of the last build by kind and subject, if what they all depend on is still so."""
    if memory is None or memory.program != program:
        return {}
    return {(made.kind, made.subject): made for made in memory.made}


def todo(
    leaves: Iterable[Leaf],
    known: Mapping[tuple[str, str], Made],
    memory: Memory | None,
    live: Mapping[str, Look],
) -> Todo:
    """Compare the leaves of a site with those that are `known` and with what stands there."""
    good: list[Made] = []
    make: list[Leaf] = []
    wanted: set[str] = set()
    for leaf in leaves:
        wanted.update(leaf.addresses)
        made = known.get((leaf.kind, leaf.subject))
        is_same = made is not None and made.key == leaf.key and made.addresses == leaf.addresses
        if is_same and made is not None and stands(made.addresses, made.stats, live):
            good.append(made)
        else:
            make.append(leaf)
    if memory is None:
        unknown = live.keys() - wanted - {MARK}
        indexless = frozenset(address for address in unknown if not address.startswith(f"{FOLDER}/"))
        return Todo(tuple(good), make, (), frozenset(), indexless, len(make))
    ours = {address for made in memory.made for address in made.addresses} | memory.loose.keys()
    foreign = live.keys() - ours
    gone = tuple(sorted(live.keys() & ours - wanted - memory.loose.keys()))
    return Todo(
        tuple(good),
        make,
        gone,
        frozenset(foreign - wanted - {MARK}),
        frozenset(foreign & wanted),
        len(make),
    )
