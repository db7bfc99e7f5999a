from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.benchmarks.record_files import TABLES, write_tables, write_yaml
from tests.benchmarks.records import Sample, generate
from vaultgen.records.load import load

COLUMNS = {
    "entities": "id name kinds tags aliases summary founded hq website level",
    "rounds": "id entity stage date amount valuation status source note",
    "investments": "round investor role amount note",
    "metrics": "entity metric value as_of status source origin note",
    "relations": "type from to since until note source",
    "sources": "id title publisher published url kind based_on",
}


@pytest.fixture(scope="module")
def sample() -> Sample:
    return generate(1_000)


def _written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_records_and_another_gives_others(sample):
    assert generate(1_000) == sample
    assert generate(1_000, seed=8) != sample


@pytest.mark.parametrize("write", [write_tables, write_yaml])
def test_the_same_records_give_the_same_files(write, sample, tmp_path):
    write(sample, tmp_path / "one")
    write(generate(1_000), tmp_path / "two")
    assert _written(tmp_path / "one") == _written(tmp_path / "two")


def test_kinds_are_mixed_as_promised_and_ids_are_unique(sample):
    kinds = Counter(row["kinds"][0] for row in sample.entities)
    assert kinds == {"company": 700, "investor": 150, "person": 100, "concept": 50}
    ids = [row["id"] for row in (*sample.entities, *sample.sources)]
    assert len(ids) == len(set(ids))


def test_a_note_has_a_dozen_links_on_average_and_a_few_investors_have_most():
    sample = generate(10_000)
    assert 10 <= sample.links() <= 14
    edges = Counter(row["investor"] for row in sample.investments).most_common()
    assert edges[0][1] > 3_000
    assert edges[1][1] > 1_500
    assert edges[len(edges) // 2][1] < 20


def test_records_are_about_as_long_as_notes_of_four_kilobytes(sample, tmp_path):
    write_tables(sample, tmp_path)
    size = sum(len(content) for content in _written(tmp_path).values()) / len(sample.entities)
    assert 2_500 < size < 4_500


def test_tables_have_the_columns_of_the_design_and_nothing_else(sample, tmp_path):
    write_tables(sample, tmp_path)
    assert sorted(_written(tmp_path)) == sorted(f"{table}.jsonl" for table in TABLES)
    for table, columns in COLUMNS.items():
        rows = [json.loads(line) for line in (tmp_path / f"{table}.jsonl").read_text("utf-8").splitlines()]
        assert {key for row in rows for key in row} <= set(columns.split())


def test_yaml_says_the_same_as_the_tables(sample, tmp_path):
    write_yaml(sample, tmp_path)
    read = {path.stem: yaml.load(path.read_bytes(), yaml.CBaseLoader) for path in tmp_path.glob("*.yaml")}  # noqa: S506
    assert read.pop("sources")["sources"] == list(sample.sources)
    assert set(read) == {row["id"] for row in sample.entities}
    assert [read[row["id"]] | row for row in sample.entities] == [read[row["id"]] for row in sample.entities]
    assert all(read[own]["why"] == prose.why for own, prose in sample.prose.items())
    rounds = {row["id"]: row for entity in read.values() for row in entity.get("rounds", ())}
    assert set(rounds) == {row["id"] for row in sample.rounds}
    backers = [(key, line["investor"]) for key, row in rounds.items() for line in row["investors"]]
    assert Counter(backers) == Counter((row["round"], row["investor"]) for row in sample.investments)


@pytest.mark.parametrize("write", [write_tables, write_yaml])
def test_the_loader_takes_every_record(write, sample, tmp_path):
    write(sample, tmp_path / "seeds")
    records = load([tmp_path / "seeds"], tmp_path, currency="USD")
    assert set(records.entities) == {row["id"] for row in sample.entities}
    assert set(records.rounds) == {row["id"] for row in sample.rounds}
    assert sum(len(one.investors) for one in records.rounds.values()) == len(sample.investments)
    assert len(records.metrics) == len(sample.metrics)
    assert len(records.relations) == len(sample.relations)


@pytest.mark.parametrize("write", [write_tables, write_yaml])
def test_a_new_valuation_changes_one_file_and_the_company_is_its_own_neighbour(write, sample, tmp_path):
    write(sample, tmp_path)
    before = _written(tmp_path)
    changed, company = sample.with_new_valuation()
    write(changed, tmp_path, only=["rounds"] if write is write_tables else company)
    after = _written(tmp_path)
    assert sum(before[name] != after[name] for name in after) == 1
    assert company in sample.neighbours(company)
    assert 3 <= len(sample.neighbours(company)) < 60
