"""The way back from a record to its place in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from vaultgen.records.load import Place, Places, load
from vaultgen.records.records import Records

ACME = """\
id: acme
kinds: [company]
name: Acme
hq:
  - Paris
  - {value: London, source: ft}
metrics:
  valuation: $5B
  employees: [100 (2024), 120 (2025)]
rounds:
  - Seed, 2019: $5M, led by ivp
  - id: acme/a
    stage: Series A
    amount: $9M
    investors:
      - ivp
deals:
  - {id: acme/deal, type: licence, to: ivp}
relations:
  - {type: uses, to: ivp, note: "a: b"}
"""
TABLES = {
    "entities.csv": 'id,name,kinds,summary\nivp,IVP,investor,"One, two\nthree"\nbond,BOND,investor,\n',
    "investments.csv": "round,investor,amount\nacme/a,ivp,$2M\nacme/a,bond,$1M\nacme/seed,bond,$1M\n",
    "metrics.jsonl": """\
{"entity": "acme", "metric": "arr", "value": "$5M"}

{"entity":"ivp","metric":"arr","value":"$6M"}
""",
    "sources.yaml": "sources:\n  - {id: ft, title: FT}\n",
    "relations.tsv": "type\tfrom\tto\nuses\tivp\tacme\n",
}


@pytest.fixture
def records(tmp_path):
    for name, text in {"acme.yaml": ACME, **TABLES}.items():
        (tmp_path / name).write_text(text)
    return load([Path()], tmp_path)


@pytest.mark.parametrize(
    ("key", "place"),
    [
        (("entity", "acme"), "acme.yaml:1:1"),
        (("entity", "acme", "name"), "acme.yaml:3:7"),
        (("entity", "acme", "hq", 1), "acme.yaml:6:5"),
        (("entity", "acme", "hq", 1, "source"), "acme.yaml:6:29"),
        (("entity", "ivp"), "entities.csv:2:1"),
        (("entity", "ivp", "summary", 0), "entities.csv:2:18"),
        (("entity", "bond"), "entities.csv:4:1"),
        (("entity", "bond", "hq"), "entities.csv:4:1"),
        (("entity", "nobody"), ":0:0"),
        (("metric", "acme", 0), "metrics.jsonl:1:1"),
        (("metric", "acme", 0, "value"), "metrics.jsonl:1:46"),
        (("metric", "acme", 1), "acme.yaml:9:15"),
        (("metric", "acme", 2), "acme.yaml:9:27"),
        (("metric", "acme", 3, "value"), "acme.yaml:8:14"),
        (("metric", "ivp", 0, "value"), "metrics.jsonl:3:40"),
        (("metric", "ivp", 1), ":0:0"),
        (("round", "acme/seed"), "acme.yaml:11:5"),
        (("round", "acme/a"), "acme.yaml:12:5"),
        (("round", "acme/a", "amount", 0), "acme.yaml:14:13"),
        (("round", "acme/a", "investors", 0), "acme.yaml:16:9"),
        (("round", "acme/a", "investors", 1), "investments.csv:3:1"),
        (("round", "acme/a", "investors", 2, "amount"), "investments.csv:2:12"),
        (("round", "acme/seed", "investors", 1), "investments.csv:4:1"),
        (("round", "acme/seed", "investors", 5), "acme.yaml:11:5"),
        (("deal", "acme/deal", "type"), "acme.yaml:18:27"),
        (("relation", 0), "acme.yaml:20:5"),
        (("relation", 1, "to"), "relations.tsv:2:10"),
        (("relation", 2), ":0:0"),
        (("source", "ft", "title"), "sources.yaml:2:21"),
        (("figure", "acme", "valuation", "", ""), "acme.yaml:8:14"),
        (("figure", "acme", "arr", "", ""), "metrics.jsonl:1:1"),
        (("figure", "acme", "arr", "", "ft"), "acme.yaml:1:1"),
        (("figure", "acme", "hq", "", "ft"), "acme.yaml:5:3"),
        (("figure", "bond", "founded", "", ""), "entities.csv:4:1"),
    ],
)
def test_every_record_and_every_part_of_it_has_a_place(records, key, place):
    assert "{}:{}:{}".format(*records.place(*key)) == place


def test_an_origin_can_be_kept_and_located_later(records):
    origin = records.origin("metric", "ivp", 0)
    assert origin == ("metrics.jsonl", (), 3)
    assert records.locate(*origin) == (3, 1)


def test_records_made_in_code_have_no_place():
    assert Records().place("entity", "acme") == Place("", 0, 0)


@pytest.mark.parametrize("text", ["", "id: [", "id: \xff"])
def test_a_file_that_has_changed_since_gives_what_is_still_known(tmp_path, text):
    (tmp_path / "a.yaml").write_bytes(text.encode("latin-1"))
    (tmp_path / "a.jsonl").write_bytes(text.encode("latin-1"))
    places = Places(tmp_path)
    assert places.locate("a.yaml", ("id",), 0) == (0, 0)
    assert places.locate("a.jsonl", ("id",), 7) == (7, 0)
    assert places.locate("gone.csv", ("id",), 7) == (7, 0)


def test_lines_are_found_in_any_order(tmp_path):
    (tmp_path / "a.csv").write_text("id,name\n" + "".join(f"{'x' * number},y\n" for number in range(1, 6)))
    places = Places(tmp_path)
    asked = [5, 2, 6, 3, 3]
    assert [places.locate("a.csv", ("name",), line)[1] for line in asked] == [line + 1 for line in asked]
    assert places.locate("a.csv", ("name",), 99) == (99, 1)
