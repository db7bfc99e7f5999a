"""The laws can fail: every bad merge breaks one, and every law is broken by one, with the cases that they try."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings

from tests.notes.merge.bad_merges import BAD
from tests.notes.merge.laws import LAWS, Case, cases

TRIED = 50


@pytest.fixture(scope="module")
def tried() -> list[Case]:
    found: list[Case] = []

    @settings(max_examples=TRIED, phases=[Phase.generate], derandomize=True, database=None)
    @given(cases())
    def collect(case: Case) -> None:
        found.append(case)

    collect()
    return found


def _breaks(law, merge, tried) -> bool:
    for case in tried:
        try:
            law(merge, case)
        except AssertionError:
            return True
    return False


@pytest.fixture(scope="module")
def broken(tried) -> set[tuple[str, str]]:
    """Which bad merge breaks which law."""
    return {(merge.__name__, law.__name__) for merge in BAD for law in LAWS if _breaks(law, merge, tried)}


@pytest.mark.parametrize("merge", BAD, ids=lambda merge: merge.__name__)
def test_a_bad_merge_is_caught(merge, broken):
    assert [law for name, law in broken if name == merge.__name__]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_a_law_catches_a_bad_merge(law, broken):
    assert [name for name, broken_law in broken if broken_law == law.__name__]
