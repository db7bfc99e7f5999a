"""The front matter of a note as slices: every property with its value, and the lines between them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import yaml

from vaultgen.notes.merge.lines import is_blank, plain, split_lines

__all__ = ["NO_FRONT", "Entry", "Form", "Front", "Leaf", "read_front", "split_front"]

Form = str
"""How a value is written: `scalar`, `block` or `flow` for lists, `other` for what is only compared as a whole."""

_FENCE: Final = re.compile(r"---[ \t]*(?:[\r\n]|\Z)")
_NAMED: Final = re.compile(r"""["']?[^\s#"'][^\r\n]*:(?:[ \t]|\Z)|[{"'?]""")
_UNCLOSED: Final = re.compile(r"---[ \t]*(?:\r\n|\r|\n)(?:[^\s#:-][^\r\n:]*:(?:[ \t\r\n]|\Z))")
_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE: Final = frozenset({"true", "True", "TRUE"})
_FALSE: Final = frozenset({"false", "False", "FALSE"})
_NUMBER: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,4})?")
_COMMENT: Final = re.compile(r"(?:^|(?<=[ \t]))#[^\r\n]*", re.MULTILINE)
_Loader: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One scalar of a value: its text, what it means, and where it stands in its entry."""

    text: str
    value: Hashable
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A property with its lines, or (without a name) lines that belong to none: comments and blank ones."""

    name: str
    raw: str
    form: Form = "other"
    leaves: tuple[Leaf, ...] = ()
    comments: tuple[str, ...] = ()

    @property
    def value(self) -> Hashable:
        """What the property means; equal for values that are only written differently."""
        if self.form == "scalar":
            return self.leaves[0].value
        if self.form == "other":
            return ("other", plain(self.raw))
        return ("list", *(leaf.value for leaf in self.leaves))

    @property
    def text(self) -> str:
        """The value for a reader."""
        if self.form == "other":
            return plain(self.raw).partition(":")[2].strip()
        return ", ".join(leaf.text for leaf in self.leaves)


@dataclass(frozen=True, slots=True)
class Front:
    """Both `---` lines and what stands between them; with a `fault` nothing in between is told apart."""

    opening: str = ""
    entries: tuple[Entry, ...] = ()
    closing: str = ""
    inner: str = ""
    fault: str = ""


NO_FRONT: Final = Front()


def split_front(text: str) -> tuple[str, str]:
    """The front matter with both of its lines, as far as the text has one, and the body.

    A text that opens with a thematic break has none: what follows the first line must look like properties.
    """
    if not _FENCE.match(text):
        return "", text
    lines = split_lines(text)
    closing = next((n for n, line in enumerate(lines) if n and line[:3] == "---" and _FENCE.match(line)), 0)
    told = (line for line in lines[1:closing] if not is_blank(line) and line[0] != "#")
    first = next(told, None)
    if closing and (first is None or _NAMED.match(first.rstrip("\r\n"))):
        front = "".join(lines[: closing + 1])
        return front, text[len(front) :]
    return "", text


@lru_cache(maxsize=64)
def read_front(front: str, body: str = "") -> Front:
    """The front matter that `split_front` gave; a body that opens like one which is never closed is a fault."""
    if not front:
        return Front(fault="the properties are never closed") if _UNCLOSED.match(body) else NO_FRONT
    lines = split_lines(front)
    opening, inner, closing = lines[0], "".join(lines[1:-1]), lines[-1]
    try:
        entries = tuple(_entries(inner))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        told = getattr(error, "problem", None) or str(error)
        return Front(opening, (), closing, inner, told or "not YAML")
    return Front(opening, entries, closing, inner)


def _entries(inner: str) -> Iterator[Entry]:
    """Every property and what stands between; a ValueError if the lines are not one mapping in block style."""
    names: set[str] = set()
    at = 0
    for name, start, leaves, form, end in _pairs(inner):
        if name in names:
            raise ValueError(f"the property {name} stands there twice")
        names.add(name)
        if start < at or (start and inner[start - 1] not in "\r\n"):
            raise ValueError("the properties are not written one below the other")
        if start > at:
            yield Entry("", inner[at:start])
        at = end
        raw = inner[start:end]
        shifted = tuple(Leaf(leaf.text, leaf.value, leaf.start - start, leaf.end - start) for leaf in leaves)
        yield Entry(name, raw, form, shifted, _comments(raw, shifted))
    if at < len(inner):
        if any(not is_blank(line) and line.lstrip()[0] != "#" for line in split_lines(inner[at:])):
            raise ValueError("something stands behind the properties")
        yield Entry("", inner[at:])


def _pairs(inner: str) -> Iterator[tuple[str, int, list[Leaf], Form, int]]:
    """Name, start, scalars, form and end of each property."""
    events: Iterator[Any] = yaml.parse(inner, Loader=_Loader)
    for event in events:
        if isinstance(event, yaml.MappingStartEvent):
            if event.flow_style:
                raise ValueError("the properties are written as JSON")
            break
        if isinstance(event, yaml.NodeEvent):
            raise ValueError("no names with values")  # noqa: TRY004 - of the text, not of an argument
    else:
        return
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
            raise ValueError("a name that is no plain text")
        value = next(events)
        leaves, form, last = _value(inner, value, events)
        if form == "scalar" and leaves[0].start == leaves[0].end:
            # The parser puts what is not there behind the comments that follow.
            last = inner.index(":", _end(event)) + 1
            leaves = [Leaf("", leaves[0].value, last, last)]
        end = max(_end(event), last)
        start = _at(event)
        yield event.value, start, leaves, form, _line_end(inner, end)


def _value(inner: str, event: Any, events: Iterator[Any]) -> tuple[list[Leaf], Form, int]:
    """The scalars of one value, how it is written, and where the last of them ends."""
    if isinstance(event, yaml.ScalarEvent):
        form = "other" if event.anchor or event.tag else "scalar"
        return [_leaf(inner, event)], form, _end(event)
    if isinstance(event, yaml.AliasEvent):
        return [], "other", _end(event)
    form = "other"
    if isinstance(event, yaml.SequenceStartEvent) and not event.anchor and not event.tag:
        form = "flow" if event.flow_style else "block"
    leaves: list[Leaf] = []
    last, depth = _at(event), 1
    while depth:
        event = next(events)
        if isinstance(event, yaml.CollectionStartEvent):
            depth, form = depth + 1, "other"
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            # A block ends where the next token stands; only brackets end a value themselves.
            if inner[_at(event) : _end(event)] in {"]", "}"}:
                last = _end(event)
        else:
            last = _end(event)
            if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag:
                form = "other"
            else:
                leaves.append(_leaf(inner, event))
    return leaves, form, last


def _at(event: Any) -> int:
    return int(event.start_mark.index)


def _end(event: Any) -> int:
    return int(event.end_mark.index)


def _leaf(inner: str, event: Any) -> Leaf:
    start, end = _at(event), _end(event)
    if inner[start:end] and event.style in {"|", ">"}:
        end = len(inner[:end].rstrip("\r\n"))
    return Leaf(event.value, _meaning(event.value, plain=not event.style), start, end)


def _meaning(text: str, *, plain: bool) -> Hashable:
    """What a scalar is to Obsidian, which reads YAML 1.2: `no` and days are texts there, `010` is ten."""
    if not plain:
        return ("text", text)
    if text in _NULL:
        return ("null",)
    if text in _TRUE or text in _FALSE:
        return ("truth", text in _TRUE)
    if _NUMBER.fullmatch(text):
        return ("number", Decimal(text).normalize())
    return ("text", text)


def _line_end(text: str, at: int) -> int:
    """Where the line ends, with its line end, on which `at` stands; `at` itself at the start of a line."""
    if at and text[at - 1] in "\r\n":
        return at
    while at < len(text) and text[at] not in "\r\n":
        at += 1
    return at + 2 if text.startswith("\r\n", at) else min(at + 1, len(text))


def _comments(raw: str, leaves: tuple[Leaf, ...]) -> tuple[str, ...]:
    if "#" not in raw:
        return ()
    rest, at = [], 0
    for leaf in leaves:
        rest.append(raw[at : leaf.start])
        at = leaf.end
    rest.append(raw[at:])
    return tuple(_COMMENT.findall("_".join(rest)))
