"""The links of a canvas: of its file nodes, and in its text cards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from vaultgen.site.sheet import Fault, Link
from vaultgen.site.survey.body import read_body

__all__ = ["canvas_links"]


def canvas_links(text: str) -> tuple[tuple[Link, ...], tuple[Fault, ...]]:
    """The links of a canvas in the order of its cards; one that cannot be read has none, with a fault."""
    try:
        canvas = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError) as error:
        return (), (Fault(getattr(error, "lineno", 1), "the canvas is not JSON", "restore it from a copy"),)
    nodes = canvas.get("nodes") if isinstance(canvas, dict) else None
    if not isinstance(canvas, dict) or not isinstance(nodes, list | None):
        return (), (Fault(1, "the canvas has no list of nodes", "restore it from a copy"),)
    shown = [node for node in nodes or () if isinstance(node, dict)]
    return tuple(link for node in shown for link in _of_node(text, node)), ()


def _of_node(text: str, node: dict[str, Any]) -> Iterator[Link]:
    kind, file = node.get("type"), node.get("file")
    if kind == "file" and isinstance(file, str) and file:
        subpath = node.get("subpath")
        subpath = subpath if isinstance(subpath, str) else ""
        yield Link(_line_of(text, file), file, f"/{file}", subpath, embed=True)
    elif kind == "group" and isinstance(node.get("background"), str) and node["background"]:
        yield Link(
            _line_of(text, node["background"]), node["background"], f"/{node['background']}", embed=True
        )
    elif kind == "text" and isinstance(node.get("text"), str):
        line = _line_of(text, node["text"])
        card = node["text"].replace("\r\n", "\n").replace("\r", "\n")
        yield from (replace(link, line=line, section="") for link in read_body(card).links)


def _line_of(text: str, value: str) -> int:
    """The line of a canvas on which a value stands; 1 if it is escaped there."""
    return 1 + text.count("\n", 0, max(text.find(json.dumps(value, ensure_ascii=False)), 0))
