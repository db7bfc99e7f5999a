"""Names that more than one entity goes by, and names so close that they may be one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vaultgen.catalog.names import name_findings


@pytest.fixture
def found(told) -> Callable[..., list[tuple[str, str]]]:
    def find(*entities: str) -> list[tuple[str, str]]:
        lines = "".join(f"  - {{kinds: [company], {entity}}}\n" for entity in entities)
        catalog = told(f"sources: [{{id: s, title: Acme}}]\nentities:\n{lines}")
        return [(one.code, one.subject) for one in name_findings(catalog.cores.values())]

    return find


def test_different_names_are_nothing(found) -> None:
    assert found("id: a, name: Acme", "id: b, name: Beta") == []


def test_one_alias_claimed_by_two(found) -> None:
    assert found("id: a, name: Acme, aliases: [Modal]", "id: b, name: Modal Labs, aliases: [MODAL]") == [
        ("alias", "a")
    ]


def test_names_that_differ_by_form_or_accent_only(found) -> None:
    assert found("id: a, name: Acme", "id: b, name: Acme Inc.") == [("near-duplicate", "a")]
    assert found("id: a, name: Société Générale", "id: b, name: Societe  Generale SA") == [
        ("near-duplicate", "a")
    ]
    assert found("id: a, name: Data Bricks", "id: b, name: Databricks") == [("near-duplicate", "a")]
    assert found("id: a, name: AI", "id: b, name: Labs") == []


def test_three_of_one_name_are_told_pair_by_pair(found) -> None:
    assert found("id: a, name: Acme", "id: b, name: Acme", "id: c, name: acme") == [
        ("alias", "a"),
        ("alias", "a"),
    ]


@pytest.mark.parametrize("word", ["not_same_as: [b]", "same_as: [b]", "merged_into: b"])
def test_what_a_person_has_decided_is_not_asked_again(found, word: str) -> None:
    assert found(f"id: a, name: Acme, {word}", "id: b, name: Acme") == []
    assert found("id: b, name: Acme", f"id: c, name: Acme, {word}") == []


def test_sources_may_share_a_name(found) -> None:
    assert found("id: a, name: Acme") == []
