"""The parts of a round as they were known on a day, put together from its record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add

from vaultgen.catalog.backers import backers_of
from vaultgen.catalog.claims import Claim
from vaultgen.catalog.library import Library
from vaultgen.catalog.line import EMPTY, SAYS_THE_SAME, WITHIN_TRANCHES, Aside, Line
from vaultgen.catalog.resolve import alone, resolve
from vaultgen.catalog.rounds import ResolvedRound, ResolvedTranche
from vaultgen.catalog.window import ALWAYS, window_of
from vaultgen.records.model import Claimed, Investment, Round, Said, StatusEntry, Tranche
from vaultgen.values.days import Day
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Status, Tier

__all__ = ["COURSE", "resolve_round"]

COURSE = {
    Status.RUMOURED: 0,
    Status.IN_TALKS: 1,
    Status.REPORTED: 2,
    Status.ANNOUNCED: 3,
    Status.CONFIRMED: 3,
    Status.FILED: 3,
    Status.CLOSED: 4,
}
"""How far a round has come with each status of its life."""

_OTHER_MONEY = ("pre_money", "post_money", "secondary", "target")


def resolve_round(
    record: Round, library: Library, *, day: date | None, tolerance: Decimal
) -> ResolvedRound | None:
    """The round as it was known on a day (None: as it is known now); None if nothing was known of it."""
    if day is not None and not _heard_of(record, library, day):
        return None
    parts = _Parts(record, library, day, tolerance)
    day_line = parts.line("date", record.date)
    parts.held = _held(day_line, parts.log)
    tranches = parts.tranches()
    shown, absent = backers_of(
        record, parts.known_lines(), library, status=parts.default_status, tolerance=tolerance
    )
    return ResolvedRound(
        id=record.id,
        entity=record.entity,
        record=record,
        status=parts.status,
        stage=parts.line("stage", record.stage),
        day=day_line,
        date=parts.held,
        amount=_amount(parts, tranches),
        valuation=_valuation(parts, tranches),
        backers=shown,
        absent=absent,
        tranches=tranches,
        log=parts.log,
        money=parts.other_money(),
        terms=parts.terms(),
        sources=_sources(record, library, day),
        order=_order(record.id, parts.held),
    )


def _order(name: str, day: Day | None) -> tuple[int, int, str]:
    """A key by which rounds stand newest first, those without a day last."""
    if day is None:
        return (0, 0, name)
    last, first = day.latest or day.earliest, day.earliest or day.latest
    return (-last.toordinal() if last else 0, -first.toordinal() if first else 0, name)


class _Parts:
    """What every line of one round is made from.

    `status` is how far the round had come: by its log, else by its record. `default_status` holds for claims that
    give none; `held` is the round's day, once it is known.
    """

    def __init__(self, record: Round, library: Library, day: date | None, tolerance: Decimal) -> None:
        self.record = record
        self.library = library
        self.day = day
        self.tolerance = tolerance
        self.held: Day | None = None
        self.log = _log(record, library, day) if record.status_log else ()
        recorded = record.status if library.known_by(record.source, day) else None
        heard = [entry.status for entry in self.log if entry.status]
        self.status: Status | None = heard[-1] if heard else recorded
        self.default_status = recorded or self.status
        self.default_firm = self.default_status is None or self.default_status.tier is Tier.FIRM

    def line(self, predicate: str, said: Sequence[Claimed], *, dated: bool = False) -> Line:
        """One field of the round, resolved."""
        if not said:
            return EMPTY
        if len(said) == 1 and self.day is None:
            (one,) = said
            return alone(self.claim(predicate, one, one.value, one.as_of, dated=dated))
        return resolve(self.claims(predicate, said, dated=dated), tolerance=self.tolerance)

    def claims(
        self, predicate: str, said: Iterable[Claimed], *, scope: str = "", dated: bool = False
    ) -> list[Claim]:
        """The known claims of one field; `dated` ones are as of the round's day where they give none."""
        return [
            self.claim(predicate, one, one.value, one.as_of, scope=scope, dated=dated)
            for one in said
            if self.day is None or self.library.known_by(one.source or self.record.source, self.day)
        ]

    def claim(
        self,
        predicate: str,
        said: Said,
        value: Quantity | Day | str,
        own: Day | None,
        *,
        scope: str = "",
        dated: bool = False,
    ) -> Claim:
        """A claim (as of its `own` day) with what the round says for all of its fields where it says nothing itself.

        A firm claim about a round holds for all time, unless it names a day of its own (a first close).
        """
        record = self.record
        source = said.source or record.source
        reference = self.library[source]
        status = said.status or self.default_status
        firm = said.status.tier is Tier.FIRM if said.status else self.default_firm
        origin = said.origin or ("" if said.source else record.origin)
        as_of = own or (self.held if dated else None)
        window = ALWAYS
        if own is not None or not firm:
            window = window_of(as_of) if as_of is not None else reference.window
        return Claim(
            record.id, predicate, scope, value, as_of, status, window, said, reference,
            source, origin, self.library.name(origin) if origin else "",
        )  # fmt: skip

    def terms(self) -> tuple[tuple[str, Line], ...]:
        """What is said of the round in words, by label."""
        told = self.record.terms
        return tuple((name, self.line(name, told[name])) for name in sorted(told)) if told else ()

    def logged(self, predicate: str) -> list[Claim]:
        """What the status log says of an amount or a valuation, each as of its own day."""
        told = ((entry, getattr(entry, predicate)) for entry in self.log)
        return [self.claim(predicate, entry, value, entry.on) for entry, value in told if value is not None]

    def known_lines(self) -> Iterable[Investment]:
        """The lines about investors that were known."""
        if self.day is None:
            return self.record.investors
        own = self.record.source
        return [line for line in self.record.investors if self.library.known_by(line.source or own, self.day)]

    def tranches(self) -> tuple[ResolvedTranche, ...]:
        """The tranches of which anything was known."""
        if not self.record.tranches:
            return ()
        found = (self._tranche(tranche) for tranche in self.record.tranches)
        return tuple(
            tranche for tranche in found if tranche.valuation is not EMPTY or tranche.amount is not EMPTY
        )

    def _tranche(self, tranche: Tranche) -> ResolvedTranche:
        prices = self.claims("valuation", tranche.valuation, scope=tranche.id, dated=True)
        amounts = self.claims("amount", tranche.amount, scope=tranche.id, dated=True)
        return ResolvedTranche(
            tranche.id,
            tranche.label,
            resolve(prices, tolerance=self.tolerance),
            resolve(amounts, tolerance=self.tolerance),
        )

    def other_money(self) -> tuple[tuple[str, Line], ...]:
        """The lines of the money beside the new money and the price, where there is any."""
        record = self.record
        if not (record.pre_money or record.post_money or record.secondary or record.target):
            return ()
        lines = ((name, self.line(name, getattr(record, name), dated=True)) for name in _OTHER_MONEY)
        return tuple((name, line) for name, line in lines if line is not EMPTY)


