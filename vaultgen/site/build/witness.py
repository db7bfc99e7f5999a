"""An atlas that notes down what a page asks of it, so that the next build knows when to make the page again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from vaultgen.site.addresses import Addresses
from vaultgen.site.atlas import Atlas, Backlink, Neighbour
from vaultgen.site.build.asked import Asked, Question
from vaultgen.site.goal import Goal
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import Sheet

__all__ = ["Witness"]

# The text of a page is asked for several times in a row.
_KEPT: Final = 64


@dataclass(eq=False)
class Witness:
    """The atlas, with a note of each question since the last `answer`."""

    atlas: Atlas
    _goals: dict[Question, Goal] = field(default_factory=dict)
    _found: set[Question] = field(default_factory=set)
    _texts: set[str] = field(default_factory=set)
    _whole: bool = False
    _read: dict[str, bytes] = field(default_factory=dict)
    _texted: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """What the person decided."""
        return self.atlas.settings

    @property
    def sheets(self) -> Mapping[str, Sheet]:
        """Every published file by its path."""
        return self.atlas.sheets

    @property
    def addresses(self) -> Mapping[str, str]:
        """The address of every published file by its path."""
        return self.atlas.addresses

    @property
    def surveyed(self) -> Mapping[str, Sheet]:
        """Every file by its path, published or not."""
        return self.atlas.surveyed

    @property
    def places(self) -> Addresses:
        """Where everything stands in the site."""
        return self.atlas.places

    @property
    def newest(self) -> str:
        """The latest day that the vault tells of."""
        return self.atlas.newest

    @property
    def digest(self) -> str:
        """A digest of the vault; who asks for it depends on all of it."""
        self._whole = True
        return self.atlas.digest

    def goal(self, target: str, subpath: str, source: str) -> Goal:
        """Where a link leads; a page and its twins ask so of the same links one after the other."""
        question = target, subpath, source
        goal = self._goals.get(question)
        if goal is None:
            goal = self._goals[question] = self.atlas.goal(target, subpath, source)
        return goal

    def find(self, target: str, source: str) -> str:
        """The path of the file that a link means, published or not."""
        self._found.add((target, "", source))
        return self.atlas.find(target, source)

    def text(self, path: str) -> str:
        """The text of a note."""
        data = self.source(path)
        text = self._texted.get(path)
        if text is None:
            text = self._texted[path] = self.atlas.text(path, data)
        return text

    def source(self, path: str) -> bytes:
        """The bytes of a file."""
        self._texts.add(path)
        data = self._read.get(path)
        if data is None:
            if len(self._read) >= _KEPT:
                self._read.clear()
                self._texted.clear()
            data = self._read[path] = self.atlas.source(path)
        return data

    def backlinks(self, path: str) -> tuple[Backlink, ...]:
        """The links to a file."""
        return self.atlas.backlinks(path)

    def neighbours(self, path: str) -> tuple[Neighbour, ...]:
        """What a note is linked with."""
        return self.atlas.neighbours(path)

    def is_hub(self, path: str) -> bool:
        """Whether a file has so many neighbours that two of them have nothing else in common."""
        return self.atlas.is_hub(path)

    def degree(self, path: str) -> int:
        """How many neighbours a note has."""
        return self.atlas.degree(path)

    def depend_on_all(self) -> None:
        """Note down that a page shows something of all the vault."""
        self._whole = True

    def answer(self, path: str) -> Asked:
        """What was asked for the page of the note `path`, without what its own sheet tells; and forget it."""
        texts = self._texts - {path}
        own = {
            (link.target, link.subpath, file)
            for file in (path, *texts)
            if (sheet := self.atlas.sheets.get(file)) is not None
            for link in sheet.links
        }
        goals = (self._goals.keys() | self._found) - own
        asked = Asked(tuple(sorted(goals)), tuple(sorted(texts)), self._whole)
        self._goals.clear()
        self._found.clear()
        self._texts.clear()
        self._whole = False
        return asked
