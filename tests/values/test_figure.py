"""The one notation: what a line can carry, and where an unreadable line is pointed at."""

from __future__ import annotations

import pytest

from vaultgen.errors import NotationError
from vaultgen.values.days import parse_day
from vaultgen.values.figure import Figure, figure_parts, fits_one_line, parse_figure, show_figure
from vaultgen.values.money import parse_quantity
from vaultgen.values.status import Status

READ = [
    # what people write, its canonical line
    ("$5B", "$5B"),
    ("$5B (Jan 2026)", "$5B (Jan 2026)"),
    ("  five billion dollars(2026-01) ", "$5B (Jan 2026)"),
    ("$5B ( Jan 2026 )", "$5B (Jan 2026)"),
    ("$5B (as of January 2026)", "$5B (Jan 2026)"),
    ("$5B (Jan 20, 2026)", "$5B (Jan 20 2026)"),
    ("$5B (as of Jan 20, 2026)", "$5B (Jan 20 2026)"),
    ("$5B (reported, Jan 20, 2026)", "$5B (reported, Jan 20 2026)"),
    ("$5B (January, 2026)", "$5B (Jan 2026)"),
    ("$5B (2024-2025)", "$5B (2024-2025)"),
    ("$5B (since 2019)", "$5B (since 2019)"),
    ("~$2B (implied)", "~$2B (implied)"),
    ("~$2B (implied from raise history)", "~$2B (implied from raise history)"),
    ("~$2B (from raise history)", "~$2B (from raise history)"),
    ("~$2B (Jan 2026 from raise history)", "~$2B (from raise history, Jan 2026)"),
    ("~$2B (Sacra from raise history)", "~$2B (Sacra from raise history)"),
    ("~$2B (implied FROM x from y)", "~$2B (implied from x from y)"),
    ("$11–13B (reported, Jun 2026)", "$11–13B (reported, Jun 2026)"),
    ("$11–13B (Jun 2026, reported)", "$11–13B (reported, Jun 2026)"),
    ("$11–13B (reported Jun 2026)", "$11–13B (reported, Jun 2026)"),
    ("$11–13B (WSJ reported Jun 18 2026)", "$11–13B (WSJ reported, Jun 18 2026)"),
    ("$22B (in talks, Jan 2026)", "$22B (in talks, Jan 2026)"),
    ("$22B (Jan 2026 talks)", "$22B (in talks, Jan 2026)"),
    ("$22B (Jan 2026, In Talks)", "$22B (in talks, Jan 2026)"),
    ("~$600M (Sacra est., Mar 2026)", "~$600M (Sacra est., Mar 2026)"),
    ("~$600M (Sacra estimate, Mar 2026)", "~$600M (Sacra est., Mar 2026)"),
    ("~$600M (Sacra, est., Mar 2026)", "~$600M (Sacra est., Mar 2026)"),
    ("~$600M (est., Mar 2026)", "~$600M (estimated, Mar 2026)"),
    ("~$600M (Sacra)", "~$600M (Sacra)"),
    ("~$600M (Sacra, 2026)", "~$600M (Sacra, 2026)"),
    ("~$600M (fortune-business-insights est., 2026)", "~$600M (fortune-business-insights est., 2026)"),
    ("~$600M (The Information in talks)", "~$600M (The Information in talks)"),
    ("60–70% (20VC, 2026)", "60–70% (20VC, 2026)"),
    ("undisclosed (Jan 2026)", "undisclosed (Jan 2026)"),
    ("— (withdrawn)", "— (withdrawn)"),
    ("18x (implied)", "18× (implied)"),
]


@pytest.mark.parametrize(("text", "shown"), READ)
def test_what_people_write_is_read_and_shown_in_one_form(text: str, shown: str) -> None:
    figure = parse_figure(text)
    assert show_figure(figure) == str(figure) == shown
    assert parse_figure(shown) == figure
    assert fits_one_line(figure)


def test_a_line_carries_value_day_status_origin_and_method() -> None:
    assert parse_figure("~$600M (Sacra est. from card data, Mar 2026)") == Figure(
        value=parse_quantity("~$600M"),
        as_of=parse_day("2026-03"),
        status=Status.ESTIMATED,
        origin="Sacra",
        method="card data",
    )


