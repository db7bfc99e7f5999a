"""What texts and regular expressions can do."""

from __future__ import annotations

import re
from typing import Final

from vaultgen.errors import VaultgenError
from vaultgen.site.bases.kinds import File, Pattern, Value, Way, kind_of
from vaultgen.site.bases.method import MANY, Method, paid, string_of, whole_of
from vaultgen.site.bases.operators import shorten, text_of
from vaultgen.site.bases.patterns import replacement
from vaultgen.site.bases.scope import LONGEST_TEXT, World

__all__ = ["PATTERN", "STRING", "slice_bounds"]

_DEAREST: Final = 1_000_000
_FIRST_LETTER: Final = re.compile(r"(?<!\S)\S")


def _contains(world: World, text: str, part: Value) -> Value:
    world.spend(len(text) >> 6)
    if isinstance(part, File | Way):
        return False  # a name in a text is no link
    return text_of(world, part) in text


def _contains_all(world: World, text: str, *parts: Value) -> Value:
    return all(_contains(world, text, part) for part in _flat(parts))


def _contains_any(world: World, text: str, *parts: Value) -> Value:
    return any(_contains(world, text, part) for part in _flat(parts))


def _flat(parts: tuple[Value, ...]) -> list[Value]:
    return [item for part in parts for item in (part if isinstance(part, tuple) else (part,))]


def _replace(world: World, text: str, pattern: Value, new: Value) -> Value:
    put = text_of(world, new)
    if not isinstance(pattern, Pattern):
        old = string_of(pattern, "what replace() looks for")
        _room(len(text) + (text.count(old) if old else len(text) + 1) * len(put))
        return shorten(world, text.replace(old, put))
    _search_allowed(world, pattern, text)
    parts, size, end = [], 0, 0
    for found in pattern.compiled.finditer(text):
        part = text[end : found.start()] + replacement(found, put)
        size += len(part)
        _room(size)
        world.spend(1 + (len(part) >> 4))
        parts.append(part)
        end = found.end()
        if not pattern.everywhere:
            break
    return shorten(world, "".join([*parts, text[end:]]))


def _search_allowed(world: World, pattern: Pattern, text: str) -> None:
    cost = pattern.cost(len(text))
    if cost > _DEAREST:
        raise VaultgenError(f"/{pattern.source}/ may take too long on a text of {len(text):,} characters")
    world.spend(cost)


def _room(length: int) -> None:
    if length > LONGEST_TEXT:
        raise VaultgenError(f"a text of more than {LONGEST_TEXT:,} characters")


def _repeat(world: World, text: str, count: Value) -> Value:
    times = max(0, whole_of(count, "how often repeat() repeats"))
    _room(len(text) * times)
    return shorten(world, text * times)


def slice_bounds(start: Value, end: Value) -> slice:
    """The part that `slice(start, end)` means; both may count from the end."""
    first = 0 if start is None else whole_of(start, "where slice() starts")
    return slice(first, None if end is None else whole_of(end, "where slice() ends"))


def _slice(world: World, text: str, start: Value = None, end: Value = None) -> Value:
    return shorten(world, text[slice_bounds(start, end)])


def _split(world: World, text: str, separator: Value, limit: Value = None) -> Value:
    if isinstance(separator, Pattern):
        _search_allowed(world, separator, text)
        found = [part or "" for part in separator.compiled.split(text)]
    else:
        mark = string_of(separator, "where split() splits")
        found = text.split(mark) if mark else list(text)
    most = None if limit is None else max(0, whole_of(limit, "how many parts split() gives"))
    return paid(world, tuple(found[:most]))


def _title(world: World, text: str) -> Value:
    return shorten(world, _FIRST_LETTER.sub(lambda found: found[0].upper(), text.lower()))


def _matches(world: World, pattern: Pattern, text: Value) -> Value:
    if text is None:
        return False
    subject = text_of(world, text)
    _search_allowed(world, pattern, subject)
    return pattern.compiled.search(subject) is not None


def _side(world: World, text: str, part: Value, *, end: bool) -> bool:
    if isinstance(part, Pattern):
        raise VaultgenError(f"a text is needed, not a {kind_of(part)}")
    other = text_of(world, part)
    return text.endswith(other) if end else text.startswith(other)


STRING: Final[dict[str, Method]] = {
    "contains": Method(_contains, 1, 1),
    "containsAll": Method(_contains_all, 1, MANY),
    "containsAny": Method(_contains_any, 1, MANY),
    "startsWith": Method(lambda world, text, part: _side(world, text, part, end=False), 1, 1),
    "endsWith": Method(lambda world, text, part: _side(world, text, part, end=True), 1, 1),
    "isEmpty": Method(lambda _, text: not text),
    "lower": Method(lambda world, text: shorten(world, text.lower())),
    "upper": Method(lambda world, text: shorten(world, text.upper())),
    "replace": Method(_replace, 2, 2),
    "repeat": Method(_repeat, 1, 1),
    "reverse": Method(lambda world, text: shorten(world, text[::-1])),
    "slice": Method(_slice, 1, 2),
    "split": Method(_split, 1, 2),
    "title": Method(_title),
    "trim": Method(lambda world, text: shorten(world, text.strip())),
}
PATTERN: Final[dict[str, Method]] = {"matches": Method(_matches, 1, 1)}
