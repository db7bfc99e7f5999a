"""The cards of a canvas, and where in its file their texts stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["Field", "fields"]

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s"{}\[\]:,]+', re.DOTALL)
# What is open around the values of a card: the canvas, its list of nodes, the card.
_CARD: Final = ["{", "[nodes", "{"]
_TOLD: Final = {"file": "file", "text": "text", "group": "background"}


class Field(NamedTuple):
    """One value of a card that can name a file or hold links; `start` and `end` are its place, quotes included.

    `kind` is the card's: `file`, `text`, or `group` for the picture behind a group.
    """

    kind: str
    value: str
    start: int
    end: int


def fields(text: str) -> Iterator[Field]:
    """The values of a canvas that can hold links, in order; none of what is no canvas."""
    try:
        nodes = json.loads(text).get("nodes")
    except (ValueError, AttributeError, RecursionError):
        return
    if isinstance(nodes, list):
        for node in _nodes(text):
            kind = json.loads(node["type"][0]) if "type" in node else None
            key = _TOLD.get(kind) if isinstance(kind, str) else None
            if key is not None and key in node:
                source, start = node[key]
                value = json.loads(source)
                yield Field(str(kind), value, start, start + len(source))


def _nodes(text: str) -> Iterator[dict[str, tuple[str, int]]]:
    """For each card its own values that are strings, as they are written, by name; the last of equal names counts."""
    path: list[str] = []
    key = last = ""
    node: dict[str, tuple[str, int]] = {}
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in "{[":
            path.append(f"{sign}{key}")
            key = ""
            node = {} if path == _CARD else node
        elif sign in "}]":
            if path == _CARD:
                yield node
            path.pop()
            key = ""
        elif sign == ":":
            key = json.loads(last)
        elif sign == ",":
            key = ""
        elif sign[0] == '"':
            if key and path == _CARD:
                node[key] = (sign, token.start())
            last = sign
        elif key and path == _CARD:
            node.pop(key, None)
