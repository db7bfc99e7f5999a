"""Where each entity's note lies and by which name links reach it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vaultgen.catalog.card import Card
from vaultgen.values.names import file_name, name_key

__all__ = ["RESERVED", "Place", "folder_of", "places", "shelf_rank"]

_FOLDERS = {
    "company": "Companies",
    "investor": "Investors",
    "person": "People",
    "concept": "Concepts",
    "product": "Products",
    "model": "Models",
    "publisher": "Publishers",
    "market": "Markets",
    "group": "Groups",
    "source": "Sources",
}
# The notes that the vault itself has; an entity of the same name steps aside.
RESERVED = ("Home", "Rounds timeline", "Conflicts", "Stale figures", "Unsourced claims")


@dataclass(frozen=True, slots=True)
class Place:
    """A note's path inside the vault (with `/`), and the bare name that a wikilink uses."""

    path: str
    target: str


def folder_of(kind: str) -> str:
    """The folder of a kind of note; a kind of the user's own gets its plural."""
    if kind in _FOLDERS:
        return _FOLDERS[kind]
    plural = kind.replace("_", " ").replace("-", " ").capitalize()
    return file_name(plural if plural.endswith("s") else f"{plural}s", fallback="Notes")


def shelf_rank(kind: str) -> int:
    """The place of a kind among the others: the built-in ones as a reader looks for them, then the user's own."""
    return list(_FOLDERS).index(kind) if kind in _FOLDERS else len(_FOLDERS)


def places(cards: Iterable[Card], kinds: Iterable[str]) -> Mapping[str, Place]:
    """A place for every entity that has a note; file names are unique in the whole vault, ignoring case.

    Where two want one name, the one whose id sorts first has it, and the others carry their kind, or their id.
    """
    taken = {name_key(name) for name in (*RESERVED, *(folder_of(kind) for kind in kinds))}
    found = {}
    for card in sorted(cards, key=lambda card: card.id):
        if card.level == "mention" or not card.known:
            continue
        base = file_name(card.name, fallback=card.id)
        for name in _choices(base, card):
            key = name_key(name)
            if key not in taken:
                taken.add(key)
                found[card.id] = Place(f"{folder_of(card.kinds[0])}/{name}.md", name)
                break
    return found


def _choices(base: str, card: Card) -> Iterable[str]:
    yield base
    yield file_name(f"{base} ({card.kinds[0]})", fallback=card.id)
    number = 2
    while True:
        # An id cut to the length of a file name may be taken as well; a number ends every tie.
        yield file_name(
            f"{card.id.replace('/', '-')} {number if number > 2 else ''}".strip(), fallback=card.id
        )
        number += 1
