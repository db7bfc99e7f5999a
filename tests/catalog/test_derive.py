"""Figures that follow from others, and stated ones checked against them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.catalog.derive import counted
from vaultgen.catalog.profile import Derived, Profile, share
from vaultgen.catalog.sums import meets
from vaultgen.values.money import parse_quantity

HEAD = """
sources: [{id: paper, published: 2026-06-18}]
entities:
  - {id: acme, kinds: [company], name: Acme}
  - {id: ivp, kinds: [investor], name: IVP}
  - {id: bond, kinds: [investor], name: Bond}
  - {id: greylock, kinds: [investor], name: Greylock}
"""


@pytest.fixture
def acme(told) -> Callable[..., Profile]:
    def build(rounds: str = "", metrics: str = "", *, of: str = "acme") -> Profile:
        text = (
            HEAD + (f"rounds:\n{rounds}\n" if rounds else "") + (f"metrics:\n{metrics}\n" if metrics else "")
        )
        return told(text).profile(of)

    return build


def worked_out(profile: Profile, name: str) -> list[str]:
    return [str(figure.value) for figure in profile.derived if figure.name == name]


def sums(profile: Profile) -> list[str]:
    return [finding.message for finding in profile.findings if finding.code == "does-not-add-up"]


def rounds_of(*lines: str) -> str:
    return "\n".join(f"  - {{id: acme/r{n}, entity: acme, {line}}}" for n, line in enumerate(lines))


# --- totals ---------------------------------------------------------------------------------


def test_the_total_adds_up_rounds_and_aggregates_and_names_each(acme) -> None:
    profile = acme(rounds_of("stage: Series E, amount: $300M", "aggregate: true, amount: ~$285M"))
    (total,) = [figure for figure in profile.derived if figure.name == "total_raised"]
    assert str(total.value) == "~$585M"
    assert total.inputs == ("Series E: $300M", "Prior rounds: ~$285M")


def test_ranges_and_open_sides_are_carried_into_the_total(acme) -> None:
    assert worked_out(acme(rounds_of("amount: $10–12M", "amount: $5M")), "total_raised") == ["$15–17M"]
    assert worked_out(acme(rounds_of("amount: $10M+", "amount: $5M")), "total_raised") == ["$15M+"]
    assert worked_out(acme(rounds_of("amount: up to $10M", "amount: $5M")), "total_raised") == ["$5–15M"]


def test_an_unknown_amount_makes_the_total_a_lower_bound(acme) -> None:
    assert worked_out(acme(rounds_of("amount: undisclosed", "amount: $5M")), "total_raised") == ["$5M+"]
    assert worked_out(acme(rounds_of("stage: Seed", "amount: $5M")), "total_raised") == ["$5M+"]
    assert worked_out(acme(rounds_of("amount: none", "amount: $5M")), "total_raised") == ["$5M"]
    assert worked_out(acme(rounds_of("amount: undisclosed")), "total_raised") == []


def test_what_an_aggregate_holds_counts_once(acme) -> None:
    held = "stage: Series D, amount: $150M, part_of: acme/r0"
    assert worked_out(acme(rounds_of("aggregate: true, amount: ~$285M", held)), "total_raised") == ["~$285M"]
    unknown = acme(rounds_of("aggregate: true, amount: undisclosed", held))
    assert worked_out(unknown, "total_raised") == ["$150M+"]


def test_only_money_that_was_raised_counts(acme) -> None:
    profile = acme(
        rounds_of("amount: $1M", "amount: $2M, status: estimated", "amount: $4M, status: reported",
                  "amount: $8M, status: withdrawn")
    )  # fmt: skip
    assert worked_out(profile, "total_raised") == ["$3M"]
    assert len(counted(profile.rounds)) == 2


def test_two_currencies_have_no_total(acme) -> None:
    assert worked_out(acme(rounds_of("amount: $1M", "amount: €1M")), "total_raised") == []


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6))
def test_the_total_is_the_sum(told, amounts) -> None:
    text = HEAD + "rounds:\n" + rounds_of(*(f"amount: ${amount}" for amount in amounts))
    (total,) = [one for one in told(text).profile("acme").derived if one.name == "total_raised"]
    assert (total.value.low, total.value.high) == (sum(amounts), sum(amounts))


def test_rounds_that_do_not_add_up_to_the_stated_total_are_found(acme) -> None:
    rounds = rounds_of("amount: $300M", "aggregate: true, amount: ~$285M")
    stated = "  - {entity: acme, metric: total_raised, value: %s, source: paper}"
    assert sums(acme(rounds, stated % "$585M")) == []
    assert sums(acme(rounds, stated % "$900M")) == [
        "stated as $900M, worked out as ~$585M from Round: $300M, Prior rounds: ~$285M"
    ]
    assert sums(acme(rounds, stated % "undisclosed")) == []
    assert sums(acme(rounds, stated % "€585M")) != []


# --- step-ups and multiples -----------------------------------------------------------------

SPLIT = """  - {id: acme/june, entity: acme, status: reported, date: 2026-06, tranches: [
      {id: floor, valuation: $11B}, {id: headline, valuation: $13B}]}
  - {id: acme/e, entity: acme, stage: Series E, date: 2026-01, status: closed, valuation: $5B}"""
STATED = "  - {entity: acme, metric: %s, value: %s, scope: %s, source: paper}"


def test_a_step_up_spans_the_tranche_prices(acme) -> None:
    (figure,) = [one for one in acme(SPLIT).derived if one.name == "step_up"]
    assert str(figure.value) == "120–160%"
    assert [str(one) for one in figure.exact] == ["120%", "160%"]
    assert figure.inputs == ("valuation $11–13B", "valuation $5B")
    assert figure.round == "acme/june"


@pytest.mark.parametrize("stated", ["160%", "~160%", "120%", "120–160%", "more than 100%"])
def test_a_stated_step_up_holds_for_one_of_the_prices(acme, stated: str) -> None:
    assert sums(acme(SPLIT, STATED % ("valuation_step_up", stated, "acme/june"))) == []


@pytest.mark.parametrize("stated", ["140%", "170%", "200–300%"])
def test_a_stated_step_up_between_the_prices_or_beyond_them_does_not_hold(acme, stated: str) -> None:
    assert len(sums(acme(SPLIT, STATED % ("valuation_step_up", stated, "acme/june")))) == 1


@pytest.mark.parametrize(("stated", "holds"), [("18x", True), ("~18x", True), ("22x", True), ("20x", False)])
def test_eighteen_times_is_eleven_over_point_six(acme, stated: str, *, holds: bool) -> None:
    metrics = """  - {entity: acme, metric: annualized_revenue, value: "$600M (estimated, Mar 2026)", source: paper}
