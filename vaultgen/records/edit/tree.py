"""Plain data with the places where it is written, the same for YAML, JSON and the cells of a table's row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Branch", "Entry", "Node", "Scalar", "walked"]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as its reader gives it (empty for nothing at all), written from `start` up to `end`.

    `style` is the quote of YAML (`|` and `>` for blocks, nothing for a plain scalar, `:` for a line that YAML takes for
    a mapping), of a cell (`"` or nothing), or of JSON (`"`, `number` or `word`). `flow` tells that brackets stand
    around it.
    """

    start: int
    end: int
    text: str
    style: str = ""
    flow: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An item of a list (its key is empty) or a key with its value, from the first character to the last."""

    key: str
    start: int
    end: int
    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """A list, or a mapping (`keyed`), with the span of its brackets or of its lines."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    keyed: bool
    flow: bool = False

    def get(self, key: str) -> Entry | None:
        """The entry with that key."""
        return next((entry for entry in self.entries if entry.key == key), None)


Node = Scalar | Branch


def walked(node: Node) -> Iterator[Node]:
    """The node and all nodes below it."""
    yield node
    if isinstance(node, Branch):
        for entry in node.entries:
            yield from walked(entry.node)
