"""Number words are read exactly, and no further than the number goes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.errors import NotationError
from vaultgen.values.numerals import parse_numeral, read_numeral

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
ONES += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def below_thousand(number: int, joint: str) -> str:
    if number < 20:
        return ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS[tens] + (f"-{ONES[ones]}" if ones else "")
    hundreds, rest = divmod(number, 100)
    return f"{ONES[hundreds]} hundred" + (f"{joint}{below_thousand(rest, joint)}" if rest else "")


def in_words(number: int, joint: str) -> str:
    groups = []
    for size, name in [(10**9, " billion"), (10**6, " million"), (10**3, " thousand"), (1, "")]:
        count, number = divmod(number, size)
        if count:
            groups.append(below_thousand(count, joint) + name)
    return " ".join(groups) or "zero"


@given(st.integers(0, 10**12 - 1), st.sampled_from([" ", " and "]))
def test_every_number_in_words_is_read(number: int, joint: str) -> None:
    assert parse_numeral(in_words(number, joint)) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("four and a half", "4.5"),
        ("four and a half billion", "4500000000"),
        ("two and three quarters million", "2750000"),
        ("one and a quarter", "1.25"),
        ("a billion and a half", "1500000000"),
        ("one hundred and a half", "100.5"),
        ("one hundred and eighteen", "118"),
        ("three hundred and fifteen", "315"),
        ("six hundred and ninety", "690"),
        ("One Hundred", "100"),
        ("a hundred million", "100000000"),
        ("half a million", "500000"),
        ("half an million", "500000"),
        ("half million", "500000"),
        ("two point five", "2.5"),
        ("zero point zero five", "0.05"),
        ("two crore and five lakh", "20500000"),
        ("one million and two hundred", "1000200"),
        ("twenty-one thousand", "21000"),
    ],
)
def test_the_ways_in_which_people_say_a_number(text: str, value: str) -> None:
    assert parse_numeral(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("   ", 0),
        (" banana", 1),
        ("a", 0),
        ("a dog", 0),
        ("half", 0),
        ("half a dozen", 0),
        ("hundred", 0),
        ("million", 0),
        ("two point", 0),
        ("two point ten", 0),
        ("two and", 4),
        ("five million and", 13),
        ("twenty eleven", 7),
        ("five ten", 5),
        ("five million six billion", 13),
        ("one thousand two thousand", 13),
        ("one thousand fifteen hundred", 13),
        ("zero hundred", 5),
        ("two hundred hundred", 12),
        ("two hundred zero", 12),
        ("5 million", 0),
    ],
)
def test_what_is_no_number_is_pointed_at(text: str, position: int) -> None:
    with pytest.raises(NotationError) as error:
        parse_numeral(text)
    assert error.value.position == position


def test_a_number_is_read_from_among_other_words() -> None:
    words = ["between", "eleven", "and", "thirteen", "billion", "dollars"]
    first = read_numeral(words, 1)
    second = read_numeral(words, 3)
    assert first is not None
    assert second is not None
    assert (first.value, first.end, first.scale) == (11, 2, 1)
    assert (second.value, second.end, second.scale) == (13 * 10**9, 5, 10**9)
    assert read_numeral(words, 0) is None
    assert read_numeral(words, 6) is None


def test_round_hundreds_are_marked_for_ranges() -> None:
    for text, hundreds in [
        ("four hundred million", True),
        ("four hundred", True),
        ("four hundred two", False),
    ]:
        numeral = read_numeral(text.split())
        assert numeral is not None
        assert numeral.hundreds is hundreds
