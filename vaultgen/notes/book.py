"""What all notes of one build share: cards, places, the vocabulary of names, and how the user wants them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from vaultgen.catalog.card import Card
from vaultgen.catalog.library import Library
from vaultgen.notes.autolink import Vocabulary
from vaultgen.notes.escape import plain
from vaultgen.notes.links import wikilink
from vaultgen.notes.places import Place
from vaultgen.records.registry import Registry
from vaultgen.values.names import name_key

__all__ = ["Book", "Wishes", "meanings", "vocabulary", "vocabulary_pairs"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the user wants notes to look: tags repeated as a line of text, sources as footnotes."""

    tag_line: bool = False
    footnotes: bool = True


@dataclass(frozen=True, slots=True)
class Book:
    """The shared side of rendering; a note is a function of its profile and of this.

    `ranks` is the order in which notes show metrics.
    """

    cards: Mapping[str, Card]
    places: Mapping[str, Place]
    vocabulary: Vocabulary
    meanings: Mapping[str, str]
    registry: Registry
    library: Library
    wishes: Wishes
    tolerance: Decimal = Decimal("0.10")
    ranks: Mapping[str, int] = field(init=False)
    _links: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _kin: dict[str, dict[str, list[str]]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Works out what follows from the rest."""
        # A frozen dataclass is set from within in this way only.
        object.__setattr__(self, "ranks", {name: rank for rank, name in enumerate(self.registry.metrics)})

    def link(self, entity: str) -> str:
        """A wikilink to the entity's note by its own name, or that name where it has none."""
        found = self._links.get(entity)
        if found is None:
            place, card = self.places.get(entity), self.cards.get(entity)
            name = card.name if card is not None else entity
            found = wikilink(place.target, name) if place is not None else plain(name)
            self._links[entity] = found
        return found

    def brought_out(self, publisher: str) -> Sequence[str]:
        """The sources of a publisher, newest first."""
        return self._by("publisher").get(publisher, ())

    def retold_by(self, source: str) -> Sequence[str]:
        """The sources that retell a source, newest first."""
        return self._by("based_on").get(source, ())

    def _by(self, what: str) -> Mapping[str, Sequence[str]]:
        """Sources by publisher, and by what they retell; worked out when a note first asks, since most never do."""
        if not self._kin:
            by_publisher, by_report = (
                self._kin.setdefault("publisher", {}),
                self._kin.setdefault("based_on", {}),
            )
            told = [(self.library[name].earliest or date.min, name) for name in self.cards]
            for _, name in sorted(told, key=_newest_first):
                source = self.library[name].source
                if source is not None:
                    by_publisher.setdefault(source.publisher, []).append(name)
                    for report in source.based_on:
                        by_report.setdefault(report, []).append(name)
        return self._kin[what]


def _newest_first(entry: tuple[date, str]) -> tuple[int, str]:
    return (-entry[0].toordinal(), entry[1])


def vocabulary_pairs(cards: Mapping[str, Card], placed: Container[str]) -> Iterator[tuple[str, str]]:
    """(name, id) for the names that prose links by itself: of every entity with a note, unless it opted out."""
    for card in cards.values():
        if card.autolink and card.id in placed:
            for name in card.names:
                yield name, card.id


def vocabulary(cards: Mapping[str, Card], placed: Container[str]) -> Vocabulary:
    """The names that prose links by itself."""
    return Vocabulary(vocabulary_pairs(cards, placed))


def meanings(cards: Mapping[str, Card]) -> Mapping[str, str]:
    """What an author's own `[[…]]` may say, as Obsidian compares names, and whom it means; ids go before names."""
    found = {name_key(name): card.id for card in sorted(cards.values(), key=_by_id) for name in card.names}
    return {**found, **{name_key(card.id): card.id for card in cards.values()}}


def _by_id(card: Card) -> str:
    return card.id
