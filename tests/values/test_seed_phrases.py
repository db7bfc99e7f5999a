"""Every amount and every date of the five seed documents, as they are written there, means what it means."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vaultgen.errors import NotationError
from vaultgen.values.days import parse_day
from vaultgen.values.figure import parse_figure
from vaultgen.values.money import parse_money, parse_quantity

MILLION = Decimal(10**6)

# text, low in millions of dollars, high in millions, approximate; None is an open side.
MONEY = [
    # 000: inference analysis
    ("~$1.5 billion", "1500", "1500", True),
    ("between roughly $11 billion and $13 billion", "11000", "13000", True),
    ("roughly $1.5 billion", "1500", "1500", True),
    ("around $13 billion", "13000", "13000", True),
    ("an $11 billion", "11000", "11000", False),
    ("$13 billion", "13000", "13000", False),
    ("$11 billion", "11000", "11000", False),
    ("a $300 million", "300", "300", False),
    ("a $5 billion", "5000", "5000", False),
    ("$65 billion", "65000", "65000", False),
    ("a $60 billion", "60000", "60000", False),
    ("roughly $600 million", "600", "600", True),
    ("about $200 million", "200", "200", True),
    ("around a $15 billion", "15000", "15000", True),
    ("roughly $800 million", "800", "800", True),
    ("about $250 million", "250", "250", True),
    ("around a $7.5 billion", "7500", "7500", True),
    ("roughly $1 billion", "1000", "1000", True),
    ("passed about $1 billion", "1000", None, True),
    ("a $2.5 billion", "2500", "2500", False),
    ("a $1.1 billion", "1100", "1100", False),
    ("a roughly $4.65 billion", "4650", "4650", True),
    ("a ~$355 million", "355", "355", True),
    ("roughly $300 million to $350 million", "300", "350", True),
    ("$300 million to $350 million", "300", "350", False),
    ("$800 million", "800", "800", False),
    ("$400 million", "400", "400", False),
    ("$300-350 million", "300", "350", False),
    ("around $7.5 billion", "7500", "7500", True),
    ("around $4.65 billion", "4650", "4650", True),
    # 001: news retelling
    ("$1.5 billion", "1500", "1500", False),
    ("approximately $13 billion", "13000", "13000", True),
    ("$5 billion", "5000", "5000", False),
    ("a $150 million", "150", "150", False),
    ("$300 million", "300", "300", False),
    ("$1.5B", "1500", "1500", False),
    # 002: the note
    ("$5B", "5000", "5000", False),
    ("~$2B", "2000", "2000", True),
    ("$585M", "585", "585", False),
    ("$300M", "300", "300", False),
    ("~$285M", "285", "285", True),
    ("$150M", "150", "150", False),
    ("Up to $100B", None, "100000", False),
    ("$20B", "20000", "20000", False),
    ("$4B", "4000", "4000", False),
    ("$22B", "22000", "22000", False),
    ("~$3B", "3000", "3000", True),
    # 004: the essay, which writes its numbers out
    ("thirty billion dollars", "30000", "30000", False),
    ("one billion dollars", "1000", "1000", False),
    ("an eleven-billion-dollar", "11000", "11000", False),
    ("eleven-billion-dollar", "11000", "11000", False),
    ("fifteen billion", "15000", "15000", False),
    ("roughly four and a half billion", "4500", "4500", True),
    ("crossed one billion dollars", "1000", None, False),
    ("exceeds thirty billion dollars", "30000", None, False),
    ("one hundred million dollars", "100", "100", False),
    ("roughly thirty million dollars", "30", "30", True),
    ("two hundred million", "200", "200", False),
    ("six hundred million", "600", "600", False),
    ("five billion dollars", "5000", "5000", False),
    ("as high as fifteen billion", None, "15000", False),
    ("three hundred and fifteen million", "315", "315", False),
    ("fifteen-billion-dollar", "15000", "15000", False),
    ("under two billion dollars", None, "2000", False),
    ("one hundred and eighteen billion dollars", "118000", "118000", False),
    ("three hundred and thirteen billion", "313000", "313000", False),
    ("thirty-billion-dollar", "30000", "30000", False),
    ("six hundred and ninety billion dollars", "690000", "690000", False),
    ("exceed five billion dollars", "5000", None, False),
]


@pytest.mark.parametrize(("text", "low", "high", "approx"), MONEY)
def test_an_amount_of_the_seeds_is_read(
    text: str, low: str | None, high: str | None, *, approx: bool
) -> None:
    money = parse_money(text)
    assert money.low == (None if low is None else Decimal(low) * MILLION)
    assert money.high == (None if high is None else Decimal(high) * MILLION)
    assert money.approx is approx
    assert money.unit == "USD"
    assert money.raw == text
    assert parse_money(str(money)) == money


# text, canonical form
OTHER = [
    ("roughly 160%", "~160%"),
    ("a roughly 160%", "~160%"),
    ("160%", "160%"),
    ("a 160%", "160%"),
    ("about five months", "~5 months"),
    ("80% to 90%", "80–90%"),
    ("over 300%", "300%+"),
    ("99.9%", "99.9%"),
    ("7-billion", "7B"),
    ("nine months", "9 months"),
    ("12 months", "12 months"),
    ("18 months", "18 months"),
    ("eighteen months", "18 months"),
    ("twelve months", "12 months"),
    ("twenty-fold", "20×"),
    ("a twenty-fold", "20×"),
    ("roughly eighteen times", "~18×"),
    ("four hundred and sixteen percent", "416%"),
    ("sixty to seventy percent", "60–70%"),
    ("three years", "3 years"),
    ("—", "—"),
]


@pytest.mark.parametrize(("text", "shown"), OTHER)
def test_another_quantity_of_the_seeds_is_read(text: str, shown: str) -> None:
    quantity = parse_quantity(text)
    assert str(quantity) == shown
    assert parse_quantity(shown) == quantity


# text, EDTF, first day, last day, canonical words
DATES = [
    # 000
    ("June 18, 2026", "2026-06-18", "2026-06-18", "2026-06-18", "Jun 18 2026"),
    ("2019", "2019", "2019-01-01", "2019-12-31", "2019"),
    ("in 2026", "2026", "2026-01-01", "2026-12-31", "2026"),
    ("in January 2026", "2026-01", "2026-01-01", "2026-01-31", "Jan 2026"),
    ("around January 2026", "2026-01~", "2026-01-01", "2026-01-31", "~Jan 2026"),
    ("in March 2026", "2026-03", "2026-03-01", "2026-03-31", "Mar 2026"),
    ("in December 2025", "2025-12", "2025-12-01", "2025-12-31", "Dec 2025"),
    ("late 2025", "2025-39~", "2025-09-01", "2025-12-31", "late 2025"),
    ("in February 2026", "2026-02", "2026-02-01", "2026-02-28", "Feb 2026"),
    ("As of June 2026", "2026-06", "2026-06-01", "2026-06-30", "Jun 2026"),
    # 001
    ("in late 2022", "2022-39~", "2022-09-01", "2022-12-31", "late 2022"),
    ("In early 2025", "2025-37~", "2025-01-01", "2025-04-30", "early 2025"),
    ("early 2025", "2025-37~", "2025-01-01", "2025-04-30", "early 2025"),
    ("in early 2026", "2026-37~", "2026-01-01", "2026-04-30", "early 2026"),
    ("in 2025", "2025", "2025-01-01", "2025-12-31", "2025"),
    ("in 2027", "2027", "2027-01-01", "2027-12-31", "2027"),
    # 002
    ("Jan 2026", "2026-01", "2026-01-01", "2026-01-31", "Jan 2026"),
    ("2024-2025", "2024/2025", "2024-01-01", "2025-12-31", "2024-2025"),
    ("Oct 2025", "2025-10", "2025-10-01", "2025-10-31", "Oct 2025"),
    ("2026-01-23", "2026-01-23", "2026-01-23", "2026-01-23", "Jan 23 2026"),
    ("Jan 20 2026", "2026-01-20", "2026-01-20", "2026-01-20", "Jan 20 2026"),
    # 004
    ("last week of May 2026", "2026-05-25/2026-05-31", "2026-05-25", "2026-05-31", "May 25–31 2026"),
    ("In the last week of May 2026", "2026-05-25/2026-05-31", "2026-05-25", "2026-05-31", "May 25–31 2026"),
    ("before 2025", "../2024", None, "2024-12-31", "by 2024"),
    ("In March 2025", "2025-03", "2025-03-01", "2025-03-31", "Mar 2025"),
    ("By January 2026", "../2026-01", None, "2026-01-31", "by Jan 2026"),
    ("in 2006", "2006", "2006-01-01", "2006-12-31", "2006"),
    ("By 2010", "../2010", None, "2010-12-31", "by 2010"),
    ("By 2020", "../2020", None, "2020-12-31", "by 2020"),
    ("in 2008", "2008", "2008-01-01", "2008-12-31", "2008"),
    ("by 2034", "../2034", None, "2034-12-31", "by 2034"),
    ("in 2023", "2023", "2023-01-01", "2023-12-31", "2023"),
    ("by the end of 2026", "../2026", None, "2026-12-31", "by 2026"),
    ("by the end of the first quarter of 2026", "../2026-33", None, "2026-03-31", "by Q1 2026"),
]


@pytest.mark.parametrize(("text", "edtf", "earliest", "latest", "shown"), DATES)
def test_a_date_of_the_seeds_is_read(
    text: str, edtf: str, earliest: str | None, latest: str, shown: str
) -> None:
    day = parse_day(text)
    assert day.edtf == edtf
    assert (day.earliest and str(day.earliest)) == earliest
    assert str(day.latest) == latest
    assert str(day) == shown
    assert parse_day(shown) == day


# text, the date of its source, EDTF
RELATIVE = [
    ("about five months earlier", "2026-06-18", "2026-01~"),
    ("a year ago", "2026-06-18", "2025"),
    ("just five months ago", "2026-06-18", "2026-01"),
    ("Only nine months later", "2025-04", "2026-01"),
    ("eighteen months ago", "2026-05-28", "2024-11"),
    ("Four months later", "2026-01", "2026-05"),
    ("By the end of the first quarter", "2026-05-28", "../2026-33"),
    ("as of February", "2026-05-28", "2026-02"),
    ("on May 27", "2026-05-28", "2026-05-27"),
    ("in March", "2026-05-28", "2026-03"),
]


@pytest.mark.parametrize(("text", "anchor", "edtf"), RELATIVE)
def test_a_relative_date_of_the_seeds_needs_its_source(text: str, anchor: str, edtf: str) -> None:
    assert parse_day(text, anchor=parse_day(anchor)).edtf == edtf
    with pytest.raises(NotationError, match="date"):
        parse_day(text)


# text of the note's tables, canonical line
FIGURES = [
    ("$5B (Jan 2026)", "$5B (Jan 2026)"),
    ("~$2B (implied from raise history)", "~$2B (implied from raise history)"),
    ("$4B (Oct 2025)", "$4B (Oct 2025)"),
    ("$22B (Jan 2026 talks)", "$22B (in talks, Jan 2026)"),
    ("$11–13B (reported, Jun 2026)", "$11–13B (reported, Jun 2026)"),
    ("~$600M (Sacra est., Mar 2026)", "~$600M (Sacra est., Mar 2026)"),
    ("$22B (in talks, Jan 2026)", "$22B (in talks, Jan 2026)"),
    ("~$2B (implied)", "~$2B (implied)"),
    ("Up to $100B", "up to $100B"),
    ("undisclosed", "undisclosed"),
    ("—", "—"),
]


@pytest.mark.parametrize(("text", "shown"), FIGURES)
def test_a_figure_of_the_seeds_is_read(text: str, shown: str) -> None:
    figure = parse_figure(text, unit="money")
    assert str(figure) == shown
    assert parse_figure(shown) == figure


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("tens of billions", 0),
        ("multi-billion dollar", 0),
        ("10-gigawatt", 3),
        ("$5B valuation", 4),
        ("$100B commitment", 6),
        ("$20B licensing deal", 5),
        ("the full $13 billion", 0),
        ("$5 billion to $13 billion in less than half a year", 26),
    ],
)
def test_what_is_no_amount_in_the_seeds_is_refused_where_it_begins(text: str, position: int) -> None:
    with pytest.raises(NotationError) as error:
        parse_quantity(text)
    assert error.value.position == position


@pytest.mark.parametrize("text", ["months earlier", "a few months later", "months after its last mega-round"])
def test_a_vague_date_is_refused(text: str) -> None:
    with pytest.raises(NotationError):
        parse_day(text, anchor=parse_day("2026-06-18"))
