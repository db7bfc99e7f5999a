"""Rounds and deals, resolved: the stage, day, money, price and parties that were known, and how firmly."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from vaultgen.catalog.backers import Backer
from vaultgen.catalog.line import EMPTY, Line
from vaultgen.records.model import Deal, Round, StatusEntry
from vaultgen.values.days import Day
from vaultgen.values.quantity import Basis, Quantity
from vaultgen.values.status import Status, Tier

__all__ = ["Backer", "ResolvedDeal", "ResolvedRound", "ResolvedTranche", "label"]


class ResolvedTranche(NamedTuple):
    """A part of a round at its own price."""

    id: str
    label: str
    valuation: Line
    amount: Line


class ResolvedRound(NamedTuple):
    """A round as it was known; `tier` says whether it may be counted as money raised.

    `date` is the day of the round, or that of the last thing heard of it; `money` holds the lines of its other
    amounts (`pre_money`, `post_money`, `secondary`, `target`) as far as anything is known of them; `absent` are
    investors that are not shown, since every line about them is deprecated or withdrawn. By `order` rounds stand
    newest first, those without a day last.
    """

    id: str
    entity: str
    record: Round
    status: Status | None
    stage: Line
    day: Line
    date: Day | None
    amount: Line
    valuation: Line
    backers: tuple[Backer, ...]
    absent: tuple[Backer, ...]
    tranches: tuple[ResolvedTranche, ...]
    log: tuple[StatusEntry, ...]
    money: tuple[tuple[str, Line], ...]
    terms: tuple[tuple[str, Line], ...]
    sources: tuple[str, ...]
    order: tuple[int, int, str] = (0, 0, "")

    @property
    def tier(self) -> Tier:
        """Firm once announced or closed (or stated flatly), pending while reported or in talks."""
        return self.status.tier if self.status else Tier.FIRM

    @property
    def leads(self) -> tuple[Backer, ...]:
        """Who led or co-led."""
        return tuple(backer for backer in self.backers if backer.leads)

    @property
    def stage_name(self) -> str:
        """“Series E”, or nothing where the stage is not known."""
        current = self.stage.current
        return str(current.value) if current else ""

    @property
    def price(self) -> Quantity | None:
        """The valuation shown."""
        current = self.valuation.current
        return current.quantity if current else None

    @property
    def raised(self) -> Quantity | None:
        """The new money shown."""
        current = self.amount.current
        return current.quantity if current else None

    def other(self, kind: str) -> Quantity | None:
        """One of the other amounts: `pre_money`, `post_money`, `secondary` or `target`."""
        current = dict(self.money).get(kind, EMPTY).current
        return current.quantity if current else None

    @property
    def prices(self) -> tuple[Quantity, ...]:
        """The prices of the tranches, in their order; none where the round has one price."""
        stated = (tranche.valuation.current for tranche in self.tranches)
        known = (claim.quantity for claim in stated if claim is not None)
        return tuple(price for price in known if price is not None and price.is_value)

    @property
    def headline(self) -> Quantity | None:
        """The highest price of a split-priced round, else its price."""
        return max(self.prices, key=lambda price: price.mid or Decimal(0), default=self.price)

    @property
    def blended_price(self) -> Quantity | None:
        """The money-weighted harmonic mean of the tranche prices, where every tranche has price and amount."""
        paid = [_paid(tranche) for tranche in self.tranches]
        known = [pair for pair in paid if pair is not None]
        if not known or len(known) < len(paid) or len({unit.unit for pair in known for unit in pair}) != 1:
            return None
        approx = any(amount.approx or amount.low != amount.high or price.approx for amount, price in known)
        low = _harmonic([(amount.mid, price.low) for amount, price in known])
        high = _harmonic([(amount.mid, price.high) for amount, price in known])
        if low is None and high is None:
            return None
        return Quantity(low, high, known[0][1].unit, approx, basis=Basis.IMPLIED)


class ResolvedDeal(NamedTuple):
    """A deal that is no round, as it was known; its money never counts as raised."""

    id: str
    record: Deal
    day: Line
    amount: Line

    @property
    def date(self) -> Day | None:
        """The day of the deal."""
        current = self.day.current
        return current.value if current is not None and isinstance(current.value, Day) else None


def label(found: ResolvedRound) -> str:
    """A round in a few words: stage and day, whichever are known."""
    name = found.stage_name or ("Prior rounds" if found.record.aggregate else "Round")
    return f"{name}, {found.date}" if found.date else name


def _paid(tranche: ResolvedTranche) -> tuple[Quantity, Quantity] | None:
    amount, price = tranche.amount.current, tranche.valuation.current
    if amount is None or price is None or amount.quantity is None or price.quantity is None:
        return None
    return (amount.quantity, price.quantity) if amount.quantity.is_value and price.quantity.is_value else None


def _harmonic(parts: list[tuple[Decimal | None, Decimal | None]]) -> Decimal | None:
    """What a share cost on average: all the money over all the shares it bought, to four significant digits."""
    money = shares = Decimal(0)
    for amount, price in parts:
        if not amount or not price:
            return None
        money += amount
        shares += amount / price
    blended = money / shares
    return round(blended, 3 - blended.adjusted())
