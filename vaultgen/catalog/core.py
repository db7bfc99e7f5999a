"""One entity's own claims, resolved, before its neighbours are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from vaultgen.catalog.card import Card, CardFigure
from vaultgen.catalog.claims import Claim, claim_of, window_of
from vaultgen.catalog.index import Index
from vaultgen.catalog.library import Library
from vaultgen.catalog.profile import Backing, Edge, Texts
from vaultgen.catalog.resolve import Line, resolve
from vaultgen.catalog.rounds import ResolvedDeal, ResolvedRound, resolve_deal, resolve_round
from vaultgen.records.model import Claimed, Deal, Entity, Level, Round, Section, Text
from vaultgen.records.registry import Registry
from vaultgen.values.days import Day
from vaultgen.values.figure import figure_parts
from vaultgen.values.quantity import Quantity

__all__ = ["Core", "Resolver", "card_figure"]

# Facts of an entity that cannot change, so that two different ones contradict each other whenever they were told.
TIMELESS = frozenset({"founded"})
FACTS = ("founded", "hq", "website", "ticker", "positioning", "tagline", "standing")


@dataclass(frozen=True, slots=True)
class Core:
    """What an entity's own records resolve to; its card is what others see of it."""

    entity: Entity
    lines: dict[tuple[str, str], Line]
    rounds: tuple[ResolvedRound, ...]
    backings: tuple[Backing, ...]
    deals: tuple[ResolvedDeal, ...]
    edges: tuple[Edge, ...]
    texts: Texts
    sources: tuple[str, ...]
    card: Card


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
        self._rounds: dict[str, ResolvedRound | None] = {}
        self._deals: dict[str, ResolvedDeal | None] = {}

    def core(self, entity: Entity) -> Core:
        """Everything that the entity's own records say, resolved."""
        rounds = self._own_rounds(entity.id)
        backings = self._backings(entity.id)
        deals = tuple(
            deal for deal in map(self._deal, self.index.deals.get(entity.id, ())) if deal is not None
        )
        edges = tuple(self._edges(entity.id))
        lines = self._lines(entity, rounds)
        texts = self._texts(entity)
        core = Core(entity, lines, rounds, backings, deals, edges, texts, (), _NO_CARD)
        sources = _sources(core)
        told = bool(sources or lines or rounds or backings or deals or edges or _any_text(texts))
        known = self.day is None or told or not _cites(entity, self.index)
        return replace(core, sources=sources, card=self._card(core, known=known))

    def _known(self, source: str) -> bool:
        return self.day is None or self.library.known_by(source, self.day)

    def _own_rounds(self, entity: str) -> tuple[ResolvedRound, ...]:
        found = [self._round(record) for record in self.index.rounds.get(entity, ())]
        known = [resolved for resolved in found if resolved is not None]
        known.sort(key=lambda resolved: resolved.id)
        known.sort(key=_when, reverse=True)
        return tuple(known)

    def _round(self, record: Round) -> ResolvedRound | None:
        key = record.id
        if key not in self._rounds:
            self._rounds[key] = resolve_round(record, self.library, day=self.day, tolerance=self.tolerance)
        return self._rounds[key]

    def _backings(self, investor: str) -> tuple[Backing, ...]:
        found: list[Backing] = []
        for record in self.index.backed.get(investor, ()):
            resolved = self._round(record)
            if resolved is None:
                continue
            found.extend(
                Backing(resolved, backer) for backer in resolved.backers if backer.investor == investor
            )
        found.sort(key=lambda backing: backing.round.id)
        found.sort(key=lambda backing: _when(backing.round), reverse=True)
        return tuple(found)

    def _deal(self, record: Deal) -> ResolvedDeal | None:
        key = record.id
        if key not in self._deals:
            self._deals[key] = resolve_deal(record, self.library, day=self.day, tolerance=self.tolerance)
        return self._deals[key]

    def _edges(self, entity: str) -> Iterator[Edge]:
        for relation in self.index.relations.get(entity, ()):
            if not self._known(relation.source):
                continue
            kind = self.registry.relations[relation.type]
            outward = relation.giver == entity
            partner = relation.taker if outward else relation.giver
            if partner == entity:
                continue
            inverse_note = relation.inverse_note or relation.note
            yield Edge(
                partner=partner,
                relation=relation,
                type=kind,
                outward=outward,
                label=(relation.inverse_label or kind.to_label)
                if outward
                else (relation.label or kind.from_label),
                heading=kind.to_heading if outward else kind.from_heading,
                note=relation.note if outward else inverse_note,
            )

    def _lines(self, entity: Entity, rounds: Iterable[ResolvedRound]) -> dict[tuple[str, str], Line]:
        claims: dict[tuple[str, str], list[Claim]] = {}
        for predicate in FACTS:
            for said in getattr(entity, predicate):
                self._add(claims, entity, predicate, "", said)
        for predicate, facts in entity.facts.items():
            for said in facts:
                self._add(claims, entity, f"facts.{predicate}", "", said)
        for metric in self.index.metrics.get(entity.id, ()):
            self._add(claims, entity, metric.metric, metric.scope, metric)
        priced = [claim for found in rounds for claim in _prices(found)]
        if priced:
            claims.setdefault(("valuation", ""), []).extend(priced)
        return {key: resolve(said, tolerance=self.tolerance) for key, said in claims.items()}

    def _add(
        self,
        claims: dict[tuple[str, str], list[Claim]],
        entity: Entity,
        predicate: str,
        scope: str,
        said: Claimed,
    ) -> None:
        if self._known(said.source):
            claim = claim_of(
                said,
                self.library[said.source],
                subject=entity.id,
                predicate=predicate,
                scope=scope,
                timeless=predicate in TIMELESS,
                author=self.library.name(said.origin) if said.origin else "",
            )
            claims.setdefault((predicate, scope), []).append(claim)

    def _texts(self, entity: Entity) -> Texts:
        return Texts(
            summary=self._version(entity.summary),
            why=self._version(entity.why),
            does=self._version(entity.does),
            landscape=self._version(entity.landscape),
            bull=self._holding(entity.bull),
            bear=self._holding(entity.bear),
            sections=tuple(
                self._section(section) for section in entity.sections if self._known(section.source)
            ),
        )

    def _version(self, versions: tuple[Text, ...]) -> Text | None:
        """The newest version that was known; among equals the one that stands last."""
        held = self._holding(versions)
        return (
            max(held, key=lambda text: self.library[text.source].known or date.min)
            if len(held) > 1
            else (held[0] if held else None)
        )

    def _holding(self, texts: tuple[Text, ...]) -> tuple[Text, ...]:
        if not texts:
            return ()
        return tuple(text for text in texts if self._known(text.source) and not self._over(text.until))

    def _over(self, until: Day | None) -> bool:
        if until is None or until.latest is None:
            return False
        return self.day is None or until.latest <= self.day

    def _section(self, section: Section) -> Section:
        text, closing = self._version(section.text), self._version(section.closing)
        return replace(
            section,
            text=(text,) if text else (),
            items=self._holding(section.items),
            closing=(closing,) if closing else (),
        )

    def _card(self, core: Core, *, known: bool) -> Card:
        entity = core.entity
        figures, pending = [], []
        for (predicate, scope), line in core.lines.items():
            if scope or predicate not in self.registry.metrics:
                continue
            if line.current is not None and line.current.quantity is not None:
                figures.append((predicate, card_figure(line.current)))
            if line.pending is not None and line.pending.quantity is not None:
                pending.append((predicate, card_figure(line.pending)))
        return Card(
            id=entity.id,
            name=entity.name,
            kinds=entity.kinds,
            level=entity.level.value,
            names=tuple(dict.fromkeys((entity.name, *(alias.text for alias in entity.aliases)))),
            tagline=_value(core.lines.get(("tagline", ""))),
            standing=_value(core.lines.get(("standing", ""))),
            hq=_value(core.lines.get(("hq", ""))),
            founded=_value(core.lines.get(("founded", ""))),
            tags=entity.tags,
            figures=tuple(sorted(figures, key=lambda pair: pair[0])),
            pending=tuple(sorted(pending, key=lambda pair: pair[0])),
            backed=_backed(core),
            priced=_priced(core.lines.get(("valuation", ""))),
            last_round=_last_round(core.rounds),
            autolink=entity.autolink,
            known=known,
        )


