"""A build: records and templates to the plan that brings the vault up to date, and its application."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from vaultgen.catalog.catalog import Catalog, Setting, sorted_findings
from vaultgen.catalog.findings import Finding
from vaultgen.catalog.names import name_findings
from vaultgen.errors import TemplateError, VaultgenError
from vaultgen.notes.book import Book, Wishes, meanings, vocabulary
from vaultgen.notes.indexes import RoundLine, index_notes, round_line
from vaultgen.notes.places import folder_of, places
from vaultgen.notes.properties import PROPERTY_TYPES
from vaultgen.notes.render import Rendered, Renderer
from vaultgen.records.load import load
from vaultgen.records.places import Place
from vaultgen.records.records import Records
from vaultgen.values.names import name_key
from vaultgen.values.suggest import did_you_mean
from vaultgen.vault.lock import lock
from vaultgen.vault.manifest import load as load_manifest
from vaultgen.vault.obsidian import Bookmark, Settings, write_settings
from vaultgen.vault.plan import Note, Plan, apply, diff, make_plan
from vaultgen.vault.project import Project

__all__ = [
    "Order",
    "Report",
    "examine",
    "find_entity",
    "open_catalog",
    "render_one",
    "run_build",
    "settings_of",
]

# Colours that tell kinds apart in the graph in light and dark; any other kind keeps Obsidian's own.
_COLOURS = {
    "company": "#086ddd",
    "investor": "#08b94e",
    "person": "#e0ac00",
    "concept": "#7852ee",
    "product": "#00bfbc",
    "model": "#00bfbc",
    "publisher": "#a1a1a1",
    "source": "#c4c4c4",
    "market": "#ec7500",
    "group": "#d53984",
}


@dataclass(frozen=True, slots=True)
class Edition:
    """All notes of one build, and what was found on the way."""

    notes: tuple[Rendered, ...]
    findings: tuple[Finding, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asked of a build: as of which day, and whether to write, to show the difference, to dare."""

    day: date | None = None
    check: bool = False
    diff: bool = False
    jobs: int | None = None
    allow_mass_removal: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """How a build went; `changes` are (action, path), `kept` (path, reason)."""

    notes: int
    counts: Mapping[str, int]
    changes: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]
    contradictions: int
    checked: bool
    diff: str
    settings_left_alone: Mapping[str, str]

    @property
    def would_change(self) -> bool:
        """Whether a build has, or would have, something to write."""
        return bool(self.changes)


def open_catalog(project: Project, day: date | None = None) -> Catalog:
    """The catalog of a project's records as of a day; RecordsError tells everything that is wrong with them."""
    return _catalog(project, load(project.records, project.root, currency=project.currency), day)


def _catalog(project: Project, records: Records, day: date | None) -> Catalog:
    return Catalog.of(records, Setting(day=day, tolerance=project.approx, stale=project.stale_after_months))


def open_book(project: Project, catalog: Catalog, renderer: Renderer) -> Book:
    """What all notes of a build share; every kind must have its template."""
    kinds = sorted({kind for card in catalog.cards.values() for kind in card.kinds})
    _check_templates(catalog, renderer)
    placed = places(catalog.cards.values(), kinds)
    wishes = Wishes(tag_line=project.tag_line, footnotes=project.footnotes != "none")
    return Book(
        cards=catalog.cards,
        places=placed,
        vocabulary=vocabulary(catalog.cards, placed),
        meanings=meanings(catalog.cards),
        registry=catalog.registry,
        library=catalog.library,
        wishes=wishes,
        tolerance=project.approx,
    )


def _check_templates(catalog: Catalog, renderer: Renderer) -> None:
    known = renderer.kinds()
    unknown: dict[str, str] = {}
    for card in catalog.cards.values():
        if card.kinds[0] not in known and card.level != "mention":
            unknown.setdefault(card.kinds[0], card.id)
    if unknown:
        raise TemplateError(
            "\n".join(
                f"{entity}: no template for the kind “{kind}”; "
                + (did_you_mean(kind, known) or f"add notes/{kind}.md.j2 to the project's templates folder")
                for kind, entity in sorted(unknown.items())
            )
        )


