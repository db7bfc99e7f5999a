"""Records with some of their fields replaced, without reading the others again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, cast

__all__ = ["changed"]

Record = TypeVar("Record")


@cache
def _access(cls: Any) -> tuple[Callable[[Any], tuple[Any, ...]], dict[str, Callable[[Any, Any], None]]]:
    names = [field.name for field in fields(cls)]
    return attrgetter(*names), {name: getattr(cls, name).__set__ for name in names}


def changed(record: Record, **replaced: object) -> Record:
    """A copy of the record with these fields; `dataclasses.replace` would validate all of it once more."""
    cls: Any = type(record)
    values, setters = _access(cls)
    copy = object.__new__(cls)
    for put, value in zip(setters.values(), values(record), strict=True):
        put(copy, value)
    for name, value in replaced.items():
        setters[name](copy, value)
    return cast("Record", copy)
