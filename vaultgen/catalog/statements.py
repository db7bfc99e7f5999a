"""What each source and publisher says: every claim once more, seen from whoever makes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from vaultgen.catalog.core import Core
from vaultgen.catalog.library import Library, Reference
from vaultgen.catalog.line import Line
from vaultgen.catalog.profile import Statement
from vaultgen.catalog.rounds import label
from vaultgen.catalog.wording import predicate_label, scoped
from vaultgen.records.registry import Registry
from vaultgen.values.figure import show_figure

__all__ = ["Voices", "statements_of"]

_UNSAID = frozenset({"tagline", "standing"})


class Voices(Mapping[str, list[Statement]]):
    """Statements by who makes them: the source where they stand, its publisher, and the origin behind it.

    Nothing is put into words before anybody asks.
    """

    def __init__(self, cores: Mapping[str, Core], registry: Registry, library: Library) -> None:
        self._cores = cores
        self._registry = registry
        self._library = library
        self._told: dict[str, list[Statement]] | None = None

    def _all(self) -> dict[str, list[Statement]]:
        if self._told is None:
            told: dict[str, list[Statement]] = defaultdict(list)
            for core in self._cores.values():
                for statement in statements_of(core, self._registry, self._library):
                    for speaker in statement.speakers:
                        told[speaker].append(statement)
            self._told = dict(told)
        return self._told

    def __getitem__(self, speaker: str) -> list[Statement]:
        """What a speaker says, in the order of whom it is about."""
        return self._all()[speaker]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def statements_of(core: Core, registry: Registry, library: Library) -> Iterator[Statement]:
    """Everything that anyone is recorded as saying about the entity, and about its rounds and deals."""
    subject = core.entity.id
    for (predicate, scope), line in core.lines.items():
        if predicate not in _UNSAID:
            what = scoped(predicate_label(predicate, registry), scope, core.rounds)
            yield from _of_claims(subject, line, what)
    for found in core.rounds:
        name = label(found)
        yield from _of_claims(subject, found.amount, f"Amount ({name})")
        for backer in found.backers:
            if backer.source:
                cheque = f", {backer.amount}" if backer.amount else ""
                said = f"{backer.investor}: {backer.role.replace('_', '-')}{cheque}"
                yield _statement(library[backer.source], "", subject, name, said)
    for deal in core.deals:
        if deal.record.giver == subject:
            yield from _of_claims(subject, deal.amount, deal.record.label or deal.record.type)


def _of_claims(subject: str, line: Line, what: str) -> Iterator[Statement]:
    for claim in line.claims():
        if claim.source:
            said = show_figure(claim.figure())
            yield _statement(claim.reference, claim.origin, subject, what, said)


def _statement(reference: Reference, origin: str, subject: str, what: str, said: str) -> Statement:
    source, publisher = reference.id, reference.publisher
    if origin:
        speakers = tuple(dict.fromkeys(name for name in (source, publisher, origin) if name))
    else:
        speakers = (source, publisher) if publisher and publisher != source else (source,)
    known = reference.known
    return Statement(source, origin, subject, what, said, known.isoformat() if known else "", speakers)
