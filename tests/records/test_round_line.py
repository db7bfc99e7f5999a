"""Rounds and investors that are written on one line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.errors import NotationError
from vaultgen.records.round_line import ROLES, investor_mapping, round_mapping

names = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,5})?", fullmatch=True).filter(
    lambda name: name not in {"and", "with", "at", "others", "various"}
)
amounts = st.sampled_from(["$5M", "~$1.5B", "$300–350M", "up to $100M", "undisclosed", "€60M", "$215M+"])
days = st.sampled_from(["2019", "Jan 2026", "Jan 20, 2026", "early 2025", "Q1 2026", "2024-2025"])
investors = st.fixed_dictionaries(
    {"investor": names}, optional={"amount": amounts, "role": st.sampled_from(ROLES)}
)


def shown(investor):
    about = [investor[key].replace("_", "-") for key in ("amount", "role") if key in investor]
    return investor["investor"] + (f" ({', '.join(about)})" if about else "")


def joined(texts):
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


@given(investors)
def test_an_investor_is_read_back_from_its_line(investor):
    assert investor_mapping(shown(investor), currency="USD") == investor


@given(
    stage=st.sampled_from(["Seed", "Series E", "Split-priced round", "Pre-seed"]),
    date=st.none() | days,
    status=st.none() | st.sampled_from(["in talks", "reported", "closed"]),
    amount=st.none() | amounts,
    price=st.none() | st.tuples(st.sampled_from(["valuation", "pre_money", "post_money"]), amounts),
    leads=st.lists(names, max_size=3),
    others=st.lists(investors, max_size=3),
)
def test_a_round_is_read_back_from_its_line(*, stage, date, status, amount, price, leads, others):
    head = stage + (f", {date}" if date else "") + (f" ({status})" if status else "")
    clauses = []
    expected = {"stage": stage}
    if date:
        expected["date"] = date
    if status:
        expected["status"] = status
    if amount:
        expected["amount"] = amount
        basis = {"valuation": "", "pre_money": " pre-money", "post_money": " post"}
        clauses.append(f"{amount} at {price[1]}{basis[price[0]]}" if price else amount)
        if price:
            expected[price[0]] = price[1]
    role = "lead" if len(leads) == 1 else "co_lead"
    lines = [{"investor": lead, "role": role} for lead in leads] + others
    if leads:
        clauses.append(f"led by {joined(leads)}")
    if others:
        clauses.append(f"with {joined([shown(other) for other in others])}")
    if lines:
        expected["investors"] = lines
    assert round_mapping(f"{head}: {', '.join(clauses)}", currency="USD") == expected


def test_investors_that_are_not_named_are_a_flag():
    read = round_mapping("Seed: $5M, led by ivp, with nvidia and various", currency="USD")
    assert read["various"] is True
    assert [line["investor"] for line in read["investors"]] == ["ivp", "nvidia"]
    assert round_mapping("Seed: $5M, with others", currency="USD") == {
        "stage": "Seed", "amount": "$5M", "various": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "at", "reason"),
    [
        ("Series B", "", "“:”"),
        ("Seed, Jann 2019: $5M", "Jann", "date"),
        ("Seed (talkz): $5M", "talkz", "status"),
        ("Seed (closed) now: $5M", "Seed", "stage, day"),
        ("(closed): $5M", "(closed)", "stage, day"),
        ("Seed: $5Q, led by ivp", "Q", "amount"),
        ("Seed: $5M at $20X", "X", "unit"),
        ("Seed: $5M, backed by ivp", ", backed", "amount"),
        ("Seed: $5M, led by", "", "investor"),
        ("Seed: $5M, led by ivp and", "and", "nothing follows"),
        ("Seed: $5M, with ivp (lots)", "lots", "amount"),
        ("Seed: $5M, with ivp ($1M, $2M)", "$2M", "a second amount"),
        ("Seed: $5M, with ivp (lead, existing)", "existing", "a second role"),
        ("Seed: $5M, with ivp ()", ")", "says nothing"),
        ("Seed: $5M, with ivp (, $5M)", ", $5M", "amount or a role"),
        ("Seed: $5M, with ivp ($5M", "($5M", "never closed"),
        ("Seed: $5M, with ivp) and nvidia", "ivp) and", "investor"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(line, at, reason):
    with pytest.raises(NotationError, match=re.escape(reason)) as caught:
        round_mapping(line, currency="USD")
    assert line[caught.value.position :].startswith(at)
    assert bool(at) == (caught.value.position < len(line))
    assert caught.value.text == line


def test_a_line_of_absurd_length_is_refused_unread():
    with pytest.raises(NotationError, match="at most 1000 characters"):
        round_mapping("Seed: $5M" * 10_000, currency="USD")


def test_an_investor_line_holds_one_investor():
    with pytest.raises(NotationError, match="one investor a line"):
        investor_mapping("ivp and nvidia", currency="USD")


def position_of_fault(read, text):
    try:
        read(text, currency="USD")
    except NotationError as error:
        return error.position
    return 0


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_position(text):
    assert 0 <= position_of_fault(round_mapping, text) <= len(text)
    assert 0 <= position_of_fault(investor_mapping, text) <= len(text)
