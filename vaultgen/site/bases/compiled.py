"""Expressions as functions of a row: made once, called for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from vaultgen.errors import NotationError, VaultgenError
from vaultgen.site.bases.globals import GLOBAL
from vaultgen.site.bases.kinds import File, Pattern, Thing, Value
from vaultgen.site.bases.method import whole_of
from vaultgen.site.bases.methods import field_of, known_method, method_of, refuse_count
from vaultgen.site.bases.operators import BINARY, negated, text_of, truth
from vaultgen.site.bases.parser import parse
from vaultgen.site.bases.patterns import read_pattern
from vaultgen.site.bases.properties import FILE_FIELDS, property_of
from vaultgen.site.bases.scope import Scope
from vaultgen.site.bases.sequences import EACH
from vaultgen.site.bases.syntax import (
    Binary,
    Call,
    Expression,
    Field,
    Index,
    Listed,
    Literal,
    Logic,
    Name,
    Object,
    Regex,
    Unary,
    children,
    measure,
)  # fmt: skip
from vaultgen.values.suggest import did_you_mean

__all__ = ["Placed", "Program", "Work", "formula_value", "program", "property_work"]

Work = Callable[[Scope], Value]

_HIGHEST: Final = 200
_OWN: Final = frozenset({"value", "index", "acc", "values"})


class Program(NamedTuple):
    """An expression ready to run: what it does, how many parts and levels it has, what in it is old-fashioned."""

    work: Work
    cost: int
    height: int
    old: tuple[str, ...] = ()


class Placed(NamedTuple):
    """A program with the line that it stands on."""

    program: Program
    line: int

    def run(self, scope: Scope) -> Value:
        """The value for one row; what is noted on the way is noted with the line."""
        world = scope.world
        work, cost, height, _ = self.program
        world.spend(cost)
        outer, world.line = world.line, self.line
        world.height += height
        try:
            return work(scope) if world.height <= _HIGHEST else _too_high()
        except VaultgenError as error:
            world.tell(error, self.line)
            raise
        except RecursionError:
            deep = VaultgenError("the expression is nested too deeply")
            world.tell(deep, self.line)
            raise deep from None
        finally:
            world.height -= height
            world.line = outer


def _too_high() -> Value:
    raise VaultgenError("formulas that need each other are nested too deeply")


@lru_cache(maxsize=1024)
def program(text: str) -> Program:
    """Make a program of an expression; a NotationError points at what cannot be read."""
    try:
        node = parse(text)
        height, count = measure(node)
        return Program(_compile(node), count, height, tuple(sorted(set(_old_names(node)))))
    except RecursionError:
        raise NotationError("", 0, "the expression is nested too deeply") from None


def _old_names(node: Expression) -> Iterator[str]:
    """The names in an expression that were given up, with what to write now."""
    if isinstance(node, Call):
        name = known_method(node.name)
        if node.of is None and node.name not in GLOBAL and node.name != "if":
            yield f"{node.name}(x) is an old spelling; write x.{name}()"
        elif node.of is not None and name != node.name:
            yield f"{node.name}() is an old spelling; write {name}()"
    for child in children(node):
        yield from _old_names(child)


def _compile(node: Expression) -> Work:  # noqa: PLR0911 -- one answer for each kind
    match node:
        case Literal(value=value):
            return lambda _: value
        case Name(name=name):
            return _name(name)
        case Field(of=of, name=name):
            return _field(of, name)
        case Call():
            return _call(node)
        case Binary(sign=sign, left=left, right=right):
            return _binary(sign, _compile(left), _compile(right))
        case Logic(sign=sign, items=items):
            return _logic(sign, tuple(_compile(item) for item in items))
        case Unary(sign=sign, of=of):
            inner = _compile(of)
            return (
                (lambda scope: not truth(inner(scope)))
                if sign == "!"
                else lambda scope: negated(inner(scope))
            )
        case Index(of=of, key=key):
            return _index(_compile(of), _compile(key))
    return _made(node)


def _made(node: Expression) -> Work:
    if isinstance(node, Listed):
        items = tuple(_compile(item) for item in node.items)
        return lambda scope: tuple([item(scope) for item in items])
    if isinstance(node, Object):
        pairs = tuple((name, _compile(value)) for name, value in node.pairs)
        return lambda scope: Thing({name: value(scope) for name, value in pairs})
    assert isinstance(node, Regex)  # noqa: S101 -- all others are compiled already
    pattern: Pattern = read_pattern(node.source, node.flags)
    return lambda _: pattern


def _name(name: str) -> Work:
    if name == "file":
        return lambda scope: File(scope.sheet)
    if name == "this":
        return lambda scope: File(scope.world.this) if scope.world.this else None
    if name == "note":
        return lambda scope: Thing({key: property_of(scope.sheet, key) for key in scope.sheet.properties})
    if name in _OWN:
        return lambda scope: (
            scope.names[name] if scope.names and name in scope.names else property_of(scope.sheet, name)
        )
    return lambda scope: property_of(scope.sheet, name)


def _field(of: Expression, name: str) -> Work:
    if isinstance(of, Name):
        if of.name == "note":
            return lambda scope: property_of(scope.sheet, name)
        if of.name == "formula":
            return lambda scope: formula_value(scope, name)
        if of.name == "file" and name in FILE_FIELDS:
            field = FILE_FIELDS[name]
            return lambda scope: field(scope.world, scope.sheet)
        if of.name == "this":
            return lambda scope: _of_this(scope, name)
    inner = _compile(of)
    return lambda scope: field_of(scope.world, inner(scope), name)


def _of_this(scope: Scope, name: str) -> Value:
    this = scope.world.this
    if this is None:
        return None
    if name == "file":
        return File(this)
    return (
        Thing({key: property_of(this, key) for key in this.properties})
        if name == "note"
        else property_of(this, name)
    )


def formula_value(scope: Scope, name: str) -> Value:
    """The value of a formula of the base for one row, worked out once; one that needs itself has none."""
    memo = scope.memo
    if name in memo:
        found = memo[name]
        if isinstance(found, VaultgenError):
            raise found
        return found  # type: ignore[no-any-return]
    wanted = scope.world.formulas.get(name)
    if wanted is None:
        known = did_you_mean(name, scope.world.formulas)
        raise VaultgenError(f"the base has no formula “{name[:80]}”{'; ' + known if known else ''}")
    memo[name] = VaultgenError(f"the formula “{name[:80]}” needs itself")
    try:
        if scope.names:
            outer = Scope(scope.world, scope.sheet)
            outer.memo = memo
            scope = outer
        memo[name] = wanted.run(scope)
    except VaultgenError as error:
        memo[name] = error
        raise
    return memo[name]  # type: ignore[no-any-return]


def property_work(name: str) -> Work:
    """What gives the property of a full id: `note.status`, `file.name`, `formula.x`."""
    space, _, rest = name.partition(".")
    return _field(Name(space), rest) if space in {"note", "file", "formula"} else _name(name)


def _binary(sign: str, left: Work, right: Work) -> Work:
    operate = BINARY[sign]
    return lambda scope: operate(scope.world, left(scope), right(scope))


def _logic(sign: str, items: tuple[Work, ...]) -> Work:
    wanted = sign == "||"

    def logic(scope: Scope) -> Value:
        value: Value = None
        for item in items:
            value = item(scope)
            if truth(value) is wanted:
                break
        return value

    return logic


def _index(of: Work, key: Work) -> Work:
    def index(scope: Scope) -> Value:
        held, place = of(scope), key(scope)
        if isinstance(held, tuple | str) and isinstance(place, int | float):
            at = whole_of(place, "a place in a list")
            return held[at] if 0 <= at < len(held) else None
        if held is None or place is None:
            return None
        return field_of(scope.world, held, text_of(scope.world, place))

    return index


def _call(node: Call) -> Work:
    if node.of is None:
        return _global(node)
    name = known_method(node.name)
    if not name:
        raise NotationError("", 0, _unknown(node.name))
    of = _compile(node.of)
    if name in EACH:
        return _each(name, of, node.arguments)
    arguments = tuple(_compile(argument) for argument in node.arguments)
    count = len(arguments)

    def call(scope: Scope) -> Value:
        receiver = of(scope)
        method = method_of(receiver, name)
        if not method.least <= count <= method.most:
            refuse_count(name, count, method.least, method.most)
        return method.call(scope.world, receiver, *[argument(scope) for argument in arguments])

    return call


def _unknown(name: str) -> str:
    known = did_you_mean(name, sorted({*GLOBAL, "if"}))
    return f"there is no function {name[:80]}(){'; ' + known if known else ''}"


def _global(node: Call) -> Work:
    if node.name == "if":
        return _choice(node)
    method = GLOBAL.get(node.name)
    if method is None:
        if known_method(node.name) and node.arguments:
            # The first versions wrote contains(x, y) for x.contains(y).
            return _call(Call(node.arguments[0], node.name, node.arguments[1:]))
        raise NotationError("", 0, _unknown(node.name))
    count = len(node.arguments)
    if not method.least <= count <= method.most:
        try:
            refuse_count(node.name, count, method.least, method.most)
        except VaultgenError as error:
            raise NotationError("", 0, str(error)) from error
    arguments = tuple(_compile(argument) for argument in node.arguments)
    call = method.call
    return lambda scope: call(scope.world, *[argument(scope) for argument in arguments])


def _choice(node: Call) -> Work:
    if not 2 <= len(node.arguments) <= 3:
        raise NotationError("", 0, f"if() takes 2 to 3 arguments, not {len(node.arguments)}")
    condition, then, *rest = (_compile(argument) for argument in node.arguments)
    otherwise: Work = rest[0] if rest else lambda _: None
    return lambda scope: then(scope) if truth(condition(scope)) else otherwise(scope)


def _each(name: str, of: Work, arguments: tuple[Expression, ...]) -> Work:
    call, least, most = EACH[name]
    if not least <= len(arguments) <= most:
        raise NotationError("", 0, f"{name}() takes {least} to {most} arguments, not {len(arguments)}")
    work, *rest = (_compile(argument) for argument in arguments)
    cost = measure(arguments[0])[1]

    def each(scope: Scope) -> Value:
        items = of(scope)
        if items is None:
            return None
        if not isinstance(items, tuple):
            raise VaultgenError(f"{name}() needs a list")
        return call(scope, items, work, cost, *[argument(scope) for argument in rest])

    return each
