"""What the pictures around all notes ask of each of them, worked out once: whether it leads on, and how it is drawn."""

from __future__ import annotations

from array import array
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from vaultgen.site.goal import parted
from vaultgen.site.graph.known import Known, is_shown
from vaultgen.site.graph.lettering import plain, reaches, width, written
from vaultgen.site.graph.marks import kind_of
from vaultgen.site.sheet import Sheet

__all__ = ["SIZE", "Face", "Vicinity", "vicinity"]

SIZE: Final = 12
"""Of the letters."""
_LOOKED_AT: Final = 200  # a note with more ties than this is no bridge, whatever else it is


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


class Vicinity:
    """The notes of a vault as those near to them see them."""

    def __init__(self, atlas: Known) -> None:
        self._atlas = atlas
        self._faces: dict[str, Face] = {}

    @cached_property
    def shown(self) -> frozenset[int]:
        """The numbers of the notes that a picture may show."""
        sheets = self._atlas.sheets
        return frozenset(
            number for number, path in enumerate(self._atlas.paths) if is_shown(sheets.get(path))
        )

    @cached_property
    def bridges(self) -> frozenset[int]:
        """The numbers of the notes that lead on to others.

        A hub does not: that two notes are tied to it says nothing about them.
        """
        atlas = self._atlas
        few = (number for number in self.shown if len(atlas.tied(number)) <= _LOOKED_AT)
        return frozenset(number for number in few if not atlas.is_hub(atlas.paths[number]))

    def face(self, path: str) -> Face:
        """How a note is drawn."""
        found = self._faces.get(path)
        if found is None:
            found = self._faces[path] = _face(self._atlas.sheets[path], self._atlas.addresses[path])
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
