"""How far a change of records reaches: which rows differ, and whether all that follows from them can be followed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from vaultgen.records.rows import Row
from vaultgen.vault.memory import Memory, record_part

__all__ = ["differing", "within_reach"]

# Keys that tie records together or decide what notes there are; where one changes, everything is built again.
_STRUCTURE = frozenset(
    {
        *(
            "id",
            "name",
            "aliases",
            "kinds",
            "level",
            "autolink",
            "merged_into",
            "same_as",
            "not_same_as",
            "part_of",
        ),
        *(
            "tranche",
            "tranches",
            "scope",
            "publisher",
            "based_on",
            "published",
            "tier",
            "type",
            "metric",
            "relation",
        ),
    }
)
_ENTITIES = frozenset({"entity", "investor", "from", "to", "about"})


def within_reach(memory: Memory, old: list[Row], new: list[Row]) -> bool:
    """Whether rows that replace others differ in values only, or refer to nothing but what was known before."""
    if any(row.kind in {"source", "metric_type", "relation_type"} for row in (*old, *new)):
        return False
    if Counter(_structure(old)) != Counter(_structure(new)):
        return False
    return all(_is_known(memory, key, value, old) for key, value in _leaves(new))


def _is_known(memory: Memory, key: str, value: str, old: list[Row]) -> bool:
    """Whether a reference leads to what was there before; what is no reference is always known."""
    if key in _ENTITIES or key == "source":
        return value in memory.leaves
    if key == "origin":
        return value in memory.leaves or value in _origins(old)
    return key != "round" or any(value in touches for touches in memory.touches.values())


def differing(old: list[bytes], new: list[bytes]) -> tuple[list[int], list[int]]:
    """The numbers of the new rows that were not there, and of the old ones that are no longer; moves do not count."""
    same = set(old) & set(new)
    before = Counter(record_part(line) for line in old if line not in same)
    after = Counter(record_part(line) for line in new if line not in same)
    added, removed = after - before, before - after
    fresh = [number for number, line in enumerate(new) if line not in same and record_part(line) in added]
    gone = [number for number, line in enumerate(old) if line not in same and record_part(line) in removed]
    return fresh, gone


def _structure(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Whatever in the rows ties records together, and lines of shorthand, whose references cannot be told apart."""
    for key, value in _leaves(rows):
        if key in _STRUCTURE or key in {"rounds", "investors", "deals", "relations"}:
            yield key, value


def _leaves(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """(key, text) for every scalar of the rows, under the nearest key above it."""
    waiting: list[tuple[str, Any]] = [(row.kind, row.data) for row in rows]
    while waiting:
        key, data = waiting.pop()
        if isinstance(data, dict):
            waiting.extend(data.items())
        elif isinstance(data, list | tuple):
            waiting.extend((key, item) for item in data)
        elif data is not None:
            yield key, str(data)


def _origins(rows: Iterable[Row]) -> set[str]:
    return {value for key, value in _leaves(rows) if key == "origin"}
