"""The catalog: every entity's card, and the full profile of any entity that is asked for."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from vaultgen.catalog.audits import audit
from vaultgen.catalog.card import Card
from vaultgen.catalog.core import Core, Resolver
from vaultgen.catalog.derive import derive
from vaultgen.catalog.disagreements import disagreements
from vaultgen.catalog.findings import Finding, Severity
from vaultgen.catalog.index import Index
from vaultgen.catalog.library import Library
from vaultgen.catalog.names import name_findings
from vaultgen.catalog.profile import Derived, Profile, Statement
from vaultgen.catalog.statements import Voices
from vaultgen.records.model import Entity, Source
from vaultgen.records.records import Records
from vaultgen.records.registry import Registry

__all__ = ["Catalog", "Setting", "source_entity"]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a catalog depends on besides the records.

    `day` is the day as of which everything is told (None: all that is recorded); `tolerance` is what `~` means;
    `stale` is the age in months after which a figure is listed as old; `today` is the day that ages are counted from:
    the day asked for, or the day of the newest source, since a clock would make output change by itself.
    """

    day: date | None = None
    tolerance: Decimal = Decimal("0.10")
    stale: int = 12
    today: date | None = None


@dataclass(slots=True)
class Catalog:
    """Cards of all entities and sources, and profiles on demand.

    `cores` holds what has been resolved; an entity outside it is known by its card only, which is all that its
    neighbours need.
    """

    setting: Setting
    registry: Registry
    library: Library
    sources: Mapping[str, Source]
    cores: dict[str, Core]
    cards: dict[str, Card]
    statements: Mapping[str, Sequence[Statement]] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Records, setting: Setting) -> Catalog:
        """The catalog of complete records."""
        library = Library(records.sources, {key: entity.name for key, entity in records.entities.items()})
        if setting.today is None:
            setting = replace(setting, today=setting.day or library.latest(records.sources))
        with _uncollected():
            resolver = Resolver(
                Index.of(records), library, records.registry, day=setting.day, tolerance=setting.tolerance
            )
            cores = {key: resolver.core(entity) for key, entity in entities_of(records, library, setting.day)}
        cards = {key: core.card for key, core in cores.items()}
        voices = Voices(cores, records.registry, library)
        return cls(setting, records.registry, library, records.sources, cores, cards, voices)

    def profile(self, entity: str) -> Profile:
        """Everything resolved about an entity whose core is at hand."""
        core = self.cores[entity]
        derived = derive(core, self.cards, self.library)
        findings = tuple(self._findings(core, derived))
        sources = core.sources()
        return Profile(
            entity=core.entity,
            card=core.card,
            texts=core.texts,
            lines=core.lines,
            rounds=core.rounds,
            backings=core.backings,
            deals=core.deals,
            edges=core.edges,
            derived=derived,
            findings=findings,
            statements=tuple(self.statements.get(entity, ())),
            sources=sources,
            updated=self.library.newest(sources),
            main_source=_main_source(core, sources),
            severed=core.severed,
        )

    def _findings(self, core: Core, derived: Sequence[Derived]) -> Iterator[Finding]:
        yield from disagreements(core, self.registry, self.cards)
        yield from audit(
            core,
            derived,
            self.registry,
            today=self.setting.today,
            tolerance=self.setting.tolerance,
            stale=self.setting.stale,
        )

    def findings(self) -> tuple[Finding, ...]:
        """Everything found in all entities at hand, the gravest first, in an order that files do not influence."""
        found = [finding for key in self.cores for finding in self.profile(key).findings]
        return sorted_findings([*found, *name_findings(self.cores.values())])


@contextmanager
def _uncollected() -> Iterator[None]:
    """No looking for garbage meanwhile: nothing that the catalog makes is thrown away again, and there is a lot."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


_GRAVITY = {severity: rank for rank, severity in enumerate(Severity)}


def sorted_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order in which a person should look at them: open contradictions first."""
    return tuple(
        sorted(
            findings,
            key=lambda found: (
                not found.open,
                _GRAVITY[found.severity],
                found.code,
                found.subject,
                found.what,
                found.message,
            ),
        )
    )


def entities_of(records: Records, library: Library, day: date | None) -> Iterator[tuple[str, Entity]]:
    """The recorded entities, and an entity for every source that was known on the day."""
    yield from records.entities.items()
    for key, source in records.sources.items():
        if library.known_by(key, day):
            yield key, source_entity(source, library)


def source_entity(source: Source, library: Library) -> Entity:
    """A source as an entity of its own kind, so that it has a note and can be linked."""
    name = source.title
    if not name:
        who = library.name(source.publisher) or source.author or source.id
        name = f"{who}, {source.published}" if source.published else who
    return Entity(id=source.id, kinds=("source",), name=name, level=source.level, autolink=False)


def _main_source(core: Core, sources: Sequence[str]) -> str:
    """The source that most of what is shown rests on; among equals the first by name."""
    if len(sources) < 2:
        return sources[0] if sources else ""
    counts = dict.fromkeys(sources, 0)
    for line in (
        *core.lines.values(),
        *(line for one in core.rounds for line in (one.amount, one.valuation)),
    ):
        for claim in line.shown:
            if claim.source:
                counts[claim.source] += 1
    for backing in core.backings:
        if backing.backer.source:
            counts[backing.backer.source] += 1
    for edge in core.edges:
        if edge.relation.source:
            counts[edge.relation.source] += 1
    return max(counts, key=counts.__getitem__)