def test_the_value_and_its_parenthesis_can_be_shown_apart() -> None:
    assert figure_parts(parse_figure("$5B (reported, Jan 2026)")) == ("$5B", "reported, Jan 2026")
    assert figure_parts(parse_figure("$5B")) == ("$5B", "")


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("", 0, "amount is missing"),
        ("(Jan 2026)", 0, "amount is missing"),
        ("$5Q (Jan 2026)", 2, "unknown text"),
        ("$5B valuation (Jan 2026)", 4, "unknown text"),
        ("$5B + $2B (Jan 2026)", 6, "second amount"),
        ("$5B ()", 5, "says nothing"),
        ("$5B ( )", 5, "says nothing"),
        ("$5B (Jan 2026", 4, "one closed parenthesis"),
        ("$5B (Jan 2026) now", 15, "one closed parenthesis"),
        ("$5B (Jan (2026))", 9, "one closed parenthesis"),
        ("$5B Jan 2026)", 8, "second amount"),
        ("$5B (2026, 2025)", 11, "second date"),
        ("$5B (2026, reported 2025)", 20, "second date"),
        ("$5B (Sacra, Forbes)", 12, "second origin"),
        ("$5B (confirmed, reported)", 16, "second status"),
        ("$5B (Sacra est., reported 2026)", 17, "second status"),
        ("$5B (reported, , 2026)", 15, "between the commas"),
        ("$5B (reported,)", 14, "between the commas"),
        ("$5B (,2026)", 5, "between the commas"),
        ("$5B (implied from)", 13, "one method"),
        ("$5B (from a, from b)", 13, "one method"),
        ("$5B (2026-02-30)", 13, "no day 30"),
        ("$5B (reported, 2026-13)", 20, "no month 13"),
        ("$5B (Jna 2026)", 5, "did you mean “Jan”"),
        ("$5B (Jna 20, 2026)", 5, "did you mean “Jan”"),
        ("$5B (reported, Jna 2026)", 15, "did you mean “Jan”"),
        ("$5B (Feb 30, 2026)", 9, "no day 30"),
        ("$5B (January)", 5, "year is missing"),
        ("$5B (May 27)", 5, "year is missing"),
        ("$5B (last month)", 5, "date of its source"),
        ("$5B (five months ago, reported)", 5, "date of its source"),
        ("$5B (reportd, 2026)", 5, "did you mean “reported”"),
        ("$5B (estimatd)", 5, "did you mean “estimated”"),
        ("x" * 401, 399, "at most 400"),
    ],
)
def test_an_unreadable_figure_is_pointed_at(text: str, position: int, reason: str) -> None:
    with pytest.raises(NotationError, match=reason) as error:
        parse_figure(text)
    assert error.value.position == position
    assert error.value.text == text[:400]


def test_the_expected_unit_and_currency_reach_the_value() -> None:
    assert parse_figure("5M (2026)", currency="EUR", unit="money").value == parse_quantity("€5M")
    assert parse_figure("160 (2026)", unit="%").value == parse_quantity("160%")
    with pytest.raises(NotationError, match="expected an amount of money") as error:
        parse_figure(" 160% (2026)", unit="money")
    assert error.value.position == 4


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("San Francisco", Figure("San Francisco")),
        (" Private ", Figure("Private")),
        ("San Francisco (2019)", Figure("San Francisco", parse_day("2019"))),
        ("Tuhin Srivastava (confirmed)", Figure("Tuhin Srivastava", status=Status.CONFIRMED)),
        ("NVIDIA (customer's chips)", Figure("NVIDIA (customer's chips)")),
        ("Bond (Sacra)", Figure("Bond (Sacra)")),
        ("(2019)", Figure("(2019)")),
        ("a (b) (2019)", Figure("a (b)", parse_day("2019"))),
        ("a (2026-13)", Figure("a (2026-13)")),
        ("a ()", Figure("a ()")),
        ("$5B", Figure("$5B")),
    ],
)
def test_a_text_keeps_a_parenthesis_that_says_neither_when_nor_how_firmly(text: str, figure: Figure) -> None:
    assert parse_figure(text, unit="text") == figure


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(NotationError, match="missing"):
        parse_figure("  ", unit="text")


@pytest.mark.parametrize(
    "figure",
    [
        Figure(parse_quantity("$5B"), origin="Morgan Stanley, Inc."),
        Figure(parse_quantity("$5B"), origin="Sacra (2026)"),
        Figure(parse_quantity("$5B"), origin="Forbes 2000"),
        Figure(parse_quantity("$5B"), origin="a note from Sacra"),
        Figure(parse_quantity("$5B"), origin="reported"),
        Figure(parse_quantity("$5B"), method="a, b"),
        Figure("Bond (2026)"),
        Figure(""),
    ],
)
def test_what_the_line_cannot_carry_is_known(figure: Figure) -> None:
    assert not fits_one_line(figure)


def test_a_text_and_a_quantity_are_told_apart() -> None:
    assert fits_one_line(Figure("$5B"))
    assert fits_one_line(Figure(parse_quantity("5B")), unit="")
