"""When a note was last changed, by its properties alone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final

from vaultgen.site.sheet import Sheet

__all__ = ["changed", "midnight"]

# What people call the day of a change, the surest first.
_NAMES: Final = (
    "updated",
    "modified",
    "last_updated",
    "last_modified",
    "lastmod",
    "date",
    "published",
    "created",
)
_DAY: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?=$|[T ~?])")


def changed(sheet: Sheet) -> str:
    """The day of the last change (`2026-06-01`): what `updated` says, or else the best of the other dates; or `""`.

    A month or a year stands for its first day.
    """
    properties = sheet.properties
    surest, others = _telling(tuple(properties))
    for key in surest:
        if day := _day(properties[key]):
            return day
    return max([_day(properties[key]) for key in others], default="")


def midnight(day: str) -> datetime:
    """The beginning of a day as a moment, in UTC."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)


@lru_cache(maxsize=4096)
def _telling(keys: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those of the properties of a note that may tell a date: the surest first, and the others."""
    named = {name: key for key in keys if (name := _name(key))}
    surest = tuple(named[name] for name in _NAMES if name in named)
    return surest, tuple(key for name, key in named.items() if name not in _NAMES)


def _name(key: str) -> str:
    """The name of a property that may tell a date, as this module spells it; `""` for all others."""
    name = key.strip().lower().replace(" ", "_").replace("-", "_")
    return name if name in _NAMES or name.endswith("_date") else ""


def _day(value: Any) -> str:
    return _day_in(str(value)) if isinstance(value, str | int) else ""


@lru_cache(maxsize=8192)
def _day_in(text: str) -> str:
    found = _DAY.match(text.strip())
    if not found:
        return ""
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1)).isoformat()
    except ValueError:
        return ""
