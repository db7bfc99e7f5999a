"""A card: the little that other notes, indexes and audits need to know of an entity."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Card", "CardFigure"]


class CardFigure(NamedTuple):
    """A resolved figure in the one notation, split at its parenthesis, with a number to sort by (0 if it has none)."""

    value: str
    aside: str = ""
    sort: float = 0.0
    source: str = ""

    def __str__(self) -> str:
        """The notation in full: `$4B (Oct 2025)`."""
        return f"{self.value} ({self.aside})" if self.aside else self.value


class Card(NamedTuple):
    """An entity as others show it: plain values only, so that a card can be kept and compared as it is.

    `names` are what the entity is called, in prose too unless `autolink` is off; `figures` holds the current figure
    of every metric, `pending` what stands beside it; `backed` lists the largest of what it put money or a deal into, as
    (partner, amount, pattern, source); `priced` is the newest valuation by source; `last_round` is (sortable day, day,
    stage, amount); `known` is false for an entity of which nothing had been told by the day asked for.
    """

    id: str
    name: str
    kinds: tuple[str, ...]
    level: str
    names: tuple[str, ...]
    tagline: str = ""
    standing: str = ""
    hq: str = ""
    founded: str = ""
    tags: tuple[str, ...] = ()
    figures: tuple[tuple[str, CardFigure], ...] = ()
    pending: tuple[tuple[str, CardFigure], ...] = ()
    backed: tuple[tuple[str, str, str, str], ...] = ()
    priced: tuple[tuple[str, str], ...] = ()
    last_round: tuple[str, str, str, str] = ("", "", "", "")
    autolink: bool = True
    known: bool = True

    def figure(self, metric: str) -> CardFigure | None:
        """The current figure of a metric."""
        return next((figure for name, figure in self.figures if name == metric), None)

    def pending_figure(self, metric: str) -> CardFigure | None:
        """What is reported or in talks beside the current figure."""
        return next((figure for name, figure in self.pending if name == metric), None)
