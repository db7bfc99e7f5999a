"""What a build has to do: leaves that are still good, leaves to make, and what of the shown site has had its day."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from msgspec.structs import replace

from vaultgen.site.build.making import Done
from vaultgen.site.build.memory import Made, Memory
from vaultgen.site.build.places import MARK, Look, stands
from vaultgen.site.leaf import ASKED, DRAWN, Leaf
from vaultgen.site.search.pagefind import FOLDER

__all__ = ["Share", "Todo", "good_ones"]


def good_ones(memory: Memory | None, program: str) -> dict[tuple[str, str], Made]:
    """The leaves of the last build by kind and subject, if what they all depend on is still so."""
    if memory is None or memory.program != program:
        return {}
    return {(made.kind, made.subject): made for made in memory.made}


class Share(NamedTuple):
    """What became of some leaves: the files that they have in the site, those that are still good, and the others."""

    wanted: set[str]
    good: list[Made]
    done: list[Done]


@dataclass(eq=False)
class Todo:
    """The `leaves` of a site beside those that are `known`, and what stands there; it is found out as it is asked for.

    `many` says about how many leaves there are to make. Those that are as they were, and stand so, are `good` ones.
    `wanted` are the files of all leaves. Leaves that are `apart` are seen to by themselves, wherever that is.
    """

    leaves: Iterable[Leaf]
    many: int
    known: Mapping[tuple[str, str], Made] = field(default_factory=dict)
    memory: Memory | None = None
    live: Mapping[str, Look] = field(default_factory=dict)
    apart: Iterable[Leaf] | None = None
    good: list[Made] = field(default_factory=list, init=False)
    wanted: set[str] = field(default_factory=set, init=False)

    def make(self) -> Iterator[Leaf]:
        """Each leaf to make, once. Nothing is known of what is good, gone or unknown before the last one."""
        for leaf in self.leaves:
            self.wanted.update(leaf.addresses)
            made = self.known.get((leaf.kind, leaf.subject))
            if made is not None and not self._is_there(made, leaf):
                made = None
            if made is not None and made.key == leaf.key:
                self.good.append(made)
            elif made is None and leaf.key in (ASKED, DRAWN):
                yield replace(leaf, key="")
            else:
                yield leaf

    def see_to_apart(self, make: Callable[[Leaf], Done]) -> Share:
        """What becomes of the leaves that are apart; `take` is told of it."""
        part = dataclasses.replace(self, leaves=self.apart or ())
        done = [make(leaf) for leaf in part.make()]
        return Share(part.wanted, part.good, done)

    def take(self, share: Share) -> list[Done]:
        """Take what became of the leaves that are apart as if it had been found here; gives what was made of them."""
        self.wanted |= share.wanted
        self.good += share.good
        return share.done

    def _is_there(self, made: Made, leaf: Leaf) -> bool:
        """Whether the files of a leaf stand where it has them, as they were made."""
        return made.addresses == leaf.addresses and stands(made.addresses, made.stats, self.live)

    @property
    def kept(self) -> set[str]:
        """The files of the shown site that the tree to come begins with."""
        known = {address for made in self.known.values() for address in made.addresses}
        loose = self.memory.loose.keys() if self.memory is not None else set()
        return self.live.keys() & (known | self._foreign | loose | {MARK})

    @property
    def gone(self) -> tuple[str, ...]:
        """Files of the last site that the new one does not have."""
        loose = self.memory.loose.keys() if self.memory is not None else set()
        return tuple(sorted(self.live.keys() & self._ours - self.wanted - loose))

    @property
    def unknown(self) -> set[str]:
        """Files that would be in the way, or of which nobody can say who made them: they are set aside."""
        if self.memory is not None:
            return self._foreign & self.wanted
        unknown = self.live.keys() - self.wanted - {MARK}
        return {address for address in unknown if not address.startswith(f"{FOLDER}/")}

    @cached_property
    def _ours(self) -> set[str]:
        if self.memory is None:
            return set()
        return {address for made in self.memory.made for address in made.addresses} | self.memory.loose.keys()

    @cached_property
    def _foreign(self) -> set[str]:
        """Files that somebody else has put there: they stay unless they are in the way."""
        return self.live.keys() - self._ours if self.memory is not None else set()
