"""Properties are read as Obsidian reads them: by YAML 1.2, or not at all."""

from __future__ import annotations

import json
import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.errors import NotationError
from vaultgen.site.survey.front import _parsed, read_front
from vaultgen.site.survey.usual import read_usual


def read(block: str):
    return read_front(f"---\n{block}\n---\ntext")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"), ("on", "on"), ("no", "no"), ("2024-01-02", "2024-01-02"), ("12:30", "12:30"),
        ("010", 10), ("0o10", 8), ("0x1F", 31), ("1e3", 1000), ("1_000", "1_000"), ("4.5", 4.5), ("5.0", 5),
        ("-7", -7), (".5", 0.5), ("#x", None), ("", None), ("~", None), ("null", None), ("True", True),
        ("false", False), ('"5"', "5"), ("'true'", "true"), (".inf", ".inf"), (".nan", ".nan"), ("1e999", "1e999"),
        ("9007199254740993", 9007199254740992), ("[[X]]", [["X"]]), ("[]", []), ("{}", {}), ("!!str 5", "5"),
        ("$150M", "$150M"), ("~$285M", "~$285M"), ("|-\n  a\n  b", "a\nb"), ("1.2.3", "1.2.3"), ("+5", 5),
    ],
)  # fmt: skip
def test_a_value_is_what_yaml_1_2_says(written, value):
    front = read(f"a: {written}")
    assert front.faults == ()
    assert front.properties == {"a": value}
    assert type(front.properties["a"]) is type(value)


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("a: 1\nb: 2\na: 3", 4), ("a: x: y", 2), ("a: @x", 2), ("a: `x`", 2), ("a: %x", 2), ("a:\n\t- b", 3),
        ("just words", 2), ("- a\n- b", 2), ("a: *unknown", 2), ("a: {b: 1, b: 2}", 2), ("a: [1", 3),
        ("a: 1\n...\nb: 2", 4), ('{"a": 1, "a": 2}', 2),
    ],
)  # fmt: skip
def test_what_obsidian_cannot_read_is_no_properties_and_a_fault_with_its_line(block, line):
    front = read(block)
    assert front.properties == {}
    assert [fault.line for fault in front.faults] == [line]
    assert front.end == len(f"---\n{block}\n---\n")


def test_json_between_the_lines_is_read():
    front = read('{"title": "A: b", "n": 1e3, "big": 12345678901234567890, "l": ["[[X]]", "y"]}')
    assert front.properties == {
        "title": "A: b",
        "n": 1000,
        "big": 12345678901234567000.0,
        "l": ["[[X]]", "y"],
    }
    assert ("l", "[[X]]", 2) in front.texts


def test_a_merge_key_is_a_plain_key_and_a_name_stands_for_its_value():
    assert read("<<: x\nb: &n [1, 2]\nc: *n").properties == {"<<": "x", "b": [1, 2], "c": [1, 2]}


def test_names_that_repeat_names_do_not_fill_the_memory():
    block = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "\n".join(
        f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)
    )
    front = read(block)
    assert front.properties == {}
    assert "repeat" in front.faults[0].message


def test_what_is_nested_a_thousand_times_is_refused():
    for block in ("a: " + "[" * 1000 + "]" * 1000, '{"a": ' + "[" * 1000 + "]" * 1000 + "}"):
        assert read(block).properties == {}
        assert read(block).faults


@pytest.mark.parametrize("text", ["\ufeff---\na: 1\n---\n", "\n---\na: 1\n---\n", " ---\na: 1\n---\n"])
def test_properties_that_do_not_begin_at_the_first_byte_are_none(text):
    front = read_front(text)
    assert front.properties == {}
    assert "first byte" in front.faults[0].message


@pytest.mark.parametrize("text", ["", "text", "---", "---\n", "---\nno end", "***\na: 1\n***\n", "\n\ntext"])
def test_a_note_without_properties_has_no_fault(text):
    assert read_front(text).properties == {}
    assert read_front(text).faults == ()
    assert read_front(text).end == 0


