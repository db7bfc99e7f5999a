"""What the pictures around all notes ask of each of them, worked out once: whether it leads on, and how it is drawn."""

from __future__ import annotations

from array import array
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from vaultgen.site.goal import parted
from vaultgen.site.graph.known import Known
from vaultgen.site.graph.lettering import plain, reaches, width, written
from vaultgen.site.graph.marks import kind_of
from vaultgen.site.sheet import Sheet

__all__ = ["SIZE", "Face", "Sense", "Vicinity", "vicinity"]

SIZE: Final = 12
"""Of the letters."""
_LOOKED_AT: Final = 200  # a note with more ties than this leads nowhere, whatever else it is


class Face(NamedTuple):
    """How a note is drawn wherever it stands: its `name` on one line, how far that reaches, and what always stays.

    Its page is in the folder `place`; `title` begins with the name of that page and ends before the line that leads
    to it, `label` begins after the place of its name; `whole` is the room that it takes if it is not cut.
    """

    kind: str
    place: str
    title: str
    label: str
    name: str
    reached: array[int]
    whole: int


class Sense(NamedTuple):
    """How two notes are tied: the property that names the other one (`""` is running text), and who does."""

    relation: str
    outgoing: bool


class Vicinity:
    """The notes of a vault, by their numbers, as those near to them see them."""

    def __init__(self, atlas: Known) -> None:
        self._atlas = atlas
        self._faces: dict[int, Face] = {}
        self._led: dict[int, AbstractSet[int]] = {}

    @cached_property
    def senses(self) -> list[Sense]:
        """All senses in which notes may be tied, the most telling first."""
        senses = [
            Sense(relation, outgoing) for relation in self._atlas.relations for outgoing in (True, False)
        ]
        return sorted(senses, key=lambda sense: (not sense.relation, not sense.outgoing, sense.relation))

    @cached_property
    def ranks(self) -> tuple[list[int], list[int]]:
        """The rank among the senses of each relation by its number, first for outgoing ties, then for incoming ones."""
        at = {sense: rank for rank, sense in enumerate(self.senses)}
        outgoing, incoming = (
            [at[Sense(relation, outgoing)] for relation in self._atlas.relations]
            for outgoing in (True, False)
        )
        return outgoing, incoming

    def is_told(self, number: int) -> bool:
        """Whether a picture shows a note two steps away: a hub would be on all of them."""
        return number in self._atlas.listed and not self._atlas.is_hub(self._atlas.paths[number])

    def led_to(self, number: int) -> AbstractSet[int]:
        """The notes that a note which is shown leads on to.

        A hub leads nowhere: that two notes are tied to it says nothing about them.
        """
        found = self._led.get(number)
        if found is None:
            tied = self._atlas.tied(number)
            leads_on = len(tied) <= _LOOKED_AT and not self._atlas.is_hub(self._atlas.paths[number])
            found = self._led[number] = tied if leads_on else frozenset()
        return found

    def face(self, number: int) -> Face:
        """How a note is drawn."""
        found = self._faces.get(number)
        if found is None:
            path = self._atlas.paths[number]
            found = self._faces[number] = _face(self._atlas.sheets[path], self._atlas.addresses[path])
        return found


def _face(sheet: Sheet, address: str) -> Face:
    kind, name = kind_of(sheet.kinds), plain(sheet.title)
    text = written(name)
    told = text if kind == "note" else f"{text} ({kind})"
    place, page = parted(address)
    title = f'{page}"><title>{told}</title><path class="g-e" d="'
    return Face(kind, place, title, f">{text}</text></a>", name, reaches(name), width(name, SIZE))


vicinity: Final = lru_cache(maxsize=1)(Vicinity)
"""The vicinity of the vault that was asked about last."""
