"""A survey of a vault: where notes differ from what was last written, and what stands between people and records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Final

from vaultgen.notes.merge import Spot, differences
from vaultgen.values.names import name_key
from vaultgen.vault.address import note_meant
from vaultgen.vault.base import Entry, load, read_texts
from vaultgen.vault.build import plan_build
from vaultgen.vault.desk import Volume
from vaultgen.vault.drift import recorded
from vaultgen.vault.freshness import Look, Order
from vaultgen.vault.merging import decoded
from vaultgen.vault.note_ids import note_id
from vaultgen.vault.project import Project
from vaultgen.vault.scan import File, read, scan
from vaultgen.vault.shards import Advance
from vaultgen.vault.steps import CHANGES, Action, Cause, Plan, Step

__all__ = ["Item", "State", "Survey", "Unit", "survey"]

_WILL: Final = {
    Action.CREATE: "will be made",
    Action.UPDATE: "will be brought up to date",
    Action.REMOVE: "goes to .trash",
    Action.RELINK: "its links will follow a renamed note",
}
# What is open until somebody decides it; everything else only is so.
_OPEN: Final = frozenset({"contested", "orphaned", "unknown"})
_DELETED: Final = "deleted by hand: `vaultgen restore {}` brings it back"


class State(StrEnum):
    """How a note stands, in the order in which a person should look at it."""

    CONTESTED = "contested"
    """The person and the records each say something else: `vaultgen settle`."""
    ORPHANED = "orphaned"
    """Its record is gone, and it was edited: `vaultgen prune`."""
    UNKNOWN = "unknown"
    """A file in a note's place, with a note's id, or with an id that no record has, or one that cannot be read."""
    DRIFTED = "drifted"
    """A person corrected what a record says: `vaultgen pull`."""
    EDITED = "edited"
    STALE = "stale"
    """The next build changes it."""
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Unit:
    """One spot of a note: what the records gave, what stands there, and what the records say now.

    `recorded` is the file and line of a record that says it, as far as that is known.
    """

    spot: Spot
    base: str | None
    note: str | None
    records: str | None
    recorded: str = ""

    @property
    def where(self) -> str:
        """The spot in words."""
        return str(self.spot)


@dataclass(frozen=True, slots=True)
class Item:
    """That a note, or a file, is in a state: which units are, or for what reason."""

    state: State
    id: str
    path: str
    reason: str = ""
    units: tuple[Unit, ...] = ()
    cause: Cause | None = None

    @property
    def open(self) -> bool:
        """Whether somebody has to decide something; a person's own note may carry any id."""
        return self.state in _OPEN and (self.state is not State.UNKNOWN or self.cause is not None)


@dataclass(frozen=True, slots=True)
class Survey:
    """How many notes there are, and all that is to tell of them, sorted by state and path."""

    notes: int
    items: tuple[Item, ...]
    known: Mapping[str, Collection[str]]

    @property
    def open(self) -> bool:
        """Whether somebody has to decide something."""
        return any(item.open for item in self.items)

    def of(self, notes: Sequence[str]) -> Survey:
        """What is to tell of the notes that are meant by these ids, names or paths; VaultError if there is none."""
        files = {item.path: {item.path} for item in self.items if item.id not in self.known}
        meant = {note_meant(words, {**files, **self.known}) for words in notes}
        items = tuple(item for item in self.items if item.id in meant or item.path in meant)
        return Survey(len(meant), items, self.known)

    @property
    def counts(self) -> dict[str, int]:
        """How many notes are in each state."""
        found = Counter(item.state for item in self.items)
        return {state.value: found[state] for state in State if found[state]}


Drifted = Callable[[Project, Collection[str], Volume | None], Mapping[str, Mapping[Spot, str]]]
"""Where the facts that people changed in these notes are recorded, by the note's id and the spot.

The records are handed over if they have been read already.
"""


def survey(
    project: Project, order: Order, look: Look, *, advance: Advance, drifted: Drifted = recorded
) -> Survey:
    """What is to tell of a project's vault; nothing is written.

    Nothing is rendered where nothing has changed since the last build.
    """
    entries = load(project.vault)
    plan, volume = None, None
    if not look.unchanged or look.state is None or look.state.kept:
        plan, parts = plan_build(project, order, look, advance=advance)
        volume = Volume(*parts) if parts is not None else None
    work = _Survey(project.vault, entries, plan, lambda notes: drifted(project, notes, volume))
    items = sorted(work.items(), key=lambda item: (list(State).index(item.state), item.path, item.reason))
    notes = sum(not entry.deleted for entry in work.after.values())
    return Survey(notes, tuple(items), work.known())


