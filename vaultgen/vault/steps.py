"""The plan as values: what the notes room wants, and the steps that bring the vault there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from vaultgen.vault.manifest import Entry

__all__ = ["CHANGES", "Action", "Note", "Plan", "Step"]


class Action(StrEnum):
    """What a step does to a note's file."""

    CREATE = "create"
    UPDATE = "update"
    RENAME = "rename"
    REMOVE = "remove"
    UNCHANGED = "unchanged"
    KEPT = "kept"


CHANGES = frozenset({Action.CREATE, Action.UPDATE, Action.RENAME, Action.REMOVE})


@dataclass(frozen=True, slots=True)
class Note:
    """A file as the records want it, a note or any other text; `path` is relative to the vault, with `/`."""

    id: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one note, and why.

    `path` is where its file will be, `old_path` where it was if it is renamed. `text` is what will be
    written; in a KEPT step it is what the records would say, and empty if they say nothing new. `base` is the
    hash of the bytes that the step was planned on, empty if there was no file: if they have changed since,
    the step is not carried out.
    """

    action: Action
    path: str
    id: str
    old_path: str = ""
    text: str = ""
    reason: str = ""
    base: str = ""


@dataclass(frozen=True)
class Plan:
    """All steps, sorted by path, and the manifest as it was and as it will be once they are carried out."""

    steps: tuple[Step, ...]
    manifest_after: Mapping[str, Entry]
    manifest_before: Mapping[str, Entry]

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
