"""Where a part of a record stands, worked out only when somebody asks by reading its file once more."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import NamedTuple

from yaml.error import YAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from vaultgen.errors import Problem
from vaultgen.records.faults import Fault, Origin, Path
from vaultgen.records.tables import SEPARATED, Lines, cell_column
from vaultgen.records.yaml_files import compose, is_nothing

__all__ = ["Place", "Places", "position_of"]


class Place(NamedTuple):
    """A file with line and column from 1; 0 if they are not known."""

    file: str
    line: int
    column: int


class Places:
    """Finds places in files, which are named by their path from a folder; remembers the file that it read last."""

    def __init__(self, base: FilePath | None = None) -> None:
        self._base = base
        self._file: str | None = None
        self._lines: Lines | None = None
        self._node: Node | None = None

    @classmethod
    def of_text(cls, text: str, file: str) -> Places:
        """The places in one file whose text is at hand already."""
        places = cls()
        places._file = file
        places._hold(text, file)
        return places

    def locate(self, file: str, path: Path, line: int, *, fault: Fault | None = None) -> tuple[int, int]:
        """Line and column of what the path leads to, in the row of that line if the file is a table."""
        self._read(file)
        if not line:
            return position_of(self._node, path, fault) if self._node else (0, 0)
        if self._lines is None:
            return line, 0
        if file.lower().endswith(SEPARATED):
            return line, cell_column(self._lines, line, path, fault)
        node = _composed(self._lines[line])
        return line, position_of(node, path, fault)[1] if node else 0

    def place(self, origin: Origin, *, fault: Fault | None = None) -> Place:
        """The place of a record, or of the part of it that is at fault."""
        file, path, line = origin
        more = fault.path if fault else ()
        # A table's row is the record itself; the path of a record in YAML leads to it from the document's root.
        return Place(file, *self.locate(file, (*path, *more), line, fault=fault))

    def problem(self, origin: Origin, fault: Fault) -> Problem:
        """The fault for the person who can mend it."""
        return Problem(*self.place(origin, fault=fault), fault.message, fault.advice)

    def _read(self, file: str) -> None:
        if file == self._file:
            return
        self._file, self._lines, self._node = file, None, None
        if self._base is None:
            return
        try:
            text = (self._base / file).read_bytes().decode("utf-8-sig")
        except (OSError, ValueError):
            return
        self._hold(text, file)

    def _hold(self, text: str, file: str) -> None:
        if file.lower().endswith((".yaml", ".yml")):
            self._node = _composed(text)
        else:
            self._lines = Lines(text, file)


def _composed(text: str) -> Node | None:
    try:
        return compose(text)
    except YAMLError:
        return None


def position_of(node: Node, path: Path, fault: Fault | None) -> tuple[int, int]:
    """Follow the path as far as the document goes: shorthands leave out steps that the long form has."""
    key: Node | None = None
    under = ""
    for step in path:
        if isinstance(node, MappingNode):
            key, node = _child(node, step, under, key)
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        under = step if isinstance(step, str) else under
    if fault is not None and fault.at_key and key is not None:
        node = key
    mark = node.start_mark
    return mark.line + 1, mark.column + 1 + _offset(node, fault)


def _child(node: MappingNode, step: str | int, under: str, key: Node | None) -> tuple[Node | None, Node]:
    if isinstance(step, str):
        return next((pair for pair in node.value if pair[0].value == step), (key, node))
    if under != "metrics":
        return key, node
    # `metrics: {valuation: …, arr: …}` is a list to pydantic.
    claims = [
        (name, claim)
        for name, given in node.value
        if not is_nothing(given)
        for claim in (given.value if isinstance(given, SequenceNode) else [given])
    ]
    return claims[step] if step < len(claims) else (key, node)


def _offset_in_pair(node: MappingNode, fault: Fault) -> int:
    """As below, in a line that YAML has taken for a mapping: `Series E, Jan 2026: $300M at $5B`."""
    if len(node.value) == 1:
        (key, value) = node.value[0]
        same_line = key.start_mark.line == value.end_mark.line
        if same_line and value.start_mark.column == key.start_mark.column + len(fault.text) - len(
            value.value
        ):
            return fault.offset
    return 0


def _offset(node: Node, fault: Fault | None) -> int:
    """How far into a one-line scalar the bad character stands."""
    if fault is None or fault.offset < 0 or fault.at_key:
        return 0
    if isinstance(node, MappingNode):
        return _offset_in_pair(node, fault)
    if not isinstance(node, ScalarNode):
        return 0
    if node.start_mark.line != node.end_mark.line or node.style in {"|", ">"}:
        return 0
    found = node.value.find(fault.text)
    written = node.end_mark.column - node.start_mark.column
    quotes = 1 if node.style else 0
    if found < 0 or written != len(node.value) + 2 * quotes:
        return 0
    return quotes + int(found) + fault.offset
