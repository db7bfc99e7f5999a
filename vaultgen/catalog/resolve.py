"""Claims about one thing, resolved: what is shown, what stands beside it, what is set aside and why.

The rules are those of the record model: people's verdicts first, firm and pending on separate lines, the newest of a
line wins, ties go by strength, tier, origins, publication, precision and id; retelling never upgrades; nothing
disappears. The order in which claims come in makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from vaultgen.catalog import line as why
from vaultgen.catalog.claims import Claim, compatible, same_number, told_when, width
from vaultgen.catalog.line import EMPTY, Aside, Disagreement, Line, Nature
from vaultgen.catalog.origins import independent, share_origin
from vaultgen.catalog.window import ALWAYS
from vaultgen.records.model import Rank
from vaultgen.values.status import Status, Tier, weaker

__all__ = ["EMPTY", "Aside", "Disagreement", "Line", "Measure", "Nature", "alone", "resolve"]


A_MONTH = 31
_VOID = tuple(status for status in Status if status.tier is Tier.VOID)
# Looking a member up costs as much as everything else about a single claim.
_DEPRECATED, _NORMAL, _FORECAST, _FIRM = Rank.DEPRECATED, Rank.NORMAL, Status.FORECAST, Tier.FIRM


class Measure(StrEnum):
    """When two claims about one thing speak of the same.

    A stock is compared on the same days, a flow over the same period only (a quarter never contradicts its year), and
    a wording is whoever's own: another one is no contradiction.
    """

    STOCK = "stock"
    FLOW = "flow"
    WORDING = "wording"


def resolve(claims: Iterable[Claim], *, tolerance: Decimal, measure: Measure = Measure.STOCK) -> Line:
    """The resolved view of all claims about one predicate; `tolerance` is what `~` means (0.10 for ± 10 %)."""
    said = claims if isinstance(claims, list) else list(claims)
    if not said:
        return EMPTY
    if len(said) == 1:
        return alone(said[0])
    return _Resolution(tolerance, measure).line(_without_upgrades(_ordered(said)))


def alone(claim: Claim) -> Line:
    """The line of a single claim, which is nearly every line of a large table."""
    if claim.status in _VOID or claim.said.rank is _DEPRECATED:
        return _Resolution(Decimal(0), Measure.STOCK).line([claim])
    return Line(claim, None, (claim,))


def _ordered(claims: list[Claim]) -> list[Claim]:
    """The claims in their total order; of different days, which is usual, nothing but the days need be compared."""
    by_day = sorted(claims, key=_day, reverse=True)
    if any(one.window == other.window for one, other in pairwise(by_day)):
        return sorted(claims, key=_order)
    return by_day


def _day(claim: Claim) -> tuple[date, date]:
    window = claim.window
    return (window.end, window.start)


def _order(claim: Claim) -> tuple[object, ...]:
    """A total order that no file order can change: the newest first, then by id and by what is said."""
    window, said = claim.window, claim.said
    return (
        -window.end.toordinal(),
        -window.start.toordinal(),
        claim.source,
        claim.origin,
        claim.as_of.edtf if claim.as_of else "",
        str(claim.value),
        claim.status or "",
        said.locator,
        said.method,
        said.note,
        said.rank,
        said.reason,
        claim.subject,
        claim.scope,
    )


def _without_upgrades(claims: list[Claim]) -> list[Claim]:
    """Claims that name their origin, no firmer than that origin is told to have said it of the same days."""
    if not any(claim.origin for claim in claims):
        return claims
    return [_weakened(claim, claims) if claim.origin else claim for claim in claims]


def _weakened(claim: Claim, claims: Sequence[Claim]) -> Claim:
    if claim.tier is Tier.VOID:
        return claim
    status = claim.status
    days = told_when(claim)
    for other in claims:
        told = other.status
        if told is None or told.tier is Tier.VOID or not _is_of(claim.origin, other):
            continue
        if told_when(other).overlaps(days):
            status = weaker(status, told) if status else told
    return claim if status is claim.status else claim._replace(status=status)


def _is_of(origin: str, claim: Claim) -> bool:
    """Whether a claim is the origin's own, or told after it."""
    return claim.origin == origin if claim.origin else origin in claim.reference.roots


