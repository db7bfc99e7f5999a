"""Names in records that lead nowhere: entities, sources, rounds, tranches and types that nobody has recorded."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator
from functools import lru_cache
from operator import attrgetter

from vaultgen.records.claims import Said
from vaultgen.records.faults import Fault, Path
from vaultgen.records.model import Deal, Entity, Metric, Relation, Round, Section, Source
from vaultgen.records.records import Key, Records
from vaultgen.values.suggest import did_you_mean

__all__ = ["dangling"]

Dangling = Iterator[tuple[Key, Fault]]

SUGGESTIONS = 40
"""Looking for a similar id among all takes some milliseconds, so only the first unknown ones get advice."""

_ID_LIKE = re.compile(r"[a-z0-9]+(?:[-._/][a-z0-9]+)*")
_CLAIMS = (
    *("founded", "hq", "website", "ticker", "positioning", "tagline", "standing"),
    *("summary", "why", "does", "landscape", "bull", "bear"),
)
_claims_of_entity = attrgetter(*_CLAIMS)
_ROUND_FACTS = ("stage", "date", "amount", "valuation", "pre_money", "post_money", "secondary", "target")
_facts_of_round = attrgetter(*_ROUND_FACTS)


def dangling(records: Records, *, broken: Container[str] = frozenset()) -> Dangling:
    """Each name that leads nowhere, with the key of its record; `broken` are ids that are wrong themselves."""
    check = _Check(records, broken)
    for index, metric, owner in _numbered(records.metrics):
        yield from check.metric(("metric", owner, index), metric)
    for number, relation in enumerate(records.relations):
        yield from check.relation(("relation", number), relation)
    for name, found in records.rounds.items():
        yield from check.round(("round", name), found)
    for name, deal in records.deals.items():
        yield from check.deal(("deal", name), deal)
    for name, source in records.sources.items():
        yield from check.source(("source", name), source)
    for name, entity in records.entities.items():
        yield from check.entity(("entity", name), entity)


def _title(name: str) -> str:
    return re.sub(r"[-._/]", " ", name).title()


def _numbered(metrics: Iterable[Metric]) -> Iterator[tuple[int, Metric, str]]:
    """Each metric with its number among those of its entity."""
    owner, number = None, 0
    for metric in metrics:
        number = number + 1 if metric.entity == owner else 0
        owner = metric.entity
        yield number, metric, owner


class _Check:
    """Looks up every name; most lead somewhere, so that is found out first and everything else only then."""

    def __init__(self, records: Records, broken: Container[str]) -> None:
        self.records = records
        self.broken = broken
        self.entities = records.entities
        self.sources = {"", *records.sources}
        self.suggested: dict[tuple[str, str], str] = {}
        self.named = lru_cache(maxsize=1 << 14)(self._named)

    def metric(self, key: Key, metric: Metric) -> Dangling:
        """Its entity, its source, the round that is its scope."""
        if metric.entity not in self.entities:
            yield from self._owner(key, metric.entity, "entity")
        if metric.origin or metric.source not in self.sources:
            yield from self._said(key, metric, self._default(metric.entity))
        scope = metric.scope
        if "/" in scope and _ID_LIKE.fullmatch(scope):
            yield from self._unknown(key, scope, self.records.rounds, "round", ("scope",))

    def relation(self, key: Key, relation: Relation) -> Dangling:
        """Its type, both ends, its source."""
        types = self.records.registry.relations
        if relation.type not in types:
            advice = did_you_mean(relation.type, types) or "declare it under `relation_types`"
            yield key, Fault(f"unknown relation “{relation.type}”", advice, ("type",))
        if relation.giver not in self.entities:
            yield from self._owner(key, relation.giver, "from")
        if relation.taker not in self.entities:
            yield from self._owner(key, relation.taker, "to")
        if relation.origin or relation.source not in self.sources:
            yield from self._said(key, relation, self._default(relation.giver), self._default(relation.taker))

    def round(self, key: Key, found: Round) -> Dangling:
        """Its entity, its investors and their tranches, the aggregate that it is part of, all sources."""
        if found.entity not in self.entities:
            yield from self._owner(key, found.entity, "entity")
        if found.origin or found.source not in self.sources:
            yield from self._said(key, found, self._default(found.entity))
        if found.part_of:
            yield from self._part_of(key, found.part_of)
        for name, claims in zip(_ROUND_FACTS, _facts_of_round(found), strict=True):
            if claims:
                yield from self._claims(key, claims, name)
        for label, claims in found.terms.items():
            yield from self._claims(key, claims, "terms", label)
        if found.status_log:
            yield from self._claims(key, found.status_log, "status_log")
        for index, tranche in enumerate(found.tranches):
            yield from self._claims(key, tranche.valuation, "tranches", index, "valuation")
            yield from self._claims(key, tranche.amount, "tranches", index, "amount")
        yield from self._investors(key, found)

    def _investors(self, key: Key, found: Round) -> Dangling:
        tranches = {tranche.id for tranche in found.tranches}
        for index, line in enumerate(found.investors):
            if line.investor not in self.entities:
                yield from self._investor((*key, "investors", index), line.investor)
            if line.tranche and line.tranche not in tranches:
                yield from self._unknown(
                    (*key, "investors", index), line.tranche, tranches, "tranche", ("tranche",)
                )
            if line.origin or line.source not in self.sources:
                yield from self._said((*key, "investors", index), line)

    def deal(self, key: Key, deal: Deal) -> Dangling:
        """Its parties, of which one may be left open, and all sources."""
        if not deal.giver and not deal.taker:
            yield key, Fault("the deal has no party", "name one under `from` or `to`")
        for name, party in (("from", deal.giver), ("to", deal.taker)):
            if party:
                yield from self._unknown(key, party, self.entities, "entity", (name,))
        yield from self._said(key, deal, self._default(deal.giver), self._default(deal.taker))
        yield from self._claims(key, deal.date, "date")
        yield from self._claims(key, deal.amount, "amount")

    def source(self, key: Key, source: Source) -> Dangling:
        """The sources that it retells, and its publisher if that is written as an id."""
        for index, below in enumerate(source.based_on):
            yield from self._unknown(key, below, self.records.sources, "source", ("based_on", index))
        if source.publisher and not self.named(source.publisher):
            yield key, self._unnamed(source.publisher, "publisher")

    def entity(self, key: Key, entity: Entity) -> Dangling:
        """The entities that it is or is not, and the sources of all facts, texts and sections."""
        for name in ("same_as", "not_same_as"):
            for index, other in enumerate(getattr(entity, name)):
                yield from self._unknown(key, other, self.entities, "entity", (name, index))
        if entity.merged_into:
            yield from self._merged(key, entity)
        if entity.source not in self.sources:
            yield from self._unknown(key, entity.source, self.records.sources, "source", ("source",))
        for name, claims in zip(_CLAIMS, _claims_of_entity(entity), strict=True):
            if claims:
                yield from self._claims(key, claims, name, told=(entity.source,))
        for label, claims in entity.facts.items():
            yield from self._claims(key, claims, "facts", label, told=(entity.source,))
        for index, section in enumerate(entity.sections):
            yield from self._section((*key, "sections", index), section, entity.source)

    def _section(self, key: Key, section: Section, default: str) -> Dangling:
        if section.source not in self.sources:
            yield from self._unknown(key, section.source, self.records.sources, "source", ("source",))
        for name in ("text", "items", "closing"):
            told = (section.source, default)
            yield from self._claims(key, getattr(section, name), name, told=told)
        table = section.table
        if table is None:
            return
        registry = self.records.registry
        for name, given, known in (
            ("about", table.about, self.entities),
            ("relation", table.relation, registry.relations),
            ("metric", table.metric, registry.metrics),
        ):
            if given:
                what = "entity" if name == "about" else name
                yield from self._unknown(key, given, known, what, ("table", name))

    def _claims(
        self, key: Key, claims: Collection[Said], *path: str | int, told: Iterable[str] = ()
    ) -> Dangling:
        for index, claim in enumerate(claims):
            if claim.origin or claim.source not in self.sources:
                yield from self._said((*key, *path, index), claim, *told)

    def _said(self, key: Key, said: Said, *told: str) -> Dangling:
        """Its source and origin; a default source (`told`) is wrong once, not in each claim that it is filled into."""
        if said.source not in self.sources and said.source not in told:
            yield from self._unknown(key, said.source, self.records.sources, "source", ("source",))
        if said.origin and not self.named(said.origin):
            yield key, self._unnamed(said.origin, "origin")

    def _default(self, owner: str) -> str:
        return self.entities[owner].source if owner in self.entities else ""

    def _named(self, name: str) -> bool:
        """Whether a free name leads somewhere, or is too much of a name to be an id."""
        known = name in self.entities or name in self.records.sources or name in self.broken
        return known or not _ID_LIKE.fullmatch(name)

    def _unnamed(self, name: str, key: str) -> Fault:
        advice = (
            self._suggest(name, "entity", self.entities)
            or f"write “{_title(name)}” for a name without a record"
        )
        return Fault(f"unknown {key} “{name}”", advice, (key,))

    def _owner(self, key: Key, name: str, field: str) -> Dangling:
        if name:
            yield from self._unknown(key, name, self.entities, "entity", (field,))
        else:
            yield key, Fault(f"{field} is missing", f"outside of an entity's own file, {key[0]}s name it")

    def _investor(self, key: Key, name: str) -> Dangling:
        if name.lower() in {"various", "others", "undisclosed"}:
            yield key, Fault(f"“{name}” is no entity", "say `various: true` in the round", ("investor",))
        else:
            yield from self._unknown(key, name, self.entities, "entity", ("investor",))

    def _part_of(self, key: Key, whole: str) -> Dangling:
        yield from self._unknown(key, whole, self.records.rounds, "round", ("part_of",))
        found = self.records.rounds.get(whole)
        if found is not None and not found.aggregate:
            yield (
                key,
                Fault(f"round “{whole}” is no sum of rounds", "say `aggregate: true` there", ("part_of",)),
            )

    def _merged(self, key: Key, entity: Entity) -> Dangling:
        yield from self._unknown(key, entity.merged_into, self.entities, "entity", ("merged_into",))
        seen = {entity.id}
        following = self.entities.get(entity.merged_into)
        while following is not None and following.id not in seen:
            seen.add(following.id)
            following = self.entities.get(following.merged_into)
        if following is not None and following.id == entity.id:
            yield key, Fault("the entity is merged into itself", path=("merged_into",))

    def _unknown(self, key: Key, name: str, known: Collection[str], what: str, path: Path) -> Dangling:
        if name not in known and name not in self.broken:
            yield key, Fault(f"unknown {what} “{name}”", self._suggest(name, what, known), path)

    def _suggest(self, name: str, what: str, known: Iterable[str]) -> str:
        found = self.suggested.get((name, what))
        if found is None:
            full = len(self.suggested) >= SUGGESTIONS
            found = self.suggested[name, what] = "" if full else did_you_mean(name, known)
        return found
