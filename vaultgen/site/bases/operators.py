"""How values are compared, added, put in order and written as text."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final
from unicodedata import category, normalize

from vaultgen.errors import VaultgenError
from vaultgen.site.bases.kinds import (
    File,
    Icon,
    Markup,
    Moment,
    Pattern,
    Picture,
    Thing,
    Value,
    Way,
    kind_of,
)  # fmt: skip
from vaultgen.site.bases.moments import difference, moved, read_moment
from vaultgen.site.bases.numerals import double, number_text
from vaultgen.site.bases.properties import file_field, read_link
from vaultgen.site.bases.scope import LONGEST_LIST, LONGEST_TEXT, World
from vaultgen.site.bases.spans import Span, read_span
from vaultgen.values.names import name_key

__all__ = ["BINARY", "equal", "is_empty", "less", "negated", "order_key", "shorten", "text_of", "truth"]

_DIGITS: Final = re.compile("([0-9]{1,18})")
_DEEPEST: Final = 12


def truth(value: Value) -> bool:
    """Whether a value counts as true: not null, false, 0, "", and nothing empty."""
    if isinstance(value, Thing):
        return bool(value.pairs)
    if isinstance(value, float) and math.isnan(value):
        return False
    return bool(value)


def is_empty(value: Value) -> bool:
    """Whether there is nothing: null, "", an empty list or object, no number."""
    if isinstance(value, Thing):
        return not value.pairs
    return value is None or value in ("", ()) or (isinstance(value, float) and math.isnan(value))


def text_of(world: World, value: Value, depth: int = 0) -> str:  # noqa: PLR0911 -- one answer for each kind
    """The value as a text; a link or file by the name that it is shown with."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, tuple):
        world.spend(len(value))
        return shorten(world, ", ".join(text_of(world, item, depth + 1) for item in value))
    return _made_text(world, value, depth)


def _made_text(world: World, value: Value, depth: int) -> str:
    match value:
        case Way():
            return way_text(world, value, depth)
        case File(sheet=sheet):
            return str(file_field(world, sheet, "name"))
        case Markup(html=text) | Icon(name=text) | Pattern(source=text):
            return text
        case Picture(of=of):
            return text_of(world, of, depth + 1)
        case Thing(pairs=pairs):
            world.spend(len(pairs))
            texts = {name: text_of(world, item, depth + 1) for name, item in pairs.items()}
            return shorten(world, json.dumps(texts, ensure_ascii=False))
    return str(value)


def way_text(world: World, way: Way, depth: int = 0) -> str:
    """What a link is shown as; nothing, if it leads to what is not published."""
    if world.goal(way).state == "private":
        return ""
    if way.display is not None:
        return text_of(world, way.display, depth + 1)
    if way.url:
        return way.url
    name = way.target.rpartition("/")[2].removesuffix(".md")
    parts = [name, *(part.lstrip("^") for part in way.subpath.split("#") if part)]
    return " > ".join(part for part in parts if part)


def shorten(world: World, text: str) -> str:
    """The text itself, paid for; one that is far too long ends the expression."""
    if len(text) > 64:
        world.spend(len(text) >> 4)
        if len(text) > LONGEST_TEXT:
            raise VaultgenError(f"a text of more than {LONGEST_TEXT:,} characters")
    return text


def equal(world: World, left: Value, right: Value) -> bool:  # noqa: PLR0911 -- one answer for each kind
    """Whether two values are the same; a link equals the file that it leads to, a date its text."""
    kinds = {kind_of(left), kind_of(right)}
    if kinds == {"file", "string"}:
        return False
    if kinds & {"link", "file"}:
        return _same_file(world, left, right)
    if kinds == {"date", "string"}:
        left, right = (read_moment(side) if isinstance(side, str) else side for side in (left, right))
    elif kinds == {"duration", "string"}:
        left, right = (read_span(side) if isinstance(side, str) else side for side in (left, right))
    elif len(kinds) > 1:
        return False
    if isinstance(left, Moment) and isinstance(right, Moment):
        return left.at == right.at
    if isinstance(left, Span) and isinstance(right, Span):
        return left.total == right.total
    if isinstance(left, tuple) and isinstance(right, tuple):
        world.spend(len(left))
        return len(left) == len(right) and all(map(equal, [world] * len(left), left, right))
    if isinstance(left, Thing) and isinstance(right, Thing):
        world.spend(len(left.pairs))
        return left.pairs.keys() == right.pairs.keys() and all(
            equal(world, value, right.pairs[name]) for name, value in left.pairs.items()
        )
    return left == right


def _same_file(world: World, left: Value, right: Value) -> bool:
    first, second = _target(world, left), _target(world, right)
    return first is not None and first == second


def _target(world: World, value: Value) -> tuple[str, str] | None:
    """What a link, file or text means: a file, or else a name that no file has."""
    if isinstance(value, File):
        return "file", value.sheet.path
    if isinstance(value, str):
        value = read_link(value, world.source) or Way(value, source=world.source)
    if not isinstance(value, Way):
        return None
    goal = world.goal(value)
    return ("file", goal.path) if goal.path else ("name", value.url or name_key(value.target))


def less(world: World, left: Value, right: Value) -> bool:
    """Whether one value is below another of its kind; of two kinds neither is below the other."""
    if isinstance(left, Moment) and isinstance(right, str):
        right = read_moment(right)
    elif isinstance(right, Moment) and isinstance(left, str):
        left = read_moment(left)
    if isinstance(left, Moment) and isinstance(right, Moment):
        return left.at < right.at
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left < right
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    if isinstance(left, Span) or isinstance(right, Span):
        first, second = _span_size(left), _span_size(right)
        return first is not None and second is not None and first < second
    if {kind_of(left), kind_of(right)} <= {"link", "file", "string"}:
        return text_of(world, left) < text_of(world, right)
    return False


