from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from vaultgen.site.graph.lettering import cut, plain, width, wrap, written


@given(st.text(max_size=60), st.integers(20, 300))
def test_what_is_cut_fits(text, room):
    shown = cut(plain(text), room, 12)
    assert width(shown, 12) <= max(room, width(plain(text)[:1] + "…", 12))
    assert shown == plain(text) or shown.endswith("…")


@given(st.text(max_size=200), st.integers(30, 200), st.integers(1, 4))
def test_wrapped_lines_fit(text, room, lines):
    made = wrap(text, room, 12, lines)
    assert len(made) <= lines
    assert all(made)


def test_a_sign_is_never_cut_in_two():
    shown = cut("e\u0301" * 40, 60, 12)
    assert not unicodedata.combining(shown[0])
    assert shown.removesuffix("…").endswith("e\u0301")


def test_wide_signs_count_as_wide():
    assert width("漢字", 10) > width("ab", 10)
    assert width("\u0301", 10) == 0


def test_steering_signs_and_line_ends_are_left_out():
    assert plain("a\x1b[31m\n b\u2028c\x00") == "a[31m b c"
    assert written("a<b>&\"'") == "a&lt;b&gt;&amp;&quot;&#x27;"
