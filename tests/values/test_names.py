"""Names as files, tags and link texts can carry them."""

from __future__ import annotations

import re
from unicodedata import category, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.values.names import LONGEST_NAME, display_text, file_name, name_key, tag_slug

pieces = [
    *"aZ0 ./\\:*?\"<>|#^[]%$`~-_'\u00a0\u202f\u200d\u00ad\u202e\u0301\u0130ßΣς\n\t",
    "CON",
    "com1",
    "LPT¹",
    ".md",
]
awkward = st.lists(st.one_of(st.sampled_from(pieces), st.characters()), max_size=40).map("".join)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Baseten", "Baseten"),
        ("Scale.ai", "Scale.ai"),
        ("Société Générale", "Société Générale"),
        ("Socie\u0301te\u0301", "Société"),
        ("Société\u00a0Générale\u202fSA", "Société Générale SA"),
        ("Anyscale/Ray", "Anyscale-Ray"),
        ("a\\b", "a-b"),
        ("Source: WSJ", "Source - WSJ"),
        ("10:30", "10-30"),
        ('What? *Really* <now> "yes" |#^[]', "What Really now yes"),
        ("100%", "100%"),
        ("100%% sure", "100 sure"),
        ("$5M deal", "USD 5M deal"),
        ("Micro$oft", "Microoft"),
        ("`code`", "code"),
        ("zero\u200bwidth \u202ebidi\u00adsoft", "zerowidth bidisoft"),
        ("a\x00b\x1fc\x85d", "ab c d"),
        ("lone \ud800 half", "lone half"),
        ("non\uffffcharacter\U0001fffe", "noncharacter"),
        ("  spaces \t and\nlines  ", "spaces and lines"),
        (".hidden", "hidden"),
        ("...", "fallback"),
        ("dots...", "dots"),
        ("Node.md", "Node-md"),
        ("Node.MD", "Node-MD"),
        ("Node.md.", "Node-md"),
        ("Deck.pdf", "Deck-pdf"),
        ("Node.js", "Node.js"),
        (".md", "md"),
        ("CON", "CON_"),
        ("con", "con_"),
        ("Con.txt", "Con_.txt"),
        ("com1", "com1_"),
        ("LPT¹", "LPT¹_"),
        ("CON .x", "CON_ .x"),
        ("Console", "Console"),
        ("com", "com"),
        ("", "fallback"),
        ("???", "fallback"),
        ("\u200b", "fallback"),
        ("\u3164", "fallback"),
        ("東京", "東京"),
        ("🚀 Rocket", "🚀 Rocket"),
    ],
)
def test_a_file_name_is_made_of_a_name(name: str, expected: str) -> None:
    assert file_name(name, fallback="fallback") == expected


def test_without_name_and_fallback_a_file_is_untitled() -> None:
    assert file_name("?", fallback="?") == "Untitled"
    assert file_name("?", fallback="baseten/series-e") == "baseten-series-e"


def test_a_long_name_is_cut_at_a_space_if_one_is_near() -> None:
    assert file_name("word " * 40, fallback="x") == ("word " * 24).strip()
    assert file_name("x" * 300, fallback="x") == "x" * 120
    assert file_name("a " + "x" * 300, fallback="x") == "a " + "x" * 118
    assert file_name("é" * 300, fallback="x") == "é" * 60
    assert file_name("x" * 116 + ".md" + "y" * 50, fallback="x") == "x" * 116 + ".mdy"
    assert file_name("x" * 117 + ".md" + "y" * 50, fallback="x") == "x" * 117 + "-md"


@given(awkward)
def test_a_file_name_is_accepted_on_every_system(name: str) -> None:
    result = file_name(name, fallback="fallback")
    assert result
    assert not set(result) & set('\\/:*?"<>|#^[]$`')
    assert "%%" not in result
    assert result.strip(" .") == result
    assert len(result.encode()) <= LONGEST_NAME
    assert normalize("NFC", result) == result
    assert not {category(character) for character in result} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not re.search(r"[^\S ]| {2}", result)
    assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])( *\..*)?", result)
    assert not re.search(r"(?i)\.(md|base|canvas|pdf|png|jpe?g)$", result)


