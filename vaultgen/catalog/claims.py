"""A claim as the catalog weighs it: the recorded words with their window, effective tier and origin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from vaultgen.catalog.library import Reference
from vaultgen.records.model import Claimed, Rank
from vaultgen.values.days import Day
from vaultgen.values.figure import Figure
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Status, Tier

__all__ = ["ALWAYS", "Claim", "Window", "claim_of", "same_value"]

_FIRST = date.min
_LAST = date.max


@dataclass(frozen=True, slots=True)
class Window:
    """The days within which a value held; both ends inclusive."""

    start: date
    end: date

    def overlaps(self, other: Window) -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end


ALWAYS = Window(_FIRST, _LAST)
_LONG_AGO = Window(_FIRST, _FIRST)


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim about a subject's predicate (in a scope), with everything that resolution asks of it.

    `author` is the name of whom the source has it from.
    """

    subject: str
    predicate: str
    scope: str
    value: Quantity | Day | str
    as_of: Day | None
    status: Status | None
    window: Window
    said: Claimed
    reference: Reference
    author: str = ""

    @property
    def source(self) -> str:
        """The id of the source where it was read, or nothing."""
        return self.said.source

    @property
    def origin(self) -> str:
        """Whom the claim goes back to: its own origin, or the one at the root of its source."""
        return self.said.origin or self.reference.origin

    @property
    def tier(self) -> Tier:
        """Firm, soft, pending or void; a claim without a status is stated flatly and counts as firm."""
        return self.status.tier if self.status else Tier.FIRM

    @property
    def rank(self) -> Rank:
        """A person's verdict."""
        return self.said.rank

    @property
    def quantity(self) -> Quantity | None:
        """The value, if it is a figure."""
        return self.value if isinstance(self.value, Quantity) else None

    def figure(self, *, flat: bool = False) -> Figure:
        """The claim in the one notation; firm statuses go without saying, and `flat` leaves out the day as well."""
        soft = self.status if self.status and self.status.tier is not Tier.FIRM else None
        value = self.value if isinstance(self.value, Quantity) else str(self.value)
        return Figure(
            value=value,
            as_of=None if flat else self.as_of,
            status=soft,
            origin=self.author if self.status is Status.ESTIMATED else "",
            method=self.said.method.removeprefix("from ") if soft else "",
        )


def claim_of(
    said: Claimed,
    reference: Reference,
    *,
    subject: str,
    predicate: str,
    scope: str = "",
    timeless: bool = False,
    author: str = "",
) -> Claim:
    """The claim that a record makes; `timeless` is for what cannot change, such as a founding day or a closed round."""
    return Claim(
        subject=subject,
        predicate=predicate,
        scope=scope,
        value=said.value,
        as_of=said.as_of,
        status=said.status,
        window=ALWAYS if timeless else window_of(said.as_of, reference),
        said=said,
        reference=reference,
        author=author,
    )


def window_of(as_of: Day | None, reference: Reference) -> Window:
    """When the value held: its own day, else the day its source appeared, else long ago.

    A half-open day ("by 2025") counts as its one bound, since it says what had been reached then; taken as all the
    time before, every undated figure would contradict every earlier one instead of following it.
    """
    if as_of is not None:
        start, end = as_of.earliest, as_of.latest
        if start is None and end is None:
            return ALWAYS
        return Window(start or end or _FIRST, end or start or _LAST)
    if reference.known is None:
        return _LONG_AGO
    return Window(reference.earliest or reference.known, reference.known)


def same_value(a: Claim, b: Claim) -> bool:
    """Whether two claims say exactly the same (texts: but for case and space)."""
    if isinstance(a.value, str) and isinstance(b.value, str):
        return " ".join(a.value.lower().split()) == " ".join(b.value.lower().split())
    return a.value == b.value


def compatible(a: Claim, b: Claim, tolerance: Decimal) -> bool:
    """Whether both can be true at once: intervals meet once `~` is widened, days overlap, texts are the same."""
    if isinstance(a.value, Quantity) and isinstance(b.value, Quantity):
        if not (a.value.is_value and b.value.is_value):
            # "Undisclosed" and "unknown" say nothing about the figure, so they contradict none.
            return a.value.kind == b.value.kind or "none" not in {a.value.kind.value, b.value.kind.value}
        return a.value.unit != b.value.unit or a.value.overlaps(b.value, tolerance)
    if isinstance(a.value, Day) and isinstance(b.value, Day):
        return a.value.overlaps(b.value)
    return same_value(a, b)


def width(claim: Claim) -> Decimal:
    """How imprecise a claim is: the width of its interval, or the days of its date; the smaller the better."""
    value = claim.value
    if isinstance(value, Quantity):
        if not value.is_value or value.low is None or value.high is None:
            return Decimal("Infinity")
        spread = value.high - value.low
        return spread + (abs(value.high) / 10 if value.approx else 0)
    if isinstance(value, Day):
        if value.earliest is None or value.latest is None:
            return Decimal("Infinity")
        return Decimal((value.latest - value.earliest) / timedelta(days=1))
    return Decimal(0)
