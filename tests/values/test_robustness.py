"""Whatever comes in, a parser gives a value or a NotationError, and soon."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pace import in_time
from vaultgen.errors import NotationError
from vaultgen.values.days import parse_day
from vaultgen.values.figure import parse_figure
from vaultgen.values.ids import check_id, slugify
from vaultgen.values.money import parse_money, parse_quantity
from vaultgen.values.numerals import parse_numeral
from vaultgen.values.status import parse_status

ANCHOR = parse_day("2026-05-28")
PARSERS: dict[str, Callable[[str], object]] = {
    "quantity": parse_quantity,
    "money": parse_money,
    "months": lambda text: parse_quantity(text, unit="months"),
    "numeral": parse_numeral,
    "day": parse_day,
    "anchored day": lambda text: parse_day(text, anchor=ANCHOR),
    "figure": parse_figure,
    "text": lambda text: parse_figure(text, unit="text"),
    "status": parse_status,
    "id": check_id,
}
parsers = st.sampled_from(sorted(PARSERS))

HOSTILE = [
    "1e999999",
    "1e-999999",
    "$1e400",
    "1e" + "9" * 150,
    "9" * 200,
    "0." + "0" * 190 + "1",
    "1," * 90 + "000",
    "-" * 200,
    "(" * 200,
    "$5B " + "(" * 150 + ")" * 40,
    "a " * 100,
    "a-" * 100,
    "between " + "and " * 45,
    "hundred " * 25,
    "one " * 50,
    "million and " * 16,
    "\ud800",
    "$5B \udfff",
    "\x00",
    "$5\x00B",
    "٣٤",
    "２０２６",
    "20२6",
    "b'$5B'",
    "$５B",
    "½",
    "²",
    "Ⅷ",
    "\u202e$5B",
    "2026-01-20T99:99",
    "99999999999999999999 years ago",
    "9999 years ago",
    "a" * 180 + " ago",
    "NaN",
    "-Infinity",
    "sNaN",
    "0x10",
    "1_000",
    "{{ 7 * 7 }}",
]

words = st.sampled_from(
    [
        *"$€51BM~+%x(),/—–-X?\ud800",
        *(
            "1.5",
            "2026",
            "2026-01",
            "Jan",
            "20",
            "million",
            "one",
            "hundred",
            "and",
            "a",
            "half",
            "between",
            "to",
            "from",
        ),
        *(
            "up",
            "over",
            "ago",
            "months",
            "last",
            "week",
            "of",
            "the",
            "end",
            "early",
            "Q1",
            "by",
            "since",
            "est.",
            "..",
        ),
        *("reported", "in", "talks", "Sacra", "undisclosed"),
    ]
)
sentences = st.lists(words, max_size=8).map(" ".join)


def refusal(name: str, text: str) -> NotationError | None:
    try:
        PARSERS[name](text)
    except NotationError as error:
        return error
    return None


@pytest.mark.parametrize("name", sorted(PARSERS))
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_refused_with_a_place(name: str, text: str) -> None:
    error = refusal(name, text)
    assert error is not None or name in {"text", "id"}
    if error is not None:
        assert 0 <= error.position <= len(text)
        assert str(error).isprintable()


@pytest.mark.parametrize("name", sorted(PARSERS))
@pytest.mark.parametrize(
    "text", ["9" * 1_000_000, "\u0301" * 1_000_000, "one " * 250_000, " " * 1_000_000, "(" * 1_000_000]
)
def test_an_endless_text_is_refused_at_once(name: str, text: str) -> None:
    def refused() -> str:
        with pytest.raises(NotationError, match="at most") as error:
            PARSERS[name](text)
        return str(error.value)

    assert len(in_time(0.5, refused)) < 5000


@pytest.mark.parametrize("name", sorted(PARSERS))
@pytest.mark.parametrize("value", [b"$5B", bytearray(b"2026"), None, 5, 5.0, True, ["$5B"], {}])
def test_what_is_no_text_is_refused(name: str, value: object) -> None:
    with pytest.raises(NotationError, match="is text, not"):
        PARSERS[name](value)  # type: ignore[arg-type]


@given(parsers, st.one_of(st.text(max_size=60), sentences))
def test_any_text_gives_a_value_or_a_place(name: str, text: str) -> None:
    error = refusal(name, text)
    if error is not None:
        assert 0 <= error.position <= len(text)
        assert error.reason


def test_a_slug_is_made_of_anything_in_no_time() -> None:
    for name in ("\u0301\u0327" * 500_000, "x" * 1_000_000, "\ud800" * 1_000_000):
        assert check_id(in_time(1, partial(slugify, name)))
