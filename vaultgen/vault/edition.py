"""An edition: every note of a vault rendered in memory from records and templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from vaultgen.catalog.catalog import Catalog, Setting, sorted_findings
from vaultgen.catalog.findings import Finding
from vaultgen.catalog.names import name_findings
from vaultgen.errors import Problem, RecordsError, VaultgenError
from vaultgen.notes.book import Book, Wishes, meanings, vocabulary, vocabulary_pairs
from vaultgen.notes.indexes import RoundLine, index_notes
from vaultgen.notes.places import places
from vaultgen.notes.render import Rendered, Renderer
from vaultgen.records.load import Keep, Row, Unit, load
from vaultgen.records.records import Records
from vaultgen.records.touches import touched
from vaultgen.values.names import name_key
from vaultgen.values.suggest import did_you_mean
from vaultgen.vault.horizon import horizon_of
from vaultgen.vault.memory import Memory, finding_line, row_line
from vaultgen.vault.project import Project
from vaultgen.vault.shards import Advance, Leaf, Press, leaves

__all__ = [
    "Edition",
    "catalog_of",
    "compose",
    "find_entity",
    "load_records",
    "open_book",
    "open_catalog",
    "render_one",
]


@dataclass(frozen=True, slots=True)
class Edition:
    """All notes of one build, what was found on the way, and what to remember of it (if that was asked for).

    `untold` are the recorded entities and sources of which nothing was known on the day asked for. `volume` is what the
    notes were written from, if it was asked for.
    """

    notes: tuple[Rendered, ...]
    contradictions: int
    kinds: tuple[str, ...]
    memory: Memory | None
    untold: frozenset[str] = frozenset()
    volume: tuple[Records, Catalog, Book, Renderer] | None = None


def open_catalog(project: Project, day: date | None = None) -> Catalog:
    """The catalog of a project's records as of a day; RecordsError tells everything that is wrong with them."""
    return catalog_of(project, load_records(project, Renderer(project.templates)), day)


def catalog_of(project: Project, records: Records, day: date | None) -> Catalog:
    """The catalog of records that have been read already."""
    return Catalog.of(records, Setting(day=day, tolerance=project.approx, stale=project.stale_after_months))


def open_book(project: Project, catalog: Catalog) -> Book:
    """What all notes of a build share."""
    kinds = sorted({kind for card in catalog.cards.values() for kind in card.kinds})
    placed = places(catalog.cards.values(), kinds)
    return Book(
        cards=catalog.cards,
        places=placed,
        vocabulary=vocabulary(catalog.cards, placed),
        meanings=meanings(catalog.cards),
        registry=catalog.registry,
        library=catalog.library,
        wishes=Wishes(tag_line=project.tag_line, footnotes=project.footnotes != "none"),
        tolerance=project.approx,
    )


def load_records(
    project: Project,
    renderer: Renderer,
    keep: Keep | None = None,
    *,
    instead: Mapping[str, str] = MappingProxyType({}),
) -> Records:
    """The records of a project, each of a kind that has a template; RecordsError tells all that is wrong with them.

    `instead` has texts that are read in the place of the files of those names.
    """
    records = load(project.records, project.root, currency=project.currency, keep=keep, instead=instead)
    known = renderer.kinds()
    unknown: dict[str, str] = {}
    for entity in records.entities.values():
        if entity.kinds[0] not in known and entity.level != "mention":
            unknown.setdefault(entity.kinds[0], entity.id)
    if unknown:
        raise RecordsError(
            tuple(
                Problem(
                    *records.place("entity", entity, "kinds", 0),
                    f"no template for the kind “{kind}”",
                    did_you_mean(kind, known) or f"add notes/{kind}.md.j2 to the project's templates folder",
                )
                for kind, entity in sorted(unknown.items())
            )
        )
    return records


