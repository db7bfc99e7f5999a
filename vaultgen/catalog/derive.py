"""Figures that follow from others: totals, step-ups, months between rounds, multiples and shares, each with inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import reduce
from itertools import pairwise

from vaultgen.catalog.card import Card
from vaultgen.catalog.claims import Claim
from vaultgen.catalog.core import Core
from vaultgen.catalog.library import Library
from vaultgen.catalog.profile import Derived, share
from vaultgen.catalog.rounds import ResolvedRound
from vaultgen.values.days import months_between
from vaultgen.values.money import parse_quantity
from vaultgen.values.quantity import Basis, Quantity
from vaultgen.values.status import Tier

__all__ = ["RULES", "derive"]

Rule = Callable[[Core, Mapping[str, Card], Library], Iterator[Derived]]
PERCENT = Decimal(100)


def counted(rounds: Iterable[ResolvedRound]) -> tuple[ResolvedRound, ...]:
    """The rounds whose money counts: firm ones, each once even where an aggregate already holds it."""
    firm = [found for found in rounds if found.tier is Tier.FIRM]
    known = {found.id for found in firm}
    return tuple(found for found in firm if found.record.part_of not in known)


def label(found: ResolvedRound) -> str:
    """A round in a few words: stage and day, whichever are known."""
    name = found.stage_name or ("Prior rounds" if found.record.aggregate else "Round")
    return f"{name}, {found.date}" if found.date else name


def _percent_more(new: Quantity, old: Quantity) -> Quantity | None:
    if new.low is None or new.high is None or not old.mid or new.unit != old.unit:
        return None
    low = ((new.low / old.mid - 1) * PERCENT).quantize(Decimal(1))
    high = ((new.high / old.mid - 1) * PERCENT).quantize(Decimal(1))
    return Quantity(low=low, high=high, unit="%", approx=new.approx or old.approx, basis=Basis.IMPLIED)


def _quotient(top: Quantity, bottom: Quantity) -> Quantity | None:
    if top.low is None or top.high is None or not bottom.mid or top.unit != bottom.unit:
        return None
    low = (top.low / bottom.mid).quantize(Decimal("0.1"))
    high = (top.high / bottom.mid).quantize(Decimal("0.1"))
    return Quantity(low=low, high=high, unit="x", approx=top.approx or bottom.approx, basis=Basis.IMPLIED)


def total_raised(core: Core, _cards: Mapping[str, Card], _library: Library) -> Iterator[Derived]:
    """The money of all counted rounds; an unknown amount makes it a lower bound."""
    rounds = counted(core.rounds)
    amounts = [(found, found.raised) for found in rounds]
    known = [(found, amount) for found, amount in amounts if amount is not None and amount.is_value]
    if not known or len({amount.unit for _, amount in known}) != 1:
        return
    total = reduce(lambda a, b: a + b, (amount for _, amount in known))
    if len(known) < len(amounts) and total.low is not None:
        total = Quantity(low=total.low, high=None, unit=total.unit, approx=total.approx, basis=Basis.SUMMED)
    yield Derived(
        "total_raised", "Total raised", total, tuple(f"{label(found)}: {amount}" for found, amount in known)
    )


def step_up(core: Core, _cards: Mapping[str, Card], _library: Library) -> Iterator[Derived]:
    """How much the valuation rose: what is pending over what is current, and current over previous."""
    line = core.lines.get(("valuation", ""))
    if line is None:
        return
    ladder = [claim for claim in (line.pending, *line.series) if claim is not None]
    for newer, older in pairwise(ladder):
        if newer.quantity is None or older.quantity is None:
            continue
        rise = _percent_more(newer.quantity, older.quantity)
        if rise is not None:
            yield Derived("step_up", "Valuation step-up", rise, (_said(newer), _said(older)))


def months_between_rounds(core: Core, _cards: Mapping[str, Card], _library: Library) -> Iterator[Derived]:
    """The months from each round to the next; a range where a day is not exact."""
    dated = [found for found in core.rounds if found.date is not None and not found.record.aggregate]
    for newer, older in pairwise(dated):
        if (
            newer.date is None
            or older.date is None
            or newer.date.earliest is None
            or older.date.latest is None
        ):
            continue
        gap = months_between(older.date, newer.date)
        yield Derived("months_between", "Months between rounds", gap, (label(newer), label(older)))


def revenue_multiple(core: Core, _cards: Mapping[str, Card], _library: Library) -> Iterator[Derived]:
    """Valuation over annualized revenue: for what is pending (each tranche price, too), and for what is current."""
    valuation = core.lines.get(("valuation", ""))
    revenue = core.lines.get(("annualized_revenue", "")) or core.lines.get(("arr", ""))
    if valuation is None or revenue is None or revenue.current is None or revenue.current.quantity is None:
        return
    for claim in (valuation.pending, valuation.current):
        if claim is None or claim.quantity is None:
            continue
        multiple = _quotient(claim.quantity, revenue.current.quantity)
        if multiple is not None:
            yield Derived(
                "revenue_multiple", "Revenue multiple", multiple, (_said(claim), _said(revenue.current))
            )


def combined_valuation(core: Core, cards: Mapping[str, Card], library: Library) -> Iterator[Derived]:
    """The valuations of a group's members added up, once for every source that prices at least two of them."""
    members = sorted(edge.partner for edge in core.edges if edge.type.id == "member_of" and not edge.outward)
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
            total = reduce(lambda a, b: a + b, prices.values())
            inputs = tuple(f"{name}: {price}" for name, price in prices.items())
            yield Derived("combined_valuation", "Combined valuation", total, (*inputs, f"all in {source}"))


def lead_share(core: Core, _cards: Mapping[str, Card], _library: Library) -> Iterator[Derived]:
    """What part of each round an investor with a known cheque put in."""
    for found in core.rounds:
        for backer in found.backers:
            part = share(backer.amount, found.raised)
            if part is not None:
                yield Derived("lead_share", "Share of the round", part, (label(found), backer.investor))


def rounds_in_a_year(core: Core, _cards: Mapping[str, Card], _library: Library) -> Iterator[Derived]:
    """How many single rounds fall into the twelve months up to the newest firm one."""
    dated = [
        found
        for found in core.rounds
        if found.tier is Tier.FIRM and not found.record.aggregate and found.date and found.date.latest
    ]
    if len(dated) < 2 or dated[0].date is None or dated[0].date.earliest is None:
        return
    newest = dated[0].date
    within = [found for found in dated if found.date and (months_between(found.date, newest).low or 0) <= 12]
    count = Decimal(len(within))
    # An aggregate may hold further rounds of those months, so what can be counted is the least there were.
    hidden = any(found.record.aggregate for found in core.rounds)
    yield Derived(
        "rounds_in_a_year",
        "Rounds in twelve months",
        Quantity(low=count, high=None if hidden else count, unit=""),
        tuple(label(found) for found in within),
    )


RULES: dict[str, Rule] = {
    "total_raised": total_raised,
    "step_up": step_up,
    "months_between": months_between_rounds,
    "revenue_multiple": revenue_multiple,
    "combined_valuation": combined_valuation,
    "lead_share": lead_share,
    "rounds_in_a_year": rounds_in_a_year,
}


def derive(core: Core, cards: Mapping[str, Card], library: Library) -> tuple[Derived, ...]:
    """Every figure that follows from an entity's resolved claims and its members' cards."""
    if not core.rounds and not core.lines:
        return ()
    return tuple(figure for rule in RULES.values() for figure in rule(core, cards, library))


def _said(claim: Claim) -> str:
    return f"{claim.predicate.replace('_', ' ')} {claim.value}"
