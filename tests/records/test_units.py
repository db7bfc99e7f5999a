"""Units: rows read one by one, and made again from what was kept of them."""

from __future__ import annotations

import marshal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaultgen.errors import Problem
from vaultgen.records.load import Reading, Row, assemble, read_file, read_rows, read_units, registry_of
from vaultgen.records.messages import CLASSES

FILES = {
    "acme.yaml": """
id: acme
kinds: [company]
name: Acme
metrics: {valuation: $5B (Jan 2026)}
rounds: ['Seed: $5M, led by ivp']
""",
    "more.yaml": """
rounds:
  - {id: acme/a, entity: acme, stage: Series A}
metric_types:
  - {id: gmv, label: GMV}
""",
    "entities.jsonl": '{"id": "ivp", "kinds": ["investor"], "name": "IVP", "ids": {"cik": 5, "x": 1.5}}\n',
    "metrics.csv": "entity,metric,value\nacme,arr,$5M\n",
}


def rows_of(folder):
    rows = []
    for name, text in FILES.items():
        (folder / name).write_text(text)
        found, problems = read_rows(folder / name, name)
        assert problems == []
        rows += found
    return rows


def records_of(rows):
    types, _ = read_units([row for row in rows if row.kind == "metric_type"], Reading())
    registry, again = registry_of(types)
    units, flaws = read_units([row for row in rows if row.kind != "metric_type"], Reading("USD", registry))
    records, misfits = assemble(units, registry)
    assert again == flaws == misfits == []
    return records


def test_records_are_made_again_from_the_plain_data_that_was_kept(tmp_path):
    rows = rows_of(tmp_path)
    kept = marshal.dumps([tuple(row) for row in rows])
    again = [Row(*row) for row in marshal.loads(kept)]  # noqa: S302 -- written above
    assert records_of(again) == records_of(rows)
    assert records_of(rows).registry.metrics["gmv"].label == "GMV"


def test_a_unit_knows_where_it_stands_and_what_it_was_made_of(tmp_path):
    units, _ = read_units(rows_of(tmp_path), Reading())
    assert [unit.origin for unit in units] == [
        ("acme.yaml", (), 0),
        ("more.yaml", ("rounds", 0), 0),
        ("more.yaml", ("metric_types", 0), 0),
        ("entities.jsonl", (), 1),
        ("metrics.csv", (), 2),
    ]
    assert units[4].data == {"entity": "acme", "metric": "arr", "value": "$5M"}
    assert units[3].record.ids == {"cik": "5", "x": "1.5"}


def test_units_need_not_keep_their_data(tmp_path):
    units, _ = read_units(rows_of(tmp_path), Reading(), keep_data=False)
    assert {unit.data for unit in units} == {None}


def test_one_file_gives_its_units_and_all_its_problems(tmp_path):
    path = tmp_path / "seeds" / "metrics.jsonl"
    path.parent.mkdir()
    path.write_text(
        '{"entity": "a", "metric": "arr", "value": "$5M"}\n{"entity": "a", "metric": "arr", "value": "$5Q"}\n{\n'
    )
    units, problems = read_file(path, "seeds/metrics.jsonl", Reading())
    assert [unit.line for unit in units] == [1]
    assert problems == [
        Problem("seeds/metrics.jsonl", 3, 1, "cannot be read as JSON: EOF while parsing an object"),
        Problem("seeds/metrics.jsonl", 2, 46, "“$5Q”: unknown text after the amount"),
    ]


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
keys = st.sampled_from(
    sorted({key for cls in CLASSES.values() for key in cls.__dataclass_fields__})
) | st.sampled_from(["from", "to", "text", "valuation", "arr", "investor", "round"])
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=15,
)


@given(kind=st.sampled_from(sorted(CLASSES)), data=values)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_any_data_is_a_record_or_has_flaws(kind, data):
    units, flaws = read_units([Row("a.jsonl", kind, (), 1, data)], Reading())
    assert bool(units) != bool(flaws)
    assert all(fault.message for _, fault in flaws)


def test_the_name_of_a_unit_s_file_is_its_path_from_a_folder(tmp_path):
    path = tmp_path / "metrics.csv"
    path.write_text("entity,metric,value\nacme,arr,$5Q\n")
    _, (problem,) = read_file(Path(path), "metrics.csv", Reading())
    assert (problem.line, problem.column) == (2, 12)