def _span_size(value: Value) -> float | None:
    if isinstance(value, str):
        value = read_span(value)
    if isinstance(value, Span):
        return value.total
    return value if isinstance(value, int | float) else None


def _at_most(world: World, left: Value, right: Value) -> bool:
    both = left is not None and right is not None
    return both and (less(world, left, right) or equal(world, left, right))


def _sum(world: World, left: Value, right: Value) -> Value:  # noqa: PLR0911 -- one answer for each kind
    if isinstance(left, int | float) and isinstance(right, int | float):
        return double(left + right)
    if isinstance(left, Moment) and (span := _as_span(right)):
        return moved(left, span, 1)
    if isinstance(right, Moment) and isinstance(left, Span):
        return moved(right, left, 1)
    if isinstance(left, Span) and isinstance(right, Span):
        return Span(left.months + right.months, left.milliseconds + right.milliseconds)
    if isinstance(left, tuple) or isinstance(right, tuple):
        joined = _listed(left) + _listed(right)
        world.spend(len(joined))
        if len(joined) > LONGEST_LIST:
            raise VaultgenError(f"a list of more than {LONGEST_LIST:,} items")
        return joined
    if _is_count(left) and _is_count(right):
        return None
    return shorten(world, text_of(world, left) + text_of(world, right))


def _is_count(value: Value) -> bool:
    return value is None or isinstance(value, int | float | Moment | Span)


def _listed(value: Value) -> tuple[Value, ...]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


def _as_span(value: Value) -> Span | None:
    return read_span(value) if isinstance(value, str) else value if isinstance(value, Span) else None


def _difference(_: World, left: Value, right: Value) -> Value:
    if isinstance(left, Moment):
        if isinstance(right, str) and (other := read_moment(right)):
            right = other
        if isinstance(right, Moment):
            return difference(left, right)
        if span := _as_span(right):
            return moved(left, span, -1)
    if isinstance(left, Span) and isinstance(right, Span):
        return Span(left.months - right.months, left.milliseconds - right.milliseconds)
    return _counted("-", left, right, lambda first, second: first - second)


def _product(_: World, left: Value, right: Value) -> Value:
    if isinstance(right, Span):
        left, right = right, left
    if isinstance(left, Span) and isinstance(right, int | float) and abs(right) < 1e9:
        return left.times(right)
    return _counted("*", left, right, lambda first, second: first * second)


def _quotient(_: World, left: Value, right: Value) -> Value:
    if isinstance(left, Span) and isinstance(right, int | float) and abs(right) > 1e-9:
        return left.times(1 / right)
    if isinstance(left, Span) and isinstance(right, Span):
        left, right = left.total, right.total
    return _counted("/", left, right, lambda first, second: first / second if second else None)


def _remainder(_: World, left: Value, right: Value) -> Value:
    return _counted("%", left, right, lambda first, second: math.fmod(first, second) if second else None)


def _counted(sign: str, left: Value, right: Value, work: Callable[[Any, Any], Any]) -> Value:
    for side in (left, right):
        if side is not None and not isinstance(side, int | float):
            raise VaultgenError(f"“{sign}” needs numbers, not a {kind_of(side)}")
    if left is None or right is None:
        return None
    try:
        result = work(left, right)
    except (OverflowError, ValueError):  # fmod(inf, 1)
        return None
    return None if result is None else double(result)


def negated(value: Value) -> Value:
    """`-value`."""
    if isinstance(value, Span):
        return value.times(-1)
    return _counted("-", 0, value, lambda first, second: first - second)


BINARY: Final[dict[str, Callable[[World, Value, Value], Value]]] = {
    "==": equal,
    "!=": lambda world, left, right: not equal(world, left, right),
    "<": less,
    ">": lambda world, left, right: less(world, right, left),
    "<=": _at_most,
    ">=": lambda world, left, right: _at_most(world, right, left),
    "+": _sum,
    "-": _difference,
    "*": _product,
    "/": _quotient,
    "%": _remainder,
}
"""What the operators do."""


def order_key(world: World, value: Value, depth: int = 0) -> tuple[Any, ...]:  # noqa: PLR0911 -- one answer for each kind
    """A key by which values of all kinds have one order; numbers, dates, spans, texts, lists, the rest."""
    if isinstance(value, bool):
        return (0, int(value))
    if isinstance(value, int | float):
        return (1, -math.inf if isinstance(value, float) and math.isnan(value) else value)
    if isinstance(value, Moment):
        return (2, value.milliseconds, value.timed)
    if isinstance(value, Span):
        return (3, value.total)
    if isinstance(value, tuple) and depth < _DEEPEST:
        world.spend(len(value))
        return (5, *(order_key(world, item, depth + 1) for item in value))
    if isinstance(value, str | Way | File | Markup):
        return (4, _natural(text_of(world, value)[:200]))
    return (6, text_of(world, value)[:200])


@lru_cache(maxsize=1 << 12)
def _natural(text: str) -> tuple[Any, ...]:
    """Texts without regard to case and accents, numbers in them by their size."""
    key = name_key(text)
    if not key.isascii():
        key = "".join(c for c in normalize("NFKD", key) if category(c) != "Mn")
    parts = _DIGITS.split(key)
    return tuple(int(part) if place % 2 else part for place, part in enumerate(parts)), text
