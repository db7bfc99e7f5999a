"""Edits of record files, form by form: the lines before, the edits, the lines after."""

from __future__ import annotations

from itertools import permutations

import pytest

from vaultgen.errors import RecordsError
from vaultgen.records.edit.apply import apply_edits
from vaultgen.records.edit.edits import Add, Remove, Set
from vaultgen.values.days import parse_day
from vaultgen.values.money import parse_quantity
from vaultgen.values.status import Status

ACME = "id: acme\nkinds: [company]\nname: Acme\n"

YAML = {
    "a plain fact": (
        "founded: 2019  # they say\n",
        [Set(("founded", 0), "2018")],
        "founded: 2018  # they say\n",
    ),
    "double quotes stay": ('hq: "Paris"\n', [Set(("hq", 0), 'the "City"')], 'hq: "the \\"City\\""\n'),
    "single quotes stay": ("hq: 'Paris'\n", [Set(("hq", 0), "L'Aquila")], "hq: 'L''Aquila'\n"),
    "quotes come where they must": ("hq: Paris\n", [Set(("hq", 0), "Paris: east")], 'hq: "Paris: east"\n'),
    "a text with quotes is put into the others": (
        "hq: Paris\n",
        [Set(("hq", 0), '"City": east')],
        "hq: '\"City\": east'\n",
    ),
    "a comma needs quotes in brackets only": (
        "hq: [Paris, Rome]\nticker: A\n",
        [Set(("hq", 1), "Rome, Italy"), Set(("ticker", 0), "A, B")],
        'hq: [Paris, "Rome, Italy"]\nticker: A, B\n',
    ),
    "about nothing is not nothing": (
        "metrics: {valuation: $2B}\nhq: Paris\n",
        [Set(("metrics", 0), "~$2B"), Set(("hq", 0), "~")],
        'metrics: {valuation: ~$2B}\nhq: "~"\n',
    ),
    "a value in a claim": (
        "hq: {value: Paris, source: ft}\n",
        [Set(("hq", 0), "Rome")],
        "hq: {value: Rome, source: ft}\n",
    ),
    "one of several claims": (
        "hq:\n  - Paris\n  - {value: Rome, source: ft}\n",
        [Set(("hq", 1, "value"), "Bonn")],
        "hq:\n  - Paris\n  - {value: Bonn, source: ft}\n",
    ),
    "a claim that needs more than a word": (
        "founded: 2019\nhq: [Paris, 'Rome']\n",
        [Set(("founded", 0, "as_of"), "2024"), Set(("hq", 1, "source"), "ft"), Set(("hq", 1), "Bonn")],
        "founded: {value: 2019, as_of: 2024}\nhq: [Paris, {value: 'Bonn', source: ft}]\n",
    ),
    "a figure gets its parenthesis": (
        "metrics: {valuation: $5B}\n",
        [Set(("metrics", 0, "as_of"), "Jan 2026"), Set(("metrics", 0, "status"), Status.REPORTED)],
        'metrics: {valuation: "$5B (reported, Jan 2026)"}\n',
    ),
    "a figure's parenthesis changes": (
        "metrics:\n  valuation: $11–13B (reported, June 2026)\n",
        [Set(("metrics", 0, "as_of"), "Jul 2026"), Set(("metrics", 0), "$12–13B")],
        "metrics:\n  valuation: $12–13B (reported, Jul 2026)\n",
    ),
    "the rest of a parenthesis stays as it was typed": (
        "metrics:\n  valuation: $2 billion (in March 2026, Sacra estimates, from raise history)\n",
        [Set(("metrics", 0, "status"), "implied")],
        "metrics:\n  valuation: $2 billion (in March 2026, Sacra implied, from raise history)\n",
    ),
    "a figure loses its parenthesis": (
        "metrics:\n  valuation: $5B (Jan 2026)\n  arr: $1M (reported, 2025)\n",
        [Set(("metrics", 0, "as_of"), None), Set(("metrics", 1, "status"), None)],
        "metrics:\n  valuation: $5B\n  arr: $1M (2025)\n",
    ),
    "a parenthesis in a claim's value": (
        "metrics:\n  - {metric: valuation, value: ~$2B (implied), source: ft}\n",
        [Set(("metrics", 0, "as_of"), "2025")],
        'metrics:\n  - {metric: valuation, value: "~$2B (implied, 2025)", source: ft}\n',
    ),
    "a key of its own, in brackets": (
        "metrics:\n  - {metric: valuation, value: ~$2B, source: ft}\n",
        [Set(("metrics", 0, "as_of"), parse_day("Jan 2025")), Set(("metrics", 0, "status"), Status.IN_TALKS)],
        "metrics:\n  - {metric: valuation, value: ~$2B, as_of: 2025-01, status: in_talks, source: ft}\n",
    ),
    "a key of its own, on a line": (
        "metrics:\n  - metric: valuation\n    value: ~$2B  # theirs\n    source: ft\n",
        [Set(("metrics", 0, "as_of"), "2025")],
        "metrics:\n  - metric: valuation\n    value: ~$2B  # theirs\n    as_of: 2025\n    source: ft\n",
    ),
    "a key that has no value yet": (
        "hq:\n  value: Paris\n  as_of:\n  status: ~\n",
        [Set(("hq", 0, "as_of"), "2025"), Set(("hq", 0, "status"), "reported")],
        "hq:\n  value: Paris\n  as_of: 2025\n  status: reported\n",
    ),
    "keys go": (
        "hq:\n  - as_of: 2025\n    value: Paris\n    source: ft # x\nticker: {value: A, source: ft}\n",
        [
            Set(("hq", 0, "as_of"), None),
            Set(("hq", 0, "source"), None),
            Set(("ticker", 0, "source"), ""),
        ],
        "hq:\n  - value: Paris\nticker: {value: A}\n",
    ),
    "metrics under their names": (
        "metrics:\n  valuation: $5B\n  employees: [100 (2024), 120 (2025)]\n",
        [Set(("metrics", 2), "130"), Set(("metrics", 1, "source"), "ft")],
        "metrics:\n  valuation: $5B\n  employees: [{value: 100 (2024), source: ft}, 130 (2025)]\n",
    ),
    "a metric named by its key": (
        "metrics:\n  - valuation: $5B (Jan 2026)\n    source: ft\n",
        [Set(("metrics", 0), parse_quantity("~$6B"))],
        "metrics:\n  - valuation: ~$6B (Jan 2026)\n    source: ft\n",
    ),
    "words in brackets": (
        "tags: [ai, 'b c', d]   # tags\n",
        [Set(("tags", 1), "e"), Remove(("tags", 0)), Add(("tags",), "f, g"), Add(("tags",), "a")],
        "tags: ['e', d, a, \"f, g\"]   # tags\n",
    ),
    "all words exchanged": (
        "tags: [ai, b]\n",
        [Remove(("tags", 0)), Remove(("tags", 1)), Add(("tags",), "c")],
        "tags: [c]\n",
    ),
    "brackets over several lines": (
        "tags: [\n  ai,  # first\n  b,\n  c\n]\n",
        [Remove(("tags", 1)), Set(("tags", 2), "d")],
        "tags: [\n  ai,  # first\n  d\n]\n",
    ),
    "words on lines": (
        "tags:\n- ai\n# why\n- b # c\n-   d\n\n# end\n",
        [Remove(("tags", 1)), Add(("tags",), "e: f"), Set(("tags", 0), "g")],
        'tags:\n- g\n# why\n-   d\n- "e: f"\n\n# end\n',
    ),
    "words in one text": (
        "aliases: Ac;  Acme Inc\ntags: one\n",
        [Set(("aliases", 1), "Acme SA"), Remove(("aliases", 0)), Add(("tags",), "two")],
        "aliases: Acme SA\ntags: one; two\n",
    ),
    "the last word takes the key along": ("tags: one\nhq: Rome\n", [Remove(("tags", 0))], "hq: Rome\n"),
    "a list where there was none": (
        "tags:\nhq: ~\n",
        [Add(("tags",), "b"), Add(("tags",), "a"), Add(("hq",), "Rome")],
        "tags: [a, b]\nhq: Rome\n",
    ),
    "a key in its usual place": (
        "hq: Paris\n\n# far below\nrounds: []\n",
        [Add(("founded",), "2019"), Set(("level",), "stub")],
        "level: stub\nfounded: 2019\nhq: Paris\n\n# far below\nrounds: []\n",
    ),
    "a claim goes": (
        "hq: Paris\nticker: [A, B]\n",
        [Remove(("hq", 0)), Remove(("ticker", 1))],
        "ticker: [A]\n",
    ),
    "a round on one line": (
        "rounds:\n  - Series E, Jan 2026: $300M at $5B, led by ivp and bond, with nvidia ($150M)\n",
        [
            Set(("rounds", 0, "amount", 0), "~$310M"),
            Set(("rounds", 0, "valuation", 0, "as_of"), "Feb 2026"),
            Set(("rounds", 0, "date", 0), "Feb 2026"),
            Set(("rounds", 0, "status"), "closed"),
            Set(("rounds", 0, "investors", 2, "amount"), "$140M"),
            Set(("rounds", 0, "investors", 1), "nea"),
            Add(("rounds", 0, "investors"), "spark ($1M)"),
        ],
        (
            "rounds:\n  - Series E, Feb 2026 (closed): ~$310M at $5B (Feb 2026), led by ivp and nea,"
            " with nvidia ($140M), spark ($1M)\n"
        ),
    ),
    "a round on one line in quotes": (
        "rounds: ['Seed, 2019: $5M, with ivp and bond']\n",
        [Remove(("rounds", 0, "investors", 0)), Add(("rounds", 0, "valuation"), "$50M")],
        "rounds: ['Seed, 2019: $5M at $50M, with bond']\n",
    ),
    "a line that must be quoted now": (
        "rounds:\n  - Seed, 2019: $5M\n",
        [Add(("rounds", 0, "investors"), "a: b")],
        'rounds:\n  - "Seed, 2019: $5M, with a: b"\n',
    ),
    "two rounds on one line each": (
        "rounds:\n  - Seed, 2019: $5M\n  - Series A, 2020 (rumoured): $9M (2021)\n",
        [Set(("rounds", 1, "status"), "closed"), Set(("rounds", 0, "amount", 0), "$6M")],
        "rounds:\n  - Seed, 2019: $6M\n  - Series A, 2020 (closed): $9M (2021)\n",
    ),
    "investors": (
        "rounds:\n  - id: acme/a\n    investors:\n      - ivp\n      - nvidia ($150M)\n      - {investor: bond}\n",
        [
            Set(("rounds", 0, "investors", 0, "amount"), "$1M"),
            Set(("rounds", 0, "investors", 1, "role"), "strategic"),
            Set(("rounds", 0, "investors", 2), "nea"),
            Add(("rounds", 0, "investors"), {"investor": "spark", "note": "a, b"}),
        ],
        (
            "rounds:\n  - id: acme/a\n    investors:\n      - ivp ($1M)\n      - nvidia ($150M, strategic)\n"
            '      - {investor: nea}\n      - {investor: spark, note: "a, b"}\n'
        ),
    ),
    "investors in one text": (
        "rounds:\n  - {id: acme/a, investors: ivp; bond ($2M)}\n",
        [Set(("rounds", 0, "investors", 1, "amount"), "$3M"), Add(("rounds", 0, "investors"), "nea")],
        "rounds:\n  - {id: acme/a, investors: ivp; bond ($3M); nea}\n",
    ),
    "relations": (
        "relations:\n  - type: uses\n    to: ivp\n    note: long\n\n  - {type: uses, to: nea}  # b\n",
        [
            Set(("relations", 1, "taker"), "bond"),
            Remove(("relations", 0)),
            Add(("relations",), {"type": "uses", "to": "spark"}),
        ],
        "relations:\n\n  - {type: uses, to: bond}  # b\n  - {type: uses, to: spark}\n",
    ),
    "labels": (
        "facts:\n  Likened to: AWS\nids: {domain: a.com}\n",
        [Set(("facts", "Likened to", 0), "GCP"), Set(("ids", "domain"), "b.com")],
        "facts:\n  Likened to: GCP\nids: {domain: b.com}\n",
    ),
    "texts": (
        "why: One\nbull:\n  - Two\n  - {text: Three, source: ft}\n",
        [
            Set(("why", 0), "- One"),
            Set(("bull", 0, "source"), "ft"),
            Set(("bull", 1, "text"), "3: three"),
        ],
        'why: "- One"\nbull:\n  - {text: Two, source: ft}\n  - {text: "3: three", source: ft}\n',
    ),
    "a parenthesis in words of its own": (
        "metrics:\n  valuation: $5B (2026-01)\n  arr: [$1M (Sacra), $2M (reported 2026-03)]\n",
        [
            Set(("metrics", 0, "status"), "reported"),
            Set(("metrics", 1, "as_of"), "2026-02"),
            Set(("metrics", 2, "status"), None),
        ],
        'metrics:\n  valuation: $5B (reported, 2026-01)\n  arr: ["$1M (Sacra, 2026-02)", $2M (2026-03)]\n',
    ),
    "a name that a parenthesis would take for a status": (
        "metrics:\n  - {metric: arr, value: $1M (2026), source: ft}\n",
        [Set(("metrics", 0, "origin"), "reported")],
        "metrics:\n  - {metric: arr, value: $1M (2026), origin: reported, source: ft}\n",
    ),
    "a metric without a figure among names": (
        "metrics:\n  arr:\n  valuation: $5B\n",
        [Set(("metrics", 0), "$6B")],
        "metrics:\n  arr:\n  valuation: $6B\n",
    ),
    "an empty list in brackets": (
        "relations: []\n",
        [
            Add(("relations",), {"type": "uses", "to": "ivp"}),
            Add(("relations",), {"type": "uses", "to": "a, b"}),
        ],
        'relations: [{type: uses, to: "a, b"}, {type: uses, to: ivp}]\n',
    ),
    "an alias among words": (
        "aliases: Ac; Acme Inc\n",
        [Add(("aliases",), {"text": "Acme SA"})],
        "aliases: Ac; Acme Inc; Acme SA\n",
    ),
    "an investor in a tranche": (
        "rounds:\n  - {id: acme/a, investors: [ivp]}\n",
        [Set(("rounds", 0, "investors", 0, "tranche"), "floor")],
        "rounds:\n  - {id: acme/a, investors: [{investor: ivp, tranche: floor}]}\n",
    ),
    "words as one text": ("tags: a; b\n", [Set(("tags",), "c; d")], "tags: c; d\n"),
    "an only word": ("aliases: Ac\n", [Remove(("aliases", 0)), Add(("aliases",), "Bc")], "aliases: Bc\n"),
    "a comma without space": ("tags: [a,b]\n", [Add(("tags",), "c")], "tags: [a,b,c]\n"),
    "an explicit key": ("? hq\n: Paris\n", [Set(("hq", 0), "Rome")], "? hq\n: Rome\n"),
    "an alias with its type": (
        "aliases: [Ac, {text: Acme Inc}]\n",
        [Set(("aliases", 0, "type"), "short"), Set(("aliases", 1), "Acme SA")],
        "aliases: [{text: Ac, type: short}, {text: Acme SA}]\n",
    ),
}


