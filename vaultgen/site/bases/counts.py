"""What numbers, dates and spans of time can do."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from vaultgen.site.bases.kinds import Moment, Value
from vaultgen.site.bases.method import Method, string_of, whole_of
from vaultgen.site.bases.moments import day_of, format_moment, relative
from vaultgen.site.bases.numerals import double, number_text, rounded
from vaultgen.site.bases.operators import shorten
from vaultgen.site.bases.scope import World
from vaultgen.site.bases.spans import UNITS, Span

__all__ = ["MOMENT", "MOMENT_FIELDS", "NUMBER", "SPAN", "SPAN_FIELDS"]

Number = int | float


def _whole(work: Callable[[Number], int]) -> Callable[[World, Number], Value]:
    return lambda _, number: double(work(number)) if math.isfinite(number) else number


def _round(_: World, number: Number, digits: Value = None) -> Value:
    return rounded(number, 0 if digits is None else whole_of(digits, "the decimals of round()"))


def _to_fixed(_: World, number: Number, digits: Value = None) -> Value:
    places = max(0, min(0 if digits is None else whole_of(digits, "the decimals of toFixed()"), 20))
    if not math.isfinite(number) or abs(number) >= 1e21:
        return number_text(number)
    return f"{rounded(number, places):.{places}f}"


def _format(world: World, moment: Moment, pattern: Value) -> Value:
    text = string_of(pattern, "the pattern of format()")
    world.spend(len(text))
    return shorten(world, format_moment(moment, text))


def _relative(world: World, moment: Moment) -> Value:
    today = world.today()
    return relative(moment, today) if today else None


NUMBER: Final[dict[str, Method]] = {
    "abs": Method(lambda _, number: abs(number)),
    "ceil": Method(_whole(math.ceil)),
    "floor": Method(_whole(math.floor)),
    "round": Method(_round, 0, 1),
    "toFixed": Method(_to_fixed, 0, 1),
    "isEmpty": Method(lambda _, number: isinstance(number, float) and math.isnan(number)),
}
MOMENT: Final[dict[str, Method]] = {
    "date": Method(lambda _, moment: day_of(moment)),
    "format": Method(_format, 1, 1),
    "time": Method(lambda _, moment: moment.at.strftime("%H:%M:%S")),
    "relative": Method(_relative),
    "isEmpty": Method(lambda _, __: False),
}
MOMENT_FIELDS: Final[dict[str, Callable[[Moment], Value]]] = {
    "year": lambda moment: moment.at.year,
    "month": lambda moment: moment.at.month,
    "day": lambda moment: moment.at.day,
    "hour": lambda moment: moment.at.hour,
    "minute": lambda moment: moment.at.minute,
    "second": lambda moment: moment.at.second,
    "millisecond": lambda moment: moment.at.microsecond // 1000,
}


def _as_number(method: Method) -> Method:
    """The function of numbers, on the milliseconds of a span: the help calls a difference of dates a number."""

    def call(world: World, span: Span, *arguments: Any) -> Value:
        return method.call(world, span.total, *arguments)

    return Method(call, method.least, method.most)


SPAN: Final[dict[str, Method]] = {
    **{name: _as_number(NUMBER[name]) for name in ("abs", "ceil", "floor", "round", "toFixed")},
    "isEmpty": Method(lambda _, __: False),
}


def _in_unit(size: int) -> Callable[[Span], Value]:
    return lambda span: double(span.total / size)


SPAN_FIELDS: Final[dict[str, Callable[[Span], Value]]] = {
    unit: _in_unit(size) for unit, size in UNITS.items()
}
