"""Claims about one thing, resolved: what is shown, what stands beside it, what is set aside and why.

The rules are those of the record model: people's verdicts first, firm and pending on separate lines, the newest of a
line wins, ties go by strength, tier, origins, publication, precision and id; retelling never upgrades; nothing
disappears. The order in which claims come in makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from vaultgen.catalog.claims import Claim, compatible, same_value, width
from vaultgen.records.model import Rank
from vaultgen.values.status import Status, Tier, weaker

__all__ = ["Aside", "Disagreement", "Line", "Nature", "resolve"]


class Nature(StrEnum):
    """How two claims differ."""

    CONTRADICTION = "contradiction"
    IMPRECISION = "imprecision"
    RESTATEMENT = "restatement"


@dataclass(frozen=True, slots=True)
class Aside:
    """A claim that is not shown, and why."""

    claim: Claim
    why: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims about the same thing at the same time that differ; `decided` is the reason of whoever settled it."""

    nature: Nature
    claims: tuple[Claim, ...]
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A predicate of a subject, resolved.

    `current` is the newest firm claim (or, where there is none, the newest of the next tier); `pending` is newer and
    less firm and stands beside it; `series` holds what was current over time, newest first.
    """

    current: Claim | None
    pending: Claim | None = None
    series: tuple[Claim, ...] = ()
    aside: tuple[Aside, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def previous(self) -> Claim | None:
        """What was current before `current`."""
        return self.series[1] if len(self.series) > 1 else None

    @property
    def shown(self) -> tuple[Claim, ...]:
        """The claims whose values a note shows."""
        return tuple(claim for claim in (self.current, self.pending) if claim is not None)

    @property
    def open(self) -> tuple[Disagreement, ...]:
        """The contradictions that nobody has decided."""
        return tuple(
            found
            for found in self.disagreements
            if found.nature is Nature.CONTRADICTION and not found.decided
        )


EMPTY = Line(None)


def resolve(claims: Iterable[Claim], *, tolerance: Decimal) -> Line:
    """The resolved view of all claims about one predicate; `tolerance` is what `~` means (0.10 for ± 10 %)."""
    said = list(claims)
    if len(said) == 1 and said[0].rank is Rank.NORMAL and said[0].tier is not Tier.VOID:
        return Line(said[0], series=(said[0],))
    if not said:
        return EMPTY
    return _Resolution(_without_upgrades(sorted(said, key=_order)), tolerance).line()


def _order(claim: Claim) -> tuple[str, ...]:
    """A total order that no file order can change."""
    said = claim.said
    return (
        claim.source,
        said.origin,
        said.as_of.edtf if said.as_of else "",
        str(claim.value),
        claim.status or "",
        said.locator,
        said.note,
        said.rank,
    )


def _without_upgrades(claims: Sequence[Claim]) -> list[Claim]:
    """Claims that name their origin, weakened to the weakest status in which that origin's figure is told."""
    weakest: dict[str, Status] = {}
    for claim in claims:
        if claim.status and claim.origin:
            known = weakest.get(claim.origin)
            weakest[claim.origin] = weaker(known, claim.status) if known else claim.status
    result = []
    for claim in claims:
        if claim.said.origin and not (claim.status and claim.status.tier is Tier.VOID):
            told = [
                other.status
                for other in claims
                if other.status
                and other.origin == claim.origin
                and other.window.overlaps(claim.window)
                and other.status.tier is not Tier.VOID
            ]
            status = claim.status
            for other in told:
                status = weaker(status, other) if status else other
            result.append(claim if status is claim.status else replace(claim, status=status))
        else:
            result.append(claim)
    return result


def _strength(claim: Claim, supporters: int) -> tuple[object, ...]:
    """Rule 4: what wins within one window; the greater, the better."""
    status = claim.status.strength if claim.status else Status.ANNOUNCED.strength
    published = claim.reference.known.toordinal() if claim.reference.known else 0
    return (
        status,
        -claim.reference.tier,
        supporters,
        published,
        -width(claim),
        tuple(map(_reversed, _order(claim))),
    )


def _reversed(text: str) -> tuple[int, ...]:
    return (*(-ord(character) for character in text), 1)


