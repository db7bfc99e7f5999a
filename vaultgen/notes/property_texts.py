"""The properties of a note that anybody may have written, read as the texts that they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

__all__ = ["FRONT_MATTER", "Nested", "Text", "Value", "read_properties"]

_FENCE: Final = r"---[ \t]*(?:\n|\Z)"
FRONT_MATTER: Final = re.compile(rf"---[ \t]*\n((?:(?!{_FENCE}).*\n)*+){_FENCE}")

# Nobody nests properties deeper; reading what is nested a thousand times would end in a crash.
_DEEPEST: Final = 16
_Loader: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Text:
    """A single value as it is written; `plain` if without quotes; `line` counts from 1 in the properties.

    `start` and `end` are its place in the properties, quotes included.
    """

    text: str
    line: int
    plain: bool = True
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Nested:
    """A value that has properties of its own, or stands for one elsewhere."""

    line: int


Value = Text | Nested | tuple["Value", ...]


def read_properties(block: str) -> list[tuple[Text, Value]]:
    """Give the names and values between the `---` lines; a ValueError says what is wrong, and on which line."""
    try:
        events = yaml.parse(block, Loader=_Loader)
        for event in events:
            if isinstance(event, yaml.MappingStartEvent):
                return list(_pairs(events))
            if isinstance(event, yaml.NodeEvent):
                break
        else:
            return []
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 2}: " if mark else ""
        raise ValueError(f"{place}not YAML: {getattr(error, 'problem', None) or error}") from error
    raise ValueError("not names with values")


def _pairs(events: Iterator[Any]) -> Iterator[tuple[Text, Value]]:
    """Read a mapping up to its end."""
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            return
        key, value = _value(events, event, 1), _value(events, next(events), 1)
        if isinstance(key, Text):
            yield key, value


def _value(events: Iterator[Any], event: Any, depth: int) -> Value:
    line = event.start_mark.line + 1
    if depth > _DEEPEST:
        raise ValueError(f"line {line + 1}: nested too deeply")
    if isinstance(event, yaml.ScalarEvent):
        start, end = (mark.index if mark else 0 for mark in (event.start_mark, event.end_mark))
        return Text(event.value, line, not event.style, start, end)
    if isinstance(event, yaml.AliasEvent):
        return Nested(line)
    ending = yaml.SequenceEndEvent if isinstance(event, yaml.SequenceStartEvent) else yaml.MappingEndEvent
    items = []
    while not isinstance(inner := next(events), ending):
        items.append(_value(events, inner, depth + 1))
    return tuple(items) if ending is yaml.SequenceEndEvent else Nested(line)
