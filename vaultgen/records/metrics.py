"""A metric of an entity, in its long form or as `valuation: $5B (Jan 2026)`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationInfo, model_validator
from pydantic.dataclasses import dataclass
from pydantic_core import ArgsKwargs

from vaultgen.records.claims import STRICT, Claimed, with_figure
from vaultgen.records.faults import Fault, refuse
from vaultgen.records.fields import Line, reading, shape
from vaultgen.records.registry import Registry
from vaultgen.values.suggest import did_you_mean

__all__ = ["Metric", "metric_list"]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Metric(Claimed):
    """A figure about an entity: which metric, of what part (`scope`), measured against what (`denominator`).

    `entity` is the owner in a table of its own; inside an entity's file it is left out.
    """

    metric: Line
    entity: Line = ""
    scope: Line = ""
    denominator: Line = ""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any, info: ValidationInfo) -> Any:
        data = data.kwargs if isinstance(data, ArgsKwargs) else data
        if not isinstance(data, dict):
            raise refuse(Fault(f"expected a metric such as `valuation: $5B (Jan 2026)`, found {shape(data)}"))
        context = reading(info)
        name = data.get("metric")
        kind = context.registry.metrics.get(name) if isinstance(name, str) else None
        if kind is None:
            return _named_metric(data, context.registry, context.currency)
        return with_figure(data, unit=kind.unit, currency=context.currency)


def _named_metric(data: Mapping[str, Any], registry: Registry, currency: str) -> Mapping[str, Any]:
    """`{valuation: $5B (Jan 2026), source: …}` in the long form."""
    types = registry.metrics
    keys = Metric.__dataclass_fields__
    if "metric" in data:
        name = data["metric"]
        if not isinstance(name, str):
            return {**data, "metric": Fault(f"a metric's name is a text, not {shape(name)}"), "value": ""}
        advice = did_you_mean(name, types) or "declare it under `metric_types`"
        return {**data, "metric": Fault(f"unknown metric “{name}”", advice), "value": ""}
    others = [key for key in data if key not in keys]
    named = [key for key in others if key in types]
    if len(named) == 1:
        claim = {key: value for key, value in data.items() if key != named[0]}
        claim["metric"], claim[named[0]] = named[0], data[named[0]]
        return with_figure(claim, unit=types[named[0]].unit, currency=currency, key=named[0])
    if len(named) > 1:
        raise refuse(Fault(f"one metric an item, found {' and '.join(named)}"))
    if len(others) == 1 and "value" not in data:
        advice = did_you_mean(others[0], types) or "declare it under `metric_types`"
        raise refuse(Fault(f"unknown metric “{others[0]}”", advice, path=(others[0],), at_key=True))
    raise refuse(Fault("a metric needs its name", "write `valuation: $5B`, or `metric: …` and `value: …`"))


def metric_list(data: object) -> object:
    """A list of metrics; a mapping from names to figures will do."""
    if not isinstance(data, dict):
        return data
    if "metric" in data:
        return [data]
    return [
        {**claim, "metric": name} if isinstance(claim, dict) else {name: claim}
        for name, given in data.items()
        for claim in (given if isinstance(given, list) else [given])
    ]
