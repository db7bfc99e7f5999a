"""The table of all makers: every leaf of a site, and who makes it of what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final

from vaultgen.site.atlas import Atlas
from vaultgen.site.build.desk import Desk
from vaultgen.site.build.making import Copy, Print
from vaultgen.site.build.memory import PAGE, Made
from vaultgen.site.check import Finding, check
from vaultgen.site.graph.leaves import Graph
from vaultgen.site.history import History, redirects
from vaultgen.site.leaf import Leaf
from vaultgen.site.pages.shelf import ALL, Scope
from vaultgen.site.reach import leaves as reach
from vaultgen.site.scripts import SITE, THEME
from vaultgen.site.search import leaves as search
from vaultgen.site.search import pagefind
from vaultgen.site.sheet import NOTE_KINDS
from vaultgen.vault.disk import Tree

__all__ = ["ASSET", "Table"]

ASSET: Final = "asset"
LINKS: Final = "pages/links"
KIND: Final = "pages/kind"

Maker = Callable[[Leaf], tuple[bytes, ...]]


class Table:
    """All leaves of the site of one vault, and their makers; `graph` gives the data of the graph that is shown now."""

    def __init__(self, atlas: Atlas, history: History, graph: Callable[[], bytes] = bytes) -> None:
        self.atlas = atlas
        self.history = history
        moved = redirects(history, atlas)
        world = Graph(atlas, graph)
        self.desk = Desk(atlas, world)
        self.rooms: dict[str, tuple[Callable[[], Iterable[Leaf]], Maker]] = {
            "graph": (world.leaves, world.make),
            "pages": (self.desk.studio.leaves, self.desk.studio.make),
            "script": (self._script_leaves, self._script),
            "search": (lambda: search.leaves(atlas), lambda leaf: search.make(atlas, leaf)),
            "reach": (lambda: reach.leaves(atlas, moved), lambda leaf: reach.make(atlas, leaf, moved)),
        }

    @cached_property
    def ground(self) -> str:
        """A digest of what all pages have in common."""
        return self.desk.studio.shell_key

    def leaves(
        self,
        known: Mapping[tuple[str, str], Made],
        touched: Container[str] | None = None,
        scope: Scope = ALL,
    ) -> Iterator[Leaf]:
        """Every leaf; `known` are those of the last build, whose pages tell what they asked.

        The keys of pages of notes that are not among those `touched` since then are still what they were (None: it
        is not known), and so are those of lists that are not in the `scope`. Pages come first; of the rooms, whose name
        and a stroke stand before the kinds of their leaves, what takes longest comes last.
        """
        atlas = self.atlas
        for path, address in atlas.addresses.items():
            sheet = atlas.sheets[path]
            if sheet.kind in NOTE_KINDS:
                made = known.get((PAGE, path))
                stays = made is not None and touched is not None and path not in touched
                key = made.key if made is not None and stays else self.desk.key(path, made)
                yield Leaf(PAGE, path, self.desk.addresses(path), key)
            else:
                yield Leaf(ASSET, path, (address,), sheet.digest)
        for (kind, subject), old in known.items():
            if (kind == LINKS and not scope.has_links(subject)) or (
                kind == KIND and not scope.has_kind(subject.partition("\n")[0])
            ):
                yield Leaf(kind, subject, old.addresses, old.key)
        for room, (found, _) in reversed(self.rooms.items()):
            leaves = self.desk.studio.leaves(scope) if room == "pages" else found()
            yield from reversed(list(self._placed(room, leaves)))

    def linked_leaves(
        self,
        known: Mapping[tuple[str, str], Made],
        touched: Container[str],
        linked: Collection[str],
        *,
        search: bool,
    ) -> Iterator[Leaf]:
        """Every leaf after edits that show in no list but by links: only what tells of links is looked at.

        `linked` are the files that some note has begun or ceased to link to, or links to in other words, and `search`
        says whether the site's own index may be another one.
        """
        rooms = {
            "graph": self.rooms["graph"][0](),
            "pages": self.desk.studio.linked_leaves(sorted(linked)),
            "reach": reach.linked_leaves(self.atlas),
        }
        if search:
            rooms["search"] = self.rooms["search"][0]()
        anew = {(leaf.kind, leaf.subject): leaf for room in rooms for leaf in self._placed(room, rooms[room])}
        yield from anew.values()
        for name, made in known.items():
            if made.kind == PAGE and made.subject in touched:
                yield Leaf(PAGE, made.subject, made.addresses, self.desk.key(made.subject, made))
            elif name not in anew and not (made.kind == LINKS and made.subject in linked):
                yield Leaf(made.kind, made.subject, made.addresses, made.key)

    def _placed(self, room: str, leaves: Iterable[Leaf]) -> Iterator[Leaf]:
        for leaf in leaves:
            yield replace(leaf, kind=f"{room}/{leaf.kind}")

    def _script_leaves(self) -> Iterator[Leaf]:
        tools = self.desk.studio.tools
        for address, script in ((SITE, tools.script), (THEME, tools.theme)):
            if script:
                yield Leaf("site", address, (address,), sha256(script).hexdigest())

    def _script(self, leaf: Leaf) -> tuple[bytes, ...]:
        tools = self.desk.studio.tools
        return (tools.theme if leaf.subject == THEME else tools.script,)

    def make(self, leaf: Leaf) -> Print:
        """What the files of a leaf hold."""
        if leaf.kind == PAGE:
            return self.desk.make(leaf.subject)
        if leaf.kind == ASSET:
            return Print((Copy(leaf.subject),))
        room, _, kind = leaf.kind.partition("/")
        return Print(self.rooms[room][1](replace(leaf, kind=kind)))

    @cached_property
    def checked(self) -> tuple[Finding, ...]:
        """What is wrong with the vault, whatever is made of it; what is nothing to mend is left out."""
        return tuple(one for one in check(self.atlas, self.history) if one.level != "info")

    def make_index(self, tree: Tree, give_up: pagefind.GiveUp | None = None) -> None:
        """Make the search index of the finished pages of a tree, unless it is given up."""
        addresses = search.page_addresses(self.atlas)
        pagefind.index(Path(tree.root), addresses, language=self.atlas.settings.language, give_up=give_up)

    def map_index(self, tree: Tree) -> bool:
        """Say which page of the search index is which of the site, which may have others since it was made.

        False, with nothing said, if the index has pages that the site has no more.
        """
        names, addresses = tuple(pagefind.indexed(Path(tree.root))), search.page_addresses(self.atlas)
        if not {address for _, address in names}.issubset(addresses):
            return False
        tree.put(pagefind.MAP, pagefind.page_map(names, addresses))
        return True
