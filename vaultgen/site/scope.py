"""What is looked at after a change: of most leaves it is known that nothing that they show is another one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

from msgspec import Struct

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


def _above(subject: str) -> str:
    return subject.rpartition("\n")[0]


_LISTS: Final[Mapping[str, tuple[str, Callable[[str], str]]]] = {
    "pages/kind": ("kinds", lambda subject: subject.partition("\n")[0]),
    "pages/tag": ("tags", _above),
    "pages/folder": ("folders", _above),
    "pages/links": ("linked", str),
}
"""The leaves that are lists of something: which field of a scope names it, and where the subject of a leaf does."""


class Scope(Struct, frozen=True):
    """What is looked at for a change.

    `aspects` are what has changed of notes: `title`, `kinds`, `lead`, `listed`, `tags`, `aliases`, `properties`,
    `rounds` and `figures` of their sheets, the `day` on which one changed, what properties tell of its `worth`, whom
    it `links` to and the `weight` that this gives to a name, and the `newest` day of all. `kinds`, `tags` and
    `folders` are those whose lists may be others, and `linked` the files of which lists of the links to them may be.
    None stands for all.
    """

    aspects: frozenset[str] | None = None
    kinds: Collection[str] | None = None
    linked: Collection[str] | None = None
    tags: Collection[str] | None = None
    folders: Collection[str] | None = None

    def has(self, leaf: str) -> bool:
        """Whether the leaves of a kind, with the name of its room and a stroke before it, are looked at."""
        tells = _TELLS.get(leaf)
        return self.aspects is None or tells is None or not tells.isdisjoint(self.aspects)

    def tells(self, aspect: str) -> bool:
        """Whether some note may have changed in one of its aspects."""
        return self.aspects is None or aspect in self.aspects

    def has_list(self, leaf: str, name: str) -> bool:
        """Whether the list of one kind, tag or folder, or of the links to one note, is looked at."""
        field, _ = _LISTS[leaf]
        chosen: Collection[str] | None = getattr(self, field)
        return self.has(leaf) and (chosen is None or name in chosen)

    def reaches(self, leaf: str, subject: str) -> bool:
        """Whether one leaf is looked at, by its kind as for `has`, and by its subject."""
        if leaf not in _LISTS:
            return self.has(leaf)
        _, name_of = _LISTS[leaf]
        return self.has_list(leaf, name_of(subject))


ALL: Final = Scope()
