"""Claims and predicates in words, the same in notes, findings and the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vaultgen.catalog.card import Card
from vaultgen.catalog.claims import Claim
from vaultgen.catalog.rounds import ResolvedRound, label
from vaultgen.records.registry import Registry
from vaultgen.values.figure import show_figure

__all__ = ["name_of", "predicate_label", "say_claim", "scoped", "voice"]

_FACTS = {
    "founded": "Founded",
    "hq": "HQ",
    "website": "Website",
    "ticker": "Ticker",
    "positioning": "Positioning",
    "tagline": "Approach",
    "standing": "Standing",
}


def predicate_label(predicate: str, registry: Registry) -> str:
    """What a predicate is called: the metric's label, the fact's, or the user's own words."""
    kind = registry.metrics.get(predicate)
    if kind is not None:
        return kind.label
    return _FACTS.get(predicate) or predicate.removeprefix("facts.").replace("_", " ")


def scoped(what: str, scope: str, rounds: Iterable[ResolvedRound]) -> str:
    """The words for a predicate with what it is limited to; a round goes by its stage and day, not by its id."""
    if not scope:
        return what
    return f"{what} ({next((label(found) for found in rounds if found.id == scope), scope)})"


def name_of(entity: str, cards: Mapping[str, Card]) -> str:
    """The name behind an id; a word that is no id stands for itself."""
    card = cards.get(entity)
    return card.name if card else entity


def voice(claim: Claim, cards: Mapping[str, Card]) -> str:
    """Who says it: the origin, and through whom it was read where that is another."""
    source = name_of(claim.source, cards)
    if claim.origin:
        origin = name_of(claim.origin, cards)
        return f"{origin}, in {source}" if source else origin
    return source


def say_claim(claim: Claim, cards: Mapping[str, Card]) -> tuple[str, str]:
    """The claim's figure in the one notation, and who says it."""
    return show_figure(claim.figure()), voice(claim, cards)
