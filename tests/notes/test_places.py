from __future__ import annotations

import pytest

from vaultgen.catalog.card import Card
from vaultgen.notes.places import folder_of, places, shelf_rank


def card(one: str, name: str, kind: str = "company", level: str = "note") -> Card:
    return Card(id=one, name=name, kinds=(kind,), level=level, names=(name,))


def test_every_entity_with_a_note_has_a_place_of_its_own():
    cards = [card("b", "Acme"), card("a", "ACME"), card("c", "acme"), card("d", "Acme", "person")]
    found = places(cards, ["company", "person"])
    assert {one: place.path for one, place in found.items()} == {
        "a": "Companies/ACME.md",
        "b": "Companies/Acme (company).md",
        "c": "Companies/c.md",
        "d": "People/Acme (person).md",
    }


def test_names_of_the_vaults_own_notes_and_of_folders_are_taken():
    found = places([card("a", "home"), card("b", "Companies"), card("c", "Home (company)")], ["company"])
    assert found["a"].target == "home (company)"
    assert found["b"].target == "Companies (company)"
    assert found["c"].target == "Home (company) (company)"


def test_a_tie_ends_with_a_number():
    cards = [card("acme", "Acme"), card("x", "acme"), card("y", "Acme (company)"), card("z/acme", "ACME")]
    targets = [place.target for place in places(cards, []).values()]
    assert len({target.lower() for target in targets}) == 4
    long = "z" * 119
    many = [card(f"{long}{n}", "Same", "k") for n in range(4)]
    assert len({place.target.lower() for place in places(many, []).values()}) == 4


def test_mentions_and_what_is_not_known_yet_have_no_place():
    assert places([card("a", "A", level="mention"), card("b", "B")._replace(known=False)], []) == {}


@pytest.mark.parametrize(
    ("kind", "folder"),
    [
        ("company", "Companies"),
        ("person", "People"),
        ("hedge_fund", "Hedge funds"),
        ("news", "News"),
        ("*", "Notes"),
    ],
)
def test_a_kind_has_a_folder_by_its_plural(kind, folder):
    assert folder_of(kind) == ("s" if kind == "*" else folder)


def test_built_in_kinds_come_before_a_users_own():
    assert sorted(["zoo", "source", "company", "person"], key=shelf_rank) == [
        "company",
        "person",
        "source",
        "zoo",
    ]


def test_an_id_that_is_taken_as_a_name_gets_a_number():
    cards = [card("a", "zed"), card("b", "Acme"), card("c", "Acme"), card("zed", "Acme")]
    assert places(cards, [])["zed"].target == "zed 3"
