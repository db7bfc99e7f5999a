"""The links of a canvas: of its file nodes, and in its text cards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from vaultgen.site.sheet import Fault, Link
from vaultgen.site.survey.body import read_body

__all__ = ["canvas_links", "canvas_words"]

_LINK: Final = re.compile(r"\[\[[^\[\]]*\]\]|\]\([^()]*\)")


def canvas_links(text: str) -> tuple[tuple[Link, ...], tuple[Fault, ...]]:
    """The links of a canvas in the order of its cards; one that cannot be read has none, with a fault."""
    try:
        nodes = _nodes(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        return (), (Fault(line, "the canvas cannot be read", "restore it from a copy"),)
    return tuple(link for node in nodes for link in _of_node(text, node)), ()


def canvas_words(data: bytes) -> str:
    """What an author wrote on a canvas, without the names of the files on it and without links."""
    try:
        nodes = _nodes(data.decode(errors="replace"))
    except (ValueError, RecursionError):
        return ""
    words = [str(node.get("text" if node.get("type") == "text" else "label") or "") for node in nodes]
    return _LINK.sub(" ", "\n".join(words))


def _nodes(text: str) -> list[dict[str, Any]]:
    canvas = json.loads(text) if text.strip() else {}
    nodes = canvas.get("nodes") if isinstance(canvas, dict) else 0
    if not isinstance(nodes, list | None):
        raise ValueError("the canvas has no list of nodes")  # noqa: TRY004 -- as json says what it cannot read
    return [node for node in nodes or () if isinstance(node, dict)]


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
        yield from (link._replace(line=line, section="") for link in read_body(card).links)


def _line_of(text: str, value: str) -> int:
    """The line of a canvas on which a value stands; 1 if it is escaped there."""
    return 1 + text.count("\n", 0, max(text.find(json.dumps(value, ensure_ascii=False)), 0))
