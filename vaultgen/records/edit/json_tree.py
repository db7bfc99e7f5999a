"""One line of JSON as a tree of places."""

from __future__ import annotations

import json
import re

from vaultgen.records.edit.tree import Branch, Entry, Node, Scalar
from vaultgen.records.fields import as_text

__all__ = ["json_tree"]

_STRING = json.JSONDecoder().raw_decode
_SPACE = re.compile(r"[ \t\r\n]*")
_BARE = re.compile(r"[^\s,\]}]+")


def json_tree(text: str, start: int) -> Node:
    """The places of the value that begins at `start` in the text, which the reader of JSON Lines has read before."""
    return _value(text, _after_space(text, start))


def _after_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _value(text: str, start: int) -> Node:
    opening = text[start]
    if opening in "{[":
        return _branch(text, start, keyed=opening == "{")
    if opening == '"':
        value, end = _STRING(text, start)
        return Scalar(start, end, value.strip(), '"', flow=True)
    found = _BARE.match(text, start)
    raw = found.group() if found else ""
    if raw in {"true", "false", "null"}:
        return Scalar(start, start + len(raw), "" if raw == "null" else raw, "word", flow=True)
    return Scalar(start, start + len(raw), as_text(json.loads(raw)), "number", flow=True)


def _branch(text: str, start: int, *, keyed: bool) -> Branch:
    entries: list[Entry] = []
    position = _after_space(text, start + 1)
    while text[position] not in "]}":
        if text[position] == ",":
            position = _after_space(text, position + 1)
        begun, key = position, ""
        if keyed:
            key, position = _STRING(text, position)
            position = _after_space(text, _after_space(text, position) + 1)  # the colon between
        node = _value(text, position)
        entries.append(Entry(key.strip(), begun, node.end, node))
        position = _after_space(text, node.end)
    return Branch(start, position + 1, tuple(entries), keyed, flow=True)
