"""The properties of a note, as Obsidian's YAML 1.2 reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import yaml
from msgspec import Struct, field

from vaultgen.errors import NotationError
from vaultgen.notes.property_texts import FRONT_MATTER
from vaultgen.site.sheet import Fault
from vaultgen.site.survey.scalars import Scalar, number, resolve
from vaultgen.site.survey.usual import read_usual

__all__ = ["Front", "front_end", "read_front"]

# Nobody nests deeper, and no note repeats its values by name ten thousand times.
_DEEPEST: Final = 16
_MOST: Final = 10_000
_Loader: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CORE: Final = "tag:yaml.org,2002:"
# Whoever wrote one of these wanted the note hidden, even if the rest cannot be read.
_HELD_BACK: Final = re.compile(
    r"""^\ufeff?\s*["']?(?:publish["']?\s*:\s*["']?(?:false|no)|(?:draft|private)["']?\s*:\s*["']?(?:true|yes))\b""",
    re.IGNORECASE | re.MULTILINE,
)


class Front(Struct, frozen=True):
    """The properties of a note; `lines` are those that their names stand on; the body begins at `end`.

    `texts` are all single values and items of lists that are texts: the name of the property, the text and
    its line.
    """

    properties: dict[str, Any] = field(default_factory=dict)
    texts: tuple[tuple[str, str, int], ...] = ()
    end: int = 0
    faults: tuple[Fault, ...] = ()


def _wrong(line: int, message: str) -> NotationError:
    """What is wrong with properties; its position is the line, counted from 0."""
    return NotationError("", line, message)


def read_front(text: str) -> Front:
    """The properties at the beginning of a note, whose line ends are plain line feeds.

    Properties that cannot be read are none, with a fault; but if they seem to say that the note is not to be
    published, `private` is one.
    """
    if not text.startswith("---"):
        return _late(text) if text[:1] in ("\ufeff", " ", "\t", "\n") else Front()
    found = FRONT_MATTER.match(text)
    if not found:
        return Front()
    try:
        properties, texts = _read(found[1])
    except NotationError as error:
        fault = Fault(
            error.position + 2, f"the properties cannot be read: {error}", "Obsidian ignores all of them"
        )
        return Front(_held_back(found[1]), (), found.end(), (fault,))
    return Front(properties, tuple(texts), found.end())


def front_end(text: str) -> int:
    """Where the text of a note begins behind its properties, which are not read for it."""
    if text.startswith("---"):
        found = FRONT_MATTER.match(text)
        return found.end() if found else 0
    return read_front(text).end


def _held_back(block: str) -> dict[str, Any]:
    return {"private": True} if _HELD_BACK.search(block) else {}


def _late(text: str) -> Front:
    """Properties that do not begin at the first byte, which Obsidian does not see."""
    start = len(text) - len(text.lstrip("\ufeff \t\n"))
    found = FRONT_MATTER.match(text, start) if text.startswith("---", start) else None
    if not found or not re.search(r"^[\w \"'-]+:(?:\s|$)", found[1], re.MULTILINE):
        return Front(end=1 if text[0] == "\ufeff" else 0)
    line = 1 + text.count("\n", 0, start)
    fault = Fault(
        line, "the properties do not begin at the first byte", "Obsidian shows them as text; remove it"
    )
    hidden = _held_back(found[1])
    return Front(hidden, (), 1 if text[0] == "\ufeff" else 0, (fault,))


def _read(block: str) -> tuple[dict[str, Any], list[tuple[str, str, int]]]:
    return read_usual(block) or _parsed(block)


def _parsed(block: str) -> tuple[dict[str, Any], list[tuple[str, str, int]]]:
    if block.lstrip().startswith("{") and (read := _json(block)) is not None:
        return read
    reader = _Reader(block)
    try:
        properties = reader.document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
        raise _wrong(mark.line if mark else 0, str(reason)) from error
    return properties, reader.texts