@given(awkward)
def test_cleaning_a_file_name_again_changes_nothing(name: str) -> None:
    once = file_name(name, fallback="fallback")
    assert file_name(once, fallback="other") == once


@given(awkward)
def test_names_that_obsidian_takes_for_one_get_one_file_name(name: str) -> None:
    decomposed = normalize("NFD", name).replace(" ", "\u00a0")
    assert file_name(decomposed, fallback="x") == file_name(normalize("NFC", name), fallback="x")


@given(awkward)
def test_a_name_key_is_its_own_key(name: str) -> None:
    key = name_key(name)
    assert name_key(key) == key
    assert name_key(normalize("NFD", name)) == key
    assert name_key(name.replace(" ", "\u00a0")) == key


def test_names_are_compared_as_obsidian_compares_them() -> None:
    assert name_key("Société\u00a0Générale") == name_key("SOCIÉTÉ GÉNÉRALE") == "société générale"
    assert name_key("Straße") != name_key("Strasse")
    assert name_key("Straße") == name_key("straße")
    assert name_key("x" * 3000) == "x" * 3000


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("ai", "ai"),
        ("AI Inference", "ai-inference"),
        ("r&d", "r-d"),
        ("c++", "c"),
        ("saas:b2b", "saas-b2b"),
        ("l’oréal", "l-oréal"),
        ("50%", "n-50"),
        ("2026", "n-2026"),
        ("2026-Q1", "2026-q1"),
        ("a/b", "a/b"),
        ("/a//b/", "a/b"),
        ("Sector / Robotics", "sector/robotics"),
        ("a - b", "a-b"),
        ("snake_case", "snake_case"),
        ("東京", "東京"),
        ("हिन्दी", "हिन्दी"),
        ("🚀 rocket", "rocket"),
    ],
)
def test_a_tag_is_made_of_a_text(text: str, tag: str) -> None:
    assert tag_slug(text) == tag


def test_texts_without_letters_get_different_tags() -> None:
    tags = {tag_slug(text) for text in ("", "!", "?", "🚀", "---")}
    assert len(tags) == 5
    assert all(tag.startswith("n-") for tag in tags)


EXCLUDED = re.compile(r"[\s!-,.:-@\[-^`{-~\u2000-\u206f\u2e00-\u2e7f]")


@given(awkward)
def test_a_tag_is_always_a_valid_tag(text: str) -> None:
    tag = tag_slug(text)
    assert tag
    assert not EXCLUDED.search(tag)
    assert not tag.isdigit()
    assert any(category(character).startswith("L") for character in tag)
    assert all(part and part.strip("-") == part for part in tag.split("/"))
    assert tag_slug(tag) == tag
    assert tag_slug(text.upper()) == tag_slug(text.upper().lower())


@given(awkward)
def test_a_display_text_neither_ends_its_link_nor_begins_math(name: str) -> None:
    shown = display_text(name)
    assert not set(shown) & set("[]|#^$\\`\n")
    assert "%%" not in shown
    assert shown.strip() == shown
    assert display_text(shown) == shown


def test_a_display_text_keeps_what_is_harmless() -> None:
    assert display_text("Anyscale/Ray: “a & b”, c.") == "Anyscale/Ray: “a & b”, c."
    assert display_text("$5M [deal] | #1") == "USD 5M deal 1"
    assert display_text("[]") == ""


@pytest.mark.parametrize(
    ("name", "shown"), [("%[%", ""), ("e[\u0301", "é"), ("$[5", "5"), ("a |\u200b| b", "a b")]
)
def test_what_a_dropped_character_leaves_behind_is_cleaned_too(name: str, shown: str) -> None:
    assert display_text(name) == shown
    assert file_name(name, fallback="x") == (shown or "x")


def test_endless_names_are_cleaned_in_no_time() -> None:
    marks = "\u0301\u0327" * 500_000
    for name in (marks, "x" * 1_000_000, "\ud800" * 1_000_000, "." * 1_000_000, "$ " * 500_000):
        assert len(file_name(name, fallback="x").encode()) <= LONGEST_NAME
        assert tag_slug(name)
        assert len(display_text(name)) <= 6000
        assert name_key(name)
