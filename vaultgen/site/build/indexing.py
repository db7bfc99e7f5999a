"""The search index that is made of finished pages: it is brought up to date, and what files it has."""

from __future__ import annotations

from vaultgen.site.build.memory import Memory, Stat
from vaultgen.site.build.places import Places, look
from vaultgen.site.build.stand import Index
from vaultgen.site.build.table import Table
from vaultgen.site.search.pagefind import FOLDER, GiveUp
from vaultgen.vault.disk import Tree

__all__ = ["indexed"]


def indexed(
    table: Table,
    places: Places,
    key: str,
    memory: Memory | None,
    index: Index,
    *,
    give_up: GiveUp | None = None,
) -> tuple[str, dict[str, Stat]]:
    """Bring the index in the tree to come up to date; gives its key and its files.

    An index that is to be made later stays as it is, but for which of its pages is which of the site's. One that
    tells of pages that are gone does not stay: they may be what somebody has just made private.
    """
    old_key, old = (memory.loose_key, memory.loose) if memory is not None else ("", {})
    if key == old_key:
        return old_key, old
    tree = Tree(str(places.next))
    if key and index == "later":
        if not old or table.map_index(tree):
            return old_key, _loose(places) if old else {}
        key = ""
    for address in old:
        tree.remove(address)
    if key:
        table.make_index(tree, give_up)
    return key, _loose(places) if key else {}


def _loose(places: Places) -> dict[str, Stat]:
    found = look(places.next / FOLDER)
    return {f"{FOLDER}/{address}": seen[:2] for address, seen in sorted(found.items())}
