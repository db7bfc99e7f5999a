from __future__ import annotations

from vaultgen.notes.headings import beside, block, paragraph, section, title_of
from vaultgen.notes.rows import Row, and_more, lean_table


def test_a_column_that_says_nothing_is_left_out():
    rows = [Row(("a", "—", "1")), Row(("b", "", "2"))]
    assert (
        lean_table(("Name", "Day", "Count"), rows)
        == "| Name | Count |\n|------|-------|\n| a | 1 |\n| b | 2 |"
    )


def test_a_table_of_names_alone_is_a_list():
    assert lean_table(("Name", "About"), [Row(("a", "—"), "[^1]"), Row(("b", "—"))]) == "- a[^1]\n- b"


def test_a_table_without_rows_is_nothing():
    assert lean_table(("Name", "About"), []) == ""


def test_a_mark_that_all_rows_share_stands_once_in_the_header():
    rows = [Row((name, "x"), "[^1]") for name in "abc"]
    assert lean_table(("Name", "About"), rows).splitlines()[0] == "| Name | About[^1] |"
    assert lean_table(("Name", "About"), rows[:2]).count("[^1]") == 2


def test_a_mark_stands_in_its_column_or_beside_the_name_where_that_is_blank():
    rows = [Row(("a", "x", "y"), "[^1]"), Row(("b", "—", "y"), "[^2]")]
    assert lean_table(("Name", "What", "About"), rows, marked=1).splitlines()[2:] == [
        "| a | x[^1] | y |",
        "| b[^2] | — | y |",
    ]
    gone = [Row(("a", "—", "y"), "[^1]")]
    assert lean_table(("Name", "What", "About"), gone, marked=1).splitlines()[2] == "| a[^1] | y |"


def test_cells_keep_the_number_of_columns():
    text = lean_table(("Name", "About"), [Row(("[[A|B]]", "x\ny")), Row(("**T**", ""))])
    assert text.splitlines()[2:] == ["| [[A\\|B]] | x<br>y |", "| **T** | |"]


def test_what_is_left_out_is_counted():
    assert and_more("text", 1140) == "text\n\n… and 1,140 more."
    assert and_more("text", 0) == "text"
    assert and_more("", 5) == ""


def test_a_section_appears_with_its_rule_and_only_if_it_says_something():
    assert section(["", "a", "b"], "T") == "\n\n---\n\n## T\n\na\n\nb"
    assert section(["", ""], "T") == section("", "T") == ""
    assert paragraph("a") == "\n\na"
    assert paragraph("") == beside("") == ""
    assert beside("a") == " — a"
    assert beside("- a") == "\n\n- a"
    assert beside("```\na\n```") == "\n\n```\na\n```"
    assert block(("a", "", "b")) == "a\n\nb"


def test_headings_carry_no_links_and_no_dollars():
    assert title_of("What [[Acme]] and [[x|Yolo]] do") == "What Acme and Yolo do"
    assert title_of("$5B and $AAPL") == "USD 5B and AAPL"
    assert title_of("C#") == "C#"
    assert title_of("a #") == "a \\#"
    assert title_of("# x\ny") == "\\# x y"
