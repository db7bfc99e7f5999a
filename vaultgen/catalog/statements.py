"""What each source and publisher says: every claim once more, seen from whoever makes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from vaultgen.catalog.backers import Backer
from vaultgen.catalog.claims import Claim
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
        self._heard: dict[str, list[str]] | None = None
        self._told: dict[str, list[Statement]] = {}

    def _subjects(self) -> dict[str, list[str]]:
        """By speaker the entities that it says something about."""
        if self._heard is None:
            heard: dict[str, list[str]] = defaultdict(list)
            for key, core in self._cores.items():
                sayings = _sayings(core, self._registry, self._library)
                told = [_speakers(saying.reference, saying.origin) for saying in sayings]
                for speaker in dict.fromkeys(chain.from_iterable(told)):
                    heard[speaker].append(key)
            self._heard = dict(heard)
        return self._heard

    def _about(self, entity: str) -> list[Statement]:
        told = self._told.get(entity)
        if told is None:
            told = list(statements_of(self._cores[entity], self._registry, self._library))
            self._told[entity] = told
        return told

    def __getitem__(self, speaker: str) -> list[Statement]:
        """What a speaker says, in the order of whom it is about."""
        subjects = self._subjects()[speaker]
        return [said for entity in subjects for said in self._about(entity) if speaker in said.speakers]

    def __iter__(self) -> Iterator[str]:
        return iter(self._subjects())

    def __len__(self) -> int:
        return len(self._subjects())


class _Saying(NamedTuple):
    """A claim or a backer's part in a round before it is put into words: who says it, whom that has it from, what."""

    reference: Reference
    origin: str
    what: str
    said: Claim | Backer


def statements_of(core: Core, registry: Registry, library: Library) -> Iterator[Statement]:
    """Everything that anyone is recorded as saying about the entity, and about its rounds and deals."""
    subject = core.entity.id
    for reference, origin, what, said in _sayings(core, registry, library):
        words = show_figure(said.figure()) if isinstance(said, Claim) else _part(said)
        known = reference.known.isoformat() if reference.known else ""
        yield Statement(reference.id, origin, subject, what, words, known, _speakers(reference, origin))


def _sayings(core: Core, registry: Registry, library: Library) -> Iterator[_Saying]:
    for (predicate, scope), line in core.lines.items():
        if predicate not in _UNSAID:
            yield from _of_claims(line, scoped(predicate_label(predicate, registry), scope, core.rounds))
    for found in core.rounds:
        name = label(found)
        yield from _of_claims(found.amount, f"Amount ({name})")
        for backer in found.backers:
            if backer.source:
                yield _Saying(library[backer.source], "", name, backer)
    for deal in core.deals:
        if deal.record.giver == core.entity.id:
            yield from _of_claims(deal.amount, deal.record.label or deal.record.type)


def _of_claims(line: Line, what: str) -> Iterator[_Saying]:
    for claim in line.claims():
        if claim.source:
            yield _Saying(claim.reference, claim.origin, what, claim)


def _part(backer: Backer) -> str:
    """Who took which part in a round, with how much."""
    cheque = f", {backer.amount}" if backer.amount else ""
    return f"{backer.investor}: {backer.role.replace('_', '-')}{cheque}"


def _speakers(reference: Reference, origin: str) -> tuple[str, ...]:
    """The source, its publisher and the origin, each once."""
    source, publisher = reference.id, reference.publisher
    if origin:
        return tuple(dict.fromkeys(name for name in (source, publisher, origin) if name))
    return (source, publisher) if publisher and publisher != source else (source,)
