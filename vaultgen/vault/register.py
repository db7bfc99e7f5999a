"""What the base knows of each note, without the texts: a copy that a small build reads instead of forty megabytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from vaultgen.errors import VaultError
from vaultgen.vault.base import BASE, Entry, header, load, read_header, shards_of
from vaultgen.vault.disk import Writer
from vaultgen.vault.fingerprint import stamps_of
from vaultgen.vault.freshness import Look

__all__ = ["known_notes", "save_register"]

_REGISTER: Final = ".vaultgen/cache/register.txt"


def known_notes(vault: Path, look: Look) -> Mapping[str, Entry]:
    """All entries of the base by id: from the register if the base is as the last build left it, else from itself."""
    if look.state is not None:
        left = {path: stamp for path, stamp in look.state.vault.items() if path.startswith(BASE)}
        found = {f"{BASE}/{path.name}": path for path in shards_of(vault)}
        now = stamps_of(map(str, found.values()))
        if left == dict(zip(found, now.values(), strict=True)):
            entries = _read(vault / _REGISTER)
            if entries is not None:
                return entries
    return load(vault)


def save_register(writer: Writer, entries: Mapping[str, Entry]) -> None:
    """Note what the base knows; to be called while no state is in force, like everything in the cache."""
    lines = [f"{len(entries)}\n", *(f"{header(entry)}\n" for entry in entries.values())]
    writer.write(_REGISTER, "".join(lines).encode())


def _read(path: Path) -> dict[str, Entry] | None:
    """The entries as they were noted; None if the register is not whole, which only costs time."""
    try:
        count, *lines = path.read_bytes().decode().split("\n")
        entries = {
            entry.id: entry
            for line in lines[:-1]
            for entry in (read_header(path, line, has_text='"sha256":"' in line),)
        }
    except (OSError, ValueError, VaultError):
        return None
    return entries if count == str(len(entries)) and lines and not lines[-1] else None
