"""Units put together: rounds get the investments of tables, and everything its place in one order."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from vaultgen.records.copies import changed
from vaultgen.records.faults import Fault, Origin
from vaultgen.records.model import Entity, Metric, Relation, Round
from vaultgen.records.places import Places
from vaultgen.records.records import Codes, Origins, Records
from vaultgen.records.registry import Registry
from vaultgen.records.units import Flaw, Unit
from vaultgen.values.suggest import did_you_mean

__all__ = ["assemble", "registry_of"]

Coded = tuple[Any, Any, int]
"""What to sort by, the record, and the code of its origin."""

_NAMED = ("entity", "round", "deal", "source")


def registry_of(units: Iterable[Unit], *, places: Places | None = None) -> tuple[Registry, list[Flaw]]:
    """The built-in metrics and relations with those of the records; one that is declared twice is a flaw."""
    types: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.kind in {"metric_type", "relation_type"}:
            types[unit.kind, unit.record.id].append(unit)  # type: ignore[union-attr]
    flaws: list[Flaw] = []
    for (_, name), declared in types.items():
        declared.sort(key=lambda unit: unit.origin)
        flaws.extend(_again(name, declared[0].origin, unit.origin, places) for unit in declared[1:])
    return Registry.of(declared[0].record for declared in types.values()), flaws  # type: ignore[misc]


def _again(name: str, first: Origin, other: Origin, places: Places | None) -> Flaw:
    file, line, _ = (places or Places()).place(first)
    where = f"{file}:{line}" if line else file
    return other, Fault(f"the id “{name}” is taken", f"it is used in {where} already", path=("id",))


class _Assembly:
    """Collects the records of all units, each with the code of its origin."""

    def __init__(self, files: tuple[str, ...]) -> None:
        self.codes = Codes(files)
        self.named: dict[str, list[tuple[str, int, Any]]] = {kind: [] for kind in _NAMED}
        self.metrics: list[Coded] = []
        self.relations: list[Coded] = []
        self.investments: dict[str, list[Coded]] = defaultdict(list)

    def add(self, unit: Unit) -> None:
        """Take a unit in, with what is nested in it."""
        record: Any = unit.record
        kind = unit.kind
        code = self.codes.code(unit.file, unit.path, unit.line)
        if kind == "metric":
            self.metrics.append((_metric_key(record), record, code))
        elif kind == "relation":
            self.relations.append((_relation_key(record), record, code))
        elif kind == "investment":
            self.investments[record.round].append((record.investor, record, code))
        elif kind in self.named:
            self.named[kind].append((record.id, code, record))
            if kind == "entity":
                self._add_nested(unit, record)

    def _add_nested(self, unit: Unit, entity: Entity) -> None:
        for index, metric in enumerate(entity.metrics):
            self.metrics.append((_metric_key(metric), metric, self._inner(unit, "metrics", index)))
        for index, relation in enumerate(entity.relations):
            self.relations.append((_relation_key(relation), relation, self._inner(unit, "relations", index)))
        for index, found in enumerate(entity.rounds):
            self.named["round"].append((found.id, self._inner(unit, "rounds", index), found))
        for index, deal in enumerate(entity.deals):
            self.named["deal"].append((deal.id, self._inner(unit, "deals", index), deal))

    def _inner(self, unit: Unit, key: str, index: int) -> int:
        # In a table's row the nested record has the row's line; the path into the row is not kept.
        return self.codes.code(unit.file, (*unit.path, key, index), unit.line)


def _metric_key(metric: Metric) -> tuple[str, ...]:
    return (
        metric.entity,
        metric.metric,
        metric.scope,
        metric.as_of.edtf if metric.as_of else "",
        metric.source,
    )


def _relation_key(relation: Relation) -> tuple[str, ...]:
    return relation.giver, relation.type, relation.taker, relation.source


def _in_order(coded: list[Coded]) -> list[Coded]:
    """Sorted by what the records say, whatever order they came in."""
    coded.sort(key=itemgetter(0))
    if all(one[0] != following[0] for one, following in pairwise(coded)):
        return coded
    ordered: list[Coded] = []
    for _, group in groupby(coded, key=itemgetter(0)):
        same = list(group)
        # The representation tells all fields; it is slow, but few records have the same key.
        ordered.extend(sorted(same, key=lambda one: (repr(one[1]), one[2])) if len(same) > 1 else same)
    return ordered


def assemble(
    units: Iterable[Unit],
    registry: Registry,
    *,
    places: Places | None = None,
    broken: Container[str] = frozenset(),
) -> tuple[Records, list[Flaw]]:
    """The records of all units (the registry's own apart) and what does not fit together in them.

    An id that is used twice is a flaw of all but the first that uses it, in the order of files and lines. `broken`
    are ids of records that could not be read; that they are missing is no flaw of others.
    """
    units = units if isinstance(units, Sequence) else list(units)
    files = tuple(sorted({unit.file for unit in units}))
    assembly = _Assembly(files)
    for unit in units:
        assembly.add(unit)
    decode = Origins(files, tuple(assembly.codes.paths)).decode
    flaws = _drop_repeated(assembly.named, decode, places)
    named = {kind: {name: record for name, _, record in found} for kind, found in assembly.named.items()}
    codes, lost = _invest(named["entity"], named["round"], assembly.investments)
    known = named["round"].keys()
    flaws.extend((decode(code), _no_round(name, known)) for name, code in lost if name not in broken)
    metrics, relations = _in_order(assembly.metrics), _in_order(assembly.relations)
    origins = Origins(
        files,
        tuple(assembly.codes.paths),
        {kind: {name: code for name, code, _ in found} for kind, found in assembly.named.items()},
        {"metric": _codes(metrics), "relation": _codes(relations), "investment": array("Q", codes)},
    )
    records = Records(
        registry=registry,
        entities=named["entity"],
        rounds=named["round"],
        deals=named["deal"],
        sources=named["source"],
        metrics=tuple(map(itemgetter(1), metrics)),
        relations=tuple(map(itemgetter(1), relations)),
        origins=origins,
        places=places or Places(),
    )
    return records, flaws


def _codes(coded: list[Coded]) -> array[int]:
    return array("Q", map(itemgetter(2), coded))


def _drop_repeated(
    named: dict[str, list[tuple[str, int, Any]]], decode: Callable[[int], Origin], places: Places | None
) -> list[Flaw]:
    """Sort what has an id, and keep the first record of each id; all kinds share one namespace."""
    for found in named.values():
        found.sort(key=itemgetter(0))
    names = [name for found in named.values() for name, _, _ in found]
    if len(set(names)) == len(names) and "" not in names:
        return []
    users: dict[str, list[tuple[Origin, str, int]]] = defaultdict(list)
    for kind, found in named.items():
        for name, code, _ in found:
            users[name].append((decode(code), kind, code))
    kept: set[tuple[str, int]] = set()
    flaws: list[Flaw] = []
    for name, uses in users.items():
        uses.sort()
        if name:
            kept.add(uses[0][1:])
            flaws.extend(_again(name, uses[0][0], origin, places) for origin, _, _ in uses[1:])
        else:
            fault = Fault("the round has no id", "give it an `id`, or an entity and a stage to make one of")
            flaws.extend((origin, fault) for origin, _, _ in uses)
    for kind, found in named.items():
        found[:] = [item for item in found if (kind, item[1]) in kept]
    return flaws


def _invest(
    entities: dict[str, Entity], rounds: dict[str, Round], investments: Mapping[str, list[Coded]]
) -> tuple[list[int], list[tuple[str, int]]]:
    """Put the investments of tables into their rounds; gives their codes in order, and those of no known round."""
    codes: list[int] = []
    owners: set[str] = set()
    for name in sorted(investments.keys() & rounds.keys()):
        lines = _in_order(investments[name])
        codes.extend(map(itemgetter(2), lines))
        old = rounds[name]
        rounds[name] = changed(old, investors=(*old.investors, *map(itemgetter(1), lines)))
        owners.add(old.entity)
    for owner in owners & entities.keys():
        entity = entities[owner]
        if entity.rounds:
            nested = tuple(rounds.get(found.id, found) for found in entity.rounds)
            entities[owner] = changed(entity, rounds=nested)
    lost = [
        (name, line[2]) for name in sorted(investments.keys() - rounds.keys()) for line in investments[name]
    ]
    return codes, lost


def _no_round(name: str, rounds: Iterable[str]) -> Fault:
    if not name:
        return Fault("round is missing", "name the round that the investment is part of")
    return Fault(f"unknown round “{name}”", did_you_mean(name, rounds), path=("round",))
