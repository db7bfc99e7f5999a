"""The callout that lists what is open: the tool's own, and whatever a person writes into it stays."""

from __future__ import annotations

import pytest

from vaultgen.notes import Point, PointKind, Spot, merge_note, with_points, without_points

NOTE = "---\nid: acme\n---\nLead.\n\n## Funding\n\nText.\n\n> [!question] Mine\n> words\n"
POINTS = [
    Point(Spot(property="hq"), PointKind.CONTESTED, "Paris", "Lyon", "Nice"),
    Point(Spot(property="ceo"), PointKind.DELETED, "[[A]]", None, "[[B]] `x`"),
    Point(Spot(section=("Funding",), block="heading"), PointKind.REMOVED, "Funding", "Funding", None),
]


def test_it_stands_folded_under_the_first_heading():
    shown = with_points(NOTE, POINTS)
    head, _, rest = shown.partition("## Funding\n\n")
    assert head == NOTE.partition("## Funding")[0]
    assert rest.startswith("> [!vaultgen|")
    assert "]- 3 points to settle\n>\n> - `hq`: here `Lyon`, in the records `Nice`, before `Paris`\n" in rest
    assert "> - `ceo`: taken out here, in the records now `` [[B]] `x` ``, before `[[A]]`\n" in rest
    assert rest.endswith("\n\nText.\n\n> [!question] Mine\n> words\n")


def test_it_vanishes_when_nothing_is_open():
    assert with_points(with_points(NOTE, POINTS), []) == NOTE
    assert with_points(NOTE, []) == NOTE


def test_a_new_one_takes_the_place_of_the_old():
    assert with_points(with_points(NOTE, POINTS), POINTS[:1]) == with_points(NOTE, POINTS[:1])


def test_many_points_are_counted_and_not_all_listed():
    shown = with_points(NOTE, POINTS * 10)
    assert "- 30 points to settle\n" in shown
    assert "> - … and 10 more\n" in shown
    assert without_points(shown) == NOTE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        "\ufeff## A",
        "x",
        "## A",
        "## A\n",
        "## A\r\ntext",
        "A\n===\n> q\n",
        "---\nid: a\n---",
        "\n\n",
        "^a\n",
    ],
)
def test_it_leaves_no_trace(text):
    assert without_points(with_points(text, POINTS)) == text
    assert with_points(text, POINTS) != text


def test_long_and_empty_values_take_one_line():
    point = Point(Spot(property="hq"), PointKind.CONTESTED, "", "`a` " * 99, "a\nb")
    shown = with_points(NOTE, [point])
    (line,) = [line for line in shown.split("\n") if line.startswith("> - ")]
    assert " … ``, in the records `a b`, before “”" in line
    assert without_points(shown) == NOTE


def test_words_written_between_its_lines_stay():
    shown = with_points(NOTE, POINTS)
    written = shown.replace("> - `ceo`", "> I asked them.\n> - `ceo`")
    assert without_points(written) == NOTE.replace("## Funding\n\n", "## Funding\n\n> I asked them.\n\n")


def test_a_line_that_was_changed_stays():
    written = with_points(NOTE, POINTS).replace("before `Paris`", "before `Paris`: no!")
    kept = "> - `hq`: here `Lyon`, in the records `Nice`, before `Paris`: no!\n"
    assert without_points(written) == NOTE.replace("## Funding\n\n", f"## Funding\n\n{kept}\n")


def test_words_below_its_last_line_stay():
    shown = with_points("## A\n", POINTS)
    assert without_points(f"{shown}words of mine\n") == "## A\n\nwords of mine\n"


@pytest.mark.parametrize("title", ["3 points to settle, they say", "three points to settle", "My title"])
def test_with_another_title_it_is_the_persons(title):
    written = with_points(NOTE, POINTS).replace("3 points to settle", title)
    assert without_points(written) == written


@pytest.mark.parametrize(
    "own",
    [
        "> [!vaultgen]- 2 points to settle\n> - mine\n",
        "> [!vaultgen|x]- 2 points to settle\n",
        "> [!note]- Mine\n",
    ],
)
def test_a_callout_of_the_persons_is_never_touched(own):
    assert without_points(f"## A\n\n{own}\ntext\n") == f"## A\n\n{own}\ntext\n"


def test_in_a_code_fence_it_is_only_told_about():
    text = f"## A\n\n```md\n{with_points('', POINTS)}```\n"
    assert without_points(text) == text


def test_the_merge_keeps_what_was_written_into_it():
    base, made = NOTE, NOTE.replace("Text.", "Text, updated.")
    written = with_points(base, POINTS).replace("> - `ceo`", "> I asked them.\n> - `ceo`")
    merged = merge_note(base, written, made).text
    assert "> I asked them.\n" in merged
    assert "Text, updated." in merged
    assert "points to settle" not in merged
