"""How a text is written in YAML, in JSON and in a table's cell, with no more quotes than it needs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from yaml.error import YAMLError
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from vaultgen.records.edit.edits import Plain
from vaultgen.records.edit.tree import Scalar
from vaultgen.records.fields import as_text
from vaultgen.records.yaml_files import compose, is_nothing

__all__ = ["CellScript", "JsonScript", "Script", "YamlScript"]

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class Script(Protocol):
    """A way of writing."""

    def again(self, old: Scalar, raw: str, text: str) -> str:
        """The text in place of an old one, which was written as `raw`, in its style if that is possible."""
        ...

    def plain(self, item: Plain, *, flow: bool = True) -> str:
        """A text, or keys and texts in brackets; without `flow` the text stands in no brackets itself."""
        ...

    def key(self, name: str) -> str:
        """A key with all that stands before its value."""
        ...


@dataclass(frozen=True, slots=True)
class YamlScript:
    """YAML as vaultgen reads it, in which every scalar is a text."""

    def again(self, old: Scalar, raw: str, text: str) -> str:
        """In the old quotes, or else in as few as will do."""
        written = _yaml(text, old.style, flow=old.flow)
        return written if raw or not written else f" {written}"

    def plain(self, item: Plain, *, flow: bool = True) -> str:
        """On one line."""
        if isinstance(item, str):
            return _yaml(item, "", flow=flow)
        if isinstance(item, Mapping):
            pairs = (f"{self.key(key)}{self.plain(value)}" for key, value in item.items())
            return f"{{{', '.join(pairs)}}}"
        return f"[{', '.join(map(self.plain, item))}]"

    def key(self, name: str) -> str:
        """`as_of: `."""
        return f"{_yaml(name, '', flow=True)}: "


@lru_cache(maxsize=1024)
def _yaml(text: str, style: str, *, flow: bool) -> str:
    spellings = list(_spellings(text, style))
    fitting = (written for written in spellings if _reads_back(written, text, style, flow=flow))
    return next(fitting, spellings[-1])


def _spellings(text: str, style: str) -> Iterator[str]:
    single = "'" + text.replace("'", "''") + "'"
    escaped = json.dumps(text, ensure_ascii=False)
    double = _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", escaped)
    if "\n" in text or double != escaped:
        yield double  # what cannot be seen, or breaks lines, is told by an escape
    elif style == "'":
        yield single
    elif style != '"':
        yield text
        if '"' in text or "\\" in text:
            yield single  # in which both look as they are
    yield double


def _reads_back(written: str, text: str, style: str, *, flow: bool) -> bool:
    """Whether the spelling is read as the text wherever it may stand: under a key, and in a list."""
    if style == ":" and written == text:
        return _reads_as_line(text)
    document = f"[{{k: {written}}}, {written}]" if flow else f"- k: {written}\n- {written}\n"
    try:
        node = compose(document)
    except YAMLError:
        return False
    if not isinstance(node, SequenceNode) or len(node.value) != 2:
        return False
    first, last = node.value
    pairs = first.value if isinstance(first, MappingNode) else []
    return len(pairs) == 1 and all(
        isinstance(one, ScalarNode) and one.value == text and not is_nothing(one)
        for one in (pairs[0][1], last)
    )


def _reads_as_line(text: str) -> bool:
    """Whether the text in a list is taken for a mapping of one key to one text that together are the text."""
    try:
        node = compose(f"- {text}\n")
    except YAMLError:
        return False
    one = node.value[0] if isinstance(node, SequenceNode) else None
    if not isinstance(one, MappingNode) or len(one.value) != 1:
        return False
    key, value = one.value[0]
    return isinstance(value, ScalarNode) and not value.style and f"{key.value}: {value.value}" == text


@dataclass(frozen=True, slots=True)
class JsonScript:
    """JSON, with the space behind colons and the escapes that the line has already."""

    colon: str = ": "
    comma: str = ", "
    ascii_only: bool = False

    def again(self, old: Scalar, raw: str, text: str) -> str:
        """A number stays a number and `true` a word, as long as the new text is one."""
        del raw
        if old.style == "number" and _NUMBER.fullmatch(text) and as_text(json.loads(text)) == text:
            return text
        if old.style == "word" and text in {"true", "false"}:
            return text
        return self.plain(text)

    def plain(self, item: Plain, *, flow: bool = True) -> str:
        """A string, an object or a list."""
        del flow
        if isinstance(item, str):
            return json.dumps(item, ensure_ascii=self.ascii_only)
        if isinstance(item, Mapping):
            return f"{{{self.comma.join(self.key(key) + self.plain(value) for key, value in item.items())}}}"
        return f"[{self.comma.join(map(self.plain, item))}]"

    def key(self, name: str) -> str:
        """`"as_of": `."""
        return self.plain(name) + self.colon


@dataclass(frozen=True, slots=True)
class CellScript:
    """A cell of CSV or TSV: quoted if it was, or if the text asks for it."""

    delimiter: str

    def again(self, old: Scalar, raw: str, text: str) -> str:
        """The text with the quotes, and the space around it, that were there."""
        inner = raw[1:-1] if old.style else raw
        before, after = _around(inner)
        doubled = text.replace('"', '""')
        if old.style:
            return f'"{before}{doubled}{after}"'
        if any(sign in text for sign in (self.delimiter, '"', "\n", "\r")):
            return f'"{doubled}"'
        return f"{before}{text}{after}"

    def plain(self, item: Plain, *, flow: bool = True) -> str:
        """A text; a list of texts is `one; two`."""
        del flow
        text = item if isinstance(item, str) else "; ".join(map(str, item))
        return self.again(Scalar(0, 0, ""), "", text)

    def key(self, name: str) -> str:
        """Nothing: the columns are named by the first row."""
        del name
        return ""


def _around(text: str) -> tuple[str, str]:
    """The space before and after a text; an empty one has all of it before."""
    stripped = text.strip()
    if not stripped:
        return text, ""
    start = text.index(stripped)
    return text[:start], text[start + len(stripped) :]
