"""The table of all makers: every leaf of a site, and who makes it of what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from vaultgen.site.atlas import Atlas
from vaultgen.site.build.desk import Desk
from vaultgen.site.build.making import Copy, Print
from vaultgen.site.build.memory import Made
from vaultgen.site.build.outcome import Finding
from vaultgen.site.leaf import Leaf
from vaultgen.site.reach import leaves as reach
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import NOTE_KINDS, Sheet

__all__ = ["Table", "table_of"]

PAGE = "page"
ASSET = "asset"


class Table:
    """All leaves of the site of one vault, and their makers."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.desk = Desk(atlas)

    def leaves(self, known: Mapping[tuple[str, str], Made]) -> Iterator[Leaf]:
        """Every leaf; `known` are those of the last build, whose pages tell what they asked."""
        yield from self._pages(known)
        yield from self.desk.studio.leaves()
        yield from reach.leaves(self.atlas)

    def _pages(self, known: Mapping[tuple[str, str], Made]) -> Iterator[Leaf]:
        atlas = self.atlas
        for path, address in atlas.addresses.items():
            sheet = atlas.sheets[path]
            if sheet.kind in NOTE_KINDS:
                yield Leaf(
                    PAGE, path, self.desk.addresses(path), self.desk.key(path, known.get((PAGE, path)))
                )
            else:
                yield Leaf(ASSET, path, (address,), sheet.digest)

    def make(self, leaf: Leaf) -> Print:
        """What the files of a leaf hold."""
        if leaf.kind == PAGE:
            return self.desk.make(leaf.subject)
        if leaf.kind == ASSET:
            return Print((Copy(leaf.subject),))
        return Print(self._maker(leaf.kind)(leaf))

    def _maker(self, kind: str) -> Callable[[Leaf], tuple[bytes, ...]]:
        if kind in reach.KINDS:
            return lambda leaf: reach.make(self.atlas, leaf)
        return self.desk.studio.make

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the vault's files, whatever is made of them."""
        return tuple((path, fault) for path, sheet in self.atlas.sheets.items() for fault in sheet.faults)

    def make_index(self, tree: Path) -> None:
        """Make the search index of the finished pages below a folder."""


def table_of(settings: Settings, sheets: Mapping[str, Sheet]) -> Table:
    """The table of a vault's site."""
    return Table(Atlas(settings, sheets))
