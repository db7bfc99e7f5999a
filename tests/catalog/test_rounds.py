"""Rounds and deals: their course, tranches, investors and money, as of a day."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.catalog.catalog import Catalog
from vaultgen.catalog.line import SAYS_THE_SAME, WITHIN_TRANCHES
from vaultgen.catalog.rounds import ResolvedRound, label
from vaultgen.values.status import Status, Tier

SOURCES = """
sources:
  - {id: may, published: 2026-05-20}
  - {id: june, published: 2026-06-18}
  - {id: july, published: 2026-07-10}
"""
PEOPLE = """
  - {id: ivp, kinds: [investor], name: IVP}
  - {id: nvidia, kinds: [investor], name: NVIDIA}
  - {id: bond, kinds: [investor], name: Bond}
  - {id: wsj, kinds: [publisher], name: The Wall Street Journal}
"""


@pytest.fixture
def company(told) -> Callable[..., Catalog]:
    """A catalog of one company with these rounds (and deals)."""

    def build(rounds: str, *, deals: str = "", day: str = "") -> Catalog:
        text = f"{SOURCES}\nentities:\n  - {{id: acme, kinds: [company], name: Acme}}{PEOPLE}\nrounds:\n{rounds}\n"
        return told(text + (f"deals:\n{deals}\n" if deals else ""), day=day)

    return build


@pytest.fixture
def single(company) -> Callable[..., ResolvedRound]:
    """The only round of a company."""

    def build(fields: str, *, day: str = "") -> ResolvedRound:
        (found,) = company(f"  - {{id: acme/e, entity: acme, {fields}}}", day=day).profile("acme").rounds
        return found

    return build


# --- course ---------------------------------------------------------------------------------

LOG = """status_log: [
      {status: closed, on: 2026-07-09, amount: $1.5B, valuation: $13B, source: july},
      {status: in_talks, on: 2026-05-20, amount: $1B, valuation: $11B, source: may},
      {status: reported, on: 2026-06-18, amount: ~$1.5B, source: june}]"""


@pytest.mark.parametrize(
    ("day", "status", "amount", "tier"),
    [
        ("2026-05-20", Status.IN_TALKS, "$1B", Tier.PENDING),
        ("2026-06-30", Status.REPORTED, "~$1.5B", Tier.PENDING),
        ("", Status.CLOSED, "$1.5B", Tier.FIRM),
    ],
)
def test_a_round_is_as_far_as_was_known(single, day: str, status: Status, amount: str, tier: Tier) -> None:
    found = single(LOG, day=day)
    assert (found.status, str(found.raised), found.tier) == (status, amount, tier)


def test_a_round_is_unknown_before_its_first_source(company) -> None:
    catalog = company(f"  - {{id: acme/e, entity: acme, {LOG}}}", day="2026-05-19")
    assert catalog.profile("acme").rounds == ()
    assert not catalog.cards["acme"].known


def test_without_a_day_of_its_own_a_round_is_of_the_day_when_it_was_last_heard_of(single) -> None:
    assert str(single(LOG, day="2026-06-30").date) == "Jun 18 2026"
    assert single("amount: $5M").date is None
    assert single("status_log: [{status: closed}]").date is None


def test_what_was_heard_on_one_day_counts_by_how_far_it_goes(single) -> None:
    found = single(
        "status_log: [{status: closed, on: 2026-06-18}, {status: reported, on: 2026-06-18}, {note: x}]"
    )
    assert found.status is Status.CLOSED


def test_a_record_without_a_status_is_stated_flatly_and_firm(single) -> None:
    assert single("amount: $5M").tier is Tier.FIRM


def test_a_status_that_became_known_later_does_not_reach_back(single) -> None:
    found = single("status: closed, source: july, amount: {value: $1B, source: may}", day="2026-06-01")
    assert found.status is None
    assert found.amount.current.status is None


def test_claims_without_a_status_are_as_firm_as_their_round(single) -> None:
    assert single("status: rumoured, amount: $1B").amount.current.status is Status.RUMOURED
    logged = single("amount: $1B, status_log: [{status: in_talks, on: 2026-05}]")
    assert logged.amount.current.status is Status.IN_TALKS


def test_a_round_that_cites_no_source_was_always_known(single) -> None:
    assert str(single("amount: $5M", day="1990-01-01").raised) == "$5M"


def test_a_round_is_heard_of_through_any_of_its_parts(single) -> None:
    for part in (
        "amount: {value: $1M, source: may}",
        "terms: {Use: {value: GPUs, source: may}}",
        "secondary: {value: $1M, source: may}",
        "tranches: [{id: a, valuation: {value: $1B, source: may}}]",
        "investors: [{investor: ivp, source: may}]",
    ):
        assert single(f"stage: Series A, {part}", day="2026-05-20").sources == ("may",)


def test_the_log_may_outdo_the_origin_of_earlier_talks(single) -> None:
    """That the WSJ once reported talks does not keep its word on the closing from being firm."""
    found = single(
        "amount: {value: $1.5B, status: closed, origin: wsj, source: july}, status_log: ["
        "{status: reported, on: 2026-06-18, amount: $1.5B, origin: wsj, source: june}, "
        "{status: closed, on: 2026-07-09, source: july}]"
    )
    assert found.amount.current.status is Status.CLOSED


def test_a_first_close_and_a_final_close_are_a_series(single) -> None:
    found = single("status: closed, amount: [$100M (Jan 2026), $150M (Jun 2026)]")
    assert str(found.raised) == "$150M"
    assert found.amount.disagreements == ()


def test_two_sums_for_one_closed_round_contradict_whenever_they_were_told(single) -> None:
    found = single("status: closed, amount: [{value: $100M, source: may}, {value: $150M, source: july}]")
    assert len(found.amount.open) == 1


def test_what_the_round_says_of_all_its_fields_holds_where_they_say_nothing(single) -> None:
    found = single("source: june, origin: wsj, status: reported, amount: [$1B, {value: $1B, source: may}]")
    by_source = {claim.source: claim for claim in found.amount.claims()}
    assert by_source["june"].origin == "wsj"
    assert by_source["may"].origin == ""
    assert by_source["june"].author == "The Wall Street Journal"


def test_terms_are_lines_by_label(single) -> None:
    found = single("terms: {Use: {value: GPUs, source: june}, Board: one seat}")
    assert [(name, str(line.current.value)) for name, line in found.terms] == [
        ("Board", "one seat"),
        ("Use", "GPUs"),
    ]


def test_the_other_money_is_resolved_too(single) -> None:
    found = single("pre_money: $4B, post_money: $5B, secondary: $10M")
    assert [name for name, _ in found.money] == ["pre_money", "post_money", "secondary"]
    assert str(found.other("secondary")) == "$10M"
    assert found.other("target") is None
    assert str(found.price) == "$5B"


def test_a_round_goes_by_stage_and_day(single) -> None:
    assert label(single("stage: Series E, date: 2026-01")) == "Series E, Jan 2026"
    assert label(single("amount: $1M")) == "Round"
    assert label(single("aggregate: true, date: 2024")) == "Prior rounds, 2024"


def test_rounds_stand_newest_first_and_undated_ones_last(company) -> None:
    catalog = company(
        """
  - {id: acme/a, entity: acme, stage: Series A, date: 2020}
  - {id: acme/b, entity: acme, stage: Series B, date: 2022}
  - {id: acme/x, entity: acme, stage: Bridge}