@pytest.mark.parametrize(("before", "edits", "after"), YAML.values(), ids=YAML)
def test_yaml_changes_where_the_edit_is_and_nowhere_else(before, edits, after):
    assert apply_edits(ACME + before, "acme.yaml", edits) == ACME + after


@pytest.mark.parametrize(("before", "edits", "after"), YAML.values(), ids=YAML)
def test_line_ends_the_mark_and_a_missing_last_line_end_stay(before, edits, after):
    crlf = "\ufeff" + (ACME + before).replace("\n", "\r\n")
    wanted = "\ufeff" + (ACME + after).replace("\n", "\r\n")
    assert apply_edits(crlf, "acme.yaml", edits) == wanted
    assert apply_edits(crlf.removesuffix("\r\n"), "acme.yaml", edits) == wanted.removesuffix("\r\n")


@pytest.mark.parametrize(("before", "edits", "after"), YAML.values(), ids=YAML)
def test_the_order_of_edits_does_not_matter(before, edits, after):
    for order in list(permutations(edits))[:24]:
        assert apply_edits(ACME + before, "acme.yaml", order) == ACME + after


TABLE_OF_RECORDS = """\
relations:
- {type: uses, from: a, to: b}
- type: uses   # second
  from: a
  to: c

sources:
- id: x
  title: y
"""

