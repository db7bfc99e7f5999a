"""The functions that stand alone: `date()`, `link()`, `max()` and the others."""

from __future__ import annotations

import html
import math
from typing import Final

from vaultgen.errors import VaultgenError
from vaultgen.site.bases.kinds import File, Icon, Markup, Moment, Picture, Value, Way, kind_of
from vaultgen.site.bases.method import MANY, Method, list_of, number_of, string_of
from vaultgen.site.bases.moments import day_of, read_moment
from vaultgen.site.bases.numerals import double
from vaultgen.site.bases.operators import shorten, text_of
from vaultgen.site.bases.properties import read_link
from vaultgen.site.bases.scope import World
from vaultgen.site.bases.spans import Span, read_span

__all__ = ["GLOBAL"]


def _date(_: World, value: Value) -> Value:
    if isinstance(value, Moment):
        return value
    if value is None:
        return None
    moment = read_moment(string_of(value, "what date() reads"))
    if moment is None:
        raise VaultgenError(f"“{str(value)[:60]}” is no date (YYYY-MM-DD, or with HH:mm:ss)")
    return moment


def _duration(_: World, value: Value) -> Value:
    if isinstance(value, Span) or value is None:
        return value
    span = read_span(string_of(value, "what duration() reads"))
    if span is None:
        raise VaultgenError(f"“{str(value)[:60]}” is no duration (1d, 2 weeks, 1y 6M)")
    return span


def _file(world: World, value: Value) -> Value:
    if isinstance(value, str):
        value = read_link(value, world.source) or value
    sheet = world.file(value)
    return File(sheet) if sheet else None


def _link(world: World, value: Value, display: Value = None) -> Value:
    if isinstance(value, File):
        return Way(f"/{value.sheet.path}", display=display)
    if isinstance(value, Way):
        return Way(value.target, value.subpath, display or value.display, value.source, value.url)
    if value is None:
        return None
    text = text_of(world, value).strip()
    if way := read_link(text, world.source):
        return way if display is None else _link(world, way, display)
    if text.startswith(("https://", "http://", "mailto:")):
        return Way("", display=display, url=text)
    target, sign, subpath = text.partition("#")
    return Way(target.strip(), (sign + subpath).strip(), display, world.source)


def _number(_: World, value: Value) -> Value:
    match value:
        case bool():
            return int(value)
        case int() | float():
            return value
        case Moment():
            return value.milliseconds
        case Span():
            return value.total
        case None:
            return None
        case str():
            return _read_number(value)
    raise VaultgenError(f"a {kind_of(value)} is no number")


def _read_number(text: str) -> Value:
    plain = text.strip()
    if len(plain) < 60 and plain.isascii() and "_" not in plain:
        try:
            number = float(plain)
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            return double(number)
    raise VaultgenError(f"“{text[:60]}” is no number")


def _extreme(name: str, *, largest: bool) -> Method:
    def call(world: World, *values: Value) -> Value:
        world.spend(len(values))
        items = [item for value in values for item in list_of(value)]
        if items and all(isinstance(item, Moment) for item in items):
            moments = [item for item in items if isinstance(item, Moment)]
            return (max if largest else min)(moments, key=lambda moment: moment.at)
        numbers = [number_of(item, f"what {name}() compares") for item in items if item is not None]
        return ((max if largest else min)(numbers)) if numbers else None

    return Method(call, 1, MANY)


def _today(world: World) -> Value:
    today = world.today()
    return day_of(today) if today else None


def _now(world: World) -> Value:
    today = world.today()
    return Moment(today.at, timed=True) if today else None


def _random(_: World) -> Value:
    raise VaultgenError("random() has no value on a page that must be the same each time it is made")


GLOBAL: Final[dict[str, Method]] = {
    "date": Method(_date, 1, 1),
    "duration": Method(_duration, 1, 1),
    "escapeHTML": Method(lambda world, value: shorten(world, html.escape(text_of(world, value))), 1, 1),
    "file": Method(_file, 1, 1),
    "html": Method(lambda world, value: Markup(text_of(world, value)), 1, 1),
    "icon": Method(lambda world, value: Icon(text_of(world, value)), 1, 1),
    "image": Method(lambda _, value: None if value is None else Picture(value), 1, 1),
    "link": Method(_link, 1, 2),
    "list": Method(lambda _, value: list_of(value), 1, 1),
    "max": _extreme("max", largest=True),
    "min": _extreme("min", largest=False),
    "now": Method(_now),
    "number": Method(_number, 1, 1),
    "random": Method(_random, 0, 1),
    "today": Method(_today),
}
"""All but `if()`, whose arguments are only worked out when they are needed."""
