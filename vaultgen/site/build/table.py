"""The table of all makers: every leaf of a site, and who makes it of what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Final

from msgspec.structs import replace

from vaultgen.site.atlas import Atlas
from vaultgen.site.build.desk import Desk
from vaultgen.site.build.making import Copy, Print
from vaultgen.site.build.memory import PAGE, Made
from vaultgen.site.build.touched import Touched
from vaultgen.site.check import Finding, check
from vaultgen.site.graph.leaves import Graph
from vaultgen.site.history import History, redirects
from vaultgen.site.leaf import ASKED, DRAWN, Leaf
from vaultgen.site.reach import leaves as reach
from vaultgen.site.scope import ALL, Scope
from vaultgen.site.scripts import SITE, THEME
from vaultgen.site.search import leaves as search
from vaultgen.site.search import pagefind
from vaultgen.site.sheet import NOTE_KINDS
from vaultgen.vault.disk import Tree

__all__ = ["ASSET", "Table"]

ASSET: Final = "asset"

_NOTHING: Final[Mapping[tuple[str, str], Made]] = MappingProxyType({})
# The rooms whose leaves are made of nothing that pages or the leaves of other rooms are made of, too.
_APART: Final = ("reach", "search")
Maker = Callable[[Leaf], tuple[bytes, ...]]


class Table:
    """All leaves of the site of one vault, and their makers.

    `known` are the leaves of the last build by kind and subject, as far as they may be what they were, and `graph`
    gives the data of the graph that is shown now.
    """

    def __init__(
        self,
        atlas: Atlas,
        history: History,
        known: Mapping[tuple[str, str], Made] = _NOTHING,
        graph: Callable[[], bytes] = bytes,
    ) -> None:
        self.atlas = atlas
        self.history = history
        self.known = known
        moved = redirects(history, atlas)
        world = Graph(atlas, graph)
        self.desk = Desk(atlas, world)
        self.rooms: dict[str, tuple[Callable[[Scope], Iterable[Leaf]], Maker]] = {
            "graph": (world.leaves, world.make),
            "pages": (self.desk.studio.leaves, self.desk.studio.make),
            "script": (self._script_leaves, self._script),
            "search": (lambda scope: search.leaves(atlas, scope), lambda leaf: search.make(atlas, leaf)),
            "reach": (
                lambda scope: reach.leaves(atlas, moved, scope),
                lambda leaf: reach.make(atlas, leaf, moved),
            ),
        }

    @cached_property
    def ground(self) -> str:
        """A digest of what all pages have in common."""
        return self.desk.studio.shell_key

    def leaves(
        self, touched: Touched | None = None, scope: Scope = ALL, *, but_apart: bool = False
    ) -> Iterator[Leaf]:
        """Every leaf of the site, or all but those that are `apart`.

        Known pages that were not `touched` since then are still what they were (None: it is not known which), and so
        is all else that is not in the `scope`; of the other pages it is seen when they are to be made. Pages come
        first; of the rooms, whose name and a stroke stand before the kinds of their leaves, what takes longest comes
        last.
        """
        atlas = self.atlas
        for path, address in atlas.addresses.items():
            sheet = atlas.sheets[path]
            if sheet.kind not in NOTE_KINDS:
                yield Leaf(ASSET, path, (address,), sheet.digest)
                continue
            made = self.known.get((PAGE, path))
            if made is None:
                yield Leaf(PAGE, path, self.desk.addresses(path), "")
            elif touched is None or path in touched.told:
                yield Leaf(PAGE, path, self.desk.addresses(path), ASKED)
            else:
                yield Leaf(PAGE, path, made.addresses, DRAWN if path in touched.drawn else made.key)
        anew = set()
        for room in reversed(self.rooms):
            if not (but_apart and room in _APART):
                for leaf in reversed(list(self._of(room, scope))):
                    anew.add((leaf.kind, leaf.subject))
                    yield leaf
        for name, old in self.known.items():
            if name not in anew and not scope.reaches(*name):
                yield Leaf(old.kind, old.subject, old.addresses, old.key)

    def apart(self, scope: Scope) -> Iterator[Leaf]:
        """The leaves in a scope that another process may see to meanwhile, since no others share their work."""
        for room in _APART:
            yield from self._of(room, scope)

    def _of(self, room: str, scope: Scope) -> Iterator[Leaf]:
        """The leaves of a room in a scope, with its name before their kinds."""
        for leaf in self.rooms[room][0](scope):
            yield replace(leaf, kind=f"{room}/{leaf.kind}")

    def _script_leaves(self, _: Scope) -> Iterator[Leaf]:
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
            if leaf.key in (ASKED, DRAWN):
                old = self.known[PAGE, leaf.subject]
                if self.desk.key(leaf.subject, old, drawn=leaf.key == DRAWN) == old.key:
                    return Print((), same=old)
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
