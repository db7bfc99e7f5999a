"""How dates are read and shown, and where an unreadable one is pointed at."""

from __future__ import annotations

from datetime import date

import pytest

from vaultgen.errors import NotationError
from vaultgen.values.days import iso_start, months_between, parse_day, show_day
from vaultgen.values.edtf import last_day, read_edtf

READ = [
    # what people write, EDTF, canonical words
    ("2026-01-20", "2026-01-20", "Jan 20 2026"),
    ("2026-01", "2026-01", "Jan 2026"),
    ("2026", "2026", "2026"),
    (" 2026 ", "2026", "2026"),
    ("2026-01-20T10:00:00Z", "2026-01-20", "Jan 20 2026"),
    ("2026-01-20 10:00", "2026-01-20", "Jan 20 2026"),
    ("2026-01-20T10:00:00.123+02:00", "2026-01-20", "Jan 20 2026"),
    ("2026-01-20/2026-02", "2026-01-20/2026-02", "Jan 20 2026 – Feb 2026"),
    ("2026-01-20/2026-01", "2026-01-20/2026-01", "Jan 20 2026 – Jan 2026"),
    ("2026-01/2026-01", "2026-01", "Jan 2026"),
    ("../2025", "../2025", "by 2025"),
    ("/2025", "../2025", "by 2025"),
    ("2019/..", "2019/..", "since 2019"),
    ("2019/", "2019/..", "since 2019"),
    ("2026~", "2026~", "~2026"),
    ("2026?", "2026?", "2026?"),
    ("2026%", "2026%", "~2026?"),
    ("~2026?", "2026%", "~2026?"),
    ("2026-XX%", "2026-XX%", "2026-XX%"),
    ("by 2026-XX%", "../2026-XX%", "by 2026-XX%"),
    ("202X", "202X", "2020s"),
    ("the 2020s", "202X", "2020s"),
    ("202X~", "202X~", "~2020s"),
    ("20XX", "20XX", "20XX"),
    ("2026-XX", "2026-XX", "2026-XX"),
    ("2026-01-XX", "2026-01-XX", "2026-01-XX"),
    ("2026-XX-XX", "2026-XX-XX", "2026-XX-XX"),
    ("January 2026", "2026-01", "Jan 2026"),
    ("JAN. 2026", "2026-01", "Jan 2026"),
    ("Sept 2026", "2026-09", "Sep 2026"),
    ("2026 January", "2026-01", "Jan 2026"),
    ("Jan-2026", "2026-01", "Jan 2026"),
    ("Jan 20 2026", "2026-01-20", "Jan 20 2026"),
    ("Jan 20th, 2026", "2026-01-20", "Jan 20 2026"),
    ("the 1st of May, 2026", "2026-05-01", "May 1 2026"),
    ("20 January 2026", "2026-01-20", "Jan 20 2026"),
    ("20-Jan-2026", "2026-01-20", "Jan 20 2026"),
    ("29 Feb 2024", "2024-02-29", "Feb 29 2024"),
    ("about Jan 2026", "2026-01~", "~Jan 2026"),
    ("c. 2026", "2026~", "~2026"),
    ("Jan 2026?", "2026-01?", "Jan 2026?"),
    ("early 2025", "2025-37~", "early 2025"),
    ("Early-2025", "2025-37~", "early 2025"),
    ("mid-2025", "2025-38~", "mid 2025"),
    ("late 2025", "2025-39~", "late 2025"),
    ("~late 2025", "2025-39~", "late 2025"),
    ("late 2025?", "2025-39%", "2025-39%"),
    ("2025-39", "2025-39", "2025-39"),
    ("2025-39 – 2026", "2025-39/2026", "2025-39 – 2026"),
    ("early May 2026", "2026-05-01/2026-05-10", "May 1–10 2026"),
    ("mid-May 2026", "2026-05-11/2026-05-20", "May 11–20 2026"),
    ("late Feb 2026", "2026-02-21/2026-02-28", "Feb 21–28 2026"),
    ("Q1 2026", "2026-33", "Q1 2026"),
    ("q4-2026", "2026-36", "Q4 2026"),
    ("2026-Q1", "2026-33", "Q1 2026"),
    ("first quarter of 2026", "2026-33", "Q1 2026"),
    ("3rd quarter 2026", "2026-35", "Q3 2026"),
    ("the last quarter of 2026", "2026-36", "Q4 2026"),
    ("H1 2025", "2025-40", "H1 2025"),
    ("second half of 2025", "2025-41", "H2 2025"),
    ("1st half 2025", "2025-40", "H1 2025"),
    ("spring 2026", "2026-21", "spring 2026"),
    ("Fall 2026", "2026-23", "autumn 2026"),
    ("winter 2026", "2026-24", "winter 2026"),
    ("~Q1 2026?", "2026-33%", "~Q1 2026?"),
    ("2024-2025", "2024/2025", "2024-2025"),
    ("2024–2025", "2024/2025", "2024-2025"),
    ("2024 — 2025", "2024/2025", "2024-2025"),
    ("2024/2025", "2024/2025", "2024-2025"),
    ("from 2024 to 2025", "2024/2025", "2024-2025"),
    ("between 2024 and 2025", "2024/2025", "2024-2025"),
    ("2024 through 2025", "2024/2025", "2024-2025"),
    ("~2024 – 2025?", "2024~/2025?", "~2024 – 2025?"),
    ("Jan–Mar 2026", "2026-01/2026-03", "Jan–Mar 2026"),
    ("Jan to Mar 2026", "2026-01/2026-03", "Jan–Mar 2026"),
    ("Jan 2026 – Mar", "2026-01/2026-03", "Jan–Mar 2026"),
    ("Mar 2025 – Jan 2026", "2025-03/2026-01", "Mar 2025 – Jan 2026"),
    ("2025-03 - 2026-01", "2025-03/2026-01", "Mar 2025 – Jan 2026"),
    ("Q1 – Q2 2026", "2026-33/2026-34", "Q1 2026 – Q2 2026"),
    ("early – mid 2026", "2026-37~/2026-38~", "early 2026 – mid 2026"),
    ("May 25–31 2026", "2026-05-25/2026-05-31", "May 25–31 2026"),
    ("25–31 May 2026", "2026-05-25/2026-05-31", "May 25–31 2026"),
    ("May 25 – Jun 3 2026", "2026-05-25/2026-06-03", "May 25 – Jun 3 2026"),
    ("Dec 30 2025 – Jan 2 2026", "2025-12-30/2026-01-02", "Dec 30 2025 – Jan 2 2026"),
    ("first week of May 2026", "2026-05-01/2026-05-07", "May 1–7 2026"),
    ("second week of May 2026", "2026-05-08/2026-05-14", "May 8–14 2026"),
    ("last week of February 2024", "2024-02-23/2024-02-29", "Feb 23–29 2024"),
    ("around the last week of May 2026", "2026-05-25~/2026-05-31~", "~May 25 2026 – ~May 31 2026"),
    ("by 2010", "../2010", "by 2010"),
    ("until Jan 20 2026", "../2026-01-20", "by Jan 20 2026"),
    ("by early 2025", "../2025-37~", "by early 2025"),
    ("by the last week of May 2026", "../2026-05-31", "by May 31 2026"),
    ("since the last week of May 2026", "2026-05-25/..", "since May 25 2026"),
    ("before 2010", "../2009", "by 2009"),
    ("before Jan 2026", "../2025-12", "by Dec 2025"),
    ("before Jan 1 2026", "../2025-12-31", "by Dec 31 2025"),
    ("before Q2 2026", "../2026-03-31", "by Mar 31 2026"),
    ("before ~2026", "../2025-12-31", "by Dec 31 2025"),
    ("since 2019", "2019/..", "since 2019"),
    ("from 2019", "2019/..", "since 2019"),
    ("after 2019", "2020/..", "since 2020"),
    ("after Dec 2025", "2026-01/..", "since Jan 2026"),
    ("after Q4 2025", "2026-01-01/..", "since Jan 1 2026"),
    ("end of Q1 2026", "2026-03-31", "Mar 31 2026"),
    ("the end of Feb 2024", "2024-02-29", "Feb 29 2024"),
    ("end-2026", "2026-12-31", "Dec 31 2026"),
    ("the beginning of H2 2026", "2026-07-01", "Jul 1 2026"),
    ("start of 2026-05", "2026-05-01", "May 1 2026"),
    ("about the end of 2026", "2026-12-31~", "~Dec 31 2026"),
    ("by the end of Q1 2026", "../2026-33", "by Q1 2026"),
    ("as of 2026-01", "2026-01", "Jan 2026"),
    ("in the year 2026", "2026", "2026"),
]


