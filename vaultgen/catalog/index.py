"""Which records speak of which entity: the way from an id to everything that its note is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from vaultgen.records.model import Deal, Metric, Relation, Round
from vaultgen.records.records import Records

__all__ = ["Index"]

Item = TypeVar("Item")


def _grouped(pairs: Iterable[tuple[str, Item]]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for key, item in pairs:
        groups[key].append(item)
    return groups


@dataclass(frozen=True, slots=True)
class Index:
    """Records grouped by the entities that they touch; what is asked for an id that nothing touches is empty."""

    metrics: Mapping[str, list[Metric]] = field(default_factory=dict)
    rounds: Mapping[str, list[Round]] = field(default_factory=dict)
    backed: Mapping[str, list[Round]] = field(default_factory=dict)
    deals: Mapping[str, list[Deal]] = field(default_factory=dict)
    relations: Mapping[str, list[Relation]] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Records) -> Index:
        """The index of all records, in an order that their files do not influence."""
        rounds = [records.rounds[key] for key in sorted(records.rounds)]
        deals = [records.deals[key] for key in sorted(records.deals)]
        return cls(
            metrics=_grouped((metric.entity, metric) for metric in records.metrics),
            rounds=_grouped((found.entity, found) for found in rounds),
            backed=_grouped(
                (investor, found)
                for found in rounds
                for investor in dict.fromkeys(line.investor for line in found.investors)
            ),
            deals=_grouped(
                (party, deal) for deal in deals for party in dict.fromkeys((deal.giver, deal.taker)) if party
            ),
            relations=_grouped(
                (end, relation)
                for relation in records.relations
                for end in dict.fromkeys((relation.giver, relation.taker))
            ),
        )
