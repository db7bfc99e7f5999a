"""Which entities and rounds a record speaks of, so that a change to it is known to concern them and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

from vaultgen.records.model import Entity, Metric, Round

__all__ = ["touched"]


def touched(kind: str, record: Any) -> set[str]:
    """The ids of all entities and rounds in a record that `read_units` gave; sources are not among them."""
    named = _IDS.get(kind)
    ids = set(named(record)) if named is not None else set()
    ids.discard("")
    return ids


def _entity(entity: Entity) -> Iterator[str]:
    yield entity.id
    for found in entity.rounds:
        yield from _round(found)
    for deal in entity.deals:
        yield from (deal.giver, deal.taker)
    for relation in entity.relations:
        yield from (relation.giver, relation.taker)
    for metric in entity.metrics:
        yield metric.entity


def _round(found: Round) -> Iterator[str]:
    yield found.id
    yield found.entity
    for line in found.investors:
        yield line.investor


def _metric(metric: Metric) -> tuple[str]:
    return (metric.entity,)


_ends = attrgetter("giver", "taker")
_IDS: dict[str, Callable[[Any], Iterable[str]]] = {
    "entity": _entity,
    "round": _round,
    "investment": attrgetter("investor", "round"),
    "metric": _metric,
    "relation": _ends,
    "deal": _ends,
}
