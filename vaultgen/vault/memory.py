"""The memory of a build: rows and results kept beside the vault, so that the next build does only what has changed.

Disposable: losing it costs time and nothing else. It is plain JSON, one line a record, so that a vault that came from
elsewhere can at worst bring a wrong memory, never code; each line is parsed when it is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import from_json, to_json

from vaultgen.catalog.card import Card, CardFigure
from vaultgen.catalog.findings import Finding, Severity
from vaultgen.catalog.profile import Statement
from vaultgen.notes.indexes import RoundLine
from vaultgen.records.rows import Row

__all__ = [
    "CARD",
    "FINDINGS",
    "ROUNDS",
    "Memory",
    "Remembered",
    "Since",
    "finding_line",
    "plain_findings",
    "record_part",
    "row_line",
]


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
        return self.line.split(b"\t", number + 1)[number]

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


def _tuples(plain: list[Any]) -> tuple[Any, ...]:
    """A tuple where JSON has a list, all the way down."""
    return tuple([_tuples(part) if part.__class__ is list else part for part in plain])


def _finding(plain: list[Any]) -> Finding:
    severity, *others = plain
    return Finding(Severity(severity), *_tuples(others))


def card_of(plain: list[Any]) -> Card:
    """A card from its JSON form, with tuples and figures where lists stand."""
    values = dict(zip(Card._fields, plain, strict=True))
    for name in ("figures", "pending"):
        values[name] = tuple([(metric, CardFigure(*figure)) for metric, figure in values[name]])
    for name in ("backed", "priced"):
        values[name] = tuple(map(tuple, values[name]))
    for name in ("kinds", "names", "tags", "last_round"):
        values[name] = tuple(values[name])
    return Card(**values)


@dataclass(slots=True)
class Since:
    """What has been revised since the whole was last written: files of records, leaves and voices."""

    files: set[str] = field(default_factory=set)
    leaves: set[str] = field(default_factory=set)
    voices: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Memory:
    """Rows by file (as lines of JSON), the leaves by entity, and which rows touch which id.

    `touches` leads from an id (of an entity or a round) to the numbers of the rows that speak of it, file by file;
    `voices` from a source or publisher to the entities that it says something about; `names` are the names that prose
    links, with their entities, and `meanings` what an author's own links may say; `horizon` is how far the notes about
    the whole vault see.
    """

    rows: dict[str, list[bytes]] = field(default_factory=dict)
    touches: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    leaves: dict[str, Remembered] = field(default_factory=dict)
    voices: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    names: list[tuple[str, str]] = field(default_factory=list)
    meanings: dict[str, str] = field(default_factory=dict)
    name_findings: list[bytes] = field(default_factory=list)
    horizon: list[Any] = field(default_factory=list)
    today: str = ""
    since: Since = field(default_factory=Since)

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
    path = to_json(row.path) if row.path else b"[]"
    return b"%b\t%b\t%b\t%d" % (row.kind.encode(), to_json(row.data), path, row.line)


def record_part(line: bytes) -> bytes:
    """The part of a row's line that is the record itself."""
    return line.rsplit(b"\t", 2)[0]


def plain_findings(lines: Iterable[bytes]) -> Iterator[Finding]:
    """Findings from their own lines."""
    for line in lines:
        yield _finding(from_json(line))


def finding_line(found: Finding) -> bytes:
    """A finding as a line of its own."""
    return to_json(found)
