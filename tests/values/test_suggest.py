"""The nearest known word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.values.suggest import did_you_mean, nearest


@pytest.mark.parametrize(
    ("word", "options", "found"),
    [
        ("valuaton", ["valuation", "revenue"], "valuation"),
        ("Valuation", ["valuation"], "valuation"),
        (" valuation ", ["valuation"], "valuation"),
        ("fireworks", ["fireworks-ai", "groq"], "fireworks-ai"),
        ("teh", ["the", "toe"], "the"),
        ("banana", ["valuation", "revenue"], ""),
        ("a", ["b"], ""),
        ("", ["a"], ""),
        ("  ", ["a"], ""),
        ("abc", [], ""),
        ("x" * 1_000_000, ["x"], ""),
    ],
)
def test_the_nearest_option_is_found_if_it_is_near(word: str, options: list[str], found: str) -> None:
    assert nearest(word, options) == found


@given(st.text(max_size=12), st.lists(st.text(max_size=12)))
def test_the_order_of_the_options_does_not_matter(word: str, options: list[str]) -> None:
    assert nearest(word, options) == nearest(word, options[::-1])
    assert nearest(word, options) in {*options, ""}


def test_a_suggestion_is_a_question_or_nothing() -> None:
    assert did_you_mean("seires", ("series", "stage")) == "did you mean “series”?"
    assert did_you_mean("banana", ("series", "stage")) == ""
