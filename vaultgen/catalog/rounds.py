"""Rounds and deals, resolved: the stage, day, money, price and parties that were known, and how firmly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from vaultgen.catalog.claims import Claim, claim_of
from vaultgen.catalog.library import Library
from vaultgen.catalog.resolve import EMPTY, Line, resolve
from vaultgen.records.model import Claimed, Deal, Investment, Round, StatusEntry, Tranche
from vaultgen.values.days import Day
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Status, Tier

__all__ = ["Backer", "ResolvedDeal", "ResolvedRound", "ResolvedTranche", "resolve_deal", "resolve_round"]

LEADING = ("lead", "co_lead")


@dataclass(frozen=True, slots=True)
class Backer:
    """An investor's part in a round; `weaker` holds what other sources say of it."""

    investor: str
    role: str
    amount: Quantity | None
    tranches: tuple[str, ...]
    note: str
    status: Status | None
    source: str
    lines: tuple[Investment, ...]

    @property
    def leads(self) -> bool:
        """Whether the investor led or co-led."""
        return self.role in LEADING


@dataclass(frozen=True, slots=True)
class ResolvedTranche:
    """A part of a round at its own price."""

    id: str
    label: str
    valuation: Line
    amount: Line


@dataclass(frozen=True, slots=True)
class ResolvedRound:
    """A round as it was known; `tier` says whether it may be counted as money raised."""

    id: str
    entity: str
    record: Round
    status: Status | None
    stage: Line
    day: Line
    amount: Line
    valuation: Line
    backers: tuple[Backer, ...]
    tranches: tuple[ResolvedTranche, ...]
    log: tuple[StatusEntry, ...]
    terms: tuple[tuple[str, Line], ...]
    sources: tuple[str, ...]

    @property
    def tier(self) -> Tier:
        """Firm once announced or closed (or stated flatly), pending while reported or in talks."""
        return self.status.tier if self.status else Tier.FIRM

    @property
    def date(self) -> Day | None:
        """The day of the round: its own, or that of the last thing heard of it."""
        current = self.day.current
        if current is not None and isinstance(current.value, Day):
            return current.value
        heard = [entry.on for entry in self.log if entry.on is not None]
        return max(heard, key=lambda day: day.sort_key) if heard else None

    @property
    def leads(self) -> tuple[Backer, ...]:
        """Who led or co-led."""
        return tuple(backer for backer in self.backers if backer.leads)

    @property
    def stage_name(self) -> str:
        """“Series E”, or nothing where the stage is not known."""
        return str(self.stage.current.value) if self.stage.current else ""

    @property
    def price(self) -> Quantity | None:
        """The valuation shown."""
        return self.valuation.current.quantity if self.valuation.current else None

    @property
    def raised(self) -> Quantity | None:
        """The new money shown."""
        return self.amount.current.quantity if self.amount.current else None

    @property
    def blended_price(self) -> Quantity | None:
        """The money-weighted harmonic mean of the tranche prices, where every tranche has price and amount."""
        money = price = Decimal(0)
        for tranche in self.tranches:
            paid, at = tranche.amount.current, tranche.valuation.current
            if (
                paid is None
                or at is None
                or not (isinstance(paid.value, Quantity) and isinstance(at.value, Quantity))
            ):
                return None
            if paid.value.mid is None or not at.value.mid:
                return None
            money += paid.value.mid
            price += paid.value.mid / at.value.mid
        if not price or self.price is None:
            return None
        blended = money / price
        return Quantity(low=blended, high=blended, unit=self.price.unit)


@dataclass(frozen=True, slots=True)
class ResolvedDeal:
    """A deal that is no round, as it was known."""

    id: str
    record: Deal
    day: Line
    amount: Line

    @property
    def date(self) -> Day | None:
        """The day of the deal."""
        current = self.day.current
        return current.value if current is not None and isinstance(current.value, Day) else None


