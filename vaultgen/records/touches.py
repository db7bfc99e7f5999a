"""Which entities and rounds a record speaks of, so that a change to it is known to concern them and no others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vaultgen.records.model import Entity, Round

__all__ = ["touched"]


def touched(kind: str, record: Any) -> set[str]:
    """The ids of all entities and rounds in a record that `read_units` gave; sources are not among them."""
    match kind:
        case "entity":
            ids = set(_entity(record))
        case "round":
            ids = set(_round(record))
        case "investment":
            ids = {record.investor, record.round}
        case "metric":
            ids = {record.entity}
        case "relation" | "deal":
            ids = {record.giver, record.taker}
        case _:
            ids = set()
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
