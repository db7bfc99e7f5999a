"""Drift: what notes show differently from the records, since a person changed it there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from vaultgen.notes.facts.fact import Addition, Change, Fact, Shown
from vaultgen.notes.facts.forms import reason_of
from vaultgen.notes.facts.words import link_words
from vaultgen.notes.merge import Edit, Spot, cells, differences
from vaultgen.records.edit import edits as records_edits
from vaultgen.records.faults import Path
from vaultgen.vault.address import note_meant
from vaultgen.vault.desk import Desk, Edited, Volume, open_desk
from vaultgen.vault.pending import interrupted
from vaultgen.vault.project import Project

__all__ = ["Drift", "Placed", "drifts", "notes_meant", "recorded"]

EMPTIED: Final = "nothing stands here any more: take it out of the records by hand"
PROSE: Final = "words with a figure in them, which no single record says: change the record's text by hand"
UNRECORDED: Final = "it is written in no record"
_FIGURE: Final = re.compile(r"\d[\d.,]*")
_BLANK: Final = frozenset({"", "—", "-"})


class Placed(NamedTuple):
    """An edit of a record file."""

    file: str
    edit: records_edits.Edit


@dataclass(frozen=True, slots=True)
class Drift:
    """One spot of a note that shows something else than the records.

    `records` is what stands there by the records, `shown` in the note; None where there is nothing. `file`, `line` and
    `field` tell where the record says it. `edits` would bring it there; without them `why` says why nothing can. It is
    `contested` if the records have changed as well.
    """

    id: str
    path: str
    spot: Spot
    records: str | None
    shown: str | None
    file: str = ""
    line: int = 0
    field: str = ""
    edits: tuple[Placed, ...] = ()
    why: str = ""
    contested: bool = False

    @property
    def can_be_pulled(self) -> bool:
        """Whether an edit of a record would bring the records in step."""
        return bool(self.edits) and not self.why


def drifts(desk: Desk, notes: Collection[str] = ()) -> tuple[Drift, ...]:
    """Everything that people's notes show differently from the records; only in these notes, if any are named by id."""
    edited = [one for one in desk.edited if not notes or one.id in notes]
    if not edited:
        return ()
    generated = desk.generated(desk.volume)
    return tuple(drift for one in edited for drift in _Comparison(desk, one, generated[one.id]).drifts())


def recorded(
    project: Project, notes: Collection[str], volume: Volume | None = None
) -> Mapping[str, Mapping[Spot, str]]:
    """Where the facts are recorded that people changed in these notes: `file:line` by note and spot.

    Nothing is told of a vault in which a build was interrupted.
    """
    found: defaultdict[str, dict[Spot, str]] = defaultdict(dict)
    is_whole = notes and not interrupted(project.vault)
    for one in drifts(open_desk(project, volume), notes) if is_whole else ():
        if one.file:
            found[one.id][one.spot] = f"{one.file}:{one.line}" if one.line else one.file
    return found


def notes_meant(desk: Desk, words: Sequence[str]) -> frozenset[str]:
    """The ids of the notes that are meant by these ids, names or paths; a VaultError if one means none."""
    moved = {one.id: one.path for one in desk.edited}
    known = {
        key: (entry.place, entry.path, moved.get(key, entry.place))
        for key, entry in desk.entries.items()
        if not entry.deleted
    }
    return frozenset(note_meant(word, known) for word in words)


