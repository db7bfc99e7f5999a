"""The plan as values: what the notes room wants, and the steps that bring the vault there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from vaultgen.notes.merge import Point
from vaultgen.vault.base import Entry

__all__ = ["CHANGES", "Action", "Cause", "Note", "Plan", "Step"]


class Action(StrEnum):
    """What a step does to a file: of a note, or (`RELINK`) any file whose links follow a renamed note."""

    CREATE = "create"
    UPDATE = "update"
    RENAME = "rename"
    REMOVE = "remove"
    RELINK = "relink"
    UNCHANGED = "unchanged"
    DELETED = "deleted"
    KEPT = "kept"


class Cause(StrEnum):
    """Why a note, or its place, is left to a person."""

    UNREADABLE = "unreadable"
    EMPTY = "empty"
    FOREIGN = "foreign"
    """A file without its id stands in the note's place."""
    RIVALS = "rivals"
    TAKEN = "taken"
    ORPHAN = "orphan"
    EDITED = "edited"
    """No note that could be merged, and both sides have changed it."""


CHANGES = frozenset({Action.CREATE, Action.UPDATE, Action.RENAME, Action.REMOVE, Action.RELINK})


@dataclass(frozen=True, slots=True)
class Note:
    """A file as the records want it, a note or any other text; `path` is relative to the vault, with `/`."""

    id: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one file, and why; `id` is empty for one that is no note of the records.

    `path` is where the file will be, `old_path` where it was if it is renamed. `text` is what will be written; in a
    KEPT step it is what the records would say, and empty if they say nothing new; `cause` is the kind of its reason.
    `on` is the hash of the bytes that the step was planned on, empty if there was no file: if they have changed since,
    the step is planned again.
    """

    action: Action
    path: str
    id: str = ""
    old_path: str = ""
    text: str = ""
    reason: str = ""
    on: str = ""
    cause: Cause | None = None


@dataclass(frozen=True)
class Plan:
    """All steps, sorted by path, and what is known of the notes before and after they are carried out.

    `notes` are what the records want, as it fits this vault. `renames` are the files that links follow, by the path
    that they leave. `settled` are the points that a person settles with it, by note, and `named` the ids of the notes
    that were asked for. `again` plans a step once more for a file, at that place, that was saved after it was planned.
    """

    steps: tuple[Step, ...]
    after: Mapping[str, Entry]
    before: Mapping[str, Entry]
    notes: Mapping[str, Note] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)
    settled: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    again: Callable[[Step, bytes, str], tuple[Step, Entry | None]] | None = None

    @cached_property
    def changes(self) -> tuple[Step, ...]:
        """The steps that write, move or remove a file."""
        return tuple(step for step in self.steps if step.action in CHANGES)

    @cached_property
    def kept(self) -> tuple[Step, ...]:
        """The steps that leave a file, or the lack of one, to a person, each with its reason."""
        return tuple(step for step in self.steps if step.action is Action.KEPT)

    @cached_property
    def counts(self) -> Counter[Action]:
        """How many steps there are of each action."""
        return Counter(step.action for step in self.steps)