@pytest.mark.parametrize(("text", "edtf", "shown"), READ)
def test_what_people_write_is_read_and_shown_in_one_form(text: str, edtf: str, shown: str) -> None:
    day = parse_day(text)
    assert day.edtf == edtf
    assert show_day(day) == str(day) == shown
    assert parse_day(shown) == day


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2026-01-20", "2026-01-20", "2026-01-20", "day"),
        ("Feb 2024", "2024-02-01", "2024-02-29", "month"),
        ("2026", "2026-01-01", "2026-12-31", "year"),
        ("spring 2026", "2026-03-01", "2026-05-31", "season"),
        ("winter 2026", "2026-12-01", "2026-12-31", "season"),
        ("Q1 2026", "2026-01-01", "2026-03-31", "quarter"),
        ("Q4 2026", "2026-10-01", "2026-12-31", "quarter"),
        ("early 2025", "2025-01-01", "2025-04-30", "third"),
        ("mid 2025", "2025-05-01", "2025-08-31", "third"),
        ("late 2025", "2025-09-01", "2025-12-31", "third"),
        ("H2 2025", "2025-07-01", "2025-12-31", "half"),
        ("2020s", "2020-01-01", "2029-12-31", "decade"),
        ("20XX", "2000-01-01", "2099-12-31", "century"),
        ("29XX", "2900-01-01", "2999-12-31", "century"),
        ("2026-XX-XX", "2026-01-01", "2026-12-31", "year"),
        ("2026-02-XX", "2026-02-01", "2026-02-28", "month"),
        ("2024-2025", "2024-01-01", "2025-12-31", "interval"),
        ("by 2010", "None", "2010-12-31", "interval"),
        ("since Q2 2019", "2019-04-01", "None", "interval"),
    ],
)
def test_every_date_has_bounds_and_a_precision(text: str, earliest: str, latest: str, precision: str) -> None:
    day = parse_day(text)
    assert (str(day.earliest), str(day.latest), day.precision) == (earliest, latest, precision)
    assert iso_start(day) == (None if earliest == "None" else earliest)


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2026", False, False),
        ("2026~", True, False),
        ("2026?", False, True),
        ("2026%", True, True),
        ("early 2025", True, False),
        ("../2026~", True, False),
        ("2026?/..", False, True),
        ("2025~/2026?", True, True),
    ],
)
def test_a_date_tells_how_sure_it_is(text: str, *, approximate: bool, uncertain: bool) -> None:
    day = parse_day(text)
    assert day.approximate is approximate
    assert day.uncertain is uncertain


