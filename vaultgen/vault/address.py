"""Which note, and which spot in it, a person means by the words that they type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final, TypeVar

from vaultgen.errors import VaultError
from vaultgen.notes.merge import Spot
from vaultgen.values.names import name_key
from vaultgen.values.suggest import did_you_mean

__all__ = ["note_meant", "spots_meant"]

_JOINT: Final = re.compile(r"\s*(?:›|(?<=\s)>(?=\s))\s*")
_MOST: Final = 8

Told = TypeVar("Told")


def note_meant(words: str, known: Mapping[str, Iterable[str]]) -> str:
    """The id of the note that is meant by its id, its path or its name; a VaultError if there is none, or several.

    `known` are the paths of each note by id: where it is, where it was, where the records put it.
    """
    if words in known:
        return words
    wanted = name_key(words.strip().removeprefix("./"))
    tests: tuple[Callable[[str], bool], ...] = (
        lambda path: name_key(path) == wanted or name_key(path) == f"{wanted}.md",
        # As the shell completes it, from the folder that the vault lies in.
        lambda path: wanted.endswith(f"/{name_key(path)}"),
        lambda path: name_key(PurePosixPath(path).stem) == wanted,
    )
    for test in tests:
        found = sorted(key for key, paths in known.items() if any(map(test, paths)))
        if len(found) == 1:
            return found[0]
        if found:
            raise VaultError(f"“{words}” may be any of these notes: {_listed(found)}; give the id")
    names = {PurePosixPath(path).stem for paths in known.values() for path in paths}
    advice = did_you_mean(words, sorted({*known, *names}))
    raise VaultError(
        f"no note is called “{words}”; {advice or 'give its id, its name or its path in the vault'}"
    )


def spots_meant(words: str, told: Sequence[Told], spot: Callable[[Told], Spot]) -> tuple[Told, ...]:
    """What is told of the spot that is meant by its words or a part of them, case apart; nothing if there is none.

    Parts that name a spot whole go before parts of a name; a VaultError if different spots are meant equally well.
    """
    wanted = _parts(words)
    spelt = [(one, _parts(str(spot(one)))) for one in told]
    tests: tuple[Callable[[tuple[str, ...]], bool], ...] = (
        lambda parts: parts == wanted,
        lambda parts: parts[-len(wanted) :] == wanted,
        lambda parts: any(parts[at : at + len(wanted)] == wanted for at in range(len(parts))),
        lambda parts: " › ".join(wanted) in " › ".join(parts),
        lambda parts: all(any(part in name for name in parts) for part in wanted),
    )
    for test in tests if any(wanted) else ():
        found = [one for one, parts in spelt if test(parts)]
        spots = list(dict.fromkeys(spot(one) for one in found))
        if len(spots) > 1:
            raise VaultError(f"“{words}” may be any of these: {_listed(map(str, spots))}; give more of it")
        if found:
            return tuple(found)
    return ()


def _parts(words: str) -> tuple[str, ...]:
    plain = " ".join(unicodedata.normalize("NFC", words).casefold().split())
    return tuple(part for part in _JOINT.split(plain) if part) or ("",)


def _listed(names: Iterable[str]) -> str:
    told = [f"“{name}”" for name in names]
    more = f" and {len(told) - _MOST} more" if len(told) > _MOST else ""
    return ", ".join(told[:_MOST]) + more
