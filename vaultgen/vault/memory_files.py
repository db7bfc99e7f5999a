"""The memory of a build on disk: written whole after a build of everything, and by what has changed after a revision.

Whoever writes it removes the state of the vault first and writes that last (see `freshness`), so that a build which
dies in between leaves a memory that nobody reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from pydantic_core import from_json, to_json

from vaultgen.vault.disk import Writer
from vaultgen.vault.memory import Memory, Remembered

__all__ = ["load_memory", "save_memory", "save_revision"]

_CACHE: Final = ".vaultgen/cache"
_ROWS: Final = f"{_CACHE}/rows.tsv"
_LEAVES: Final = f"{_CACHE}/leaves.tsv"
_INDEX: Final = f"{_CACHE}/index.json"
_SINCE: Final = f"{_CACHE}/since.json"
# Beyond this, writing what has changed costs as much as writing everything.
MOST_LEAVES: Final = 2000
MOST_ROWS: Final = 60_000


def load_memory(vault: Path) -> Memory | None:
    """What the last build remembered; None if any of it is missing or does not fit together."""
    try:
        index = from_json((vault / _INDEX).read_bytes())
        rows = (vault / _ROWS).read_bytes().split(b"\n")[:-1]
        lines = (vault / _LEAVES).read_bytes().split(b"\n")[:-1]
        if len(rows) != index["row_count"] or len(lines) != index["leaf_count"]:
            return None
        memory = _memory(index, rows, lines)
        since = vault / _SINCE
        if since.exists():
            _revise(memory, from_json(since.read_bytes()))
    except (OSError, KeyError, TypeError, ValueError, AttributeError):
        return None
    return memory


def _memory(index: dict[str, Any], rows: list[bytes], lines: list[bytes]) -> Memory:
    by_file: dict[str, list[bytes]] = {}
    start = 0
    for file, count in index["files"]:
        by_file[file] = rows[start : start + count]
        start += count
    return Memory(
        rows=by_file,
        touches=index["touches"],
        leaves=dict(zip(index["leaves"], map(Remembered, lines), strict=True)),
        voices=index["voices"],
        places={key: (path, target) for key, (path, target) in index["places"].items()},
        names=[(name, key) for name, key in index["names"]],
        meanings=index["meanings"],
        name_findings=[found.encode() for found in index["name_findings"]],
        horizon=index["horizon"],
        today=index["today"],
    )


def _revise(memory: Memory, since: dict[str, Any]) -> None:
    """Put what has changed since the whole was written into the memory."""
    for file, lines in since["rows"].items():
        memory.rows[file] = [line.encode() for line in lines]
        memory.touches[file] = since["touches"][file]
    for key, line in since["leaves"].items():
        memory.leaves[key] = Remembered(line.encode())
    memory.voices.update(since["voices"])
    memory.horizon = since["horizon"]
    memory.since.files.update(since["rows"])
    memory.since.leaves.update(since["leaves"])
    memory.since.voices.update(since["voices"])


def save_revision(writer: Writer, memory: Memory) -> None:
    """Write what has changed since the whole was written; or the whole, once that is no more work."""
    since = memory.since
    rows = sum(len(memory.rows[file]) for file in since.files)
    if len(since.leaves) > MOST_LEAVES or rows > MOST_ROWS:
        save_memory(writer, memory)
        return
    changes = {
        "rows": {file: [line.decode() for line in memory.rows[file]] for file in sorted(since.files)},
        "touches": {file: memory.touches[file] for file in sorted(since.files)},
        "leaves": {key: memory.leaves[key].line.decode() for key in sorted(since.leaves)},
        "voices": {key: memory.voices[key] for key in sorted(since.voices)},
        "horizon": memory.horizon,
    }
    writer.write(_SINCE, to_json(changes))


def save_memory(writer: Writer, memory: Memory) -> None:
    """Write the memory whole."""
    rows = [line for lines in memory.rows.values() for line in lines]
    leaves = [leaf.line for leaf in memory.leaves.values()]
    index = {
        "row_count": len(rows),
        "leaf_count": len(leaves),
        "files": [(file, len(lines)) for file, lines in memory.rows.items()],
        "touches": memory.touches,
        "leaves": list(memory.leaves),
        "voices": memory.voices,
        "places": memory.places,
        "names": memory.names,
        "meanings": memory.meanings,
        "name_findings": [found.decode() for found in memory.name_findings],
        "horizon": memory.horizon,
        "today": memory.today,
    }
    writer.remove(_SINCE)
    writer.write(_ROWS, _joined(rows))
    writer.write(_LEAVES, _joined(leaves))
    writer.write(_INDEX, to_json(index))


def _joined(lines: Iterable[bytes]) -> bytes:
    return b"\n".join([*lines, b""])
