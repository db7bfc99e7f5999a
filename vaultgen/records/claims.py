"""One claim: who says a thing, as of when, how firmly and where, however briefly it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass as plain_dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
)
from pydantic.dataclasses import dataclass
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from vaultgen.errors import NotationError
from vaultgen.records.faults import Fault, fault_in, refuse
from vaultgen.records.fields import (
    SCALAR,
    Line,
    OneOf,
    OptionalDay,
    OptionalStatus,
    as_text,
    reading,
    shape,
)
from vaultgen.records.registry import DAY, MONEY, TEXT
from vaultgen.values.days import Day, parse_day
from vaultgen.values.figure import parse_figure
from vaultgen.values.quantity import Quantity

__all__ = ["STRICT", "Claimed", "Claims", "Rank", "Said", "Text", "Texts", "with_figure"]

STRICT = ConfigDict(extra="forbid", populate_by_name=True, coerce_numbers_to_str=True)

_VALUES = (Quantity, Day)
_IN_PARENTHESES = ("as_of", "status", "origin", "method")


class Rank(StrEnum):
    """A person's verdict on a claim; anything but `normal` needs a reason."""

    PREFERRED = "preferred"
    NORMAL = "normal"
    DEPRECATED = "deprecated"


def _reasoned(rank: Rank, info: ValidationInfo) -> Rank:
    """Runs only where a rank is given; `reason` is validated before it and missing if it is wrong itself."""
    if rank is not Rank.NORMAL and info.data.get("reason", "?") == "":
        raise refuse(Fault(f"rank {rank} needs a reason", "say why under `reason`"))
    return rank


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Said:
    """Who says a thing, as of when, how firmly, and where it was read.

    `origin` is whom the source has it from (an entity's id or name); `locator` is the place in the source; `method`
    tells how a figure was arrived at (“from raise history”); `rank` is decided by people only, with a `reason`.
    """

    as_of: OptionalDay = None
    status: OptionalStatus = None
    source: Line = ""
    locator: Line = ""
    origin: Line = ""
    method: Line = ""
    note: Line = ""
    reason: Line = ""
    rank: Annotated[Rank, AfterValidator(_reasoned)] = Rank.NORMAL


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Claimed(Said):
    """One claim about one field: its value is a quantity, a day or a text, as the field asks."""

    value: Annotated[Quantity | Day | str, OneOf(Quantity, Day, str)]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Text(Said):
    """A version of an authored text, or one bullet; Markdown. `until` is the day from which it no longer shows."""

    text: Line
    until: OptionalDay = None


@lru_cache(maxsize=1 << 16)
def _read(text: str, unit: str, currency: str) -> Mapping[str, Any]:
    """The keys of a claim that a figure in the one notation says: `value`, and whatever its parenthesis holds."""
    if unit == TEXT:
        return {"value": text}
    if unit == DAY:
        return {"value": parse_day(text)}
    figure = parse_figure(text, currency=currency, unit=unit)
    said = {name: getattr(figure, name) for name in _IN_PARENTHESES}
    return {"value": figure.value, **{name: value for name, value in said.items() if value}}


@lru_cache(maxsize=1 << 16)
def _bare(text: str, unit: str, currency: str) -> tuple[Claimed]:
    """The claim that a bare figure makes; equal texts share one claim, since none can be changed."""
    return (Claimed(**_read(text, unit, currency)),)


def with_figure(data: Mapping[str, Any], *, unit: str, currency: str, key: str = "value") -> dict[str, Any]:
    """A claim's mapping with the figure under `key` read; what its parenthesis says may not be said by a key again.

    What cannot be read is replaced by the fault, so that pydantic reports it along with all that is wrong beside it.
    """
    claim = dict(data)
    given = claim.pop(key, None)
    if given is None or given == "":
        claim["value"] = Fault(f"a claim needs a {key}", path=(key,))
        return claim
    if isinstance(given, _VALUES):
        claim["value"] = given
        return claim
    try:
        said = _read(as_text(given), unit, currency)
    except NotationError as error:
        claim["value"] = fault_in(error, key)
        return claim
    except PydanticCustomError as error:
        claim["value"] = (error.context or {})["fault"].below(key)
        return claim
    if len(said) > 1:
        for name in said.keys() & claim.keys():
            message = f"{name} is given twice: in the figure's parenthesis and as a key"
            claim[name] = Fault(message, path=(name,), at_key=True)
            said = {other: value for other, value in said.items() if other != name}
    claim.update(said)
    return claim


@plain_dataclass(frozen=True, slots=True)
class Claims:
    """An annotation: a plain value, a claim, or a list of either, read as a tuple of claims."""

    unit: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The validator, in which plain values take a short way."""
        one = core_schema.with_info_before_validator_function(self._one, handler.generate_schema(Claimed))
        several = core_schema.tuple_variable_schema(one)
        if self.unit == MONEY:
            return core_schema.with_info_wrap_validator_function(self._figures, several)
        return core_schema.no_info_wrap_validator_function(self._all, several)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """A scalar, a claim, or a list of them."""
        return _one_or_many(handler.resolve_ref_schema(handler(schema)))

    def _figures(self, data: object, validate: Callable[[object], object], info: ValidationInfo) -> object:
        return self._all(data, validate, reading(info).currency)

    def _all(self, data: object, validate: Callable[[object], object], currency: str = "") -> object:
        if isinstance(data, str):
            try:
                return _bare(data, self.unit, currency) if data else ()
            except NotationError:
                return validate((data,))
        if data is None:
            return ()
        return validate(data if isinstance(data, list | tuple) else (data,))

    def _one(self, data: object, info: ValidationInfo) -> object:
        if isinstance(data, Claimed):
            return data
        currency = reading(info).currency if self.unit == MONEY else ""
        if isinstance(data, dict):
            return with_figure(data, unit=self.unit, currency=currency)
        if isinstance(data, _VALUES):
            return {"value": data}
        try:
            return _bare(as_text(data), self.unit, currency)[0]
        except NotationError as error:
            raise refuse(fault_in(error)) from error


def _one_or_many(array: dict[str, Any]) -> dict[str, Any]:
    one = [SCALAR, array["items"]]
    return {"anyOf": [*one, {"type": "array", "items": {"anyOf": one}}]}


def _versions(data: object) -> object:
    if data is None or data == "":
        return ()
    return data if isinstance(data, list | tuple) else (data,)


def _version(data: object) -> object:
    if isinstance(data, str | int | float):
        return {"text": data}
    if isinstance(data, dict | Text):
        return data
    raise refuse(Fault(f"expected a text, or a mapping with `text`, found {shape(data)}"))


class _TextsSchema:
    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return _one_or_many(handler.resolve_ref_schema(handler(schema)))


Texts = Annotated[
    tuple[Annotated[Text, BeforeValidator(_version)], ...], BeforeValidator(_versions), _TextsSchema()
]
