"""The table of all makers: every leaf of a site, and who makes it of what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from msgspec.structs import replace as replace_struct

from vaultgen.site.atlas import Atlas
from vaultgen.site.build.desk import Desk
from vaultgen.site.build.making import Copy, Print
from vaultgen.site.build.memory import Made
from vaultgen.site.build.outcome import Finding
from vaultgen.site.graph import leaves as graph
from vaultgen.site.leaf import Leaf
from vaultgen.site.reach import leaves as reach
from vaultgen.site.search import leaves as search
from vaultgen.site.search import pagefind
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import NOTE_KINDS, Sheet
from vaultgen.vault.disk import Tree

__all__ = ["ASSET", "PAGE", "Table", "table_of"]

PAGE: Final = "page"
ASSET: Final = "asset"
SCRIPT: Final = "assets/site.js"

Maker = Callable[[Leaf], tuple[bytes, ...]]


class Table:
    """All leaves of the site of one vault, and their makers."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.desk = Desk(atlas)
        self.rooms: dict[str, tuple[Callable[[], Iterable[Leaf]], Maker]] = {
            "graph": (lambda: graph.leaves(atlas), lambda leaf: graph.make(atlas, leaf)),
            "pages": (self.desk.studio.leaves, self.desk.studio.make),
            "script": (self._script_leaves, lambda _: (self.desk.studio.tools.script,)),
            "search": (lambda: search.leaves(atlas), lambda leaf: search.make(atlas, leaf)),
            "reach": (lambda: reach.leaves(atlas), lambda leaf: reach.make(atlas, leaf)),
        }

    def leaves(self, known: Mapping[tuple[str, str], Made]) -> Iterator[Leaf]:
        """Every leaf; `known` are those of the last build, whose pages tell what they asked.

        What takes longest comes first; a room's name and a stroke stand before the kinds of its leaves.
        """
        for room, (found, _) in self.rooms.items():
            for leaf in found():
                yield replace(leaf, kind=f"{room}/{leaf.kind}")
        atlas = self.atlas
        for path, address in atlas.addresses.items():
            sheet = atlas.sheets[path]
            if sheet.kind in NOTE_KINDS:
                yield Leaf(
                    PAGE, path, self.desk.addresses(path), self.desk.key(path, known.get((PAGE, path)))
                )
            else:
                yield Leaf(ASSET, path, (address,), sheet.digest)

    def _script_leaves(self) -> Iterator[Leaf]:
        if script := self.desk.studio.tools.script:
            yield Leaf("site", "", (SCRIPT,), sha256(script).hexdigest())

    def make(self, leaf: Leaf) -> Print:
        """What the files of a leaf hold."""
        if leaf.kind == PAGE:
            return self.desk.make(leaf.subject)
        if leaf.kind == ASSET:
            return Print((Copy(leaf.subject),))
        room, _, kind = leaf.kind.partition("/")
        return Print(self.rooms[room][1](replace(leaf, kind=kind)))

    def refreshed(self, made: Made) -> Made:
        """A leaf that is still good, with what is around it now."""
        around = self.desk.around.get(made.subject, made.around) if made.kind == PAGE else made.around
        return made if around == made.around else replace_struct(made, around=around)

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the vault's files, whatever is made of them."""
        return tuple((path, fault) for path, sheet in self.atlas.sheets.items() for fault in sheet.faults)

    def make_index(self, tree: Tree) -> None:
        """Make the search index of the finished pages below a folder."""
        pagefind.index(Path(tree.root), self.atlas.settings.language)
        self.map_index(tree)

    def map_index(self, tree: Tree) -> None:
        """Say which page of the search index is which of the site."""
        addresses = [self.atlas.addresses[path] for path in search.page_paths(self.atlas)]
        tree.put(pagefind.MAP, pagefind.page_map(pagefind.indexed(Path(tree.root)), addresses))


def table_of(settings: Settings, sheets: Mapping[str, Sheet]) -> Table:
    """The table of a vault's site."""
    return Table(Atlas(settings, sheets))
