"""A profile: everything resolved about one entity, as its note, the terminal and the audits read it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from vaultgen.catalog.card import Card
from vaultgen.catalog.claims import Claim
from vaultgen.catalog.findings import Finding
from vaultgen.catalog.resolve import EMPTY, Line
from vaultgen.catalog.rounds import Backer, ResolvedDeal, ResolvedRound
from vaultgen.records.model import Entity, Relation, Section, Text
from vaultgen.records.registry import RelationType
from vaultgen.values.days import Day
from vaultgen.values.quantity import Quantity

__all__ = ["Backing", "Derived", "Edge", "Profile", "Statement", "Texts"]


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation from one entity's side: who the partner is, what it is to the entity, and on whose word."""

    partner: str
    relation: Relation
    type: RelationType
    outward: bool
    label: str
    heading: str
    note: str


@dataclass(frozen=True, slots=True)
class Backing:
    """A round that the entity took part in as an investor."""

    round: ResolvedRound
    backer: Backer


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure that the catalog worked out, with the claims and figures that went into it."""

    name: str
    label: str
    value: Quantity
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that a source, or the origin behind it, says of a subject."""

    source: str
    origin: str
    subject: str
    what: str
    said: str
    day: str
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """The authored texts of an entity that were known: one version of each, and the bullets that still hold."""

    summary: Text | None = None
    why: Text | None = None
    does: Text | None = None
    landscape: Text | None = None
    bull: tuple[Text, ...] = ()
    bear: tuple[Text, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything resolved about one entity as of a day.

    `lines` maps (predicate, scope) to the resolved line; `rounds` are the entity's own, newest first; `backings`
    those it invested in; `statements` what it said, if it is a source or a publisher.
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


def share(part: Quantity | None, whole: Quantity | None) -> Quantity | None:
    """What part of the whole, in per cent; None where one of them is not known."""
    if part is None or whole is None or not part.mid or not whole.mid or part.unit != whole.unit:
        return None
    percent = (part.mid / whole.mid * 100).quantize(Decimal(1))
    return Quantity(low=percent, high=percent, unit="%", approx=part.approx or whole.approx)
