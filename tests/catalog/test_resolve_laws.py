"""Laws that hold for any claims about one thing."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultgen.catalog.claims import Claim, compatible, told_when
from vaultgen.catalog.line import Nature
from vaultgen.catalog.resolve import Measure, resolve
from vaultgen.values.status import Tier

TENTH = Decimal("0.10")
VALUES = (
    "$5B",
    "~$5B",
    "$5.2B",
    "$11–13B",
    "$13B",
    "~$13B",
    "$12B+",
    "up to $4B",
    "undisclosed",
    "—",
    "none",
    "€5B",
)
DAYS = (
    "",
    "2025",
    "Jan 2026",
    "Jan 20 2026",
    "2026",
    "by 2025",
    "since 2024",
    "Q1 2026",
    "Jun 2026",
    "Jun 18 2026",
)
STATUSES = (
    "",
    "closed",
    "filed",
    "estimated",
    "implied",
    "reported",
    "in talks",
    "forecast",
    "opinion",
    "withdrawn",
)
SOURCES = (
    "",
    "wsj-jan",
    "wsj-jun",
    "note",
    "digest",
    "analysis",
    "blog",
    "paper",
    "letter",
    "ring",
    "unheard-of",
)

claims = st.tuples(
    st.sampled_from(VALUES),
    st.sampled_from(DAYS),
    st.sampled_from(STATUSES),
    st.sampled_from(SOURCES),
    st.sampled_from(("", "", "wsj", "sacra")),
    st.sampled_from(("normal", "normal", "normal", "preferred", "deprecated")),
)
measures = st.sampled_from(Measure)


@pytest.fixture(scope="session")
def many(say):
    def make(drawn) -> list[Claim]:
        return [
            say(
                f"{value} ({day})" if day else value,
                source,
                status=status,
                origin=origin,
                rank=rank,
                reason="" if rank == "normal" else "because",
            )
            for value, day, status, source, origin, rank in drawn
        ]

    return make


def identity(claim: Claim) -> tuple[object, ...]:
    """What no rule changes of a claim."""
    return (str(claim.value), claim.as_of, claim.source, claim.origin, claim.said.rank, claim.said.status)


@given(st.lists(claims, max_size=7), measures)
def test_every_claim_is_shown_in_the_series_or_set_aside_with_a_reason(many, drawn, measure) -> None:
    said = many(drawn)
    line = resolve(said, tolerance=TENTH, measure=measure)
    assert Counter(map(identity, line.claims())) == Counter(map(identity, said))
    assert all(aside.why for aside in line.aside)
    if line.current is not None:
        assert line.series[0] is line.current
    assert line.pending is None or line.pending not in line.series


@given(
    st.lists(claims, max_size=6).flatmap(lambda said: st.tuples(st.just(said), st.permutations(said))),
    measures,
)
def test_the_order_of_claims_makes_no_difference(many, drawn, measure) -> None:
    one, other = (resolve(many(said), tolerance=TENTH, measure=measure) for said in drawn)
    assert one == other


@given(st.lists(claims, max_size=7), measures)
def test_pending_never_replaces_firm(many, drawn, measure) -> None:
    line = resolve(many(drawn), tolerance=TENTH, measure=measure)
    firm = [claim for claim in line.claims() if claim.tier is Tier.FIRM and claim.said.rank != "deprecated"]
    figures = [claim for claim in firm if not claim.is_silent]
    overruled = {id(aside.claim) for aside in line.aside if aside.why.startswith("decided")}
    if any(id(claim) not in overruled for claim in figures):
        assert line.current is not None
        assert line.current.tier is Tier.FIRM
    if line.pending is not None:
        assert line.pending.window.end > line.current.window.end


@given(st.lists(claims, max_size=7))
def test_contradictions_overlap_in_time_and_not_in_value(many, drawn) -> None:
    line = resolve(many(drawn), tolerance=TENTH)
    for found in line.disagreements:
        best, *others = found.claims
        if found.nature is Nature.CONTRADICTION:
            assert all(best.window.overlaps(other.window) for other in others)
            assert not any(compatible(best, other, TENTH) for other in others)


@given(st.lists(claims, max_size=7))
def test_retelling_never_upgrades(many, drawn) -> None:
    said = many(drawn)
    line = resolve(said, tolerance=TENTH)
    for claim in line.claims():
        if not claim.origin or claim.tier is Tier.VOID or len(said) < 2:
            continue
        for other in said:
            told = other.origin == claim.origin and other.status and other.tier is not Tier.VOID
            if told and told_when(other).overlaps(told_when(claim)):
                assert claim.status is not None
                assert claim.status.strength <= other.status.strength


@settings(max_examples=50)
@given(st.lists(claims, max_size=7))
def test_a_line_has_one_finding_for_what_is_vague_and_one_for_what_is_retold(many, drawn) -> None:
    natures = Counter(found.nature for found in resolve(many(drawn), tolerance=TENTH).disagreements)
    assert natures[Nature.IMPRECISION] <= 1
    assert natures[Nature.RESTATEMENT] <= 1
