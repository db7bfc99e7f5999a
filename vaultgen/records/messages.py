"""What pydantic found wrong with a record, in the words of the house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from vaultgen.records.faults import Fault, Path
from vaultgen.records.fields import shape
from vaultgen.records.model import Deal, Entity, Investment, Metric, Relation, Round, Source
from vaultgen.records.registry import METRICS, MetricType, RelationType
from vaultgen.values.suggest import did_you_mean, nearest

__all__ = ["CLASSES", "faults_of", "keys_of", "keys_of_class", "validators"]

Record = Entity | Round | Deal | Investment | Metric | Relation | Source | MetricType | RelationType

CLASSES: dict[str, type[Record]] = {
    "entity": Entity,
    "round": Round,
    "deal": Deal,
    "investment": Investment,
    "metric": Metric,
    "relation": Relation,
    "source": Source,
    "metric_type": MetricType,
    "relation_type": RelationType,
}

_QUOTED = re.compile(r"'([^']*)'")
_EXPECTED = {
    "string_type": "expected a text or a number",
    "tuple_type": "expected a list",
    "dict_type": "expected a mapping",
    "dataclass_type": "expected a mapping",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "int_from_float": "expected a whole number",
}


@cache
def validators() -> dict[str, Any]:
    """For each kind of record the function that reads its plain data."""
    return {kind: TypeAdapter(cls).validator.validate_python for kind, cls in CLASSES.items()}


def keys_of(kind: str) -> tuple[str, ...]:
    """The keys of a kind of record, which are the columns of its table too."""
    cls: Any = CLASSES[kind]
    return keys_of_class(cls)


@cache
def keys_of_class(cls: Any) -> tuple[str, ...]:
    """As people write them: `from` for what the class calls `giver`."""
    described = getattr(cls, "__pydantic_fields__", {})
    return tuple(getattr(described.get(field.name), "alias", None) or field.name for field in fields(cls))


def _class_at(kind: str, path: Path) -> Any:
    """The class of the mapping that the path leads to."""
    cls: Any = CLASSES[kind]
    labelled = False
    for step in path:
        if labelled or isinstance(step, int):
            labelled = False
            continue
        names = {alias: field.name for alias, field in zip(keys_of_class(cls), fields(cls), strict=True)}
        annotation = get_type_hints(cls)[names[step]]
        labelled = get_origin(annotation) is dict
        cls = _inside(annotation)
    return cls


def _inside(annotation: Any) -> type | None:
    """The record class inside `tuple[…, ...]`, `… | None` and the like."""
    if isinstance(annotation, type) and is_dataclass(annotation):
        return annotation
    return next((cls for cls in map(_inside, get_args(annotation)) if cls is not None), None)


def faults_of(error: ValidationError, kind: str) -> Iterator[Fault]:
    """Everything that is wrong with one record, with the path to each part at fault."""
    for details in error.errors(include_url=False):
        yield _fault(details, kind)


def _fault(details: ErrorDetails, kind: str) -> Fault:
    path = details["loc"]
    given = details["input"]
    if isinstance(given, Fault):
        return given.below(*path[:-1]) if given.path else given.below(*path)
    said = details["type"]
    if said == "record":
        fault: Fault = details["ctx"]["fault"]
        return fault.below(*path)
    return _plain_fault(details, said, path, kind)


def _plain_fault(details: ErrorDetails, said: str, path: Path, kind: str) -> Fault:
    """A fault that pydantic itself has found."""
    given = details["input"]
    name = str(path[-1]) if path else kind
    if said in {"unexpected_keyword_argument", "missing"}:
        return _key_fault(said, name, path, kind)
    if said in {"literal_error", "enum"}:
        return _choice_fault(details, name, path)
    if said in {"too_short", "string_too_short"}:
        return Fault(f"{name} is empty", path=path)
    if said in {"greater_than_equal", "less_than_equal"}:
        return Fault(f"{name} is 1 to 5, not {given}", path=path)
    expected = _EXPECTED.get(said)
    return Fault(f"{expected}, found {shape(given)}" if expected else details["msg"], path=path)


def _key_fault(said: str, name: str, path: Path, kind: str) -> Fault:
    if said == "missing":
        return Fault(f"{name} is missing", path=path)
    cls = _class_at(kind, path[:-1])
    known = keys_of_class(cls)
    advice = did_you_mean(name, known)
    if not advice and cls is Entity and (metric := nearest(name, METRICS)):
        advice = f"did you mean “{metric}”, which stands under `metrics`?"
    advice = advice or f"known are {', '.join(known)}"
    return Fault(f"unknown key “{name}”", advice, path, at_key=True)


def _choice_fault(details: ErrorDetails, name: str, path: Path) -> Fault:
    given = details["input"]
    if not isinstance(given, str):
        return Fault(f"expected a text, found {shape(given)}", path=path)
    choices = [choice for choice in _QUOTED.findall(details["ctx"]["expected"]) if choice]
    advice = f"{did_you_mean(given, choices)} one of {', '.join(choices)}".strip()
    return Fault(f"unknown {name} “{given}”", advice, path)