METRICS = """\
entity,metric,value,as_of,source
acme,valuation,$5B,2026-01,ft
acme,arr,"$1,000 (reported)",,
 x , arr, $6B ,,
"""
ENTITIES = "id\tname\tkinds\ttags\tfounded\na\tA\tcompany\tx; y\t2019\nb\tB\tcompany\t\t"
JSON = """\
{"entity": "acme", "metric": "employees", "value": 100}

{"entity":"acme","metric":"arr","value":"$5M","as_of":"2024"}
"""
NESTED = """\
{"id": "a", "name": "A", "kinds": ["company"], "rounds": [{"id":"a/x","amount":"$5M","aggregate":true}], "level": null}
"""

TABLES = {
    "a record added to a table in YAML": (
        "x.yaml",
        TABLE_OF_RECORDS,
        [Add(("relations",), {"type": "uses", "from": "b", "to": "c"})],
        ("  to: c\n", "  to: c\n- {type: uses, from: b, to: c}\n"),
    ),
    "a record removed from a table in YAML": (
        "x.yaml",
        TABLE_OF_RECORDS,
        [Remove(("relations", 1))],
        ("- type: uses   # second\n  from: a\n  to: c\n", ""),
    ),
    "a record of a table in YAML": (
        "x.yaml",
        TABLE_OF_RECORDS,
        [Set(("relations", 1, "from"), "z")],
        ("  from: a\n", "  from: z\n"),
    ),
    "a cell": ("metrics.csv", METRICS, [Set(("value",), "$6B", 2)], ("$5B", "$6B")),
    "a cell gets quotes": ("metrics.csv", METRICS, [Set(("value",), "$1,200", 2)], ("$5B", '"$1,200"')),
    "a quoted cell": ("metrics.csv", METRICS, [Set(("value",), "$2", 3)], ('"$1,000 (r', '"$2 (r')),
    "an empty cell": ("metrics.csv", METRICS, [Set(("source",), "ft", 3)], ('",,\n', '",,ft\n')),
    "a cell is emptied": ("metrics.csv", METRICS, [Set(("as_of",), None, 2)], ("2026-01", "")),
    "a status without a column": (
        "metrics.csv",
        METRICS,
        [Set(("status",), "closed", 2)],
        ("$5B", "$5B (closed)"),
    ),
    "a cell keeps the space around it": ("metrics.csv", METRICS, [Set(("value",), "$7B", 4)], ("$6B", "$7B")),
    "quotes in a cell are doubled": (
        "metrics.csv",
        METRICS,
        [Set(("source",), 'a "b"', 2)],
        (",ft\n", ',"a ""b"""\n'),
    ),
    "a row removed": ("metrics.csv", METRICS, [Remove((), 2)], ("acme,valuation,$5B,2026-01,ft\n", "")),
    "a row added": (
        "metrics.csv",
        METRICS,
        [Add((), {"entity": "b", "metric": "arr", "value": "$1,000"})],
        (" x , arr, $6B ,,\n", ' x , arr, $6B ,,\nb,arr,"$1,000",,\n'),
    ),
    "words in a cell": ("entities.tsv", ENTITIES, [Add(("tags",), "z", 2)], ("x; y", "x; y; z")),
    "words in an empty cell": (
        "entities.tsv",
        ENTITIES,
        [Add(("tags",), "z", 3)],
        ("company\t\t", "company\tz\t"),
    ),
    "a tab in a cell": ("entities.tsv", ENTITIES, [Set(("name",), "A\tB", 2)], ("\tA\t", '\t"A\tB"\t')),
    "a row added to a file without a last line end": (
        "entities.tsv",
        ENTITIES,
        [Add((), {"id": "c", "name": "C", "kinds": ["company", "investor"]})],
        ("b\tB\tcompany\t\t", "b\tB\tcompany\t\t\nc\tC\tcompany; investor\t\t"),
    ),
    "a number stays a number": ("metrics.jsonl", JSON, [Set(("value",), "120", 1)], ("100", "120")),
    "a number becomes a text": ("metrics.jsonl", JSON, [Set(("value",), "~120", 1)], ("100", '"~120"')),
    "a key in JSON": ("metrics.jsonl", JSON, [Set(("as_of",), "2025", 1)], ("100}", '100, "as_of": "2025"}')),
    "a key in narrow JSON": (
        "metrics.jsonl",
        JSON,
        [Set(("status",), "closed", 3)],
        ('"$5M"', '"$5M","status":"closed"'),
    ),
    "a key goes in JSON": ("metrics.jsonl", JSON, [Set(("as_of",), None, 3)], (',"as_of":"2024"', "")),
    "a row of JSON removed": (
        "metrics.jsonl",
        JSON,
        [Remove((), 1)],
        ('{"entity": "acme", "metric": "employees", "value": 100}\n', ""),
    ),
    "a row of JSON added": (
        "metrics.jsonl",
        JSON,
        [Add((), {"entity": "b", "metric": "arr", "value": "€1"})],
        ('"2024"}\n', '"2024"}\n{"entity": "b", "metric": "arr", "value": "€1"}\n'),
    ),
    "a claim inside JSON": (
        "entities.jsonl",
        NESTED,
        [Set(("rounds", 0, "amount", 0, "source"), "ft", 1), Set(("rounds", 0, "amount", 0), "$6M", 1)],
        ('"$5M"', '{"value": "$6M", "source": "ft"}'),
    ),
    "a word of JSON": (
        "entities.jsonl",
        NESTED,
        [Set(("rounds", 0, "aggregate"), "false", 1)],
        ("true", "false"),
    ),
    "a list in JSON": ("entities.jsonl", NESTED, [Add(("tags",), "x", 1)], ('"A"', '"A", "tags": ["x"]')),
    "a metric type": (
        "x.yaml",
        "metric_types:\n  - {id: seats, label: Seats, derived: x}\n",
        [Set(("metric_types", 0, "label"), "Seats sold"), Set(("metric_types", 0, "derived"), None)],
        ("Seats, derived: x", "Seats sold"),
    ),
    "null in JSON": ("entities.jsonl", NESTED, [Set(("level",), "stub", 1)], ("null", '"stub"')),
    "escapes where escapes are used": (
        "sources.jsonl",
        '{"id": "a", "title": "\\u00e9", "tier": 2}\n',
        [Set(("title",), "é–", 1), Set(("tier",), "1", 1)],
        ('"\\u00e9", "tier": 2', '"\\u00e9\\u2013", "tier": 1'),
    ),
}


