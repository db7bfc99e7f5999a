"""What a graph needs to know of a vault: the part of the atlas that it looks at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol

from vaultgen.site.sheet import Sheet

__all__ = ["Known"]


class Known(Protocol):
    """The published files of a vault, their addresses and their ties."""

    def __hash__(self) -> int:
        """A vault is itself and no other, whatever it holds."""

    @property
    def sheets(self) -> Mapping[str, Sheet]:
        """Every published file by its path."""

    @property
    def addresses(self) -> Mapping[str, str]:
        """The address of every published file by its path."""

    @property
    def paths(self) -> Sequence[str]:
        """The paths of all these files, sorted."""

    @property
    def numbers(self) -> Mapping[str, int]:
        """The place of each path among them."""

    @property
    def listed(self) -> AbstractSet[int]:
        """The numbers of what a graph shows: the notes, but not those that only list others."""

    @property
    def relations(self) -> Sequence[str]:
        """The properties in which links stand, in lower case, and `""` for running text."""

    def rows(self, number: int) -> tuple[Sequence[int], Sequence[int]]:
        """What a file links to, and what links to it.

        Three numbers for each link: that of the other file, that of the link in its file, that of its relation.
        """

    def tied(self, number: int) -> AbstractSet[int]:
        """The numbers of the notes that a file is tied to, in whatever way, each once."""

    def degree(self, path: str) -> int:
        """How many neighbours a note has."""

    def best_tied(self, paths: Iterable[str], most: int) -> list[str]:
        """So many of some files: those with most neighbours first, of equal ones by path."""

    def is_hub(self, path: str) -> bool:
        """Whether so many notes are tied to this one that a tie to it says little."""
