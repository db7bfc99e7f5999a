"""Which functions and fields each kind of value has, and how one is called."""

from __future__ import annotations

from typing import Final

from vaultgen.errors import VaultgenError
from vaultgen.site.bases.counts import MOMENT, MOMENT_FIELDS, NUMBER, SPAN, SPAN_FIELDS
from vaultgen.site.bases.globals import GLOBAL
from vaultgen.site.bases.holdings import ANY, FILE, LINK, NULL, OBJECT
from vaultgen.site.bases.kinds import File, Icon, Markup, Moment, Pattern, Picture, Thing, Value, Way, kind_of
from vaultgen.site.bases.method import MANY, Method
from vaultgen.site.bases.properties import FILE_FIELDS, property_of
from vaultgen.site.bases.scope import World
from vaultgen.site.bases.sequences import EACH, LIST
from vaultgen.site.bases.spans import Span
from vaultgen.site.bases.strings import PATTERN, STRING

__all__ = ["METHODS", "OLD_NAMES", "field_of", "known_method", "method_of", "refuse_count"]

_BY_TYPE: Final[dict[type, dict[str, Method]]] = {
    str: STRING, int: NUMBER, float: NUMBER, bool: {}, tuple: LIST, Moment: MOMENT, Span: SPAN, Way: LINK,
    File: FILE, Thing: OBJECT, Pattern: PATTERN, Markup: {}, Picture: {}, Icon: {},
}  # fmt: skip
_TABLES: Final = {kind: {**ANY, **table} for kind, table in _BY_TYPE.items()}
METHODS: Final = frozenset({name for table in _TABLES.values() for name in table} | set(EACH))
"""The names of all functions of values."""

OLD_NAMES: Final = {
    "taggedWith": "hasTag",
    "toLowerCase": "lower",
    "toUpperCase": "upper",
    "includes": "contains",
}
"""Functions under names of the first versions, or of JavaScript."""


def known_method(name: str) -> str:
    """The name that a function has today: `contains_any` is `containsAny`; `""` if there is none of that name."""
    head, *rest = name.split("_")
    camel = head + "".join(part[:1].upper() + part[1:] for part in rest)
    for one in (name, camel, OLD_NAMES.get(camel, "")):
        if one in METHODS or one in GLOBAL:
            return one
    return ""


def method_of(value: Value, name: str) -> Method:
    """The function of that name that a value has."""
    if value is None:
        return ANY.get(name) or NULL.get(name) or _NOTHING
    method = _TABLES[type(value)].get(name)
    if method is None:
        raise VaultgenError(f"a {kind_of(value)} has no {name}()")
    return method


_NOTHING: Final = Method(lambda *_: None, 0, MANY)


def refuse_count(name: str, count: int, least: int, most: int) -> None:
    """End the expression if a function gets too few or too many arguments."""
    if not least <= count <= most:
        need = f"{least}" if least == most else f"{least} or more" if most == MANY else f"{least} to {most}"
        raise VaultgenError(f"{name}() takes {need} arguments, not {count}")


def field_of(world: World, value: Value, name: str) -> Value:  # noqa: PLR0911 -- one answer for each kind
    """A field of a value; null if it has none of that name."""
    if isinstance(value, str | tuple):
        return len(value) if name == "length" else None
    if isinstance(value, File):
        field = FILE_FIELDS.get(name)
        return field(world, value.sheet) if field else property_of(value.sheet, name)
    if isinstance(value, Moment):
        part = MOMENT_FIELDS.get(name)
        return part(value) if part else None
    if isinstance(value, Span):
        unit = SPAN_FIELDS.get(name)
        return unit(value) if unit else None
    if isinstance(value, Thing):
        if name in value.pairs:
            return value.pairs[name]
        return len(value.pairs) if name == "length" else None
    return None