@pytest.mark.parametrize(("file", "before", "edits", "exchanged"), TABLES.values(), ids=TABLES)
def test_a_table_changes_where_the_edit_is_and_nowhere_else(file, before, edits, exchanged):
    old, new = exchanged
    assert apply_edits(before, file, edits) == before.replace(old, new, 1)
    crlf = before.replace("\n", "\r\n")
    wanted = crlf.replace(old.replace("\n", "\r\n"), new.replace("\n", "\r\n"), 1)
    assert apply_edits(crlf, file, edits) == wanted


REFUSED = {
    "prose over several lines": (
        "why: >-\n  One\n  two\n",
        [Set(("why", 0), "Three")],
        "acme.yaml:4:6: the text is written over several lines; change it in the file by hand",
    ),
    "a quoted text over several lines": (
        'hq: "One\n  two"\n',
        [Set(("hq", 0), "Three")],
        "acme.yaml:4:5: the text is written over several lines; change it in the file by hand",
    ),
    "what follows from where the record stands": (
        "relations:\n  - {type: uses, to: ivp}\n",
        [Set(("relations", 0, "from"), "bond")],
        "acme.yaml:5:5: from is not written here but follows from where the record stands; write it by hand",
    ),
    "an id": (
        "",
        [Set(("id",), "b")],
        "acme.yaml:1:5: an id never changes; change it by hand, with all that name it",
    ),
    "a stage that makes the id": (
        "rounds:\n  - {stage: Seed, amount: $5M}\n",
        [Set(("rounds", 0, "stage", 0), "Angel")],
        (
            "acme.yaml:5:13: the edit would change the round's id, which is made of its stage;"
            " give the round an `id` first"
        ),
    ),
    "what is not there": (
        "",
        [Set(("rounds", 0, "status"), "closed")],
        "acme.yaml:1:1: the file has no rounds.0.status; has it been changed meanwhile?",
    ),
    "an item that is not there": (
        "tags: [a]\n",
        [Remove(("tags", 1))],
        "acme.yaml:4:7: the file has no tags.1; has it been changed meanwhile?",
    ),
    "an amount that is none": (
        "metrics: {valuation: $5B}\n",
        [Set(("metrics", 0), "$x")],
        "acme.yaml:4:22: “$x”: 'x' is no amount",
    ),
    "a value that says more": (
        "metrics: {valuation: $5B}\n",
        [Set(("metrics", 0), "$6B (2026)")],
        "acme.yaml:4:22: “$6B (2026)” says more than a value; set `as_of` and `status` by themselves",
    ),
    "a claim without a value": (
        "hq: Paris\n",
        [Set(("hq", 0), None)],
        "acme.yaml:4:5: a claim needs a value; remove the claim instead",
    ),
    "a field that must be there": ("", [Set(("name",), "")], "acme.yaml:3:7: name cannot be left out"),
    "a status that is none": (
        "hq: {value: Paris}\n",
        [Set(("hq", 0, "status"), "closd")],
        (
            "acme.yaml:4:5: unknown status “closd”; did you mean “closed”? one of confirmed, closed, announced,"
            " filed, estimated, implied, reported, in_talks, rumoured, forecast, opinion, withdrawn, superseded"
        ),
    ),
    "a word with a semicolon among words": (
        "tags: a; b\n",
        [Set(("tags", 1), "c; d")],
        "acme.yaml:4:7: 1 cannot be set in this short form; write it out with keys",
    ),
    "what a round's line cannot say": (
        "rounds:\n  - Seed, 2019: $5M\n",
        [Set(("rounds", 0, "note"), "x")],
        "acme.yaml:5:5: note cannot be set in this short form; write it out with keys",
    ),
    "a leader, without whom the other leads alone": (
        "rounds:\n  - Seed, 2019: $5M, led by ivp and bond\n",
        [Remove(("rounds", 0, "investors", 0))],
        "acme.yaml:5:5: investors cannot be taken out of this line; do it in the file by hand",
    ),
    "the last of what must not be empty": (
        "",
        [Remove(("kinds", 0))],
        "acme.yaml:2:9: after the edit this could not be read: kinds is empty; edit it by hand",
    ),
    "a metric among names": (
        "metrics: {valuation: $5B}\n",
        [Add(("metrics",), {"arr": "$1M"})],
        "acme.yaml:4:10: one item stands here without a list around it; write a list; do it in the file by hand",
    ),
    "a metric out of names": (
        "metrics: {valuation: $5B}\n",
        [Remove(("metrics", 0))],
        "acme.yaml:4:10: the item cannot be taken out of this form; do it in the file by hand",
    ),
    "a level that is none": (
        "level: note\n",
        [Set(("level",), "big")],
        "acme.yaml:4:8: unknown level “big”; one of note, stub, mention",
    ),
    "a relation with an unknown key": (
        "relations: []\n",
        [Add(("relations",), {"type": "uses", "two": "x"})],
        "acme.yaml:4:12: unknown key “two”; did you mean “to”?",
    ),
    "a field removed": (
        "hq: Paris\n",
        [Remove(("hq",))],
        "acme.yaml:4:5: only an item of a list can be removed; set it to nothing",
    ),
    "an item by its name": (
        "tags: [a]\n",
        [Set(("tags", "a"), "b")],
        "acme.yaml:4:7: the file has no tags.a; has it been changed meanwhile?",
    ),
    "an item of no list": (
        "",
        [Add(("name",), "x")],
        "acme.yaml:3:7: name is no list",
    ),
    "the name of a metric that is a key": (
        "metrics:\n  - {valuation: $5B}\n",
        [Set(("metrics", 0, "metric"), "arr")],
        "acme.yaml:5:5: the metric is named by the key of its figure; change the key by hand",
    ),
    "a relation that is none": (
        "relations: []\n",
        [Add(("relations",), {"to": "x"})],
        "acme.yaml:4:12: type is missing",
    ),
    "a comment between what goes": (
        "tags: [\n  a,  # why\n  b\n]\n",
        [Remove(("tags", 0))],
        "acme.yaml:4:7: the list cannot be changed without touching what stands around it; do it by hand",
    ),
    "a comment behind the first key of an item": (
        "hq:\n  - as_of: 2025  # why\n    value: Paris\n",
        [Set(("hq", 0, "as_of"), None)],
        "acme.yaml:5:5: the list cannot be changed without touching what stands around it; do it by hand",
    ),
    "the first two keys of an item": (
        "hq:\n  - as_of: 2025\n    status: closed\n    value: Paris\n",
        [Set(("hq", 0, "as_of"), None), Set(("hq", 0, "status"), None)],
        "acme.yaml:5:5: the edits are in each other's way; make them one by one",
    ),
    "an item behind two dashes": (
        "sections:\n  - heading: H\n    table:\n      columns: [a, b]\n      rows:\n        - - c\n          - d\n",
        [Remove(("sections", 0, "table", "rows", 0, 0))],
        "acme.yaml:9:11: the list cannot be changed without touching what stands around it; do it by hand",
    ),
    "a date out of a round's line": (
        "rounds:\n  - Seed, 2019: $5M, with ivp\n",
        [Remove(("rounds", 0, "date", 0))],
        "acme.yaml:5:5: date cannot be taken out of this line; do it in the file by hand",
    ),
    "a second amount in a round's line": (
        "rounds:\n  - Seed, 2019: $5M\n",
        [Add(("rounds", 0, "amount"), "$6M")],
        "acme.yaml:5:5: the item cannot be added in this short form; write a list; do it in the file by hand",
    ),
    "a target in a round's line": (
        "rounds:\n  - Seed, 2019: $5M\n",
        [Add(("rounds", 0, "target"), "$6M")],
        "acme.yaml:5:5: the item cannot be added in this short form; write a list; do it in the file by hand",
    ),
    "an investor with a note in a round's line": (
        "rounds:\n  - Seed, 2019: $5M\n",
        [Add(("rounds", 0, "investors"), {"investor": "ivp", "note": "x"})],
        "acme.yaml:5:5: the item cannot be added in this short form; write a list; do it in the file by hand",
    ),
    "the source of a date in a round's line": (
        "rounds:\n  - Seed, 2019: $5M\n",
        [Set(("rounds", 0, "date", 0, "source"), "ft")],
        "acme.yaml:5:5: date.0.source cannot be set in this short form; write it out with keys",
    ),
    "a name that is no name on a line": (
        "rounds:\n  - {id: acme/a, investors: [ivp]}\n",
        [Set(("rounds", 0, "investors", 0), "a (b")],
        "acme.yaml:5:30: investor cannot be set in this short form; write it out with keys",
    ),
    "the note of an investor with an amount": (
        "rounds:\n  - {id: acme/a, investors: [ivp ($5M)]}\n",
        [Set(("rounds", 0, "investors", 0, "note"), "x")],
        "acme.yaml:5:30: note cannot be set in this short form; write it out with keys",
    ),
    "an origin that a parenthesis would take for a status": (
        "metrics:\n  - {metric: arr, value: $1M (Sacra est.)}\n",
        [Set(("metrics", 0, "origin"), "reported")],
        "acme.yaml:5:26: origin cannot be set in this figure; write it out with keys",
    ),
    "a list set to a text": (
        "tags: [a]\n",
        [Set(("tags",), "b")],
        "acme.yaml:4:7: a single text was expected here; change it by hand",
    ),
    "a second claim where one stands alone": (
        "hq: Paris\n",
        [Add(("hq",), "Rome")],
        "acme.yaml:4:5: the item cannot be added in this short form; write a list; do it in the file by hand",
    ),
    "a fact under a label": (
        "facts: {L: a}\n",
        [Add(("facts", "L"), "b")],
        "acme.yaml:4:12: only lists take another item; write a list under “L”",
    ),
    "a part of a name": (
        "",
        [Set(("name", "x"), "b")],
        "acme.yaml:3:7: the file has no name.x; has it been changed meanwhile?",
    ),
    "an empty word": (
        "tags: [a]\n",
        [Set(("tags", 0), "")],
        "acme.yaml:4:8: an item cannot be nothing; remove it instead",
    ),
    "a day where a text is said": (
        "hq: Paris\n",
        [Set(("hq", 0), parse_day("2026"))],
        "acme.yaml:4:5: after the edit something else would be said than was asked for; edit it by hand",
    ),
    "two minds": (
        "hq: Paris\n",
        [Set(("hq", 0), "Rome"), Set(("hq", 0, "value"), "Bonn")],
        "acme.yaml:4:5: two edits set this to different values; settle on one",
    ),
    "a change to what goes": (
        "hq: [{value: Paris}]\n",
        [Set(("hq", 0, "source"), "ft"), Remove(("hq", 0))],
        "acme.yaml:4:6: one edit changes what another removes; settle on one",
    ),
    "a character of no record": (
        "hq: Paris\n",
        [Set(("hq", 0), "a\ue000")],
        "acme.yaml:4:5: character U+E000 cannot be in a record",
    ),
    "the record of the whole file": (
        "",
        [Remove(())],
        "acme.yaml:1:1: the record is the whole file; delete the file",
    ),
}