REFUSED = [
    # text, offset of the character at fault, a word of the reason
    ("", 0, "missing"),
    (" ", 0, "missing"),
    ("the", 3, "missing"),
    ("by", 2, "missing"),
    ("of", 2, "missing"),
    ("early", 0, "the year is missing"),
    ("2026-13", 5, "no month 13"),
    ("2026-00", 5, "no month 00"),
    ("2026-25", 5, "no month 25"),
    ("2026-42", 5, "no month 42"),
    ("2026-33-01", 5, "no month 33"),
    ("2026-13-XX", 5, "no month 13"),
    ("  2026-13", 7, "no month 13"),
    ("2026-02-30", 8, "no day 30"),
    ("2025-02-29", 8, "no day 29"),
    ("2026-01-00", 8, "no day 0"),
    ("2026-02-30T10:00", 8, "no day 30"),
    (" 2026-01-20T24:00", 12, "time of day"),
    ("2026-01-20 10:60", 11, "time of day"),
    ("2026-01-20T10", 9, "unexpected"),
    ("Feb 30 2026", 4, "no day 30"),
    ("30 February 2026", 0, "no day 30"),
    ("Feb 25–30 2026", 7, "no day 30"),
    ("0999", 0, "years go from"),
    ("3000", 0, "years go from"),
    ("9999-01-01", 0, "years go from"),
    ("Jan 3000", 4, "years go from"),
    ("099X", 0, "years go from"),
    ("the 3000s", 4, "years go from"),
    ("before 1000", 7, "years go from"),
    ("after 2999", 6, "years go from"),
    ("20X6", 3, "looks like"),
    ("202X-05", 5, "unknown year"),
    ("2026-XX-05", 8, "unknown month"),
    ("XXXX", 0, "no part"),
    ("20260120", 4, "looks like"),
    ("2026-1", 6, "looks like"),
    ("2026-01-2", 9, "looks like"),
    ("2026-01-20-", 10, "looks like"),
    ("2026/01/20", 7, "looks like"),
    ("2026~~", 5, "looks like"),
    ("2026-01-20~x", 11, "no part"),
    ("12/2026", 2, "looks like"),
    ("01/20/2026", 2, "looks like"),
    ("20.01.2026", 2, "looks like"),
    ("2026.5", 4, "looks like"),
    ("26", 2, "looks like"),
    ("../..", 3, "looks like"),
    ("/", 1, "looks like"),
    ("..", 0, "looks like"),
    ("2026/2025", 5, "before it begins"),
    ("2026-05-31/2026-05-25", 11, "before it begins"),
    ("May 31–25 2026", 7, "before it begins"),
    ("Dec–Jan 2026", 4, "before it begins"),
    ("2026/2027/2028", 9, "looks like"),
    ("1e5", 0, "unexpected"),
    ("٢٠٢٦", 0, "unexpected"),
    ("2026 ☃", 5, "unexpected"),
    ("Jna 2026", 0, "did you mean “Jan”"),
    ("Januar 2026", 0, "did you mean “January”"),
    ("banana", 0, "no part of a date"),
    ("2026 banana", 5, "no part of a date"),
    ("2024-25", 5, "no month 25"),
    ("2024–25", 5, "needs its month"),
    ("the 27th", 4, "needs its month"),
    ("27 2026", 0, "needs its month"),
    ("last week of 2026", 0, "needs its month"),
    ("fifth week of May 2026", 0, "no part"),
    ("third half of 2026", 0, "no part"),
    ("H3 2026", 1, "two halves"),
    ("Q5 2026", 0, "no part"),
    ("Jan 32 2026", 4, "neither a year nor a day"),
    ("Jan 0 2026", 4, "neither a year nor a day"),
    ("Jan 20261", 4, "neither a year nor a day"),
    ("Jan Feb 2026", 4, "a second date"),
    ("Jan 2026 2027", 9, "a second date"),
    ("2026-01 2027", 8, "a second date"),
    ("2027 2026-01", 5, "a second date"),
    ("Q1 Jan 2026", 0, "another part of the year"),
    ("early Q1 2026", 0, "only a year or a month"),
    ("early 20 Jan 2026", 0, "no parts"),
    ("last week of Jan 20 2026", 0, "no parts"),
    ("2024 – 2025 – 2026", 12, "one beginning and one end"),
    ("by 2024 – 2025", 8, "one beginning and one end"),
    ("between 2024", 12, "needs “and”"),
    ("2024 –", 6, "missing"),
    ("– 2024", 0, "missing"),
    ("January", 0, "the year is missing"),
    ("in March", 3, "the year is missing"),
    ("last month", 0, "needs the date of its source"),
    ("  five months ago", 2, "needs the date of its source"),
    ("some months ago", 0, "no part"),
    ("x" * 201, 199, "at most 200"),
]


