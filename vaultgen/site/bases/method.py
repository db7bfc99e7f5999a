"""A function of the language, and the checks that its arguments pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from vaultgen.errors import VaultgenError
from vaultgen.site.bases.kinds import Value, kind_of
from vaultgen.site.bases.scope import LONGEST_LIST, World

__all__ = ["MANY", "Method", "list_of", "number_of", "paid", "string_of", "whole_of"]

MANY: Final = 1_000
"""So many arguments as there are."""


class Method(Struct, frozen=True):
    """What a function does with the world, the value that it is called on, and `least` to `most` arguments."""

    call: Callable[..., Value]
    least: int = 0
    most: int = 0


def number_of(value: Value, what: str) -> int | float:
    """The number that an argument must be."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise VaultgenError(f"{what} must be a number, not a {kind_of(value)}")


def whole_of(value: Value, what: str) -> int:
    """The whole number that an argument must be."""
    number = number_of(value, what)
    if abs(number) < 1e9:
        return int(number)
    raise VaultgenError(f"{what} must be a number of sensible size")


def string_of(value: Value, what: str) -> str:
    """The text that an argument must be."""
    if isinstance(value, str):
        return value
    raise VaultgenError(f"{what} must be a text, not a {kind_of(value)}")


def list_of(value: Value) -> tuple[Value, ...]:
    """The value if it is a list, else a list of it; nothing gives an empty one."""
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


def paid(world: World, items: tuple[Value, ...]) -> tuple[Value, ...]:
    """The list itself, paid for; one that is far too long ends the expression."""
    world.spend(len(items))
    if len(items) > LONGEST_LIST:
        raise VaultgenError(f"a list of more than {LONGEST_LIST:,} items")
    return items
