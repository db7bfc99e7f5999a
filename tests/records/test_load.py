"""Good records: what is made of them, in whatever files and order they stand."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaultgen.errors import RecordsError
from vaultgen.records.load import load
from vaultgen.records.model import Rank
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Status

HERE = [Path()]


@pytest.fixture
def write(tmp_path):
    def write_files(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", ".")
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        return load(HERE, tmp_path)

    return write_files


BASETEN = """
id: baseten
kinds: [company]
name: Baseten
aliases: [Baseten Labs, {text: BaseTen, type: former}]
tags: ai; inference
founded: 2019
hq: {value: San Francisco, source: wsj}
source: note
facts:
  Office: [Austin, {value: Berlin, source: wsj}]
summary: Runs models for other companies.
why:
  - Because inference grows.
  - {text: Because chips are scarce., source: wsj, until: 2027}
metrics:
  valuation: ~$2B (implied, by 2025)
  annualized_revenue:
    - {value: '~$600M (est., Mar 2026)', source: wsj}
    - $100M (2025)
rounds:
  - Series E, Jan 2026: $300M at $5B, led by ivp and capitalg, with nvidia ($150M)
  - id: baseten/split
    stage: Split-priced round
    source: wsj
    amount: {value: ~$1.5B, rank: preferred, reason: the company says so}
    status_log:
      - {status: in talks, on: 2026-05-25/2026-05-31, amount: $1B, valuation: $11B}
    tranches:
      - {id: floor, valuation: $11B}
deals:
  - {id: baseten/chips, type: supply, from: nvidia, amount: $10M}
relations:
  - {type: customer_of, from: cursor}
  - {type: competitor_of, to: cursor, source: wsj}
sections:
  - heading: Two prices
    text: One share, two prices.
    items: [A bullet, {text: Another, source: wsj}]
    source: wsj
    table: {columns: [a, b], rows: [[1, ~]]}
  - heading: Unsourced
    closing: The end.
"""
OTHERS = """
entities:
  - {id: ivp, kinds: investor, name: IVP}
  - {id: capitalg, kinds: investor, name: CapitalG}
  - {id: nvidia, kinds: company; investor, name: NVIDIA}
  - {id: cursor, kinds: company, name: Cursor}
sources:
  - {id: note, title: A note, published: 2026-01-20}
  - {id: wsj, publisher: Wall Street Journal, based_on: note, tier: 2}
