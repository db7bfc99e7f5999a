"""Whole pages as they were last found good; `UPDATE_GOLDEN=1` writes them anew (see conftest)."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("company", "companies/acme.html"),
        ("investor", "investors/north-fund.html"),
        ("home", "index.html"),
        ("timeline", "timeline.html"),
        ("kind", "kinds/company.html"),
    ],
)
def test_a_page_is_as_it_was_found_good(pages, golden, name, address):
    shown = pages(description="All of it.", url="https://example.org/r/", vault_name="My vault")
    golden(name, shown[address])