@dataclass(frozen=True, slots=True)
class _Round:
    """The parts that every line of one round is made from."""

    record: Round
    library: Library
    day: date | None
    tolerance: Decimal
    log: tuple[StatusEntry, ...]
    held: Day | None

    def claims(self, predicate: str, said: Iterable[Claimed], *, dated: bool = False) -> list[Claim]:
        """The known claims of one field, with what the round says for all of its fields where they say nothing."""
        record = self.record
        claims = []
        for claimed in said:
            source = claimed.source or record.source
            if not self.library.known_by(source, self.day):
                continue
            status = claimed.status or record.status
            whole = _filled(
                claimed,
                source=source,
                status=status,
                origin=claimed.origin or ("" if claimed.source else record.origin),
                as_of=claimed.as_of or (self.held if dated else None),
            )
            timeless = status is None or status.tier is Tier.FIRM
            claims.append(
                claim_of(
                    whole,
                    self.library[source],
                    subject=record.id,
                    predicate=predicate,
                    timeless=timeless,
                )
            )
        return claims

    def logged(self, predicate: str) -> list[Claim]:
        """What the status log says of an amount or a valuation, each as of its own day."""
        claims = []
        for entry in self.log:
            value = getattr(entry, predicate)
            if value is None:
                continue
            said = Claimed(
                value=value,
                as_of=entry.on,
                status=entry.status,
                source=entry.source,
                origin=entry.origin,
                locator=entry.locator,
                note=entry.note,
                method=entry.method,
            )
            reference = self.library[entry.source]
            claims.append(claim_of(said, reference, subject=self.record.id, predicate=predicate))
        return claims


def _filled(said: Claimed, **changes: object) -> Claimed:
    """The claim with fields that its round decides; unchanged claims are not copied."""
    if all(getattr(said, name) == value for name, value in changes.items()):
        return said
    fields = {name: getattr(said, name) for name in _CLAIMED}
    return Claimed(**{**fields, **changes})


_CLAIMED = ("value", "as_of", "status", "source", "locator", "origin", "method", "note", "rank", "reason")


def resolve_round(
    record: Round, library: Library, *, day: date | None, tolerance: Decimal
) -> ResolvedRound | None:
    """The round as it was known on a day (None: as it is known now); None if nothing was known of it."""
    log = tuple(
        sorted(
            (entry for entry in record.status_log if library.known_by(entry.source, day)),
            key=lambda entry: (entry.on.sort_key if entry.on else (), entry.status or ""),
        )
    )
    if not log and not _heard_of(record, library, day):
        return None
    parts = _Round(record, library, day, tolerance, log, None)
    status = log[-1].status if log else record.status
    day_line = resolve(parts.claims("date", record.date), tolerance=tolerance)
    held = day_line.current.value if day_line.current and isinstance(day_line.current.value, Day) else None
    if held is None and log:
        held = log[-1].on
    parts = _Round(record, library, day, tolerance, log, held)
    tranches = tuple(_tranche(parts, tranche) for tranche in record.tranches)
    tranches = tuple(tranche for tranche in tranches if tranche.valuation.current or tranche.amount.current)
    return ResolvedRound(
        id=record.id,
        entity=record.entity,
        record=record,
        status=status,
        stage=resolve(parts.claims("stage", record.stage), tolerance=tolerance),
        day=day_line,
        amount=_amount(parts),
        valuation=_valuation(parts, tranches, status),
        backers=_backers(parts),
        tranches=tranches,
        log=log,
        terms=tuple(
            (label, resolve(parts.claims(label, said), tolerance=tolerance))
            for label, said in sorted(record.terms.items())
        ),
        sources=_sources(record, library, day),
    )


def _heard_of(record: Round, library: Library, day: date | None) -> bool:
    """Whether any claim about the round had been published; what cites no source was always known."""
    if day is None:
        return True
    cited = [said.source or record.source for said in (*record.date, *record.amount, *record.valuation)]
    cited = cited or [record.source, *(line.source for line in record.investors)]
    return any(library.known_by(source, day) for source in cited)


def _sources(record: Round, library: Library, day: date | None) -> tuple[str, ...]:
    cited = (
        *record.stage,
        *record.date,
        *record.amount,
        *record.valuation,
        *record.investors,
        *record.status_log,
    )
    named = [record.source, *(said.source for said in cited)]
    return tuple(dict.fromkeys(name for name in named if name and library.known_by(name, day)))


def _tranche(parts: _Round, tranche: Tranche) -> ResolvedTranche:
    return ResolvedTranche(
        id=tranche.id,
        label=tranche.label,
        valuation=resolve(
            parts.claims("valuation", tranche.valuation, dated=True), tolerance=parts.tolerance
        ),
        amount=resolve(parts.claims("amount", tranche.amount, dated=True), tolerance=parts.tolerance),
    )


