"""Tables of records: CSV, TSV and JSON Lines, read row by row into plain mappings."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pydantic_core import from_json

from vaultgen.errors import Problem, RecordsError
from vaultgen.records.faults import Fault, Path
from vaultgen.records.yaml_files import FORBIDDEN
from vaultgen.values.suggest import did_you_mean

__all__ = ["MOST", "SEPARATED", "Lines", "cell_column", "read_json_lines", "read_separated"]

MOST = 100
"""So many problems are listed of one file; who sees a hundred of them has something else to mend first."""

PIECE = 1 << 16
SEPARATED = (".csv", ".tsv")

_LINE_FEED = re.compile(r"\n")
_LINE_END = re.compile(r"\r\n|\r|\n")
_COLUMN = re.compile(r" at line \d+ column (\d+)$")
_NUMBERS = frozenset({int, float, bool})

Row = tuple[int, Any]
"""The line on which a row begins, and its cells by column."""


def delimiter_of(file: str) -> str:
    """What separates the cells of a file: a tab in `.tsv`, a comma otherwise."""
    return "\t" if file.lower().endswith(".tsv") else ","


def read_separated(text: str, file: str, columns: Iterable[str]) -> tuple[list[Row], list[Problem]]:
    """The rows of a CSV or TSV file without their empty cells; `columns` are the ones that are known."""
    problems: list[Problem] = []
    rows: list[Row] = []
    delimiter = delimiter_of(file)
    reader = csv.reader(_line_by_line(text), delimiter=delimiter, strict=True)
    begun = 1
    header: list[str] = []
    try:
        for cells in reader:
            line, begun = begun, reader.line_num + 1
            if not any(cells):
                continue
            if not header:
                header = [cell.strip() for cell in cells]
                problems.extend(_header_problems(header, text, file, line, list(columns)))
                if problems:
                    return [], problems
            elif len(cells) == len(header):
                row = {name: cell for name, cell in zip(header, map(str.strip, cells), strict=True) if cell}
                rows.append((line, row))
            else:
                message = f"this row has {len(cells)} cells for {len(header)} columns"
                problems.append(Problem(file, line, 1, message, f"cells that hold “{delimiter}” need quotes"))
                if len(problems) >= MOST:
                    break
    except csv.Error as error:
        problems.append(_csv_problem(error, file, begun))
    if not header and not problems:
        problems.append(Problem(file, 0, 0, "the table is empty", "its first line names the columns"))
    return rows, problems


def _csv_problem(error: csv.Error, file: str, line: int) -> Problem:
    said = str(error)
    if "unexpected end of data" in said:
        return Problem(file, line, 1, "a quote that opens in this row is never closed")
    if "field limit" in said:
        advice = "is a quote never closed?"
        return Problem(file, line, 1, f"a cell has more than {csv.field_size_limit()} characters", advice)
    return Problem(file, line, 1, f"cannot be read: {said}", "write a quote inside quotes twice")


def _header_problems(
    header: list[str], text: str, file: str, line: int, columns: list[str]
) -> Iterator[Problem]:
    if len(header) == 1 and header[0] not in columns:
        other = next((mark for mark in (";", "\t", ",", "|") if mark in header[0]), "")
        if other:
            shown = {"\t": "a tab", ",": "a comma", ";": "a semicolon", "|": "a bar"}
            wanted = shown[delimiter_of(file)]
            yield Problem(
                file, line, 1, f"the columns are separated by {shown[other]}", f"{wanted} is expected"
            )
            return
    delimiter = delimiter_of(file)
    row = Lines(text, file)[line]
    for index, name in enumerate(header):
        column = _cell_start(row, index, delimiter)
        if not name:
            yield Problem(file, line, column, f"column {index + 1} has no name")
        elif name in header[:index]:
            yield Problem(file, line, column, f"column “{name}” is there twice")
        elif name not in columns:
            advice = did_you_mean(name, columns) or f"known are {', '.join(columns)}"
            yield Problem(file, line, column, f"unknown column “{name}”", advice)


def _line_by_line(text: str) -> Iterator[str]:
    """The physical lines with their ends; a piece at a time, since nonsense is given up long before its end."""
    start, step = 0, PIECE
    while start < len(text):
        stop = start + step
        if stop < len(text):
            stop = max(text.rfind("\n", start, stop), text.rfind("\r", start, stop - 1)) + 1
            if not stop:
                step *= 2
                continue
        yield from io.StringIO(text[start:stop], newline="")
        start, step = stop, PIECE


class Lines:
    """The physical lines of a table by number; asked for in order, each is found from the one before."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.delimiter = delimiter_of(file)
        self._ends = _LINE_END if file.lower().endswith(SEPARATED) else _LINE_FEED
        self._number, self._start = 1, 0

    def __getitem__(self, number: int) -> str:
        """The line of that number (from 1) without its end; empty if there are fewer."""
        if number < self._number:
            self._number, self._start = 1, 0
        while self._number < number:
            end = self._ends.search(self.text, self._start)
            if end is None:
                return ""
            self._number, self._start = self._number + 1, end.end()
        end = self._ends.search(self.text, self._start)
        return self.text[self._start : end.start() if end else None]


