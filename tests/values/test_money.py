"""How amounts are read and shown, and where an unreadable one is pointed at."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vaultgen.errors import NotationError
from vaultgen.values.currencies import CODES, SIGN_OF, SIGNS, WORDS, is_currency
from vaultgen.values.money import parse_money, parse_quantity, show_quantity
from vaultgen.values.quantity import Kind, Quantity

READ = [
    # what people write, its canonical form
    ("$1.5B", "$1.5B"),
    ("$ 1.5 B", "$1.5B"),
    ("~$285M", "~$285M"),
    ("≈$285M", "~$285M"),
    ("$300-350 million", "$300–350M"),
    ("$300 - $350 million", "$300–350M"),
    ("$300–350M", "$300–350M"),
    ("$300M–350M", "$300–350M"),
    ("$300M-350", "$300–350M"),
    ("€60—90m", "€60–90M"),
    ("₹1,51,09,500", "₹15,109,500"),
    ("2.5 crore", "25M"),
    ("Rs. 2.5 crore", "₹25M"),
    ("₹5 lakh", "₹500K"),
    ("rupees 5 lakh", "₹500K"),
    ("Up to $100B", "up to $100B"),
    ("up to ~$100B", "up to ~$100B"),
    ("$215M+", "$215M+"),
    ("$215+ million", "$215M+"),
    ("$215 million+", "$215M+"),
    ("~$215M+", "~$215M+"),
    ("passed $1B", "$1B+"),
    ("between $11B and $13B", "$11–13B"),
    ("between 11 and 13 billion dollars", "$11–13B"),
    ("between one hundred and two hundred million", "100–200M"),
    ("between one hundred and two and three hundred million", "102–300M"),
    ("from $11B to $13B", "$11–13B"),
    ("from $11B", "$11B+"),
    ("$11B to $13B", "$11–13B"),
    ("$11B to about $13B", "~$11–13B"),
    ("$800M–1.2B", "$800M–1.2B"),
    ("$800M-$1.2B", "$800M–1.2B"),
    ("nearly $5B", "~$5B"),
    ("about $5B", "~$5B"),
    ("c. $5B", "~$5B"),
    ("c.5B", "~5B"),
    ("circa $5B", "~$5B"),
    ("close to $5B", "~$5B"),
    ("an estimated $5B", "~$5B"),
    ("more than $5B", "$5B+"),
    ("> $5B", "$5B+"),
    ("≥$5B", "$5B+"),
    ("at least about $5B", "~$5B+"),
    ("at least $5B+", "$5B+"),
    ("$5B or more", "$5B+"),
    ("$5B or less", "up to $5B"),
    ("up to $5B or less", "up to $5B"),
    ("no more than $5B", "up to $5B"),
    ("<$5B", "up to $5B"),
    ("a maximum of $5B", "up to $5B"),
    ("USD 5m", "$5M"),
    ("USD5m", "$5M"),
    ("usd 5m", "$5M"),
    ("US$5m", "$5M"),
    ("5m USD", "$5M"),
    ("$5M USD", "$5M"),
    ("$5M CAD", "C$5M"),
    ("A$5m", "A$5M"),
    ("AU$5m", "A$5M"),
    ("C$5m", "C$5M"),
    ("R$5m", "R$5M"),
    ("HK$5m", "HK$5M"),
    ("S$5m", "SGD 5M"),
    ("CN¥5m", "CNY 5M"),
    ("¥5bn", "¥5B"),
    ("CHF 5M", "CHF 5M"),
    ("CHF 800M–1.2B", "CHF 800M–1.2B"),
    ("CHF 5M – CHF 6M", "CHF 5–6M"),
    ("11B-USD 13B", "$11–13B"),
    ("TRY 5M", "TRY 5M"),
    ("5 million euros", "€5M"),
    ("5 million US dollars", "$5M"),
    ("five-million-euro", "€5M"),
    ("€1,234.50", "€1,234.5"),
    ("$.5M", "$500K"),
    ("$0.25", "$0.25"),
    ("$9,500", "$9,500"),
    ("$10,000", "$10K"),
    ("$12,345", "$12.345K"),
    ("$1234567", "$1,234,567"),
    ("$1,234,500,000", "$1,234,500,000"),
    ("$1,234,000,000", "$1.234B"),
    ("$9,500–20K", "$9,500–20,000"),
    ("$0–5B", "$0–5B"),
    ("$5–5B", "$5B"),
    ("$5B–5B", "$5B"),
    ("$1tn", "$1T"),
    ("$1.5trn", "$1.5T"),
    ("$12,500 T", "$12,500T"),
    ("3 Mrd EUR", "€3B"),
    ("5mm", "5M"),
    ("1.5bn", "1.5B"),
    ("10k", "10,000"),
    ("1,234,567", "1,234,567"),
    ("1250", "1,250"),
    ("1250+", "1,250+"),
    ("900,000–1.2 million", "900,000–1,200,000"),
    ("5000000000.0", "5B"),
    ("1e+16", "10,000T"),
    ("2.5e-05", "0.000025"),
    ("0", "0"),
    ("-0%", "0%"),
    ("160%", "160%"),
    ("160 per cent", "160%"),
    ("60–70%", "60–70%"),
    ("60%–70%", "60–70%"),
    ("60 to 70 percent", "60–70%"),
    ("-5%", "-5%"),
    ("−5.5 pct", "-5.5%"),
    ("-12% to -5%", "-12 to -5%"),
    ("-12 to 5%", "-12 to 5%"),
    ("up to -5%", "up to -5%"),
    ("60%+", "60%+"),
    ("18x", "18×"),
    ("18×", "18×"),
    ("18 times", "18×"),
    ("2–3x", "2–3×"),
    ("twenty-fold", "20×"),
    ("9 months", "9 months"),
    ("1 month", "1 month"),
    ("one month", "1 month"),
    ("9-12 months", "9–12 months"),
    ("9 months to 12 months", "9–12 months"),
    ("5+ months", "5+ months"),
    ("up to 5 months", "up to 5 months"),
    ("~1 year", "~1 year"),
    ("30 days", "30 days"),
    ("half a billion", "500M"),
    ("half a million dollars", "$500K"),
    ("three to four hundred million", "300–400M"),
    ("fifty to one hundred million", "50–100M"),
    ("five to one hundred million", "5–100M"),
    ("three to four hundred", "300–400"),
    ("four to five", "4–5"),
    ("undisclosed", "undisclosed"),
    ("Not  disclosed", "undisclosed"),
    ("—", "—"),
    ("-", "—"),
    ("--", "—"),
    (" N/A ", "—"),
    ("unknown", "—"),
    ("?", "—"),
    ("none", "none"),
    ("nil", "none"),
]


@pytest.mark.parametrize(("text", "shown"), READ)
def test_what_people_write_is_read_and_shown_in_one_form(text: str, shown: str) -> None:
    quantity = parse_quantity(text)
    assert show_quantity(quantity) == shown
    assert parse_quantity(shown) == quantity
    assert quantity.raw == text


REFUSED = [
    # text, offset of the character at fault, a word of the reason
    ("", 0, "missing"),
    ("  ", 0, "missing"),
    ("$", 1, "missing"),
    ("over", 4, "missing"),
    ("$5B equity + $2B debt", 13, "second amount"),
    ("$5B and $2B", 8, "second amount"),
    ("$5B, $2B", 5, "second amount"),
    ("$300M at $5B", 9, "second amount"),
    ("€5M ($5.4M)", 5, "second amount"),
    ("five billion plus two billion", 18, "second amount"),
    ("$5B $6B", 4, "second amount"),
    ("$5B 2026", 4, "second amount"),
    ("5 10", 2, "second amount"),
    ("1.5.2", 3, "second amount"),
    ("$5B to $6B to $7B", 14, "second amount"),
    ("five ten million", 5, "second amount"),
    ("$5B valuation", 4, "unknown text"),
    ("$5Q", 2, "unknown text"),
    ("$5B!", 3, "unknown text"),
    ("$5B per year", 4, "unknown text"),
    ("banana", 0, "no amount"),
    ("NaN", 0, "no amount"),
    ("inf", 0, "no amount"),
    ("Infinity", 0, "no amount"),
    ("b'$5B'", 0, "no amount"),
    ("$banana", 1, "no amount"),
    ("XYZ 5M", 0, "no amount"),
    ("half", 0, "no amount"),
    ("a", 0, "no amount"),
    ("-$5B", 0, "negative"),
    ("$-5B", 0, "negative"),
    ("-5", 0, "negative"),
    ("-5x", 0, "negative"),
    ("~-5 months", 1, "negative"),
    ("5 to -3%", 5, "below the first"),
    ("$5-2B", 3, "below the first"),
    ("$500-1B", 5, "below the first"),
    ("$1,5", 2, "comma"),
    ("1,2345", 1, "comma"),
    ("1,23,45", 1, "comma"),
    ("٣ million", 0, "digits"),
    ("$5٣", 2, "digits"),
    ("$５B", 1, "digits"),
    ("$½B", 1, "digits"),
    ("1e999999", 0, "more digits"),
    ("1e99", 0, "below 10^18"),
    ("1e-99", 0, "below 10^18"),
    ("0.0000000000000000001", 0, "18 decimals"),
    ("1.5000000000000000001", 0, "18 decimals"),
    ("9999999 trillion", 0, "below 10^18"),
    ("9" * 30, 0, "more digits"),
    ("$11–13B+", 7, "single amount"),
    ("$11B+–13B", 4, "single amount"),
    ("up to $5B+", 9, "single amount"),
    ("at least $5B or less", 13, "single amount"),
    ("up to $5B to $6B", 13, "open on a side"),
    ("up to more than $5B", 6, "contradict"),
    ("$5B to up to $6B", 10, "inside a range"),
    ("$5B -", 5, "missing"),
    ("between $5B", 11, "needs “and”"),
    ("between $5B and", 15, "missing"),
    ("between $5B and foo", 16, "no amount"),
    ("between $5Q and $6B", 10, "unknown text"),
    ("€5M-$6M", 4, "does not go with"),
    ("€5M USD", 4, "does not go with"),
    ("5% to 6x", 7, "does not go with"),
    ("$5%", 2, "another unit"),
    ("$5 months", 3, "another unit"),
    ("x" * 201, 199, "at most 200"),
]


@pytest.mark.parametrize(("text", "position", "reason"), REFUSED)
def test_an_unreadable_amount_is_pointed_at(text: str, position: int, reason: str) -> None:
    with pytest.raises(NotationError, match=reason.replace("^", r"\^")) as error:
        parse_quantity(text)
    assert error.value.position == position


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("315 million", "money", "€315M"),
        ("$315 million", "money", "$315M"),
        ("315M", "CHF", "CHF 315M"),
        ("$315M", "CHF", "$315M"),
        ("160", "%", "160%"),
        ("18", "x", "18×"),
        ("9–12", "months", "9–12 months"),
        ("2", "years", "2 years"),
        ("40", "", "40"),
        ("40", None, "40"),
        ("undisclosed", "%", "undisclosed"),
        ("-12 to -5", "%", "-12 to -5%"),
    ],
)
def test_a_bare_number_takes_the_expected_unit(text: str, unit: str | None, shown: str) -> None:
    assert str(parse_quantity(text, currency="EUR", unit=unit)) == shown


@pytest.mark.parametrize(
    ("text", "unit", "position", "reason"),
    [
        ("$5B", "%", 0, "expected a percentage"),
        ("€5B", "", 0, "expected a count"),
        ("160%", "money", 3, "expected an amount of money"),
        ("160%", "EUR", 3, "expected an amount of money"),
        ("60 to 70%", "x", 8, "expected a multiple"),
        ("5 euros", "days", 2, "expected a number of days"),
        ("18x", "months", 2, "expected a number of months"),
        ("18x", "years", 2, "expected a number of years"),
    ],
)
def test_another_unit_than_the_expected_one_is_pointed_at(
    text: str, unit: str, position: int, reason: str
) -> None:
    with pytest.raises(NotationError, match=reason) as error:
        parse_quantity(text, unit=unit)
    assert error.value.position == position


def test_money_without_a_sign_is_in_the_given_currency() -> None:
    assert parse_money("5M") == parse_money("$5M")
    assert parse_money("5M", currency="EUR") == parse_money("€5M")
    assert parse_money("$5M", currency="EUR") == parse_money("$5M")


def test_no_amount_has_a_reason_and_no_unit() -> None:
    for text, kind in [("—", Kind.UNKNOWN), ("undisclosed", Kind.UNDISCLOSED), ("none", Kind.NONE)]:
        quantity = parse_money(text)
        assert (quantity.kind, quantity.low, quantity.high, quantity.unit) == (kind, None, None, "")


def test_an_exact_amount_is_held_without_rounding() -> None:
    assert parse_money("$0.1") + parse_money("$0.2") == parse_money("$0.3")
    assert parse_money("$123456789012.123456").low == Decimal("123456789012.123456")
    assert str(parse_money("$5B").low) == "5000000000"


def test_a_wrong_unit_is_the_programs_mistake() -> None:
    with pytest.raises(ValueError, match="unknown unit 'furlongs'"):
        parse_quantity("5", unit="furlongs")
    with pytest.raises(ValueError, match="no ISO 4217 currency"):
        parse_quantity("5", currency="euro")


def test_every_sign_and_word_names_a_currency() -> None:
    assert set(SIGNS.values()) | set(WORDS.values()) | set(SIGN_OF) <= CODES
    assert all(SIGNS[sign] == code for code, sign in SIGN_OF.items())
    assert is_currency("USD")
    assert not is_currency("%")
    assert len(CODES) > 150


def test_every_currency_is_shown_in_a_form_that_is_read_back() -> None:
    for code in CODES:
        quantity = Quantity(Decimal(5_000_000), Decimal(6_000_000), code, approx=True)
        assert parse_quantity(str(quantity)) == quantity