def _amount(parts: _Round) -> Line:
    return resolve(
        [*parts.claims("amount", parts.record.amount), *parts.logged("amount")], tolerance=parts.tolerance
    )


def _valuation(parts: _Round, tranches: tuple[ResolvedTranche, ...], status: Status | None) -> Line:
    """The round's price: the interval of its tranche prices, else what is stated."""
    record = parts.record
    stated = [
        *parts.claims("valuation", record.valuation, dated=True),
        *parts.claims("valuation", record.post_money, dated=True),
        *parts.logged("valuation"),
    ]
    prices = [tranche.valuation.current for tranche in tranches if tranche.valuation.current is not None]
    if not prices:
        return resolve(stated, tolerance=parts.tolerance)
    interval = _interval(prices)
    if interval is None:
        return resolve(stated, tolerance=parts.tolerance)
    best = prices[0]
    held = parts.held
    split = _filled(best.said, value=interval, as_of=held, status=best.status or status)
    claim = claim_of(split, best.reference, subject=record.id, predicate="valuation")
    inside = [other for other in stated if other.quantity is not None and interval.contains(other.quantity)]
    rest = [other for other in stated if other not in inside or other.window.end < claim.window.start]
    return resolve([claim, *rest], tolerance=parts.tolerance)


def _interval(prices: list[Claim]) -> Quantity | None:
    quantities = [price.quantity for price in prices if price.quantity is not None]
    lows = [quantity.low for quantity in quantities if quantity.low is not None]
    highs = [quantity.high for quantity in quantities if quantity.high is not None]
    units = {quantity.unit for quantity in quantities}
    if not lows or not highs or len(units) != 1:
        return None
    return Quantity(
        low=min(lows),
        high=max(highs),
        unit=units.pop(),
        approx=any(quantity.approx for quantity in quantities),
    )


def _backers(parts: _Round) -> tuple[Backer, ...]:
    """One backer for each investor: its strongest line, and every tranche that any line names."""
    record = parts.record
    lines: dict[str, list[Investment]] = {}
    for line in record.investors:
        if parts.library.known_by(line.source or record.source, parts.day):
            lines.setdefault(line.investor, []).append(line)
    backers = []
    for investor, told in lines.items():
        ranked = sorted(told, key=_weight, reverse=True)
        best = ranked[0]
        amounts = [line.amount for line in ranked if line.amount is not None]
        notes = dict.fromkeys(line.note for line in ranked if line.note)
        backers.append(
            Backer(
                investor=investor,
                role=best.role,
                amount=amounts[0] if amounts else None,
                tranches=tuple(dict.fromkeys(line.tranche for line in ranked if line.tranche)),
                note=", ".join(notes),
                status=best.status or record.status,
                source=best.source or record.source,
                lines=tuple(ranked),
            )
        )
    return tuple(backers)


def _weight(line: Investment) -> tuple[object, ...]:
    """What makes one source's line about an investor better than another's: the verdict, the role, the cheque."""
    verdict = {"preferred": 2, "normal": 1, "deprecated": 0}[line.rank]
    role = {"lead": 3, "co_lead": 3, "strategic": 2, "participant": 1, "existing": 0}[line.role]
    return (verdict, role, line.amount is not None, line.source)


def resolve_deal(
    record: Deal, library: Library, *, day: date | None, tolerance: Decimal
) -> ResolvedDeal | None:
    """The deal as it was known on a day; None if it was not."""
    if not library.known_by(record.source, day):
        return None

    def line(predicate: str, said: tuple[Claimed, ...]) -> Line:
        claims = []
        for claimed in said:
            source = claimed.source or record.source
            if not library.known_by(source, day):
                continue
            origin = claimed.origin or ("" if claimed.source else record.origin)
            whole = _filled(claimed, source=source, status=claimed.status or record.status, origin=origin)
            claims.append(
                claim_of(whole, library[source], subject=record.id, predicate=predicate, timeless=True)
            )
        return resolve(claims, tolerance=tolerance) if claims else EMPTY

    return ResolvedDeal(
        id=record.id, record=record, day=line("date", record.date), amount=line("amount", record.amount)
    )