def compose(
    project: Project,
    day: date | None,
    *,
    jobs: int | None,
    advance: Advance,
    remember: bool,
    with_volume: bool = False,
) -> Edition:
    """Every note of the vault, rendered in memory."""
    advance("reading records", 0, 0)
    memory = Memory() if remember else None
    keep = _keeper(memory) if memory is not None else None
    renderer = Renderer(project.templates)
    records = load_records(project, renderer, keep)
    advance("resolving claims", 0, 0)
    catalog = catalog_of(project, records, day)
    recorded = {*records.entities, *records.sources}
    press = Press(catalog, open_book(project, catalog), renderer)
    volume = (records, catalog, press.book, renderer) if with_volume else None
    del records  # the catalog has kept what it needs of them
    printed = list(leaves(press, list(catalog.cores), jobs=jobs, advance=advance))
    advance("writing indexes", 0, 0)
    shared = tuple(name_findings(catalog.cores.values()))
    findings = sorted_findings([*shared, *(found for leaf in printed for found in leaf.findings)])
    rounds = sorted((found for leaf in printed for found in leaf.rounds), key=RoundLine.key, reverse=True)
    notes = [leaf.note for leaf in printed if leaf.note is not None]
    notes.extend(index_notes(press.book, renderer, rounds, findings))
    kinds = tuple(sorted({kind for key in press.book.places for kind in catalog.cards[key].kinds}))
    if memory is not None:
        _fill(memory, press, printed, shared)
        memory.horizon = list(horizon_of((catalog.cards[key] for key in press.book.places), rounds))
    untold = frozenset(recorded - press.book.places.keys() if day else ())
    return Edition(tuple(notes), sum(found.open for found in findings), kinds, memory, untold, volume)


def _keeper(memory: Memory):  # type: ignore[no-untyped-def]  # noqa: ANN202
    """What puts rows into the memory while they are read."""

    def keep(rows: Sequence[Row], units: Sequence[Unit]) -> None:
        for row, unit in zip(rows, units, strict=True):
            lines = memory.rows.setdefault(row.file, [])
            touches = memory.touches.setdefault(row.file, {})
            for one in touched(unit.kind, unit.record):
                touches.setdefault(one, []).append(len(lines))
            lines.append(row_line(row))

    return keep


def _fill(memory: Memory, press: Press, printed: Sequence[Leaf], shared: Sequence[Finding]) -> None:
    """Put what was printed into the memory."""
    catalog, book = press.catalog, press.book
    for key, leaf in zip(catalog.cores, printed, strict=True):
        memory.leaves[key] = leaf.kept
        for speaker in leaf.speakers:
            memory.voices.setdefault(speaker, []).append(key)
    memory.places = {key: (place.path, place.target) for key, place in book.places.items()}
    memory.names = list(vocabulary_pairs(catalog.cards, book.places))
    memory.meanings = dict(book.meanings)
    memory.name_findings = [finding_line(found) for found in shared]
    memory.today = catalog.setting.today.isoformat() if catalog.setting.today else ""


def find_entity(catalog: Catalog, words: str) -> str:
    """The id that a person means by an id, a name or an alias; VaultgenError with a suggestion if there is none."""
    if words in catalog.cores:
        return words
    known = meanings(catalog.cards)
    found = known.get(name_key(words))
    if found is None:
        advice = did_you_mean(words, [*catalog.cores, *(card.name for card in catalog.cards.values())])
        raise VaultgenError(
            f"nothing is recorded under “{words}”; {advice or 'see the indexes of the vault'}"
        )
    return found


def render_one(project: Project, words: str, day: date | None = None) -> str:
    """One entity's note, as the build would write it."""
    catalog = open_catalog(project, day)
    entity = find_entity(catalog, words)
    renderer = Renderer(project.templates)
    book = open_book(project, catalog)
    if entity not in book.places:
        raise VaultgenError(f"{entity} has no note (level: {catalog.cards[entity].level})")
    return renderer.note(catalog.profile(entity), book).text
