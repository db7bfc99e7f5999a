"""The form of a vault: names that every system takes, properties as Obsidian itself writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import zip_longest
from typing import Final

from vaultgen.notes.frontmatter import Property, frontmatter
from vaultgen.notes.property_texts import FRONT_MATTER, Nested, Text, Value, read_properties
from vaultgen.values.names import file_name, name_key

__all__ = ["check_frontmatter", "check_names"]

_LATE: Final = re.compile(r"\ufeff?\s*---[ \t]*\r?\n")
_NULL: Final = re.compile(r"~?|null|Null|NULL")
_TRUTH: Final = re.compile(r"true|True|TRUE|false|False|FALSE")
_NUMBER: Final = re.compile(r"[-+]?[0-9]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_LONGEST: Final = 255


def check_names(paths: Iterable[str]) -> list[str]:
    """Tell which paths some system or a link cannot have, and which Obsidian cannot tell apart."""
    faults: list[str] = []
    seen: dict[str, str] = {}
    names: dict[str, str] = {}
    for path in sorted(paths):
        faults += [f"{path}: {fault}" for part in path.split("/") if (fault := _name_fault(part))]
        other = seen.setdefault(name_key(path), path)
        if other != path:
            faults.append(f"{path}: not told apart from {other} on some systems")
        name = name_key(path.rpartition("/")[2])
        twin = names.setdefault(name, path)
        if twin != path and other == path:
            faults.append(f"{path}: has the name of {twin}, so that a link by name alone may mean either")
    return faults


def _name_fault(part: str) -> str:
    """What is wrong with one name; endings such as `.md` stay out of it."""
    stem, dot, ending = part.rpartition(".")
    name = stem if dot and ending.isalnum() and len(ending) <= 6 else part
    if len(part.encode(errors="surrogateescape")) > _LONGEST:
        return "longer than disks allow"
    clean = file_name(name, fallback="-")
    return "" if clean == name else f"“{part}” is not a name for every system and every link"


def check_frontmatter(text: str) -> list[str]:
    """Tell what is wrong with the properties of a note: unreadable, doubled, or not as Obsidian writes them."""
    text = text.replace("\r\n", "\n")
    front = FRONT_MATTER.match(text)
    if not front:
        late = _LATE.match(text)
        return ["the properties do not begin at the first character, or do not end"] if late else []
    try:
        properties = read_properties(front[1])
        written = frontmatter({key.text: _value(value) for key, value in properties})
    except ValueError as error:
        return [f"the properties: {error}"]
    return _doubles(properties) or _first_difference(front[0], written)


def _doubles(properties: Iterable[tuple[Text, Value]]) -> list[str]:
    seen: set[str] = set()
    faults = []
    for key, _ in properties:
        if name_key(key.text) in seen:
            faults.append(f"line {key.line + 1}: the property “{key.text}” is there twice")
        seen.add(name_key(key.text))
    return faults


def _value(value: Value) -> Property:
    """Read a value by the rules of YAML 1.2, as Obsidian does."""
    if isinstance(value, tuple):
        return [_item(item) for item in value]
    if isinstance(value, Nested):
        line = value.line + 1
        raise ValueError(f"line {line}: Obsidian cannot show a property that has properties")  # noqa: TRY004
    text = value.text
    if not value.plain:
        return text
    if _NULL.fullmatch(text):
        return None
    if _TRUTH.fullmatch(text):
        return text.lower() == "true"
    return Decimal(text) if _NUMBER.fullmatch(text) else text


def _item(value: Value) -> str:
    text = _value(value)
    if isinstance(text, str):
        return text
    line = value.line + 1 if isinstance(value, Text) else 0
    raise ValueError(f"line {line}: an item of a list that is no text" if line else "a list in a list")


def _first_difference(text: str, written: str) -> list[str]:
    if text in (written, written.removesuffix("\n")):
        return []
    pairs = zip_longest(text.split("\n"), written.split("\n"), fillvalue="")
    number, old, new = next((number, *pair) for number, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    return [f"line {number}: “{old}” is not as Obsidian writes it, “{new}”"]
