"""The memory of a build: rows and results kept beside the vault, so that the next build does only what has changed.

Disposable: losing it costs time and nothing else. It is plain JSON, one line a record, so that a vault that came from
elsewhere can at worst bring a wrong memory, never code; each line is parsed when it is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic_core import from_json, to_json

from vaultgen.catalog.card import Card, CardFigure
from vaultgen.catalog.findings import Finding, Severity
from vaultgen.catalog.profile import Statement
from vaultgen.notes.indexes import RoundLine
from vaultgen.records.rows import Row
from vaultgen.vault.disk import Writer

__all__ = [
    "CACHE",
    "CARD",
    "FINDINGS",
    "ROUNDS",
    "Memory",
    "Remembered",
    "finding_line",
    "load_json",
    "load_memory",
    "plain_findings",
    "record_part",
    "row_line",
    "save_files",
    "save_memory",
]

CACHE: Final = ".vaultgen/cache"
_ROWS: Final = f"{CACHE}/rows.tsv"
_LEAVES: Final = f"{CACHE}/leaves.tsv"
_INDEX: Final = f"{CACHE}/index.json"

# The parts of a leaf's line.
ID, CARD, USED, FINDINGS, ROUNDS, STATEMENTS = range(6)


@dataclass(slots=True)
class Remembered:
    """One line of a leaf: an entity's card, the cards that its note looked at, and what it adds to other notes."""

    line: bytes

    @classmethod
    def of(
        cls,
        card: Card,
        used: Iterable[str],
        findings: Iterable[Finding],
        rounds: Iterable[RoundLine],
        statements: Iterable[Statement],
    ) -> Remembered:
        """The line for an entity."""
        parts: tuple[Any, ...] = (
            card.id,
            card,
            list(used),
            list(findings),
            list(rounds),
            list(statements),
        )
        return cls(b"\t".join(to_json(part) for part in parts))

    def part(self, number: int) -> bytes:
        """One part of the line: equal parts are equal bytes."""
        return self.line.split(b"\t")[number]

    def _part(self, number: int) -> Any:
        return from_json(self.part(number))

    def mentions(self, ids: Iterable[str]) -> bool:
        """Whether the note looked at one of these cards."""
        used = self.part(USED)
        return any(to_json(one) in used for one in ids)

    @property
    def id(self) -> str:
        """The entity's id."""
        return str(self._part(ID))

    @property
    def card(self) -> Card:
        """The entity's card, equal to the one that was remembered."""
        return card_of(self._part(CARD))

    @property
    def used(self) -> list[str]:
        """The ids of the cards that the note looked at."""
        return list(self._part(USED))

    @property
    def findings(self) -> list[Finding]:
        """What was found in the entity."""
        return [_finding(plain) for plain in self._part(FINDINGS)]

    @property
    def rounds(self) -> list[RoundLine]:
        """The entity's rounds as the timeline lists them."""
        return [RoundLine(*_tuples(plain)) for plain in self._part(ROUNDS)]

    @property
    def statements(self) -> list[Statement]:
        """What is said about the entity, and by whom."""
        return [Statement(*_tuples(plain)) for plain in self._part(STATEMENTS)]


def _tuples(plain: Any) -> Any:
    """Tuples where JSON has lists, all the way down."""
    return tuple(map(_tuples, plain)) if isinstance(plain, list) else plain


def _finding(plain: list[Any]) -> Finding:
    severity, *others = plain
    return Finding(Severity(severity), *_tuples(others))


def card_of(plain: list[Any]) -> Card:
    """A card from its JSON form, with tuples and figures where lists stand."""
    values = dict(zip(Card._fields, plain, strict=True))
    for name in ("figures", "pending"):
        values[name] = tuple((metric, CardFigure(*figure)) for metric, figure in values[name])
    for name in ("backed", "priced"):
        values[name] = tuple(map(tuple, values[name]))
    for name in ("kinds", "names", "tags", "last_round"):
        values[name] = tuple(values[name])
    return Card(**values)