@pytest.mark.parametrize(("text", "position", "reason"), REFUSED)
def test_an_unreadable_date_is_pointed_at(text: str, position: int, reason: str) -> None:
    with pytest.raises(NotationError, match=reason) as error:
        parse_day(text)
    assert error.value.position == position


@pytest.mark.parametrize(
    ("text", "anchor", "edtf"),
    [
        ("today", "2026-06-18", "2026-06-18"),
        ("Yesterday", "2026-03-01", "2026-02-28"),
        ("tomorrow", "2026-02-28", "2026-03-01"),
        ("10 days ago", "2026-06-18", "2026-06-08"),
        ("a day later", "2026-06-18", "2026-06-19"),
        ("three weeks ago", "2026-06-18", "2026-05-28~"),
        ("last week", "2026-06-18", "2026-06-08/2026-06-14"),
        ("this week", "2026-06-18", "2026-06-15/2026-06-21"),
        ("last month", "2026-01-18", "2025-12"),
        ("in the same month", "2026-01-18", "2026-01"),
        ("next month", "2025-12-31", "2026-01"),
        ("this year", "2026-06-18", "2026"),
        ("last year", "2026-06-18", "2025"),
        ("last quarter", "2026-02-18", "2025-36"),
        ("two quarters ago", "2026-06-18", "2025-36"),
        ("five months ago", "2026-06-18", "2026-01"),
        ("~5 months ago", "2026-06-18", "2026-01~"),
        ("nine months later", "2025-04", "2026-01"),
        ("nine months earlier", "early 2026", "2025-04/2025-07"),
        ("a month ago", "by 2025", "2025-11"),
        ("a month ago", "since 2025", "2024-12"),
        ("twenty-one months ago", "2026-06-18", "2024-09"),
        ("February", "2026-05-28", "2026-02"),
        ("November", "2026-05-28", "2025-11"),
        ("Nov 3", "2026-05-28", "2025-11-03"),
        ("May 29", "2026-05-28", "2025-05-29"),
        ("Q2", "2026-05-28", "2026-34"),
        ("the end of the first quarter", "2026-05-28", "2026-03-31"),
        ("the end of May", "2026-05-28", "2025-05-31"),
        ("since February", "2026-05-28", "2026-02/.."),
        ("Jan–Mar", "2026-05-28", "2026-01/2026-03"),
        ("last week of May", "2026-06-18", "2026-05-25/2026-05-31"),
        ("2020", "2026-05-28", "2020"),
    ],
)
def test_an_anchor_completes_a_date(text: str, anchor: str, edtf: str) -> None:
    assert parse_day(text, anchor=parse_day(anchor)).edtf == edtf


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("a year ago", "1000"),
        ("9999 years ago", "2026"),
        ("9999 days ago", "1001-01-01"),
        ("9999 months later", "2999"),
        ("tomorrow", "2999-12-31"),
        ("November", "1000-05-28"),
    ],
)
def test_a_relative_date_beyond_the_calendar_is_refused(text: str, anchor: str) -> None:
    with pytest.raises(NotationError, match="years go from 1000 to 2999") as error:
        parse_day(text, anchor=parse_day(anchor))
    assert error.value.position == 0


