"""Laws of forms: reading what is shown changes nothing, and reading what another value shows gives that value."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vaultgen.notes.facts.forms import (
    DateForm,
    DayForm,
    FigureForm,
    Form,
    LinkForm,
    NumberForm,
    QuantityForm,
    StatusForm,
    TagForm,
    TextForm,
    YearForm,
    reason_of,
)
from vaultgen.notes.facts.marks import mark, marked, unmarked
from vaultgen.notes.facts.words import link_words, said
from vaultgen.values.days import Day, parse_day
from vaultgen.values.figure import Figure, fits_one_line
from vaultgen.values.names import tag_slug
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Status

numbers = st.builds(
    lambda number, zeros: Decimal(number) * 10**zeros, st.integers(1, 99_999), st.integers(0, 10)
)


@st.composite
def amounts(draw: st.DrawFn) -> Quantity:
    low, high = sorted([draw(numbers), draw(numbers)])
    low_, high_ = draw(st.sampled_from([(low, low), (low, high), (None, high), (low, None)]))
    return Quantity(low_, high_, draw(st.sampled_from(["USD", "EUR"])), draw(st.booleans()))


days = st.one_of(
    st.integers(1900, 2100).map(str),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(lambda day: day.isoformat()[:7]),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat),
    st.sampled_from(["early 2025", "by 2024", "2024-2025", "c. 2019", "May 25–31 2026", "Q1 2026"]),
).map(parse_day)
words = st.from_regex(r"[A-Z][a-z]{2,7}( [A-Z][a-z]{2,7})?", fullmatch=True)
firm_or_not = st.none() | st.sampled_from(Status)
figures = st.builds(Figure, amounts(), st.none() | days, firm_or_not, st.just("") | words).filter(
    lambda figure: fits_one_line(figure, unit="money")
)
tags = st.text("abcé-_/ 2026", min_size=1, max_size=12).map(tag_slug)
forms: st.SearchStrategy[Form] = st.one_of(
    st.builds(FigureForm, figures, st.just("money")),
    st.builds(QuantityForm, amounts(), st.just("money")),
    st.builds(NumberForm, amounts()),
    st.builds(DayForm, days),
    st.builds(DateForm, days),
    st.builds(YearForm, days),
    st.builds(StatusForm, st.sampled_from(Status)),
    st.builds(TextForm, words, quoted=st.booleans()),
    st.builds(TagForm, tags, st.just("")),
    st.builds(LinkForm, words.map(str.lower), words, st.just("to")),
)
IDS = {"NVIDIA": "nvidia", "Sacra": "sacra"}


def known(name: str) -> str:
    return IDS.get(name, "")


@given(forms)
def test_reading_what_a_form_shows_asks_for_no_change(form: Form) -> None:
    assert form.read(form.show(), known) == {}


@given(figures, figures)
def test_a_figure_is_read_as_what_another_one_shows(one: Figure, other: Figure) -> None:
    changes = FigureForm(one, "money").read(str(other), known)
    assert {key: changes.get(key, getattr(one, key)) or None for key in Figure.__slots__} == {
        key: getattr(other, key) or None for key in Figure.__slots__
    }


@given(amounts(), amounts())
def test_an_amount_is_read_as_what_another_one_shows(one: Quantity, other: Quantity) -> None:
    assert QuantityForm(one, "money").read(str(other), known).get("value", one) == other


@given(days, days)
def test_a_day_is_read_as_what_another_one_shows(one: Day, other: Day) -> None:
    assert DayForm(one).read(str(other), known).get("value", one) == other


@given(*[st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat)] * 2, st.sampled_from([4, 7, 10]))
def test_a_date_keeps_to_months_and_years_where_the_records_do(one: str, other: str, length: int) -> None:
    first, second = (parse_day(text[:length]) for text in (one, other))
    assert DateForm(first).read(DateForm(second).show(), known).get("value", first) == second


@given(amounts(), numbers)
def test_a_number_sets_an_amount_and_leaves_how_sure_it_is(one: Quantity, number: Decimal) -> None:
    assume(one.low == one.high)
    changed = NumberForm(one).read(str(number), known).get("value", one)
    assert changed == Quantity(number, number, one.unit, one.approx)


@pytest.mark.parametrize(
    ("form", "text", "changes"),
    [
        (
            FigureForm(Figure(Quantity(Decimal(5), Decimal(5), "USD")), "money"),
            "$6 (sacra est., 2026)",
            {
                "value": Quantity(Decimal(6), Decimal(6), "USD"),
                "as_of": parse_day("2026"),
                "status": Status.ESTIMATED,
                "origin": "sacra",
            },
        ),
        (DateForm(parse_day("Jan 2026")), "2026-02-15", {"value": parse_day("2026-02-15")}),
        (DateForm(parse_day("Jan 2026")), "2026-02-01", {"value": parse_day("Feb 2026")}),
        (DateForm(parse_day("2026")), "2027-01-01", {"value": parse_day("2027")}),
        (YearForm(parse_day("2019")), "2018", {"value": parse_day("2018")}),
        (TextForm("AWS for inference", quoted=True), "“Shop for inference”", {"value": "Shop for inference"}),
        (TextForm("Oakland"), "[[San Francisco|SF]]", {"value": "SF"}),
        (LinkForm("ivp", "IVP", "investor"), "[[NVIDIA|the chip maker]]", {"investor": "nvidia"}),
        (LinkForm("ivp", "IVP", "investor"), "[[IVP|them]]", {}),
        (TagForm("ai", ""), "#chips", {"": "chips"}),
    ],
)
def test_forms_read_what_people_write(form: Form, text: str, changes: dict[str, object]) -> None:
    assert form.read(text, known) == changes


@pytest.mark.parametrize(
    ("form", "text", "why"),
    [
        (QuantityForm(Quantity(Decimal(5), Decimal(5), "USD"), "money"), "$6 (2026)", "bare amount"),
        (QuantityForm(Quantity(Decimal(5), Decimal(5), "USD"), "money"), "a lot", "amount"),
        (NumberForm(Quantity(Decimal(5), Decimal(6), "USD")), "7", "one number tells a part only"),
        (NumberForm(Quantity(Decimal(5), Decimal(5), "USD")), "many", "a number is expected"),
        (NumberForm(Quantity(Decimal(5), Decimal(5), "USD")), "nan", "a number is expected"),
        (DateForm(parse_day("early 2025")), "2025-03-01", "the beginning only"),
        (DateForm(parse_day("2025-03")), "soon", "date"),
        (YearForm(parse_day("Mar 2019")), "2018", "the year only"),
        (YearForm(parse_day("2019")), "Mar 2018", "a year is expected"),
        (StatusForm(Status.REPORTED), "whispered", "unknown status"),
        (TextForm("Oakland"), "  ", "take it out of the records by hand"),
        (TagForm("ai", ""), "Not A Tag", "not-a-tag"),
        (LinkForm("ivp", "IVP", "investor"), "[[Nobody]]", "nothing is recorded under “Nobody”"),
    ],
)
def test_forms_say_why_they_cannot_read(form: Form, text: str, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)) as caught:
        form.read(text, known)
    assert "character" not in reason_of(caught.value)


def test_an_open_number_shows_its_only_bound() -> None:
    assert NumberForm(Quantity(Decimal(5), None, "USD")).show() == "5"
    assert NumberForm(Quantity(Decimal("0.5"), Decimal("0.5"), "x")).show() == "0.5"
    assert NumberForm(Quantity(None, None, "", kind="unknown")).show() == ""  # type: ignore[arg-type]
    assert YearForm(parse_day("by 2024")).show() == ""


@given(st.lists(st.tuples(st.text("ab *|", max_size=4), st.integers(0, 1200)), max_size=4))
def test_marks_are_found_and_taken_away_again(pieces: list[tuple[str, int]]) -> None:
    text = "-".join(mark(words, number) for words, number in pieces)
    found = marked(f"<{text}>")
    assert found.numbers == tuple(number for _, number in pieces)
    assert found.texts == tuple(words for words, _ in pieces)
    assert unmarked(text) == "-".join(words for words, _ in pieces)
    assert "".join(found.frame) == f"<{'-' * (len(pieces) - 1)}>"


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("**$5B** (Jan 2026)[^1]", "$5B (Jan 2026)"),
        (r"5\* \$5 \[x\]", "5* $5 [x]"),
        ("<https://example.org/a_b>", "https://example.org/a_b"),
        ("**[[NVIDIA]]**,  [[IVP|them]]", "[[NVIDIA]], [[IVP|them]]"),
    ],
)
def test_what_only_presents_a_figure_is_no_part_of_it(markdown: str, words: str) -> None:
    assert said(markdown) == words


def test_a_link_says_what_it_points_at() -> None:
    assert link_words("[[NVIDIA#Rounds|them]]") == "NVIDIA"
    assert link_words(" Bond ") == "Bond"