"""


@pytest.fixture
def baseten(write):
    return write(baseten__yaml=BASETEN, others__yaml=OTHERS)


def test_ids_are_sorted_and_all_kinds_are_there(baseten):
    assert list(baseten.entities) == ["baseten", "capitalg", "cursor", "ivp", "nvidia"]
    assert list(baseten.rounds) == ["baseten/series-e", "baseten/split"]
    assert list(baseten.deals) == ["baseten/chips"]
    assert list(baseten.sources) == ["note", "wsj"]
    assert len(baseten.metrics) == 3
    assert len(baseten.relations) == 2


def test_nested_records_are_the_same_in_their_entity_as_among_all(baseten):
    entity = baseten.entities["baseten"]
    assert [id(found) for found in entity.rounds] == [id(baseten.rounds[found.id]) for found in entity.rounds]
    assert {id(metric) for metric in entity.metrics} == {id(metric) for metric in baseten.metrics}
    assert {id(edge) for edge in entity.relations} == {id(edge) for edge in baseten.relations}


def test_the_source_of_a_file_holds_for_what_names_none(baseten):
    entity = baseten.entities["baseten"]
    assert [claim.source for claim in (*entity.founded, *entity.hq)] == ["note", "wsj"]
    assert [claim.source for claim in entity.facts["Office"]] == ["note", "wsj"]
    assert [text.source for text in (*entity.summary, *entity.why)] == ["note", "note", "wsj"]
    assert {found.id: found.source for found in entity.rounds} == {
        "baseten/series-e": "note",
        "baseten/split": "wsj",
    }
    assert [deal.source for deal in entity.deals] == ["note"]
    assert [edge.source for edge in entity.relations] == ["note", "wsj"]
    assert sorted(metric.source for metric in entity.metrics) == ["note", "note", "wsj"]


def test_the_source_of_a_section_goes_before_that_of_the_file(baseten):
    first, second = baseten.entities["baseten"].sections
    assert [text.source for text in (*first.text, *first.items)] == ["wsj", "wsj", "wsj"]
    assert second.closing[0].source == "note"
    assert second.source == ""
    assert first.table.rows == (("1", ""),)


def test_claims_inside_a_round_are_left_to_the_round(baseten):
    (amount,) = baseten.rounds["baseten/split"].amount
    assert amount.source == ""
    assert amount.rank is Rank.PREFERRED


def test_owners_and_ends_are_filled_in(baseten):
    assert {metric.entity for metric in baseten.metrics} == {"baseten"}
    assert {found.entity for found in baseten.rounds.values()} == {"baseten"}
    assert {(edge.type, edge.giver, edge.taker) for edge in baseten.relations} == {
        ("customer_of", "cursor", "baseten"),
        ("competitor_of", "baseten", "cursor"),
    }
    assert baseten.deals["baseten/chips"].taker == "baseten"


def test_a_figure_is_read_with_its_parenthesis(baseten):
    revenue = next(metric for metric in baseten.metrics if metric.source == "wsj")
    assert revenue.metric == "annualized_revenue"
    assert (str(revenue.value), revenue.status, str(revenue.as_of)) == (
        "~$600M", Status.ESTIMATED, "Mar 2026",
    )  # fmt: skip


def test_a_round_on_one_line_has_all_that_the_line_says(baseten):
    found = baseten.rounds["baseten/series-e"]
    shown = [str(said.value) for said in (*found.stage, *found.date, *found.amount, *found.valuation)]
    assert shown == ["Series E", "Jan 2026", "$300M", "$5B"]
    assert [(line.investor, line.role, str(line.amount or "")) for line in found.investors] == [
        ("ivp", "co_lead", ""),
        ("capitalg", "co_lead", ""),
        ("nvidia", "participant", "$150M"),
    ]


def test_aliases_and_words_may_be_short(baseten):
    entity = baseten.entities["baseten"]
    assert [(alias.text, alias.type) for alias in entity.aliases] == [
        ("Baseten Labs", ""),
        ("BaseTen", "former"),
    ]
    assert entity.tags == ("ai", "inference")
    assert baseten.entities["nvidia"].kinds == ("company", "investor")


def test_tables_say_the_same_as_yaml(write):
    records = write(
        entities__csv="id,name,kinds,tags,aliases,founded,hq,level\n"
        "acme, Acme ,company,a; b,Acme Inc;Acme Ltd,2019,Paris,stub\nivp,IVP,investor,,,,,\n",
        rounds__tsv="id\tentity\tstage\tdate\tamount\tvaluation\tstatus\tsource\n"
        "acme/seed\tacme\tSeed\t2019\t$5M\t\tclosed\tft\n\tacme\tSeries A\t\t\t\t\t\n",
        investments__csv="round,investor,role,amount,note\nacme/seed,ivp,lead,$1M,\n",
        metrics__jsonl='{"entity": "acme", "metric": "arr", "value": 5e6, "as_of": 2026}\n',
        relations__csv="type,from,to,since\ncustomer_of,ivp,acme,2020\n",
        **{"sources-2026__csv": "id,title,published,kind\nft,An article,2026-01-20,article\n"},
        deals__ndjson='{"id": "d", "type": "acquisition", "from": "acme", "to": "ivp", "amount": null}\n',
    )
    acme = records.entities["acme"]
    assert (acme.name, acme.tags, acme.level.value) == ("Acme", ("a", "b"), "stub")
    assert [alias.text for alias in acme.aliases] == ["Acme Inc", "Acme Ltd"]
    assert list(records.rounds) == ["acme/seed", "acme/series-a"]
    (line,) = records.rounds["acme/seed"].investors
    assert (line.investor, line.role, str(line.amount), line.round) == ("ivp", "lead", "$1M", "acme/seed")
    assert str(records.metrics[0].value) == "$5M"
    assert records.relations[0].giver == "ivp"
    assert records.deals["d"].amount == ()


def test_investments_of_a_table_follow_those_of_the_round_and_reach_the_entity(write):
    records = write(
        acme__yaml="{id: acme, kinds: [company], name: Acme, rounds: ['Seed: $5M, led by ivp']}",
        entities__csv="id,name,kinds\nivp,IVP,investor\na16z,a16z,investor\nbond,BOND,investor\n",
        investments__csv="round,investor,amount\nacme/seed,bond,$2M\nacme/seed,a16z,\nacme/seed,bond,$1M\n",
    )
    lines = records.rounds["acme/seed"].investors
    assert [line.investor for line in lines] == ["ivp", "a16z", "bond", "bond"]
    assert [str(line.amount) for line in lines[2:]] == ["$1M", "$2M"]
    assert records.entities["acme"].rounds[0] is records.rounds["acme/seed"]


def test_a_metric_type_of_the_user_is_known_before_any_metric_is_read(write):
    records = write(
        acme__yaml="{id: acme, kinds: [company], name: Acme, metrics: {gmv: $5M, nps: 60%, seats: 40, motto: Faster}}",
        types__yaml="""
metric_types:
  - {id: gmv, label: GMV}
  - {id: nps, label: NPS, unit: '%', flow: true}
  - {id: seats, label: Seats, unit: count}
  - {id: motto, label: Motto, unit: text}
relation_types:
  - {id: rival_of, from_label: rival, to_label: rival, symmetric: true}
