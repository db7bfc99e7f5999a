"""An amount with its unit, exact or bounded: money, a percentage, a multiple, a count, a span of time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from vaultgen.values.currencies import CODES
from vaultgen.values.notation import PLAIN_UNITS, plain, show_amount

__all__ = ["NONE", "UNDISCLOSED", "UNKNOWN", "Basis", "Kind", "Qualifier", "Quantity"]


class Kind(StrEnum):
    """Whether there is an amount, and if not, why."""

    VALUE = "value"
    UNKNOWN = "unknown"
    UNDISCLOSED = "undisclosed"
    NONE = "none"


class Basis(StrEnum):
    """Where an amount comes from: said by somebody, or computed here."""

    GIVEN = "given"
    IMPLIED = "implied"
    CONVERTED = "converted"
    SUMMED = "summed"


class Qualifier(StrEnum):
    """How exact an amount is."""

    EXACT = "exact"
    APPROX = "approx"
    RANGE = "range"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


_SHOWN = {Kind.UNKNOWN: "—", Kind.UNDISCLOSED: "undisclosed", Kind.NONE: "none"}
_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_FOUR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Quantity:
    """Bounds in one unit; an open side is None, and an exact amount has two equal bounds.

    `unit` is an ISO 4217 code, `%`, `x` (a multiple), `months`, `years`, `days` or `""` (a count). Only a
    percentage may be negative. Where there is no amount (`kind` is not `value`) the bounds are None and the
    unit is `""`. Two quantities are equal if they say the same; `basis` and the raw text do not count.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    approx: bool = False
    kind: Kind = Kind.VALUE
    basis: Basis = field(default=Basis.GIVEN, compare=False)
    raw: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Refuse what no amount can be; a program, not a person, is wrong then."""
        low, high = self.low, self.high
        if self.kind is not Kind.VALUE:
            if low is not None or high is not None or self.unit or self.approx:
                raise ValueError(f"a quantity of kind {self.kind} has neither bounds nor a unit")
            return
        if low is None and high is None:
            raise ValueError("an amount needs at least one bound")
        if self.unit not in CODES and self.unit not in PLAIN_UNITS:
            raise ValueError(f"unknown unit {self.unit!r}")
        for bound in (low, high):
            if bound is not None and (not bound.is_finite() or (bound < 0 and self.unit != "%")):
                raise ValueError(f"an amount cannot be {bound}")
        if low is not None and high is not None and low > high:
            raise ValueError(f"the low bound {low} is above the high bound {high}")

    def __str__(self) -> str:
        """Spell it canonically, as `parse_quantity` reads it back to an equal quantity."""
        if self.kind is not Kind.VALUE:
            return _SHOWN[self.kind]
        return show_amount(self.low, self.high, self.unit, approx=self.approx)

    @property
    def is_value(self) -> bool:
        """Whether there is an amount at all."""
        return self.kind is Kind.VALUE

    @property
    def qualifier(self) -> Qualifier:
        """Exact, approximate, a range, or open on one side; a range may be approximate too (`approx`)."""
        if self.kind is not Kind.VALUE:
            return Qualifier.EXACT
        if self.low is None:
            return Qualifier.AT_MOST
        if self.high is None:
            return Qualifier.AT_LEAST
        if self.low != self.high:
            return Qualifier.RANGE
        return Qualifier.APPROX if self.approx else Qualifier.EXACT

    @property
    def mid(self) -> Decimal | None:
        """One number to sort by: the middle of a range, or the bound that there is."""
        if self.low is None or self.high is None:
            return self.high if self.low is None else self.low
        return self.low if self.low == self.high else (self.low + self.high) / 2

    def widened(self, tolerance: Decimal) -> tuple[Decimal | None, Decimal | None]:
        """Give the bounds for a comparison: `tolerance` (0.1 is ten per cent) widens what is approximate."""
        if not self.approx:
            return self.low, self.high
        low = None if self.low is None else self.low - abs(self.low) * tolerance
        high = None if self.high is None else self.high + abs(self.high) * tolerance
        return low, high

    def overlaps(self, other: Quantity, tolerance: Decimal) -> bool:
        """Whether both can be true of one thing.

        Different units never overlap: nothing is converted here, and dollars cannot confirm euros. An unknown
        or undisclosed amount says nothing, so it overlaps everything; "none" overlaps only itself and zero.
        """
        if not (self.is_value and other.is_value):
            return self._silent or other._silent or (self._may_be_zero and other._may_be_zero)
        if self.unit != other.unit:
            return False
        low, high = self.widened(tolerance)
        other_low, other_high = other.widened(tolerance)
        begins_in_time = low is None or other_high is None or low <= other_high
        return begins_in_time and (other_low is None or high is None or other_low <= high)

    def contains(self, other: Quantity) -> bool:
        """Whether the other's bounds lie inside these, without any tolerance: it only says more exactly."""
        if not (self.is_value and other.is_value):
            return self.kind == other.kind
        if self.unit != other.unit:
            return False
        above = self.low is None or (other.low is not None and self.low <= other.low)
        return above and (self.high is None or (other.high is not None and other.high <= self.high))

    def __add__(self, other: Quantity) -> Quantity:
        """Add. "None" adds nothing; an unknown or undisclosed part leaves the high side open.

        A missing low bound counts as zero unless both are missing. Different units raise ValueError.
        """
        if not (self.is_value and other.is_value):
            return self._add_without_amount(other)
        self._require_same_unit(other)
        low = None if self.low is None and other.low is None else (self.low or _ZERO) + (other.low or _ZERO)
        high = None if self.high is None or other.high is None else self.high + other.high
        return _computed(low, high, self.unit, approx=self.approx or other.approx, basis=Basis.SUMMED)

    def __sub__(self, other: Quantity) -> Quantity:
        """Subtract, never below zero unless it is percentages; without two amounts it is unknown.

        Different units, and money that would be less than nothing, raise ValueError.
        """
        if not (self.is_value and other.is_value):
            return UNKNOWN
        self._require_same_unit(other)
        low = None if self.low is None or other.high is None else self.low - other.high
        high = None if self.high is None else self.high - (other.low or _ZERO)
        if self.unit != "%":
            if high is not None and high < 0:
                raise ValueError(f"{self} less {other} is below zero")
            low = None if low is None else max(low, _ZERO)
        return _computed(low, high, self.unit, approx=self.approx or other.approx, basis=Basis.SUMMED)

    def ratio(self, other: Quantity) -> Quantity:
        """How many times the other this is, as a multiple (`18.33×`); unknown without amounts of one unit.

        Bounds keep four significant digits, or two decimals where those are more.
        """
        if not (self.is_value and other.is_value) or self.unit != other.unit:
            return UNKNOWN
        low = _divide(self.low, other.high)
        high = _divide(self.high, other.low)
        return _computed(low, high, "x", approx=self.approx or other.approx, basis=Basis.IMPLIED)

    def growth_from(self, earlier: Quantity) -> Quantity:
        """Give the change since an earlier amount in per cent: from $5B to $13B is `160%`."""
        multiple = self.ratio(earlier)
        if not multiple.is_value:
            return UNKNOWN
        low = None if multiple.low is None else (multiple.low - 1) * _HUNDRED
        high = None if multiple.high is None else (multiple.high - 1) * _HUNDRED
        return _computed(low, high, "%", approx=multiple.approx, basis=Basis.IMPLIED)

    @property
    def _silent(self) -> bool:
        return self.kind in {Kind.UNKNOWN, Kind.UNDISCLOSED}

    @property
    def _may_be_zero(self) -> bool:
        return self.kind is Kind.NONE or (self.is_value and (self.low is None or self.low <= 0))

    def _require_same_unit(self, other: Quantity) -> None:
        if self.unit != other.unit:
            raise ValueError(f"{self} and {other} have different units")

    def _add_without_amount(self, other: Quantity) -> Quantity:
        if self.kind is Kind.NONE or other.kind is Kind.NONE:
            rest = other if self.kind is Kind.NONE else self
            return replace(rest, basis=Basis.SUMMED, raw="")
        if self.is_value or other.is_value:
            known = self if self.is_value else other
            return _computed(known.low, None, known.unit, approx=known.approx, basis=Basis.SUMMED)
        return self if self.kind == other.kind else UNKNOWN


UNKNOWN = Quantity(None, None, "", kind=Kind.UNKNOWN)
"""No amount is known."""

UNDISCLOSED = Quantity(None, None, "", kind=Kind.UNDISCLOSED)
"""There is an amount, and it is kept secret."""

NONE = Quantity(None, None, "", kind=Kind.NONE)
"""There is no amount to know."""


def _computed(
    low: Decimal | None, high: Decimal | None, unit: str, *, approx: bool, basis: Basis
) -> Quantity:
    if low is None and high is None:
        return UNKNOWN
    low = None if low is None else plain(low)
    high = None if high is None else plain(high)
    return Quantity(low, high, unit, approx, Kind.VALUE, basis)


def _divide(dividend: Decimal | None, divisor: Decimal | None) -> Decimal | None:
    if dividend is None or not divisor:
        return None
    exact = dividend / divisor
    decimals = max(2, _FOUR_DIGITS - 1 - exact.adjusted()) if exact else 0
    return round(exact, decimals)
