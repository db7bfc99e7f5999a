"""YAML as records use it: every plain scalar is text, no key is repeated, nothing hides behind an alias.

libyaml composes the document, and plain dicts, lists and texts are made of it here; that takes a third of the time
that PyYAML's own loader needs. Keys without a value are left out, as empty cells of tables are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern
from typing import Any

from yaml._yaml import CParser
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from yaml.nodes import MappingNode, Node, ScalarNode
from yaml.reader import ReaderError

from vaultgen.errors import Problem, RecordsError

__all__ = ["compose", "is_nothing", "load_yaml"]

DEEPEST = 50
MANY = 1000
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ue000-\uf8ff]")

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_ANCHOR = re.compile(r"(?<![^\s\[{,:-])&\S")
_STACKED = re.compile(rf"(?:[-?:]\s+){{{DEEPEST}}}")
_WIDE = " " * 4 * DEEPEST
# What libyaml says, what it means, and what to do about it.
_MEANINGS = (
    ("mapping values are not allowed", "“: ” inside a plain text", "put quotes around the text"),
    ("found character that cannot start", "a plain text cannot begin with “{}”", "put quotes around it"),
    ("while scanning an a", "a plain text cannot begin with “{}”", "put quotes around it"),
    ("found undefined alias", "a plain text cannot begin with “{}”", "put quotes around it"),
    ("could not find expected ':'", "expected `key: value`", "indent what continues a text"),
    ("found unexpected end of stream", "a quote that opens here is never closed", ""),
    ("did not find expected key", "expected a key", "is the line indented like the ones above?"),
    ("did not find expected '-' indicator", "expected “-” as in the items above", ""),
    ("expected a single document", "`---` begins a second document", "write one document a file"),
)
_AT_THE_BEGINNING = ("could not find expected ':'", "found unexpected end of stream", "while scanning an a")


class _Composer(CParser):
    """libyaml's composer, with the tags left alone: what a scalar means is for its field to say."""

    def resolve(self, *_: object) -> str:
        """No tag, whatever the scalar looks like."""
        return ""

    def descend_resolver(self, *_: object) -> None:
        """Nothing is resolved by where it stands."""

    def ascend_resolver(self) -> None:
        """As above."""


def is_nothing(node: Node) -> bool:
    """Whether the node is an empty value: nothing at all, `~` or `null`."""
    return isinstance(node, ScalarNode) and not node.style and node.value in _NOTHING


def compose(text: str) -> Node | None:
    """The document as nodes that know where they stand; None if it is empty. Raises YAMLError."""
    return _Composer(text).get_single_node()


def load_yaml(text: str, file: str) -> Any:
    """The document as dicts, lists and texts (None if it is empty), or RecordsError with all its problems."""
    try:
        problems = list(_hidden(text, file)) if _suspicious(text) else []
        if problems:
            raise RecordsError(tuple(problems))
        node = compose(text)
        if node is None:
            return None
        plain = _Plain(file, escapes="\\" in text)
        value = plain.value(node)
    except RecursionError:
        raise RecordsError((Problem(file, 0, 0, "nested too deeply"),)) from None
    except YAMLError as error:
        raise RecordsError((_syntax(error, text, file),)) from error
    if plain.problems:
        raise RecordsError(tuple(plain.problems))
    return value


def _suspicious(text: str) -> bool:
    """Whether there may be aliases, or a nesting so deep that composing it would take more stack than there is."""
    return (
        ("&" in text and _ANCHOR.search(text) is not None)
        or text.count("[") + text.count("{") > MANY
        or (text.count("-") + text.count("?") > MANY and _STACKED.search(text) is not None)
        or _WIDE in text
    )


def _hidden(text: str, file: str) -> Iterator[Problem]:
    """What would take more than its own length to read: deep nesting and aliases."""
    parser = _Composer(text)
    depth = 0
    while parser.check_event():
        event: Any = parser.get_event()
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, AliasEvent):
            yield Problem(
                file, line, column, f"alias *{event.anchor} is not read", "write out what it stands for"
            )
        elif isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                yield Problem(file, line, column, "nested too deeply")
                return
        elif isinstance(event, CollectionEndEvent):
            depth -= 1


def _syntax(error: YAMLError, text: str, file: str) -> Problem:
    """A syntax error in the words of the house, at its place."""
    if isinstance(error, ReaderError):
        before = text.encode("utf-8", "surrogatepass")[: error.position].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        character: str | int = error.character
        code = character if isinstance(character, int) else ord(character)
        return Problem(file, line, column, f"character U+{code:04X} cannot be in a record")
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return Problem(file, 0, 0, f"cannot be read as YAML: {error}")
    said = f"{error.problem} {error.context}"
    mark = error.problem_mark
    if any(start in said for start in _AT_THE_BEGINNING):
        mark = error.context_mark or mark
    lines = text.split("\n")
    character = lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""
    place = (file, mark.line + 1, mark.column + 1)
    if character == "\t":
        return Problem(*place, "a tab cannot indent YAML", "use spaces")
    for start, meaning, advice in _MEANINGS:
        if start in said:
            return Problem(*place, meaning.format(character), advice)
    begun = (
        f" ({error.context} that begins in line {error.context_mark.line + 1})" if error.context_mark else ""
    )
    return Problem(*place, f"{error.problem}{begun}")


class _Plain:
    """Makes plain values of nodes and collects what is wrong on the way."""

    def __init__(self, file: str, *, escapes: bool) -> None:
        self.file = file
        self.escapes = escapes
        self.problems: list[Problem] = []

    def value(self, node: Node) -> Any:
        """A dict, a list, a text, or None for an empty value."""
        if node.tag:
            self._report(
                node, f"tag {node.tag} is not read", "leave it out: what a value means is for its key to say"
            )
        if isinstance(node, ScalarNode):
            text: str = node.value
            if not node.style:
                return None if text in _NOTHING else text
            if self.escapes and (found := FORBIDDEN.search(text)):
                self._report(node, f"character U+{ord(found.group()):04X} cannot be in a record")
            return text.strip()
        if isinstance(node, MappingNode):
            return self._mapping(node)
        return [self.value(item) for item in node.value]

    def _mapping(self, node: MappingNode) -> dict[str, Any]:
        pairs: dict[str, Any] = {}
        for key, child in node.value:
            if not isinstance(key, ScalarNode):
                self._report(key, "a key is a text", "")
                continue
            name = intern(key.value.strip())
            if child.start_mark.index == key.end_mark.index and not child.style and child.value == "":
                self._report(key, f"“{name}” has no “:”", "put quotes around a text that holds a comma")
            if name in pairs:
                self._report(key, f"key “{name}” is given twice")
            pairs[name] = self.value(child)
        if None in pairs.values():
            return {name: value for name, value in pairs.items() if value is not None}
        return pairs

    def _report(self, node: Node, message: str, advice: str = "") -> None:
        mark = node.start_mark
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, message, advice))