"""
    profile = acme(SPLIT, metrics + STATED % ("revenue_multiple", stated, "acme/june"))
    assert worked_out(profile, "revenue_multiple") == ["18.3–21.7×", "8.3×"]
    assert (sums(profile) == []) is holds


def test_a_multiple_may_rest_on_recurring_revenue(acme) -> None:
    metrics = "  - {entity: acme, metric: arr, value: $500M, source: paper}"
    assert worked_out(acme(SPLIT, metrics), "revenue_multiple") == ["22–26×", "10×"]


def test_there_is_no_rise_from_nothing_known(acme) -> None:
    metrics = """  - {entity: acme, metric: valuation, value: $5B+ (Jan 2026), source: paper}
  - {entity: acme, metric: valuation, value: undisclosed (2025), source: paper}
  - {entity: acme, metric: valuation, value: up to $2B (2024), source: paper}
  - {entity: acme, metric: annualized_revenue, value: undisclosed, source: paper}"""
    assert acme(metrics=metrics).derived == ()
    foreign = """  - {entity: acme, metric: valuation, value: $5B (Jan 2026), source: paper}
  - {entity: acme, metric: valuation, value: €2B (2024), source: paper}"""
    assert acme(metrics=foreign).derived == ()


def test_a_valuation_in_words_has_no_rise(told) -> None:
    text = (
        HEAD
        + """
metric_types: [{id: valuation, label: Valuation, unit: text}]
metrics:
  - {entity: acme, metric: valuation, value: high, source: paper, as_of: 2026}
  - {entity: acme, metric: valuation, value: low, source: paper, as_of: 2025}
  - {entity: acme, metric: annualized_revenue, value: $1M, source: paper, as_of: 2025}
