"""Whole notes as they were last found good; `UPDATE_GOLDEN=1` writes them anew (see conftest)."""

from __future__ import annotations

import pytest

from vaultgen.vault.form_check import check_frontmatter
from vaultgen.vault.links_check import check_links

NOTES = {
    "acme": "rich company",
    "bolt": "small company",
    "shop": "stub",
    "north": "investor",
    "jane": "person",
    "kit": "concept",
    "robots": "market",
    "press": "publisher",
    "blog": "source",
}


@pytest.fixture(scope="module")
def records(project):
    return (project / "tests" / "golden" / "notes" / "records.yaml").read_text("utf-8")


@pytest.mark.parametrize("entity", NOTES)
def test_a_whole_note_is_as_it_was_found_good(vault, golden, records, entity):
    golden(NOTES[entity], vault(records, tag_line=True).note(entity))


@pytest.mark.parametrize("name", ["Home", "Companies", "Conflicts", "Rounds timeline"])
def test_a_note_about_the_vault_is_as_it_was_found_good(vault, golden, records, name):
    golden(name, vault(records).indexes()[name])


def test_the_good_notes_are_sound(vault, records):
    notes = vault(records).all()
    assert check_links(notes) == []
    assert [fault for text in notes.values() for fault in check_frontmatter(text)] == []


def test_no_note_has_a_heading_without_content(vault, records):
    for path, text in vault(records).all().items():
        lines = [line for line in text.splitlines() if line]
        for line, following in zip(lines, [*lines[1:], "---"], strict=True):
            assert not (line.startswith("## ") and following in {"---", ""}), (path, line)
