"""The rows of one file before anything is known of what they mean: plain data and where it stands."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Sequence
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from vaultgen.errors import Problem, RecordsError
from vaultgen.records.faults import Fault, Origin, Path
from vaultgen.records.messages import keys_of
from vaultgen.records.places import position_of
from vaultgen.records.tables import read_json_lines, read_separated
from vaultgen.records.yaml_files import compose, load_yaml
from vaultgen.values.suggest import did_you_mean

__all__ = ["KIND_OF_TABLE", "SUFFIXES", "TYPES", "Row", "may_declare_types", "read_rows", "table_of"]

KIND_OF_TABLE = {
    "entities": "entity",
    "rounds": "round",
    "deals": "deal",
    "investments": "investment",
    "metrics": "metric",
    "relations": "relation",
    "sources": "source",
    "metric_types": "metric_type",
    "relation_types": "relation_type",
}
YAML_SUFFIXES = (".yaml", ".yml")
TABLE_SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson")
SUFFIXES = YAML_SUFFIXES + TABLE_SUFFIXES

LARGEST_YAML = 20_000_000
LARGE_TABLE = 4_000_000  # characters; from here on it pays to look at the beginning first
HEAD = 100_000  # so much of a large table is its beginning
_CONTROLS = bytes({*range(32), 127} - {9, 10, 13})
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ENTITY_KEYS = ("id", "kinds", "name")


class Row(NamedTuple):
    """One record as read: its file, kind, path inside a YAML file, line in a table (0 for YAML) and plain data."""

    file: str
    kind: str
    path: Path
    line: int
    data: Any

    @property
    def origin(self) -> Origin:
        """Where the row stands."""
        return self.file, self.path, self.line


TYPES = frozenset({"metric_type", "relation_type"})


def may_declare_types(file: str) -> bool:
    """Whether a file may hold rows of the registry: YAML, or a table of types."""
    return not file.lower().endswith(TABLE_SUFFIXES) or KIND_OF_TABLE.get(table_of(file)) in TYPES


def table_of(file: str) -> str:
    """The table that a file is named after: `rounds` for `seeds/rounds-2026.csv`."""
    return re.split(r"[-.]", file.rsplit("/", 1)[-1])[0]


def read_rows(
    path: FilePath, name: str, *, hopeless: Callable[[Sequence[Row]], bool] | None = None
) -> tuple[list[Row], list[Problem]]:
    """All rows of a file and all that hinders reading it; `name` is what problems call the file.

    Of a large table whose first rows are `hopeless` only these are read: it is something else than records.
    """
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 -- ten thousand times a Path costs 30 ms
    try:
        text = _text(path, name, suffix)
        if suffix in YAML_SUFFIXES:
            return _yaml_rows(load_yaml(text, name), text, name)
    except RecordsError as error:
        return [], list(error.problems)
    table = table_of(name)
    kind = KIND_OF_TABLE.get(table)
    if kind is None:
        advice = did_you_mean(table, KIND_OF_TABLE) or f"tables are {', '.join(KIND_OF_TABLE)}"
        return [], [Problem(name, 0, 0, f"a table must be named after what it holds, not “{table}”", advice)]
    if hopeless is not None and len(text) > LARGE_TABLE:
        rows, _ = _table_rows(text[: text.rfind("\n", 0, HEAD) + 1], name, kind)
        if hopeless(rows):
            return rows, [unread(name)]
    return _table_rows(text, name, kind)


def unread(name: str) -> Problem:
    """That so much is wrong in a file that its end was not looked at."""
    return Problem(name, 0, 0, "too much is wrong here; the rest of the file was not read")


def _table_rows(text: str, name: str, kind: str) -> tuple[list[Row], list[Problem]]:
    if name.lower().endswith((".csv", ".tsv")):
        rows, problems = read_separated(text, name, keys_of(kind))
    else:
        rows, problems = read_json_lines(text, name)
    return [Row(name, kind, (), line, data) for line, data in rows], problems


def _text(path: FilePath, name: str, suffix: str) -> str:
    """The text of the file, or RecordsError if it is no text that records can be made of."""

    def refuse(message: str, advice: str = "", line: int = 0, column: int = 0) -> RecordsError:
        return RecordsError((Problem(name, line, column, message, advice),))

    try:
        with open(path, "rb", opener=_open_at_once) as stream:
            about = os.fstat(stream.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise refuse("is no file", "only files hold records")
            if suffix in YAML_SUFFIXES and about.st_size > LARGEST_YAML:
                advice = "large sets of records belong into tables (CSV or JSON Lines)"
                raise refuse(f"has {about.st_size / 1e6:,.0f} MB, too much for YAML", advice)
            content = stream.read()
    except OSError as error:
        raise refuse(f"cannot be read: {error.strerror}") from error
    place = _bad_byte(content)
    if place is not None:
        raise refuse(
            f"byte 0x{content[place]:02x} belongs to no text", "is this a binary file?", *_at(content, place)
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"byte 0x{content[error.start]:02x} is no UTF-8"
        raise refuse(message, "save the file as UTF-8", *_at(content, error.start)) from error
    # Only what begins with these bytes in UTF-8 can be such a character.
    if (b"\xee" in content or b"\xef" in content) and (found := _PRIVATE.search(text)):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        raise refuse(f"character U+{ord(found.group()):04X} cannot be in a record", "", line, column)
    return text


def _open_at_once(path: str, flags: int) -> int:
    """Opening a named pipe would wait for somebody to write into it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _bad_byte(content: bytes) -> int | None:
    """The first control character that no text has."""
    if len(content.translate(None, _CONTROLS)) == len(content):
        return None
    return min(place for place in (content.find(control) for control in _CONTROLS) if place >= 0)


def _at(content: bytes, place: int) -> tuple[int, int]:
    before = content[:place]
    return before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1


def _yaml_rows(data: Any, text: str, name: str) -> tuple[list[Row], list[Problem]]:
    if data is None:
        return [], [Problem(name, 0, 0, "the file holds no record", "delete it, or write one")]
    if not isinstance(data, dict):
        return [], [
            Problem(name, 1, 1, "expected a mapping: one entity, or lists of records under table names")
        ]
    if any(key in data for key in _ENTITY_KEYS):
        return [Row(name, "entity", (), 0, data)], []
    rows: list[Row] = []
    faults: list[Fault] = []
    for table, listed in data.items():
        kind = KIND_OF_TABLE.get(table)
        if kind is None:
            advice = (
                did_you_mean(table, KIND_OF_TABLE) or "a file is one entity (`id`, `kinds`, `name`) or tables"
            )
            faults.append(Fault(f"unknown key “{table}”", advice, (table,), at_key=True))
        elif isinstance(listed, list):
            rows.extend(Row(name, kind, (table, index), 0, record) for index, record in enumerate(listed))
        else:
            faults.append(Fault(f"expected a list of {table}", path=(table,)))
    if not rows and not faults:
        faults.append(Fault("the file holds no record", "delete it, or write one"))
    node = compose(text) if faults else None
    if node is None:
        return rows, []
    placed = ((position_of(node, fault.path, fault), fault) for fault in faults)
    return rows, [Problem(name, *place, fault.message, fault.advice) for place, fault in placed]
