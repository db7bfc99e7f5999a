"""What links, files, objects and values of any kind can do."""

from __future__ import annotations

from typing import Final

from vaultgen.site.bases.kinds import File, Thing, Value, Way, kind_of
from vaultgen.site.bases.method import MANY, Method, list_of, paid, string_of
from vaultgen.site.bases.operators import is_empty, text_of, truth
from vaultgen.site.bases.properties import read_link
from vaultgen.site.bases.scope import World
from vaultgen.site.sheet import Sheet
from vaultgen.values.names import name_key

__all__ = ["ANY", "FILE", "LINK", "NULL", "OBJECT", "has_link", "has_tag", "in_folder"]


def _as_file(world: World, way: Way) -> Value:
    sheet = world.file(way)
    return File(sheet) if sheet else None


def _links_to(world: World, way: Way, other: Value) -> Value:
    sheet = world.file(way)
    wanted = world.file(other)
    return sheet is not None and wanted is not None and sheet.path == wanted.path


def _as_link(_: World, file: File, display: Value = None) -> Value:
    return Way(f"/{file.sheet.path}", display=display)


def has_link(world: World, sheet: Sheet, other: Value) -> bool:
    """Whether a file links to another; or to a name, if no file has it."""
    if isinstance(other, str):
        other = read_link(other, world.source) or other
    wanted = world.file(other)
    if wanted is not None:
        return sheet.path in world.linkers(wanted.path)
    text = other.target if isinstance(other, Way) else other if isinstance(other, str) else ""
    world.spend(len(sheet.links))
    key = name_key(text)
    return bool(key) and any(name_key(link.target) == key and not link.hidden for link in sheet.links)


def has_tag(sheet: Sheet, tags: tuple[str, ...]) -> bool:
    """Whether a file has one of the tags, or one below it; `tags` are in lower case, without `#`."""
    own = [tag.lower() for tag in sheet.tags]
    return any(tag in own or any(mine.startswith(f"{tag}/") for mine in own) for tag in tags)


def _has_tag(world: World, file: File, *tags: Value) -> Value:
    wanted = [text_of(world, item).lstrip("#").lower() for tag in tags for item in list_of(tag)]
    return has_tag(file.sheet, tuple(wanted))


def in_folder(sheet: Sheet, folder: str) -> bool:
    """Whether a file is in a folder, or in one below it."""
    folder = name_key(folder.strip("/"))
    return not folder or name_key(sheet.path).startswith(f"{folder}/")


def _has_property(_: World, file: File, name: Value) -> Value:
    wanted = string_of(name, "the name of a property").removeprefix("note.").lower()
    return any(other.lower() == wanted for other in file.sheet.properties)


FILE: Final[dict[str, Method]] = {
    "asLink": Method(_as_link, 0, 1),
    "asFile": Method(lambda _, file: file),
    "hasLink": Method(lambda world, file, other: has_link(world, file.sheet, other), 1, 1),
    "linksTo": Method(lambda world, file, other: has_link(world, file.sheet, other), 1, 1),
    "hasProperty": Method(_has_property, 1, 1),
    "hasTag": Method(_has_tag, 1, MANY),
    "inFolder": Method(lambda _, file, folder: in_folder(file.sheet, string_of(folder, "a folder")), 1, 1),
    "isEmpty": Method(lambda _, __: False),
}
LINK: Final[dict[str, Method]] = {
    "asFile": Method(_as_file),
    "linksTo": Method(_links_to, 1, 1),
    "isEmpty": Method(lambda _, __: False),
}


def _keys(world: World, thing: Thing) -> Value:
    return paid(world, tuple(thing.pairs))


def _values(world: World, thing: Thing) -> Value:
    return paid(world, tuple(thing.pairs.values()))


def _is_type(_: World, value: Value, kind: Value) -> Value:
    wanted = string_of(kind, "the kind that isType() asks for").lower()
    return kind_of(value) == {"text": "string", "bool": "boolean", "array": "list"}.get(wanted, wanted)


OBJECT: Final[dict[str, Method]] = {"keys": Method(_keys), "values": Method(_values)}
ANY: Final[dict[str, Method]] = {
    "isTruthy": Method(lambda _, value: truth(value)),
    "isType": Method(_is_type, 1, 1),
    "isEmpty": Method(lambda _, value: is_empty(value)),
    "toString": Method(text_of),
}
NULL: Final[dict[str, Method]] = {
    "contains": Method(lambda *_: False, 0, MANY),
    "containsAll": Method(lambda *_: False, 0, MANY),
    "containsAny": Method(lambda *_: False, 0, MANY),
    "startsWith": Method(lambda *_: False, 0, MANY),
    "endsWith": Method(lambda *_: False, 0, MANY),
}
"""What a property that is not there answers; any other function of it gives null."""
