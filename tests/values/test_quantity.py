"""What one can ask of an amount, and compute with it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vaultgen.values.money import parse_quantity
from vaultgen.values.quantity import NONE, UNDISCLOSED, UNKNOWN, Basis, Kind, Qualifier, Quantity

TEN_PERCENT = Decimal("0.1")


@pytest.mark.parametrize(
    ("text", "qualifier", "mid"),
    [
        ("$5B", Qualifier.EXACT, "5000000000"),
        ("~$5B", Qualifier.APPROX, "5000000000"),
        ("$11–13B", Qualifier.RANGE, "12000000000"),
        ("~$11–13B", Qualifier.RANGE, "12000000000"),
        ("$5B+", Qualifier.AT_LEAST, "5000000000"),
        ("up to $5B", Qualifier.AT_MOST, "5000000000"),
        ("undisclosed", Qualifier.EXACT, None),
    ],
)
def test_a_quantity_tells_how_exact_it_is_and_where_it_sorts(
    text: str, qualifier: str, mid: str | None
) -> None:
    quantity = parse_quantity(text)
    assert quantity.qualifier is qualifier
    assert quantity.mid == (None if mid is None else Decimal(mid))
    assert quantity.is_value is (mid is not None)


def test_only_what_is_said_counts_for_equality() -> None:
    summed = Quantity(Decimal(5), Decimal(5), "USD", basis=Basis.SUMMED, raw="five dollars")
    assert summed == Quantity(Decimal(5), Decimal(5), "USD")
    assert summed != Quantity(Decimal(5), Decimal(5), "EUR")
    assert summed != Quantity(Decimal(5), Decimal(5), "USD", approx=True)
    assert len({summed, parse_quantity("$5"), parse_quantity("$5.00")}) == 1


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("$100", "100", "100"),
        ("~$100", "90", "110"),
        ("~$100–200", "90", "220"),
        ("~$100+", "90", None),
        ("up to ~$100", None, "110"),
        ("~-100%", "-110", "-90"),
        ("undisclosed", None, None),
    ],
)
def test_an_approximate_amount_is_wider_in_comparisons(text: str, low: str | None, high: str | None) -> None:
    expected = (None if low is None else Decimal(low), None if high is None else Decimal(high))
    assert parse_quantity(text).widened(TEN_PERCENT) == expected


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("$5B", "$5B", True),
        ("$5B", "$5.1B", False),
        ("~$5B", "$5.1B", True),
        ("~$5B", "~$6B", True),
        ("~$5B", "~$7B", False),
        ("$11–13B", "$13B", True),
        ("$11–13B", "$14B", False),
        ("$5B+", "$4B", False),
        ("$5B+", "$9B", True),
        ("up to $5B", "$4B", True),
        ("up to $5B", "$6B+", False),
        ("$5B", "€5B", False),
        ("18×", "18%", False),
        ("undisclosed", "$5B", True),
        ("—", "none", True),
        ("none", "none", True),
        ("none", "$5B", False),
        ("none", "$0", True),
        ("none", "up to $5B", True),
    ],
)
def test_amounts_overlap_if_both_can_be_true(one: str, other: str, *, overlap: bool) -> None:
    assert parse_quantity(one).overlaps(parse_quantity(other), TEN_PERCENT) is overlap
    assert parse_quantity(other).overlaps(parse_quantity(one), TEN_PERCENT) is overlap


@pytest.mark.parametrize(
    ("outer", "inner", "contained"),
    [
        ("$11–13B", "$11B", True),
        ("$11–13B", "$12–13B", True),
        ("$11–13B", "$12–14B", False),
        ("$11–13B", "$10–13B", False),
        ("$11–13B", "$12B+", False),
        ("$11–13B", "up to $12B", False),
        ("up to $13B", "$5B", True),
        ("$5B+", "$6–7B", True),
        ("~$5B", "$5.1B", False),
        ("$5B", "€5B", False),
        ("undisclosed", "undisclosed", True),
        ("undisclosed", "$5B", False),
    ],
)
def test_bounds_nest_without_tolerance(outer: str, inner: str, *, contained: bool) -> None:
    assert parse_quantity(outer).contains(parse_quantity(inner)) is contained


@pytest.mark.parametrize(
    ("one", "other", "total"),
    [
        ("$300M", "~$285M", "~$585M"),
        ("$300M", "$300–350M", "$600–650M"),
        ("$300M", "$215M+", "$515M+"),
        ("$300M", "up to $100M", "$300–400M"),
        ("up to $300M", "up to $100M", "up to $400M"),
        ("up to $300M", "$100M+", "$100M+"),
        ("$300M", "undisclosed", "$300M+"),
        ("—", "$300–400M", "$300M+"),
        ("up to $5B", "—", "—"),
        ("$300M", "none", "$300M"),
        ("none", "none", "none"),
        ("none", "undisclosed", "undisclosed"),
        ("undisclosed", "undisclosed", "undisclosed"),
        ("undisclosed", "—", "—"),
        ("60%", "-5%", "55%"),
    ],
)
def test_amounts_add_up(one: str, other: str, total: str) -> None:
    result = parse_quantity(one) + parse_quantity(other)
    assert str(result) == total
    assert str(parse_quantity(other) + parse_quantity(one)) == total


def test_a_sum_is_marked_as_one() -> None:
    assert (parse_quantity("$1") + parse_quantity("$2")).basis is Basis.SUMMED
    assert (parse_quantity("$1") + NONE).basis is Basis.SUMMED
    assert (parse_quantity("$1") + NONE).raw == ""


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ("$13B", "$5B", "$8B"),
        ("$11–13B", "~$5B", "~$6–8B"),
        ("$5B+", "$1B", "$4B+"),
        ("up to $5B", "$1B", "up to $4B"),
        ("$5B", "up to $1B", "$4–5B"),
        ("$5B", "$1B+", "up to $4B"),
        ("$5B+", "$1B+", "—"),
        ("$5–6B", "$5.5B", "$0–500M"),
        ("10%", "30%", "-20%"),
        ("$5B", "undisclosed", "—"),
    ],
)
def test_amounts_are_subtracted(one: str, other: str, difference: str) -> None:
    assert str(parse_quantity(one) - parse_quantity(other)) == difference


def test_different_units_are_never_added_or_subtracted() -> None:
    with pytest.raises(ValueError, match=r"\$5B and €5B have different units"):
        parse_quantity("$5B") + parse_quantity("€5B")
    with pytest.raises(ValueError, match="different units"):
        parse_quantity("$5B") - parse_quantity("5B")


def test_less_than_no_money_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\$1B less \$5B is below zero"):
        parse_quantity("$1B") - parse_quantity("$5B")


@pytest.mark.parametrize(
    ("one", "other", "multiple", "growth"),
    [
        ("$13B", "$5B", "2.6×", "160%"),
        ("$11B", "$5B", "2.2×", "120%"),
        ("$11–13B", "$5B", "2.2–2.6×", "120–160%"),
        ("$11B", "~$600M", "~18.33×", "~1,733%"),
        ("$5B", "$11B", "0.4545×", "-54.55%"),
        ("$5B", "$11–13B", "0.3846–0.4545×", "-61.54 to -54.55%"),
        ("$5B+", "$1B", "5×+", "400%+"),
        ("$5B", "$1B+", "up to 5×", "up to 400%"),
        ("$5B", "up to $1B", "5×+", "400%+"),
        ("$5B", "$0–1B", "5×+", "400%+"),
        ("$5B", "$0", "—", "—"),
        ("$0", "$5B", "0×", "-100%"),
        ("$123456M", "$1M", "123,456×", "12,345,500%"),
        ("$5B", "€5B", "—", "—"),
        ("undisclosed", "$5B", "—", "—"),
    ],
)
def test_a_ratio_is_a_multiple_and_its_growth_a_percentage(
    one: str, other: str, multiple: str, growth: str
) -> None:
    first, second = parse_quantity(one), parse_quantity(other)
    assert str(first.ratio(second)) == multiple
    assert str(first.growth_from(second)) == growth
    if multiple != "—":
        assert first.ratio(second).basis is Basis.IMPLIED


def test_the_largest_ratio_is_still_a_number() -> None:
    large, small = parse_quantity("$999,999T"), parse_quantity("$0.000001")
    assert large.ratio(small).low == Decimal(999_999) * 10**18
    assert str(large.growth_from(small)).endswith("%")


@pytest.mark.parametrize(
    ("quantity", "reason"),
    [
        ((None, None, "USD"), "at least one bound"),
        ((Decimal(1), Decimal(1), "furlongs"), "unknown unit"),
        ((Decimal(-1), Decimal(1), "USD"), "cannot be -1"),
        ((Decimal("NaN"), None, "USD"), "cannot be NaN"),
        ((None, Decimal("Infinity"), "%"), "cannot be Infinity"),
        ((Decimal(2), Decimal(1), "x"), "above the high bound"),
    ],
)
def test_an_impossible_amount_cannot_be_made(
    quantity: tuple[Decimal | None, Decimal | None, str], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        Quantity(*quantity)


@pytest.mark.parametrize(
    "extra", [{"low": Decimal(1)}, {"high": Decimal(1)}, {"unit": "USD"}, {"approx": True}]
)
def test_where_there_is_no_amount_there_are_no_bounds(extra: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="neither bounds nor a unit"):
        Quantity(**({"low": None, "high": None, "unit": "", "kind": Kind.UNKNOWN} | extra))


def test_the_named_quantities_show_why_there_is_no_amount() -> None:
    assert [str(quantity) for quantity in (UNKNOWN, UNDISCLOSED, NONE)] == ["—", "undisclosed", "none"]
