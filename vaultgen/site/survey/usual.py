"""The properties as Obsidian itself writes them, read without a parser of YAML."""

from __future__ import annotations

import re
from typing import Any, Final

from vaultgen.site.survey.scalars import Scalar, resolve

__all__ = ["read_usual"]

Texts = list[tuple[str, str, int]]

# What YAML forbids, or takes for the end of a line.
_UNUSUAL: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_QUOTED: Final = r"\"[^\"\\]*\"|'[^']*'"
# What stands in a list on one line: no word in it has a sign that may end it there.
_ITEM: Final = rf"{_QUOTED}|[A-Za-z0-9$][^,:?\"'#&*!|>%@`{{}}\[\]\\]*"
_LINE: Final = re.compile(
    r"(?:([A-Za-z_][\w-]*):|((?:  )?-)(?= ))"  # a name, or the mark of an item
    rf"(?: (?:({_QUOTED})|([A-Za-z0-9$](?:.*[^ ])?)|(\[(?:(?:{_ITEM})(?:, ?(?:{_ITEM}))*)?\])))? *"
)
_FULL: Final = _LINE.fullmatch
_ITEMS: Final = re.compile(_ITEM).findall


def read_usual(block: str) -> tuple[dict[str, Any], Texts] | None:
    """The properties and their texts, as a parser would give them; None if anything in them is unusual."""
    if _UNUSUAL.search(block):
        return None
    properties: dict[str, Any] = {}
    texts: Texts = []
    name, mark = "", ""
    for number, line in enumerate(block.removesuffix("\n").split("\n"), 2):
        found = _FULL(line)
        if not found:
            return None
        named, item, quoted, plain, items = found.groups()
        value = _value(quoted, plain, items)
        if value is _STRANGE:
            return None
        if item is None:
            name, mark = named, ""
            if name in properties:
                return None
            properties[name] = value
        elif not _add(properties, name, value, item, mark):
            return None
        else:
            mark = item
        for text in value if isinstance(value, list) else (value,):
            if isinstance(text, str):
                texts.append((name, text, number))
    return properties, texts


_STRANGE: Final = object()


def _value(quoted: str | None, plain: str | None, items: str | None) -> Any:
    if plain:
        return _STRANGE if ": " in plain or " #" in plain or plain[-1] == ":" else resolve(plain)
    if quoted:
        return quoted[1:-1]
    return [_item(item) for item in _ITEMS(items)] if items else None


def _item(written: str) -> Scalar:
    return written[1:-1] if written[0] in "\"'" else resolve(written.rstrip(" "))


def _add(properties: dict[str, Any], name: str, value: Any, item: str, mark: str) -> bool:
    """Put an item into the list that its property is; whether that is one, and it stands below the others."""
    if not name or value is None or isinstance(value, list):
        return False
    if not mark:
        if properties[name] is not None:
            return False
        properties[name] = [value]
        return True
    properties[name].append(value)
    return item == mark
