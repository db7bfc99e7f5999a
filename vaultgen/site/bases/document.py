"""The YAML of a base, read as YAML 1.2 reads it, with the line that each part stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml
from msgspec import Struct

from vaultgen.errors import NotationError

__all__ = ["Items", "Node", "Pairs", "Scalar", "read_document"]

# Nobody nests filters deeper; libyaml's composer would crash on what is nested a hundred thousand times.
_DEEPEST: Final = 24
_LONGEST: Final = 200_000
_Loader: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_WORDS: Final[dict[str, bool | None]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_WHOLE: Final = re.compile(r"[-+]?[0-9]{1,15}|0o[0-7]{1,15}|0x[0-9a-fA-F]{1,12}")
_NUMBER: Final = re.compile(r"[-+]?(?:\.[0-9]{1,40}|[0-9]{1,40}(?:\.[0-9]{0,40})?)(?:[eE][-+]?[0-9]{1,2})?")


class Scalar(Struct, frozen=True):
    """One value: as it is written, and what it means."""

    text: str
    value: bool | float | str | None
    line: int


class Items(Struct, frozen=True):
    """A list."""

    items: tuple[Node, ...]
    line: int


class Pairs(Struct, frozen=True):
    """Names with values, in their order."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int

    def get(self, *names: str) -> Node | None:
        """The value of the first of the names that is there."""
        for wanted in names:
            for name, node in self.pairs:
                if name.text == wanted:
                    return node
        return None


Node = Scalar | Items | Pairs


def read_document(text: str) -> Node:
    """Give the whole of a base; a NotationError says what cannot be read, its `position` is the line."""
    if len(text) > _LONGEST:
        raise NotationError("", 0, f"a base of more than {_LONGEST:,} characters is not read")
    try:
        events = yaml.parse(text, Loader=_Loader)
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                return _node(events, event, 0)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "characters that YAML does not allow"
        raise NotationError("", mark.line + 1 if mark else 0, f"not YAML: {problem}") from error
    except UnicodeError as error:
        raise NotationError("", 0, "not YAML: characters that are no text") from error
    return Pairs((), 1)


def _node(events: Iterator[Any], event: Any, depth: int) -> Node:
    line = event.start_mark.line + 1
    if depth > _DEEPEST:
        raise NotationError("", line, "nested too deeply")
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(event.value, _plain(event.value) if not event.style else event.value, line)
    if isinstance(event, yaml.AliasEvent):
        raise NotationError("", line, "a base cannot refer to its own parts (*name); write the part out")
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(_node(events, inner, depth + 1))
        return Items(tuple(items), line)
    pairs: dict[str, tuple[Scalar, Node]] = {}
    while not isinstance(inner := next(events), yaml.MappingEndEvent):
        name = _node(events, inner, depth + 1)
        value = _node(events, next(events), depth + 1)
        if not isinstance(name, Scalar):
            raise NotationError("", name.line, "a name must be a text")
        if name.text in pairs:
            raise NotationError("", name.line, f"“{name.text}” stands here twice")
        pairs[name.text] = (name, value)
    return Pairs(tuple(pairs.values()), line)


def _plain(text: str) -> bool | float | str | None:
    """What a text without quotes means by the core rules of YAML 1.2: `yes` is a text, and so is a date."""
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text, 0) if text[:2] in {"0o", "0x"} else int(text)
    return float(text) if _NUMBER.fullmatch(text) else text
