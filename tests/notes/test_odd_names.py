"""Odd names and texts survive in whole notes: paths, links, tables and front matter hold."""

from __future__ import annotations

import re
import unicodedata

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from vaultgen.notes.places import RESERVED
from vaultgen.vault.form_check import check_frontmatter, check_names
from vaultgen.vault.links_check import check_links

NAMES = [
    "A16Z | Growth]]",
    "C#",
    ".hidden",
    "CON",
    "雷军",
    unicodedata.normalize("NFD", "Ação"),
    "Nubank",
    "nubank",
    "x" * 300,
    "{{ 7*7 }}",
    "شركة النور",
    "🚀 Rocket 🚀",
    "Home",
    "Conflicts",
    "Companies",
    "Node.md",
    "a/b\\c:d*e?f",
    "$AAPL / $5M",
    "~Tilde~",
    "- dash",
    "# hash",
    "1. first",
    "> quote",
    "**bold** _it_ `code`",
    "<b>html</b>",
    "[^1]",
    "%%hidden%%",
    "null",
    "2026",
]
NASTY = [
    "$5M (US$) ~a~ ~b~ | [[x]] [[y|z]] {{ 7*7 }} {% x %} <b> # x",
    "two\nlines\n---\n# x\n> [!note] y\n- z",
    "---",
    "# x",
    "```\nopen",
    "| a | b |",
    "%% open",
    "$$ open",
    "[^1]",
    "<!-- open",
]
READER = MarkdownIt("commonmark", {"html": True}).enable("table")
TOLD = ("summary", "why", "does", "landscape")


def records(names: list[str], nasty: str) -> dict[str, object]:
    """Entities of these names, tied to each other, with the text in every field that takes one."""
    ids = [f"e{number}" for number in range(len(names))]
    entities = []
    for number, (one, name) in enumerate(zip(ids, names, strict=True)):
        other, third = ids[(number + 1) % len(ids)], ids[(number + 2) % len(ids)]
        entities.append(
            {
                "id": one,
                "name": name,
                "kinds": [("company", "investor", "person", "concept", "group", "market")[number % 6]],
                "aliases": [nasty, f"alias {number}"],
                "tags": [nasty, "ok"],
                **dict.fromkeys(TOLD, f"{nasty} [[{other}]]"),
                **dict.fromkeys(("hq", "ticker", "positioning", "tagline", "standing", "market"), nasty),
                "facts": {nasty: nasty},
                "bull": [nasty],
                "bear": [nasty],
                "sections": [
                    {"heading": nasty, "text": nasty, "items": [nasty], "closing": nasty},
                    {"heading": "T", "table": {"columns": [nasty, "b"], "rows": [[nasty, f"[[{other}]]"]]}},
                ],
                "metrics": [
                    {
                        "metric": "valuation",
                        "value": "$5B",
                        "as_of": "2026-01",
                        "note": nasty,
                        "source": "s1",
                    },
                    {
                        "metric": "arr",
                        "value": "$1M",
                        "scope": nasty,
                        "origin": f"{nasty} & Co",
                        "status": "estimated",
                    },
                    {"metric": "lead_share", "value": "50%", "scope": nasty, "note": nasty},
                ],
                "rounds": [
                    {
                        "id": f"{one}/r",
                        "stage": nasty,
                        "date": "2026-01",
                        "amount": "$5M",
                        "status": "reported",
                        "source": "s1",
                        "terms": {nasty: nasty},
                        "investors": [{"investor": other, "note": nasty, "amount": "$1M"}],
                        "status_log": [{"on": "2026-01", "amount": "$5M", "note": nasty, "source": "s2"}],
                        "tranches": [{"id": "floor", "label": nasty, "valuation": "$50M", "amount": "$1M"}],
                    }
                ],
                "deals": [
                    {
                        "id": f"{one}/d",
                        "type": "other",
                        "to": third,
                        "label": nasty,
                        "note": nasty,
                        "pattern": nasty,
                    }
                ],
                "relations": [
                    {"type": "competitor_of", "to": other, "label": nasty, "note": nasty},
                    {
                        "type": "customer_of",
                        "to": other,
                        "note": nasty,
                        "inverse_note": nasty,
                        "locator": nasty,
                    },
                    {"type": "related_to", "to": third, "note": nasty},
                ],
            }
        )
    sources = [
        {"id": "s1", "title": nasty, "author": nasty, "note": nasty, "kind": nasty, "published": "2026-02"},
        {"id": "s2", "title": "x" + nasty, "based_on": ["s1"], "publisher": "e0", "published": "2026-02-03"},
    ]
    return {"entities": entities, "sources": sources}


