"""Records made in code: the same classes, read by the same rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from vaultgen.records.fields import Reading, as_text, shape
from vaultgen.records.model import (
    Alias,
    Claimed,
    Deal,
    Entity,
    Investment,
    Metric,
    Relation,
    Round,
    Section,
    Source,
    Table,
    Text,
)
from vaultgen.records.registry import Registry
from vaultgen.values.days import parse_day
from vaultgen.values.money import parse_quantity
from vaultgen.values.status import Status

FIVE_BILLION = parse_quantity("$5B")
JANUARY = parse_day("Jan 2026")


def test_values_may_be_given_as_values():
    entity = Entity(
        id="acme",
        kinds=("company",),
        name="Acme",
        founded=parse_day("2019"),
        hq=Claimed(value="Paris", status=Status.CONFIRMED, as_of=JANUARY),
        summary=Text(text="Something"),
        aliases=(Alias(text="Acme Inc"), "ACME"),
        metrics=(
            Metric(metric="valuation", value=FIVE_BILLION),
            {"metric": "arr", "value": "$5M (closed)"},
        ),
        rounds=(Round(id="acme/a", valuation=(FIVE_BILLION, "$6B")),),
        relations=(Relation(type="uses", giver="acme", taker="ivp"),),
    )
    assert [str(claim.value) for claim in (*entity.founded, *entity.hq)] == ["2019", "Paris"]
    assert [alias.text for alias in entity.aliases] == ["Acme Inc", "ACME"]
    assert [str(metric.value) for metric in entity.metrics] == ["$5B", "$5M"]
    assert [str(claim.value) for claim in entity.rounds[0].valuation] == ["$5B", "$6B"]


def test_a_record_can_be_replaced_in_part():
    found = Round(id="acme/a", stage="Series A", investors=("ivp ($5M)",), amount="$9M (reported)")
    assert replace(found, entity="acme").investors == found.investors
    metric = Metric(metric="valuation", value="$5B (Jan 2026)", entity="acme")
    assert replace(metric, entity="ivp").value == FIVE_BILLION
    section = Section(heading="More", text="Prose", table=Table(columns=("a",), rows=(("1",),)))
    assert replace(section, items=(Text(text="x"),)).text == section.text
    assert replace(Claimed(value="x", rank="preferred", reason="y"), note="z").rank == "preferred"


def test_what_is_given_as_none_or_as_nothing_is_left_out():
    investment = Investment(investor="ivp", amount=None, as_of="", status="")
    assert (investment.amount, investment.as_of, investment.status) == (None, None, None)
    assert Investment(investor="ivp", amount="", status=None).amount is None
    empty = Entity(id="a", kinds=("x",), name="A", hq=None, founded="", summary=None, why="")
    assert (empty.hq, empty.founded, empty.summary, empty.why) == ((), (), (), ())


def test_ends_may_be_named_as_in_files_or_as_in_code():
    assert Deal(id="d", type="other", **{"from": "a", "to": "b"}) == Deal(
        id="d", type="other", giver="a", taker="b"
    )


def test_a_table_is_authored_or_filled():
    with pytest.raises(ValidationError, match="not both"):
        Table(of="backed", rows=(("1",),))


def test_records_cannot_be_changed_and_are_equal_by_what_they_say():
    source = Source(id="wsj", published="2026-01-20", tier="2", based_on="ft; nyt")
    assert source == Source(id="wsj", published=parse_day("2026-01-20"), tier=2, based_on=("ft", "nyt"))
    with pytest.raises(AttributeError):
        source.id = "ft"


def test_equal_figures_share_one_claim():
    first, second = (Round(id=name, amount="$123M").amount for name in ("a/1", "a/2"))
    assert first[0] is second[0]


@pytest.mark.parametrize(
    ("given", "text"), [("a", "a"), (5, "5"), (5e9, "5000000000"), (0.1, "0.1"), (1e-7, "0.0000001")]
)
def test_numbers_are_the_text_that_a_person_would_type(given, text):
    assert as_text(given) == text


def test_numbers_of_machines_are_figures_days_and_words():
    metric = Metric(metric="valuation", value=5e9, as_of=2026, scope=7)
    assert (metric.value, str(metric.as_of), metric.scope) == (FIVE_BILLION, "2026", "7")
    assert Entity(id="a", kinds=5, name="A", summary=2019, hq=75).kinds == ("5",)
    assert Investment(investor="ivp", amount=5e9).amount == FIVE_BILLION


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "nothing"),
        ({}, "a mapping"),
        ((), "a list"),
        (True, "`true`"),
        (1.5, "the number 1.5"),
        ("x" * 99, f"“{'x' * 60}…”"),
        (b"", "bytes"),
    ],
)
def test_what_was_found_is_said_in_plain_words(given, said):
    assert shape(given) == said


def test_a_metric_in_its_long_form_may_be_the_only_one():
    entity = Entity(id="a", kinds=("x",), name="A", metrics={"metric": "arr", "value": "$5M"})
    assert len(entity.metrics) == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: Metric(metric="valuation", value=None),
        lambda: Metric(metric="valuation", value=""),
        lambda: Metric(metric="valuation", value=[1]),
        lambda: Investment(investor="ivp", amount=True),
        lambda: Investment(investor="ivp", status=[]),
        lambda: Claimed(value=5),
        lambda: Claimed(value="x", rank="preferred"),
        lambda: Claimed(value="x", rank="preferred", reason=[]),
    ],
)
def test_wrong_values_are_refused_in_code_too(make):
    with pytest.raises(ValidationError):
        make()


def test_a_reading_without_more_is_of_dollars_and_the_built_in_registry():
    assert Reading() == Reading("USD", Registry())
