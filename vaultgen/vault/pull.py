"""Pull: drift turned into a patch of the record files, which is proved before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from vaultgen.errors import RecordsError, VaultError
from vaultgen.notes.facts.fact import Fact
from vaultgen.notes.merge import Spot, differences, merge_note, reverted, without_points
from vaultgen.records.edit.apply import apply_edits
from vaultgen.records.edit.edits import Edit, Set
from vaultgen.records.fields import Reading
from vaultgen.vault.base import save
from vaultgen.vault.desk import Desk, Edited, Volume, open_desk, open_volume
from vaultgen.vault.diff import text_diff
from vaultgen.vault.disk import rewrite
from vaultgen.vault.drift import Drift, drifts, notes_meant
from vaultgen.vault.gate import explain
from vaultgen.vault.lock import lock
from vaultgen.vault.merging import written
from vaultgen.vault.project import Project

__all__ = ["Patch", "Rewrite", "patch", "pull", "pull_spot", "write"]

CHANGED_TOO: Final = "the records have changed as well: settle it, or pull with --contested"
UNREADABLE: Final = "with it the records could not be read any more"
NOT_SHOWN: Final = "the records would still not show it"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A record file with other bytes; `old` are those that the patch was made from."""

    name: str
    path: Path
    old: bytes = field(repr=False)
    new: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Patch:
    """What is to be written into which files, the drift that this takes, and what is left, each with the reason.

    `bases` are the notes' base texts in which what is pulled stands as the records will give it: else the next build
    would take what the person wrote in another way (without bold, say) for a change by both.
    """

    files: tuple[Rewrite, ...]
    taken: tuple[Drift, ...]
    left: tuple[Drift, ...]
    bases: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def diff(self) -> str:
        """The patch as a unified diff; empty if there is nothing to write."""
        return "".join(line for one in self.files for line in _diff(one))


def pull(
    project: Project, words: Sequence[str] = (), *, contested: bool = False, writes: bool = False
) -> Patch:
    """The patch that takes the drift of these notes (of all, if none are named) into the records, written if asked.

    What the records have changed as well is taken only with `contested`.
    """
    return _pulled(project, words, lambda _: True, contested=contested, writes=writes)


def pull_spot(project: Project, note: str, spot: Spot, *, writes: bool = True) -> Patch:
    """The patch that takes one spot of one note into the records, whether they have changed it as well or not."""
    return _pulled(project, [note], lambda drift: drift.spot == spot, contested=True, writes=writes)


def _pulled(
    project: Project,
    words: Sequence[str],
    wanted: Callable[[Drift], bool],
    *,
    contested: bool,
    writes: bool,
) -> Patch:
    # A build meanwhile would write notes from records that are about to change.
    with lock(project.vault, command="vaultgen pull --write") if writes else nullcontext():
        desk = open_desk(project)
        notes = notes_meant(desk, words)
        made = patch(desk, filter(wanted, drifts(desk, notes)), contested=contested)
        if writes:
            write(desk, made)
    return made


def patch(desk: Desk, selected: Iterable[Drift], *, contested: bool = False) -> Patch:
    """The patch that takes as much as possible of the drift that is selected.

    The patched records have been read and the notes written from them: they show what the person wrote.
    """
    work = _Work(desk)
    for drift in _decided(selected, work.left, contested=contested):
        work.take(drift)
    work.prove()
    files = tuple(work.rewrite(name) for name in sorted(work.texts) if work.texts[name] != work.old(name))
    return Patch(files, tuple(work.taken), tuple(work.left), work.bases)


def write(desk: Desk, made: Patch) -> None:
    """Write a patch, each file in one step; a VaultError, and nothing written, if one is not as it was read."""
    for one in made.files:
        if _read(one.path) != one.old:
            raise VaultError(f"{one.name}: has been changed meanwhile; nothing was written, pull again")
    for one in made.files:
        if not rewrite(one.path, one.old, one.new):
            raise VaultError(f"{one.name}: has been changed meanwhile and is left alone; pull again")
    if made.bases:
        after = {key: replace(desk.entries[key], sha256=written(text)) for key, text in made.bases.items()}
        save(desk.project.vault, desk.entries, {**desk.entries, **after}, made.bases)


def _decided(selected: Iterable[Drift], left: list[Drift], *, contested: bool) -> list[Drift]:
    """The drift that can be pulled and says one thing of each claim; all other is left."""
    able = []
    for drift in selected:
        if not drift.can_be_pulled:
            left.append(drift)
        elif drift.contested and not contested:
            left.append(replace(drift, why=CHANGED_TOO))
        else:
            able.append(drift)
    rivals = _rivals(able)
    for drift in able:
        if (rival := rivals.get(id(drift))) is not None:
            why = f"contradicted by {rival.path}, {rival.spot}: {rival.shown}; settle on one"
            left.append(replace(drift, why=why))
    return [drift for drift in able if id(drift) not in rivals]


def _rivals(able: Iterable[Drift]) -> dict[int, Drift]:
    """For each drift that sets something which another sets otherwise, that other one."""
    told: defaultdict[tuple[Any, ...], list[tuple[Any, Drift]]] = defaultdict(list)
    for drift in able:
        for file, edit in drift.edits:
            if isinstance(edit, Set):
                told[file, edit.line, edit.path].append((edit.value, drift))
    return {
        id(drift): other
        for values in told.values()
        for value, drift in values
        for said, other in values
        if said != value
    }