@pytest.mark.parametrize(("before", "edits", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_safely_is_refused(before, edits, message):
    with pytest.raises(RecordsError) as refused:
        apply_edits(ACME + before, "acme.yaml", edits)
    assert str(refused.value) == message


REFUSED_IN_TABLES = {
    "a column that is missing": (
        "metrics.csv",
        METRICS,
        [Set(("scope",), "x", 2)],
        "metrics.csv:2:1: the table has no column “scope”; add the column by hand",
    ),
    "a cell that cannot say it": (
        "entities.tsv",
        ENTITIES,
        [Set(("founded", 0, "source"), "ft", 2)],
        "entities.tsv:2:18: source cannot be said in this cell; the table needs a column “source”",
    ),
    "a row with an unknown column": (
        "metrics.csv",
        METRICS,
        [Add((), {"entity": "a", "metric": "arr", "value": "$1", "scope": "x"})],
        "metrics.csv:1:1: the table has no column “scope”; add the column by hand",
    ),
    "a row that is none": (
        "metrics.csv",
        METRICS,
        [Add((), {"entity": "a", "metric": "arr"})],
        "metrics.csv:4:1: a claim needs a value",
    ),
    "a line without a row": (
        "metrics.jsonl",
        JSON,
        [Set(("value",), "1", 2)],
        "metrics.jsonl:2:1: the file has no value; has it been changed meanwhile?",
    ),
    "a file that cannot be read": (
        "x.yaml",
        "hq: [a\n",
        [Set(("hq", 0), "b")],
        "x.yaml:2:1: did not find expected ',' or ']' (while parsing a flow sequence that begins in line 1)",
    ),
    "a file with mistakes": (
        "metrics.jsonl",
        JSON.replace("$5M", "$x"),
        [Set(("value",), "1", 1)],
        "metrics.jsonl:3:43: “$x”: 'x' is no amount",
    ),
}


@pytest.mark.parametrize(
    ("file", "before", "edits", "message"), REFUSED_IN_TABLES.values(), ids=REFUSED_IN_TABLES
)
def test_what_a_table_cannot_say_is_refused(file, before, edits, message):
    with pytest.raises(RecordsError) as refused:
        apply_edits(before, file, edits)
    assert str(refused.value) == message


def test_all_refusals_are_told_at_once():
    with pytest.raises(RecordsError) as refused:
        apply_edits(ACME, "acme.yaml", [Set(("id",), "x"), Set(("name",), None), Set(("nothing",), "x")])
    assert len(refused.value.problems) == 3
