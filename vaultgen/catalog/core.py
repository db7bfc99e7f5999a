"""One entity's own claims, resolved, before its neighbours are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from vaultgen.catalog.card import Card
from vaultgen.catalog.cards import card_of
from vaultgen.catalog.claims import Claim, said_by
from vaultgen.catalog.deals import resolve_deal
from vaultgen.catalog.index import Index
from vaultgen.catalog.library import Library
from vaultgen.catalog.line import Aside, Line
from vaultgen.catalog.profile import Backing, Edge, Texts
from vaultgen.catalog.resolve import Measure, alone, resolve
from vaultgen.catalog.round_parts import resolve_round
from vaultgen.catalog.rounds import ResolvedDeal, ResolvedRound
from vaultgen.catalog.texts import Shelf
from vaultgen.catalog.window import window_of
from vaultgen.records.model import Claimed, Deal, Entity, Rank, Relation, Round
from vaultgen.records.registry import Registry
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Status

__all__ = ["FACTS", "WORDINGS", "Core", "Resolver"]

# Facts of an entity that cannot change, so that two different ones contradict each other whenever they were told.
TIMELESS = frozenset({"founded"})
# Facts that everybody words in their own way.
WORDINGS = frozenset({"positioning", "tagline", "standing"})
FACTS = ("founded", "hq", "website", "ticker", "positioning", "tagline", "standing")

Key = tuple[str, str]


class Core(NamedTuple):
    """What an entity's own records resolve to; its card is what others see of it.

    `severed` are relations that are deprecated, withdrawn or superseded, or that lead from the entity to itself.
    """

    entity: Entity
    lines: dict[Key, Line]
    rounds: tuple[ResolvedRound, ...]
    backings: tuple[Backing, ...]
    deals: tuple[ResolvedDeal, ...]
    edges: tuple[Edge, ...]
    severed: tuple[Relation, ...]
    texts: Texts
    card: Card

    def sources(self) -> tuple[str, ...]:
        """Every source that anything known about the entity cites, in order of name."""
        named = {claim.source for line in self.lines.values() for claim in line.claims()}
        for found in self.rounds:
            named.update(found.sources)
        for deal in self.deals:
            named.add(deal.record.source)
            named.update(claim.source for line in (deal.day, deal.amount) for claim in line.claims())
        named.update([backing.backer.source for backing in self.backings])
        named.update([edge.relation.source for edge in self.edges])
        named.update([text.source for text in self.texts.told()])
        named.discard("")
        return tuple(sorted(named)) if len(named) > 1 else tuple(named)


class Resolver:
    """Resolves entities one at a time, all by the same sources, day and tolerance."""

    def __init__(
        self, index: Index, library: Library, registry: Registry, *, day: date | None, tolerance: Decimal
    ) -> None:
        self.index = index
        self.library = library
        self.registry = registry
        self.day = day
        self.tolerance = tolerance
        self._shelf = Shelf(library, day)
        self._rounds: dict[str, ResolvedRound | None] = {}
        self._deals: dict[str, ResolvedDeal | None] = {}

    def core(self, entity: Entity) -> Core:
        """Everything that the entity's own records say, resolved."""
        index = self.index
        rounds = self._own_rounds(entity.id)
        backings = self._backings(entity.id)
        deals = self._own_deals(entity.id)
        edges, severed = self._edges(entity.id)
        lines = self._lines(entity, rounds)
        texts = self._shelf.texts(entity)
        told = lines or rounds or backings or deals or edges or texts.say_anything()
        known = self.day is None or bool(told) or not _cites(entity, index)
        card = card_of(entity, lines, rounds, backings, deals, metrics=self.registry.metrics, known=known)
        return Core(entity, lines, rounds, backings, deals, edges, severed, texts, card)

    # --- rounds and deals -----------------------------------------------------------------

    def _own_rounds(self, entity: str) -> tuple[ResolvedRound, ...]:
        records = self.index.rounds.get(entity)
        if not records:
            return ()
        known = [found for found in map(self._round, records) if found is not None]
        if len(known) > 1:
            known.sort(key=attrgetter("order"))
        return tuple(known)

    def _round(self, record: Round) -> ResolvedRound | None:
        key = record.id
        try:
            return self._rounds[key]
        except KeyError:
            found = resolve_round(record, self.library, day=self.day, tolerance=self.tolerance)
            self._rounds[key] = found
            return found

    def _backings(self, investor: str) -> tuple[Backing, ...]:
        records = self.index.backed.get(investor)
        if not records:
            return ()
        found = [
            Backing(resolved, backer)
            for resolved in map(self._round, records)
            if resolved is not None
            for backer in resolved.backers
            if backer.investor == investor
        ]
        if len(found) > 1:
            found.sort(key=lambda backing: backing.round.order)
        return tuple(found)

    def _own_deals(self, party: str) -> tuple[ResolvedDeal, ...]:
        records = self.index.deals.get(party)
        if not records:
            return ()
        return tuple(deal for deal in map(self._deal, records) if deal is not None)

    def _deal(self, record: Deal) -> ResolvedDeal | None:
        key = record.id
        if key not in self._deals:
            self._deals[key] = resolve_deal(record, self.library, day=self.day, tolerance=self.tolerance)
        return self._deals[key]

    # --- relations ------------------------------------------------------------------------

    def _edges(self, entity: str) -> tuple[tuple[Edge, ...], tuple[Relation, ...]]:
        relations = self.index.relations.get(entity)
        if not relations:
            return (), ()
        edges, severed = [], []
        for relation in relations:
            if not self._known(relation.source):
                continue
            if relation.giver == relation.taker or _is_over(relation):
                severed.append(relation)
            else:
                edges.append(self._edge(entity, relation))
        return tuple(edges), tuple(severed)

    def _edge(self, entity: str, relation: Relation) -> Edge:
        kind = self.registry.relations[relation.type]
        outward = relation.giver == entity
        if outward:
            partner, heading, note = relation.taker, kind.to_heading, relation.note
            label = relation.inverse_label or kind.to_label
        else:
            partner, heading, note = relation.giver, kind.from_heading, relation.inverse_note or relation.note
            label = relation.label or kind.from_label
        return Edge(partner, relation, kind, outward, label, heading, note)

    # --- lines ----------------------------------------------------------------------------

    def _lines(self, entity: Entity, rounds: Iterable[ResolvedRound]) -> dict[Key, Line]:
        claims: dict[Key, list[Claim]] = {}
        for predicate, facts in _facts(entity):
            told = [self._claim(entity.id, predicate, "", one) for one in facts if self._known(one.source)]
            if told:
                claims[predicate, ""] = told
        for metric in self.index.metrics.get(entity.id, ()):
            if self._known(metric.source):
                claim = self._claim(entity.id, metric.metric, metric.scope, metric)
                claims.setdefault((metric.metric, metric.scope), []).append(claim)
        asides: list[Aside] = []
        for found in rounds:
            if not found.record.aggregate:
                prices, beside = _prices(found)
                asides.extend(beside)
                if prices:
                    claims.setdefault(("valuation", ""), []).extend(prices)
        lines = {
            key: alone(said[0]) if len(said) == 1 else self._line(key[0], said)
            for key, said in claims.items()
        }
        if asides:
            line = lines.get(("valuation", "")) or Line(None)
            lines["valuation", ""] = line._replace(aside=(*line.aside, *asides))
        return lines

    def _line(self, predicate: str, said: list[Claim]) -> Line:
        metric = self.registry.metrics.get(predicate)
        measure = Measure.FLOW if metric is not None and metric.flow else Measure.STOCK
        if predicate in WORDINGS:
            measure = Measure.WORDING
        return resolve(said, tolerance=self.tolerance, measure=measure)

    def _known(self, source: str) -> bool:
        return self.day is None or self.library.known_by(source, self.day)

    def _claim(self, entity: str, predicate: str, scope: str, said: Claimed) -> Claim:
        timeless = predicate in TIMELESS
        return said_by(
            self.library, said, subject=entity, predicate=predicate, scope=scope, timeless=timeless
        )


