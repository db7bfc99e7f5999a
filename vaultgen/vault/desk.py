"""A desk: the records, the base and the notes that people have edited, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from vaultgen.catalog.catalog import Catalog
from vaultgen.errors import VaultError
from vaultgen.notes.book import Book
from vaultgen.notes.facts.fact import Fact
from vaultgen.notes.facts.reading import facts_of
from vaultgen.notes.merge import Spot
from vaultgen.notes.render import Renderer
from vaultgen.records.faults import Origin, Path
from vaultgen.records.model import Metric, Relation
from vaultgen.records.records import Records
from vaultgen.values.names import name_key
from vaultgen.vault.base import Entry, load, read_texts
from vaultgen.vault.edition import catalog_of, load_records, open_book
from vaultgen.vault.merging import decoded
from vaultgen.vault.pending import interrupted
from vaultgen.vault.places import Found, Map, find
from vaultgen.vault.plan import make_plan
from vaultgen.vault.project import Project
from vaultgen.vault.scan import read, scan
from vaultgen.vault.steps import Note

__all__ = ["Desk", "Edited", "Volume", "open_desk", "open_volume"]


@dataclass(frozen=True)
class Volume:
    """The records of a project with all that notes are written from."""

    records: Records
    catalog: Catalog
    book: Book
    renderer: Renderer

    def text(self, note: str) -> str:
        """A note as the records give it."""
        return self.renderer.note(self.catalog.profile(note), self.book).text

    def facts(self, note: str, text: str) -> Mapping[Spot, Fact]:
        """What the note shows of which record; `text` is the note as it fits its vault."""
        profile = self.catalog.profile(note)
        return facts_of(profile, self.book, self.renderer, profiles=self.catalog.profile, text=text)

    def origin(self, owner: Any, path: Path) -> Origin:
        """Where a part of a record stands; no file where it stands nowhere."""
        if isinstance(owner, Metric):
            own = [metric for metric in self.records.metrics if metric.entity == owner.entity]
            places = [place for place, one in enumerate(own) if one is owner]
            return self.records.origin("metric", owner.entity, *places, *path) if places else ("", (), 0)
        if isinstance(owner, Relation):
            places = [place for place, one in enumerate(self.records.relations) if one is owner]
            return self.records.origin("relation", *places, *path) if places else ("", (), 0)
        return self.records.origin(type(owner).__name__.lower(), owner.id, *path)


def open_volume(project: Project, *, instead: Mapping[str, str] = MappingProxyType({})) -> Volume:
    """The records of a project; with `instead`, as they would be with these texts in the place of files."""
    renderer = Renderer(project.templates)
    records = load_records(project, renderer, instead=instead)
    catalog = catalog_of(project, records, None)
    return Volume(records, catalog, open_book(project, catalog), renderer)


@dataclass(frozen=True, slots=True)
class Edited:
    """A note that a person has edited: where it is, its base, and its text now."""

    id: str
    path: str
    base: str
    text: str
    open: frozenset[Spot] = frozenset()


@dataclass(frozen=True)
class Desk:
    """A project's records beside its vault."""

    project: Project
    volume: Volume
    entries: Mapping[str, Entry] = field(repr=False)
    vault: Map = field(repr=False)

    @cached_property
    def _found(self) -> list[Found]:
        """Where the notes are that somebody has edited or moved."""
        known = [entry for entry in self.entries.values() if entry.sha256 and not entry.deleted]
        found = find(self.vault, (), known, self.entries)[1]
        placed = self.volume.book.places
        return [one for one in found if one.place and one.id in placed and not (one.ours and one.stays)]

    @cached_property
    def edited(self) -> tuple[Edited, ...]:
        """The notes that people have edited, by path."""
        found = [one for one in self._found if not one.ours]
        bases = read_texts(self.project.vault, [one.id for one in found])
        return tuple(sorted(self._edited(found, bases), key=lambda one: one.path))

    def _edited(self, found: list[Found], bases: Mapping[str, str]) -> Iterator[Edited]:
        for one in found:
            text = decoded(read(self.project.vault, one.place) or b"")
            if text is not None and text.strip() and one.id in bases:
                points = frozenset(point.spot for point in one.entry.points) if one.entry else frozenset()
                yield Edited(one.id, one.place, bases[one.id], text, points)

    def generated(self, volume: Volume) -> Mapping[str, str]:
        """The texts that the records of a volume give for the edited notes, as they fit this vault."""
        placed = volume.book.places
        notes = [
            Note(one.id, placed[one.id].path, volume.text(one.id)) for one in self._found if one.id in placed
        ]
        plan = make_plan(
            self.project.vault,
            notes,
            self.entries,
            complete=False,
            files=self.vault.files,
            allow_mass_removal=True,
        )
        return {key: note.text for key, note in plan.notes.items()}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What links and people call the entities, as names are compared, and their ids."""
        book = self.volume.book
        targets = {name_key(place.target): key for key, place in book.places.items()}
        places = {one.id: one.place for one in self._found} | {
            key: entry.moved for key, entry in self.entries.items() if entry.moved
        }
        moved = {name_key(PurePosixPath(place).stem): key for key, place in places.items()}
        return {**book.meanings, **targets, **moved}

    def meant(self, name: str) -> str:
        """The id that a name means; nothing if it means none."""
        return self.names.get(name_key(name.rpartition("/")[2].removesuffix(".md")), "")


def open_desk(project: Project, volume: Volume | None = None) -> Desk:
    """The records beside the vault, as both are now; `volume` has the records, if they have been read already."""
    if interrupted(project.vault):
        raise VaultError(f"{project.vault}: a build was interrupted; run `vaultgen build` first")
    return Desk(
        project, volume or open_volume(project), load(project.vault), Map(project.vault, scan(project.vault))
    )