class _Work:
    """A patch in the making."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.reading = Reading(desk.project.currency, desk.volume.records.registry)
        self.texts: dict[str, str] = {}
        self.taken: list[Drift] = []
        self.left: list[Drift] = []
        self.bases: dict[str, str] = {}
        self._old: dict[str, bytes] = {}

    def take(self, drift: Drift) -> None:
        """Take a drift into the patch, or leave it with the reason."""
        try:
            self.texts |= self._texts([*self.taken, drift], {placed.file for placed in drift.edits})
        except RecordsError as error:
            self.left.append(replace(drift, why=_reason(error)))
        else:
            self.taken.append(drift)

    def prove(self) -> None:
        """Keep what the notes show once the records are patched, and leave all other."""
        while self.taken:
            failed = self._failed(self.taken)
            if failed is None:
                # Together they cannot be read: whoever cannot alone is the cause.
                found = [self._failed([drift]) for drift in self.taken]
                alone = [drift for drift, one in zip(self.taken, found, strict=True) if one is None]
                failed = {_key(drift): UNREADABLE for drift in alone or self.taken}
            if not failed:
                return
            self.left += [
                replace(drift, why=failed[_key(drift)]) for drift in self.taken if _key(drift) in failed
            ]
            self.taken = [drift for drift in self.taken if _key(drift) not in failed]
            self.texts = self._texts(self.taken)

    def old(self, name: str) -> str:
        """The text of a record file, as it was read."""
        if name not in self._old:
            self._old[name] = _read(self._path(name))
        return self._old[name].decode()

    def rewrite(self, name: str) -> Rewrite:
        """The file with its new bytes."""
        return Rewrite(name, self._path(name), self._old[name], self.texts[name].encode())

    def _path(self, name: str) -> Path:
        return self.desk.project.root / name

    def _texts(self, taken: Iterable[Drift], only: set[str] | None = None) -> dict[str, str]:
        """The texts of the files with the edits made; RecordsError if they cannot be."""
        edits: defaultdict[str, list[Edit]] = defaultdict(list)
        for drift in taken:
            for file, edit in drift.edits:
                if only is None or file in only:
                    edits[file].append(edit)
        return {
            name: apply_edits(self.old(name), name, made, reading=self.reading)
            for name, made in edits.items()
        }

    def _failed(self, taken: Sequence[Drift]) -> dict[tuple[str, Spot], str] | None:
        """The spots that would still show something else, and why; None if the records could not be read."""
        texts = {name: text.removeprefix("\ufeff") for name, text in self._texts(taken).items()}
        try:
            volume = open_volume(self.desk.project, instead=texts)
        except RecordsError:
            return None
        generated = self.desk.generated(volume)
        failed: dict[tuple[str, Spot], str] = {}
        self.bases = {}
        for edited in self.desk.edited:
            own = [drift for drift in taken if drift.id == edited.id]
            if own:
                failed |= self._unshown(volume, edited, generated[edited.id], own)
        return failed

    def _unshown(
        self, volume: Volume, edited: Edited, generated: str, taken: Sequence[Drift]
    ) -> Iterator[tuple[tuple[str, Spot], str]]:
        """The spots of one note that would still show something else; the note's new base is kept if it needs one."""
        merged = merge_note(edited.base, without_points(edited.text), generated)
        remaining = {edit.spot: edit.person for edit in differences(generated, merged.text)}
        facts = volume.facts(edited.id, generated) if remaining else {}
        for drift in taken:
            told = [spot for spot in _spots(drift) if spot in remaining]
            if not all(_says(facts.get(spot), remaining[spot], self.desk) for spot in told):
                yield _key(drift), _still(volume, facts.get(drift.spot))
        spots = {spot for drift in taken for spot in (*_spots(drift), Spot(property=drift.spot.property))}
        if any(point.spot in spots for point in merged.points):
            others = {edit.spot for edit in differences(edited.base, generated)} - spots
            base = reverted(edited.base, generated, others)
            if base is not None and base != edited.base:
                self.bases[edited.id] = base


def _still(volume: Volume, fact: Fact | None) -> str:
    """That the records would still show something else, and where it is said."""
    for part in fact.parts if fact is not None else ():
        file, path, line = volume.origin(part.owner, part.path) if part.owner is not None else ("", (), 0)
        if file:
            place = f"{file}:{volume.records.locate(file, path, line)[0]}"
            return f"the records would still show “{fact.text if fact else ''}”, which {place} says: decide there"
    return NOT_SHOWN


def _key(drift: Drift) -> tuple[str, Spot]:
    return drift.id, drift.spot


def _spots(drift: Drift) -> Iterator[Spot]:
    """The spots that a drift is about: of an item in the place of another, both."""
    yield drift.spot
    if drift.spot.row and drift.spot.property and drift.records is not None:
        yield replace(drift.spot, row=drift.records)


def _says(fact: Fact | None, text: str | None, desk: Desk) -> bool:
    """Whether a text shows just what the records say there, if in another way."""
    if fact is None or text is None:
        return False
    try:
        return not fact.read(text, desk.meant)
    except ValueError:
        return False


def _reason(error: RecordsError) -> str:
    problem = error.problems[0]
    return f"{problem.message}; {problem.advice}" if problem.advice else problem.message


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise explain(error, path) from error


def _diff(one: Rewrite) -> Iterator[str]:
    yield f"diff --git a/{one.name} b/{one.name}\n"
    yield from text_diff(one.old.decode(), one.new.decode(), f"a/{one.name}", f"b/{one.name}")
