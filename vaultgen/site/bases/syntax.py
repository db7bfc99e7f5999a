"""The parts of an expression, and their one spelling."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from vaultgen.site.bases.numerals import number_text

__all__ = [
    "Binary", "Call", "Expression", "Field", "Index", "Listed", "Literal", "Logic", "Name", "Object", "Regex",
    "Unary", "children", "measure", "show",
]  # fmt: skip

_WORD: Final = re.compile(r"[^\W\d]\w*")


Plain = float | str | bool | None


class Literal(Struct, frozen=True):
    """A number, a text, true, false or null."""

    value: Plain


class Regex(Struct, frozen=True):
    """A regular expression between slashes, with its flags."""

    source: str
    flags: str


class Name(Struct, frozen=True):
    """A name that stands alone: a property, or one of the language's own."""

    name: str


class Field(Struct, frozen=True):
    """`of.name`."""

    of: Expression
    name: str


class Index(Struct, frozen=True):
    """`of[key]`."""

    of: Expression
    key: Expression


class Call(Struct, frozen=True):
    """`of.name(arguments)`, or `name(arguments)` if there is no `of`."""

    of: Expression | None
    name: str
    arguments: tuple[Expression, ...]


class Unary(Struct, frozen=True):
    """`!of` or `-of`."""

    sign: str
    of: Expression


class Binary(Struct, frozen=True):
    """An operator between two."""

    sign: str
    left: Expression
    right: Expression


class Logic(Struct, frozen=True):
    """`&&` or `||` between two or more."""

    sign: str
    items: tuple[Expression, ...]


class Listed(Struct, frozen=True):
    """`[items]`."""

    items: tuple[Expression, ...]


class Object(Struct, frozen=True):
    """`{name: value}`."""

    pairs: tuple[tuple[str, Expression], ...]


Expression = Literal | Regex | Name | Field | Index | Call | Unary | Binary | Logic | Listed | Object


def children(node: Expression) -> tuple[Expression, ...]:  # noqa: PLR0911 -- one answer for each kind
    """The expressions that one is made of."""
    match node:
        case Field(of=of) | Unary(of=of):
            return (of,)
        case Index(of=of, key=key):
            return of, key
        case Call(of=of, arguments=arguments):
            return arguments if of is None else (of, *arguments)
        case Binary(left=left, right=right):
            return left, right
        case Logic(items=items) | Listed(items=items):
            return items
        case Object(pairs=pairs):
            return tuple(value for _, value in pairs)
    return ()


def measure(node: Expression) -> tuple[int, int]:
    """How many levels an expression has, and how many parts; works on those of any height."""
    height = count = 0
    level: list[Expression] = [node]
    while level:
        height += 1
        count += len(level)
        level = [child for parent in level for child in children(parent)]
    return height, count


def show(node: Expression) -> str:
    """Write an expression so that it reads back as the same."""
    return "".join(_show(node))


def _show(node: Expression) -> Iterator[str]:  # noqa: C901 -- one spelling for each kind
    match node:
        case Literal(value=value):
            yield _literal(value)
        case Regex(source=source, flags=flags):
            yield f"/{source}/{flags}"
        case Name(name=name):
            yield name
        case Field(of=of, name=name):
            yield f"{show(of)}.{name}" if _WORD.fullmatch(name) else f"{show(of)}[{_literal(name)}]"
        case Index(of=of, key=key):
            yield f"{show(of)}[{show(key)}]"
        case Call(of=of, name=name, arguments=arguments):
            yield f"{show(of)}.{name}(" if of is not None else f"{name}("
            yield ", ".join(map(show, arguments)) + ")"
        case Unary(sign=sign, of=of):
            yield f"({sign}{show(of)})"
        case Binary(sign=sign, left=left, right=right):
            yield f"({show(left)} {sign} {show(right)})"
        case Logic(sign=sign, items=items):
            yield "(" + f" {sign} ".join(map(show, items)) + ")"
        case Listed(items=items):
            yield "[" + ", ".join(map(show, items)) + "]"
        case Object(pairs=pairs):
            yield "{" + ", ".join(f"{_literal(name)}: {show(value)}" for name, value in pairs) + "}"


def _literal(value: Plain) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return f"({number_text(value)})"
