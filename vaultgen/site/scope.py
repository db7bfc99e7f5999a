"""What is looked at after a change: of most leaves it is known that nothing that they show is another one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["ALL", "Scope"]

_FACE: Final = frozenset({"title", "kinds", "lead", "day"})
_TELLS: Final[Mapping[str, frozenset[str]]] = {
    "pages/home": _FACE | {"listed", "tags", "worth", "rounds", "figures"},
    "pages/graph": frozenset({"title", "kinds", "listed", "links"}),
    "pages/timeline": frozenset({"title", "rounds"}),
    "pages/rounds": frozenset({"title", "rounds"}),
    "pages/tag": _FACE | {"tags"},
    "pages/tags": frozenset({"tags"}),
    "pages/folder": _FACE,
    "pages/changed": _FACE | {"listed"},
    "graph/graph": frozenset({"title", "kinds", "listed", "links"}),
    "search/search": frozenset({"title", "kinds", "lead", "aliases", "tags", "properties", "weight"}),
    "search/previews": frozenset({"title", "kinds", "lead"}),
    "reach/reach-lists": _FACE | {"listed", "tags", "aliases", "links", "newest"},
    "reach/reach-table": frozenset({"title", "kinds", "listed", "properties"}),
    "reach/reach-sitemap": frozenset({"day", "newest"}),
    "reach/reach-feed": _FACE | {"listed", "properties", "links"},
}
"""What each kind of leaf tells of notes. One that is not named here costs little, and is always looked at."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at for a change.

    `aspects` are what has changed of notes: `title`, `kinds`, `lead`, `listed`, `tags`, `aliases`, `properties`,
    `rounds` and `figures` of their sheets, the `day` on which one changed, what properties tell of its `worth`, whom
    it `links` to and the `weight` that this gives to a name, and the `newest` day of all. `kinds` are those whose
    lists may be others, and `linked` the files of which lists of the links to them may be. None stands for all.
    """

    aspects: frozenset[str] | None = None
    kinds: Collection[str] | None = None
    linked: Collection[str] | None = None

    def has(self, leaf: str) -> bool:
        """Whether the leaves of a kind, with the name of its room and a stroke before it, are looked at."""
        tells = _TELLS.get(leaf)
        return self.aspects is None or tells is None or not tells.isdisjoint(self.aspects)

    def tells(self, aspect: str) -> bool:
        """Whether some note may have changed in one of its aspects."""
        return self.aspects is None or aspect in self.aspects

    def has_kind(self, kind: str) -> bool:
        """Whether the lists of a kind are looked at."""
        return self.kinds is None or kind in self.kinds

    def has_links(self, path: str) -> bool:
        """Whether the list of the links to a note is looked at."""
        return self.linked is None or path in self.linked


ALL: Final = Scope()
