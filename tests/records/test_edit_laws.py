"""Laws of edits: what is asked for is said, nothing else is, and every byte outside stays."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from vaultgen.records.copies import changed
from vaultgen.records.edit.apply import apply_edits
from vaultgen.records.edit.document import Document
from vaultgen.records.edit.edits import Add, Remove, Set
from vaultgen.records.fields import Reading
from vaultgen.records.yaml_files import FORBIDDEN
from vaultgen.values.days import parse_day
from vaultgen.values.figure import Figure, parse_figure, show_figure
from vaultgen.values.money import parse_quantity
from vaultgen.values.status import Status

HEAD = "id: acme\nkinds: [company]\nname: Acme\n"
SIGNS = "ab0 -:#,[]{}&*!|>'\"%@`~?\\/;=()$€\u00e9\u2028\x85\t\n\U0001f600"

texts = st.text(SIGNS, min_size=1, max_size=12).map(str.strip).filter(bool) | st.sampled_from(
    [
        "~",
        "null",
        "yes",
        "- a",
        "a: b",
        "a #b",
        "#a",
        "'",
        '"',
        "\\",
        "[a",
        "{a}",
        "...",
        "---",
        "? a",
        "a:",
        ": a",
    ]
)
any_text = st.text(max_size=20).map(str.strip).filter(lambda text: text and not FORBIDDEN.search(text))
endings = st.sampled_from(["\n", "\r\n"])

FORMS = [
    ("hq: ", "\n", ("hq", 0)),
    ("hq: ", "  # why\n", ("hq", 0)),
    ("hq:   ", "   \n", ("hq", 0)),
    ("hq: [one, ", ", two]\n", ("hq", 1)),
    ("hq: [", "]\n", ("hq", 0)),
    ("hq: {value: ", ", source: ft}\n", ("hq", 0)),
    ("hq: {source: ft, value: ", "}\nticker: x\n", ("hq", 0)),
    ("hq:\n  - one\n  - ", "\n  - two\n", ("hq", 1)),
    ("hq:\n- ", "", ("hq", 0)),
    ("hq:\n  source: ft\n  value: ", " # v\n\n# end\n", ("hq", 0)),
    ("facts:\n  Label:\n    - {value: ", ", source: ft}\n", ("facts", "Label", 0)),
    ("bull:\n  - {text: ", ", until: 2026}\n", ("bull", 0)),
    ("why: ", "\nmarket: x\n", ("why", 0)),
    ("tags: [a, ", "]\n", ("tags", 1)),
    ("tags:\n  - ", "\n  - b\n", ("tags", 0)),
    ("ids: {domain: ", "}\n", ("ids", "domain")),
    ("market: ", "", ("market",)),
    ("sections: [{heading: H, items: [x, {text: ", ", source: ft}]}]\n", ("sections", 0, "items", 1)),
    ("relations: [{type: uses, to: ", ", note: x}]\n", ("relations", 0, "to")),
]
WRITTEN = ["Old", "'Old'", '"Old"', "'it''s'", '"a: \\"b\\""', "'~'", '"\\u00e9"']


def said(text: str, file: str = "acme.yaml", line: int = 0) -> object:
    document = Document(text.removeprefix("\ufeff"), file, Reading())
    return document.records[0 if not line else [row.line for row in document.rows].index(line)]


def part(record: object, path: tuple[str | int, ...]) -> object:
    for step in path:
        names = {"from": "giver", "to": "taker"}
        record = (
            record[step]  # type: ignore[index]
            if isinstance(record, tuple | dict)
            else getattr(record, names.get(str(step), str(step)))
        )
    if hasattr(record, "value"):
        return record.value
    return getattr(record, "text", record)


@given(
    st.sampled_from(FORMS),
    st.sampled_from(WRITTEN),
    texts | any_text,
    endings,
    st.sampled_from(["", "\ufeff"]),
)
def test_a_text_is_set_in_its_place_and_no_byte_beside_it_changes(form, written, new, ending, mark):
    before, after, path = form
    before, after = mark + (HEAD + before).replace("\n", ending), after.replace("\n", ending)
    text = before + written + after
    edited = apply_edits(text, "acme.yaml", [Set(path, new)])
    assert part(said(edited), path) == new
    assert edited.startswith(before)
    assert edited.endswith(after)
    assert apply_edits(edited, "acme.yaml", [Set(path, new)]) == edited
    old = part(said(text), path)
    assert apply_edits(text, "acme.yaml", [Set(path, old)]) == text
    back = apply_edits(edited, "acme.yaml", [Set(path, old)])
    assert said(back) == said(text)
    same_quotes = edited[len(before)] == written[0] or (written == "Old" and edited[len(before)] not in "'\"")
    if same_quotes and written != '"\\u00e9"':
        assert back == text


amounts = st.sampled_from(
    ["$5B", "~$2B", "$11–13B", "up to $100B", "$215M+", "undisclosed", "$1.5 billion", "€3M"]
)
days = st.none() | st.sampled_from(
    ["2026", "2026-01", "Jan 20 2026", "early 2025", "../2025", "2024-2025"]
).map(parse_day)
statuses = st.none() | st.sampled_from(Status)
origins = st.sampled_from(["", "Sacra", "The Information"])
methods = st.sampled_from(["", "raise history"])
figures = st.builds(Figure, amounts.map(parse_quantity), days, statuses, origins, methods)
figure_forms = st.sampled_from(
    [
        ("metrics: {valuation: ", "}\n", ("metrics", 0)),
        ("metrics:\n  valuation:\n  - ", " # x\n  - $1\n", ("metrics", 0)),
        ("metrics:\n  - valuation: ", "\n    source: ft\n", ("metrics", 0)),
        ("metrics: [{metric: valuation, value: ", ", source: ft}]\n", ("metrics", 0)),
        ("rounds:\n  - id: acme/a\n    amount: ", "\n    stage: A\n", ("rounds", 0, "amount", 0)),
    ]
)


@given(
    figure_forms,
    figures,
    figures,
    st.sets(st.sampled_from(["value", "as_of", "status"]), min_size=1),
    st.booleans(),
)
def test_any_part_of_a_figure_is_set_and_nothing_else_of_the_record(form, old, new, keys, as_text):
    before, after, path = form
    before = HEAD + before
    line = show_figure(old)
    assume(parse_figure(line) == old)
    text = before + json.dumps(line, ensure_ascii=False) + after
    edits = [Set((*path, key), getattr(new, key)) for key in sorted(keys)]
    if as_text:
        edits = [replace(edit, value=str(edit.value)) for edit in edits if edit.value is not None]
    edited = apply_edits(text, "acme.yaml", edits)
    assert edited == apply_edits(text, "acme.yaml", edits[::-1])
    assert edited.startswith(before)
    assert edited.endswith(after)
    wanted = claim_at(said(text), path)
    for edit in edits:
        wanted = changed(wanted, **{str(edit.path[-1]): getattr(new, str(edit.path[-1]))})
    assert claim_at(said(edited), path) == wanted
    back = apply_edits(edited, "acme.yaml", [Set((*path, key), getattr(old, key)) for key in keys])
    assert said(back) == said(text)


def claim_at(record: object, path: tuple[str | int, ...]) -> object:
    for step in path:
        record = record[step] if isinstance(record, tuple) else getattr(record, str(step))  # type: ignore[index]
    return record


MAPPINGS = [
    ("hq: {value: Paris, source: ft}\n", ("hq", 0)),
    ("hq: [{source: ft,value: Paris}]\n", ("hq", 0)),
    ("hq:\n  value: Paris   # c\n\n  source: ft\n", ("hq", 0)),
    ("hq:\n- source: ft\n  value: Paris", ("hq", 0)),
    ("metrics:\n  - valuation: $5B\n", ("metrics", 0)),
    ("metrics: {valuation: $5B}\n", ("metrics", 0)),
    ("metrics:\n  valuation: $5B (reported)\n", ("metrics", 0)),
    ("rounds:\n  - {id: acme/a, stage: A}\n  - id: acme/b\n    stage: B", ("rounds", 1)),
    ("relations:\n  -   type: uses\n      to: ivp\n", ("relations", 0)),
]


@given(st.sampled_from(MAPPINGS), days.filter(bool), endings)
def test_a_date_added_and_taken_away_leaves_the_bytes_as_they_were(form, day, ending):
    lines, path = form
    text = (HEAD + lines).replace("\n", ending)
    edited = apply_edits(text, "acme.yaml", [Set((*path, "as_of"), day)])
    assert claim_at(said(edited), (*path, "as_of")) == day
    assert apply_edits(edited, "acme.yaml", [Set((*path, "as_of"), None)]) == text


word = st.text("ab :',", min_size=1, max_size=5).map(str.strip).filter(bool)
LISTS = [
    lambda words: f"tags: [{', '.join(json.dumps(word) for word in words)}]  # t\nhq: x\n",
    lambda words: "tags:\n" + "".join(f"  - {json.dumps(word)}\n" for word in words) + "# t\nhq: x\n",
    lambda words: (
        "tags:\n" + "".join(f"- {json.dumps(word)}  # {n}\n" for n, word in enumerate(words)) + "\nhq: x\n"
    ),
    lambda words: "hq: x\ntags:\n" + "\n".join(f"- {json.dumps(word)}" for word in words),
    lambda words: f"tags: {json.dumps('; '.join(words))}\nhq: x\n",
]


@given(st.sampled_from(LISTS), st.lists(word, min_size=1, max_size=5), st.data())
def test_a_list_loses_and_gains_what_is_asked_for(write, words, data):
    text = HEAD + write(words)
    positions = st.sets(st.integers(0, len(words) - 1))
    gone = data.draw(positions)
    renamed = data.draw(positions) - gone
    new = data.draw(st.sets(word, max_size=3))
    edits = [Remove(("tags", index)) for index in gone] + [Add(("tags",), item) for item in new]
    edits += [Set(("tags", index), "c") for index in renamed]
    wanted = ["c" if index in renamed else old for index, old in enumerate(words)]
    wanted = [old for index, old in enumerate(wanted) if index not in gone] + sorted(new, key=repr)
    edited = apply_edits(text, "acme.yaml", edits)
    assert said(edited) == changed(said(text), tags=tuple(wanted))
    assert edited == apply_edits(text, "acme.yaml", data.draw(st.permutations(edits)))
    kept = gone - {0} if new and len(gone) == len(words) else gone  # what is new stands where the first was
    for number in range(len(words)):
        assert (f"# {number}\n" in edited) == (f"# {number}\n" in text and number not in kept)


cells = st.text("ab ,\"'\t\n;é", max_size=6).map(
    lambda text: " ".join(text.split()) if text.isspace() else text
)


@given(
    st.lists(st.tuples(cells, cells), min_size=1, max_size=4),
    st.sampled_from([",", "\t"]),
    endings,
    st.booleans(),
    st.data(),
)
def test_a_cell_is_set_and_all_other_cells_stay_as_they_are_written(rows, delimiter, ending, quoted, data):
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=quoting)
    writer.writerow(["id", "title", "note"])
    starts = []
    for number, (title, note) in enumerate(rows):
        starts.append(out.getvalue().count("\n") + 1)
        writer.writerow([f"s{number}", title, note])
    file = "sources.tsv" if delimiter == "\t" else "sources.csv"
    text = out.getvalue()
    index = data.draw(st.integers(0, len(rows) - 1))
    new = data.draw(texts.filter(lambda text: "\r" not in text))
    edited = apply_edits(text, file, [Set(("title",), new, starts[index])])
    records = Document(text, file, Reading()).records
    assert Document(edited, file, Reading()).records == [
        changed(record, title=new) if number == index else record for number, record in enumerate(records)
    ]
    head, tail = (
        text.find(f"s{index}"),
        len(text) - text.find(f"s{index + 1}") if index + 1 < len(rows) else 0,
    )
    assert edited.startswith(text[:head])
    assert edited.endswith(text[len(text) - tail :])
    assert apply_edits(text, file, [Set(("title",), records[index].title or None, starts[index])]) == text


plain_json = st.sampled_from([3, 4, "3", "x"])


@given(
    texts | any_text,
    st.lists(st.tuples(any_text, st.booleans(), st.booleans()), min_size=1, max_size=3),
    endings,
    st.data(),
)
def test_a_value_in_json_is_set_and_the_rest_of_the_line_stays(new, rows, ending, data):
    lines = [
        json.dumps(
            {"id": f"s{number}", "title": title, "tier": 2},
            ensure_ascii=escaped,
            separators=(",", ":") if narrow else None,
        )
        for number, (title, escaped, narrow) in enumerate(rows)
    ]
    text = ending.join(lines)
    index = data.draw(st.integers(0, len(rows) - 1))
    edited = apply_edits(
        text, "sources.jsonl", [Set(("title",), new, index + 1), Set(("tier",), "4", index + 1)]
    )
    after = edited.split(ending)
    assert [line for number, line in enumerate(after) if number != index] == [
        line for number, line in enumerate(lines) if number != index
    ]
    assert json.loads(after[index]) == {"id": f"s{index}", "title": new, "tier": 4}
    noted = apply_edits(text, "sources.jsonl", [Set(("note",), new, index + 1)])
    assert apply_edits(noted, "sources.jsonl", [Set(("note",), None, index + 1)]) == text


names = st.sampled_from(["ivp", "bond", "Spark Capital", "NEA"])
investors = st.lists(
    st.tuples(names, st.sampled_from(["", " ($5M)", " (~$2M, strategic)"])),
    max_size=3,
    unique_by=lambda one: one[0],
)


@given(
    st.sampled_from(["$5M", "$5M (Jan 2020)"]),
    st.sampled_from(["", " at $5M", " at $50M post-money", " at $50M (reported)"]),
    investors,
    st.sampled_from(["Seed, 2020", "Series 5M, early 2020 (in talks)", "$5M round"]),
    st.tuples(amounts, st.booleans()),
)
def test_a_part_of_a_round_on_one_line_is_set_and_the_others_stay(amount, price, backers, head, edit):
    new, quoted = edit
    listed = ", ".join(name + aside for name, aside in backers)
    line = f"{head}: {amount}{price}" + (f", with {listed}" if listed else "")
    text = f"{HEAD}rounds:\n  - {json.dumps(line, ensure_ascii=False) if quoted else line}\n"
    edited = apply_edits(text, "acme.yaml", [Set(("rounds", 0, "amount", 0), new)])
    before, after = said(text).rounds[0], said(edited).rounds[0]
    assert after == changed(before, amount=(changed(before.amount[0], value=parse_quantity(new)),))
    assert edited == text.replace(f": {amount}", f": {amount.replace('$5M', new)}")
    for index, (_, aside) in enumerate(backers):
        edits = [Set(("rounds", 0, "investors", index), "Kleiner")]
        edits += [Set(("rounds", 0, "investors", index, "amount"), "$7M")] if aside else []
        other = said(apply_edits(text, "acme.yaml", edits)).rounds[0].investors
        wanted = changed(before.investors[index], investor="Kleiner")
        wanted = changed(wanted, amount=parse_quantity("$7M")) if aside else wanted
        assert other == (*before.investors[:index], wanted, *before.investors[index + 1 :])