@dataclass(slots=True)
class Memory:
    """Rows by file (as lines of JSON), the leaves by entity, and which rows touch which id.

    `touches` leads from an id (of an entity or a round) to the numbers of the rows that speak of it, file by file;
    `voices` from a source or publisher to the entities that it says something about; `names` are the names that prose
    links, with their entities, and `meanings` what an author's own links may say.
    """

    rows: dict[str, list[bytes]] = field(default_factory=dict)
    touches: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    leaves: dict[str, Remembered] = field(default_factory=dict)
    voices: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    names: list[tuple[str, str]] = field(default_factory=list)
    meanings: dict[str, str] = field(default_factory=dict)
    name_findings: list[bytes] = field(default_factory=list)
    today: str = ""

    def touching(self, ids: Iterable[str]) -> dict[str, set[int]]:
        """The numbers, by file, of all rows that touch one of these ids."""
        found: dict[str, set[int]] = {}
        wanted = list(ids)
        for file, touched in self.touches.items():
            for one in wanted:
                if one in touched:
                    found.setdefault(file, set()).update(touched[one])
        return found

    def row(self, file: str, number: int) -> Row:
        """A row as it was read."""
        kind, data, path, line = self.rows[file][number].split(b"\t")
        steps = tuple(from_json(path))
        return Row(file, kind.decode(), steps, int(line), from_json(data))


def row_line(row: Row) -> bytes:
    """A row as a line; what stands before the last two tabs is the record, the rest only tells where it stood."""
    return b"\t".join((row.kind.encode(), to_json(row.data), to_json(row.path), b"%d" % row.line))


def record_part(line: bytes) -> bytes:
    """The part of a row's line that is the record itself."""
    return line.rsplit(b"\t", 2)[0]


def load_json(vault: Path, name: str) -> Any:
    """A JSON file of the cache; None if it is missing or damaged, which only costs time."""
    try:
        return from_json((vault / name).read_bytes())
    except (OSError, ValueError):
        return None


def load_memory(vault: Path) -> Memory | None:
    """What the last build remembered; None if any of it is missing or does not fit together."""
    index = load_json(vault, _INDEX)
    try:
        rows = (vault / _ROWS).read_bytes().split(b"\n")[:-1]
        lines = (vault / _LEAVES).read_bytes().split(b"\n")[:-1]
        if (
            not isinstance(index, dict)
            or len(rows) != index["row_count"]
            or len(lines) != index["leaf_count"]
        ):
            return None
        by_file: dict[str, list[bytes]] = {}
        start = 0
        for file, count in index["files"]:
            by_file[file] = rows[start : start + count]
            start += count
        leaves = dict(zip(index["leaves"], map(Remembered, lines), strict=True))
        places = {key: (path, target) for key, (path, target) in index["places"].items()}
        return Memory(
            by_file, index["touches"], leaves, index["voices"], places,
            [(name, key) for name, key in index["names"]], index["meanings"],
            [found.encode() for found in index["name_findings"]], index["today"],
        )  # fmt: skip
    except (OSError, KeyError, TypeError, ValueError):
        return None


def save_memory(writer: Writer, memory: Memory) -> None:
    """Write the memory, in whatever order it was gathered."""
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
        "name_findings": [found.decode() for found in memory.name_findings],
        "names": memory.names,
        "meanings": memory.meanings,
        "today": memory.today,
    }
    save_files(writer, {_ROWS: _joined(rows), _LEAVES: _joined(leaves), _INDEX: to_json(index)})


def _joined(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def save_files(writer: Writer, files: Mapping[str, bytes]) -> None:
    """Write files of the cache; what it holds need not survive a power cut."""
    for name, data in files.items():
        writer.write(name, data)


def plain_findings(lines: Iterable[bytes]) -> Iterator[Finding]:
    """Findings from their own lines."""
    for line in lines:
        yield _finding(from_json(line))


def finding_line(found: Finding) -> bytes:
    """A finding as a line of its own."""
    return to_json(found)
