"""What stands below a column: sums, counts, the earliest and the latest."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from vaultgen.errors import VaultgenError
from vaultgen.site.bases.kinds import Moment, Value
from vaultgen.site.bases.moments import difference
from vaultgen.site.bases.numerals import double
from vaultgen.site.bases.operators import is_empty, order_key
from vaultgen.site.bases.query import placed
from vaultgen.site.bases.schema import Base, Summary
from vaultgen.site.bases.scope import Scope, World
from vaultgen.site.bases.sequences import deviation, mean, median, numbers_of
from vaultgen.site.sheet import Sheet

__all__ = ["COUNTS", "ROUGH", "summarise"]

Values = tuple[Value, ...]


def _moments(values: Values) -> list[Moment]:
    return sorted((value for value in values if isinstance(value, Moment)), key=lambda moment: moment.at)


def _range(values: Values) -> Value:
    if numbers := numbers_of(values):
        return double(max(numbers) - min(numbers))
    moments = _moments(values)
    return difference(moments[-1], moments[0]) if moments else None


def _sum(values: Values) -> Value:
    numbers = numbers_of(values)
    return double(math.fsum(numbers)) if numbers else None


def _extreme(values: Values, *, last: bool) -> Value:
    if numbers := numbers_of(values):
        return max(numbers) if last else min(numbers)
    moments = _moments(values)
    return moments[-1 if last else 0] if moments else None


def _moment(values: Values, *, last: bool) -> Value:
    moments = _moments(values)
    return moments[-1 if last else 0] if moments else None


_COUNTED: Final[dict[str, Callable[[World, Values], Value]]] = {
    "Checked": lambda _, values: sum(value is True for value in values),
    "Unchecked": lambda _, values: sum(value is False for value in values),
    "Empty": lambda _, values: sum(is_empty(value) for value in values),
    "Filled": lambda _, values: sum(not is_empty(value) for value in values),
    "Unique": lambda world, values: len({order_key(world, value) for value in values if not is_empty(value)}),
}
_BUILT_IN: Final[dict[str, Callable[[World, Values], Value]]] = {
    "Average": lambda _, values: mean(values),
    "Min": lambda _, values: _extreme(values, last=False),
    "Max": lambda _, values: _extreme(values, last=True),
    "Sum": lambda _, values: _sum(values),
    "Range": lambda _, values: _range(values),
    "Median": lambda _, values: median(values),
    "Stddev": lambda _, values: deviation(values),
    "Earliest": lambda _, values: _moment(values, last=False),
    "Latest": lambda _, values: _moment(values, last=True),
    **_COUNTED,
}
COUNTS: Final = frozenset(_COUNTED)
"""Summaries that count rows, whatever the column holds."""

ROUGH: Final = frozenset({"Average", "Median", "Stddev"})
"""Summaries that give amounts which nobody wrote."""

_NAMES: Final = {name.lower(): name for name in _BUILT_IN}


def summarise(world: World, base: Base, summary: Summary, values: Values) -> Value:
    """One summary of a column's values; null, with a fault, if it cannot be had."""
    world.spend(len(values))
    if summary.name in base.summaries:
        return _own(world, base, summary, values)
    name = _NAMES.get(summary.name.lower())
    if name is None:
        world.line = summary.line
        world.say(f"there is no summary “{summary.name[:80]}”")
        return None
    try:
        return _BUILT_IN[name](world, values)
    except (OverflowError, ValueError):
        return None


def _own(world: World, base: Base, summary: Summary, values: Values) -> Value:
    made = placed(world, base.summaries[summary.name])
    if made is None:
        return None
    row = Scope(world, world.this or Sheet(world.source, "base", 0, "", ""), {"values": values})
    try:
        return made.run(row)
    except VaultgenError:
        if world.exhausted:
            raise
        return None
