"""The text of one record file with its records, and the places where they are written."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, NoReturn

from pydantic import ValidationError

from vaultgen.errors import Problem, RecordsError
from vaultgen.records.completion import complete, complete_round
from vaultgen.records.edit.cell_tree import row_tree
from vaultgen.records.edit.json_tree import json_tree
from vaultgen.records.edit.paths import part_at
from vaultgen.records.edit.script import CellScript, JsonScript, Script, YamlScript
from vaultgen.records.edit.sites import site_of
from vaultgen.records.edit.splices import line_column
from vaultgen.records.edit.tree import Branch, Node, walked
from vaultgen.records.edit.yaml_tree import yaml_tree
from vaultgen.records.faults import Path
from vaultgen.records.fields import Reading
from vaultgen.records.messages import validators
from vaultgen.records.model import Entity, Round
from vaultgen.records.places import Places
from vaultgen.records.rows import KIND_OF_TABLE, Row, rows_of
from vaultgen.records.tables import SEPARATED, Lines, column_names
from vaultgen.records.units import read_units

__all__ = ["Document"]

_COLON = re.compile(r":\s*$")


class Document:
    """A file's text as read: its rows, the records made of them, and on demand the tree of places of each row."""

    def __init__(self, text: str, file: str, reading: Reading) -> None:
        """Raise RecordsError if the file cannot be read as it is."""
        self.text, self.file = text, file
        self.rows, problems = rows_of(text, file)
        if problems:
            raise RecordsError(tuple(problems))
        reads = validators()
        try:
            self.records: list[Any] = [reads[row.kind](row.data, context=reading) for row in self.rows]
        except ValidationError as error:
            _, flaws = read_units(self.rows, reading, keep_data=False)
            places = Places.of_text(text, file)
            raise RecordsError(tuple(places.problem(*flaw) for flaw in flaws)) from error
        self.reading = reading
        self.is_table = bool(self.rows) and self.rows[0].line > 0
        self.has_cells = file.lower().endswith(SEPARATED)
        self._index = {(row.line, row.path): index for index, row in enumerate(self.rows)}
        self._lines = Lines(text, file)
        self._ascii_only = "\\u" in text and text.isascii()
        self._trees: dict[int, Node] = {}
        self._line_of: dict[Node, int] = {}
        self._columns: list[str] = []

    @property
    def ids(self) -> set[str]:
        """The ids of all records, with those that are made of other fields."""
        whole = [complete(record) if isinstance(record, Entity) else record for record in self.records]
        rounds = [record for record in whole if isinstance(record, Round)]
        rounds += [found for record in whole if isinstance(record, Entity) for found in record.rounds]
        named = {getattr(record, "id", "") for record in whole}
        return named | {complete_round(found, "").id for found in rounds}

    def find(self, path: Path, line: int) -> tuple[int, Path] | None:
        """The number of the row that the path leads into, and the steps that lead on from there."""
        for length in range(len(path) + 1):
            index = self._index.get((line, path[:length]))
            if index is not None:
                return index, path[length:]
        return None

    def table(self, path: Path, line: int) -> tuple[str, Branch | None] | None:
        """The kind and, in YAML, the list of a table that records can be added to."""
        if self.is_table:
            return (self.rows[0].kind, None) if not path and not line else None
        if len(path) != 1 or self.find(path, line) is not None or path[0] not in KIND_OF_TABLE:
            return None
        root = self.tree(0)
        entry = root.get(str(path[0])) if isinstance(root, Branch) else None
        node = entry.node if entry else None
        return (KIND_OF_TABLE[str(path[0])], node) if isinstance(node, Branch) else None

    def node(self, row: Row) -> Node:
        """What writes the row."""
        node = self.tree(row.line)
        for step in row.path:
            if isinstance(node, Branch):
                entry = node.entries[step] if isinstance(step, int) else node.get(step)
                node = entry.node if entry else node
        return node

    def tree(self, line: int) -> Node:
        """The whole document in YAML, the row of that line in a table."""
        if line not in self._trees:
            self._trees[line] = self._read_tree(line)
            if line:
                self._line_of.update(dict.fromkeys(walked(self._trees[line]), line))
        return self._trees[line]

    def _read_tree(self, line: int) -> Node:
        if not line:
            return yaml_tree(self.text) or Branch(0, 0, (), keyed=True)
        start = self._lines.start(line)
        if self.has_cells:
            return row_tree(self.text, start, self._lines.delimiter, self.columns)
        return json_tree(self.text, start)

    @property
    def delimiter(self) -> str:
        """What stands between two cells."""
        return self._lines.delimiter

    @property
    def columns(self) -> list[str]:
        """The names of the columns of a CSV or TSV file."""
        if not self._columns:
            self._columns = column_names(self.text, self._lines.delimiter)
        return self._columns

    def script(self, node: Node) -> Script:
        """How the row is written that the node belongs to."""
        if not self.is_table:
            return YamlScript()
        if self.has_cells:
            return CellScript(self._lines.delimiter)
        root = self.tree(self._line_of[node])
        script = JsonScript(ascii_only=self._ascii_only)
        if isinstance(root, Branch) and root.entries:
            first = root.entries[0]
            found = _COLON.search(self.text[first.start : first.node.start])
            script = replace(script, colon=found.group() if found else ": ")
            if len(root.entries) > 1:
                script = replace(script, comma=self.text[first.end : root.entries[1].start])
        return script

    def place(self, path: Path, line: int) -> tuple[int, int]:
        """Line and column of what the path leads to, as near as the file has it."""
        found = self.find(path, line)
        if found is None:
            return line or 1, 1
        index, rest = found
        root = self.node(self.rows[index])
        start = root.start
        for length in range(1, len(rest) + 1):
            try:
                part_at(self.records[index], rest[:length])
                start = site_of(self.records[index], root, rest[:length], text=self.text).node.start
            except LookupError:
                break
        return line_column(self.text, start)

    def refuse(self, offset: int, message: str, advice: str = "") -> NoReturn:
        """Raise RecordsError that points at a character of the text."""
        raise RecordsError((Problem(self.file, *line_column(self.text, offset), message, advice),))