def _log(record: Round, library: Library, day: date | None) -> tuple[StatusEntry, ...]:
    """The known entries of the log, oldest first, in an order that their order in the file does not influence."""
    known = [entry for entry in record.status_log if library.known_by(entry.source or record.source, day)]
    known.sort(key=_moment)
    return tuple(known)


def _moment(entry: StatusEntry) -> tuple[object, ...]:
    return (
        entry.on.sort_key if entry.on else (),
        COURSE.get(entry.status, 5) if entry.status else -1,
        entry.source,
        str(entry.amount),
        str(entry.valuation),
        entry.origin,
        entry.note,
    )


def _held(line: Line, log: Sequence[StatusEntry]) -> Day | None:
    """The day of the round: its own, or that of the last thing heard of it."""
    if line.current is not None and isinstance(line.current.value, Day):
        return line.current.value
    return next((entry.on for entry in reversed(log) if entry.on is not None), None)


def _heard_of(record: Round, library: Library, day: date) -> bool:
    """Whether anything about the round had been published; what cites no source at all was always known."""
    cited = set(_cited(record))
    return not cited or any(library.known_by(source, day) for source in cited)


def _cited(record: Round) -> dict[str, None]:
    """Every source that the round cites, in the order of its fields."""
    cited = {record.source: None}
    for said in (
        record.stage,
        record.date,
        record.amount,
        record.valuation,
        record.investors,
        record.status_log,
    ):
        for one in said:
            cited[one.source] = None
    for name in _OTHER_MONEY:
        for claimed in getattr(record, name):
            cited[claimed.source] = None
    for tranche in record.tranches:
        cited.update((one.source, None) for one in (*tranche.valuation, *tranche.amount))
    for facts in record.terms.values():
        cited.update((one.source, None) for one in facts)
    cited.pop("", None)
    return cited