_NO_CARD = Card("", "", (), Level.MENTION.value, ())


def _when(found: ResolvedRound) -> tuple[date, date]:
    day = found.date
    if day is None:
        return (date.min, date.min)
    return (day.latest or day.earliest or date.min, day.earliest or date.min)


def _value(line: Line | None) -> str:
    return str(line.current.value) if line is not None and line.current is not None else ""


def card_figure(claim: Claim) -> CardFigure:
    """The claim as other notes show it."""
    value, aside = figure_parts(claim.figure())
    quantity = claim.quantity
    middle = quantity.mid if quantity is not None and quantity.is_value else None
    return CardFigure(value, aside, float(middle) if middle is not None else 0.0, claim.source)


def _prices(found: ResolvedRound) -> Iterator[Claim]:
    """The valuations that a round sets, as claims about the company on the round's day."""
    if found.record.aggregate:
        return
    for claim in (*found.valuation.series, found.valuation.pending):
        if claim is None or not isinstance(claim.value, Quantity):
            continue
        as_of = claim.as_of or found.date
        yield replace(
            claim,
            subject=found.entity,
            predicate="valuation",
            as_of=as_of,
            window=window_of(as_of, claim.reference),
        )


def _priced(line: Line | None) -> tuple[tuple[str, str], ...]:
    """The newest valuation that each source gives."""
    if line is None:
        return ()
    claims = [*line.shown, *line.series, *(aside.claim for aside in line.aside)]
    claims.sort(key=lambda claim: (claim.window.end, str(claim.value)))
    newest = {
        claim.source: str(claim.value) for claim in claims if claim.quantity and claim.quantity.is_value
    }
    return tuple(sorted(newest.items()))


