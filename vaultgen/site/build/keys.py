"""The keys of the pages of notes: digests of all that such a page shows of its own file and of others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from vaultgen.site.atlas import Atlas
from vaultgen.site.build.asked import Asked
from vaultgen.site.digest import digest_of
from vaultgen.site.goal import Goal
from vaultgen.site.sheet import Sheet

__all__ = ["Keys"]


class Keys:
    """The keys of one atlas; `ground` is a digest of what all pages have in common, `around` gives a page's place."""

    def __init__(self, atlas: Atlas, ground: str, around: Callable[[str], Any]) -> None:
        self.atlas = atlas
        self.ground = ground
        self.around = around
        self._goals: dict[tuple[str, str], list[Any]] = {}

    def page(self, path: str, asked: Asked) -> str:
        """The key of a note's page, but for its graph; `asked` is what making it asked for the last time."""
        atlas = self.atlas
        sheet = atlas.sheets[path]
        embedded = self._embedded(path, asked.texts)
        whole = (
            asked.whole or sheet.kind == "base" or any(atlas.sheets[one].kind == "base" for one in embedded)
        )
        return digest_of(
            self.ground,
            path,
            atlas.addresses[path],
            self._own(sheet),
            self.around(path),
            [(one, atlas.sheets[one].digest, self._own(atlas.sheets[one])) for one in embedded],
            [self._links(one) for one in (path, *embedded)],
            [self._shown(*question) for question in asked.goals],
            self._faces(path)
            if sheet.kind == "canvas" or any(atlas.sheets[one].kind == "canvas" for one in embedded)
            else (),
            self._backlinks(path),
            atlas.digest if whole else "",
        )

    def _own(self, sheet: Sheet) -> Any:
        """What a file tells; if it tells of private ones, then what it may tell of them."""
        if self.atlas.surveyed[sheet.path] is sheet:
            return sheet.digest
        return sheet.digest, sheet.lead, sheet.properties, sheet.headings, sheet.links

    def _links(self, path: str) -> list[Any]:
        """Where all links of a file lead, and what the embedded pictures look like."""
        known = self._goals.get((path, ""))
        if known is None:
            atlas = self.atlas
            known = []
            for link in atlas.surveyed[path].links:
                goal = atlas.goal(link.target, link.subpath, path)
                known.append(self._told(goal, link.target, path))
                if link.embed and goal.state == "asset":
                    known.append(atlas.sheets[goal.path].digest)
            self._goals[path, ""] = known
        return known

    def _shown(self, target: str, subpath: str, source: str) -> tuple[Any, ...]:
        """What a page shows of where a link leads."""
        return self._told(self.atlas.goal(target, subpath, source), target, source)

    def _told(self, goal: Goal, target: str, source: str) -> tuple[Any, ...]:
        """What a page shows of a link's goal; of a private one the names that it must not show."""
        if goal.state == "private":
            private = self.atlas.surveyed[self.atlas.find(target, source)]
            return goal.state, private.path, private.title, private.aliases
        return goal.state, goal.address, goal.fragment, goal.title, goal.kinds, goal.broken

    def _embedded(self, path: str, texts: Iterable[str]) -> list[str]:
        """The files that a page shows inside, and those inside them, in their order."""
        found = {path}
        new = [path, *(text for text in texts if text in self.atlas.sheets)]
        found.update(new)
        while new:
            file = new.pop()
            for link in self.atlas.surveyed[file].links:
                if link.embed:
                    goal = self.atlas.goal(link.target, link.subpath, file)
                    if goal.state == "page" and goal.path not in found:
                        found.add(goal.path)
                        new.append(goal.path)
        return sorted(found - {path})

    def _faces(self, path: str) -> list[str]:
        """What all that a canvas shows looks like."""
        atlas = self.atlas
        found = []
        for link in atlas.surveyed[path].links:
            goal = atlas.goal(link.target, link.subpath, path)
            if goal.path in atlas.sheets:
                found.append(atlas.face(goal.path))
        return found

    def _backlinks(self, path: str) -> list[Any]:
        sheets, addresses = self.atlas.sheets, self.atlas.addresses
        return [
            (
                source, sheets[source].title, sheets[source].listed, addresses[source],
                link.relation, link.context, link.display, link.target, link.section,
            )
            for source, link in self.atlas.backlinks(path)
        ]  # fmt: skip
