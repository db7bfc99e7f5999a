"""The rows of a view: filtered, sorted, grouped, cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from msgspec import Struct

from vaultgen.errors import NotationError, VaultgenError
from vaultgen.site.bases.compiled import Placed, program, property_work
from vaultgen.site.bases.kinds import Value
from vaultgen.site.bases.operators import is_empty, order_key, truth
from vaultgen.site.bases.parser import parse
from vaultgen.site.bases.schema import Base, Filter, Order, View, Written
from vaultgen.site.bases.scope import Scope, World
from vaultgen.site.bases.standing import Standing, by_name, is_standing, standing
from vaultgen.site.bases.syntax import Binary, Call, Expression, Field, Logic, Name
from vaultgen.site.sheet import Fault

__all__ = ["Found", "Group", "compile_formulas", "find", "placed"]

Test = Callable[[Scope], bool]
_HAS_LINK: Final = frozenset({"hasLink", "linksTo"})


class Group(Struct, frozen=True):
    """Rows that share a value of the property that a view groups by."""

    value: Value
    rows: tuple[Scope, ...]


class Found(Struct, frozen=True):
    """What a view finds: its groups (one, if it has none) and how many rows there are without its limit."""

    groups: tuple[Group, ...]
    total: int

    @property
    def rows(self) -> tuple[Scope, ...]:
        """All rows in their order."""
        return tuple(row for group in self.groups for row in group.rows)


def placed(world: World, written: Written) -> Placed | None:
    """The expression ready to run; None, with a fault, if it cannot be read."""
    world.line = written.line
    try:
        made = program(written.text)
    except NotationError as error:
        world.say(str(error))
        return None
    for old in made.old:
        world.warn(old)
    return Placed(made, written.line)


def compile_formulas(world: World, base: Base) -> None:
    """Make the base's formulas ready; one that cannot be read has no value in any row."""
    for name, written in base.formulas.items():
        if not written.text.strip():
            continue
        if made := placed(world, written):
            world.formulas[name] = made
        else:
            world.formulas[name] = _Broken(next(reversed(world.faults), Fault(0, "it cannot be read")))


class _Broken(Struct, frozen=True):
    """A formula that cannot be read."""

    fault: Fault

    def run(self, scope: Scope) -> Value:
        """No value, ever."""
        error = VaultgenError(self.fault.message)
        scope.world.tell(error, self.fault.line)
        raise error


def find(world: World, base: Base, view: View) -> Found:
    """Find the rows of a view."""
    conditions = tuple(
        condition for part in (base.filter, view.filter) if part for condition in _required(part)
    )
    still = tuple(part for part in conditions if is_standing(part))
    passed = standing(world.library, world.source, still, _test)
    world.spend(passed.spent)
    world.note(passed.faults)
    tests = [_test(world, part) for part in conditions if part not in still]
    sheets = world.library.sheets
    candidates = _candidates(world, conditions, passed)
    rows = [row for path in candidates if _holds(tests, row := Scope(world, sheets[path]))]
    total = len(rows)
    orders = ((view.group,) if view.group else ()) + view.sort
    for order in reversed(orders):
        rows = _sorted(rows, order)
    if view.limit:
        rows = rows[: view.limit]
    if not view.group:
        return Found((Group(None, tuple(rows)),) if rows else (), total)
    return Found(tuple(_groups(rows, view.group)), total)


def _holds(tests: list[Test], row: Scope) -> bool:
    return all(test(row) for test in tests)


def _test(world: World, part: Filter) -> Test:
    """What tells whether a row passes; a condition that cannot be read lets none through."""
    if part.join == "is":
        made = placed(world, part.condition)
        return _condition(made) if made else lambda _: False
    items = tuple(_test(world, item) for item in part.items)
    if part.join == "and":
        return lambda row: all(item(row) for item in items)
    if part.join == "or":
        return lambda row: any(item(row) for item in items)
    return lambda row: not any(item(row) for item in items)


def _condition(made: Placed) -> Test:
    def condition(row: Scope) -> bool:
        try:
            return truth(made.run(row))
        except VaultgenError:
            if row.world.exhausted:
                raise
            return False

    return condition


def _candidates(world: World, conditions: Iterable[Filter], passed: Standing) -> Iterable[str]:
    """The files that may pass, by name; those that link to this page if a condition asks for that."""
    if world.this and any(map(_asks_for_links_here, _expressions(conditions))):
        return by_name(world.linkers(world.this.path) & passed.members)
    return passed.paths


def _required(part: Filter) -> Iterator[Filter]:
    """The conditions of which each must hold."""
    if part.join == "and":
        for item in part.items:
            yield from _required(item)
    else:
        yield part


def _expressions(conditions: Iterable[Filter]) -> Iterator[Expression]:
    for part in conditions:
        if part.join == "is":
            try:
                node = parse(part.condition.text)
            except NotationError:
                continue
            yield from node.items if isinstance(node, Logic) and node.sign == "&&" else (node,)


def _asks_for_links_here(node: Expression) -> bool:
    """Whether only files can pass that link to this page: a link in a property counts as one."""
    match node:
        case Call(of=Name("file"), name=name, arguments=(other,)) if name in _HAS_LINK:
            return _is_this(other)
        case Call(of=of, name="contains", arguments=(other,)) if of is not None:
            return _is_property(of) and _is_this(other)
        case Binary("==", left, right):
            return (_is_property(left) and _is_this(right)) or (_is_this(left) and _is_property(right))
    return False


def _is_this(node: Expression) -> bool:
    return node in {Name("this"), Field(Name("this"), "file")}


def _is_property(node: Expression) -> bool:
    match node:
        case Call(None, "list", (inner,)):
            return _is_property(inner)
        case Name(name):
            return name not in {"file", "this", "note"}
        case Field(Name("note"), _):
            return True
    return False


def value_or_none(row: Scope, work: Callable[[Scope], Value]) -> Value:
    """The value in one row, null where it fails."""
    try:
        return work(row)
    except VaultgenError:
        if row.world.exhausted:
            raise
        return None


def _sorted(rows: list[Scope], order: Order) -> list[Scope]:
    """Rows by one property, those without it last; equal ones keep their order."""
    work = property_work(order.property)
    keyed: list[tuple[tuple[Any, ...], Scope]] = []
    empty: list[Scope] = []
    for row in rows:
        value = value_or_none(row, work)
        if is_empty(value):
            empty.append(row)
        else:
            keyed.append((order_key(row.world, value), row))
    keyed.sort(key=lambda pair: pair[0], reverse=order.descending)
    return [row for _, row in keyed] + empty


def _groups(rows: list[Scope], order: Order) -> Iterator[Group]:
    """Rows that follow each other with one value; they are sorted by it already."""
    work = property_work(order.property)
    gathered: dict[tuple[Any, ...], tuple[Value, list[Scope]]] = {}
    for row in rows:
        value = value_or_none(row, work)
        key = () if is_empty(value) else order_key(row.world, value)
        gathered.setdefault(key, (None if is_empty(value) else value, []))[1].append(row)
    for value, members in gathered.values():
        yield Group(value, tuple(members))
