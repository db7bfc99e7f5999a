"""A claim as the catalog weighs it: the recorded words with their window, effective tier and origin."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from vaultgen.catalog.library import Library, Reference
from vaultgen.catalog.window import ALWAYS, Window, window_of
from vaultgen.records.model import Claimed, Said
from vaultgen.values.days import Day
from vaultgen.values.figure import Figure
from vaultgen.values.quantity import Kind, Quantity
from vaultgen.values.status import Status, Tier

__all__ = ["Claim", "compatible", "said_by", "same_number", "told_when", "width"]

INFINITE = Decimal("Infinity")


class Claim(NamedTuple):
    """One claim about a subject's predicate, with everything that resolution asks of it.

    `said` holds what the record adds to it (note, locator, method, verdict). `scope` is the round, tranche, segment or
    denominator that it is limited to; `source` is where it was read and `origin` whom that has it from, be it the
    claim's own word or its round's; `author` is the name of the origin. `window` is when the value held: its own day,
    else the day its source appeared.
    """

    subject: str
    predicate: str
    scope: str
    value: Quantity | Day | str
    as_of: Day | None
    status: Status | None
    window: Window
    said: Said
    reference: Reference
    source: str = ""
    origin: str = ""
    author: str = ""

    @property
    def tier(self) -> Tier:
        """Firm, soft, pending or void; a claim without a status is stated flatly and counts as firm."""
        return self.status.tier if self.status else Tier.FIRM

    @property
    def quantity(self) -> Quantity | None:
        """The value, if it is a figure."""
        return self.value if isinstance(self.value, Quantity) else None

    @property
    def is_silent(self) -> bool:
        """Whether it says only that the figure is unknown or kept secret."""
        value = self.value
        return isinstance(value, Quantity) and value.kind in {Kind.UNKNOWN, Kind.UNDISCLOSED}

    @property
    def is_loose(self) -> bool:
        """Whether the moment it speaks of is known only as "by then" or as the time in which its source appeared."""
        if self.as_of is None:
            return self.window.start != self.window.end
        return self.as_of.earliest is None or self.as_of.latest is None

    def figure(self, *, flat: bool = False) -> Figure:
        """The claim in the one notation; firm statuses go without saying, and `flat` leaves out the day as well."""
        soft = self.status if self.status and self.status.tier is not Tier.FIRM else None
        value = self.value if isinstance(self.value, Quantity) else str(self.value)
        return Figure(
            value=value,
            as_of=None if flat else self.as_of,
            status=soft,
            origin=self.author if soft is Status.ESTIMATED else "",
            method=self.said.method.removeprefix("from ") if soft else "",
        )


def said_by(
    library: Library,
    said: Claimed,
    *,
    subject: str,
    predicate: str,
    scope: str = "",
    timeless: bool = False,
) -> Claim:
    """The claim that a record makes; `timeless` is for what cannot change, such as a founding day."""
    reference = library[said.source]
    as_of = said.as_of
    return Claim(
        subject,
        predicate,
        scope,
        said.value,
        as_of,
        said.status,
        ALWAYS if timeless else window_of(as_of) if as_of is not None else reference.window,
        said,
        reference,
        said.source,
        said.origin,
        library.name(said.origin) if said.origin else "",
    )


def told_when(claim: Claim) -> Window:
    """The days that a claim itself speaks of, even where its value holds for all time."""
    return window_of(claim.as_of) if claim.as_of is not None else claim.reference.window


def same_number(a: Claim, b: Claim) -> bool:
    """Whether two claims say the same: equal but for `~`, or for case and space in a text."""
    one, other = a.value, b.value
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return (one.low, one.high, one.unit, one.kind) == (other.low, other.high, other.unit, other.kind)
    if isinstance(one, str) and isinstance(other, str):
        return _words(one) == _words(other)
    return one == other


def compatible(a: Claim, b: Claim, tolerance: Decimal) -> bool:
    """Whether both can be true at once.

    Figures meet once `~` is widened, days overlap, and of two texts one goes on where the other ends ("San Francisco",
    "San Francisco, California"). Dollars and euros are not compared.
    """
    one, other = a.value, b.value
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        foreign = one.is_value and other.is_value and one.unit != other.unit
        return foreign or one.overlaps(other, tolerance)
    if isinstance(one, Day) and isinstance(other, Day):
        return one.overlaps(other)
    if isinstance(one, str) and isinstance(other, str):
        short, long = sorted((_words(one), _words(other)), key=len)
        return long.startswith(short) and long[len(short) : len(short) + 1] in {"", ","}
    return False


def _words(text: str) -> str:
    return " ".join(text.lower().split())


def width(claim: Claim, tolerance: Decimal) -> Decimal:
    """How imprecise a claim is: the width of its interval, or the days of its date; the smaller the better."""
    value = claim.value
    if isinstance(value, Quantity):
        low, high = value.widened(tolerance)
        return high - low if low is not None and high is not None else INFINITE
    if isinstance(value, Day):
        if value.earliest is None or value.latest is None:
            return INFINITE
        return Decimal((value.latest - value.earliest) // timedelta(days=1))
    return Decimal(-len(value))
