"""What all notes of one build share: cards, places, the vocabulary of names, and how the user wants them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from vaultgen.catalog.card import Card
from vaultgen.catalog.library import Library
from vaultgen.notes.autolink import Vocabulary
from vaultgen.notes.places import Place
from vaultgen.records.registry import Registry
from vaultgen.values.names import name_key

__all__ = ["Book", "Wishes", "meanings", "vocabulary"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the user wants notes to look: tags repeated as a line of text, sources as footnotes."""

    tag_line: bool = False
    footnotes: bool = True


@dataclass(frozen=True, slots=True)
class Book:
    """The shared side of rendering; a note is a function of its profile and of this."""

    cards: Mapping[str, Card]
    places: Mapping[str, Place]
    vocabulary: Vocabulary
    meanings: Mapping[str, str]
    registry: Registry
    library: Library
    wishes: Wishes
    tolerance: Decimal = Decimal("0.10")


def vocabulary(cards: Mapping[str, Card], placed: Mapping[str, Place]) -> Vocabulary:
    """The names that prose links by itself: those of every entity with a note, unless it opted out."""
    return Vocabulary(
        (name, card.id)
        for card in cards.values()
        if card.autolink and card.id in placed
        for name in card.names
    )


def meanings(cards: Mapping[str, Card]) -> Mapping[str, str]:
    """What an author's own `[[…]]` may say, as Obsidian compares names, and whom it means; ids go before names."""
    found = {name_key(name): card.id for card in sorted(cards.values(), key=_by_id) for name in card.names}
    return {**found, **{name_key(card.id): card.id for card in cards.values()}}


def _by_id(card: Card) -> str:
    return card.id