"""
    )
    assert [found.id for found in catalog.profile("acme").rounds] == ["acme/b", "acme/a", "acme/x"]


# --- tranches -------------------------------------------------------------------------------

SPLIT = "tranches: [{id: floor, valuation: $11B%s}, {id: headline, valuation: $13B%s}]"


def test_a_split_price_is_the_interval_of_its_tranches_and_its_headline_the_highest(single) -> None:
    found = single("status: reported, date: 2026-06, source: june, " + SPLIT % ("", ""))
    assert str(found.valuation.current.figure()) == "$11–13B (reported, Jun 2026)"
    assert str(found.headline) == "$13B"
    assert [str(price) for price in found.prices] == ["$11B", "$13B"]
    assert found.blended_price is None


def test_the_blended_price_is_money_weighted_and_harmonic(single) -> None:
    found = single(SPLIT % (", amount: $1B", ", amount: $1B"))
    assert str(found.blended_price) == "$11.92B"  # 2 / (1/11 + 1/13), not 12
    assert str(found.raised) == "$2B"
    weighted = single(SPLIT % (", amount: $3B", ", amount: ~$1B"))
    assert str(weighted.blended_price) == "~$11.44B"


def test_a_blend_needs_amounts_and_prices_in_one_currency(single) -> None:
    assert single(SPLIT % (", amount: €1B", ", amount: $1B")).blended_price is None
    assert single(SPLIT % (", amount: undisclosed", ", amount: $1B")).blended_price is None
    open_price = "tranches: [{id: a, valuation: $11B+, amount: $1B}, {id: b, valuation: $13B, amount: $1B}]"
    assert str(single(open_price).blended_price) == "$11.92B+"
    no_price = (
        "tranches: [{id: a, valuation: up to $11B, amount: $1B}, {id: b, valuation: $13B+, amount: $1B}]"
    )
    assert single(no_price).blended_price is None


@given(
    st.lists(
        st.tuples(st.integers(1, 900), st.integers(1, 900)),
        min_size=1,
        max_size=4,
        unique_by=lambda pair: pair[1],
    )
)
def test_the_blend_lies_between_the_prices_and_no_higher_than_the_arithmetic_mean(told, parts) -> None:
    tranches = ", ".join(
        f"{{id: t{number}, amount: ${amount}M, valuation: ${price}B}}"
        for number, (amount, price) in enumerate(parts)
    )
    catalog = told(
        "entities: [{id: acme, kinds: [company], name: Acme}]\n"
        f"rounds: [{{id: acme/e, entity: acme, tranches: [{tranches}]}}]\n"
    )
    (found,) = catalog.profile("acme").rounds
    blended = float(found.blended_price.low) / 1e9
    mean = sum(amount * price for amount, price in parts) / sum(amount for amount, _ in parts)
    assert min(price for _, price in parts) * 0.999 <= blended <= mean * 1.001


def test_what_lies_within_the_tranche_prices_is_set_aside_with_the_reason(single) -> None:
    found = single(
        "status: reported, date: 2026-06, "
        "valuation: [{value: $13B, source: june}, {value: $11–13B, source: july}, {value: $20B, source: may}], "
        + SPLIT
        % ("", "")
    )
    why = {str(aside.claim.value): aside.why for aside in found.valuation.aside}
    assert why["$13B"] == WITHIN_TRANCHES
    assert why["$11–13B"] == SAYS_THE_SAME
    assert len(found.valuation.claims()) == 4


def test_an_earlier_price_within_the_interval_stays_in_the_series(single) -> None:
    found = single(
        "date: 2026-06, status_log: [{status: in_talks, on: 2026-05, valuation: $11B, source: may},"
        " {status: reported, on: 2026-06-18, source: june}], " + SPLIT % ("", "")
    )
    assert [str(claim.value) for claim in found.valuation.series] == ["$11–13B", "$11B"]


def test_prices_in_two_currencies_are_no_interval(single) -> None:
    found = single("valuation: $12B, tranches: [{id: a, valuation: $11B}, {id: b, valuation: €13B}]")
    assert str(found.price) == "$12B"
    assert single("tranches: [{id: a, valuation: $11B}, {id: b, valuation: €13B}]").price is None
    open_sides = single("tranches: [{id: a, valuation: $11B+}, {id: b, valuation: $13B+}]")
    assert str(open_sides.price) == "$11B+"
    assert single("tranches: [{id: a, valuation: up to $11B}, {id: b, valuation: $13B+}]").price is None


def test_tranches_whose_amounts_do_not_add_up_to_one_sum_leave_the_amount_unknown(single) -> None:
    assert single(SPLIT % (", amount: $1B", "")).raised is None
    assert single(SPLIT % (", amount: $1B", ", amount: €1B")).raised is None
    assert str(single("amount: $3B, " + SPLIT % (", amount: $1B", ", amount: $1B")).raised) == "$3B"


def test_a_tranche_is_unknown_before_its_source(single) -> None:
    found = single(
        "amount: {value: $1B, source: may}, "
        "tranches: [{id: a, label: Floor, valuation: {value: $11B, source: june}}]",
        day="2026-05-20",
    )
    assert found.tranches == ()


# --- investors ------------------------------------------------------------------------------


def backers(found: ResolvedRound) -> list[tuple[str, str, str]]:
    return [(one.investor, one.role, str(one.amount)) for one in found.backers]


def test_investors_stand_in_the_order_in_which_they_are_recorded(single) -> None:
    found = single("investors: [{investor: nvidia, amount: $150M}, {investor: ivp, role: lead}]")
    assert backers(found) == [("nvidia", "participant", "$150M"), ("ivp", "lead", "None")]
    assert [one.investor for one in found.leads] == ["ivp"]


def test_lines_of_several_sources_about_one_investor_are_one_backer(single) -> None:
    found = single(
        "investors: [{investor: ivp, source: june, note: new}, {investor: ivp, role: co_lead, source: may, note: old},"
        " {investor: ivp, role: lead, rank: deprecated, reason: mistaken}]"
    )
    (backer,) = found.backers
    assert (backer.role, backer.note, backer.source) == ("co_lead", "old, new", "may")
    assert len(backer.lines) == 3


def test_a_preferred_line_beats_a_louder_one(single) -> None:
    found = single(
        "investors: [{investor: ivp, role: lead}, {investor: ivp, rank: preferred, reason: r, source: june}]"
    )
    assert backers(found) == [("ivp", "participant", "None")]


def test_an_investor_may_sit_in_two_tranches(single) -> None:
    found = single(
        "tranches: [{id: a, valuation: $1B}, {id: b, valuation: $2B}], investors: ["
        "{investor: ivp, tranche: a, amount: $10M}, {investor: ivp, tranche: b, amount: ~$5M}]"
    )
    (backer,) = found.backers
    assert (str(backer.amount), backer.tranches, backer.cheques) == ("~$15M", ("a", "b"), ())


def test_the_whole_cheque_counts_before_its_parts(single) -> None:
    found = single(
        "tranches: [{id: a, valuation: $1B}], "
        "investors: [{investor: ivp, tranche: a, amount: $10M}, {investor: ivp, amount: $12M}]"
    )
    assert backers(found) == [("ivp", "participant", "$12M")]


def test_cheques_in_two_currencies_are_not_added_up(single) -> None:
    found = single(
        "tranches: [{id: a, valuation: $1B}, {id: b, valuation: $1B}], "
        "investors: [{investor: ivp, tranche: a, amount: $1M}, {investor: ivp, tranche: b, amount: €1M}]"
    )
    assert backers(found) == [("ivp", "participant", "None")]


def test_an_investor_of_whom_every_line_is_withdrawn_or_deprecated_is_absent(single) -> None:
    found = single(
        "investors: [{investor: ivp, rank: deprecated, reason: r}, {investor: nvidia, status: withdrawn},"
        " {investor: nvidia, status: superseded}, {investor: bond, status: reported}]"
    )
    assert [one.investor for one in found.backers] == ["bond"]
    assert [one.investor for one in found.absent] == ["ivp", "nvidia"]


def test_investors_are_unknown_before_their_source(single) -> None:
    found = single("source: may, investors: [ivp, {investor: nvidia, source: june}]", day="2026-05-20")
    assert [one.investor for one in found.backers] == ["ivp"]


def test_various_is_a_flag_and_nobody(single) -> None:
    found = single("various: true")
    assert found.record.various
    assert found.backers == ()


# --- deals ----------------------------------------------------------------------------------


def test_a_deal_never_counts_as_money_raised(company) -> None:
    catalog = company(
        "  - {id: acme/a, entity: acme, amount: $5M, status: closed}",
        deals="  - {id: licence, type: licence, from: nvidia, to: acme, amount: $20B, date: 2026-01}",
    )
    profile = catalog.profile("acme")
    assert str(profile.derived_figure("total_raised").value) == "$5M"
    (deal,) = profile.deals
    assert (str(deal.amount.current.value), str(deal.date)) == ("$20B", "Jan 2026")
    assert catalog.profile("nvidia").card.backed == (("acme", "$20B licence", "", ""),)


def test_a_deal_is_known_by_its_sources(company) -> None:
    deals = (
        "  - {id: d, type: supply, from: nvidia, to: acme, source: june, origin: wsj,"
        " amount: [$1B, {value: $2B, source: july}]}"
    )
    assert company("", deals=deals, day="2026-05-20").profile("acme").deals == ()
    (deal,) = company("", deals=deals, day="2026-06-20").profile("acme").deals
    assert [str(claim.value) for claim in deal.amount.claims()] == ["$1B"]
    assert deal.amount.current.origin == "wsj"
    assert deal.date is None
