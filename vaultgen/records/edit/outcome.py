"""What records say once edits are made, worked out from the records alone and not from their text."""

from __future__ import annotations

from dataclasses import MISSING, fields
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from vaultgen.records.claims import Claimed, with_figure
from vaultgen.records.edit.edits import Plain, Value
from vaultgen.records.edit.notation import key_text
from vaultgen.records.edit.paths import field_of, key_of, part_at
from vaultgen.records.faults import Fault, Path
from vaultgen.records.fields import Reading
from vaultgen.records.messages import CLASSES, faults_of, validators
from vaultgen.records.metrics import Metric
from vaultgen.records.model import Alias, Investment, Text
from vaultgen.records.registry import DAY, MONEY, TEXT
from vaultgen.values.days import Day
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Status

__all__ = ["item_of", "record_of", "unit_of", "value_of", "whole_path"]

_KINDS = {
    "aliases": "entity",
    "deals": "deal",
    "investors": "investment",
    "metrics": "metric",
    "relations": "relation",
    "rounds": "round",
}


def whole_path(record: object, path: Path) -> Path:
    """The path to what is set, in the keys of files; one to a claim, a text, an alias or an investor leads on."""
    part: Any = record
    for position, step in enumerate(path):
        inner = part_at(part, (step,))
        if not isinstance(part, tuple | dict):
            known = key_of(part, field_of(part, str(step)))
            path = (*path[:position], known, *path[position + 1 :])
        part = inner
    if isinstance(part, Claimed):
        return (*path, "value")
    if isinstance(part, Text | Alias):
        return (*path, "text")
    return (*path, "investor") if isinstance(part, Investment) else path


def unit_of(claim: Claimed, reading: Reading) -> str:
    """What the value of a claim is read as."""
    if isinstance(claim, Metric):
        return reading.registry.metrics[claim.metric].unit
    if isinstance(claim.value, Quantity):
        return MONEY
    return DAY if isinstance(claim.value, Day) else TEXT


def value_of(record: object, path: Path, value: Value, reading: Reading) -> Any:
    """What stands at the end of the path once the value is set there, or the fault in it."""
    owner: Any = part_at(record, path[:-1])
    last = path[-1]
    given = key_text(value)
    if isinstance(owner, tuple | dict):
        return given or Fault("an item cannot be nothing", "remove it instead")
    name = field_of(owner, str(last))
    if isinstance(owner, Claimed) and name == "value":
        return _claim_value(owner, value, reading)
    if not given:
        return _default(_class(owner), name)
    as_it_is = isinstance(value, Day | Status | Quantity)
    return _validated(_field_reader(_class(owner), name), value if as_it_is else given, reading, name)


def _claim_value(claim: Claimed, value: Value, reading: Reading) -> Any:
    given = key_text(value)
    if not given:
        return Fault("a claim needs a value", "remove the claim instead")
    if isinstance(value, Quantity | Day):
        return value
    read = with_figure({"value": given}, unit=unit_of(claim, reading), currency=reading.currency)
    if len(read) > 1:
        return Fault(f"“{given}” says more than a value", "set `as_of` and `status` by themselves")
    return read["value"]


def item_of(record: object, path: Path, item: Plain, reading: Reading) -> Any:
    """What a list at the end of the path gets, or the fault in it."""
    owner: Any = part_at(record, path[:-1])
    last = path[-1]
    if not isinstance(part_at(record, path), tuple) or isinstance(owner, tuple):
        return Fault(f"{last} is no list")
    if isinstance(owner, dict):
        return Fault("only lists take another item", f"write a list under “{last}”")
    name = field_of(owner, str(last))
    read = _validated(_field_reader(_class(owner), name), [item], reading, name)
    if isinstance(read, Fault):
        return read
    return read[0] if len(read) == 1 else Fault("one item at a time")


def record_of(kind: str, item: Plain, reading: Reading) -> Any:
    """The record that a table gets, or the fault in it."""
    return _validated(validators()[kind], item, reading, kind)


def _validated(read: Any, data: object, reading: Reading, name: str) -> Any:
    try:
        return read(data, context=reading)
    except ValidationError as error:
        # A fault of the whole is told of by the field's name, one inside an item by the kind of the item.
        inside = any(details["loc"] for details in error.errors())
        return next(
            faults_of(error, _KINDS.get(name, name if name in CLASSES else "entity") if inside else name)
        )


def _class(record: object) -> Any:
    return type(record)


@cache
def _field_reader(cls: Any, name: str) -> Any:
    return TypeAdapter(get_type_hints(cls, include_extras=True)[name]).validator.validate_python


def _default(cls: Any, name: str) -> Any:
    described = getattr(cls, "__pydantic_fields__", {}).get(name)
    if described is not None:
        required = described.is_required()
        default = None if required else described.get_default(call_default_factory=True)
    else:
        default = next(field.default for field in fields(cls) if field.name == name)
        required = default is MISSING
    return Fault(f"{name} cannot be left out") if required else default
