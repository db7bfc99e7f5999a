"""An entity with everything filled in that its file leaves to be understood: owner, default source, ids of rounds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from vaultgen.records.claims import Said
from vaultgen.records.copies import changed
from vaultgen.records.model import Claimed, Deal, Entity, Metric, Relation, Round, Section, Text
from vaultgen.values.ids import slugify

__all__ = ["complete", "complete_round"]

Saying = TypeVar("Saying", bound=Said)
End = TypeVar("End", Deal, Relation)

_FACTS = ("founded", "hq", "website", "ticker", "positioning", "tagline", "standing")
_TEXTS = ("summary", "why", "does", "landscape", "bull", "bear")


def complete(entity: Entity) -> Entity:
    """The entity with its id in what it owns, and its source in each claim that names none.

    Claims inside a round or deal are left alone: what they leave open is as the round says.
    """
    owner, source = entity.id, entity.source
    filled: dict[str, object] = {}
    if entity.metrics:
        filled["metrics"] = tuple(_owned(metric, owner, source) for metric in entity.metrics)
    if entity.rounds:
        rounds = (complete_round(found, owner) for found in entity.rounds)
        filled["rounds"] = _sourced(rounds, source)
    if entity.deals:
        filled["deals"] = _sourced((_ended(deal, owner) for deal in entity.deals), source)
    if entity.relations:
        filled["relations"] = _sourced((_ended(relation, owner) for relation in entity.relations), source)
    if entity.sections:
        filled["sections"] = tuple(_section(section, source) for section in entity.sections)
    if source:
        for name in (*_FACTS, *_TEXTS):
            claims: tuple[Claimed | Text, ...] = getattr(entity, name)
            if claims:
                filled[name] = _sourced(claims, source)
        filled["facts"] = {label: _sourced(claims, source) for label, claims in entity.facts.items()}
    return changed(entity, **filled) if filled else entity


def complete_round(found: Round, owner: str) -> Round:
    """The round with its owner, and an id made of owner and stage if it has none."""
    entity = found.entity or owner
    if found.entity and found.id:
        return found
    return changed(found, entity=entity, id=found.id or _round_id(found, entity))


def _round_id(found: Round, owner: str) -> str:
    name = next((str(claim.value) for claim in (*found.stage, *found.date)), "")
    return f"{owner}/{slugify(name)}" if owner and name else ""


def _owned(metric: Metric, owner: str, source: str) -> Metric:
    if metric.entity and metric.source:
        return metric
    return changed(metric, entity=metric.entity or owner, source=metric.source or source)


def _ended(edge: End, owner: str) -> End:
    """The end that is left out is the entity in whose file the edge stands."""
    if edge.giver and not edge.taker and edge.giver != owner:
        return changed(edge, taker=owner)
    if edge.taker and not edge.giver and edge.taker != owner:
        return changed(edge, giver=owner)
    return edge


def _sourced(claims: Iterable[Saying], source: str) -> tuple[Saying, ...]:
    return tuple(claim if claim.source or not source else changed(claim, source=source) for claim in claims)


def _section(section: Section, source: str) -> Section:
    own = section.source or source
    if not own:
        return section
    return changed(
        section,
        text=_sourced(section.text, own),
        items=_sourced(section.items, own),
        closing=_sourced(section.closing, own),
    )