"""
    )
    assert told(text).profile("acme").derived == ()


def test_a_scope_in_words_is_checked_against_every_round(acme) -> None:
    assert sums(acme(SPLIT, STATED % ("valuation_step_up", "160%", "the last round"))) == []
    assert len(sums(acme(SPLIT, STATED % ("valuation_step_up", "170%", "the last round")))) == 1


@pytest.mark.parametrize(
    ("stated", "computed", "same"),
    [
        ("18x", "18.33x", True),
        ("18.3x", "18.33x", True),
        ("18.2x", "18.33x", False),
        ("$1.5B", "$1.54B", True),
        ("$1.5B", "$1.56B", False),
        ("$500", "$501", False),
        ("0%", "0.4%", True),
        ("17–18x", "18.33x", False),
        ("9 months", "9–12 months", True),
        ("$5B", "€5B", False),
    ],
)
def test_a_stated_figure_is_as_exact_as_it_is_written(stated: str, computed: str, *, same: bool) -> None:
    figure = Derived("x", "X", parse_quantity(computed), ())
    assert meets(parse_quantity(stated), figure, parse_quantity("10%").low / 100) is same


# --- time -----------------------------------------------------------------------------------


def test_months_between_rounds_are_a_range_where_a_day_is_not_exact(acme) -> None:
    profile = acme(
        rounds_of("date: 2026-01", "date: early 2025", "aggregate: true, date: 2025-06", "stage: Seed")
    )
    assert worked_out(profile, "months_between") == ["9–12 months"]
    stated = (
        "  - {entity: acme, metric: months_between_rounds, value: %s months, scope: acme/r0, source: paper}"
    )
    rounds = rounds_of("date: 2026-01", "date: early 2025")
    assert sums(acme(rounds, stated % 9)) == []
    assert len(sums(acme(rounds, stated % 8))) == 1


def test_an_open_day_leaves_the_months_open(acme) -> None:
    assert worked_out(acme(rounds_of("date: 2026-01", "date: by 2024")), "months_between") == ["13+ months"]
    assert worked_out(acme(rounds_of("date: by 2026", "date: by 2024")), "months_between") == []


def test_rounds_within_twelve_months_are_counted_back_from_the_newest(acme) -> None:
    rounds = ("date: 2026-01", "date: 2025-06", "date: 2024-01", "date: 2026-06, status: reported")
    assert worked_out(acme(rounds_of(*rounds)), "rounds_in_a_year") == ["2"]
    hidden = acme(rounds_of(*rounds, "aggregate: true, date: 2024"))
    assert worked_out(hidden, "rounds_in_a_year") == ["2+"]
    assert worked_out(acme(rounds_of("date: 2026-01")), "rounds_in_a_year") == []


# --- parties --------------------------------------------------------------------------------


def test_a_share_of_the_round_names_round_and_investor(acme) -> None:
    profile = acme(rounds_of("stage: Series E, amount: $300M, investors: [ivp ($150M), bond]", "stage: Seed"))
    (figure,) = [one for one in profile.derived if one.name == "lead_share"]
    assert (str(figure.value), figure.inputs) == ("50%", ("Series E", "ivp"))


def test_there_is_no_share_of_nothing() -> None:
    assert share(None, parse_quantity("$1M")) is None
    assert share(parse_quantity("$1M"), parse_quantity("undisclosed")) is None
    assert share(parse_quantity("€1M"), parse_quantity("$1M")) is None
    assert str(share(parse_quantity("~$1M"), parse_quantity("$4M"))) == "~25%"


def test_co_investors_are_those_of_the_same_rounds_the_most_frequent_first(acme) -> None:
    rounds = rounds_of(
        "stage: Series B, date: 2025, investors: [ivp, bond, greylock]",
        "stage: Series A, date: 2024, investors: [ivp, greylock]",
    )
    assert acme(rounds, of="ivp").co_investors() == (
        ("greylock", ("Series B, 2025", "Series A, 2024")),
        ("bond", ("Series B, 2025",)),
    )


GROUP = """
sources: [{id: paper}, {id: essay, based_on: [paper]}, {id: memo}]
entities:
  - {id: cohort, kinds: [group], name: Cohort}
  - {id: a, kinds: [company], name: A}
  - {id: b, kinds: [company], name: B}
  - {id: c, kinds: [company], name: C}
relations:
  - {type: member_of, from: a, to: cohort}
  - {type: member_of, from: b, to: cohort}
  - {type: member_of, from: c, to: cohort}
metrics:
  - {entity: a, metric: valuation, value: $11B, source: paper}
  - {entity: b, metric: valuation, value: $15B, source: paper}
  - {entity: c, metric: valuation, value: ~$4.5B, source: %s}
  - {entity: cohort, metric: combined_valuation, value: %s, source: paper}
"""


def test_the_members_of_a_group_are_added_up_source_by_source(told) -> None:
    profile = told(GROUP % ("essay", "$30B")).profile("cohort")
    figures = [one for one in profile.derived if one.name == "combined_valuation"]
    assert [(str(one.value), one.inputs[-1]) for one in figures] == [
        ("~$30.5B", "all in essay"),
        ("$26B", "all in paper"),
    ]
    assert sums(profile) == []
    assert len(sums(told(GROUP % ("memo", "$40B")).profile("cohort"))) == 1


def test_a_group_with_prices_in_two_currencies_or_one_price_has_no_sum(told) -> None:
    text = (GROUP % ("memo", "$40B")).replace("$15B", "€15B")
    assert told(text).profile("cohort").derived == ()
