"""JSON Schema of the YAML files, by which editors complete and check what one types."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields
from typing import Any

from pydantic import TypeAdapter

from vaultgen.records import claims, model
from vaultgen.records.fields import SCALAR
from vaultgen.records.messages import CLASSES, keys_of_class
from vaultgen.records.registry import MetricType, Registry, RelationType
from vaultgen.records.rows import KIND_OF_TABLE

__all__ = ["json_schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID = {"type": "string", "pattern": r"^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*$", "maxLength": 120}

JsonSchema = dict[str, Any]

_DEFINED = {
    cls.__name__: cls
    for cls in (*CLASSES.values(), model.Alias, model.Section, model.Table, model.Tranche, model.StatusEntry)
} | {"Claimed": claims.Claimed, "Text": claims.Text}
_LINES = {
    "Round": "`Series E, Jan 2026: $300M at $5B, led by ivp and capitalg, with nvidia ($150M)`",
    "Investment": "`nvidia ($150M)`",
    "Alias": "the other name",
}
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z`“])")


def json_schema(registry: Registry | None = None) -> JsonSchema:
    """The schema (draft 2020-12) of a YAML file: one entity, or lists of records under the names of tables.

    The metrics and relations that it completes are those of the registry.
    """
    registry = registry or Registry()
    adapters = [(kind, "validation", TypeAdapter(cls)) for kind, cls in CLASSES.items()]
    generated = TypeAdapter.json_schemas(adapters)[1]["$defs"]  # type: ignore[arg-type]
    defs = {name: _tidied(name, schema) for name, schema in sorted(generated.items())}
    _complete(defs, registry)
    for name, line in _LINES.items():
        defs[f"{name}Mapping"] = defs[name]
        defs[name] = _written_on_a_line(name, line)
    return {
        "$schema": DIALECT,
        "title": "Records of vaultgen",
        "description": "One entity, or lists of records under the names of tables.",
        "if": {"anyOf": [{"required": [key]} for key in ("id", "kinds", "name")]},
        "then": {"$ref": "#/$defs/Entity"},
        "else": {"$ref": "#/$defs/Collection"},
        "$defs": {**dict(sorted(defs.items())), "Collection": _collection()},
    }


def _tidied(name: str, schema: JsonSchema) -> JsonSchema:
    """The class's own keys first, each with what the docstrings say of it, without titles and empty defaults."""
    cls = _DEFINED.get(name)
    if cls is None:
        return {key: value for key, value in schema.items() if key != "title"}
    inherited = {field.name for field in fields(claims.Said)} if name != "Said" else set()
    keys = sorted(keys_of_class(cls), key=lambda key: key in inherited)
    properties = schema["properties"]
    return {
        "type": "object",
        "description": " ".join((inspect.getdoc(cls) or "").split()),
        "properties": {key: _property(cls, key, properties[key]) for key in keys},
        "required": schema.get("required", []),
        "additionalProperties": False,
    }


def _property(cls: type, key: str, schema: JsonSchema) -> JsonSchema:
    kept = {name: part for name, part in schema.items() if name not in {"title", "default"}}
    if key == "id":
        kept = dict(ID)
    if said := _said_of(cls, key):
        kept["description"] = said
    return kept


def _said_of(cls: type, key: str) -> str:
    """The sentences that the docstrings of the class, or those it builds on, say about a key."""
    for owner in cls.__mro__:
        text = " ".join((owner.__doc__ or "").split())
        found = [sentence for sentence in _SENTENCE.split(text) if f"`{key}`" in sentence]
        if found and owner is not object:
            return " ".join(found)
    return ""


def _complete(defs: JsonSchema, registry: Registry) -> None:
    """Teach the schema the shorthands, and the names that the registry knows."""
    metric, named = defs["Metric"], {}
    for kind in registry.metrics.values():
        named[kind.id] = {**SCALAR, "description": f"{kind.label} ({_measure(kind)})"}
    metric["properties"] = {
        "metric": {"enum": sorted(registry.metrics)},
        **{key: schema for key, schema in metric["properties"].items() if key != "metric"},
        **named,
    }
    metric["required"] = []
    metric["anyOf"] = [{"required": ["metric", "value"]}, *({"required": [name]} for name in named)]
    defs["Metrics"] = {
        "description": "A list of metrics, or a mapping from their names to figures.",
        "anyOf": [
            {"type": "array", "items": {"$ref": "#/$defs/Metric"}},
            {"type": "object", "propertyNames": {"enum": sorted(registry.metrics)}},
        ],
    }
    defs["Entity"]["properties"]["metrics"] = {"$ref": "#/$defs/Metrics"}
    types = [_relation(kind) for kind in registry.relations.values()]
    defs["Relation"]["properties"]["type"] = {"oneOf": types}
    defs["Table"]["properties"]["relation"]["enum"] = sorted(registry.relations)
    defs["Table"]["properties"]["metric"]["enum"] = sorted(registry.metrics)
    for name, key in (("Entity", "aliases"), ("Round", "investors")):
        several = defs[name]["properties"][key]
        defs[name]["properties"][key] = {"anyOf": [{"type": "string"}, several]}


def _measure(kind: MetricType) -> str:
    return f"{kind.unit or 'a count'}, {'over a period' if kind.flow else 'at a moment'}"


def _relation(kind: RelationType) -> JsonSchema:
    if kind.symmetric:
        return {"const": kind.id, "description": f"both are {kind.from_label}"}
    return {"const": kind.id, "description": f"`from` is {kind.from_label}, `to` is {kind.to_label}"}


def _written_on_a_line(name: str, line: str) -> JsonSchema:
    written: list[JsonSchema] = [{"type": "string"}, {"$ref": f"#/$defs/{name}Mapping"}]
    if name == "Round":
        # Without quotes YAML takes the line for a mapping with one key.
        written.append({"type": "object", "maxProperties": 1, "additionalProperties": {"type": "string"}})
    return {"description": f"A mapping, or one line: {line}.", "anyOf": written}


def _collection() -> JsonSchema:
    names = {table: CLASSES[kind].__name__ for table, kind in KIND_OF_TABLE.items()}
    return {
        "type": "object",
        "description": "Lists of records under the names of tables.",
        "properties": {
            table: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}} for table, name in names.items()
        },
        "additionalProperties": False,
    }