def _json(block: str) -> tuple[dict[str, Any], list[tuple[str, str, int]]] | None:
    """Properties that are written as JSON; None if they are not."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) < len(pairs):
            raise _wrong(0, "a name stands there twice")
        return dict(pairs)

    try:
        properties = json.loads(
            block,
            object_pairs_hook=unique,
            parse_int=lambda word: number(int(word), word) if len(word) < 400 else word,
            parse_float=lambda word: number(float(word), word),
            parse_constant=str,
        )
    except NotationError:
        raise
    except (ValueError, RecursionError):
        return None
    if not isinstance(properties, dict) or _depth(properties) > _DEEPEST:
        return None
    texts = []
    for name, value in properties.items():
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, str):
                line = block.count("\n", 0, max(0, block.find(json.dumps(item, ensure_ascii=False))))
                texts.append((name, item, line + 2))
    return properties, texts


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list) else 0


class _Reader:
    """Values made of the events of YAML, one after the other."""

    def __init__(self, block: str) -> None:
        self.events: Iterator[Any] = yaml.parse(block, Loader=_Loader)
        self.texts: list[tuple[str, str, int]] = []
        self.named: dict[str, tuple[Any, int]] = {}
        self.count = 0

    def document(self) -> dict[str, Any]:
        """All properties; the texts among them are kept beside."""
        properties: dict[str, Any] = {}
        seen = False
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                line = event.start_mark.line if event.start_mark else 0
                if seen:
                    raise _wrong(line, "a second document begins")
                seen = True
                if isinstance(event, yaml.MappingStartEvent):
                    properties = self.mapping(event, 0)
                elif not (isinstance(event, yaml.ScalarEvent) and not event.value):
                    raise _wrong(line, "these are not names with values")
        return properties

    def mapping(self, start: Any, depth: int) -> dict[str, Any]:
        """The names and values up to the end of a mapping."""
        values: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = event.start_mark.line
            name = self.name(event, depth)
            if name in values:
                raise _wrong(line, f"“{name}” stands there twice")
            values[name] = self.value(next(self.events), depth + 1, name if depth == 0 else "")
        self.keep(start, values)
        return values

    def name(self, event: Any, depth: int) -> str:
        """The name of a value, which is a text whatever it looks like."""
        if isinstance(event, yaml.ScalarEvent):
            self.keep(event, event.value)
            return str(event.value)
        value = self.value(event, depth + 1, "")
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def value(self, event: Any, depth: int, name: str) -> Any:
        """One value; `name` is that of the property if its text, or its items, are to be kept."""
        self.count += 1
        line = event.start_mark.line
        if depth > _DEEPEST:
            raise _wrong(line, "they are nested too deeply")
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
            if name and isinstance(value, str):
                self.texts.append((name, value, line + 2))
            self.keep(event, value)
            return value
        if isinstance(event, yaml.AliasEvent):
            return self.named_before(event, name)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, depth)
        items: list[Any] = []
        while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value(inner, depth + 1, name if depth == 1 else ""))
        self.keep(event, items)
        return items

    def keep(self, event: Any, value: Any) -> None:
        """Remember a value that has a name of its own (`&name`)."""
        if event.anchor:
            self.named[event.anchor] = (value, _size(value))

    def named_before(self, event: Any, name: str) -> Any:
        """The value that `*name` repeats."""
        line = event.start_mark.line
        if event.anchor not in self.named:
            raise _wrong(line, f"nothing is called “&{event.anchor}”")
        value, size = self.named[event.anchor]
        self.count += size
        if self.count > _MOST:
            raise _wrong(line, "they repeat too many values")
        if name and isinstance(value, str):
            self.texts.append((name, value, line + 2))
        return value


def _size(value: Any) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + sum(map(_size, value)) if isinstance(value, list) else 1


def _scalar(event: Any) -> Scalar:
    tag = event.tag or ""
    if event.style or (tag and tag.removeprefix(_CORE) not in ("int", "float", "bool", "null")):
        return str(event.value)
    return resolve(event.value)