def cell_column(lines: Lines, line: int, path: Path, fault: Fault | None) -> int:
    """The column of the cell that a path leads to, or of the bad character in it, in the row that begins there."""
    rows = csv.reader(_line_by_line(lines.text), delimiter=lines.delimiter)
    names = [name.strip() for name in next((row for row in rows if any(row)), [])]
    if not path or path[0] not in names:
        return 1
    row = lines[line]
    column = _cell_start(row, names.index(str(path[0])), lines.delimiter)
    found = row.find(fault.text, column - 1) if fault is not None and fault.offset >= 0 else -1
    return column if fault is None or found < 0 else found + 1 + fault.offset


def _cell_start(row: str, index: int, delimiter: str) -> int:
    """The column of the cell of that index, or 1 if it begins on a later line of the row."""
    quoted = False
    for position, character in enumerate(row):
        if index == 0:
            return position + 1
        if character == '"':
            quoted = not quoted
        elif character == delimiter and not quoted:
            index -= 1
    return 1


def read_json_lines(text: str, file: str) -> tuple[list[Row], list[Problem]]:
    """The objects of a JSON Lines file, each key given once, without empty values."""
    problems: list[Problem] = []
    rows: list[Row] = []
    for number, line in enumerate(_json_lines(text), start=1):
        try:
            row = from_json(line, allow_inf_nan=False)
            # Most lines of most files need no second look.
            if not _is_tidy(line, row):
                row = _object(line, row)
        except (ValueError, RecordsError) as error:
            if line and not line.isspace():
                problems.append(_json_problem(error, file, number, len(line)))
            if len(problems) >= MOST:
                break
        else:
            rows.append((number, row))
    if not rows and not problems:
        problems.append(Problem(file, 0, 0, "the table is empty"))
    return rows, problems


def _json_problem(error: ValueError | RecordsError, file: str, number: int, longest: int) -> Problem:
    if isinstance(error, RecordsError):
        return replace(error.problems[0], file=file, line=number)
    said = str(error)
    found = _COLUMN.search(said)
    column = min(int(found[1]), longest) if found else 0
    return Problem(file, number, column, f"cannot be read as JSON: {_COLUMN.sub('', said)}")


def _json_lines(text: str) -> Iterator[str]:
    """The lines without their ends, a piece at a time as above."""
    start = 0
    while start < len(text):
        stop = text.find("\n", min(start + PIECE, len(text)))
        stop = len(text) if stop < 0 else stop
        yield from text[start:stop].split("\n")
        start = stop + 1


def _is_tidy(line: str, row: object) -> bool:
    """Whether a line is an object of texts, numbers and lists of texts, none of them empty or with space around it.

    It has no more quotes than these texts need, so that no key is given twice, and no escapes but line breaks.
    """
    if not isinstance(row, dict):
        return False
    texts = [*row]
    for value in row.values():
        kind = value.__class__
        if kind is str:
            texts.append(value)
        elif kind is list:
            texts += value
        elif kind not in _NUMBERS:
            return False
    try:
        stripped = [*map(str.strip, texts)]
    except TypeError:
        return False
    return (
        stripped == texts
        and "" not in texts
        and line.count('"') == 2 * len(texts)
        and line.count("\\") == line.count("\\n")
    )


def _object(line: str, row: object) -> dict[str, Any]:
    """The object of a line, looked at closely."""
    if not isinstance(row, dict):
        raise _refuse(1, "expected an object, `{…}`, on each line")
    _check_repeated(line)
    _check_characters(line, row)
    cells: dict[str, Any] = _stripped(row)
    return {key: value for key, value in cells.items() if value != ""}


def _refuse(column: int, message: str) -> RecordsError:
    return RecordsError((Problem("", 0, column, message),))


def _check_repeated(line: str) -> None:
    """Refuse an object that gives a key twice."""
    twice: list[str] = []

    def keep(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            names = [name for name, _ in pairs]
            twice.extend(name for name in made if names.count(name) > 1)
        return made

    json.loads(line, object_pairs_hook=keep)
    if twice:
        column = line.rfind(json.dumps(twice[0], ensure_ascii=False)) + 1
        raise _refuse(column, f"key “{twice[0]}” is given twice")


def _check_characters(line: str, data: object) -> None:
    """Refuse a character that an escape has smuggled in."""
    if isinstance(data, str):
        if found := FORBIDDEN.search(data):
            code = f"{ord(found.group()):04x}"
            raise _refuse(
                line.lower().find(f"\\u{code}") + 1, f"character U+{code.upper()} cannot be in a record"
            )
        return
    parts = (*data, *data.values()) if isinstance(data, dict) else data if isinstance(data, list) else ()
    for part in parts:
        _check_characters(line, part)


def _stripped(data: Any) -> Any:
    """The data without space around its texts, and without keys that have no value."""
    if isinstance(data, str):
        return data.strip()
    if isinstance(data, dict):
        return {key.strip(): _stripped(value) for key, value in data.items() if value is not None}
    return [_stripped(item) for item in data] if isinstance(data, list) else data