""",
        relations__csv="type,from,to\nrival_of,acme,acme\n",
    )
    assert [str(metric.value) for metric in records.metrics] == ["$5M", "Faster", "60%", "40"]
    assert records.registry.metrics["seats"].unit == ""
    assert records.registry.relations["rival_of"].symmetric


def test_a_bare_number_is_in_the_currency_of_the_project(tmp_path):
    (tmp_path / "a.yaml").write_text("{id: a, kinds: [company], name: A, metrics: {valuation: 5}}")
    (metric,) = load(HERE, tmp_path, currency="EUR").metrics
    assert isinstance(metric.value, Quantity)
    assert metric.value.unit == "EUR"


def test_rows_and_units_are_handed_to_who_wants_to_keep_them(tmp_path):
    (tmp_path / "a.yaml").write_text("{id: a, kinds: [company], name: A}")
    (tmp_path / "metrics.csv").write_text("entity,metric,value\na,arr,$5M\n")
    kept = []
    load(HERE, tmp_path, keep=lambda rows, units: kept.extend(zip(rows, units, strict=True)))
    assert [(row.file, unit.kind) for row, unit in kept] == [("a.yaml", "entity"), ("metrics.csv", "metric")]


def test_nulls_and_space_in_json_are_as_nothing(write):
    records = write(
        entities__jsonl='{"id": " a ", "kinds": ["x "], "name": "A\\n", '
        '"hq": {"value": " Paris", "note": null}, "tags": null}\n'
    )
    entity = records.entities["a"]
    assert (entity.kinds, entity.name, entity.hq[0].value, entity.hq[0].note) == (("x",), "A", "Paris", "")


def test_an_owner_that_is_named_is_kept(write):
    records = write(
        a__yaml="""
id: a
kinds: [company]
name: A
metrics: [{arr: $5M, entity: b, source: s}]
rounds: [{id: b/seed, entity: b, stage: Seed}]
relations: [{type: uses, from: b, to: c}, {type: uses, to: a, from: b}]
deals: [{id: d, type: other, from: a}]
sections: [{heading: H, text: T}]
""",
        b__yaml="entities: [{id: b, kinds: x, name: B}, {id: c, kinds: x, name: C}]\nsources: [{id: s}]",
    )
    assert records.metrics[0].entity == records.rounds["b/seed"].entity == "b"
    assert [(edge.giver, edge.taker) for edge in records.relations] == [("b", "a"), ("b", "c")]
    assert (records.deals["d"].giver, records.deals["d"].taker) == ("a", "")


# The order of files and rows.

ENTITIES = [{"id": name, "name": name.upper(), "kinds": "company"} for name in ("a", "b", "c")]
ROUNDS = [
    {"id": f"{owner}/{number}", "entity": owner, "stage": "Seed", "amount": f"${number}M"}
    for owner in "ab"
    for number in (1, 2)
]
LINES = [
    {"round": "a/1", "investor": investor, "amount": amount, "note": note}
    for investor in "bc"
    for amount in ("$1M", "$2M")
    for note in ("x", "y")
]
METRICS = [
    {"entity": owner, "metric": "arr", "value": value, "as_of": day, "note": note}
    for owner in "abc"
    for value, day, note in (
        ("$1M", "2025", "x"),
        ("$2M", "2025", "x"),
        ("$1M", "2025", "y"),
        ("$1M", "2024", "x"),
    )
]
EDGES = [
    {"type": "customer_of", "from": "a", "to": other, "note": note} for other in "bc" for note in ("x", "y")
]
TABLES = {
    "entities": ENTITIES,
    "rounds": ROUNDS,
    "investments": LINES,
    "metrics": METRICS,
    "relations": EDGES,
}


def as_csv(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def as_lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


@given(chance=st.randoms(use_true_random=True))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_neither_the_order_of_rows_nor_the_files_they_are_in_change_the_records(tmp_path, chance):
    seen = set()
    for attempt in range(2):
        folder = Path(tempfile.mkdtemp(dir=tmp_path))
        for table, rows in TABLES.items():
            shuffled = chance.sample(rows, len(rows)) if attempt else rows
            cut = chance.randrange(len(rows) + 1) if attempt else len(rows)
            for number, part in enumerate((shuffled[:cut], shuffled[cut:])):
                if part:
                    suffix, write = chance.choice([("csv", as_csv), ("jsonl", as_lines), ("yaml", None)])
                    text = write(part) if write else json.dumps({table: part})
                    (folder / f"{table}-{chance.randrange(9)}{number}.{suffix}").write_text(text)
        seen.add(repr(load(HERE, folder)))
    assert len(seen) == 1


def test_problems_too_are_in_the_order_of_files(tmp_path):
    for name in ("b.yaml", "a.yaml"):
        (tmp_path / name).write_text("{id: x, kinds: [company], name: X, merged_into: y}")
    with pytest.raises(RecordsError) as caught:
        load([tmp_path / "b.yaml", tmp_path / "a.yaml"], tmp_path)
    assert [problem.file for problem in caught.value.problems] == ["a.yaml", "b.yaml"]
