"""Paths inside a record: the way to a part that is at hand, and the part at the end of a way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from vaultgen.records.copies import changed
from vaultgen.records.faults import Path
from vaultgen.records.messages import keys_of_class

__all__ = ["field_of", "key_of", "part_at", "path_to", "paths_to", "with_part"]


def path_to(record: object, part: object) -> Path:
    """The path to a part of the record, known by its identity, or LookupError.

    Equal plain values may share one claim object; where that leaves a doubt the way is refused, and a nested record
    (the round of an entity, say) or `paths_to` will tell.
    """
    found = paths_to(record, part)
    if len(found) != 1:
        raise LookupError(f"the record holds {len(found)} such parts" if found else "no part of this record")
    return found[0]


def paths_to(record: object, part: object) -> tuple[Path, ...]:
    """All paths to a part of the record, known by its identity."""
    return tuple(_paths(record, part))


def _paths(here: Any, part: object) -> Iterator[Path]:
    if here is part:
        yield ()
    if isinstance(here, tuple):
        steps: Iterator[tuple[str | int, Any]] = iter(enumerate(here))
    elif isinstance(here, dict):
        steps = iter(here.items())
    elif _is_record(here):
        pairs = zip(_keys(here), fields(here), strict=True)
        steps = ((key, getattr(here, field.name)) for key, field in pairs)
    else:
        return
    for step, inner in steps:
        for rest in _paths(inner, part):
            yield (step, *rest)


def _keys(record: object) -> tuple[str, ...]:
    cls: Any = type(record)
    return keys_of_class(cls)


def _is_record(part: object) -> bool:
    return is_dataclass(part) and type(part).__module__.startswith("vaultgen.records.")


def field_of(record: Any, key: str) -> str:
    """The name of the field that a key (`from`) or a field's own name (`giver`) means, or KeyError."""
    for known, field in zip(_keys(record), fields(record), strict=True):
        if key in {known, field.name}:
            return field.name
    raise KeyError(key)


def key_of(record: Any, name: str) -> str:
    """The key that files write for a field: `from` for `giver`."""
    names = [field.name for field in fields(record)]
    return _keys(record)[names.index(name)]


def part_at(record: Any, path: Path) -> Any:
    """What the path leads to, or LookupError."""
    for step in path:
        if isinstance(record, tuple):
            if not isinstance(step, int) or step < 0:
                raise LookupError(step)
            record = record[step]
        elif isinstance(record, dict):
            record = record[step]
        elif _is_record(record):
            record = getattr(record, field_of(record, str(step)))
        else:
            raise LookupError(step)
    return record


def with_part(record: Any, path: Path, make: Callable[[Any], Any]) -> Any:
    """A copy of the record in which `make` has been at work on the part that the path leads to."""
    if not path:
        return make(record)
    step, rest = path[0], path[1:]
    if isinstance(record, tuple):
        index = int(step)
        return (*record[:index], with_part(record[index], rest, make), *record[index + 1 :])
    if isinstance(record, dict):
        return {**record, step: with_part(record.get(step), rest, make)}
    name = field_of(record, str(step))
    return changed(record, **{name: with_part(getattr(record, name), rest, make)})
