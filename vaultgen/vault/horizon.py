"""How far the notes about the whole vault can see, so that a change behind their horizon does not write them anew.

They list the dearest, the newest and the latest, cut at a length; what ranks behind the cut, before and after a change,
is in none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from vaultgen.catalog.card import Card
from vaultgen.notes.indexes import MOST_ROUNDS, TOP, RoundLine
from vaultgen.vault.memory import CARD, FINDINGS, ROUNDS, Remembered

__all__ = ["Horizon", "horizon_of", "is_seen"]


class Horizon(NamedTuple):
    """The last that is listed: of all rounds (sorting key), and by kind of valuations and of last rounds (days)."""

    round: tuple[str, str]
    valuations: Mapping[str, float]
    last_rounds: Mapping[str, str]


def horizon_of(cards: Iterable[Card], rounds: Sequence[RoundLine]) -> Horizon:
    """The horizon of a vault with these cards and these rounds, newest first."""
    prices: dict[str, list[float]] = {}
    days: dict[str, list[str]] = {}
    for card in cards:
        price, day = _price(card), card.last_round[0]
        for kind in card.kinds:
            if price is not None:
                prices.setdefault(kind, []).append(price)
            if day:
                days.setdefault(kind, []).append(day)
    return Horizon(
        rounds[MOST_ROUNDS - 1].key() if len(rounds) > MOST_ROUNDS else ("", ""),
        {kind: sorted(found, reverse=True)[TOP - 1] for kind, found in prices.items() if len(found) > TOP},
        {kind: sorted(found, reverse=True)[TOP - 1] for kind, found in days.items() if len(found) > TOP},
    )


def _price(card: Card) -> float | None:
    figure = card.figure("valuation") or card.pending_figure("valuation")
    return figure.sort if figure is not None else None


def is_seen(before: Remembered, after: Remembered, horizon: Horizon) -> bool:
    """Whether a note about the whole vault may show what is different between two versions of a leaf."""
    if before.part(FINDINGS) != after.part(FINDINGS):
        return True
    if before.part(ROUNDS) != after.part(ROUNDS) and _round_seen(before.rounds, after.rounds, horizon):
        return True
    return before.part(CARD) != after.part(CARD) and _card_seen(before.card, after.card, horizon)


def _round_seen(before: Sequence[RoundLine], after: Sequence[RoundLine], horizon: Horizon) -> bool:
    different = set(before) ^ set(after)
    return len(before) != len(after) or any(found.key() >= horizon.round for found in different)


def _card_seen(before: Card, after: Card, horizon: Horizon) -> bool:
    # The listings show a card's name and approach whatever its rank.
    if (before.name, before.kinds, before.tagline) != (after.name, after.kinds, after.tagline):
        return True
    shown = ("figure", "pending_figure")
    if any(getattr(before, how)("valuation") != getattr(after, how)("valuation") for how in shown):
        prices = (_price(before), _price(after))
        for kind in after.kinds:
            least = horizon.valuations.get(kind, float("-inf"))
            if any(price is None or price >= least for price in prices):
                return True
    if before.last_round != after.last_round:
        days = (before.last_round[0], after.last_round[0])
        return any(
            not day or day >= horizon.last_rounds.get(kind, "") for kind in after.kinds for day in days
        )
    return False
