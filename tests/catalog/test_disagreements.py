"""What is told of differences: one finding for each contradiction, one a line for the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vaultgen.catalog.findings import Finding, Severity

HEAD = """
sources:
  - {id: paper, title: The Paper, published: 2026-06-18}
  - {id: memo, title: The Memo, published: 2026-06-18, tier: 4}
  - {id: echo, title: The Echo, published: 2026-06-18, based_on: [paper]}
entities:
  - id: acme
    kinds: [company]
    name: Acme
    %s
  - {id: ivp, kinds: [investor], name: IVP}
  - {id: sacra, kinds: [publisher], name: Sacra}
"""


@pytest.fixture
def found(told) -> Callable[..., list[Finding]]:
    def find(records: str = "", *, facts: str = "level: note", of: str = "acme") -> list[Finding]:
        findings = told(HEAD % facts + records).profile(of).findings
        return [finding for finding in findings if finding.severity is not Severity.AUDIT]

    return find


def test_a_contradiction_says_who_says_what_and_which_is_shown(found) -> None:
    (finding,) = found(
        "metrics:\n  - {entity: acme, metric: valuation, value: $5B (Jan 2026), source: paper}\n"
        '  - {entity: acme, metric: valuation, value: "$7B (Jan 2026)", origin: sacra, source: memo}\n'
    )
    assert finding.open
    assert (finding.code, finding.what, finding.message) == (
        "contradiction",
        "Valuation",
        "Valuation: $5B / $7B",
    )
    assert finding.says == (
        ("$5B (Jan 2026)", "The Paper", "shown"),
        ("$7B (Jan 2026)", "Sacra, in The Memo", "not shown: contradicts"),
    )
    assert finding.record[:3] == ("figure", "acme", "valuation")


def test_a_decided_contradiction_is_not_open_any_more(found) -> None:
    (finding,) = found(
        "metrics:\n  - {entity: acme, metric: arr, value: $5M, source: paper}\n"
        "  - {entity: acme, metric: arr, value: $7M, source: memo, rank: preferred, reason: it has seen the books}\n"
    )
    assert not finding.open
    assert finding.decided == "it has seen the books"
    assert [why for _, _, why in finding.says] == ["shown", "decided otherwise"]


def test_a_contradiction_about_an_earlier_time_is_shown_for_its_time(found) -> None:
    (finding,) = found(
        "metrics:\n"
        "  - {entity: acme, metric: arr, value: $9M (Jun 2026), source: paper}\n"
        "  - {entity: acme, metric: arr, value: $5M (Jan 2026), source: paper}\n"
        "  - {entity: acme, metric: arr, value: $7M (Jan 2026), source: memo}\n"
    )
    assert [why for _, _, why in finding.says] == ["shown for its time", "not shown: contradicts"]


def test_all_that_is_less_precise_on_a_line_is_one_finding(found) -> None:
    (finding,) = found(
        "metrics:\n"
        "  - {entity: acme, metric: arr, value: $9M, source: paper}\n"
        "  - {entity: acme, metric: arr, value: $8–10M, source: memo}\n"
        "  - {entity: acme, metric: arr, value: more than $8M, source: memo}\n"
    )
    assert finding.severity is Severity.IMPRECISION
    assert [said for said, _, _ in finding.says] == ["$9M", "$8M+", "$8–10M"]


def test_about_the_same_number_is_no_imprecision(found) -> None:
    assert found(
        "metrics:\n  - {entity: acme, metric: arr, value: $9M, source: paper}\n"
        "  - {entity: acme, metric: arr, value: ~$9M, source: memo}\n"
    ) == []  # fmt: skip


def test_a_figure_that_rests_on_one_origin_says_so(found) -> None:
    (finding,) = found(
        "metrics:\n  - {entity: acme, metric: arr, value: $9M, source: paper}\n"
        "  - {entity: acme, metric: arr, value: ~$9M, source: echo}\n"
    )
    assert finding.severity is Severity.RESTATEMENT
    assert finding.message == "ARR: $9M / ~$9M, told by 2 sources of one origin"


def test_words_told_twice_are_no_news(found) -> None:
    assert found(facts="hq: [{value: Oslo, source: paper}, {value: Oslo, source: echo}]") == []


def test_everybody_words_the_approach_in_their_own_way(found) -> None:
    for fact in ("tagline", "positioning", "standing"):
        facts = f"{fact}: [{{value: a cloud, source: paper}}, {{value: a platform, source: memo}}]"
        assert found(facts=facts) == []


def test_facts_of_the_users_own_are_named_as_written(found) -> None:
    (finding,) = found(
        facts="facts: {Home port: [{value: Oslo, source: paper}, {value: Rome, source: memo}]}"
    )
    assert finding.what == "Home port"


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ("amount: [{value: $1M, source: paper}, {value: $2M, source: memo}]", "amount"),
        ("valuation: [{value: $1M, source: paper}, {value: $2M, source: memo}]", "valuation"),
        ("pre_money: [{value: $1M, source: paper}, {value: $2M, source: memo}]", "pre-money"),
        ("terms: {Seats: [{value: one, source: paper}, {value: two, source: memo}]}", "Seats"),
        ("tranches: [{id: a, valuation: [{value: $1M, source: paper}, {value: $2M, source: memo}]}]", "a price"),
        ("tranches: [{id: a, label: Floor, amount: [{value: $1M, source: paper}, {value: $2M, source: memo}]}]",
         "Floor amount"),
        ("investors: [{investor: ivp, amount: $1M, source: paper}, {investor: ivp, amount: $2M, source: memo}]",
         "cheque of IVP"),
    ],
)  # fmt: skip
def test_contradictions_in_a_round_name_the_round(found, fields: str, what: str) -> None:
    contradictions = found(f"rounds: [{{id: acme/a, entity: acme, stage: Series A, date: 2026, {fields}}}]")
    assert [one.what for one in contradictions] == [f"{what} (Series A, 2026)"]
    assert contradictions[0].record == ("round", "acme/a")
    assert contradictions[0].open


def test_a_contradiction_about_the_day_or_the_stage_of_a_round_is_found(found) -> None:
    days = found(
        "rounds: [{id: acme/a, entity: acme, date: [{value: 2025, source: paper}, {value: 2023, source: memo}]}]"
    )
    assert [one.what for one in days] == ["date (Round, 2025)"]
    stages = found(
        "rounds: [{id: acme/a, entity: acme, stage: [{value: Seed, source: paper}, {value: Series A, source: memo}]}]"
    )
    assert [one.what for one in stages] == ["stage (Seed)"]


def test_a_scope_that_is_a_round_goes_by_the_rounds_name(found) -> None:
    metric = "{entity: acme, metric: lead_share, value: %s, scope: %s, source: %s}"
    both = lambda scope: f"[{metric % ('50%', scope, 'paper')}, {metric % ('60%', scope, 'memo')}]"  # noqa: E731
    rounds = "rounds: [{id: acme/a, entity: acme, stage: Series A, investors: [ivp ($1M)]}]\n"
    assert [one.what for one in found(rounds + f"metrics: {both('acme/a')}")] == [
        "Share of the round (Series A)"
    ]
    assert [one.what for one in found(f"metrics: {both('last round')}")] == [
        "Share of the round (last round)"
    ]


def test_roles_told_differently_are_one_finding_a_round(found) -> None:
    investors = (
        "[{investor: ivp, role: lead, source: paper, rank: preferred, reason: It names the leads.},"
        " {investor: ivp, source: memo}, {investor: sacra, role: co_lead, source: paper},"
        " {investor: sacra, source: memo}]"
    )
    (finding,) = found(f"rounds: [{{id: acme/a, entity: acme, stage: Series A, investors: {investors}}}]")
    assert finding.message == "role of IVP, Sacra (Series A): lead / participant / co-lead"
    assert finding.decided == "It names the leads."
    assert finding.says[0] == ("IVP: lead", "The Paper", "shown")
    assert finding.says[1] == ("IVP: participant", "The Memo", "not shown: less precise")


def test_a_deal_is_told_of_once_and_with_whoever_receives(found) -> None:
    deal = (
        "deals: [{id: d, type: licence, from: ivp, %s label: licence deal,"
        " amount: [{value: $1M, source: paper}, {value: $2M, source: memo}],"
        " date: [{value: 2025, source: paper}, {value: 2023, source: memo}]}]"
    )
    both = ["amount (licence deal)", "date (licence deal)"]
    assert [one.what for one in found(deal % "to: acme,")] == both
    assert found(deal % "to: acme,", of="ivp") == []
    assert [one.what for one in found(deal % "", of="ivp")] == both
    assert found(deal % "to: acme,")[0].record == ("deal", "d")
