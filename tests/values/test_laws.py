"""What holds for every value: showing and reading are inverses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from edtf import parse_edtf
from hypothesis import assume, given
from hypothesis import strategies as st

from vaultgen.errors import NotationError
from vaultgen.values.currencies import CODES
from vaultgen.values.days import Day, iso_start, months_between, parse_day, show_day
from vaultgen.values.figure import Figure, figure_parts, fits_one_line, parse_figure, show_figure
from vaultgen.values.money import parse_money, parse_quantity, show_quantity
from vaultgen.values.notation import PLAIN_UNITS
from vaultgen.values.quantity import NONE, UNDISCLOSED, UNKNOWN, Quantity
from vaultgen.values.status import Status

UNITS = sorted(
    PLAIN_UNITS | {"USD", "EUR", "GBP", "JPY", "INR", "AUD", "CAD", "BRL", "HKD", "CHF", "SEK", "TRY"}
)

round_numbers = st.builds(
    lambda number, zeros: Decimal(number) * 10**zeros, st.integers(0, 99_999), st.integers(0, 12)
)
odd_numbers = st.decimals(0, 10**15, places=6, allow_nan=False, allow_infinity=False)
numbers = st.one_of(round_numbers, odd_numbers, st.integers(0, 20).map(Decimal))


@st.composite
def amounts(draw: st.DrawFn) -> Quantity:
    unit = draw(st.sampled_from(UNITS))
    sign = draw(st.sampled_from([1, -1])) if unit == "%" else 1
    first, second = sorted([sign * draw(numbers), draw(numbers)])
    shape = draw(st.sampled_from(["one", "range", "at least", "at most"]))
    low = None if shape == "at most" else first
    high = None if shape == "at least" else (first if shape == "one" else second)
    return Quantity(low, high, unit, draw(st.booleans()))


quantities = st.one_of(amounts(), st.sampled_from([UNKNOWN, UNDISCLOSED, NONE]))

years = st.integers(1000, 2999).map(str)
months = st.builds("{}-{:02}".format, years, st.integers(1, 12))
dates = st.dates(date(1000, 1, 1), date(2999, 12, 31)).map(date.isoformat)
parts = st.builds("{}-{}".format, years, st.sampled_from([*range(21, 25), *range(33, 42)]))
unspecified = st.one_of(
    st.integers(100, 299).map("{}X".format),
    st.integers(10, 29).map("{}XX".format),
    years.map("{}-XX".format),
    years.map("{}-XX-XX".format),
    months.map("{}-XX".format),
)
plain_days = st.one_of(years, months, dates)
simple_days = st.builds(
    "{}{}".format, st.one_of(plain_days, parts, unspecified), st.sampled_from(["", "", "", "~", "?", "%"])
)


@st.composite
def intervals(draw: st.DrawFn) -> Day:
    first, last = draw(simple_days), draw(simple_days)
    try:
        return parse_day(f"{first}/{last}")
    except NotationError:
        return parse_day(f"{last}/{first}")


@st.composite
def close_intervals(draw: st.DrawFn) -> Day:
    year, low, high = draw(years), *sorted(draw(st.tuples(st.integers(1, 12), st.integers(1, 12))))
    day = draw(st.integers(1, 16))
    return parse_day(
        draw(
            st.sampled_from(
                [
                    f"{year}/2999",
                    f"{year}-{low:02}/{year}-{high:02}",
                    f"{year}-{low:02}-{day:02}/{year}-{low:02}-{day + high:02}",
                    f"{year}-{low:02}-{day:02}/{year}-{high:02}-{day + 1:02}",
                ]
            )
        )
    )


def days() -> st.SearchStrategy[Day]:
    return st.one_of(
        simple_days.map(parse_day),
        simple_days.map("{}/..".format).map(parse_day),
        simple_days.map("../{}".format).map(parse_day),
        close_intervals(),
        intervals(),
    )


words = st.from_regex(r"[A-Z][a-z]{2,7}( [A-Z][a-z]{2,7}| & Co| AI)?", fullmatch=True)
origins = st.one_of(st.sampled_from(["Sacra", "the-information", "a16z", "20VC", "S&P Global", "WSJ"]), words)
methods = st.one_of(st.sampled_from(["raise history", "its price from May", "11/0.6"]), words.map(str.lower))


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    return Figure(
        draw(quantities),
        draw(st.none() | days()),
        draw(st.none() | st.sampled_from(Status)),
        draw(st.just("") | origins),
        draw(st.just("") | methods),
    )


@given(quantities)
def test_reading_a_shown_quantity_gives_it_back(quantity: Quantity) -> None:
    shown = show_quantity(quantity)
    assert parse_quantity(shown) == quantity
    assert parse_quantity(shown).raw == shown


@given(quantities)
def test_a_quantity_is_read_back_when_its_unit_is_expected(quantity: Quantity) -> None:
    assert parse_quantity(str(quantity), unit=quantity.unit) == quantity
    if quantity.unit in CODES or not quantity.is_value:
        assert parse_money(str(quantity)) == quantity


@given(quantities)
def test_what_was_read_once_is_read_the_same_again(quantity: Quantity) -> None:
    text = str(quantity).replace("–", " - ").replace("~", "about ").replace("×", "-fold")
    once = parse_quantity(text)
    assert parse_quantity(str(once)) == once


@given(quantities)
def test_equal_quantities_are_shown_the_same(quantity: Quantity) -> None:
    padded = Quantity(
        None if quantity.low is None else quantity.low * Decimal("1.000"),
        None if quantity.high is None else quantity.high * Decimal("1.000"),
        quantity.unit,
        quantity.approx,
        quantity.kind,
    )
    assert padded == quantity
    assert hash(padded) == hash(quantity)
    assert str(padded) == str(quantity)


@given(amounts(), amounts())
def test_a_sum_does_not_depend_on_the_order(one: Quantity, other: Quantity) -> None:
    if one.unit == other.unit:
        assert one + other == other + one
    else:
        with pytest.raises(ValueError, match="different units"):
            one + other


@given(amounts(), amounts(), st.decimals(0, 1, places=2))
def test_overlap_is_mutual_and_what_contains_overlaps(
    one: Quantity, other: Quantity, tolerance: Decimal
) -> None:
    assert one.overlaps(other, tolerance) == other.overlaps(one, tolerance)
    assert one.overlaps(one, Decimal(0))
    assert one.contains(one)
    if one.contains(other):
        assert one.overlaps(other, Decimal(0))


@given(days())
def test_reading_a_shown_day_gives_it_back(day: Day) -> None:
    again = parse_day(show_day(day))
    assert again == day
    assert (again.earliest, again.latest, again.precision) == (day.earliest, day.latest, day.precision)
    assert (again.approximate, again.uncertain) == (day.approximate, day.uncertain)


@given(days())
def test_the_edtf_of_a_day_reads_back_as_that_day(day: Day) -> None:
    assert parse_day(day.edtf) == day
    assert parse_day(f"  {day.edtf}\n") == day


@given(days())
def test_the_bounds_of_a_day_are_in_order(day: Day) -> None:
    assert day.earliest is not None or day.latest is not None
    if day.earliest is not None and day.latest is not None:
        assert day.earliest <= day.latest
    assert day.overlaps(day)
    assert day.sort_key[0] <= day.sort_key[1]
    assert day.known_by(date.max)
    assert iso_start(day) == (None if day.earliest is None else str(day.earliest))


@given(days(), days())
def test_months_between_two_days_do_not_depend_on_the_order(one: Day, other: Day) -> None:
    months = months_between(one, other)
    assert months == months_between(other, one)
    assert parse_quantity(str(months)) == months


oracle_days = st.one_of(
    plain_days,
    parts,
    unspecified,
    st.builds("{}{}".format, plain_days, st.sampled_from("~?%")),
)


def bounds(edtf: str) -> tuple[str, str]:
    parsed = parse_edtf(edtf)
    return tuple(
        f"{at.tm_year:04}-{at.tm_mon:02}-{at.tm_mday:02}"
        for at in (parsed.lower_strict(), parsed.upper_strict())
    )


@given(oracle_days)
def test_the_bounds_are_those_of_the_edtf_package(edtf: str) -> None:
    day = parse_day(edtf)
    assert (str(day.earliest), str(day.latest)) == bounds(edtf)


@given(plain_days, plain_days)
def test_the_bounds_of_an_interval_are_those_of_the_edtf_package(first: str, last: str) -> None:
    assume(parse_day(first).sort_key[0] <= parse_day(last).sort_key[1])
    day = parse_day(f"{first}/{last}")
    assert (str(day.earliest), str(day.latest)) == bounds(f"{first}/{last}")


@given(figures())
def test_reading_a_shown_figure_gives_it_back(figure: Figure) -> None:
    shown = show_figure(figure)
    again = parse_figure(shown)
    assert again == figure
    assert fits_one_line(figure)
    value, about = figure_parts(figure)
    assert shown == (f"{value} ({about})" if about else value)


@given(st.text(max_size=60))
def test_a_text_is_read_back_as_text(text: str) -> None:
    assume(text.strip())
    figure = parse_figure(text, unit="text")
    assert isinstance(figure.value, str)
    assert parse_figure(show_figure(figure), unit="text") == figure
