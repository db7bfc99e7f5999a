"""The plan that brings a vault up to date without touching a byte that a person wrote."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path

from vaultgen.errors import VaultError
from vaultgen.values.names import name_key
from vaultgen.vault.apply import apply
from vaultgen.vault.diff import diff
from vaultgen.vault.disk import check_relative
from vaultgen.vault.manifest import Entry
from vaultgen.vault.places import Found, Map, find
from vaultgen.vault.scan import File, scan
from vaultgen.vault.steps import CHANGES, Action, Note, Plan, Step

__all__ = ["CHANGES", "Action", "Note", "Plan", "Step", "apply", "diff", "make_plan"]

_Decision = tuple[Step, Entry | None]


def make_plan(
    root: Path,
    notes: Iterable[Note],
    manifest: Mapping[str, Entry],
    *,
    complete: bool = True,
    removed: Collection[str] = (),
    untold: Collection[str] = (),
    files: Mapping[str, File] | None = None,
    allow_mass_removal: bool = False,
) -> Plan:
    """Plan what has to happen so that the vault at `root` holds these notes; nothing is written.

    `complete` says that `notes` are all there are: whatever else the manifest knows is removed. Otherwise
    only these notes are looked at, and only those in `removed` go. Notes in `untold` have records of which nothing
    was known on the day asked for, so that their going is no accident. `files` is a scan of the vault, if the
    caller has one. Two notes with one id, or with paths that Obsidian does not tell apart, are a ValueError.
    """
    wanted = _by_id(notes)
    vault = Map(root, scan(root) if files is None else files)
    gone = (manifest.keys() if complete else manifest.keys() & set(removed)) - wanted.keys()
    found, left = find(vault, list(wanted.values()), [manifest[key] for key in sorted(gone)], manifest)
    room = _room(vault, found, left)
    decisions = [_decide(room, one, wanted[one.id]) for one in found]
    decisions += [_dismiss(one, untold=one.id in untold) for one in left if one.place]
    # What a person deleted stays remembered, should its record ever come back.
    after = {key: entry for key, entry in manifest.items() if key not in gone or entry.deleted}
    for step, entry in decisions:
        if entry is None:
            after.pop(step.id, None)
        else:
            after[step.id] = entry
    steps = sorted((step for step, _ in decisions), key=attrgetter("path", "id"))
    plan = Plan(tuple(steps), after, manifest)
    if not allow_mass_removal:
        _guard(plan, untold, empty=complete and not wanted)
    return plan


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


@dataclass(frozen=True, slots=True)
class _Room:
    """Which names are free, or will be once the files in `leaving` have left them.

    `moves` are the notes that will be renamed, with their new places; `stuck` those whose new name is taken.
    """

    vault: Map
    leaving: Collection[str]
    moves: Mapping[str, str]
    stuck: Collection[str] = ()

    def free(self, path: str) -> bool:
        """Whether a file may be put at `path`."""
        occupant = self.vault.at(path)
        return occupant in self.leaving if occupant else not self.vault.obstructed(path)


def _room(vault: Map, found: Iterable[Found], left: Iterable[Found]) -> _Room:
    """Settle which renames can happen: a note whose new name stays taken does not leave its old one."""
    targets = {one.id: (one.place, vault.target(one.path)) for one in found if _renamed(one)}
    moves = {key: target for key, (place, target) in targets.items() if target != place}
    leaving = {one.place for one in left if one.ours and one.stays}
    leaving.update(targets[key][0] for key in moves)
    room = _Room(vault, leaving, moves)
    stuck: set[str] = set()
    while taken := [key for key, target in moves.items() if not room.free(target)]:
        stuck.update(taken)
        for key in taken:
            del moves[key]
            leaving.discard(targets[key][0])
    return replace(room, stuck=stuck)


def _renamed(one: Found) -> bool:
    """Whether the records gave a new name to a note that nobody has edited or moved."""
    entry = one.entry
    return entry is not None and entry.path != one.path and one.stays and (one.current or one.ours)


def _decide(room: _Room, one: Found, note: Note) -> _Decision:
    """Decide what happens to a note that the records want."""
    if not one.place:
        return _without_file(room, one, note)
    if not one.current and not one.ours:
        return _edited(one, note)
    if target := room.moves.get(one.id):
        step = Step(Action.RENAME, target, one.id, one.place, note.text, base=one.sha256)
        return step, _entry(one, one.path, target)
    stuck = one.id in room.stuck
    reason = f"not renamed to {one.path}: that name is taken" if stuck else ""
    entry = _entry(one, one.entry.path if one.entry and stuck else one.path, one.place)
    if not one.current:
        return Step(Action.UPDATE, one.place, one.id, text=note.text, reason=reason, base=one.sha256), entry
    if stuck:
        return _kept(one, one.place, reason), entry
    return Step(Action.UNCHANGED, one.place, one.id, base=one.sha256), entry


def _entry(one: Found, path: str, place: str) -> Entry:
    """Give what is known of a note once it stands at `place` with the wanted text."""
    return Entry(one.id, path, one.wanted, place if place != path else "")


def _kept(one: Found, path: str, reason: str, text: str = "") -> Step:
    """Leave what is at `path` to the person; `text` is what the records would have there."""
    return Step(Action.KEPT, path, one.id, text=text, reason=reason, base=one.sha256)


def _edited(one: Found, note: Note) -> _Decision:
    """Leave a file that somebody wrote, or wrote in, as it is."""
    entry = one.entry
    if entry is None or not entry.sha256:
        return _kept(one, one.place, "not written by vaultgen, or from before its manifest", note.text), None
    entry = replace(entry, moved=one.place if one.place != entry.path else "", deleted=False, pending=())
    if one.wanted == entry.sha256:
        return _kept(one, one.place, "edited by hand"), entry
    return _kept(one, one.place, "edited by hand; the records have changed since", note.text), entry


def _without_file(room: _Room, one: Found, note: Note) -> _Decision:
    """Decide about a note without a file: it is new, or was deleted, or there is more than one for it."""
    entry = one.entry
    if one.rivals:
        reason = f"more than one file has its id: {', '.join(one.rivals)}"
        return _kept(one, entry.place if entry else one.path, reason, note.text), entry
    if entry and entry.surely_there:
        if room.vault.obstructed(entry.place):
            return _kept(one, entry.place, "a folder or a link stands in its place"), entry
        gone = replace(entry, deleted=True, pending=())
        return _kept(one, entry.place, "deleted by hand: not created again", note.text), gone
    target = room.vault.target(one.path)
    if not room.free(target):
        occupant = room.vault.at(target) or target
        return _kept(one, occupant, f"the name {one.path} is taken", note.text), None
    room.vault.check_folder(target)
    return Step(Action.CREATE, target, one.id, text=note.text), _entry(one, one.path, target)


def _dismiss(one: Found, *, untold: bool) -> _Decision:
    """Remove a note whose record is gone, or not known yet, unless somebody has edited or moved it."""
    why = "nothing of it was known that day" if untold else "its record is gone"
    if one.ours and one.stays:
        return Step(Action.REMOVE, one.place, one.id, reason=why, base=one.sha256), None
    what = "moved" if one.ours else "edited"
    entry = one.entry and replace(one.entry, moved=one.place if one.place != one.path else "", deleted=False)
    return _kept(one, one.place, f"{why}, but the note was {what} by hand"), entry


def _guard(plan: Plan, untold: Collection[str], *, empty: bool) -> None:
    """Stop a plan that looks like an accident: most records missing, or most of the vault not there."""
    before, after = plan.manifest_before, plan.manifest_after
    known = sum(not entry.deleted for entry in before.values())
    removals = sum(step.action is Action.REMOVE and step.id not in untold for step in plan.steps)
    vanished = sum(entry.deleted and not before[key].deleted for key, entry in after.items() if key in before)
    if (empty and removals) or (removals > 5 and removals * 10 > known):
        raise VaultError(
            f"{removals} of {known} notes would be removed because their records are gone; "
            "if that is meant, build with --allow-mass-removal"
        )
    if vanished > 5 and vanished * 2 > known:
        raise VaultError(
            f"{vanished} of {known} notes are missing from the vault; bring them back, perhaps with git, or "
            "delete .vaultgen/manifest.jsonl to have all notes written anew; if they were deleted on purpose "
            "build with --allow-mass-removal"
        )