class _Resolution:
    """One run of the rules: what has been set aside so far, and what was found to differ."""

    def __init__(self, tolerance: Decimal, measure: Measure) -> None:
        self.tolerance = tolerance
        self.measure = measure
        self.places: dict[int, int] = {}
        self.aside: list[Aside] = []
        self.decided: list[Disagreement] = []
        self.found: list[Disagreement] = []

    def line(self, claims: Sequence[Claim]) -> Line:
        """The line of all claims, which come in their total order."""
        self.places = {id(claim): place for place, claim in enumerate(claims)}
        steps: tuple[list[Claim], list[Claim], list[Claim]] = ([], [], [])
        for claim in self._without_silence(self._by_verdict(claims)):
            # What is foretold neither confirms nor contradicts what is told of today.
            steps[2 if claim.status is _FORECAST else 0 if claim.tier is _FIRM else 1].append(claim)
        ladders = [self._series(step) for step in steps if step]
        if not ladders:
            return Line(None, None, (), tuple(self.aside), tuple(self.decided))
        main, beside = ladders[0], [claim for ladder in ladders[1:] for claim in ladder]
        current = main[0]
        pending = self._pending(beside, current)
        earlier = self._earlier(beside, pending, main) if beside else []
        series = [current, *self._in_order([*main[1:], *earlier])] if earlier else main
        differing = self._disagreements([*series, pending] if pending else series)
        return Line(current, pending, tuple(series), tuple(self.aside), differing)

    # --- people's verdicts ----------------------------------------------------------------

    def _by_verdict(self, claims: Sequence[Claim]) -> list[Claim]:
        """The claims that are left once deprecated ones, void ones and those that a preferred one decides are out."""
        if all(claim.said.rank is _NORMAL and claim.status not in _VOID for claim in claims):
            return list(claims)
        preferred = [
            claim for claim in claims if claim.said.rank is Rank.PREFERRED and claim.tier is not Tier.VOID
        ]
        decided: dict[int, list[Claim]] = {}
        live = []
        for claim in claims:
            if claim.said.rank is Rank.DEPRECATED:
                self.aside.append(Aside(claim, f"deprecated: {claim.said.reason}"))
            elif claim.tier is Tier.VOID:
                self.aside.append(Aside(claim, claim.status.words if claim.status else ""))
            elif claim.said.rank is Rank.NORMAL and (by := self._overruled(claim, preferred)) is not None:
                self.aside.append(Aside(claim, f"decided otherwise: {preferred[by].said.reason}"))
                if self._clash(claim, preferred[by]):
                    decided.setdefault(by, []).append(claim)
            else:
                live.append(claim)
        for by, overruled in decided.items():
            winner = preferred[by]
            found = Disagreement(Nature.CONTRADICTION, (winner, *overruled), winner.said.reason)
            self.decided.append(found)
        return live

    def _overruled(self, claim: Claim, preferred: Sequence[Claim]) -> int | None:
        return next((number for number, one in enumerate(preferred) if self._meet(claim, one)), None)

    def _without_silence(self, claims: list[Claim]) -> list[Claim]:
        """Claims that say anything: "undisclosed" is told of a figure, not in its place, and gives way to one."""
        if not any(claim.is_silent for claim in claims) or all(claim.is_silent for claim in claims):
            return claims
        self.aside.extend(Aside(claim, why.NO_FIGURE) for claim in claims if claim.is_silent)
        return [claim for claim in claims if not claim.is_silent]

    # --- one line over time ---------------------------------------------------------------

    def _series(self, waiting: list[Claim]) -> list[Claim]:
        """The claims that hold one after the other, newest first; the rest of each moment is set aside."""
        if all(newer.window.start > older.window.end for newer, older in pairwise(waiting)):
            return waiting
        series = []
        while waiting:
            moment = [claim for claim in waiting if self._meet(claim, waiting[0])]
            best = (
                min(moment, key=lambda claim: self._weight(claim, moment)) if len(moment) > 1 else moment[0]
            )
            series.append(best)
            settled = [claim for claim in waiting if claim is not best and self._meet(claim, best)]
            if settled:
                self._compare(best, settled)
                waiting = [claim for claim in waiting if claim is not best and not self._meet(claim, best)]
            else:
                waiting = [claim for claim in waiting if claim is not best]
        return self._in_order(series)

    def _in_order(self, claims: list[Claim]) -> list[Claim]:
        return sorted(claims, key=lambda claim: self.places[id(claim)])

    def _meet(self, a: Claim, b: Claim) -> bool:
        """Whether two claims speak of the same time."""
        if self.measure is Measure.FLOW and a.as_of is not None and b.as_of is not None:
            return a.window == b.window
        return a.window.overlaps(b.window)

    def _weight(self, claim: Claim, moment: Sequence[Claim]) -> tuple[object, ...]:
        """Rule 4: what wins within one window; the smaller, the better."""
        status = claim.status or Status.ANNOUNCED
        known = claim.reference.known
        return (
            -status.strength,
            claim.reference.tier,
            -independent(other for other in moment if compatible(claim, other, self.tolerance)),
            -known.toordinal() if known else 0,
            width(claim, self.tolerance),
            self.places[id(claim)],
        )

    def _pending(self, beside: Sequence[Claim], current: Claim) -> Claim | None:
        """The newest of the less firm claims, if it is newer than what is current and says anything else."""
        newer = (claim for claim in beside if claim.window.end > current.window.end)
        return next((claim for claim in newer if not same_number(claim, current)), None)

    def _earlier(self, beside: Sequence[Claim], pending: Claim | None, main: Sequence[Claim]) -> list[Claim]:
        """Estimates of times for which nothing firm is known; all other claims beside the line are set aside."""
        earlier = []
        for claim in beside:
            if claim is pending:
                continue
            rival = next((firm for firm in main if self._meet(claim, firm)), None)
            if rival is None and claim.tier is Tier.SOFT and claim.window.end < main[0].window.start:
                earlier.append(claim)
            elif same_number(claim, rival or main[0]):
                self.aside.append(Aside(claim, why.SAYS_THE_SAME))
            else:
                self.aside.append(Aside(claim, why.LESS_FIRM if rival is not None else why.OLDER))
        return earlier

    # --- differences ----------------------------------------------------------------------

    def _clash(self, a: Claim, b: Claim) -> bool:
        """Whether the two cannot both be true, and surely speak of the same time."""
        if self.measure is Measure.WORDING or compatible(a, b, self.tolerance):
            return False
        if a.quantity is None or a.window is ALWAYS or b.window is ALWAYS or a.window == b.window:
            return True
        # A figure of "2026", or of no day in an essay of June, need not be the one of June 18.
        return a.is_loose == b.is_loose and max(a.window.days, b.window.days) <= A_MONTH

    def _compare(self, best: Claim, others: Sequence[Claim]) -> None:
        """Set aside the claims that lose to the best one of their time, and keep how they differ from it."""
        contradicting, vague, same = [best], [best], [best]
        for claim in others:
            reason = self._reason(best, claim)
            self.aside.append(Aside(claim, reason))
            if reason == why.CONTRADICTS:
                contradicting.append(claim)
            elif reason in {why.SAME_ORIGIN, why.SAYS_THE_SAME}:
                same.append(claim)
            elif reason != why.ANOTHER_WORDING:
                vague.append(claim)
        if len({claim.source for claim in same}) < 2 or independent(same) != 1:
            same = [best]
        for nature, claims in zip(Nature, (contradicting, vague, same), strict=True):
            if len(claims) > 1:
                self.found.append(Disagreement(nature, tuple(claims)))

    def _reason(self, best: Claim, claim: Claim) -> str:
        """Why a claim about the same time as the best one is not shown."""
        if same_number(best, claim):
            told_again = claim.source != best.source and share_origin(best, claim)
            return why.SAME_ORIGIN if told_again else why.SAYS_THE_SAME
        if self._clash(best, claim):
            return why.CONTRADICTS
        if self.measure is Measure.WORDING:
            return why.ANOTHER_WORDING
        if not compatible(best, claim, self.tolerance):
            return why.UNDATED
        if width(claim, self.tolerance) > width(best, self.tolerance):
            return why.LESS_PRECISE
        weaker_status = (claim.status or Status.ANNOUNCED).strength < (
            best.status or Status.ANNOUNCED
        ).strength
        return why.LESS_FIRM if weaker_status else why.LESS_SUPPORTED

    def _disagreements(self, shown: Sequence[Claim]) -> tuple[Disagreement, ...]:
        """What differs from anything shown: every contradiction by itself, the rest as one finding for the line."""
        ids = {id(claim) for claim in shown}
        about = [found for found in self.found if id(found.claims[0]) in ids]
        merged = [*self.decided, *(found for found in about if found.nature is Nature.CONTRADICTION)]
        for nature in (Nature.IMPRECISION, Nature.RESTATEMENT):
            claims = tuple(claim for found in about if found.nature is nature for claim in found.claims)
            if claims:
                merged.append(Disagreement(nature, claims))
        return tuple(merged)
