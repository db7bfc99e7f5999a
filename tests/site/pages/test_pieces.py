"""How the values of properties are cut into pieces, whatever was cut before them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.site.pages.pieces import Desk, Piece, in_a_row, links_in
from vaultgen.site.pages.words import money

NOTES = {"Maps/A.md": "Text.\n", "Maps/B.md": "See [[A]].\n", "C.md": "---\npublish: false\n---\nText.\n"}


@given(texts=st.lists(st.text(max_size=3), max_size=5))
def test_each_piece_in_a_row_but_the_last_is_followed(texts):
    pieces = [Piece(text) for text in texts]
    row = in_a_row(in_a_row(pieces))
    assert [one._replace(followed=False) for one in row] == pieces
    assert [one.followed for one in row] == [True] * (len(texts) - 1) + [False] * bool(texts)


def test_values_that_are_equal_but_not_alike_are_shown_as_they_are(studio):
    desk = Desk(studio(NOTES).library, "Maps/A.md", "maps/a.html")
    for values, shown in (
        ([1, 1.0, True, 0, False], ["1", "1.0", "yes", "0", "no"]),
        ([-3, -3.0], ["-3", "-3.0"]),
    ):
        assert [one.text for one in desk.pieces("done", values)] == shown
        assert [one.text for one in desk.pieces("done", values[::-1])] == shown[::-1]
    assert [money(-3.0, "x_usd"), money(-3, "x_usd")] == ["-3.0", "-3"]


@pytest.mark.parametrize(
    "text", ["[[A]]", " [[B|A]] ", "2026-03-04", "https://www.acme.example/", "words", " "]
)
def test_a_text_is_the_same_piece_wherever_it_stands(studio, text):
    library = studio(NOTES).library
    near, far = Desk(library, "Maps/B.md", "maps/b.html"), Desk(library, "Maps/B.md", "tags/x.html")
    alone = near.pieces("key", text)
    assert near.pieces("other", [text, "more", text]) == (*alone, Piece("more"), *alone)
    assert far.pieces("key", text)[0].text == alone[0].text
    assert (far.pieces("key", text) == alone) == ("[[" not in text)


def test_a_link_of_a_property_means_what_it_does_in_its_note(studio):
    library = studio(NOTES).library
    shown = [
        Desk(library, "Maps/A.md", page).pieces("key", ["[[B]]", "see [[C]], [[D]]"])
        for page in ("maps/a.html", "index.html")
    ]
    assert [one.href for pieces in shown for one in pieces if one.href] == ["b.html", "maps/b.html"]
    assert "C" not in [one.text for pieces in shown for one in pieces]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Met [[A]] at [[B|her]] place.", "Met A at her place."),
        ("[[A]], [[B]]; [[D]]", "A, B, D"),
        (["[[A]] and [[B]]", "[[A]]", "c"], "A and B, A, c"),
        ({"x": "by [[A]]", "y": ["[[A]]", "b"]}, "x: by A, y: A, b"),
        (["[the *map*](B.md)", "[site](https://a.example/b)", "a [b](B.md)"], "the map, site, a [b](B.md)"),
    ],
)
def test_a_sentence_with_links_has_no_more_commas_than_its_author_wrote(studio, value, shown):
    pieces = in_a_row(Desk(studio(NOTES).library, "Maps/A.md", "maps/a.html").pieces("key", value))
    assert "".join(one.text + ", " * one.followed for one in pieces) == shown


def test_links_in_the_style_of_markdown_are_links_in_properties_too(studio):
    desk = Desk(studio(NOTES).library, "Maps/A.md", "maps/a.html")
    shown = desk.pieces("key", ["[b](B.md)", "[c](C.md)", "[d](<No one.md>)", "[e](https://a.example/)"])
    assert [(one.text, one.href) for one in shown] == [
        ("b", "b.html"), ("private note", ""), ("d", ""), ("e", "https://a.example/"),
    ]  # fmt: skip
    assert links_in(["[b](B.md#H)", "a [b](B.md)", "[e](https://a.example/)"]) == [("B.md", "#H")]


def test_the_links_of_values_are_found_however_deep_they_stand():
    values = {"a": ["[[A]]", {"b": "see [[B#^c|C]] and [[D]]"}], "e": 1, "f": None, "g": "[[no\nlink]]"}
    assert links_in(values) == [("A", ""), ("B", "#^c"), ("D", "")]
