"""Properties that anybody may have written: read as they are, or refused with the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.notes.property_texts import FRONT_MATTER, Nested, Text, read_properties


def test_values_are_the_texts_that_they_are():
    block = "a: no\n'b': \"007\"\nc:\n  - x\n  - [y]\nd: {e: f}\ng: &h 1\ni: *h\nj:\n"
    assert read_properties(block) == [
        (Text("a", 1), Text("no", 1)),
        (Text("b", 2, plain=False), Text("007", 2, plain=False)),
        (Text("c", 3), (Text("x", 4), (Text("y", 5),))),
        (Text("d", 6), Nested(6)),
        (Text("g", 7), Text("1", 7)),
        (Text("i", 8), Nested(8)),
        (Text("j", 9), Text("", 9)),
    ]


@pytest.mark.parametrize("block", ["", "\n", "# nothing\n"])
def test_no_properties_are_none(block):
    assert read_properties(block) == []


def test_a_name_that_is_no_text_is_passed_over():
    assert read_properties("? [a]\n: b\nc: d\n") == [(Text("c", 3), Text("d", 3))]


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("- a\n", "not names with values"),
        ("a\n", "not names with values"),
        ("a: b: c\n", "line 2: not YAML: mapping values are not allowed in this context"),
        ("x: y\na: @b\n", "line 3: not YAML: found character that cannot start any token"),
        ("a: [b\n", "line 3: not YAML: did not find expected ',' or ']'"),
        ("a: " + "[" * 60_000, "line 2: nested too deeply"),
        ("a:\n  " + "- " * 60_000, "line 3: nested too deeply"),
        ("a: " + "{b: " * 60_000, "line 2: nested too deeply"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(block, fault):
    with pytest.raises(ValueError, match=r".") as caught:
        read_properties(block)
    assert str(caught.value) == fault


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("---\na: b\n---\ntext", "a: b\n"),
        ("---\n---", ""),
        ("--- \na: |\n  ---\n---  \n---\n", "a: |\n  ---\n"),
    ],
)
def test_the_front_matter_ends_at_its_first_closing_line(text, block):
    found = FRONT_MATTER.match(text)
    assert found
    assert found[1] == block


_LINES = st.sampled_from(["---\n", "--- \n", "--- a\n", "----\n", " ---\n", "a: b\n", "\n", "---", "a", "\t"])


@given(st.lists(_LINES, max_size=8).map("".join))
def test_the_front_matter_is_what_stands_between_the_first_two_lines_of_dashes(text):
    lines = text.splitlines(keepends=True)
    fences = [number for number, line in enumerate(lines) if line.rstrip(" \t\n") == "---"]
    framed = fences[:1] == [0] and lines[0].endswith("\n") and len(fences) > 1
    found = FRONT_MATTER.match(text)
    assert (found and (found[1], found.end())) == (
        ("".join(lines[1 : fences[1]]), len("".join(lines[: fences[1] + 1]))) if framed else None
    )
