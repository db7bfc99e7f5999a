"""All records together, each complete, with the way back to its place in a file."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice, takewhile

from vaultgen.records.faults import Origin, Path
from vaultgen.records.model import Deal, Entity, Metric, Relation, Round, Source
from vaultgen.records.places import Place, Places
from vaultgen.records.registry import Registry

__all__ = ["Codes", "Key", "Origins", "Records"]

Key = tuple[str | int, ...]
"""The way to a record, and on to a part of it; see `Records.origin`."""

_FILE = 40
"""A code is a number: the file's from this bit upwards, then the line or the path's number, then which of the two."""


class Codes:
    """Writes origins as numbers, so that a hundred thousand of them take eight bytes each."""

    def __init__(self, files: tuple[str, ...]) -> None:
        self.files = {file: number for number, file in enumerate(files)}
        self.paths: dict[Path, int] = {}

    def code(self, file: str, path: Path, line: int) -> int:
        """The number of an origin; numbers of one file's rows order them as they stand there."""
        start = self.files[file] << _FILE
        if line:
            return start | line << 1 | 1
        return start | self.paths.setdefault(path, len(self.paths)) << 1


@dataclass(frozen=True, slots=True)
class Origins:
    """Where every record stands: by id, or in the order of the records that have no id."""

    files: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()
    named: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    listed: Mapping[str, array[int]] = field(default_factory=dict)

    def decode(self, code: int) -> Origin:
        """The origin that a number stands for."""
        number = (code & (1 << _FILE) - 1) >> 1
        file = self.files[code >> _FILE]
        return (file, (), number) if code & 1 else (file, self.paths[number], 0)


@dataclass(frozen=True, slots=True)
class Records:
    """What all files say. Ids are sorted; what has no id is in an order that files and rows do not influence.

    Nested records are complete (owner, default source), and are the same objects in their entity as here. Investments
    of a table follow the ones that a round's own record names; only they have their `round` filled in.
    """

    registry: Registry = field(default_factory=Registry)
    entities: Mapping[str, Entity] = field(default_factory=dict)
    rounds: Mapping[str, Round] = field(default_factory=dict)
    deals: Mapping[str, Deal] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    metrics: tuple[Metric, ...] = ()
    relations: tuple[Relation, ...] = ()
    origins: Origins = field(default_factory=Origins, repr=False, compare=False)
    places: Places = field(default_factory=Places, repr=False, compare=False)

    def origin(self, *key: str | int) -> Origin:
        """Where a record, or a part of it, stands: file, path inside a YAML file, line in a table.

        Keys are `("entity", id, *path)`, likewise `round`, `deal` and `source`; `("metric", entity, n, *path)` for the
        n-th of that entity's in `metrics`; `("relation", n, *path)` for the n-th of `relations`. The path leads on
        inside the record: `("round", "baseten/series-e", "amount", 0)`. `("figure", entity, predicate, scope, source)`
        is the metric or fact of the entity that says it, or the entity if it comes from elsewhere.
        """
        if key[0] == "figure":
            key = self._figure(*map(str, key[1:]))
        code, rest = self._code(str(key[0]), key[1:])
        if code is None:
            return "", (), 0
        file, path, line = self.origins.decode(code)
        return file, (*path, *rest), line

    def place(self, *key: str | int) -> Place:
        """File, line and column of a record or a part of it, for which its file is read again; keys as above."""
        return self.places.place(self.origin(*key))

    def locate(self, file: str, path: Path, line: int) -> tuple[int, int]:
        """Line and column of an origin."""
        return self.places.locate(file, path, line)

    def _code(self, kind: str, key: Key) -> tuple[int | None, Path]:
        if kind == "metric":
            first = bisect_left(self.metrics, str(key[0]), key=lambda metric: metric.entity)
            return self._listed(kind, first + int(key[1])), key[2:]
        if kind == "relation":
            return self._listed(kind, int(key[0])), key[1:]
        name = str(key[0])
        if kind == "round" and key[1:2] == ("investors",) and len(key) > 2 and name in self.rounds:
            row = self._investment(name, int(key[2]))
            if row is not None:
                return self._listed("investment", row), key[3:]
        return self.origins.named.get(kind, {}).get(name), key[1:]

    def _figure(self, entity: str, predicate: str, scope: str, source: str) -> Key:
        first = bisect_left(self.metrics, entity, key=lambda metric: metric.entity)
        own = takewhile(lambda metric: metric.entity == entity, islice(self.metrics, first, None))
        for number, metric in enumerate(own):
            if (metric.metric, metric.scope, metric.source) == (predicate, scope, source):
                return "metric", entity, number
        return ("entity", entity, *predicate.split(".", 1))

    def _listed(self, kind: str, index: int) -> int | None:
        codes = self.origins.listed.get(kind, ())
        return codes[index] if 0 <= index < len(codes) else None

    def _investment(self, name: str, index: int) -> int | None:
        """The number of an investment among those of all tables, which stand in the order of their rounds."""
        lines = self.rounds[name].investors
        if index >= len(lines) or not lines[index].round:
            return None
        before = sum(1 for line in lines[:index] if line.round)
        earlier = (found for key, found in self.rounds.items() if key < name)
        return before + sum(1 for found in earlier for line in found.investors if line.round)
