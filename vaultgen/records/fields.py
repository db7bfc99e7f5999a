"""How one field of a record is read, from what people type to values.

What comes from files has no space around it any more: the readers of YAML and of tables take it away, so that the
many plain texts of large tables need no Python call each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, TypeVar

from pydantic import (
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from vaultgen.errors import NotationError
from vaultgen.records.faults import LONGEST, Fault, fault_in, refuse
from vaultgen.records.registry import MONEY, Registry
from vaultgen.values.days import Day, parse_day
from vaultgen.values.ids import check_id
from vaultgen.values.money import parse_quantity
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Status, parse_status
from vaultgen.values.suggest import did_you_mean

__all__ = [
    "SCALAR",
    "Flag",
    "Id",
    "Line",
    "OneOf",
    "OptionalDay",
    "OptionalMoney",
    "OptionalStatus",
    "Plain",
    "Reading",
    "Words",
    "as_text",
    "parsed",
    "reading",
    "shape",
    "words",
]

Value = TypeVar("Value")
JsonSchema = dict[str, Any]

SCALAR: JsonSchema = {"type": ["string", "number"]}


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a record depends on besides the record: the currency of a bare number, and the registry."""

    currency: str = "USD"
    registry: Registry = field(default_factory=Registry)


_PLAIN = Reading()


def reading(info: ValidationInfo) -> Reading:
    """The context that the loader hands to pydantic."""
    return info.context or _PLAIN


def shape(data: object) -> str:
    """What a value is, in the words of someone who writes YAML."""
    if data is None:
        return "nothing"
    if isinstance(data, Mapping):
        return "a mapping"
    if isinstance(data, list | tuple):
        return "a list"
    if isinstance(data, bool):
        return f"`{str(data).lower()}`"
    if isinstance(data, str):
        return f"“{data if len(data) <= LONGEST else data[:LONGEST] + '…'}”"
    return f"the number {data}" if isinstance(data, int | float) else type(data).__name__


def as_text(data: object) -> str:
    """A text or number as the text that a person would have typed."""
    if data.__class__ is str:
        return data
    if isinstance(data, int) and not isinstance(data, bool):
        return str(data)
    if isinstance(data, float):
        return f"{int(data)}" if data.is_integer() else f"{Decimal(repr(data)):f}"
    raise refuse(Fault(f"expected a text or a number, found {shape(data)}"))


def parsed(read: Callable[[str], Value], data: object) -> Value:
    """What the parser reads, or an error that points at the character."""
    try:
        return read(as_text(data))
    except NotationError as error:
        raise refuse(fault_in(error)) from error


@dataclass(frozen=True, slots=True)
class Plain:
    """An annotation: the function alone reads the value, and the JSON Schema is as given."""

    read: Callable[[Any, Any], object]
    schema: JsonSchema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The validator, which takes the shortest way into pydantic's core."""
        return core_schema.with_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        """The schema that editors use."""
        return dict(self.schema)


class OneOf:
    """An annotation: an instance of one of these classes, as a reader before it has made it."""

    def __init__(self, *classes: type) -> None:
        self.classes = classes

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The validator: a bare `isinstance`, since what it lets through is read already."""
        return core_schema.is_instance_schema(self.classes)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        """What a person writes for it: a scalar."""
        return dict(SCALAR)


_day = lru_cache(maxsize=1 << 14)(parse_day)


def _optional_day(data: object, _: ValidationInfo) -> Day | None:
    if data is None or isinstance(data, Day):
        return data
    return parsed(_day, data) if data != "" else None


@lru_cache(maxsize=256)
def _status(text: str) -> Status:
    try:
        return parse_status(text)
    except NotationError as error:
        choices = f"one of {', '.join(Status)}"
        nearest = did_you_mean("_".join(text.lower().split()), tuple(Status))
        raise refuse(Fault(f"unknown status “{text}”", f"{nearest} {choices}".strip())) from error


def _optional_status(data: object, _: ValidationInfo) -> Status | None:
    if data is None or isinstance(data, Status):
        return data
    return _status(as_text(data)) if data != "" else None


@lru_cache(maxsize=1 << 14)
def _money(text: str, currency: str) -> Quantity:
    return parse_quantity(text, currency=currency, unit=MONEY)


def _optional_money(data: object, info: ValidationInfo) -> Quantity | None:
    if data is None or isinstance(data, Quantity):
        return data
    if data == "":
        return None
    try:
        return _money(as_text(data), reading(info).currency)
    except NotationError as error:
        raise refuse(fault_in(error)) from error


def words(data: object) -> object:
    """A list of words; tables and hands write `a; b` for it."""
    if isinstance(data, str):
        return tuple(part for part in (piece.strip() for piece in data.split(";")) if part)
    if isinstance(data, int | float):
        return (as_text(data),)
    return data


def _id(data: object) -> str:
    return parsed(check_id, data)


Line = Annotated[str, WithJsonSchema(SCALAR)]
Words = Annotated[
    tuple[Line, ...],
    BeforeValidator(words),
    WithJsonSchema({"anyOf": [SCALAR, {"type": "array", "items": SCALAR}]}),
]
Flag = Annotated[bool, WithJsonSchema({"type": "boolean"})]
Id = Annotated[str, BeforeValidator(_id), WithJsonSchema({"type": "string"})]
OptionalDay = Annotated[Day | None, Plain(_optional_day, SCALAR)]
OptionalStatus = Annotated[
    Status | None,
    Plain(_optional_status, {"anyOf": [{"enum": [status.value for status in Status]}, {"type": "string"}]}),
]
OptionalMoney = Annotated[Quantity | None, Plain(_optional_money, SCALAR)]
