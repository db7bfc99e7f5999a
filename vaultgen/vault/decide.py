"""What happens to each note, given the records, its file and the base."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain, count

from vaultgen.notes.frontmatter import with_aliases
from vaultgen.notes.merge import Point
from vaultgen.values.names import name_key
from vaultgen.vault.base import Entry, read_texts
from vaultgen.vault.merging import UNREADABLE, Merging, decoded, merge, written
from vaultgen.vault.moved import Moved
from vaultgen.vault.note_ids import read_id
from vaultgen.vault.pending import Unfinished
from vaultgen.vault.places import Found, Map
from vaultgen.vault.relink import relink, relink_file
from vaultgen.vault.room import Room
from vaultgen.vault.scan import read
from vaultgen.vault.settling import Settlement
from vaultgen.vault.steps import Action, Cause, Note, Step

__all__ = ["Asked", "Decision", "Planner"]

Decision = tuple[Step, Entry | None]

_LINKING = (".md", ".canvas")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plan has to mind besides records and files.

    `unfinished` is what an interrupted build left to do; files in the place of a note in `adopt` are merged with it;
    notes in `prune` go to the trash though they are edited, and those in `restore` come back though a person deleted
    them; `settle` is what a person has decided about a note. Of those in `untold` nothing was known that day.
    """

    unfinished: Unfinished
    adopt: Collection[str] = ()
    prune: Collection[str] = ()
    restore: Collection[str] = ()
    settle: Settlement | None = None
    untold: Collection[str] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """The notes that are to be treated otherwise than by a plain build."""
        return (*self.adopt, *self.prune, *self.restore, *((self.settle.note,) if self.settle else ()))


