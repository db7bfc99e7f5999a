"""The rules by which claims about one thing become one line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vaultgen.catalog.line import (
    ANOTHER_WORDING,
    CONTRADICTS,
    LESS_FIRM,
    LESS_PRECISE,
    LESS_SUPPORTED,
    NO_FIGURE,
    OLDER,
    SAME_ORIGIN,
    SAYS_THE_SAME,
    UNDATED,
    Nature,
)
from vaultgen.catalog.resolve import Line, Measure, resolve

TENTH = Decimal("0.10")


def line(*claims, measure: Measure = Measure.STOCK) -> Line:
    return resolve(claims, tolerance=TENTH, measure=measure)


def shown(found: Line) -> tuple[str, ...]:
    return tuple(str(claim.figure()) for claim in found.shown)


def series(found: Line) -> tuple[str, ...]:
    return tuple(str(claim.value) for claim in found.series)


def reasons(found: Line) -> dict[str, str]:
    return {str(aside.claim.value): aside.why for aside in found.aside}


def natures(found: Line) -> list[str]:
    return [one.nature.value for one in found.disagreements]


# --- 1. people's verdicts -------------------------------------------------------------------


def test_nothing_is_shown_where_nothing_is_claimed() -> None:
    assert line() == Line(None)
    assert line().shown == ()
    assert line().previous is None


def test_a_single_claim_is_shown_whatever_its_tier(say) -> None:
    assert shown(line(say("$13B (rumoured, Jun 2026)"))) == ("$13B (rumoured, Jun 2026)",)


def test_a_single_deprecated_claim_is_set_aside_with_its_reason(say) -> None:
    found = line(say("$5B", rank="deprecated", reason="typing error"))
    assert found.current is None
    assert reasons(found) == {"$5B": "deprecated: typing error"}


@pytest.mark.parametrize("status", ["opinion", "withdrawn", "superseded"])
def test_a_void_claim_is_set_aside_by_its_status(say, status: str) -> None:
    found = line(say("$5B", status=status), say("$4B (2025)"))
    assert shown(found) == ("$4B (2025)",)
    assert reasons(found) == {"$5B": status}


def test_a_preferred_claim_decides_a_contradiction_and_keeps_its_reason(say) -> None:
    found = line(
        say("$7B (Jan 2026)", "wsj-jan"),
        say("$5B (Jan 2026)", "blog", rank="preferred", reason="the filing says so"),
    )
    assert shown(found) == ("$5B (Jan 2026)",)
    assert reasons(found) == {"$7B": "decided otherwise: the filing says so"}
    assert found.open == ()
    (decided,) = found.disagreements
    assert (decided.nature, decided.decided) == (Nature.CONTRADICTION, "the filing says so")


def test_a_preferred_claim_decides_its_own_time_only(say) -> None:
    found = line(say("$5B (Jan 2026)", rank="preferred", reason="r"), say("$13B (Jun 2026)"))
    assert series(found) == ("$13B", "$5B")


def test_a_preferred_claim_that_agrees_decides_nothing(say) -> None:
    found = line(say("$5B (Jan 2026)", rank="preferred", reason="r"), say("~$5B (Jan 2026)", "blog"))
    assert found.disagreements == ()
    assert reasons(found) == {"~$5B": "decided otherwise: r"}


def test_a_preferred_claim_that_was_withdrawn_overrules_nobody(say) -> None:
    found = line(
        say("$5B (Jan 2026)", rank="preferred", reason="r", status="withdrawn"), say("$7B (Jan 2026)")
    )
    assert shown(found) == ("$7B (Jan 2026)",)


def test_two_preferred_claims_that_contradict_are_for_a_person_again(say) -> None:
    found = line(
        say("$5B (Jan 2026)", rank="preferred", reason="a"),
        say("$7B (Jan 2026)", "blog", rank="preferred", reason="b"),
    )
    assert len(found.open) == 1


# --- 2. when two claims conflict ------------------------------------------------------------


def test_different_moments_are_a_series_and_no_conflict(say) -> None:
    found = line(say("$5B (Jan 2026)"), say("$13B (Jun 2026)", "blog"))
    assert series(found) == ("$13B", "$5B")
    assert str(found.previous.value) == "$5B"
    assert found.disagreements == ()


def test_one_moment_and_intervals_apart_is_a_contradiction(say) -> None:
    found = line(say("$5B (Jan 2026)", "wsj-jan"), say("$7B (Jan 2026)", "blog"))
    assert shown(found) == ("$5B (Jan 2026)",)
    assert reasons(found) == {"$7B": CONTRADICTS}
    assert len(found.open) == 1


def test_what_is_about_equal_is_widened_by_a_tenth_before_it_contradicts(say) -> None:
    assert natures(line(say("~$5B (Jan 2026)"), say("$5.5B (Jan 2026)", "blog"))) == ["imprecision"]
    assert natures(line(say("~$5B (Jan 2026)"), say("$5.6B (Jan 2026)", "blog"))) == ["contradiction"]


def test_a_day_within_a_month_is_the_same_moment(say) -> None:
    assert natures(line(say("$5B (Jan 20 2026)"), say("$7B (Jan 2026)", "blog"))) == ["contradiction"]


def test_a_figure_of_a_year_need_not_be_the_one_of_a_day_in_it(say) -> None:
    found = line(say("$5B (2026)"), say("$13B (Jun 18 2026)", "blog"))
    assert natures(found) == ["imprecision"]
    assert UNDATED in reasons(found).values()


def test_two_figures_of_one_year_do_contradict(say) -> None:
    assert natures(line(say("$5B (2026)"), say("$7B (2026)", "blog"))) == ["contradiction"]


def test_an_undated_figure_in_a_source_of_a_month_does_not_contradict_a_dated_one(say) -> None:
    found = line(say("$5B", "analysis"), say("$13B (Jun 18 2026)", "blog"))
    assert found.open == ()


def test_an_undated_figure_counts_as_of_the_day_its_source_was_published(say) -> None:
    assert natures(line(say("$5B", "paper"), say("$7B (Jun 18 2026)", "blog"))) == ["contradiction"]
    assert series(line(say("$5B", "wsj-jan"), say("$7B", "blog"))) == ("$7B", "$5B")


def test_an_undated_figure_of_an_undated_source_is_the_oldest(say) -> None:
    assert series(line(say("$9B", "letter"), say("$5B (2010)"))) == ("$5B", "$9B")


def test_what_was_reached_by_a_day_follows_what_was_before_it(say) -> None:
    found = line(say("$2B (by 2025)"), say("$1B (2024)", "blog"))
    assert series(found) == ("$2B", "$1B")
    assert natures(line(say("$200M (by Jan 2026)"), say("$250M (Jan 2026)", "blog"))) == ["imprecision"]


def test_a_day_open_at_its_end_counts_from_its_beginning(say) -> None:
    assert series(line(say("$2B (since 2019)"), say("$1B (2018)", "blog"))) == ("$2B", "$1B")


def test_dollars_and_euros_are_not_compared(say) -> None:
    assert natures(line(say("$5B (Jan 2026)"), say("€3B (Jan 2026)", "blog"))) == ["imprecision"]


def test_claims_of_other_days_within_one_vague_span_do_not_contradict_each_other(say) -> None:
    found = line(say("$6B (2026)"), say("$5B (Jan 2026)", "blog"), say("$13B (Jun 2026)", "memo"))
    assert found.open == ()
    assert found.current is not None


def test_texts_contradict_unless_one_goes_on_where_the_other_ends(say) -> None:
    nested = line(say(text="San Francisco"), say(text="San Francisco, California", source="blog"))
    assert natures(nested) == ["imprecision"]
    assert natures(line(say(text="San Francisco"), say(text="Oslo", source="blog"))) == ["contradiction"]
    assert natures(line(say(text="San  francisco"), say(text="San Francisco", source="blog"))) == []


def test_days_conflict_only_if_they_share_none(say) -> None:
    meeting = line(say(day="2019", timeless=True), say(day="2019-03", source="memo", timeless=True))
    assert str(meeting.current.value) == "Mar 2019"
    assert natures(meeting) == ["imprecision"]
    apart = line(say(day="2019", timeless=True), say(day="2021", source="wsj-jan", timeless=True))
    assert natures(apart) == ["contradiction"]


def test_a_text_and_a_figure_contradict(say) -> None:
    assert natures(line(say(text="private"), say("$5B (Jun 18 2026)", "blog"))) == ["contradiction"]


def test_different_periods_of_a_flow_never_conflict(say) -> None:
    year, quarter = say("$400M (2026)"), say("$90M (Q1 2026)", "blog")
    found = line(year, quarter, measure=Measure.FLOW)
    assert series(found) == ("$400M", "$90M")
    again = line(say("$400M (2026)"), say("$500M (2026)", "blog"), measure=Measure.FLOW)
    assert natures(again) == ["contradiction"]
    undated = line(say("$585M"), say("$900M", "blog"), measure=Measure.FLOW)
    assert natures(undated) == ["contradiction"]


def test_another_wording_is_no_contradiction(say) -> None:
    found = line(say(text="AWS for AI"), say(text="GPU cloud", source="blog"), measure=Measure.WORDING)
    assert list(reasons(found).values()) == [ANOTHER_WORDING]
    assert found.disagreements == ()


# --- 3. firm and pending --------------------------------------------------------------------


def test_firm_and_pending_stand_on_lines_of_their_own(say) -> None:
    found = line(say("$5B (Jan 2026)"), say("$11–13B (reported, Jun 2026)", "blog"))
    assert shown(found) == ("$5B (Jan 2026)", "$11–13B (reported, Jun 2026)")
    assert series(found) == ("$5B",)


def test_what_is_pending_never_contradicts_what_is_firm(say) -> None:
    found = line(say("$5B (Jan 2026)"), say("$7B (reported, Jan 2026)", "blog"))
    assert found.pending is None
    assert reasons(found) == {"$7B": LESS_FIRM}
    assert found.disagreements == ()


def test_what_was_pending_before_the_firm_figure_is_older(say) -> None:
    assert reasons(line(say("$5B (Jan 2026)"), say("$4B (in talks, Nov 2025)"))) == {"$4B": OLDER}


def test_of_two_pending_figures_the_newest_stands_beside_the_firm_one(say) -> None:
    found = line(say("$5B (Jan 2026)"), say("$11B (in talks, May 2026)"), say("$13B (reported, Jun 2026)"))
    assert str(found.pending.value) == "$13B"
    assert reasons(found) == {"$11B": OLDER}


def test_a_pending_retelling_of_the_firm_figure_is_not_shown_twice(say) -> None:
    found = line(say("$5B (Jan 2026)"), say("~$5B (reported)", "blog"))
    assert found.pending is None
    assert reasons(found) == {"~$5B": SAYS_THE_SAME}


def test_without_a_firm_figure_the_newest_wins_and_is_marked(say) -> None:
    found = line(say("~$2B (implied, 2025)"), say("$22B (in talks, Jan 2026)"))
    assert shown(found) == ("$22B (in talks, Jan 2026)",)
    assert series(found) == ("$22B", "~$2B")


def test_an_estimate_from_before_anything_firm_is_part_of_the_series(say) -> None:
    found = line(say("$5B (Jan 2026)"), say("~$2B (implied, 2025)"))
    assert series(found) == ("$5B", "~$2B")


def test_an_estimate_for_a_time_with_a_firm_figure_is_less_firm(say) -> None:
    found = line(say("$5B (Jan 2026)"), say("$3B (2024)"), say("$2B (estimated, 2024)", "blog"))
    assert series(found) == ("$5B", "$3B")
    assert reasons(found) == {"$2B": LESS_FIRM}


def test_series_and_estimates_stand_newest_first(say) -> None:
    found = line(say("$5B (Jan 2026)"), say("$1B (2022)"), say("~$2B (implied, 2024)"))
    assert series(found) == ("$5B", "~$2B", "$1B")


def test_a_forecast_is_current_only_where_there_is_nothing_else(say) -> None:
    assert shown(line(say("$2B (forecast, 2028)"), say("$1B (forecast, 2027)"))) == ("$2B (forecast, 2028)",)
    found = line(say("$2B (forecast, 2027)"), say("$1B (estimated, Mar 2026)"))
    assert shown(found) == ("$1B (estimated, Mar 2026)", "$2B (forecast, 2027)")


def test_a_forecast_for_a_year_is_not_measured_by_a_report_within_it(say) -> None:
    found = line(say("$2B (forecast, 2026)"), say("$1B (reported, Jun 2026)", "blog"))
    assert found.disagreements == ()
    assert shown(found) == ("$1B (reported, Jun 2026)", "$2B (forecast, 2026)")


def test_of_a_report_and_a_forecast_the_report_stands_beside_the_firm_figure(say) -> None:
    found = line(say("$1B (Jan 2026)"), say("$3B (forecast, 2027)"), say("$2B (reported, Jun 2026)"))
    assert str(found.pending.value) == "$2B"
    assert reasons(found) == {"$3B": OLDER}


def test_a_figure_that_is_kept_secret_gives_way_to_one_that_is_known(say) -> None:
    found = line(say("undisclosed (Jun 2026)"), say("$3B (Jan 2026)"))
    assert shown(found) == ("$3B (Jan 2026)",)
    assert reasons(found) == {"undisclosed": NO_FIGURE}
    assert shown(line(say("undisclosed (Jun 2026)"), say("— (Jan 2026)"))) == ("undisclosed (Jun 2026)",)


# --- 4. within one window -------------------------------------------------------------------


def test_the_firmer_status_wins_within_one_window(say) -> None:
    found = line(say("$5B (announced, Jan 2026)", "wsj-jan"), say("$5.1B (filed, Jan 2026)", "blog"))
    assert str(found.current.value) == "$5.1B"


def test_then_the_better_source(say) -> None:
    found = line(say("$5B (Jun 2026)", "blog"), say("$7B (Jun 2026)", "wsj-jan"))
    assert str(found.current.value) == "$7B"


def test_then_the_number_of_independent_origins(say) -> None:
    found = line(
        say("$5B (Jun 2026)", "paper"), say("$7B (Jun 2026)", "memo"), say("~$7B (Jun 2026)", "letter")
    )
    assert str(found.current.value) == "$7B"


def test_retellings_of_one_report_count_as_one_origin(say) -> None:
    found = line(
        say("$7B (Jun 2026)", "memo", origin="bloomberg"),
        say("$7B (Jun 2026)", "analysis", origin="bloomberg"),
        say("$5B (Jun 2026)", "paper"),
    )
    # One voice against one: publication day and precision are equal too, so the id decides.
    assert str(found.current.value) == "$7B"
    third = say("$5B (Jun 2026)", "letter")
    assert str(line(*(aside.claim for aside in found.aside), found.current, third).current.value) == "$5B"


def test_then_the_later_publication(say) -> None:
    found = line(say("$5B (Jan 2026)", "sacra-june"), say("$7B (Jan 2026)", "paper"))
    assert str(found.current.value) == "$7B"


def test_then_the_narrower_interval(say) -> None:
    found = line(say("$11–13B (Jun 2026)", "memo"), say("$12B (Jun 2026)", "paper"))
    assert str(found.current.value) == "$12B"
    assert reasons(found) == {"$11–13B": LESS_PRECISE}
    open_ended = line(say("$10B+ (Jun 2026)", "memo"), say("$11–13B (Jun 2026)", "paper"))
    assert str(open_ended.current.value) == "$11–13B"
    undated = line(say(day="../2019", timeless=True), say(day="2019", source="memo", timeless=True))
    assert str(undated.current.value) == "2019"


def test_then_the_id(say) -> None:
    found = line(say("$7B (Jun 2026)", "paper"), say("$5B (Jun 2026)", "memo"))
    assert str(found.current.value) == "$5B"


def test_what_is_more_precise_but_less_firm_or_less_supported_says_so(say) -> None:
    firm = line(say("$11–13B (filed, Jun 2026)"), say("$12B (Jun 2026)", "memo"))
    assert reasons(firm) == {"$12B": LESS_FIRM}
    supported = line(say("$11–13B (Jun 2026)", "wsj-jun"), say("$12B (Jun 2026)", "memo"))
    assert reasons(supported) == {"$12B": LESS_SUPPORTED}


# --- 5. retelling ---------------------------------------------------------------------------


def test_a_retelling_takes_the_weaker_status_of_the_two(say) -> None:
    report = say("$13B (reported, Jun 2026)", "wsj-jun")
    found = line(report, say("$13B (closed, Jun 2026)", "digest", origin="wsj"))
    assert {claim.status.value for claim in found.claims()} == {"reported"}


def test_a_flat_retelling_of_a_rumour_is_a_rumour(say) -> None:
    rumour = say("$13B (rumoured, Jun 2026)", "analysis", origin="wsj")
    found = line(rumour, say("$13B (Jun 2026)", "digest", origin="wsj"))
    assert found.current.status.value == "rumoured"


def test_what_the_origin_said_at_another_time_weakens_nothing(say) -> None:
    found = line(
        say("$11B (in talks, May 2026)", "wsj-jun"), say("$13B (closed, Jul 2026)", "digest", origin="wsj")
    )
    assert shown(found) == ("$13B (Jul 2026)",)


def test_what_another_origin_says_weakens_nothing(say) -> None:
    found = line(
        say("$13B (reported, Jun 2026)", "sacra-june"), say("$13B (Jun 2026)", "digest", origin="wsj")
    )
    assert found.current.status is None


def test_a_retelling_of_what_was_withdrawn_stays_as_it_is(say) -> None:
    found = line(
        say("$13B (withdrawn, Jun 2026)", "wsj-jun"),
        say("$13B (reported, Jun 2026)", "digest", origin="wsj"),
        say("$9B (opinion, Jun 2026)", "blog", origin="wsj"),
    )
    assert shown(found) == ("$13B (reported, Jun 2026)",)


# --- 6. nothing disappears ------------------------------------------------------------------


def test_the_same_from_one_origin_is_a_restatement(say) -> None:
    found = line(say("$13B (Jun 2026)", "digest"), say("~$13B (Jun 2026)", "analysis"))
    assert natures(found) == ["restatement"]
    assert reasons(found) == {"$13B": SAME_ORIGIN}


def test_the_same_from_two_origins_is_no_finding(say) -> None:
    found = line(say("$13B (Jun 2026)", "memo"), say("~$13B (Jun 2026)", "paper"))
    assert found.disagreements == ()
    assert reasons(found) == {"~$13B": SAYS_THE_SAME}


def test_a_third_voice_ends_the_restatement(say) -> None:
    found = line(
        say("$13B (Jun 2026)", "digest"), say("$13B (Jun 2026)", "analysis"), say("$13B (Jun 2026)", "paper")
    )
    assert found.disagreements == ()


def test_one_source_that_says_a_thing_twice_is_no_restatement(say) -> None:
    found = line(say("$13B (Jun 2026)"), say("$13B (Jun 2026)", note="again"))
    assert found.disagreements == ()


def test_claims_without_a_source_have_no_origin_in_common(say) -> None:
    found = line(say("$13B (Jun 2026)", ""), say("$13B (Jun 2026)", "", note="again"))
    assert [aside.why for aside in found.aside] == [SAYS_THE_SAME]


def test_everything_less_precise_on_a_line_is_one_finding(say) -> None:
    found = line(
        say("$13B (Jun 2026)", "memo"),
        say("$11–13B (Jun 2026)", "paper"),
        say("~$12.5B (Jun 2026)", "blog"),
        say("$5B (Jan 2026)", "memo"),
        say("$4–6B (Jan 2026)", "paper"),
    )
    (vague,) = found.disagreements
    assert [str(claim.value) for claim in vague.claims] == ["$13B", "~$12.5B", "$11–13B", "$5B", "$4–6B"]


def test_what_differs_from_nothing_shown_is_no_finding(say) -> None:
    found = line(
        say("$5B (Jul 2026)"), say("$11B (in talks, May 2026)"), say("$4B (in talks, May 2026)", "blog")
    )
    assert found.disagreements == ()
    assert sorted(reasons(found).values()) == [CONTRADICTS, OLDER]


def test_sources_that_retell_each_other_are_one_origin(say) -> None:
    found = line(say("$1B (Feb 2026)", "ring"), say("$1B (Feb 2026)", "ring-too", origin="ring"))
    assert natures(found) == ["restatement"]