def _backed(core: Core) -> tuple[tuple[str, str, str, str], ...]:
    """The entity's cheques and deals, the largest first; a card keeps the first dozen and a half."""
    found: list[tuple[float, tuple[str, str, str, str]]] = []
    for backing in core.backings:
        amount = backing.backer.amount
        if amount is not None:
            entry = (backing.round.entity, str(amount), "", backing.backer.source)
            found.append((float(amount.mid or 0), entry))
    for deal in core.deals:
        record = deal.record
        if record.giver != core.entity.id:
            continue
        claim = deal.amount.current
        quantity = claim.quantity if claim is not None else None
        words = record.label or record.type
        text = f"{quantity} {words}" if quantity is not None and quantity.is_value else words
        found.append(
            (
                float((quantity.mid if quantity else None) or 0),
                (record.taker, text, record.pattern, record.source),
            )
        )
    found.sort(key=lambda item: (-item[0], item[1]))
    return tuple(entry for _, entry in found[:18])


def _last_round(rounds: tuple[ResolvedRound, ...]) -> tuple[str, str, str, str]:
    """Day (sortable), day, stage and amount of the newest round that is no aggregate."""
    for found in rounds:
        if not found.record.aggregate:
            day = found.date
            amount = found.amount.current
            shown = str(amount.quantity) if amount is not None and amount.quantity is not None else ""
            first = (day.latest or day.earliest) if day else None
            return (first.isoformat() if first else "", str(day) if day else "", found.stage_name, shown)
    return ("", "", "", "")


def _sources(core: Core) -> tuple[str, ...]:
    """Every source that anything known about the entity cites, in order of name."""
    named: set[str] = set()
    for line in core.lines.values():
        named.update(claim.source for claim in (*line.series, *line.shown))
        named.update(aside.claim.source for aside in line.aside)
    for found in core.rounds:
        named.update(found.sources)
    for backing in core.backings:
        named.add(backing.backer.source)
    for deal in core.deals:
        named.add(deal.record.source)
    for edge in core.edges:
        named.add(edge.relation.source)
    texts = core.texts
    for text in (texts.summary, texts.why, texts.does, texts.landscape, *texts.bull, *texts.bear):
        if text is not None:
            named.add(text.source)
    named.discard("")
    return tuple(sorted(named))


def _any_text(texts: Texts) -> bool:
    return any((texts.summary, texts.why, texts.does, texts.bull, texts.bear, texts.sections))


def _cites(entity: Entity, index: Index) -> bool:
    """Whether anything recorded about the entity cites a source at all, so that it can be unknown on a day."""
    facts = (said for name in FACTS for said in getattr(entity, name))
    texts = (*entity.summary, *entity.why, *entity.does, *entity.bull, *entity.bear)
    records: list[object] = [
        *facts,
        *texts,
        *index.metrics.get(entity.id, ()),
        *index.deals.get(entity.id, ()),
        *index.relations.get(entity.id, ()),
    ]
    if any(getattr(record, "source", "") for record in records):
        return True
    return any(
        said.source or found.source
        for found in (*index.rounds.get(entity.id, ()), *index.backed.get(entity.id, ()))
        for said in (*found.amount, *found.investors, *found.status_log)
    )