class Planner:
    """The planning of one build.

    `notes` are what the records want as it fits this vault: links lead to where people have put the notes, and names
    that a note's file had stay its aliases. `renames` are the files that links in people's texts follow, and `settled`
    the points that a person settles with this build.
    """

    def __init__(
        self,
        vault: Map,
        wanted: Mapping[str, Note],
        entries: Mapping[str, Entry],
        room: Room,
        asked: Asked,
    ) -> None:
        self.vault = vault
        self.notes = dict(wanted)
        self.entries = entries
        self.room = room
        self.asked = asked
        self.renames: dict[str, str] = {**asked.unfinished.renames}
        self.former: dict[str, tuple[str, ...]] = {}
        self.returning: dict[str, str] = {}
        self.settled: dict[str, tuple[Point, ...]] = {}
        self._bases: dict[str, str] = {}
        self._moved: Moved | None = None

    # -- before the decisions ----------------------------------------------------------------------------------

    def fit(self, found: list[Found], left: Iterable[Found]) -> None:
        """Settle where every note will be, and fit what the records want to it; `left` are notes without a record."""
        displaced = {
            entry.path: entry.moved for entry in self.entries.values() if entry.moved and not entry.deleted
        }
        for one in found:
            if not one.place and one.entry and one.id in self.asked.restore:
                self.returning[one.id] = self._way_back(one, one.entry.place)
            place = self._bound_for(one)
            displaced.pop(one.entry.path if one.entry else one.path, None)
            if place and not _same(place, one.path):
                displaced[one.path] = place
            if one.place and place != one.place:
                # What an interrupted build has moved aside is linked by the name that it had before.
                known = self.entries.get(one.id)
                self.renames[known.place if known and known is not one.entry else one.place] = place
            self.former[one.id] = self._former(one, place)
        self._refit(found, displaced, lambda: self._standing(found, left))
        edited = [one.id for one in found if one.place and not one.current and not one.ours]
        if edited:
            self._bases = read_texts(self.vault.root, edited)
        if self.renames:
            self._moved = Moved(_as_before(self.vault.files, self.renames), self.renames)

    def _way_back(self, one: Found, last: str) -> str:
        """Where a note that was deleted comes back: its last place, or the nearest to it that is free."""
        beside = (f"{one.path.removesuffix('.md')} {number}.md" for number in count(2))
        taken = {name_key(path) for path in self.returning.values()}
        targets = map(self.vault.target, chain((last, one.path), beside))
        return next(path for path in targets if self.room.free(path) and name_key(path) not in taken)

    def _bound_for(self, one: Found) -> str:
        """Where the file of a note will be that has one, or gets it back."""
        return self.returning.get(one.id) or self.room.moves.get(one.id, one.place)

    def _former(self, one: Found, place: str) -> tuple[str, ...]:
        """The names that the note's file had before the records gave it others."""
        known = self.entries.get(one.id)
        former = known.former if known else ()
        if known and place and (one.id in self.room.moves or self.renames.get(known.place) == place):
            old = _stem(known.place)
            if not _same(old, _stem(place)):
                former = (*former, old)
        return tuple(dict.fromkeys(name for name in former if name != _stem(place)))

    def _refit(
        self, found: list[Found], displaced: Mapping[str, str], standing: Callable[[], Collection[str]]
    ) -> None:
        """Let the records' texts link to where the notes are, with their other names as aliases."""
        moved = None
        if displaced:
            files = {*self.vault.files} - set(displaced.values()) | displaced.keys()
            moved = Moved(files | {one.path for one in found}, displaced)
        taken: Collection[str] | None = None
        for one in found:
            note = self.notes[one.id]
            text = note.text
            if moved is not None and moved.may_link(note.path, text.encode()):
                text = relink(text, note.path, moved).text
            place = self._bound_for(one)
            names = self.former[one.id]
            if place and not _same(_stem(place), _stem(one.path)):
                names = (*names, _stem(one.path))
            if names:
                taken = standing() if taken is None else taken
                text = with_aliases(text, [name for name in names if name_key(name) not in taken])
            if text != note.text:
                self.notes[one.id] = replace(note, text=text)
                one.wanted = written(text)

    def _standing(self, found: list[Found], left: Iterable[Found]) -> set[str]:
        """The names that notes will have: who is looking for one of them means that note."""
        left = list(left)
        looked_at = {one.id for one in (*found, *left)}
        others = [
            entry.place for key, entry in self.entries.items() if key not in looked_at and not entry.deleted
        ]
        others += [one.place for one in left if one.place and one.place not in self.room.leaving]
        standing = [place for one in found if (place := self._place(one))]
        return {name_key(_stem(place)) for place in (*others, *standing)}

    def _place(self, one: Found) -> str:
        """Where a note will be; nothing if it is not to be made."""
        if place := self._bound_for(one):
            return place
        gone = one.rivals or (one.entry and one.entry.surely_there)
        return one.path if not gone and self.room.free(self.vault.target(one.path)) else ""

    # -- the decisions -----------------------------------------------------------------------------------------

    def decide(self, one: Found, data: bytes | None = None) -> Decision:
        """Decide what happens to a note that the records want; `data` is what its file holds, if that is known."""
        if not one.place:
            return self._without_file(one)
        if one.current or one.ours:
            return self._take(one, Merging(self.notes[one.id].text, ()))
        if data is None:
            data = read(self.vault.root, one.place) or b""
        return self._merged(one, data, sha256(data).hexdigest())

    def _take(self, one: Found, merging: Merging, *, digest: str = "") -> Decision:
        """Let the note's file have a text, at the place where it belongs."""
        digest = digest or one.sha256
        place = self.room.moves.get(one.id, one.place)
        stuck = one.id in self.room.stuck
        path = one.entry.path if one.entry and stuck else one.path
        entry = Entry(
            one.id,
            path,
            one.wanted,
            place if place != path else "",
            former=self.former[one.id],
            points=merging.points,
        )
        reason = f"not renamed to {one.path}: that name is taken" if stuck else ""
        step = Step(Action.UPDATE, place, one.id, text=merging.text, reason=reason, on=digest)
        if place != one.place:
            return replace(step, action=Action.RENAME, old_path=one.place), entry
        if written(merging.text) != digest:
            return step, entry
        if stuck:
            return replace(step, action=Action.KEPT, text="", cause=Cause.TAKEN), entry
        return replace(step, action=Action.UNCHANGED, text=""), entry

    def _merged(self, one: Found, data: bytes, digest: str) -> Decision:
        """Bring the person's note and the records together, or say why that cannot be."""
        text, base, note = decoded(data), self._base(one), self.notes[one.id]
        if text is None:
            return self._kept(one, UNREADABLE, digest, Cause.UNREADABLE)
        if base is not None and not text.strip():
            # Nothing is left to merge with; or its editor is about to write it.
            return self._kept(one, "empty: whoever emptied it may delete it", digest, Cause.EMPTY)
        if base is not None and not one.place.endswith(".md"):
            if base == note.text:
                return self._take(one, Merging(text, ()), digest=digest)
            reason = "edited by hand; the records have changed since"
            return self._kept(one, reason, digest, Cause.EDITED)
        if base is None and one.id not in self.asked.adopt and read_id(data) != one.id:
            reason = f"a file of yours has the place of this note: `vaultgen adopt {one.id}` merges the two"
            return self._kept(one, reason, digest, Cause.FOREIGN)
        points = one.entry.points if one.entry else ()
        if one.entry and (halfway := one.entry.halfway(digest)):
            # An interrupted build had merged the note already, with what the records said then.
            base, points = halfway.base, halfway.points
        elif self._moved is not None:
            text = relink(text, one.place, self._moved).text
            base = relink(base, one.place, self._moved).text if base is not None else None
        merging = merge(base, text, note.text, points)
        return self._take(one, self._settled(one, merging), digest=digest)

    def _settled(self, one: Found, merging: Merging) -> Merging:
        """The merged note once what a person decided about it is done."""
        settle = self.asked.settle
        if settle is None or settle.note != one.id:
            return merging
        generated = self.notes[one.id].text
        # A file that is saved while the plan is carried out is settled as it was planned.
        if one.id not in self.settled:
            self.settled[one.id] = settle.chosen(merging.text, generated, merging.points)
        return settle.carried_out(merging, generated, self.settled[one.id])

    def _base(self, one: Found) -> str | None:
        """The text that the records gave when the person began to edit; None if that is not known."""
        if one.id not in self._bases:
            self._bases |= read_texts(self.vault.root, [one.id])
        return self._bases.get(one.id)

    def _kept(self, one: Found, reason: str, digest: str, cause: Cause) -> Decision:
        """Leave what is there to the person."""
        text = self.notes[one.id].text if one.id in self.notes else ""
        step = Step(Action.KEPT, one.place, one.id, text=text, reason=reason, on=digest, cause=cause)
        entry = one.entry
        if entry is None or not entry.sha256:
            return step, None
        return step, replace(
            entry, moved=one.place if one.place != entry.path else "", deleted=False, pending=()
        )

    def _without_file(self, one: Found) -> Decision:
        """Decide about a note without a file: it is new, or was deleted, or there is more than one for it."""
        entry, note = one.entry, self.notes[one.id]
        place = entry.place if entry else one.path
        kept = Step(Action.KEPT, place, one.id, text=note.text)
        if one.rivals:
            reason = f"more than one file has its id: {', '.join(one.rivals)}"
            return replace(kept, reason=reason, cause=Cause.RIVALS), entry
        back = self.returning.get(one.id)
        if entry and entry.surely_there and not back:
            if self.vault.obstructed(place):
                reason = "a folder or a link stands in its place"
                return replace(kept, reason=reason, text="", cause=Cause.TAKEN), entry
            reason = f"deleted by hand: `vaultgen restore {one.id}` brings it back"
            gone = replace(entry, deleted=True, points=(), pending=())
            return replace(kept, action=Action.DELETED, reason=reason), gone
        target = back or self.vault.target(one.path)
        if not self.room.free(target):
            occupant = self.vault.at(target) or target
            reason = f"the name {one.path} is taken"
            return replace(kept, path=occupant, reason=reason, cause=Cause.TAKEN), None
        self.vault.check_folder(target)
        former = self.former[one.id] if back else ()
        created = Entry(one.id, one.path, one.wanted, target if target != one.path else "", former=former)
        return Step(Action.CREATE, target, one.id, text=note.text), created

    def dismiss(self, one: Found) -> Decision:
        """Remove a note whose record is gone, or not known yet, unless somebody has edited or moved it."""
        why = "nothing of it was known that day" if one.id in self.asked.untold else "its record is gone"
        gone = Step(Action.REMOVE, one.place, one.id, reason=why, on=one.sha256)
        if (one.ours and one.stays) or one.id in self.asked.prune:
            return gone, None
        what = "moved" if one.ours else "edited"
        reason = f"{why}, but the note was {what} by hand: `vaultgen prune` puts it into .trash"
        entry = one.entry and replace(
            one.entry, moved=one.place if one.place != one.path else "", deleted=False, pending=()
        )
        return replace(gone, action=Action.KEPT, reason=reason, cause=Cause.ORPHAN), entry

    # -- links -------------------------------------------------------------------------------------------------

    def relinks(self, notes: Collection[str]) -> Iterator[Step]:
        """The files besides these notes in which links follow a renamed note."""
        if self._moved is None:
            return
        for path in self.vault.files:
            if path not in notes and path.endswith(_LINKING):
                step = self._relinked(path, read(self.vault.root, path) or b"")
                if step is not None:
                    yield step

    def _relinked(self, path: str, data: bytes) -> Step | None:
        done = self.asked.unfinished.relinked.get(path)
        if self._moved is None or done == sha256(data).hexdigest():
            return None
        relinked = relink_file(data, path, self._moved)
        if relinked is None or not relinked.count:
            return None
        return Step(Action.RELINK, path, text=relinked.text, on=sha256(data).hexdigest())

    # -- while the plan is carried out ---------------------------------------------------------------------------

    def again(self, step: Step, data: bytes, place: str) -> Decision:
        """Plan a step once more, for a file at `place` that somebody saved after it was planned."""
        if not step.id:
            relinked = self._relinked(step.path, data)
            return relinked or replace(step, action=Action.UNCHANGED, text=""), None
        digest = sha256(data).hexdigest()
        entry = self.entries.get(step.id)
        one = Found(
            step.id, self.notes[step.id].path, written(self.notes[step.id].text), entry, place, digest
        )
        return self.decide(one, data)


def _stem(path: str) -> str:
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def _same(one: str, other: str) -> bool:
    """Whether Obsidian takes two names or paths for one."""
    return one == other or name_key(one) == name_key(other)


def _as_before(files: Iterable[str], renames: Mapping[str, str]) -> set[str]:
    """The files as they were before any of the renames, of which an interrupted build may have done some."""
    return set(files) - set(renames.values()) | renames.keys()
