"""Which names are free in a vault, and which notes can take the name that the records now give them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from vaultgen.values.names import name_key
from vaultgen.vault.merging import decoded
from vaultgen.vault.places import Found, Map
from vaultgen.vault.scan import read

__all__ = ["Room", "room_for"]


@dataclass(frozen=True, slots=True)
class Room:
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


def room_for(vault: Map, found: Iterable[Found], left: Iterable[Found], prune: Collection[str]) -> Room:
    """Settle which renames can happen: a note whose new name stays taken does not leave its old one.

    Nor does a file that is left alone whatever the records say.
    """
    targets = {
        one.id: (one.place, _target(vault, one))
        for one in found
        if one.place and one.entry and (one.current or one.ours or _can_be_merged(vault, one.place))
    }
    moves = {key: target for key, (place, target) in targets.items() if target != place}
    leaving = {one.place for one in left if one.place and ((one.ours and one.stays) or one.id in prune)}
    leaving.update(targets[key][0] for key in moves)
    room = Room(vault, leaving, moves)
    stuck: set[str] = set()
    while taken := [key for key, target in moves.items() if not room.free(target)]:
        stuck.update(taken)
        for key in taken:
            del moves[key]
            leaving.discard(targets[key][0])
    return replace(room, stuck=stuck)


def _can_be_merged(vault: Map, place: str) -> bool:
    text = decoded(read(vault.root, place) or b"") if place.endswith(".md") else None
    return bool(text and text.strip())


def _target(vault: Map, one: Found) -> str:
    """Where a note belongs: folder and name as the records now have them, each unless a person chose another."""
    was = one.entry.path if one.entry else one.place
    if was == one.path:
        return one.place
    folder, _, name = one.place.rpartition("/")
    old_folder, _, old_name = was.rpartition("/")
    new_folder, slash, new_name = one.path.rpartition("/")
    if name_key(folder) != name_key(old_folder):
        new_folder, slash = folder, "/" if folder else ""
    return vault.target(f"{new_folder}{slash}{new_name if name == old_name else name}")