@pytest.mark.parametrize(
    "text",
    [
        "---\npublish: false\na: 1\na: 2\n---\n",
        "---\na: x: y\ndraft: true\n---\n",
        "---\n\tprivate: yes\n---\n",
        "\ufeff---\nprivate: true\n---\n",
        "\n---\npublish: 'no'\n---\n",
    ],
)
def test_a_note_that_wants_to_be_hidden_is_held_back_even_if_its_properties_cannot_be_read(text):
    assert read_front(text).properties == {"private": True}


def test_the_lines_of_texts_are_those_of_the_file():
    front = read('lead: "[[A]]"\ninvestors:\n  - "[[B]]"\n  - Bond\nn: 5')
    assert front.texts == (("lead", "[[A]]", 2), ("investors", "[[B]]", 4), ("investors", "Bond", 5))


@given(st.text(max_size=300))
def test_any_text_between_the_lines_is_read_or_refused(block):
    front = read_front(f"---\n{block}\n---\n")
    json.dumps(front.properties, allow_nan=False)


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=8), _values, max_size=6))
def test_what_json_writes_is_read_back(properties):
    front = read_front(f"---\n{json.dumps(properties)}\n---\n")
    assert front.faults == ()
    assert _same(front.properties, properties)


def _same(one, other):
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and one.keys() == other.keys()
            and all(_same(one[k], other[k]) for k in one)
        )
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, float) and not isinstance(other, bool):
        return math.isclose(one, other)
    return one == other


_LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["a:", "b: 1", "c: []", "  - x", "- x", '  - "[[A|b]]"', "  - 'it'", "tags:", 'd: "e: f"',
             "e: https://x.org",
             "f: a b #c", "g: a:", "h: x: y", "i: 2026-01-01", "j: $5M–$7M", "", "# note", "a:", "k: a#b", "  - - x",
             "l: é",
             "  k: 1", "m:  two", "n: 1 ", '- "x" y', "o: ~", "p: x\\ty", "  -",
             "q: 010", "r: .5", "s: a\u2028b", "-", "t:u",
             "u: [a, 1,'b, c' ]", 'v: ["[[A]]","b"]', "w: [a b , ~]", "x: [1, ]", "y: [no]", "  - [a]"]
        ),
        st.text(alphabet="ab: -\"'#[]{}|>&*!%@`,?\\$1~.", max_size=10),
        st.lists(st.text(alphabet="ab: -\"'#[]{}|>&*!%@`,?\\$1~.é", max_size=4), max_size=4)
        .map(",".join)
        .map("z: [{}]".format),
    ),
    max_size=7,
).map("\n".join)  # fmt: skip


@given(_LINES)
def test_the_usual_properties_are_read_as_the_parser_reads_them(block):
    quick = read_usual(f"{block}\n")
    if quick is not None:
        try:
            assert quick == _parsed(f"{block}\n")
        except NotationError as error:
            raise AssertionError(block) from error


def test_the_properties_that_obsidian_writes_are_usual():
    block = 'id: a\ntags:\n  - ai\n  - "2026"\naliases: []\nurl: https://x.org/a#b\n'
    block += 'founded: 2019\nempty:\nlead: "[[A|b]]"\nkinds: [ai lab, "[[B, C]]", 2019]\n'
    assert read_usual(block) == _parsed(block)


@pytest.mark.parametrize(
    "block",
    [
        f"a: x{' ' * 400_000}y\n",
        f"a: [{'b, ' * 100_000}c: d]\n",
        f"a: [b{' ' * 400_000}c: d]\n",
        f'a: ["{"b," * 100_000}\n',
    ],
)
def test_a_line_that_was_made_to_take_long_does_not(block):
    began = time.process_time()
    read_usual(block)
    assert time.process_time() - began < 5
