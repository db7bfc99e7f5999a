"""Stated figures that the catalog can work out itself, checked against what comes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from vaultgen.catalog.core import Core
from vaultgen.catalog.findings import Finding, Severity
from vaultgen.catalog.profile import Derived
from vaultgen.catalog.wording import scoped
from vaultgen.records.registry import Registry
from vaultgen.values.quantity import Quantity

__all__ = ["agrees", "meets", "stated_sums"]

_THOUSAND = Decimal(1000)


def stated_sums(
    core: Core, derived: Sequence[Derived], registry: Registry, *, tolerance: Decimal
) -> Iterator[Finding]:
    """A finding for every stated figure that comes out differently from the others that it should follow from."""
    for (predicate, scope), line in core.lines.items():
        kind = registry.metrics.get(predicate)
        claim = line.current
        if kind is None or not kind.derived or claim is None or claim.quantity is None:
            continue
        computed = _about(scope, [figure for figure in derived if figure.name == kind.derived])
        stated = claim.quantity
        if not computed or any(meets(stated, figure, tolerance) for figure in computed):
            continue
        sums = "; ".join(f"{figure.value} from {', '.join(figure.inputs)}" for figure in computed)
        yield Finding(
            Severity.AUDIT,
            "does-not-add-up",
            core.entity.id,
            scoped(kind.label, scope, core.rounds),
            f"stated as {stated}, worked out as {sums}",
            says=(
                (str(stated), claim.source, "stated"),
                *((str(figure.value), ", ".join(figure.inputs), "worked out") for figure in computed),
            ),
            record=("entity", core.entity.id),
        )


def _about(scope: str, figures: list[Derived]) -> list[Derived]:
    """The figures that speak of the scope, if any does; a scope in words is not told apart."""
    own = [figure for figure in figures if scope and figure.round == scope]
    return own or figures


def meets(stated: Quantity, figure: Derived, tolerance: Decimal) -> bool:
    """Whether the stated figure is the worked-out one, give or take how it was rounded.

    Where a round has several prices, it must hold for one of them, or for the whole span between them.
    """
    if not stated.is_value:
        return True
    if figure.exact and stated.low == stated.high:
        return any(agrees(stated, one, tolerance) for one in figure.exact)
    return agrees(stated, figure.value, tolerance)


def agrees(stated: Quantity, computed: Quantity, tolerance: Decimal) -> bool:
    """Whether a stated amount is a computed one, give or take how it was rounded."""
    return stated.unit == computed.unit and _rounded(stated).overlaps(computed, tolerance)


def _rounded(stated: Quantity) -> Quantity:
    """The figure with the half digit on either side that its rounding leaves open: `18×` is 17.5 to 18.5."""
    if stated.low is None or stated.low != stated.high or stated.approx:
        return stated
    half = _last_digit(stated.low, stated.unit) / 2
    low = stated.low - half if stated.unit == "%" else max(stated.low - half, Decimal(0))
    return Quantity(low, stated.low + half, stated.unit)


def _last_digit(amount: Decimal, unit: str) -> Decimal:
    """What the last digit of an amount is worth as it is written: a tenth of a billion in `$1.5B`."""
    magnitude = Decimal(1)
    while unit.isalpha() and len(unit) == 3 and amount >= magnitude * _THOUSAND:
        magnitude *= _THOUSAND
    exponent = (amount / magnitude).normalize().as_tuple().exponent
    return magnitude * Decimal(10) ** min(exponent if isinstance(exponent, int) else 0, 0)
