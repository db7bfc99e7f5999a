"""Rows read as records: each row by itself, with all that is wrong in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic import ValidationError

from vaultgen.records.completion import complete, complete_round
from vaultgen.records.faults import Fault, Origin, Path
from vaultgen.records.fields import Reading
from vaultgen.records.messages import Record, faults_of, validators
from vaultgen.records.rows import Row

__all__ = ["Flaw", "Unit", "read_units"]

Flaw = tuple[Origin, Fault]
"""What is wrong, and with which row; `Places.problem` makes a problem of it."""


class Unit(NamedTuple):
    """A row of a table, or a record of a YAML file, read by itself; an entity holds what is nested in its file.

    `path` leads to the record inside a YAML file and `line` is the line of a table's row (0 for YAML). `data` is the
    row as read, plain enough to be kept (`marshal`), so that the unit can be made again without the file.
    """

    file: str
    kind: str
    record: Record
    path: Path
    line: int
    data: Any

    @property
    def origin(self) -> Origin:
        """Where the record stands."""
        return self.file, self.path, self.line


def read_units(
    rows: Iterable[Row], reading: Reading, *, keep_data: bool = True, most: int = 0
) -> tuple[list[Unit], list[Flaw]]:
    """The rows as records, and what is wrong with those that are none; without `keep_data` units have no `data`.

    With so many flaws as `most` (0: however many there are) the remaining rows are not looked at.
    """
    units: list[Unit] = []
    flaws: list[Flaw] = []
    reads = validators()
    for file, kind, path, line, data in rows:
        try:
            record = reads[kind](data, context=reading)
        except ValidationError as error:
            origin = (file, path, line)
            flaws.extend((origin, fault) for fault in faults_of(error, kind))
            if most and len(flaws) >= most:
                break
            continue
        if kind == "entity":
            record = complete(record)
        elif kind == "round":
            record = complete_round(record, "")
        units.append(Unit(file, kind, record, path, line, data if keep_data else None))
    return units, flaws
