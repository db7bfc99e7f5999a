"""The node in which a part of a record is written, however short the record is written there."""

from __future__ import annotations

from typing import Any, NamedTuple

from vaultgen.records.claims import Claimed, Text
from vaultgen.records.edit.paths import field_of, key_of
from vaultgen.records.edit.tree import Branch, Entry, Node, Scalar
from vaultgen.records.faults import Path
from vaultgen.records.messages import keys_of_class
from vaultgen.records.metrics import Metric
from vaultgen.records.model import Round

__all__ = ["Site", "site_of", "value_entry"]


class Site(NamedTuple):
    """A node, the part of the record that it writes, and the steps that lead on inside its text.

    Steps are left behind a mapping only if it lacks the key that comes first in them.
    """

    node: Node
    part: Any
    rest: Path


def site_of(part: Any, node: Node, path: Path, *, text: str, key: str = "") -> Site:
    """The site of what the path leads to in a part, given the node that writes the part and the key of that node."""
    node = _folded(part, node, text)
    if isinstance(node, Scalar) and path and isinstance(part, tuple) and isinstance(part[0], Claimed | Text):
        part, path = part[int(path[0])], path[1:]  # one claim, without a list around it
    if isinstance(node, Scalar) or not path:
        return Site(node, part, path)
    step, rest = path[0], path[1:]
    if isinstance(part, tuple):
        index = int(step)
        return site_of(part[index], _item(node, index, key), rest, text=text)
    if isinstance(part, dict):
        known, inner = str(step), part[step]
    else:
        name = field_of(part, str(step))
        known, inner = key_of(part, name), getattr(part, name)
    entry = value_entry(part, node) if known == "value" and isinstance(part, Claimed) else node.get(known)
    if entry is None:
        return Site(node, part, (known, *rest))
    return site_of(inner, entry.node, rest, text=text, key=known)


def value_entry(claim: Claimed, node: Branch) -> Entry | None:
    """The key of a claim's mapping that holds its value: `value`, or the name of the metric."""
    if isinstance(claim, Metric) and node.get("metric") is None:
        return node.get(claim.metric) or node.get("value")
    return node.get("value")


def _folded(part: Any, node: Node, text: str) -> Node:
    """A round's line that YAML takes for a mapping, `Series E, Jan 2026: $300M at $5B`, as the text that it is."""
    if not isinstance(part, Round) or isinstance(node, Scalar) or len(node.entries) != 1:
        return node
    (entry,) = node.entries
    if entry.key in keys_of_class(Round) or not isinstance(entry.node, Scalar):
        return node
    line = f"{entry.key}: {entry.node.text}"
    style = ":" if text[entry.start : entry.end] == line else ">"
    return Scalar(entry.start, entry.end, line, style, node.flow)


def _item(node: Branch, index: int, key: str) -> Node:
    if not node.keyed:
        return node.entries[index].node
    if key == "metrics" and node.get("metric") is None:
        return _metric_nodes(node)[index]
    return node  # a claim that stands for a list of one


def _metric_nodes(node: Branch) -> list[Node]:
    """The claims of `metrics: {valuation: …, arr: […, …]}` in their order."""
    nodes: list[Node] = []
    for entry in node.entries:
        given = entry.node
        if isinstance(given, Branch) and not given.keyed:
            nodes += [item.node for item in given.entries]
        elif not isinstance(given, Scalar) or given.text or given.style:
            nodes.append(given)
    return nodes