def test_days_that_say_the_same_are_equal() -> None:
    assert parse_day("Jan 2026") == parse_day("2026-01")
    assert hash(parse_day("Jan 2026")) == hash(parse_day("2026-01"))
    assert parse_day("2026-01") != parse_day("2026-01~")


def test_days_sort_by_their_beginning_and_then_their_end() -> None:
    texts = ["by 2024", "2025", "early 2025", "Jan 2026", "Jan 20 2026", "2026", "since 2026-02", "Jun 2026"]
    ordered = sorted((parse_day(text) for text in texts), key=lambda day: day.sort_key)
    assert [str(day) for day in ordered] == [
        "by 2024",
        "early 2025",
        "2025",
        "Jan 2026",
        "2026",
        "Jan 20 2026",
        "since Feb 2026",
        "Jun 2026",
    ]


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("2026", "Jan 2026", True),
        ("Jan 2026", "Feb 2026", False),
        ("Jan 31 2026", "Jan 2026", True),
        ("by 2025", "2024", True),
        ("by 2025", "2026", False),
        ("since 2025", "2024", False),
        ("since 2025", "by 2025", True),
        ("since 2025", "2999", True),
    ],
)
def test_days_overlap_if_they_share_one(one: str, other: str, *, overlap: bool) -> None:
    assert parse_day(one).overlaps(parse_day(other)) is overlap
    assert parse_day(other).overlaps(parse_day(one)) is overlap


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Jan 23 2026", True),
        ("Jan 24 2026", False),
        ("Jan 2026", False),
        ("2025", True),
        ("by 2025", True),
        ("since 2019", True),
        ("since Feb 2026", False),
    ],
)
def test_a_day_is_known_once_it_is_over(text: str, *, known: bool) -> None:
    assert parse_day(text).known_by(date(2026, 1, 23)) is known


@pytest.mark.parametrize(
    ("one", "other", "months"),
    [
        ("Jan 2026", "Jun 2026", "5 months"),
        ("Jan 20 2026", "Jun 18 2026", "5 months"),
        ("early 2025", "Jan 2026", "9–12 months"),
        ("2025", "2026", "1–23 months"),
        ("Jan 2026", "Jan 2026", "0 months"),
        ("2026", "Mar 2026", "0–2 months"),
        ("~Jan 2026", "Jun 2026", "~5 months"),
        ("by 2025", "Jun 2026", "6+ months"),
        ("2025", "since Jun 2026", "6+ months"),
        ("since 2025", "Jun 2026", "up to 17 months"),
        ("by 2025", "since 2026", "1+ months"),
        ("since 2025", "since 2026", "—"),
    ],
)
def test_months_between_two_days(one: str, other: str, months: str) -> None:
    assert str(months_between(parse_day(one), parse_day(other))) == months
    assert months_between(parse_day(other), parse_day(one)) == months_between(
        parse_day(one), parse_day(other)
    )


def test_a_part_of_a_longer_text_is_read_and_errors_point_into_that() -> None:
    assert read_edtf("on 2026-01-20.", 3, 13).edtf == "2026-01-20"
    with pytest.raises(NotationError) as error:
        read_edtf("on 2026-01-32.", 3, 13)
    assert error.value.position == 11


def test_months_end_on_their_last_day() -> None:
    assert [last_day(2026, month) for month in (1, 2, 4)] == [31, 28, 30]
    assert last_day(2024, 2) == 29
