"""An atlas that notes down what a page asks of it, so that the next build knows when to make the page again."""

from __future__ import annotations

from typing import Final

from vaultgen.site.atlas import Atlas
from vaultgen.site.build.asked import Asked, Question
from vaultgen.site.goal import Goal

__all__ = ["Witness"]

# The text of a page is asked for several times in a row.
_KEPT: Final = 64


class Witness:
    """The atlas, with a note of the ways and texts that were asked for since the last `answer`.

    All else it gives as the atlas has it: what a page shows of that, its key tells by itself.
    """

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.settings = atlas.settings
        self.sheets, self.surveyed, self.addresses = atlas.sheets, atlas.surveyed, atlas.addresses
        self.places, self.newest = atlas.places, atlas.newest
        self.backlinks, self.sources = atlas.backlinks, atlas.sources
        self.degree, self.is_hub = atlas.degree, atlas.is_hub
        self._goals: dict[Question, Goal] = {}
        self._found: set[Question] = set()
        self._texts: set[str] = set()
        self._whole = False
        self._read: dict[str, bytes] = {}
        self._texted: dict[str, str] = {}

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
