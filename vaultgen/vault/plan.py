"""The plan that brings a vault up to date without losing a word that a person wrote."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

from vaultgen.errors import VaultError
from vaultgen.values.names import name_key
from vaultgen.vault.address import note_meant
from vaultgen.vault.answers import check_answered
from vaultgen.vault.apply import apply
from vaultgen.vault.base import Entry
from vaultgen.vault.decide import Asked, Decision, Planner
from vaultgen.vault.diff import diff
from vaultgen.vault.gate import check_relative
from vaultgen.vault.pending import Unfinished
from vaultgen.vault.places import Found, Map, find
from vaultgen.vault.room import room_for
from vaultgen.vault.scan import File, scan
from vaultgen.vault.settling import Settlement
from vaultgen.vault.steps import CHANGES, Action, Note, Plan, Step

__all__ = ["CHANGES", "Action", "Note", "Plan", "Step", "apply", "diff", "make_plan"]


def make_plan(
    root: Path,
    notes: Iterable[Note],
    entries: Mapping[str, Entry],
    *,
    complete: bool = True,
    removed: Collection[str] = (),
    untold: Collection[str] = (),
    files: Mapping[str, File] | None = None,
    unfinished: Unfinished = Unfinished(),  # noqa: B008 -- frozen
    adopt: Collection[str] = (),
    prune: Collection[str] = (),
    restore: Collection[str] = (),
    settle: Settlement | None = None,
    allow_mass_removal: bool = False,
) -> Plan:
    """Plan what has to happen so that the vault at `root` holds these notes; nothing is written.

    `entries` are the base. `complete` says that `notes` are all there are: whatever else the base knows is removed.
    Otherwise only these notes are looked at, and only those in `removed` go. Notes in `untold` have records of which
    nothing was known on the day asked for, so that their going is no accident. `files` is a scan of the vault, if the
    caller has one, and `unfinished` what an interrupted build left to do. Files in the place of a note in `adopt` are
    merged with it, notes in `prune` go to the trash though they are edited, those in `restore` come back though a
    person deleted them, and what is open in a note is settled as `settle` says; each may be named by id, path or name,
    and what cannot be done is a VaultError. Two notes with one id, or with paths
    that Obsidian does not tell apart, are a ValueError.
    """
    wanted = _by_id(notes)
    entries = unfinished.together_with(entries)
    vault = Map(root, scan(root) if files is None else files)
    gone = (entries.keys() if complete else entries.keys() & set(removed)) - wanted.keys()
    left_over = [entries[key] for key in sorted(gone)]
    found, left = find(vault, list(wanted.values()), left_over, entries, set(unfinished.renames.values()))
    asked = _meant(Asked(unfinished, adopt, prune, restore, settle, untold), [*found, *left])
    room = room_for(vault, found, left, asked.prune)
    planner = Planner(vault, wanted, entries, room, asked)
    planner.fit(found, left)
    decisions = [planner.decide(one) for one in found]
    decisions += [planner.dismiss(one) for one in left if one.place]
    decisions += [(step, None) for step in planner.relinks({one.place for one in (*found, *left)})]
    # What a person deleted stays remembered, should its record ever come back.
    after = {key: entry for key, entry in entries.items() if key not in gone or entry.deleted}
    plan = Plan(
        tuple(sorted((step for step, _ in decisions), key=attrgetter("path", "id"))),
        _known_after(after, decisions),
        entries,
        planner.notes,
        planner.renames,
        planner.settled,
        asked.named,
        planner.again,
    )
    check_answered(plan, asked)
    if not allow_mass_removal:
        _guard(plan, {*untold, *asked.prune}, empty=complete and not wanted)
    return plan


def _meant(asked: Asked, notes: Iterable[Found]) -> Asked:
    """What was asked with the ids of the notes that were meant."""
    if not asked.named:
        return asked
    known = {
        one.id: {one.path, one.place, *((one.entry.path, one.entry.place) if one.entry else ())} - {""}
        for one in notes
    }

    def ids(notes: Collection[str]) -> tuple[str, ...]:
        return tuple(note_meant(words, known) for words in notes)

    settle = asked.settle and replace(asked.settle, note=note_meant(asked.settle.note, known))
    adopt, prune, restore = ids(asked.adopt), ids(asked.prune), ids(asked.restore)
    return replace(asked, adopt=adopt, prune=prune, restore=restore, settle=settle)


def _known_after(after: dict[str, Entry], decisions: Iterable[Decision]) -> dict[str, Entry]:
    for step, entry in decisions:
        if entry is not None:
            after[step.id] = entry
        else:
            after.pop(step.id, None)
    return {key: replace(entry, pending=()) if entry.pending else entry for key, entry in after.items()}


def _by_id(notes: Iterable[Note]) -> dict[str, Note]:
    wanted: dict[str, Note] = {}
    owners: dict[str, str] = {}
    for note in notes:
        check_relative(note.path)
        key = name_key(note.path)
        if note.id in wanted or key in owners:
            other = owners.get(key, note.id)
            raise ValueError(f"two notes with one id or path: {other!r} and {note.id!r} at {note.path!r}")
        if "/." in f"/{note.path}":
            raise ValueError(f"a hidden file is no note: {note.id!r} at {note.path!r}")
        wanted[note.id] = note
        owners[key] = note.id
    return wanted


def _guard(plan: Plan, meant: Collection[str], *, empty: bool) -> None:
    """Stop a plan that looks like an accident: most records missing, or most of the vault not there."""
    before, after = plan.before, plan.after
    known = sum(not entry.deleted for entry in before.values())
    removals = sum(step.action is Action.REMOVE and step.id not in meant for step in plan.steps)
    vanished = sum(entry.deleted and not before[key].deleted for key, entry in after.items() if key in before)
    if (empty and removals) or (removals > 5 and removals * 10 > known):
        raise VaultError(
            f"{removals} of {known} notes would be removed because their records are gone; "
            "if that is meant, build with --allow-mass-removal"
        )
    if vanished > 5 and vanished * 2 > known:
        raise VaultError(
            f"{vanished} of {known} notes are missing from the vault; bring them back, perhaps with git, or "
            "delete .vaultgen/base to have all notes written anew; if they were deleted on purpose "
            "build with --allow-mass-removal"
        )