class _Comparison:
    """One edited note beside what the records give for it."""

    def __init__(self, desk: Desk, edited: Edited, generated: str) -> None:
        self.desk = desk
        self.edited = edited
        self.generated = generated
        self.given = cells(generated)
        self.facts = desk.volume.facts(edited.id, generated)

    def drifts(self) -> Iterator[Drift]:
        """Every spot that shows something else, in the order of the note."""
        lists: defaultdict[str, list[Edit]] = defaultdict(list)
        for edit in differences(self.edited.base, self.edited.text):
            if edit.spot.property and edit.spot.row:
                lists[edit.spot.property].append(edit)
                continue
            drift = self._drift(edit)
            if drift is not None:
                yield drift
        for edits in lists.values():
            yield from self._items(edits)

    def _drift(self, edit: Edit) -> Drift | None:
        """What a change of a single value comes to; None where the note shows nothing else than the records."""
        if edit.base is None or edit.person is None:
            return None
        fact = self.facts.get(edit.spot)
        given = self.given.get(edit.spot)
        if given == edit.person or (fact is None and edit.person in self.generated):
            return None
        if fact is None or not fact.parts:
            told = _FIGURE.findall(edit.base) != _FIGURE.findall(edit.person)
            return self._told(edit.spot, edit.base, edit.person, why=PROSE) if told else None
        drift = self._told(edit.spot, given, edit.person, contested=given != edit.base)
        if edit.person.strip() in _BLANK:
            return replace(self._placed(drift, fact.parts, ()), why=EMPTIED)
        try:
            changes = fact.read(edit.person, self.desk.meant)
        except ValueError as error:
            return replace(self._placed(drift, fact.parts, ()), why=reason_of(error))
        return self._placed(drift, fact.parts, changes) if changes else None

    def _items(self, edits: list[Edit]) -> Iterator[Drift]:
        """What changes of a list come to: one item in the place of another, or items that came and went."""
        gone = [edit for edit in edits if edit.person is None and edit.spot in self.given]
        come = [edit for edit in edits if edit.base is None and edit.spot not in self.given]
        if len(gone) == len(come) == 1 and (fact := self.facts.get(gone[0].spot)) is not None:
            drift = self._told(come[0].spot, gone[0].base, come[0].person)
            try:
                changes = fact.read(come[0].person or "", self.desk.meant)
            except ValueError as error:
                yield replace(self._placed(drift, fact.parts, ()), why=reason_of(error))
            else:
                yield self._placed(drift, fact.parts, changes)
            return
        for edit in gone:
            fact = self.facts.get(edit.spot)
            if fact is not None:
                yield self._without(self._told(edit.spot, edit.base, None), fact)
        for edit in come:
            whole = self.facts.get(Spot(property=edit.spot.property))
            if whole is not None and whole.adds is not None:
                yield self._with(self._told(edit.spot, None, edit.person), whole.adds)

    def _told(
        self, spot: Spot, records: str | None, shown: str | None, *, why: str = "", contested: bool = False
    ) -> Drift:
        open_point = contested or spot in self.edited.open
        return Drift(self.edited.id, self.edited.path, spot, records, shown, why=why, contested=open_point)

    def _placed(self, drift: Drift, parts: Sequence[Shown], changes: Sequence[Change]) -> Drift:
        """The drift with its place in the records, and the edits that the changes come to."""
        places = [(change.owner, change.path) for change in changes]
        places += [(part.owner, part.path) for part in parts if part.owner is not None]
        named = next((part.named for part in parts if part.owner is not None), "")
        drift = replace(self._at(drift, places), field=named)
        edits = tuple(
            Placed(file, records_edits.Set(path, change.value, line))
            for change in changes
            for file, path, line in [self.desk.volume.origin(change.owner, change.path)]
        )
        if any(not edit.file for edit in edits):
            return replace(drift, why=UNRECORDED)
        return replace(drift, edits=edits)

    def _without(self, drift: Drift, fact: Fact) -> Drift:
        part = fact.parts[0]
        if part.why:
            return replace(drift, why=part.why)
        drift = self._at(drift, [(part.owner, part.path)])
        file, path, line = self.desk.volume.origin(part.owner, part.path)
        if not file:
            return replace(drift, why=UNRECORDED)
        return replace(drift, edits=(Placed(file, records_edits.Remove(path, line)),))

    def _with(self, drift: Drift, adds: Addition) -> Drift:
        try:
            item = adds.item(link_words(drift.shown or ""), self.desk.meant)
        except ValueError as error:
            return replace(drift, why=reason_of(error))
        file, path, line = self.desk.volume.origin(adds.owner, adds.path)
        if not file:
            return replace(drift, why=UNRECORDED)
        drift = self._at(drift, [(adds.owner, ())])
        return replace(drift, edits=(Placed(file, records_edits.Add(path, item, line)),))

    def _at(self, drift: Drift, places: Sequence[tuple[Any, Path]]) -> Drift:
        """The drift with the file and line of the first of these parts that stands anywhere."""
        for owner, path in places:
            file, whole, line = self.desk.volume.origin(owner, path)
            if file:
                return replace(drift, file=file, line=self.desk.volume.records.locate(file, whole, line)[0])
        return drift
