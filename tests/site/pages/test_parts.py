"""The laws of cutting a list into pages: all of it is shown, and an edit moves only the cuts beside it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.site.pages import places
from vaultgen.site.pages.parts import begins, most_rows, parts_of, reach

NAMES = st.lists(st.text(st.characters(codec="utf-8") | st.just("\udc80"), max_size=3), max_size=60)
# Few numbers, so that many are equal.
DIGESTS = st.lists(st.integers(0, 40), max_size=60)


def _cut(names):
    return [part.rows for part in parts_of(names, str)]


@given(names=NAMES, size=st.integers(1, 8))
def test_the_parts_of_a_list_are_the_list(names, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "PAGE_SIZE", size)
        parts = parts_of(names, str)
        assert [row for part in parts for row in part.rows] == names
        assert [part.number for part in parts] == list(range(1, len(parts) + 1))
        assert {part.of for part in parts} == {len(parts)}
        assert all(part.rows for part in parts) or not names
        assert all(len(part.rows) <= most_rows() for part in parts)
        assert len(parts) == 1 or len(names) > size


@given(digests=DIGESTS, new=st.integers(0, 40), data=st.data(), size=st.integers(1, 8))
def test_a_row_that_comes_or_goes_moves_only_the_cuts_within_its_reach(digests, new, data, size):
    at = data.draw(st.integers(0, len(digests)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "PAGE_SIZE", size)
        near = reach()
        without, within = list(begins(digests)), list(begins([*digests[:at], new, *digests[at:]]))
    assert [cut for cut in without if cut + near < at] == [cut for cut in within if cut + near < at]
    assert [cut + 1 for cut in without if cut >= at + near] == [cut for cut in within if cut > at + near]
    assert all(later - cut > near for cut, later in pairwise(without))


@pytest.mark.parametrize("name", ["N{:05}.md", "Companies/Company {}.md", "Notes/{:x}-note.md"])
def test_a_note_more_in_ten_thousand_is_another_page_or_two(name):
    names = [name.format(number) for number in range(10_000)]
    before = _cut(names)
    assert 40 < len(before) < 60
    known = {tuple(rows) for rows in before}
    for at in range(0, 10_001, 401):
        after = _cut([*names[:at], "Another one.md", *names[at:]])
        assert len({tuple(rows) for rows in after} - known) <= 2, at


def test_what_fits_a_page_is_not_cut():
    names = [f"N{number}" for number in range(places.PAGE_SIZE)]
    assert _cut(names) == [names]
    assert _cut([]) == [[]]


def test_rows_of_one_name_go_on_pages_of_equal_length():
    assert [len(rows) for rows in _cut(["N"] * 1_000)] == [334, 334, 332]