class _Resolution:
    """One run of the rules over sorted claims."""

    def __init__(self, claims: Sequence[Claim], tolerance: Decimal) -> None:
        self.tolerance = tolerance
        self.aside: list[Aside] = []
        self.live: list[Claim] = []
        self.found: list[Disagreement] = []
        self._set_verdicts(claims)

    def _set_verdicts(self, claims: Sequence[Claim]) -> None:
        preferred = [claim for claim in claims if claim.rank is Rank.PREFERRED]
        for claim in claims:
            if claim.rank is Rank.DEPRECATED:
                self.aside.append(Aside(claim, f"deprecated: {claim.said.reason}"))
            elif claim.tier is Tier.VOID:
                self.aside.append(Aside(claim, claim.status.words if claim.status else "void"))
            elif claim.rank is Rank.NORMAL and (winner := self._overruled(claim, preferred)) is not None:
                self.aside.append(Aside(claim, f"decided otherwise: {winner.said.reason}"))
                if not compatible(claim, winner, self.tolerance):
                    nature = Nature.CONTRADICTION
                    self.found.append(Disagreement(nature, (winner, claim), decided=winner.said.reason))
            else:
                self.live.append(claim)

    @staticmethod
    def _overruled(claim: Claim, preferred: Sequence[Claim]) -> Claim | None:
        return next((winner for winner in preferred if winner.window.overlaps(claim.window)), None)

    def line(self) -> Line:
        firm = self._series(Tier.FIRM)
        soft = self._series(Tier.SOFT)
        pending = self._series(Tier.PENDING)
        lines = [series for series in (firm, soft, pending) if series]
        if not lines:
            return Line(None, aside=tuple(self.aside), disagreements=tuple(self.found))
        main = lines[0]
        current = _newest(main)
        beside = None
        for series in lines[1:]:
            newest = _newest(series)
            for claim in series:
                if claim is newest and claim.window.end > current.window.end and beside is None:
                    beside = claim
                elif claim.window.end < current.window.start and series is soft:
                    main = [*main, claim]
                else:
                    self.aside.append(Aside(claim, self._reason(claim, current)))
        main = sorted(main, key=lambda claim: (claim.window.end, claim.window.start), reverse=True)
        main = [current, *(claim for claim in main if claim is not current)]
        return Line(current, beside, tuple(main), tuple(self.aside), tuple(self.found))

    def _reason(self, claim: Claim, current: Claim) -> str:
        if same_value(claim, current):
            return "says the same, less firmly"
        return "less firm" if claim.window.overlaps(current.window) else "older"

    def _series(self, tier: Tier) -> list[Claim]:
        """The claims of one tier that hold one after the other, newest first; the rest of each moment set aside."""
        waiting = sorted(
            (claim for claim in self.live if claim.tier is tier),
            key=lambda claim: (claim.window.end, claim.window.start),
            reverse=True,
        )
        series = []
        while waiting:
            moment = [claim for claim in waiting if claim.window.overlaps(waiting[0].window)]
            best = max(moment, key=lambda claim: _strength(claim, self._supporters(claim, moment)))
            series.append(best)
            self._compare(best, [claim for claim in moment if claim is not best])
            waiting = [claim for claim in waiting if claim not in moment]
        return series

    def _supporters(self, claim: Claim, moment: Sequence[Claim]) -> int:
        return len({other.origin for other in moment if compatible(claim, other, self.tolerance)})

    def _compare(self, best: Claim, others: Sequence[Claim]) -> None:
        contradicting = []
        for claim in others:
            if not compatible(best, claim, self.tolerance):
                contradicting.append(claim)
                self.aside.append(Aside(claim, "contradicts what is shown"))
            elif same_value(best, claim):
                again = best.origin == claim.origin
                self.aside.append(Aside(claim, "same origin" if again else "says the same"))
                if again and claim.source != best.source:
                    self.found.append(Disagreement(Nature.RESTATEMENT, (best, claim)))
            else:
                self.aside.append(
                    Aside(claim, "less precise" if width(claim) >= width(best) else "less firm")
                )
                self.found.append(Disagreement(Nature.IMPRECISION, (best, claim)))
        if contradicting:
            self.found.append(Disagreement(Nature.CONTRADICTION, (best, *contradicting)))


def _newest(series: Sequence[Claim]) -> Claim:
    """The newest claim; a forecast speaks of days to come and is newest only where there is nothing else."""
    told = [claim for claim in series if claim.status is not Status.FORECAST]
    return told[0] if told else series[-1]
