"""The known answers of the demo's records, now and as of the day of the hand-written note."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from vaultgen.catalog.catalog import Catalog, Setting
from vaultgen.catalog.findings import Finding, Severity
from vaultgen.catalog.profile import Derived, Profile
from vaultgen.catalog.sums import meets
from vaultgen.records.load import load
from vaultgen.records.records import Records
from vaultgen.values.days import Day, parse_day
from vaultgen.values.money import parse_quantity
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Tier

ROOT = Path(__file__).resolve().parents[2]
FACTS = ROOT / "tests" / "seed_facts.yaml"
TENTH = Decimal("0.10")


@pytest.fixture(scope="module")
def records() -> Records:
    return load([ROOT / "seeds"], ROOT, currency="USD")


@pytest.fixture(scope="module")
def now(records: Records) -> Catalog:
    return Catalog.of(records, Setting())


@pytest.fixture(scope="module")
def then(records: Records) -> Catalog:
    return Catalog.of(records, Setting(day=date(2026, 1, 23)))


@pytest.fixture(scope="module")
def baseten(now: Catalog) -> Profile:
    return now.profile("baseten")


def figures(profile: Profile, predicate: str, scope: str = "") -> list[str]:
    return [str(claim.figure()) for claim in profile.line(predicate, scope).shown]


def worked_out(profile: Profile, name: str, round_: str = "") -> Derived:
    return next(one for one in profile.derived if one.name == name and one.round == round_)


def customers(profile: Profile) -> dict[str, set[str]]:
    """Who is a customer, with the statuses in which that is told ("" where it is stated flatly)."""
    found: dict[str, set[str]] = {}
    for edge in profile.edges:
        if edge.type.id == "customer_of" and not edge.outward:
            found.setdefault(edge.partner, set()).add(edge.relation.status or "")
    return found


# --- Baseten --------------------------------------------------------------------------------


def test_the_valuation_is_firm_and_the_june_round_stands_beside_it(baseten: Profile) -> None:
    assert figures(baseten, "valuation") == ["$5B (Jan 2026)", "$11–13B (reported, Jun 2026)"]
    line = baseten.line("valuation")
    assert (line.current.tier, line.pending.tier) == (Tier.FIRM, Tier.PENDING)
    assert str(line.previous.value) == "~$2B"


def test_in_january_nothing_was_known_of_june(then: Catalog) -> None:
    profile = then.profile("baseten")
    assert figures(profile, "valuation") == ["$5B (Jan 2026)"]
    assert str(profile.line("valuation").previous.value) == "~$2B"
    assert [found.id for found in profile.rounds] == ["baseten/series-e", "baseten/prior-rounds"]
    assert customers(profile) == {"cursor": {""}, "notion": {""}}
    assert profile.sources == ("actor-note",)
    assert then.findings() == ()


def test_the_total_is_stated_and_adds_up(baseten: Profile, then: Catalog) -> None:
    for profile in (baseten, then.profile("baseten")):
        assert figures(profile, "total_raised") == ["$585M"]
        total = worked_out(profile, "total_raised")
        assert str(total.value) == "~$585M"
        assert [one.rsplit(": ", 1)[1] for one in total.inputs] == ["$300M", "~$285M"]
        assert [one.code for one in profile.findings if one.code == "does-not-add-up"] == []


def test_the_285_million_are_a_sum_of_rounds_and_no_round(baseten: Profile) -> None:
    (prior,) = [found for found in baseten.rounds if found.id == "baseten/prior-rounds"]
    assert prior.record.aggregate
    assert prior.record.various
    assert prior.leads == ()
    assert str(prior.raised) == "~$285M"
    assert all(
        "Prior rounds" not in name
        for one in baseten.derived
        if one.name == "months_between"
        for name in one.inputs
    )


def test_150_million_mean_two_things(baseten: Profile, now: Catalog) -> None:
    (series_d,) = [found for found in baseten.rounds if found.id == "baseten/series-d"]
    assert str(series_d.raised) == "$150M"
    (cheque,) = [
        one.backer.amount for one in now.profile("nvidia").backings if one.round.id == "baseten/series-e"
    ]
    assert str(cheque) == "$150M"
    share = worked_out(baseten, "lead_share", "baseten/series-e")
    assert (str(share.value), share.inputs[1]) == ("50%", "nvidia")


def test_the_one_open_contradiction_is_who_pays_which_price(now: Catalog) -> None:
    (open_one,) = [found for found in now.findings() if found.open]
    assert open_one.what == "Who pays which price (Split-priced round, Jun 2026)"
    assert len(open_one.says) == 3
    assert [why for _, _, why in open_one.says] == ["shown", *["not shown: contradicts"] * 2]


def test_who_led_in_january_is_decided_and_no_contradiction(baseten: Profile) -> None:
    (found,) = [one for one in baseten.rounds if one.id == "baseten/series-e"]
    assert [one.investor for one in found.leads] == ["ivp", "capitalg"]
    (role,) = [one for one in baseten.findings if one.code == "role"]
    assert role.severity is Severity.IMPRECISION
    assert role.decided


def test_findings_are_few_and_no_line_has_two_of_a_kind(now: Catalog) -> None:
    found = now.findings()
    keys = [(one.severity, one.subject, one.what, one.code) for one in found]
    assert len(keys) == len(set(keys))
    assert len(found) <= 15
    assert not [one for one in found if one.severity is Severity.IMPRECISION and _is_trivial(one)]


def _is_trivial(found: Finding) -> bool:
    """Whether all that differs is a `~`."""
    return len({said.split(" (")[0].lstrip("~") for said, _, _ in found.says}) == 1


def test_the_customers_are_these_five(baseten: Profile) -> None:
    told = customers(baseten)
    assert told.keys() == {"cursor", "notion", "heygen", "abridge", "clay"}
    assert told["abridge"] == told["clay"] == {"reported"}
    assert all("" in told[name] for name in ("cursor", "notion", "heygen"))


def test_nine_months_lie_within_nine_to_twelve(baseten: Profile) -> None:
    gap = worked_out(baseten, "months_between", "baseten/series-e")
    assert str(gap.value) == "9–12 months"
    assert meets(parse_quantity("9 months"), gap, TENTH)
    assert figures(baseten, "months_between_rounds", "baseten/series-e") == ["9 months"]


def test_160_per_cent_hold_for_the_headline_and_120_for_the_floor(baseten: Profile) -> None:
    rise = worked_out(baseten, "step_up", "baseten/2026-06-split-round")
    assert [str(one) for one in rise.exact] == ["120%", "160%"]
    assert [meets(parse_quantity(said), rise, TENTH) for said in ("160%", "120%", "140%")] == [
        True,
        True,
        False,
    ]


def test_eighteen_times_is_eleven_billion_over_six_hundred_million(baseten: Profile) -> None:
    multiple = worked_out(baseten, "revenue_multiple", "baseten/2026-06-split-round")
    assert str(multiple.exact[0]) == "~18.3×"
    assert meets(parse_quantity("18x"), multiple, TENTH)


def test_what_was_said_of_the_june_round_is_all_there(baseten: Profile) -> None:
    (june,) = [found for found in baseten.rounds if found.id == "baseten/2026-06-split-round"]
    assert june.tier is Tier.PENDING
    assert [str(price) for price in june.prices] == ["$11B", "$13B"]
    assert str(june.headline) == "$13B"
    assert str(june.raised) == "~$1.5B"
    assert {str(claim.value) for claim in june.amount.claims()} == {"$1B", "$1.5B", "~$1.5B"}
    assert len(june.leads) == 4


def test_every_claim_about_the_valuation_is_shown_or_set_aside_with_a_reason(baseten: Profile) -> None:
    line = baseten.line("valuation")
    assert all(aside.why for aside in line.aside)
    recorded = [found.record for found in baseten.rounds if not found.record.aggregate]
    stated = sum(
        len(one.valuation) + sum(entry.valuation is not None for entry in one.status_log) for one in recorded
    )
    interval = 1
    assert len(line.claims()) == stated + interval + 1  # the implied ~$2B


# --- the others -----------------------------------------------------------------------------


def test_together_ai_at_three_and_at_seven_and_a_half_billion_is_a_series(now: Catalog) -> None:
    profile = now.profile("together-ai")
    assert figures(profile, "valuation") == ["~$3B", "~$7.5B (reported, 2026)"]
    assert profile.line("valuation").disagreements == ()


def test_the_thirty_billion_are_the_three_of_the_essay(now: Catalog) -> None:
    profile = now.profile("inference-platforms")
    sums = {one.inputs[-1]: one for one in profile.derived if one.name == "combined_valuation"}
    essay = sums["all in the-inference-layer"]
    assert str(essay.value) == "~$30.5B"
    assert essay.inputs[:-1] == ("Baseten: $11B", "Fireworks AI: $15B", "Modal Labs: ~$4.5B")
    assert [one.message for one in profile.findings if one.code == "does-not-add-up"] == []


def test_deals_of_nvidia_are_no_money_raised(now: Catalog) -> None:
    for name in ("openai", "groq", "coreweave"):
        assert now.profile(name).derived_figure("total_raised") is None
    assert len(now.profile("nvidia").deals) == 3


# --- every fact of the five documents -------------------------------------------------------


def _facts() -> list[dict[str, str]]:
    told = yaml.safe_load(FACTS.read_text("utf-8"))
    return [{key: str(value) for key, value in fact.items()} for fact in told]


def test_every_fact_of_the_documents_is_recorded(records: Records) -> None:
    missing = [fact for fact in _facts() if not any(_is(fact, *one) for one in _candidates(records, fact))]
    assert missing == []


@pytest.mark.parametrize(("key", "wrong"), [("value", "$14B"), ("source", "paper"), ("as_of", "2020")])
def test_a_fact_told_otherwise_would_be_missed(records: Records, key: str, wrong: str) -> None:
    fact = next(one for one in _facts() if one["record"] == "baseten/2026-06-split-round" and "as_of" in one)
    assert any(_is(fact, *one) for one in _candidates(records, fact))
    altered = fact | {key: wrong}
    assert not any(_is(altered, *one) for one in _candidates(records, altered))


Candidate = tuple[object, object]


def _candidates(records: Records, fact: dict[str, str]) -> Iterator[Candidate]:
    """Every value that stands in the field of the record, with the claim or record that says it."""
    name = fact["record"]
    head, _, rest = fact["field"].partition(".")
    if name in records.rounds:
        return _of_round(records.rounds[name], head, rest)
    if name in records.deals:
        deal = records.deals[name]
        field = {"from": "giver", "to": "taker"}.get(head, head)
        return _values(getattr(deal, field), deal)
    if name in records.sources:
        return _values(getattr(records.sources[name], head), None)
    return _of_entity(records, name, head, rest)


def _of_round(found, head: str, rest: str) -> Iterator[Candidate]:
    who, _, key = rest.partition(".")
    if head == "investors":
        return ((getattr(line, key), line) for line in found.investors if line.investor == who)
    if head == "tranches":
        return (pair for one in found.tranches if one.id == who for pair in _values(getattr(one, key), found))
    if head == "status_log":
        return ((getattr(entry, rest), entry) for entry in found.status_log)
    if head == "terms":
        return _values(found.terms.get(rest, ()), found)
    return _values(getattr(found, head), found)


def _of_entity(records: Records, name: str, head: str, rest: str) -> Iterator[Candidate]:
    entity = records.entities[name]
    if head == "metrics":
        return ((one.value, one) for one in records.metrics if (one.entity, one.metric) == (name, rest))
    if head == "facts":
        return _values(entity.facts.get(rest, ()), entity)
    if head == "sections":
        parts = [part for part in entity.sections if part.heading == rest]
        return (pair for part in parts for pair in _values((*part.text, *part.items, *part.closing), part))
    if head == "relations":
        return _of_relations(records, name, rest)
    return _values(getattr(entity, head), entity)


def _of_relations(records: Records, name: str, rest: str) -> Iterator[Candidate]:
    kind, _, more = rest.partition(".")
    who, _, key = more.partition(".")
    for relation in records.relations:
        if relation.type == kind and name in {relation.giver, relation.taker}:
            other = relation.taker if relation.giver == name else relation.giver
            if not who:
                yield other, relation
            elif who == other:
                yield getattr(relation, key), relation


def _values(found: object, owner: object) -> Iterator[Candidate]:
    for one in found if isinstance(found, tuple) else (found,):
        if hasattr(one, "value") and hasattr(one, "source"):
            yield one.value, one
        elif hasattr(one, "text"):
            yield one.text, one
        else:
            yield one, owner


def _is(fact: dict[str, str], value: object, said: object) -> bool:
    return _same(value, fact["value"]) and all(_says(said, key, fact) for key in fact)


def _same(value: object, wanted: str) -> bool:
    if isinstance(value, Day):
        return value == parse_day(wanted)
    if isinstance(value, Quantity):
        return value == parse_quantity(
            wanted, unit=None if value.unit.isalpha() and len(value.unit) == 3 else value.unit
        )
    return value is not None and " ".join(wanted.lower().split()) in " ".join(str(value).lower().split())


def _says(said: object, key: str, fact: dict[str, str]) -> bool:
    """Whether the claim has what the fact tells beside the value; what it leaves to its round is not looked up."""
    if key not in {"source", "status", "origin", "scope", "method", "as_of", "on"} or said is None:
        return True
    told = getattr(said, key, "")
    if key in {"as_of", "on"}:
        return told is not None and told == parse_day(fact[key])
    return str(told or "") == fact[key] or (not told and key in {"source", "status"})