def _sources(record: Round, library: Library, day: date | None) -> tuple[str, ...]:
    cited = _cited(record)
    return tuple(cited) if day is None else tuple(name for name in cited if library.known_by(name, day))


def _amount(parts: _Parts, tranches: Sequence[ResolvedTranche]) -> Line:
    """The round's new money: what is stated, else the sum of its tranches if each has its own."""
    record = parts.record
    if not record.status_log and not tranches:
        return parts.line("amount", record.amount)
    stated = parts.claims("amount", record.amount)
    if record.status_log:
        stated += parts.logged("amount")
    if not stated and tranches:
        known = [tranche.amount.current for tranche in tranches]
        amounts = [claim.quantity for claim in known if claim is not None and claim.quantity is not None]
        if len(amounts) == len(tranches) and len({amount.unit for amount in amounts}) == 1:
            stated = [_together(parts, "amount", reduce(add, amounts), known)]
    return resolve(stated, tolerance=parts.tolerance) if stated else EMPTY


def _valuation(parts: _Parts, tranches: Sequence[ResolvedTranche]) -> Line:
    """The round's price: the interval of its tranche prices, else what is stated."""
    record = parts.record
    if not record.status_log and not tranches and not record.post_money:
        return parts.line("valuation", record.valuation, dated=True)
    given = (*record.valuation, *record.post_money) if record.post_money else record.valuation
    stated = parts.claims("valuation", given, dated=True)
    if record.status_log:
        stated += parts.logged("valuation")
    prices = [tranche.valuation.current for tranche in tranches]
    interval = _interval([claim.quantity for claim in prices if claim is not None]) if prices else None
    if interval is None:
        return resolve(stated, tolerance=parts.tolerance) if stated else EMPTY
    split = _together(parts, "valuation", interval, prices)
    inside = [claim for claim in stated if _repeats(claim, split, interval)]
    rest = [claim for claim in stated if not _repeats(claim, split, interval)]
    line = resolve([split, *rest], tolerance=parts.tolerance)
    asides = (Aside(claim, SAYS_THE_SAME if claim.value == interval else WITHIN_TRANCHES) for claim in inside)
    told = sorted(asides, key=lambda aside: (aside.claim.source, aside.claim.origin, str(aside.claim.value)))
    return line._replace(aside=(*line.aside, *told))


def _repeats(claim: Claim, split: Claim, interval: Quantity) -> bool:
    """Whether a stated price says no more than the tranche prices, and of no earlier time."""
    within = claim.quantity is not None and interval.contains(claim.quantity)
    return within and claim.window.end >= split.window.start


def _together(parts: _Parts, predicate: str, value: Quantity, claims: Iterable[Claim | None]) -> Claim:
    """The claim that the tranches make together, on the word of the newest and no firmer than the weakest."""
    told = sorted(
        (claim for claim in claims if claim is not None),
        key=lambda claim: (claim.window.end, claim.source, str(claim.value)),
    )
    statuses = [claim.status for claim in told if claim.status]
    status = min(statuses, key=lambda status: status.strength, default=parts.status)
    best = told[-1]
    as_of = parts.held or best.as_of
    window = window_of(as_of) if as_of is not None else best.window
    return best._replace(
        predicate=predicate, scope="", value=value, as_of=as_of, status=status, window=window
    )


def _interval(prices: Sequence[Quantity | None]) -> Quantity | None:
    """From the lowest to the highest price; None where there are none, or not in one currency."""
    known = [price for price in prices if price is not None and price.is_value]
    if len({price.unit for price in known}) != 1:
        return None
    lows = [price.low for price in known if price.low is not None]
    highs = [price.high for price in known if price.high is not None]
    low = min(lows) if len(lows) == len(known) else None
    high = max(highs) if len(highs) == len(known) else None
    if low is None and high is None:
        return None
    return Quantity(low, high, known[0].unit, approx=any(price.approx for price in known))
