"""The search index that is made of finished pages: when it has to be made again, and what files it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Final, Literal

from vaultgen.site.build.memory import Made, Memory, Stat
from vaultgen.site.build.places import Places, look
from vaultgen.site.settings import Settings
from vaultgen.vault.disk import Tree

__all__ = ["FOLDER", "Index", "index_key", "indexed"]

Index = Literal["now", "later"]
"""When the index is brought up to date: with the pages, or by a later build."""

FOLDER: Final = "pagefind"


def index_key(settings: Settings, made: Iterable[Made]) -> str:
    """A digest of all that the index is made of; `""` for a site without one."""
    if not settings.search or settings.offline:
        return ""
    digest = blake2b(digest_size=16)
    for one in sorted((one.kind, one.subject, one.key) for one in made if _has_page(one)):
        digest.update("\n".join(one).encode())
    return digest.hexdigest()


def _has_page(made: Made) -> bool:
    return any(address.endswith(".html") for address in made.addresses)


def indexed(
    places: Places, key: str, memory: Memory | None, index: Index, make: Callable[[Path], None]
) -> tuple[str, dict[str, Stat]]:
    """Bring the index in the tree to come up to date; gives its key and its files.

    `make` is given the tree, in which there is no index, and makes one there.
    """
    old_key, old = (memory.loose_key, memory.loose) if memory is not None else ("", {})
    if key == old_key or (index == "later" and key):
        return old_key, old
    tree = Tree(str(places.next))
    for address in old:
        tree.remove(address)
    if not key:
        return "", {}
    make(places.next)
    found = look(places.next / FOLDER)
    return key, {f"{FOLDER}/{address}": seen[:2] for address, seen in sorted(found.items())}
