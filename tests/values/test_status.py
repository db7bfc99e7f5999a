"""The vocabulary of statuses, its order and its spellings."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.errors import NotationError
from vaultgen.values.status import Status, Tier, parse_status, status_of, weaker


def test_statuses_stand_in_four_tiers() -> None:
    tiers = {tier: {str(status) for status in Status if status.tier is tier} for tier in Tier}
    assert tiers == {
        Tier.FIRM: {"confirmed", "closed", "announced", "filed"},
        Tier.SOFT: {"estimated", "implied"},
        Tier.PENDING: {"reported", "in_talks", "rumoured", "forecast"},
        Tier.VOID: {"opinion", "withdrawn", "superseded"},
    }


def test_statuses_are_ordered_from_filed_to_superseded() -> None:
    ordered = sorted(Status, key=lambda status: -status.strength)
    assert " ".join(ordered) == (
        "filed confirmed closed announced estimated implied reported in_talks rumoured forecast "
        "opinion withdrawn superseded"
    )


def test_a_retold_claim_takes_the_weaker_status() -> None:
    assert weaker(Status.CONFIRMED, Status.REPORTED) is Status.REPORTED
    for one, other in product(Status, Status):
        assert weaker(one, other) is weaker(other, one)
        assert weaker(one, other) in {one, other}
        assert weaker(one, one) is one


@given(st.sampled_from(Status))
def test_every_status_is_read_from_its_words(status: Status) -> None:
    for text in (status, status.words, status.words_after_origin, f"  {status.words.upper()}\n"):
        assert parse_status(text) is status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("in talks", Status.IN_TALKS),
        ("in_talks", Status.IN_TALKS),
        ("In  Talks", Status.IN_TALKS),
        ("talks", Status.IN_TALKS),
        ("est.", Status.ESTIMATED),
        ("est", Status.ESTIMATED),
        ("rumored", Status.RUMOURED),
        ("reportedly", Status.REPORTED),
    ],
)
def test_people_spell_a_status_in_many_ways(text: str, status: Status) -> None:
    assert parse_status(text) is status


def test_a_status_has_words_for_prose() -> None:
    assert Status.IN_TALKS.words == "in talks"
    assert Status.ESTIMATED.words == "estimated"
    assert Status.ESTIMATED.words_after_origin == "est."
    assert Status.REPORTED.words_after_origin == "reported"


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("reportd", 0, "did you mean “reported”"),
        ("  conformed", 2, "did you mean “confirmed”"),
        ("in tlaks", 0, "did you mean “in_talks”"),
        ("banana", 0, "one of confirmed, closed"),
        ("", 0, "one of confirmed, closed"),
        ("x" * 201, 199, "at most 200"),
    ],
)
def test_an_unknown_status_names_the_nearest(text: str, position: int, reason: str) -> None:
    with pytest.raises(NotationError, match=reason) as error:
        parse_status(text)
    assert error.value.position == position


def test_asking_whether_a_word_is_a_status_raises_nothing() -> None:
    assert status_of("Est.") is Status.ESTIMATED
    assert status_of("banana") is None