class _Survey:
    """One survey; `plan` is what a build would do, as far as it would look at notes at all."""

    def __init__(
        self,
        root: Path,
        entries: Mapping[str, Entry],
        plan: Plan | None,
        drifted: Callable[[Collection[str]], Mapping[str, Mapping[Spot, str]]],
    ) -> None:
        self.root, self.entries, self.drifted = root, entries, drifted
        self.after: Mapping[str, Entry] = entries if plan is None else plan.after
        self.plan = plan
        self.steps = {step.id: step for step in plan.steps if step.id} if plan is not None else {}
        self.files: Mapping[str, File] = scan(self.root)
        self.by_name = {name_key(path): path for path in self.files}

    def known(self) -> dict[str, set[str]]:
        """The paths that each note has or had, by id."""
        found = {key: {entry.path, entry.place} for key, entry in self.entries.items()}
        for key, step in self.steps.items():
            found.setdefault(key, set()).update(filter(None, (step.path, step.old_path)))
        return found

    def items(self) -> Iterator[Item]:
        """All that is to tell, in no order."""
        yield from self._open_points()
        yield from self._edits()
        yield from self._steps()
        for key, entry in self.after.items():
            if entry.deleted:
                yield Item(State.DELETED, key, entry.place, _DELETED.format(key))
        yield from self._strays()

    def _place(self, key: str) -> str:
        """Where the note's file is now; nothing if it has none."""
        step = self.steps.get(key)
        if step is None:
            entry = self.entries[key]
            return "" if entry.deleted else self.by_name.get(name_key(entry.place), "")
        return step.old_path or (step.path if step.on else "")

    def _open_points(self) -> Iterator[Item]:
        for key, entry in self.after.items():
            if entry.points:
                units = (Unit(one.spot, one.base, one.person, one.record) for one in entry.points)
                yield Item(State.CONTESTED, key, self._place(key) or entry.place, units=tuple(units))

    def _edits(self) -> Iterator[Item]:
        """What people changed, apart from what is contested: in the text, and the name."""
        edited = [key for key, entry in self.entries.items() if entry.sha256 and self._is_edited(key, entry)]
        bases = read_texts(self.root, edited)
        places = self.drifted(edited) if edited else {}
        for key in edited:
            path = self._place(key)
            units = tuple(self._changed(key, bases[key], read(self.root, path) or b""))
            recorded = places.get(key, {})
            facts = [replace(unit, recorded=recorded[unit.spot]) for unit in units if unit.spot in recorded]
            if facts:
                yield Item(State.DRIFTED, key, path, units=tuple(facts))
            if others := tuple(unit for unit in units if unit.spot not in recorded):
                yield Item(State.EDITED, key, path, units=others)
        for key, entry in self.after.items():
            stuck = key in self.steps and self.steps[key].cause is Cause.TAKEN
            if entry.moved and not (entry.deleted or stuck) and name_key(entry.moved) != name_key(entry.path):
                told = f"moved by hand from {entry.path}"
                yield Item(State.EDITED, key, self._place(key) or entry.moved, told)

    def _is_edited(self, key: str, entry: Entry) -> bool:
        path = self._place(key)
        if not path:
            return False
        step = self.steps.get(key)
        if step is None:
            return not entry.wrote(sha256(read(self.root, path) or b"").hexdigest())
        return not entry.wrote(step.on) and step.on != self.after.get(key, entry).sha256

    def _changed(self, key: str, base: str, data: bytes) -> Iterator[Unit]:
        text = decoded(data)
        if text is None or not text.strip():
            return
        open_spots = {point.spot for point in self.after[key].points} if key in self.after else set()
        for edit in differences(base, text):
            if edit.spot not in open_spots:
                yield Unit(edit.spot, edit.base, edit.person, edit.base)

    def _steps(self) -> Iterator[Item]:
        """What the next build would do, and leave alone."""
        for step in self.plan.steps if self.plan is not None else ():
            if step.action is Action.KEPT:
                yield self._kept(step)
            elif step.action in CHANGES:
                renamed = f"will be renamed to {step.path}"
                told = renamed if step.action is Action.RENAME else _WILL[step.action]
                yield Item(State.STALE, step.id, step.old_path or step.path, told)

    def _kept(self, step: Step) -> Item:
        state = State.UNKNOWN
        if step.cause is Cause.ORPHAN:
            state = State.ORPHANED
        elif step.cause is Cause.EDITED:
            state = State.CONTESTED
        return Item(state, step.id, step.path, step.reason, cause=step.cause)

    def _strays(self) -> Iterator[Item]:
        """Files that carry the id of a note without being it."""
        ids = self.entries.keys() | self.steps.keys()
        places = {key: place for key in ids if (place := self._place(key))}
        ours = {name_key(place) for place in places.values()}
        rivals = {key for key, step in self.steps.items() if step.cause is Cause.RIVALS}
        for path in self.files:
            if not path.endswith(".md") or name_key(path) in ours:
                continue
            carried = note_id(self.root / path)
            if not carried or carried in rivals:
                continue
            if carried in places:
                told = f"carries the id of {places[carried]}: the build leaves it alone"
                yield Item(State.UNKNOWN, carried, path, told, cause=Cause.RIVALS)
            elif carried not in ids:
                yield Item(State.UNKNOWN, carried, path, f"carries an id that no record has: {carried}")
