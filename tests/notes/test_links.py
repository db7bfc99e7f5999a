"""Wikilinks: written so that Obsidian reads them back, found where Obsidian sees them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.notes.escape import cell
from vaultgen.notes.links import Link, find_links, wikilink
from vaultgen.values.names import display_text, file_name


@pytest.mark.parametrize(
    ("target", "display", "written"),
    [
        ("NVIDIA", "", "[[NVIDIA]]"),
        ("NVIDIA", "NVIDIA", "[[NVIDIA]]"),
        ("NVIDIA", "Nvidia Corp", "[[NVIDIA|Nvidia Corp]]"),
        ("A16Z - Growth", "A16Z | Growth]]", "[[A16Z - Growth|A16Z Growth]]"),
        ("Growth", "[[Growth]]", "[[Growth]]"),
        ("Growth", "[]", "[[Growth]]"),
        ("Companies/Acme#Funding", "Acme", "[[Companies/Acme#Funding|Acme]]"),
    ],
)
def test_a_link_shows_what_was_asked_and_nothing_twice(target, display, written):
    assert wikilink(target, display) == written


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_written_link_is_found_again_with_its_parts(name, shown):
    target = file_name(name, fallback="x")
    for written in (wikilink(target, shown), cell(wikilink(target, shown))):
        (link,) = find_links(f"a {written} b")
        expected = display_text(shown)
        assert (link.target, link.subpath, link.embed) == (target, "", False)
        assert link.display == ("" if expected == target else expected)
        assert f"a {written} b"[link.start : link.end] == written


@pytest.mark.parametrize("shelter", ["", "`code` "])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[A]]", ("A", "", "", False)),
        ("![[A.base#View]]", ("A.base", "#View", "", True)),
        ("[[ A # B | C ]]", ("A", "# B", "C", False)),
        ("[[A#B#C|D]]", ("A", "#B#C", "D", False)),
        ("[[#^id]]", ("", "#^id", "", False)),
        (r"[[A\|B]]", ("A", "", "B", False)),
        ("[[A|B|C]]", ("A", "", "B|C", False)),
        ("[[|A]]", ("|A", "", "", False)),
    ],
)
def test_the_parts_of_a_link_follow_obsidians_grammar(shelter, text, expected):
    (link,) = find_links(f"{shelter}x {text}")
    assert (link.target, link.subpath, link.display, link.embed) == expected
    assert f"{shelter}x {text}"[link.start : link.end] == text


@pytest.mark.parametrize(
    "text",
    [
        "no link",
        "`[[A]]`",
        "```\n[[A]]\n```",
        "~~~\n[[A]]\n~~~",
        "    [[A]]",
        "\t[[A]]",
        "%%[[A]]%%",
        "%%\n[[A]]\n%%",
        "<!-- [[A]] -->",
        "$$\n[[A]]\n$$",
        r"\[[A]]",
        "[[A\nB]]",
        "[[]]",
        "[A]",
    ],
)
def test_code_and_comments_hold_no_links(text):
    assert list(find_links(text)) == []


def test_links_come_in_order_with_their_places():
    text = "# [[A]]\n\n- [[B|b]] and `x`\n\n| [[C]] | ![[D]] |\n|---|---|\n| [[E\\|e]] | \n\ntext without\n"
    assert list(find_links(text)) == [
        Link(2, 7, "A", "", "", embed=False),
        Link(11, 18, "B", "", "b", embed=False),
        Link(30, 35, "C", "", "", embed=False),
        Link(38, 44, "D", "", "", embed=True),
        Link(59, 67, "E", "", "e", embed=False),
    ]
