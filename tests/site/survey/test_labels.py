"""Names of properties read like words, in both directions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.site.labels import inverse_label, label


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("total_raised_usd", "Total raised"), ("hq", "Headquarters"), ("ceo", "CEO"), ("arr_usd", "ARR"),
        ("annualized_revenue_usd", "Annualized revenue"), ("lastRoundDate", "Last round date"), ("usd", "Usd"),
        ("Key People", "Key people"), ("status", "Status"), ("url", "URL"), ("", "Mentions"),
    ],
)  # fmt: skip
def test_a_property_has_a_label(name, shown):
    assert label(name) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("investors", "Invested in"), ("Investor", "Invested in"),
        ("customers", "Customer of"), ("suppliers", "Supplies"),
        ("ceo", "Chief executive of"), ("", "Mentioned in"),
        ("godparents", "Godparents of"), ("parent", "Subsidiaries"),
    ],
)  # fmt: skip
def test_a_relation_reads_from_the_other_side_too(name, shown):
    assert inverse_label(name) == shown


@given(st.text(max_size=30))
def test_any_name_has_labels(name):
    assert isinstance(label(name), str)
    assert inverse_label(name)
