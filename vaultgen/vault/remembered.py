"""The cards of the last build as mappings, each parsed only when somebody looks at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vaultgen.catalog.card import Card
from vaultgen.vault.memory import Memory

__all__ = ["Cards", "Names"]


class Cards(Mapping[str, Card]):
    """All cards by id, each parsed when it is asked for; the new ones go before the remembered."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._cards: dict[str, Card] = {}

    def __getitem__(self, key: str) -> Card:
        found = self._cards.get(key)
        if found is None:
            found = self._cards[key] = self._memory.leaves[key].card
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._memory.leaves

    def __iter__(self) -> Iterator[str]:
        return iter(self._memory.leaves)

    def __len__(self) -> int:
        return len(self._memory.leaves)

    def put(self, card: Card) -> None:
        """A card that has been resolved anew."""
        self._cards[card.id] = card


class Names(Mapping[str, str]):
    """The names of all cards by id."""

    def __init__(self, cards: Mapping[str, Card]) -> None:
        self._cards = cards

    def __getitem__(self, key: str) -> str:
        return self._cards[key].name

    def __iter__(self) -> Iterator[str]:
        return iter(self._cards)

    def __len__(self) -> int:
        return len(self._cards)