def _facts(entity: Entity) -> Iterator[tuple[str, tuple[Claimed, ...]]]:
    """The facts that are given, by predicate."""
    for predicate in FACTS:
        facts = getattr(entity, predicate)
        if facts:
            yield predicate, facts
    for name, facts in entity.facts.items():
        yield f"facts.{name}", facts


def _is_over(relation: Relation) -> bool:
    return relation.rank is Rank.DEPRECATED or relation.status in {Status.WITHDRAWN, Status.SUPERSEDED}


def _prices(found: ResolvedRound) -> tuple[list[Claim], list[Aside]]:
    """The valuations that a round sets, as claims about the company on the round's day, and those it set aside."""
    line = found.valuation
    if line.current is None and not line.aside:
        return [], []
    series = line.series if line.pending is None else (*line.series, line.pending)
    prices = [_priced(found, claim) for claim in series if isinstance(claim.value, Quantity)]
    return prices, [Aside(_priced(found, aside.claim), aside.why) for aside in line.aside]


def _priced(found: ResolvedRound, claim: Claim) -> Claim:
    as_of = claim.as_of or found.date
    window = window_of(as_of) if as_of is not None else claim.reference.window
    return Claim(
        found.entity, "valuation", found.id, claim.value, as_of, claim.status, window,
        claim.said, claim.reference, claim.source, claim.origin, claim.author,
    )  # fmt: skip


def _cites(entity: Entity, index: Index) -> bool:
    """Whether anything recorded about the entity cites a source at all, so that it can be unknown on a day."""
    facts = [said for _, given in _facts(entity) for said in given]
    texts = (*entity.summary, *entity.why, *entity.does, *entity.landscape, *entity.bull, *entity.bear)
    sections = (*entity.sections, *(text for part in entity.sections for text in (*part.text, *part.items)))
    records = (
        *facts,
        *texts,
        *sections,
        *index.metrics.get(entity.id, ()),
        *index.deals.get(entity.id, ()),
        *index.relations.get(entity.id, ()),
    )
    if any(record.source for record in records):
        return True
    rounds = (*index.rounds.get(entity.id, ()), *index.backed.get(entity.id, ()))
    return any(
        said.source or found.source
        for found in rounds
        for said in (found, *found.amount, *found.investors, *found.status_log)
    )
