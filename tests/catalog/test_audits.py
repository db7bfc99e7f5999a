"""Every audit with a planted fault and without one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vaultgen.catalog.findings import Severity

HEAD = """
sources:
  - {id: paper, published: 2026-06-18}
  - {id: blog, published: 2026-06-18, tier: 4}
entities:
  - {id: acme, kinds: [company], name: Acme, founded: {value: %s, source: paper}}
  - {id: ivp, kinds: [investor], name: IVP}
  - {id: nvidia, kinds: [investor], name: NVIDIA}
"""


@pytest.fixture
def codes(told) -> Callable[..., list[str]]:
    """The codes of what is found in the company; records without a source are not what is looked for."""

    def find(
        records: str = "", *, founded: str = "2019", today: str = "", but: str = "unsourced"
    ) -> list[str]:
        catalog = told(HEAD % founded + records, today=today)
        return [finding.code for finding in catalog.profile("acme").findings if finding.code != but]

    return find


@pytest.fixture
def messages(told) -> Callable[[str], list[str]]:
    def find(records: str) -> list[str]:
        found = told(HEAD % "2019" + records).profile("acme").findings
        return [finding.message for finding in found if finding.severity is Severity.AUDIT]

    return find


def rounds(*lines: str) -> str:
    return "rounds:\n" + "\n".join(
        f"  - {{id: acme/{n}, entity: acme, {line}}}" for n, line in enumerate(lines)
    )


def test_sound_records_have_nothing_found(codes) -> None:
    sound = rounds(
        "stage: Series B, date: 2025-01, status: closed, amount: $50M, pre_money: $450M, post_money: $500M,"
        " investors: [{investor: ivp, role: lead, amount: $30M}, nvidia ($20M)]",
        "stage: Series A, date: 2022, status: closed, amount: $10M, valuation: $100M",
    )
    assert codes(sound) == []


@pytest.mark.parametrize(
    ("round_", "code"),
    [
        ("amount: $300M, valuation: $200M", "amount-above-valuation"),
        ("amount: $300M, valuation: $300M", ""),
        ("amount: $300M, valuation: €200M", ""),
        ("amount: $300M, valuation: $200M+", ""),
        ("amount: up to $300M, valuation: $200M", ""),
        ("amount: $1M, pre_money: $4M, post_money: $6M", "pre-plus-amount"),
        ("amount: $1M, pre_money: $4M, post_money: $5M", ""),
        ("amount: ~$1M, pre_money: ~$4M, post_money: $5.4M", ""),
        ("amount: $150M, pre_money: $1.23B, post_money: $1.4B", ""),
        ("amount: $1M, pre_money: $4M", ""),
        ("amount: $1M, pre_money: €4M, post_money: $6M", ""),
        ("amount: undisclosed, pre_money: $4M, post_money: $6M", ""),
        ("date: 2018, status: closed", "before-founding"),
        ("date: 2019, status: closed", ""),
        ("date: since 2018", ""),
        ("date: 1000, status: closed", "date"),
        ("date: 2999, status: rumoured", "date"),
        ("date: 2027, status: closed", "future"),
        ("date: 2027, status: rumoured", ""),
        ("date: by 2027, status: closed", ""),
        ("amount: $10M, investors: [ivp ($6M), nvidia ($5M)]", "cheques"),
        ("amount: $10M, investors: [ivp ($5M), nvidia ($5M)]", ""),
        ("amount: ~$10M, investors: [ivp ($6M), nvidia ($5M)]", ""),
        ("amount: $10M+, investors: [ivp ($20M)]", ""),
        ("amount: $10M, investors: [ivp (€20M)]", ""),
        ("investors: [ivp ($20M)]", ""),
        ("investors: [acme, ivp]", "self-deal"),
        ("amount: $3M, tranches: [{id: a, amount: $1M}, {id: b, amount: $1M}]", "tranches"),
        ("amount: $2M, tranches: [{id: a, amount: $1M}, {id: b, amount: $1M}]", ""),
        ("amount: $3M, tranches: [{id: a, amount: $1M}, {id: b, valuation: $9M}]", ""),
        ("amount: $3M, tranches: [{id: a, amount: €1M}, {id: b, amount: €1M}]", ""),
    ],
)
def test_one_round(codes, round_: str, code: str) -> None:
    assert codes(rounds(round_)) == ([code] if code else [])


def _entry(status: str, day: str) -> str:
    return f"{{status: {status}, on: {day}}}"


def log(*entries: str) -> str:
    return rounds("status_log: [" + ", ".join(_entry(*one.split()) for one in entries) + "]")


@pytest.mark.parametrize(
    ("entries", "backwards"),
    [
        (("announced 2026-01-05", "in_talks 2026-02-01"), True),
        (("in_talks 2026-01-05", "announced 2026-02-01", "closed 2026-03-01"), False),
        (("announced 2026-01-05", "withdrawn 2026-01-20", "in_talks 2026-02-01"), False),
        (("announced 2026-01-05", "reported 2026-01"), False),
        (("closed 2026-01-05", "confirmed 2026-02-01"), False),
        (("closed 2026-01-05", "filed 2026-02-01"), False),
        (("closed 2026-01-05", "announced 2026-02-01"), True),
    ],
)
def test_a_status_log_that_goes_back_silently(codes, entries: tuple[str, ...], *, backwards: bool) -> None:
    assert codes(log(*entries)) == (["log-backwards"] if backwards else [])


def test_entries_without_a_status_or_a_day_do_not_go_back(codes) -> None:
    assert (
        codes(rounds("status_log: [{status: announced, on: 2026-01}, {on: 2026-02}, {status: rumoured}]"))
        == []
    )


def test_the_message_says_where_the_log_goes_back(messages) -> None:
    assert messages(log("announced 2026-01-05", "in_talks 2026-02-01")) == [
        "Round, Feb 1 2026: the status log goes back from announced (Jan 5 2026) to in talks (Feb 1 2026)"
    ]


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        (
            "stage: Series A, date: 2025-01, amount: $5M",
            "stage: series a, date: 2025, amount: ~$5M",
            "same-round",
        ),
        ("date: 2025-01, amount: $5M", "stage: Series A, date: 2025-01, amount: $5M", "same-round"),
        ("stage: Series A, amount: $5M", "stage: Series A, date: 2025-01, amount: $5M", "same-round"),
        ("stage: Series A, amount: $5M", "stage: Series A, date: 2025-01, amount: $9M", ""),
        ("date: 2025-01, amount: $5M", "date: 2025-01, amount: $9M", ""),
        ("date: 2025-01, amount: undisclosed", "date: 2025-01, amount: undisclosed", ""),
        ("date: 2025-01, amount: $5M", "date: 2025-03, amount: $5M", ""),
        ("stage: Series A, date: 2025, amount: $5M", "stage: Series B, date: 2025, amount: $5M", ""),
        ("amount: $5M", "amount: $5M", ""),
        ("date: 2025, amount: $5M", "aggregate: true, date: 2025, amount: $5M", ""),
        ("stage: Series B, date: 2022", "stage: Series A, date: 2024", "letter"),
        ("stage: Series B, date: 2022-01", "stage: Series A, date: 2022", ""),
        ("stage: Series A, date: 2022", "stage: Series A-1, date: 2024", ""),
        ("stage: Series B, date: 2022", "stage: Series Seed, date: 2024", ""),
        ("stage: Series B, date: 2022", "stage: Growth, date: 2024", ""),
        ("stage: Series B, date: 2022", "stage: Series 3, date: 2024", ""),
        ("stage: Series B, date: 2022", "stage: Series A", ""),
    ],
)
def test_two_rounds(codes, first: str, second: str, code: str) -> None:
    assert codes(rounds(first, second)) == ([code] if code else [])


@pytest.mark.parametrize(
    ("investors", "missing"),
    [("[]", True), ("[ivp]", True), ("[{investor: ivp, role: lead}]", False), ("[ivp ($1M)]", False)],
)
def test_a_leads_share_needs_a_lead_among_the_investors(codes, investors: str, *, missing: bool) -> None:
    stated = "\nmetrics: [{entity: acme, metric: lead_share, value: 50%, scope: acme/0, source: paper}]"
    assert codes(rounds(f"investors: {investors}") + stated) == (["lead-missing"] if missing else [])


@pytest.mark.parametrize(
    ("metric", "code"),
    [
        ("market_share, value: 120%", "share"),
        ("market_share, value: 60%", ""),
        ("market_share, value: up to 120%", ""),
        ("growth, value: 120%", ""),
        ("lead_share, value: 101%", "share"),
        ("revenue, value: $1M, as_of: 1000", "date"),
        ("revenue, value: $1M, as_of: 2025-06", ""),
        ("revenue, value: $1M, as_of: 2025-05", "stale"),
    ],
)
def test_one_figure(codes, metric: str, code: str) -> None:
    records = f"metrics: [{{entity: acme, source: paper, metric: {metric}}}]"
    assert codes(records) == ([code] if code else [])


def test_a_figure_without_a_source_is_listed(codes, told) -> None:
    records = "metrics: [{entity: acme, metric: revenue, value: $1M (2010)}]"
    assert codes(records, but="") == ["unsourced"]
    (finding,) = told(HEAD % "2019" + records).profile("acme").findings
    assert (finding.what, finding.message) == ("Revenue", "$1M (2010)")


def test_a_figure_of_a_source_without_a_day_has_no_age(codes) -> None:
    records = (
        "sources: [{id: old-note}]\nmetrics: [{entity: acme, metric: revenue, value: $1M, source: old-note}]"
    )
    with_source = (HEAD % "2019").replace("sources:", "sources:\n  - {id: old-note}") + records.split("\n")[1]
    assert "stale" not in with_source
    assert codes(
        "metrics: [{entity: acme, metric: revenue, value: $1M, source: paper}]", today="2031-01-01"
    ) == ["stale"]


def test_a_newer_pending_figure_keeps_the_line_fresh(codes) -> None:
    records = """metrics:
  - {entity: acme, metric: valuation, value: $5B (2023), source: paper}
  - {entity: acme, metric: valuation, value: "$13B (reported, Jun 2026)", source: paper}"""
    assert codes(records) == []


@pytest.mark.parametrize(("founded", "code"), [("1000", "date"), ("2999", "date"), ("1668", "")])
def test_an_absurd_founding(codes, founded: str, code: str) -> None:
    assert codes(founded=founded) == ([code] if code else [])


def test_far_from_now_a_day_is_judged_by_the_calendar_alone(told) -> None:
    """Without any dated source there is no today."""
    text = "entities: [{id: acme, kinds: [company], name: Acme, founded: %s}]"
    assert told(text % "2140").profile("acme").findings == ()
    assert [found.code for found in told(text % "2160").profile("acme").findings] == ["date"]
    assert told(text % "2150", today="2990-01-01").profile("acme").findings == ()


def test_a_deal_with_oneself(codes) -> None:
    fault = "deals: [{id: d, type: acquisition, from: acme, to: acme}]"
    assert codes(fault) == ["self-deal"]
    assert (
        codes("deals: [{id: d, type: acquisition, from: acme, to: ivp}, {id: e, type: other, to: acme}]")
        == []
    )


def test_a_self_acquisition_told_as_a_relation(codes, told) -> None:
    fault = "relations: [{type: acquired, from: acme, to: acme}]"
    assert codes(fault) == ["self-deal"]
    assert told(HEAD % "2019" + fault).profile("acme").edges == ()
    withdrawn = "relations: [{type: acquired, from: acme, to: ivp, status: withdrawn}]"
    assert codes(withdrawn) == []


def test_a_finding_names_its_record(told) -> None:
    catalog = told(HEAD % "2019" + rounds("amount: $300M, valuation: $200M"))
    (finding,) = [found for found in catalog.profile("acme").findings if found.code != "unsourced"]
    assert finding.record == ("round", "acme/0")
    assert finding.subject == "acme"
    assert not finding.open


def test_texts_that_a_stub_has_no_room_for_are_not_lost_in_silence(told):
    stub = "entities:\n  - {id: acme, kinds: [company], name: Acme, level: stub, summary: Short.%s}\n"
    assert not told(stub % "").profile("acme").findings
    (finding,) = told(stub % ", why: Long., bull: [Strong]").profile("acme").findings
    assert (finding.code, finding.message) == (
        "unseen",
        "the level stub leaves out why, bull; a note shows them",
    )