def compose(project: Project, day: date | None, advance: Callable[[str, int, int], None]) -> Edition:
    """Every note of the vault, rendered in memory."""
    advance("reading records", 0, 0)
    catalog = open_catalog(project, day)
    renderer = Renderer(project.templates)
    book = open_book(project, catalog, renderer)
    notes: list[Rendered] = []
    findings: list[Finding] = []
    rounds: list[RoundLine] = []
    for count, entity in enumerate(catalog.cores):
        if not count % 100:
            advance("writing notes", count, len(catalog.cores))
        profile = catalog.profile(entity)
        findings.extend(profile.findings)
        rounds.extend(round_line(found) for found in profile.rounds if not found.record.aggregate)
        if entity in book.places:
            notes.append(renderer.note(profile, book))
    findings.extend(name_findings(catalog.cores.values()))
    ordered = sorted_findings(findings)
    rounds.sort(key=RoundLine.key, reverse=True)
    notes.extend(index_notes(book, renderer, rounds, ordered))
    kinds = tuple(sorted({kind for key in book.places for kind in catalog.cards[key].kinds}))
    return Edition(tuple(notes), ordered, kinds)


def run_build(project: Project, order: Order, *, advance: Callable[[str, int, int], None]) -> Report:
    """Bring the vault up to date, or only find out what that would take; nothing is written on any error."""
    if order.check:
        return _built(project, order, advance)
    with lock(project.vault):
        return _built(project, order, advance)


def _built(project: Project, order: Order, advance: Callable[[str, int, int], None]) -> Report:
    edition = compose(project, order.day, advance)
    wanted = [Note(note.id, note.path, note.text) for note in edition.notes]
    plan = make_plan(
        project.vault, wanted, load_manifest(project.vault), allow_mass_removal=order.allow_mass_removal
    )
    told = diff(plan, project.vault) if order.diff else ""
    left_alone: Mapping[str, str] = {}
    if not order.check:
        plan = apply(plan, project.vault)
        left_alone = write_settings(project.vault, settings_of(edition.kinds)).left_alone
    return _report(plan, edition, order, told, left_alone)


def _report(plan: Plan, edition: Edition, order: Order, told: str, left_alone: Mapping[str, str]) -> Report:
    return Report(
        notes=len(edition.notes),
        counts={action.value: count for action, count in sorted(plan.counts.items())},
        changes=tuple((step.action.value, step.path) for step in plan.changes),
        kept=tuple((step.path, step.reason) for step in plan.kept),
        contradictions=sum(finding.open for finding in edition.findings),
        checked=order.check,
        diff=told,
        settings_left_alone=left_alone,
    )


def examine(project: Project, day: date | None = None) -> list[tuple[Finding, Place]]:
    """Everything found in the records, each with the place of the record that it is about."""
    records = load(project.records, project.root, currency=project.currency)
    catalog = _catalog(project, records, day)
    return [(finding, records.place(*finding.record)) for finding in catalog.findings()]


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
    book = open_book(project, catalog, renderer)
    if entity not in book.places:
        raise VaultgenError(f"{entity} has no note (level: {catalog.cards[entity].level})")
    return renderer.note(catalog.profile(entity), book).text


def settings_of(kinds: tuple[str, ...]) -> Settings:
    """The settings of Obsidian that suit a vault with these kinds of notes."""
    indexes = tuple(Bookmark(folder_of(kind), path=f"{folder_of(kind)}.md") for kind in kinds)
    start = Bookmark(
        "Start here",
        items=(Bookmark("Home", path="Home.md"), Bookmark("Rounds timeline", path="Rounds timeline.md")),
    )
    open_points = Bookmark(
        "To look at",
        items=tuple(
            Bookmark(name, path=f"{name}.md") for name in ("Conflicts", "Stale figures", "Unsourced claims")
        ),
    )
    browse = (Bookmark("Browse", items=indexes),) if indexes else ()
    return Settings(
        types=PROPERTY_TYPES,
        colours={f'path:"{folder_of(kind)}/"': _COLOURS[kind] for kind in kinds if kind in _COLOURS},
        bookmarks=(start, *browse, open_points),
    )
