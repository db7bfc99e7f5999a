"""Where notes stood before: a note that carries an id keeps its former addresses, and they lead to the new one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from vaultgen.errors import VaultError
from vaultgen.site.addresses import case_key, page_addresses
from vaultgen.site.kind import NOTE_KINDS

if TYPE_CHECKING:  # a build in which nothing has changed reads the history, and needs no atlas
    from vaultgen.site.atlas import Atlas

__all__ = ["HISTORY_FILE", "Hidden", "History", "advance", "hidden_redirects", "read_history", "redirects"]

HISTORY_FILE: Final = ".vaultgen/addresses.json"
"""Where the history is kept in the vault, together with which it is committed."""


class History(Struct, frozen=True):
    """The addresses of each id in the order in which it had them; the last is the one of today."""

    addresses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self) -> str:
        """The history as the file keeps it; `""` if there is nothing to keep, and no file to write."""
        if not self.addresses:
            return ""
        kept = {key: list(self.addresses[key]) for key in sorted(self.addresses)}
        return json.dumps({"version": 1, "addresses": kept}, ensure_ascii=False, indent=1) + "\n"


class Hidden(Struct, frozen=True, order=True):
    """A former address that cannot lead anywhere since another file has it."""

    path: str
    address: str
    other: str


def read_history(text: str, *, where: str = HISTORY_FILE) -> History:
    """The history that `History.text` wrote; a VaultError if it is anything else."""
    if not text.strip():
        return History()
    try:
        kept = json.loads(text)["addresses"]
        addresses = {str(key): tuple(map(_address, kept[key])) for key in sorted(kept)}
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise VaultError(
            f"{where}: not a list of addresses; restore it from a copy, or delete it: then old addresses lead nowhere"
        ) from error
    return History(addresses)


def _address(value: object) -> str:
    """An address that is inside a site, whoever wrote it."""
    parts = value.split("/") if isinstance(value, str) else [""]
    if not isinstance(value, str) or "\\" in value or any(part in {"", ".", ".."} for part in parts):
        raise ValueError("not an address")
    return value


def advance(history: History, atlas: Atlas) -> History:
    """The history with the addresses of today; ids that are gone, or private now, stay as they were."""
    addresses = dict(history.addresses)
    for key, path in _ids(atlas).items():
        now = atlas.addresses[path]
        before = addresses.get(key, ())
        if not before or before[-1] != now:
            addresses[key] = (*(address for address in before if address != now), now)
    return History(addresses)


def redirects(history: History, atlas: Atlas) -> dict[str, str]:
    """Where each former address leads, sorted; never from one that a file of the site has now."""
    former = tuple(_former(history, atlas))
    taken = _taken(atlas) if former else {}
    found: dict[str, str] = {}
    claimed: set[str] = set()
    for _, address, now in former:
        key = case_key(address)
        if key not in taken and key not in claimed:
            claimed.add(key)
            found[address] = now
    return {address: found[address] for address in sorted(found)}


def hidden_redirects(history: History, atlas: Atlas) -> tuple[Hidden, ...]:
    """The former addresses that lead nowhere, since a file of the site has them now."""
    taken = _taken(atlas)
    return tuple(
        sorted(
            Hidden(path, address, taken[case_key(address)])
            for path, address, _ in _former(history, atlas)
            if case_key(address) in taken
        )
    )


def _former(history: History, atlas: Atlas) -> Iterator[tuple[str, str, str]]:
    """The path of every note with a history, a former address of it, and the one of today."""
    for key, path in _ids(atlas).items():
        now = atlas.addresses[path]
        for address in reversed(history.addresses.get(key, ())):
            if address != now and address.endswith(".html"):
                yield path, address, now


def _taken(atlas: Atlas) -> dict[str, str]:
    """Which file has which address, its twins' included."""
    return {
        case_key(one): path
        for path, address in atlas.addresses.items()
        for one in (page_addresses(address) if atlas.sheets[path].kind in NOTE_KINDS else (address,))
    }


def _ids(atlas: Atlas) -> dict[str, str]:
    """The published notes by their ids, sorted; an id that several notes have is none."""
    found: dict[str, str] = {}
    several: set[str] = set()
    for path, sheet in atlas.sheets.items():
        key = sheet.properties.get("id")
        if isinstance(key, bool) or not isinstance(key, str | int) or not str(key).strip():
            continue
        name = str(key).strip()
        several.update({name} & found.keys())
        found[name] = path
    return {key: found[key] for key in sorted(found.keys() - several)}
