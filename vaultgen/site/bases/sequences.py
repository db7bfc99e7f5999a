"""What lists can do; `filter`, `map` and `reduce` take an expression, which is worked out for each item."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from vaultgen.errors import VaultgenError
from vaultgen.site.bases.kinds import Value
from vaultgen.site.bases.method import MANY, Method, list_of, paid
from vaultgen.site.bases.numerals import double
from vaultgen.site.bases.operators import equal, is_empty, order_key, shorten, text_of, truth
from vaultgen.site.bases.scope import Scope, World
from vaultgen.site.bases.strings import slice_bounds

__all__ = ["EACH", "LIST", "deviation", "mean", "median", "numbers_of"]

_DEEPEST: Final = 12
Items = tuple[Value, ...]
Work = Callable[[Scope], Value]


def _contains(world: World, items: Items, wanted: Value) -> Value:
    world.spend(len(items))
    return any(equal(world, item, wanted) for item in items)


def _contains_all(world: World, items: Items, *wanted: Value) -> Value:
    return all(_contains(world, items, one) for one in _spread(wanted))


def _contains_any(world: World, items: Items, *wanted: Value) -> Value:
    return any(_contains(world, items, one) for one in _spread(wanted))


def _spread(wanted: tuple[Value, ...]) -> list[Value]:
    return [item for one in wanted for item in list_of(one)]


def _flat(world: World, items: Items) -> Value:
    flat: list[Value] = []
    for item in items:
        flat.extend(item if isinstance(item, tuple) else (item,))
        world.spend(1)
        paid(world, tuple(flat[-1:]))
    if any(isinstance(item, tuple) for item in flat):
        return _deeper(world, tuple(flat))
    return paid(world, tuple(flat))


def _deeper(world: World, items: Items) -> Value:
    """Flatten all levels, as JavaScript's `flat(Infinity)` does."""
    for _ in range(_DEEPEST):
        flat = [inner for item in items for inner in (item if isinstance(item, tuple) else (item,))]
        items = paid(world, tuple(flat))
        if not any(isinstance(item, tuple) for item in items):
            break
    return items


def _join(world: World, items: Items, separator: Value = None) -> Value:
    world.spend(len(items))
    between = "," if separator is None else text_of(world, separator)
    return shorten(world, between.join(text_of(world, item) for item in items))


def _sort(world: World, items: Items) -> Value:
    world.spend(len(items) * max(1, len(items).bit_length()))
    filled = [item for item in items if not is_empty(item)]
    empty = [item for item in items if is_empty(item)]
    return (*sorted(filled, key=lambda item: order_key(world, item)), *empty)


def _unique(world: World, items: Items) -> Value:
    world.spend(len(items))
    kept: dict[object, Value] = {}
    for item in items:
        file = world.file(item) if not isinstance(item, str) else None
        kept.setdefault(("file", file.path) if file else order_key(world, item), item)
    return tuple(kept.values())


def _slice(world: World, items: Items, start: Value = None, end: Value = None) -> Value:
    return paid(world, items[slice_bounds(start, end)])


def numbers_of(items: Items) -> list[int | float]:
    """The numbers of a list."""
    return [
        item
        for item in items
        if isinstance(item, int | float) and not isinstance(item, bool) and math.isfinite(item)
    ]


def mean(items: Items) -> Value:
    """The mean of the numbers, null if there are none."""
    numbers = numbers_of(items)
    return double(math.fsum(numbers) / len(numbers)) if numbers else None


def median(items: Items) -> Value:
    """The number in the middle, or the mean of the two there."""
    numbers = sorted(numbers_of(items))
    if not numbers:
        return None
    middle = len(numbers) // 2
    return numbers[middle] if len(numbers) % 2 else double((numbers[middle - 1] + numbers[middle]) / 2)


def deviation(items: Items) -> Value:
    """How far the numbers are from their mean: the standard deviation of all of them."""
    numbers = numbers_of(items)
    if not numbers:
        return None
    middle = math.fsum(numbers) / len(numbers)
    try:
        squares = math.fsum((number - middle) ** 2 for number in numbers)
    except OverflowError:
        return None
    return double(math.sqrt(squares / len(numbers)))


def _of_numbers(work: Callable[[Items], Value]) -> Method:
    def call(world: World, items: Items) -> Value:
        world.spend(len(items))
        return work(items)

    return Method(call)


LIST: Final[dict[str, Method]] = {
    "contains": Method(_contains, 1, 1),
    "containsAll": Method(_contains_all, 1, MANY),
    "containsAny": Method(_contains_any, 1, MANY),
    "flat": Method(_flat),
    "isEmpty": Method(lambda _, items: not items),
    "join": Method(_join, 0, 1),
    "reverse": Method(lambda world, items: paid(world, items[::-1])),
    "slice": Method(_slice, 0, 2),
    "sort": Method(_sort),
    "unique": Method(_unique),
    "mean": _of_numbers(mean),
    "average": _of_numbers(mean),
    "median": _of_numbers(median),
    "stddev": _of_numbers(deviation),
    "sum": _of_numbers(lambda items: double(math.fsum(numbers_of(items)))),
    "min": _of_numbers(lambda items: min(numbers_of(items), default=None)),
    "max": _of_numbers(lambda items: max(numbers_of(items), default=None)),
}


def _each(scope: Scope, items: Items, work: Work, cost: int) -> list[Value]:
    results = []
    for index, value in enumerate(items):
        scope.world.spend(1 + cost)
        results.append(work(scope.inner({"value": value, "index": index})))
    return results


def _filter(scope: Scope, items: Items, work: Work, cost: int) -> Value:
    kept = _each(scope, items, work, cost)
    return tuple(item for item, keep in zip(items, kept, strict=True) if truth(keep))


def _map(scope: Scope, items: Items, work: Work, cost: int) -> Value:
    return tuple(_each(scope, items, work, cost))


def _reduce(scope: Scope, items: Items, work: Work, cost: int, start: Value = None) -> Value:
    reached = start
    for index, value in enumerate(items):
        scope.world.spend(1 + cost)
        reached = work(scope.inner({"acc": reached, "value": value, "index": index}))
        if isinstance(reached, tuple) and len(reached) > 1_000:
            raise VaultgenError("reduce() may not build a list of more than 1,000 items")
    return reached


EACH: Final[dict[str, tuple[Callable[..., Value], int, int]]] = {
    "filter": (_filter, 1, 1),
    "map": (_map, 1, 1),
    "reduce": (_reduce, 1, 2),
}
"""Functions whose first argument is worked out for each item: what they do, and how many arguments they take."""
