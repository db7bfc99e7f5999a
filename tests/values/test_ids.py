"""Ids: which are accepted, and how one is made of a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.errors import NotationError
from vaultgen.values.ids import LONGEST_ID, check_id, slugify


@pytest.mark.parametrize(
    "text", ["baseten", "a16z", "20vc", "baseten/series-e", "scale.ai", "a_b", "a/b/c", "a" * 120]
)
def test_an_id_is_given_back(text: str) -> None:
    assert check_id(text) == text


@pytest.mark.parametrize(
    ("text", "position", "better"),
    [
        ("Baseten", 0, "baseten"),
        ("base ten", 4, "base-ten"),
        ("café", 3, "cafe"),
        ("a/B", 2, "a/b"),
        ("a..b", 2, "a-b"),
        ("a..B", 2, "a-b"),
        ("a.", 1, "a"),
        ("a/", 1, "a"),
        ("/a", 0, "a"),
        ("a//b", 2, "a/b"),
        (".a", 0, "a"),
        ("a/-b", 2, "a/b"),
        ("a\n", 1, "a"),
        ("a/..", 2, ""),
        ("\ud800", 0, "n-"),
    ],
)
def test_another_text_is_refused_with_a_better_one(text: str, position: int, better: str) -> None:
    with pytest.raises(NotationError, match=f"did you mean “{better}") as error:
        check_id(text)
    assert error.value.position == position


@pytest.mark.parametrize(("text", "position"), [("", 0), ("a" * 121, 119)])
def test_an_empty_or_endless_id_is_refused(text: str, position: int) -> None:
    with pytest.raises(NotationError) as error:
        check_id(text)
    assert error.value.position == position


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Baseten", "baseten"),
        ("Scale AI", "scale-ai"),
        ("Character.AI", "character-ai"),
        ("S&P Global", "s-and-p-global"),
        ("Moody's", "moodys"),
        ("Moody’s", "moodys"),
        ("Société Générale", "societe-generale"),
        ("Socie\u0301te\u0301 Ge\u0301ne\u0301rale", "societe-generale"),
        ("Łódź Straße Ærø", "lodz-strasse-aero"),
        ("C++", "c-plus-plus"),
        ("Anyscale/Ray", "anyscale-ray"),
        ("Ⅷ ﬁ", "viii-fi"),
    ],
)
def test_a_name_becomes_an_id(name: str, slug: str) -> None:
    assert slugify(name) == slug


def test_names_in_other_scripts_get_different_ids() -> None:
    slugs = [
        slugify(name)
        for name in ("東京", "大阪", "東京 AI", "大阪 AI", "Яндекс", "AI", "x" * 100, "x" * 101, "", "!")
    ]
    assert len(set(slugs)) == len(slugs)
    assert slugs[0].startswith("n-")
    assert slugs[2].startswith("ai-")
    assert slugify("東京") == slugs[0]


@given(st.text())
def test_every_slug_is_an_id_and_its_own_slug(name: str) -> None:
    slug = slugify(name)
    assert check_id(slug) == slug
    assert slugify(slug) == slug
    assert len(slug) < LONGEST_ID
