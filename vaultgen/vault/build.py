"""A build: the plan that brings the vault up to date with the records, and its application."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from vaultgen.catalog.catalog import Catalog
from vaultgen.catalog.findings import Finding
from vaultgen.errors import VaultError
from vaultgen.notes.book import Book
from vaultgen.notes.places import folder_of
from vaultgen.notes.properties import PROPERTY_TYPES
from vaultgen.notes.render import Renderer
from vaultgen.records.places import Place
from vaultgen.records.records import Records
from vaultgen.vault.address import note_meant
from vaultgen.vault.base import BASE, Entry, shards_of
from vaultgen.vault.disk import Writer
from vaultgen.vault.edition import Edition, catalog_of, compose, load_records
from vaultgen.vault.fingerprint import Stamp
from vaultgen.vault.freshness import Look, OpenPoint, Order, Report, forget, save_state
from vaultgen.vault.lock import lock
from vaultgen.vault.memory import Memory
from vaultgen.vault.memory_files import load_memory, save_memory, save_revision
from vaultgen.vault.obsidian import Bookmark, Settings, write_settings
from vaultgen.vault.pending import interrupted, unfinished
from vaultgen.vault.plan import Action, Note, Plan, apply, diff, make_plan
from vaultgen.vault.project import Project
from vaultgen.vault.register import known_notes, save_register
from vaultgen.vault.revise import revise
from vaultgen.vault.shards import Advance

__all__ = ["examine", "plan_build", "run_build", "settings_of"]

# More changes than this are built from nothing: following each would take as long.
MOST_REVISED = 200
# The ids of the vault's own notes (indexes, timeline, conflicts) begin like this.
OWN_NOTES = "vault."

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


def run_build(project: Project, order: Order, look: Look, *, advance: Advance) -> Report:
    """Bring the vault up to date, or only find out what that would take; nothing is written on any error.

    It goes the shortest way that gives the same result: a few changed records are revised, anything else is built.
    """
    with nullcontext() if order.check else lock(project.vault, command=order.command):
        build = _Build(project, order, look, known_notes(project.vault, look))
        return build.finish(build.revised() or build.whole(advance))


def plan_build(
    project: Project, order: Order, look: Look, *, advance: Advance
) -> tuple[Plan, tuple[Records, Catalog, Book, Renderer] | None]:
    """What `run_build` would do, and what its notes were written from if they all were; nothing is written."""
    build = _Build(project, replace(order, check=True), look, known_notes(project.vault, look))
    prepared = build.revised() or build.whole(advance, with_volume=True)
    return prepared.plan, prepared.edition.volume


class _Prepared(NamedTuple):
    """A build that has been thought through: how many notes there are, and whether all were looked at."""

    edition: Edition
    plan: Plan
    total: int
    complete: bool


@dataclass(frozen=True, slots=True)
class _Build:
    """One build: what was asked, what a look at the files told, and what was written before."""

    project: Project
    order: Order
    look: Look
    base: Mapping[str, Entry]

    def revised(self) -> _Prepared | None:
        """The build of a few changes; None if everything has to be built."""
        state = self.look.state
        names = [self._name(path) for path in self.look.changed_records]
        at = {entry.place: key for key, entry in self.base.items()}
        touched = [at[path] for path in self.look.changed_notes if path in at]
        if state is None or None in names or len(names) + len(touched) > MOST_REVISED:
            return None
        named = self._named()
        if named is None or self._reaches_far():
            return None
        look_at = [*touched, *state.kept, *named]
        memory = load_memory(self.project.vault)
        if memory is None or any(key.startswith(OWN_NOTES) for key in look_at):
            return None
        revision = revise(
            self.project,
            memory,
            day=self.order.day,
            files=[name for name in names if name],
            look_at=look_at,
            renderer=Renderer(self.project.templates),
        )
        if revision is None:
            return None
        count = state.report.contradictions if revision.contradictions is None else revision.contradictions
        edition = Edition(revision.notes, count, state.kinds, memory)
        plan = self._plan(edition, complete=False, removed=[*state.kept, *named])
        return None if plan.renames else _Prepared(edition, plan, state.report.notes, complete=False)

    def _reaches_far(self) -> bool:
        """Whether notes may stand elsewhere than before, so that links everywhere follow them."""
        vault, changed = self.project.vault, self.look.changed_notes
        if self.order.restore or any(path.startswith(BASE) for path in changed):
            return True
        return interrupted(vault) or any(not (vault / path).is_file() for path in changed)

    def _named(self) -> list[str] | None:
        """The ids of the notes that the order names; None if the base does not know one of them."""
        known = {key: {entry.path, entry.place} for key, entry in self.base.items()}
        try:
            return [note_meant(words, known) for words in self.order.named]
        except VaultError:
            return None

    def _name(self, path: str) -> str | None:
        """A record file as problems call it; None for a file outside the project, which is named otherwise."""
        root = f"{self.project.root}/"
        return path.removeprefix(root) if path.startswith(root) else None

    def whole(self, advance: Advance, *, with_volume: bool = False) -> _Prepared:
        """The build of everything."""
        order = self.order
        edition = compose(
            self.project,
            order.day,
            jobs=order.jobs,
            advance=advance,
            remember=not order.check,
            with_volume=with_volume,
        )
        return _Prepared(edition, self._plan(edition), len(edition.notes), complete=True)

    def _plan(self, edition: Edition, *, complete: bool = True, removed: Collection[str] = ()) -> Plan:
        return make_plan(
            self.project.vault,
            [Note(note.id, note.path, note.text) for note in edition.notes],
            self.base,
            complete=complete,
            removed=removed,
            untold=self._untold(edition),
            unfinished=unfinished(self.project.vault),
            adopt=self.order.adopt,
            prune=self.order.prune,
            restore=self.order.restore,
            settle=self.order.settle,
            allow_mass_removal=self.order.allow_mass_removal,
        )

    def finish(self, prepared: _Prepared) -> Report:
        """Show, apply and remember."""
        edition, plan, total, complete = prepared
        vault, order = self.project.vault, self.order
        told = diff(plan, vault) if order.diff else ""
        left_alone: Mapping[str, str] = {}
        if not order.check:
            plan = apply(plan, vault)
            left_alone = write_settings(vault, settings_of(edition.kinds)).left_alone
        report = Report(
            notes=total,
            counts=_counts(plan, total),
            changes=tuple(_changes(plan)),
            kept=tuple((step.path, step.reason) for step in plan.kept),
            points=tuple(_points(plan)),
            settled=tuple(_settled(plan)),
            answers=tuple(_answers(plan)),
            contradictions=edition.contradictions,
            checked=order.check,
            diff=told,
            settings_left_alone=left_alone,
        )
        if edition.memory is not None and not order.check:
            self._remember(edition, edition.memory, plan, report, complete=complete)
        return report

    def _untold(self, edition: Edition) -> frozenset[str]:
        """The notes that go because of the day alone: without the notes of a kind its index goes too."""
        if not edition.untold:
            return frozenset()
        return edition.untold.union(key for key in self.base if key.startswith(OWN_NOTES))

    def _remember(
        self, edition: Edition, memory: Memory, plan: Plan, report: Report, *, complete: bool
    ) -> None:
        writer = Writer(self.project.vault)
        forget(writer)
        if complete:
            save_memory(writer, memory)
        else:
            save_revision(writer, memory)
        save_register(writer, plan.after)
        save_state(
            self.project,
            writer,
            look=self.look,
            report=report,
            paths=[
                *(entry.place for entry in plan.after.values() if not entry.deleted),
                *(f"{BASE}/{path.name}" for path in shards_of(self.project.vault)),
            ],
            known={} if complete else self._untouched(plan),
            kept=[step.id for step in plan.kept],
            kinds=edition.kinds,
        )

    def _untouched(self, plan: Plan) -> Mapping[str, Stamp]:
        """The stamps of the files that a revision did not look at."""
        before = self.look.state.vault if self.look.state is not None else {}
        touched = {*self.look.changed_notes, *(step.path for step in plan.steps)}
        touched.update(path for path in before if path.startswith(BASE))
        touched.update(step.old_path for step in plan.steps)
        return {path: stamp for path, stamp in before.items() if path not in touched}


def _changes(plan: Plan) -> Iterator[tuple[str, str]]:
    """What is written, or would be; the base only where no note tells that it is out of date."""
    for step in plan.changes:
        yield step.action.value, step.path
    if not plan.changes and plan.after != plan.before:
        yield Action.UPDATE.value, BASE


def _points(plan: Plan) -> Iterator[OpenPoint]:
    """Everything that has yet to be settled, note by note."""
    for entry in sorted(plan.after.values(), key=lambda entry: entry.place):
        for point in entry.points:
            yield entry.place, point.where, point.base, point.person, point.record


def _settled(plan: Plan) -> Iterator[OpenPoint]:
    for key, points in plan.settled.items():
        for point in points:
            yield plan.after[key].place, point.where, point.base, point.person, point.record


def _answers(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """What was done to the notes that were named."""
    for step in plan.steps:
        if step.id in plan.named:
            yield step.id, step.action.value, step.path


def _counts(plan: Plan, total: int) -> dict[str, int]:
    """How many notes there are of each action; those that were not even looked at are unchanged."""
    counts = {action.value: count for action, count in plan.counts.items()}
    looked_at = sum(count for action, count in counts.items() if action not in {"remove", "relink"})
    counts["unchanged"] = counts.get("unchanged", 0) + total - looked_at
    return {action: count for action, count in sorted(counts.items()) if count}


def examine(project: Project, day: date | None = None) -> list[tuple[Finding, Place]]:
    """Everything found in the records, each with the place of the record that it is about."""
    records = load_records(project, Renderer(project.templates))
    catalog = catalog_of(project, records, day)
    return [(finding, records.place(*finding.record)) for finding in catalog.findings()]


def settings_of(kinds: tuple[str, ...]) -> Settings:
    """The settings of Obsidian that suit a vault with these kinds of notes."""
    indexes = tuple(Bookmark(folder_of(kind), path=f"{folder_of(kind)}.md") for kind in kinds)
    start = Bookmark("Start here", items=_bookmarks("Home", "Rounds timeline"))
    open_points = Bookmark("To look at", items=_bookmarks("Conflicts", "Stale figures", "Unsourced claims"))
    browse = (Bookmark("Browse", items=indexes),) if indexes else ()
    return Settings(
        types=PROPERTY_TYPES,
        colours={f'path:"{folder_of(kind)}/"': _COLOURS[kind] for kind in kinds if kind in _COLOURS},
        bookmarks=(start, *browse, open_points),
    )


def _bookmarks(*names: str) -> tuple[Bookmark, ...]:
    return tuple(Bookmark(name, path=f"{name}.md") for name in names)
