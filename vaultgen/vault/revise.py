"""A build revised: only what a few changed records touch is read, resolved and written again.

It gives exactly what a build from nothing would, or nothing at all: whenever a change may reach further than can be
followed (names, ids, kinds, sources, types, references that are new), the answer is None and everything is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from vaultgen.catalog.card import Card
from vaultgen.catalog.catalog import Catalog, Setting, sorted_findings, source_entity
from vaultgen.catalog.core import Core, Resolver
from vaultgen.catalog.findings import Finding
from vaultgen.catalog.index import Index
from vaultgen.catalog.library import Library
from vaultgen.catalog.profile import Statement
from vaultgen.catalog.statements import statements_of
from vaultgen.notes.autolink import Vocabulary
from vaultgen.notes.book import Book, Wishes
from vaultgen.notes.indexes import RoundLine, index_notes
from vaultgen.notes.places import Place
from vaultgen.notes.render import Rendered, Renderer
from vaultgen.records.load import Reading, assemble, read_table, read_units, registry_of
from vaultgen.records.model import Source
from vaultgen.records.rows import Row
from vaultgen.records.touches import touched
from vaultgen.vault.horizon import Horizon, horizon_of, is_seen
from vaultgen.vault.memory import (
    Memory,
    plain_findings,
    record_part,
    row_line,
)
from vaultgen.vault.project import Project
from vaultgen.vault.reach import differing, within_reach
from vaultgen.vault.remembered import Cards, Names
from vaultgen.vault.shards import Leaf, Press

__all__ = ["Revision", "revise"]

_SHARED = (b"source\t", b"metric_type\t", b"relation_type\t")


@dataclass(frozen=True, slots=True)
class Revision:
    """What a few changes come to: the notes to look at, and the memory for the next time.

    `contradictions` are the open ones of the whole vault; None if their number cannot have changed.
    """

    notes: tuple[Rendered, ...]
    memory: Memory
    contradictions: int | None


def revise(
    project: Project,
    memory: Memory,
    *,
    day: date | None,
    files: Iterable[str],
    look_at: Iterable[str],
    renderer: Renderer,
) -> Revision | None:
    """What the vault needs after these files of records changed; None if everything has to be built.

    `look_at` are the ids of notes to render in any case, since their files are not as they were left.
    """
    return _Revising(project, memory, day, renderer).run(sorted(files), set(look_at))


class _Revising:
    """One revision at work."""

    def __init__(self, project: Project, memory: Memory, day: date | None, renderer: Renderer) -> None:
        self.project = project
        self.memory = memory
        self.day = day
        self.renderer = renderer
        self.cards = Cards(memory)
        first, valuations, last_rounds = memory.horizon
        self.horizon = Horizon(tuple(first), valuations, last_rounds)
        shared = list(self._shared_rows())
        types, _ = read_units((row for row in shared if row.kind != "source"), Reading(project.currency))
        self.reading = Reading(project.currency, registry_of(types)[0])
        units, _ = read_units((row for row in shared if row.kind == "source"), self.reading)
        sources: dict[str, Any] = {unit.record.id: unit.record for unit in units}  # type: ignore[union-attr]
        self.sources: dict[str, Source] = dict(sorted(sources.items()))
        self.library = Library(self.sources, Names(self.cards))

    def _shared_rows(self) -> Iterator[Row]:
        """The rows that any note may depend on: sources and types."""
        for file, lines in self.memory.rows.items():
            for number, line in enumerate(lines):
                if line.startswith(_SHARED):
                    yield self.memory.row(file, number)

    def run(self, files: list[str], look_at: set[str]) -> Revision | None:
        dirty: set[str] = set()
        for file in files:
            found = self._reread(file)
            if found is None:
                return None
            dirty |= found
        changed_ids = self._with_parties(dirty)
        cores = self._resolve(changed_ids)
        changed = {key for key in changed_ids if cores[key].card != self.memory.leaves[key].card}
        if any(_renamed(cores[key].card, self.memory.leaves[key].card) for key in changed):
            return None
        for key in changed:
            self.cards.put(cores[key].card)
        told, speakers = self._statements(cores, changed_ids)
        wanted = changed_ids | self._readers(changed) | speakers | look_at
        wanted &= self.memory.leaves.keys()
        if len(wanted) * 4 > len(self.memory.leaves) + 400:
            return None
        catalog = self._catalog(cores | self._resolve(wanted - cores.keys()))
        catalog.statements = {
            key: self._said_by(key, told) for key in wanted if key in self.memory.voices or key in speakers
        }
        return self._print(catalog)

    def _reread(self, file: str) -> set[str] | None:
        """Read one changed file; the ids that its changed rows touch, or None if they reach too far."""
        path = self.project.root / file
        if file not in self.memory.rows or not path.is_file():
            return None
        rows, problems = read_table(path, file, self.reading)
        if problems:
            return None
        old = self.memory.rows[file]
        new = [row_line(row) for row in rows]
        fresh, gone = differing(old, new)
        if len(fresh) + len(gone) > 200:
            return None
        old_rows, new_rows = (
            [self.memory.row(file, number) for number in gone],
            [rows[number] for number in fresh],
        )
        if not within_reach(self.memory, old_rows, new_rows):
            return None
        new_ids = self._touched(new_rows)
        old_ids = self._touched(old_rows)
        if new_ids is None or old_ids is None:
            return None
        self._replace(file, new, dict(zip(fresh, new_ids, strict=True)), gone)
        return set().union(*new_ids, *old_ids)

    def _touched(self, rows: list[Row]) -> list[set[str]] | None:
        units, flaws = read_units(rows, self.reading)
        return None if flaws else [touched(unit.kind, unit.record) for unit in units]

    def _replace(self, file: str, lines: list[bytes], fresh: dict[int, set[str]], gone: list[int]) -> None:
        """Put the new rows of a file into the memory, the unchanged ones with the ids that they touched before."""
        self.memory.since.files.add(file)
        if fresh.keys() == set(gone) and len(lines) == len(self.memory.rows[file]):
            self._replace_in_place(file, lines, fresh)
            return
        ids_of: dict[int, list[str]] = {}
        for one, numbers in self.memory.touches.get(file, {}).items():
            for number in numbers:
                ids_of.setdefault(number, []).append(one)
        known: dict[bytes, list[str]] = {}
        for number, line in enumerate(self.memory.rows[file]):
            known[record_part(line)] = ids_of.get(number, [])
        touches: dict[str, list[int]] = {}
        for number, line in enumerate(lines):
            for one in fresh[number] if number in fresh else known[record_part(line)]:
                touches.setdefault(one, []).append(number)
        self.memory.rows[file] = lines
        self.memory.touches[file] = touches

    def _replace_in_place(self, file: str, lines: list[bytes], fresh: dict[int, set[str]]) -> None:
        """The usual edit: some rows say something else, all others stand where they stood."""
        touches = self.memory.touches[file]
        for one, numbers in list(touches.items()):
            if not fresh.keys().isdisjoint(numbers):
                touches[one] = [number for number in numbers if number not in fresh]
        for number, ids in fresh.items():
            for one in ids:
                touches.setdefault(one, []).append(number)
        self.memory.rows[file] = lines

    def _with_parties(self, ids: set[str]) -> set[str]:
        """The entities among the ids, and every entity that is party to a round among them."""
        rounds = {one for one in ids if one not in self.memory.leaves}
        for file, numbers in self.memory.touching(rounds).items():
            units, _ = read_units([self.memory.row(file, number) for number in sorted(numbers)], self.reading)
            for unit in units:
                if unit.kind != "entity":
                    ids = ids | touched(unit.kind, unit.record)
                else:
                    for found in unit.record.rounds:  # type: ignore[union-attr]
                        if found.id in rounds:
                            ids = ids | touched("round", found)
        return {one for one in ids if one in self.memory.leaves}

    def _resolve(self, entities: set[str]) -> dict[str, Core]:
        """The cores of these entities, from all rows that touch them and no others."""
        units, _ = read_units(self._rows_for(entities), self.reading)
        records, _ = assemble(units, self.reading.registry)
        library = self.library
        resolver = Resolver(
            Index.of(records), library, self.reading.registry, day=self.day, tolerance=self.project.approx
        )
        cores = {}
        for key in sorted(entities):
            entity = records.entities.get(key) or source_entity(self.sources[key], library)
            cores[key] = resolver.core(entity)
        return cores

    def _catalog(self, cores: dict[str, Core]) -> Catalog:
        """A catalog in which these are resolved, and of all others the card is known."""
        today = date.fromisoformat(self.memory.today) if self.memory.today else None
        setting = Setting(self.day, self.project.approx, self.project.stale_after_months, today)
        return Catalog(setting, self.reading.registry, self.library, self.sources, cores, self.cards)  # type: ignore[arg-type]

    def _rows_for(self, entities: set[str]) -> list[Row]:
        """All rows that touch the entities, and all investments in the rounds that those speak of."""
        numbers = self.memory.touching(entities)
        rows = [self.memory.row(file, number) for file in sorted(numbers) for number in sorted(numbers[file])]
        rounds = {row.data["id"] for row in rows if row.kind == "round"}
        rounds |= {row.data["round"] for row in rows if row.kind == "investment"}
        seen = {(file, number) for file, found in numbers.items() for number in found}
        for file, found in sorted(self.memory.touching(rounds).items()):
            rows.extend(
                self.memory.row(file, number) for number in sorted(found) if (file, number) not in seen
            )
        return rows

    def _statements(
        self, cores: Mapping[str, Core], entities: Iterable[str]
    ) -> tuple[dict[str, list[Statement]], set[str]]:
        """What is said of these entities now, and everyone who says something else than before."""
        told: dict[str, list[Statement]] = {}
        speakers: set[str] = set()
        for key in entities:
            told[key] = list(statements_of(cores[key], self.reading.registry, self.library))
            before, after = set(self.memory.leaves[key].statements), set(told[key])
            speakers.update(speaker for said in before ^ after for speaker in said.speakers)
        for key, statements in told.items():
            for speaker in {speaker for said in statements for speaker in said.speakers}:
                heard = self.memory.voices.setdefault(speaker, [])
                if key not in heard:
                    heard.append(key)
                    self.memory.since.voices.add(speaker)
        return told, speakers

    def _readers(self, changed: set[str]) -> set[str]:
        """The notes that looked at the card of a changed entity."""
        if not changed:
            return set()
        return {key for key, leaf in self.memory.leaves.items() if leaf.mentions(changed)}

    def _said_by(self, speaker: str, told: Mapping[str, list[Statement]]) -> list[Statement]:
        entities = self.memory.voices.get(speaker, ())
        statements = (
            said
            for entity in entities
            for said in (told[entity] if entity in told else self.memory.leaves[entity].statements)
        )
        return [said for said in statements if speaker in said.speakers]

    def _print(self, catalog: Catalog) -> Revision:
        """Render what is resolved, and the notes about the whole vault if anything in them is different."""
        memory = self.memory
        book = Book(
            cards=self.cards,
            places={key: Place(*place) for key, place in memory.places.items()},
            vocabulary=Vocabulary((name, key) for name, key in memory.names),
            meanings=memory.meanings,
            registry=self.reading.registry,
            library=catalog.library,
            wishes=Wishes(tag_line=self.project.tag_line, footnotes=self.project.footnotes != "none"),
            tolerance=self.project.approx,
        )
        press = Press(catalog, book, self.renderer)
        leaves = {key: press.leaf(key) for key in sorted(catalog.cores)}
        notes = [leaf.note for leaf in leaves.values() if leaf.note is not None]
        different = [key for key, leaf in leaves.items() if self._remember(key, leaf)]
        if not different:
            return Revision(tuple(notes), memory, None)
        findings, rounds = self._whole()
        memory.horizon = list(horizon_of((self.cards[key] for key in memory.places), rounds))
        notes.extend(index_notes(book, self.renderer, rounds, findings))
        return Revision(tuple(notes), memory, sum(finding.open for finding in findings))

    def _remember(self, key: str, leaf: Leaf) -> bool:
        """Put a leaf into the memory; whether it shows anything else to the rest of the vault than before."""
        before, after = self.memory.leaves[key], leaf.kept
        if before.line == after.line:
            return False
        self.memory.leaves[key] = after
        self.memory.since.leaves.add(key)
        return is_seen(before, after, self.horizon)

    def _whole(self) -> tuple[tuple[Finding, ...], list[RoundLine]]:
        findings = list(plain_findings(self.memory.name_findings))
        rounds: list[RoundLine] = []
        for leaf in self.memory.leaves.values():
            findings.extend(leaf.findings)
            rounds.extend(leaf.rounds)
        rounds.sort(key=RoundLine.key, reverse=True)
        return sorted_findings(findings), rounds


def _renamed(new: Card, old: Card) -> bool:
    """Whether an entity is called, placed or linked otherwise than before."""
    return any(
        getattr(new, name) != getattr(old, name)
        for name in ("name", "names", "kinds", "level", "autolink", "known")
    )
