"""Figures that follow from others: totals, step-ups, months between rounds, multiples and shares, each with inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, reduce
from itertools import pairwise
from operator import add
from typing import Final

from vaultgen.catalog.card import Card
from vaultgen.catalog.claims import Claim
from vaultgen.catalog.core import Core
from vaultgen.catalog.library import Library
from vaultgen.catalog.profile import Derived, share
from vaultgen.catalog.rounds import ResolvedRound, label
from vaultgen.values.days import Day, months_between
from vaultgen.values.money import parse_quantity
from vaultgen.values.quantity import UNKNOWN, Basis, Kind, Quantity
from vaultgen.values.status import Tier

__all__ = ["counted", "derive", "label"]

Combine = Callable[[Quantity, Quantity], Quantity | None]
PERCENT: Final = Decimal(100)
ONE: Final = Decimal(1)
TENTH: Final = Decimal("0.1")
_COUNTED = frozenset({Tier.FIRM, Tier.SOFT})


def derive(core: Core, cards: Mapping[str, Card], library: Library) -> tuple[Derived, ...]:
    """Every figure that follows from an entity's resolved claims and its members' cards."""
    found: list[Derived] = []
    if core.rounds:
        found.extend(_total_raised(core.rounds))
        found.extend(_months_between(core.rounds))
        found.extend(_shares(core.rounds))
        found.extend(_rounds_in_a_year(core.rounds))
    if ("valuation", "") in core.lines:
        found.extend(_step_ups(core))
        found.extend(_revenue_multiples(core))
    if core.edges:
        found.extend(_combined_valuations(core, cards, library))
    return tuple(found)


# --- money raised ---------------------------------------------------------------------------


def counted(rounds: Iterable[ResolvedRound]) -> tuple[ResolvedRound, ...]:
    """The rounds whose money counts: done ones, each once even where an aggregate with a sum already holds it."""
    done = [found for found in rounds if found.tier in _COUNTED]
    sums = {found.id for found in done if found.record.aggregate and _is_known(found.raised)}
    return tuple(found for found in done if found.record.part_of not in sums)


def _is_known(amount: Quantity | None) -> bool:
    return amount is not None and amount.is_value


def _total_raised(rounds: Iterable[ResolvedRound]) -> Iterator[Derived]:
    """The money of all counted rounds; an unknown amount makes it a lower bound."""
    amounts = [(found, found.raised or UNKNOWN) for found in counted(rounds)]
    known = [(found, amount) for found, amount in amounts if amount.is_value]
    if not known or len({amount.unit for _, amount in known}) != 1:
        return
    total = reduce(add, [amount for _, amount in amounts])
    inputs = tuple(f"{label(found)}: {amount}" for found, amount in known)
    yield Derived("total_raised", "Total raised", total, inputs)


def _shares(rounds: Iterable[ResolvedRound]) -> Iterator[Derived]:
    """What part of each round an investor with a known cheque put in."""
    for found in rounds:
        raised = found.raised
        if raised is None or not raised.is_value:
            continue
        for backer in found.backers:
            part = share(backer.amount, raised) if backer.amount is not None else None
            if part is not None:
                inputs = (label(found), backer.investor)
                yield Derived("lead_share", "Share of the round", part, inputs, found.id)


# --- time -----------------------------------------------------------------------------------


def _months_between(rounds: Iterable[ResolvedRound]) -> Iterator[Derived]:
    """The months from each round to the next; a range where a day is not exact."""
    dated = [found for found in rounds if found.date is not None and not found.record.aggregate]
    for newer, older in pairwise(dated):
        if newer.date is not None and older.date is not None:
            gap = _gap(older.date, newer.date)
            if gap.is_value:
                inputs = (label(newer), label(older))
                yield Derived("months_between", "Months between rounds", gap, inputs, newer.id)


@lru_cache(maxsize=1 << 14)
def _gap(older: Day, newer: Day) -> Quantity:
    return months_between(older, newer)


def _rounds_in_a_year(rounds: Sequence[ResolvedRound]) -> Iterator[Derived]:
    """How many single rounds fall into the twelve months up to the newest firm one."""
    dated = [
        found
        for found in rounds
        if found.tier is Tier.FIRM and not found.record.aggregate and found.date and found.date.latest
    ]
    if len(dated) < 2 or (newest := dated[0].date) is None:
        return
    within = [found for found in dated if found.date and (_gap(found.date, newest).low or 0) <= 12]
    count = Decimal(len(within))
    # An aggregate may hold further rounds of those months, so what can be counted is the least there were.
    hidden = any(found.record.aggregate for found in rounds)
    value = Quantity(low=count, high=None if hidden else count, unit="")
    inputs = tuple(label(found) for found in within)
    yield Derived("rounds_in_a_year", "Rounds in twelve months", value, inputs, dated[0].id)


# --- valuations -----------------------------------------------------------------------------


def _step_ups(core: Core) -> Iterator[Derived]:
    """How much the valuation rose: what is pending over what is current, and current over previous."""
    line = core.lines["valuation", ""]
    ladder = [claim for claim in (line.pending, *line.series) if claim is not None]
    for newer, older in pairwise(ladder):
        if newer.quantity is None or older.quantity is None:
            continue
        rise = _rise(newer.quantity, older.quantity)
        if rise is not None:
            exact = _at_each_price(core, newer, older.quantity, _rise)
            inputs = (_said(newer), _said(older))
            yield Derived("step_up", "Valuation step-up", rise, inputs, newer.scope, exact)


def _revenue_multiples(core: Core) -> Iterator[Derived]:
    """Valuation over annualized revenue: for what is pending, and for what is current."""
    valuation = core.lines["valuation", ""]
    revenue = core.lines.get(("annualized_revenue", "")) or core.lines.get(("arr", ""))
    earned = revenue.current if revenue is not None else None
    if earned is None or earned.quantity is None:
        return
    for claim in (valuation.pending, valuation.current):
        if claim is None or claim.quantity is None:
            continue
        multiple = _multiple(claim.quantity, earned.quantity)
        if multiple is not None:
            exact = _at_each_price(core, claim, earned.quantity, _multiple)
            inputs = (_said(claim), _said(earned))
            yield Derived("revenue_multiple", "Revenue multiple", multiple, inputs, claim.scope, exact)


def _at_each_price(core: Core, claim: Claim, other: Quantity, combine: Combine) -> tuple[Quantity, ...]:
    """The figure at every tranche price of the round whose valuation the claim is; none if it has one price."""
    split = next((found for found in core.rounds if found.id == claim.scope and found.tranches), None)
    if split is None:
        return ()
    figures = (combine(price, other) for price in split.prices)
    return tuple(figure for figure in figures if figure is not None)


def _rise(new: Quantity, old: Quantity) -> Quantity | None:
    """The change in per cent, each bound against the middle of the earlier figure."""
    return _compared(new, old, "%")


def _multiple(top: Quantity, bottom: Quantity) -> Quantity | None:
    return _compared(top, bottom, "x")


@lru_cache(maxsize=1 << 14)
def _compared(new: Quantity, old: Quantity, unit: str) -> Quantity | None:
    middle = old.mid
    if new.low is None or new.high is None or not middle or new.unit != old.unit:
        return None
    bounds = (new.low / middle, new.high / middle)
    if unit == "%":
        low, high = (((bound - 1) * PERCENT).quantize(ONE) for bound in bounds)
    else:
        low, high = (bound.quantize(TENTH) for bound in bounds)
    return Quantity(low, high, unit, new.approx or old.approx, Kind.VALUE, Basis.IMPLIED)


def _said(claim: Claim) -> str:
    return f"{claim.predicate.replace('_', ' ')} {claim.value}"


# --- groups ---------------------------------------------------------------------------------


def _combined_valuations(core: Core, cards: Mapping[str, Card], library: Library) -> Iterator[Derived]:
    """The valuations of a group's members added up, once for every source that prices at least two of them."""
    members = sorted(edge.partner for edge in core.edges if not edge.outward and edge.type.id == "member_of")
    told: dict[str, dict[str, Quantity]] = {}
    for card in (cards[member] for member in members if member in cards):
        for source, said in card.priced:
            told.setdefault(source, {})[card.name] = parse_quantity(said)
    for source in sorted(told):
        recorded = library[source].source
        retold = recorded.based_on if recorded is not None else ()
        # A text prices some members itself and takes the others from the reports that it retells.
        prices = {name: price for report in (*retold, source) for name, price in told.get(report, {}).items()}
        if len(prices) > 1 and len({price.unit for price in prices.values()}) == 1:
            inputs = (*(f"{name}: {price}" for name, price in prices.items()), f"all in {source}")
            yield Derived("combined_valuation", "Combined valuation", reduce(add, prices.values()), inputs)