def assert_sound(notes: dict[str, str]) -> None:
    """Every link resolves, every table keeps its columns, all front matter is canonical, no structure is made up."""
    assert check_links(notes) == []
    assert check_names(notes) == []
    for path, text in notes.items():
        assert check_frontmatter(text) == [], path
        assert_whole(text)


def assert_whole(text: str) -> None:
    front, body = text.removeprefix("---\n").split("\n---\n", 1)
    assert yaml.safe_load(front)["id"]
    for line, following in zip(body.splitlines(), body.splitlines()[1:], strict=False):
        if re.fullmatch(r"\|(-+\|)+", following):
            columns = following.count("|")
            assert len(re.findall(r"(?<!\\)\|", line)) == columns, line
    tokens = READER.parse(body)
    assert all(token.tag != "h1" for token in tokens if token.type == "heading_open")
    assert not any(token.type == "html_block" for token in tokens)
    # Every heading of the second level comes after a rule of the note's own.
    for number, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            assert tokens[number - 1].type == "hr"


def test_odd_names_make_notes_that_every_system_and_every_link_can_reach(vault):
    made = vault(records(NAMES, "plain words"))
    notes = made.all()
    assert_sound(notes)
    keys = [path.rsplit("/", 1)[-1].lower() for path in notes]
    assert len(set(keys)) == len(keys)
    assert {f"{name}.md" for name in RESERVED} <= notes.keys()
    for one, name in enumerate(NAMES):
        place = made.book.places[f"e{one}"]
        shown = " ".join(name.split())
        assert (
            place.target == name or shown in yaml.safe_load(made.note(f"e{one}").split("---\n")[1])["aliases"]
        )


@pytest.mark.parametrize("nasty", NASTY)
def test_no_text_of_a_record_breaks_a_note(vault, nasty):
    assert_sound(vault(records(["Acme", "Beta", "Ceres", "Delta", "Echo", "Foxtrot"], nasty)).all())


def test_records_are_never_template_source(vault):
    text = "{{ 7*7 }} {% raw %} {# no #} {{ properties }}"
    notes = vault(records([text, "Beta", "Ceres"], text)).all()
    assert_sound(notes)
    for path, note in notes.items():
        assert "49" not in note, path
    assert "{{ 7*7 }} {% raw %} {# no #} {{ properties }}" in notes["Investors/Beta.md"]


TEXT = st.text(alphabet=st.sampled_from("#=->`~<!/%$[]^1a \n*|.\\_{}é雷"), min_size=1, max_size=24).filter(
    lambda text: text.strip() != ""
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(name=TEXT, nasty=TEXT)
def test_random_names_and_texts_make_sound_notes(vault, name, nasty):
    made = vault(records([name, "Beta", "Ceres"], nasty))
    for key in made.book.places:
        assert_whole(made.note(key))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(value=TEXT)
def test_a_plain_value_shows_as_it_is_and_adds_no_structure(vault, value):
    made = vault(
        {"entities": [{"id": "a", "kinds": ["company"], "name": "Acme", "hq": value, "ticker": "T"}]}
    )
    tokens = READER.parse(made.body("a"))
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h2"]
    assert sum(token.type == "tr_open" for token in tokens) == 2
    cells = [tokens[number + 1] for number, token in enumerate(tokens) if token.type == "td_open"]
    shown = "".join(child.content for child in cells[1].children if child.type in {"text", "text_special"})
    assert shown.split() == value.split() or "http" in value
