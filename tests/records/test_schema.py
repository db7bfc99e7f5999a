"""The JSON Schema agrees with what is read."""

from __future__ import annotations

import json

import jsonschema
import pytest

from vaultgen.records.fields import Reading
from vaultgen.records.registry import MetricType, Registry
from vaultgen.records.rows import Row
from vaultgen.records.schema import json_schema
from vaultgen.records.units import read_units
from vaultgen.records.yaml_files import load_yaml

SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

GOOD = """
id: acme
kinds: [company]
name: Acme
aliases: [Acme Inc, {text: ACME, type: former}]
tags: a; b
founded: 2019
autolink: true
hq: [Paris, {value: London, source: wsj, rank: deprecated, reason: closed}]
facts: {Office: [Paris]}
summary: {text: Something, until: 2027}
metrics:
  - {metric: valuation, value: ~$2B, status: implied}
  - valuation: $5B (Jan 2026)
    source: wsj
rounds:
  - Seed, 2019: $5M, led by ivp
  - "Series A: $9M"
  - id: acme/b
    stage: Series B
    investors: [ivp ($5M), {investor: nvidia, role: lead}]
    tranches: [{id: floor, valuation: $11B}]
    status_log: [{on: 2026, status: in talks}]
deals:
  - {id: x, type: licence, from: acme}
relations:
  - {type: customer_of, from: cursor}
sections:
  - {heading: More, text: Prose, items: [a, {text: b}], table: {of: partners, relation: uses}}
"""
COLLECTION = """
entities: [{id: acme, kinds: company, name: Acme}]
rounds: [{id: acme/a, entity: acme, stage: Seed}]
investments: [{round: acme/a, investor: ivp}, ivp ($5M)]
metrics: [{entity: acme, metric: arr, value: $5M}]
relations: [{type: uses, from: a, to: b}]
sources: [{id: wsj, tier: "2"}]
metric_types: [{id: gmv, label: GMV}]
relation_types: [{id: rival_of, from_label: rival, to_label: rival}]
deals: [{id: d, type: other}]
"""


def plain(text):
    return load_yaml(text, "a.yaml")


def typed(data):
    """Booleans and numbers as an editor sees them; here every scalar is text."""
    if isinstance(data, dict):
        return {key: typed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [typed(item) for item in data]
    return {"true": True, "false": False, "2": 2}.get(data, data)


@pytest.mark.parametrize(
    "text", [GOOD, COLLECTION, "{id: a, kinds: [x], name: A, metrics: {valuation: $5B, arr: [$1M, $2M]}}"]
)
def test_good_files_are_valid(text):
    assert [error.message for error in VALIDATOR.iter_errors(typed(plain(text)))] == []


@pytest.mark.parametrize(
    "text",
    [
        "{id: Acme Inc, kinds: [x], name: A}",
        "{id: a, kinds: [x]}",
        "{id: a, kinds: [x], name: A, valuaton: $5B}",
        "{id: a, kinds: [x], name: A, level: nota}",
        "{id: a, kinds: [x], name: A, hq: {place: Paris}}",
        "{id: a, kinds: [x], name: A, hq: {value: Paris, rank: best}}",
        "{id: a, kinds: [x], name: A, metrics: [{metric: valuaton, value: 1}]}",
        "{id: a, kinds: [x], name: A, metrics: [{valuaton: 1}]}",
        "{id: a, kinds: [x], name: A, metrics: {valuaton: 1}}",
        "{id: a, kinds: [x], name: A, rounds: [{stage: Seed, amout: $5M}]}",
        "{id: a, kinds: [x], name: A, relations: [{type: user, to: b}]}",
        "{id: a, kinds: [x], name: A, sections: [{heading: H, after: lunch}]}",
        "{entitys: []}",
        "{sources: [{id: s, tier: 9}]}",
        "{metric_types: [{id: gmv}]}",
    ],
)
def test_bad_files_are_invalid_and_refused_alike(text):
    data = plain(text)
    assert not VALIDATOR.is_valid(data)
    if "id" in data and "relations" not in data:  # types of relations are looked up when all is read
        assert read_units([Row("a.yaml", "entity", (), 0, data)], Reading())[1]


def test_it_is_a_schema_of_the_named_draft_and_always_the_same():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.dumps(json_schema()) == json.dumps(SCHEMA)


def test_descriptions_come_from_the_docstrings():
    entity = SCHEMA["$defs"]["Entity"]
    assert entity["description"].startswith("A company, investor, person")
    assert "decides folder and template" in entity["properties"]["kinds"]["description"]
    deal = SCHEMA["$defs"]["Deal"]["properties"]
    assert "pays or commits" in deal["from"]["description"]
    assert "whom the source has it from" in deal["origin"]["description"]


def test_a_class_has_its_own_keys_before_those_of_every_claim():
    keys = list(SCHEMA["$defs"]["RoundMapping"]["properties"])
    assert keys[:3] == ["id", "entity", "stage"]
    assert keys[-1] == "rank"


def test_the_names_that_it_completes_are_those_of_the_registry():
    registry = Registry.of([MetricType(id="gmv", label="Gross volume")])
    metric = json_schema(registry)["$defs"]["Metric"]["properties"]
    assert metric["gmv"]["description"] == "Gross volume (money, at a moment)"
    assert "gmv" in metric["metric"]["enum"]
    assert "gmv" not in SCHEMA["$defs"]["Metric"]["properties"]
