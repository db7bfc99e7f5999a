"""A profile: everything resolved about one entity, as its note, the terminal and the audits read it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from vaultgen.catalog.backers import Backer
from vaultgen.catalog.card import Card
from vaultgen.catalog.claims import Claim
from vaultgen.catalog.findings import Finding
from vaultgen.catalog.line import EMPTY, Line
from vaultgen.catalog.rounds import ResolvedDeal, ResolvedRound, label
from vaultgen.records.model import Entity, Relation, Section, Text
from vaultgen.records.registry import RelationType
from vaultgen.values.days import Day
from vaultgen.values.quantity import Quantity

__all__ = ["Backing", "CoInvestor", "Derived", "Edge", "Profile", "Statement", "Texts", "share"]


class Edge(NamedTuple):
    """A relation from one entity's side: who the partner is, what it is to the entity, and on whose word."""

    partner: str
    relation: Relation
    type: RelationType
    outward: bool
    label: str
    heading: str
    note: str


class Backing(NamedTuple):
    """A round that the entity took part in as an investor."""

    round: ResolvedRound
    backer: Backer


class CoInvestor(NamedTuple):
    """An investor that took part in the same rounds, and in which."""

    investor: str
    rounds: tuple[str, ...]


class Derived(NamedTuple):
    """A figure that the catalog worked out, with the claims and figures that went into it.

    `round` is the id of the round that it speaks of, if it is one; `exact` holds the figure at each single price where
    a round has several, since a rise of 140 % is none of those between a floor at 120 % and a headline at 160 %.
    """

    name: str
    label: str
    value: Quantity
    inputs: tuple[str, ...]
    round: str = ""
    exact: tuple[Quantity, ...] = ()


class Statement(NamedTuple):
    """Something that a source, or the origin behind it, says of a subject."""

    source: str
    origin: str
    subject: str
    what: str
    said: str
    day: str
    speakers: tuple[str, ...]


class Texts(NamedTuple):
    """The authored texts of an entity that were known: one version of each, and the bullets that still hold."""

    summary: Text | None = None
    why: Text | None = None
    does: Text | None = None
    landscape: Text | None = None
    bull: tuple[Text, ...] = ()
    bear: tuple[Text, ...] = ()
    sections: tuple[Section, ...] = ()

    def told(self) -> Iterator[Text]:
        """Every text of them."""
        for text in (self.summary, self.why, self.does, self.landscape):
            if text is not None:
                yield text
        yield from self.bull
        yield from self.bear
        for section in self.sections:
            yield from section.text
            yield from section.items
            yield from section.closing

    def say_anything(self) -> bool:
        """Whether there is any text or table among them."""
        tables = any(section.table is not None for section in self.sections)
        return tables or any(True for _ in self.told())


class Profile(NamedTuple):
    """Everything resolved about one entity as of a day.

    `lines` maps (predicate, scope) to the resolved line; `rounds` are the entity's own, newest first; `backings`
    those it invested in; `statements` what it said, if it is a source or a publisher; `severed` the relations that
    are recorded but not shown, being deprecated, withdrawn or superseded.
    """

    entity: Entity
    card: Card
    texts: Texts
    lines: dict[tuple[str, str], Line]
    rounds: tuple[ResolvedRound, ...]
    backings: tuple[Backing, ...]
    deals: tuple[ResolvedDeal, ...]
    edges: tuple[Edge, ...]
    derived: tuple[Derived, ...]
    findings: tuple[Finding, ...]
    statements: tuple[Statement, ...]
    sources: tuple[str, ...]
    updated: Day | None
    main_source: str = ""
    severed: tuple[Relation, ...] = ()

    def line(self, predicate: str, scope: str = "") -> Line:
        """The resolved line of a predicate; an empty one where nothing is claimed."""
        return self.lines.get((predicate, scope), EMPTY)

    def current(self, predicate: str, scope: str = "") -> Claim | None:
        """The claim shown for a predicate."""
        return self.line(predicate, scope).current

    def text(self, predicate: str) -> str:
        """The value shown for a predicate, in words; nothing where nothing is known."""
        claim = self.current(predicate)
        return str(claim.value) if claim is not None else ""

    def derived_figure(self, name: str) -> Derived | None:
        """A figure that was worked out, by name."""
        return next((figure for figure in self.derived if figure.name == name), None)

    def co_investors(self) -> tuple[CoInvestor, ...]:
        """Who else was in the rounds that the entity backed, the most frequent first."""
        shared: dict[str, list[str]] = {}
        for backing in self.backings:
            for backer in backing.round.backers:
                if backer.investor != self.entity.id:
                    shared.setdefault(backer.investor, []).append(label(backing.round))
        ordered = sorted(shared, key=lambda investor: (-len(shared[investor]), investor))
        return tuple(CoInvestor(investor, tuple(shared[investor])) for investor in ordered)


@lru_cache(maxsize=1 << 14)
def share(part: Quantity | None, whole: Quantity | None) -> Quantity | None:
    """What part of the whole, in per cent; None where one of them is not known."""
    if part is None or whole is None or not part.mid or not whole.mid or part.unit != whole.unit:
        return None
    percent = (part.mid / whole.mid * 100).quantize(Decimal(1))
    return Quantity(low=percent, high=percent, unit="%", approx=part.approx or whole.approx)
