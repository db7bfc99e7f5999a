"""The properties and the fields of a file as values of the language."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from vaultgen.site.bases.kinds import File, Thing, Value, Way
from vaultgen.site.bases.moments import read_moment
from vaultgen.site.bases.numerals import double
from vaultgen.site.bases.scope import World
from vaultgen.site.sheet import Link, Sheet

__all__ = ["FILE_FIELDS", "file_field", "property_of", "read_link", "value_of"]

_DEEPEST: Final = 12
_WIKI: Final = re.compile(r"!?\[\[([^\[\]\n]+)\]\]")
_MARKDOWN: Final = re.compile(r"\[([^\[\]\n]*)\]\((https?://[^\s()<>\"]+)\)")


def property_of(sheet: Sheet, name: str) -> Value:
    """The property of that name, whatever its case; null if there is none."""
    properties = sheet.properties
    if name in properties:
        return value_of(properties[name], sheet.path)
    lower = name.lower()
    for other, raw in properties.items():
        if other.lower() == lower:
            return value_of(raw, sheet.path)
    return None


def value_of(raw: Any, source: str, depth: int = 0) -> Value:  # noqa: PLR0911 -- one answer for each kind
    """What a value of the front matter means: dates and links are texts there."""
    if isinstance(raw, str):
        if raw[4:5] == "-" and (moment := read_moment(raw)):
            return moment
        return (read_link(raw, source) or raw) if "[" in raw else raw
    if raw is None or raw is True or raw is False:
        return raw
    if isinstance(raw, int | float):
        return double(raw)
    if depth > _DEEPEST:
        return None
    if isinstance(raw, list | tuple):
        return tuple(value_of(item, source, depth + 1) for item in raw)
    if isinstance(raw, dict):
        return Thing({str(name): value_of(item, source, depth + 1) for name, item in raw.items()})
    return str(raw)


def read_link(text: str, source: str) -> Way | None:
    """Read a text that is a link and nothing else."""
    text = text.strip()
    if found := _WIKI.fullmatch(text):
        inner = found[1]
        bar = inner.find("|", 1)
        path = inner if bar < 0 else inner[:bar].removesuffix("\\")
        target, sign, subpath = path.partition("#")
        display = "" if bar < 0 else inner[bar + 1 :].strip()
        return Way(target.strip(), (sign + subpath).strip(), display or None, source)
    if found := _MARKDOWN.fullmatch(text):
        return Way("", display=found[1] or None, source=source, url=found[2])
    return None


def file_field(world: World, sheet: Sheet, name: str) -> Value:
    """A field of a file (`file.name`); null if files have none of that name."""
    field = FILE_FIELDS.get(name)
    return field(world, sheet) if field else None


def _name(sheet: Sheet) -> str:
    return sheet.path.rpartition("/")[2]


def _ending(sheet: Sheet) -> str:
    stem, point, ending = _name(sheet).rpartition(".")
    return ending.lower() if point and stem else ""


def _stem(sheet: Sheet) -> str:
    name, ending = _name(sheet), _ending(sheet)
    return name[: -len(ending) - 1] if ending else name


def _folder(sheet: Sheet) -> str:
    return sheet.path.rpartition("/")[0] or "/"


def _links(sheet: Sheet, *, embeds: bool) -> tuple[Value, ...]:
    return tuple(_way(link, sheet.path) for link in sheet.links if link.embed == embeds and not link.hidden)


def _way(link: Link, source: str) -> Way:
    return Way(link.target, link.subpath, link.display or None, source)


def _backlinks(world: World, sheet: Sheet) -> Value:
    sources = sorted(world.linkers(sheet.path))
    world.spend(len(sources))
    return tuple(File(world.library.sheets[path]) for path in sources if path in world.library.sheets)


def _no_times(world: World, sheet: Sheet) -> Value:
    del sheet
    world.say(
        "file.ctime and file.mtime are empty: when a file was touched is no fact about it",
        "use a date of the properties",
    )
    return None


def _properties(world: World, sheet: Sheet) -> Value:
    world.spend(len(sheet.properties))
    return value_of(sheet.properties, sheet.path)


FILE_FIELDS: Final[dict[str, Callable[[World, Sheet], Value]]] = {
    "name": lambda _, sheet: _stem(sheet) if sheet.kind == "note" else _name(sheet),
    "basename": lambda _, sheet: _stem(sheet),
    "fullname": lambda _, sheet: _name(sheet),
    "path": lambda _, sheet: sheet.path,
    "folder": lambda _, sheet: _folder(sheet),
    "ext": lambda _, sheet: _ending(sheet),
    "size": lambda _, sheet: sheet.size,
    "ctime": _no_times,
    "mtime": _no_times,
    "tags": lambda _, sheet: sheet.tags,
    "aliases": lambda _, sheet: sheet.aliases,
    "links": lambda _, sheet: _links(sheet, embeds=False),
    "embeds": lambda _, sheet: _links(sheet, embeds=True),
    "backlinks": _backlinks,
    "properties": _properties,
    "file": lambda _, sheet: File(sheet),
}
"""The fields of a file, by their names."""
