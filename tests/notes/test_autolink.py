"""Mentions of other notes become links: once a section, only where a person would have put one."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.notes.autolink import Vocabulary, link_mentions
from vaultgen.notes.links import wikilink
from vaultgen.values.names import file_name

NAMES = (
    "NVIDIA",
    "NVIDIA as kingmaker",
    "Together",
    "Together AI",
    "Modal",
    "xAI",
    "AI",
    "Scale.ai",
    "Scale",
    "AT&T",
    "Anyscale/Ray",
    "E*TRADE",
    "C#",
    ".NET",
    "Spark Capital",
    "Groq",
    "Crédit Agricole",
    "雷军",
    "小米",
    "हिन्दी",
    "🚀",
    "2021.AI",
)


def vocabulary(*names: str) -> Vocabulary:
    """The names, each standing for itself in lower case."""
    return Vocabulary((name, name.lower()) for name in names)


VOCABULARY = vocabulary(*NAMES)
FILES = {name.lower(): file_name(name, fallback="note") for name in NAMES}


def linked(
    markdown: str, *, own: str = "", seen: set[str] | None = None, names: Vocabulary = VOCABULARY
) -> str:
    """The text with links to the notes of the vocabulary's names."""
    return link_mentions(
        markdown,
        names,
        own=own,
        seen=set() if seen is None else seen,
        link=lambda key, text: wikilink(FILES[key], text),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Groq and Groq", "[[Groq]] and Groq"),
        ("worked together on a modal dialog", "worked together on a modal dialog"),
        ("Together AI's platform", "[[Together AI]]'s platform"),
        ("Together AI’s platform", "[[Together AI]]’s platform"),
        ("NVIDIA as kingmaker, NVIDIA", "[[NVIDIA as kingmaker]], [[NVIDIA]]"),
        ("xAI is no AIs", "[[xAI]] is no AIs"),
        ("GenAI, AI2 and AI", "GenAI, AI2 and [[AI]]"),
        ("**Groq**, (NVIDIA) and *Modal*", "**[[Groq]]**, ([[NVIDIA]]) and *[[Modal]]*"),
        ("_Groq_ and my_Modal_var", "_[[Groq]]_ and my_Modal_var"),
        ("NVIDIA-partnered", "[[NVIDIA]]-partnered"),
        ("Scale.ai or Scale.com or Scale.", "[[Scale.ai]] or Scale.com or [[Scale]]."),
        ("info@Groq.com, @Groq", "info@Groq.com, @[[Groq]]"),
        ("O'Groq", "O'Groq"),
        ("AT&T and Anyscale/Ray", "[[AT&T]] and [[Anyscale-Ray|Anyscale/Ray]]"),
        (r"E\*TRADE", "[[ETRADE|E*TRADE]]"),
        ("written in C# on .NET", "written in C# on [[NET|.NET]]"),
        ("on ASP.NET", "on ASP.NET"),
        ("Crédit Agricole", "[[Crédit Agricole]]"),
        (unicodedata.normalize("NFD", "Modalé"), unicodedata.normalize("NFD", "Modalé")),
        ("小米创始人雷军表示", "[[小米]]创始人[[雷军]]表示"),
        ("हिन्दी and हिन्दीक", "[[हिन्दी]] and हिन्दीक"),
        ("“Groq”—NVIDIA…", "“[[Groq]]”—[[NVIDIA]]…"),
        ("🚀Groq🚀", "🚀[[Groq]]🚀"),
        ("2021.AI at 2021", "[[2021.AI]] at 2021"),
        ("Spark", "Spark"),
        (r"\Groq !Groq [Groq] (Groq!)", r"\Groq !Groq [Groq] ([[Groq]]!)"),
        ("Spark Capital", "[[Spark Capital]]"),
        ("Spark\nCapital", "Spark\nCapital"),
        ("", ""),
    ],
)
def test_a_whole_name_is_linked_once_and_the_longest_wins(text, expected):
    assert linked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "# Groq",
        "Groq\n====",
        "`Groq`",
        "``a ` Groq``",
        "```\nGroq\n```",
        "    Groq",
        "$$Groq$$",
        "%%Groq%%",
        "<!-- Groq -->",
        "<a title='Groq'>",
        "<div>\nGroq\n</div>",
        "https://x.y/Groq",
        "<https://x.y/Groq>",
        "[Groq](https://x.y)",
        "[the Groq chip][1]",
        "![Groq](a.png)",
        "[^Groq]",
        "[^1]: Groq",
        "[1]: Groq",
        "[[Other|Groq x]]",
        "![[Groq chips]]",
        "| Groq |\n|---|",
        "| A |\n|---|\n| $20B (Groq) |\n| **~$600M** (Groq est., Mar 2026) |\n| 12 (Groq) |\n| up to $1B (Groq) |",
    ],
)
def test_no_link_goes_where_none_belongs(text):
    assert linked(text) == text


def test_a_table_cell_of_words_is_linked():
    text = "| A | B |\n|---|---|\n| NVIDIA | $20B licence from Groq |\n| C | $5B (Modal) |"
    names = {"nvidia": "NVIDIA Corp", "groq": "Groq", "modal": "Modal"}
    written = link_mentions(
        text, VOCABULARY, own="", seen=set(), link=lambda key, name: wikilink(names[key], name)
    )
    assert written == (
        "| A | B |\n|---|---|\n| [[NVIDIA Corp\\|NVIDIA]] | $20B licence from [[Groq]] |\n| C | $5B (Modal) |"
    )


def test_a_note_does_not_link_to_itself_nor_to_what_stands_in_its_name():
    assert (
        linked("NVIDIA as kingmaker and NVIDIA", own="nvidia as kingmaker")
        == "NVIDIA as kingmaker and [[NVIDIA]]"
    )


def test_a_section_links_each_entity_once_over_all_its_pieces():
    seen: set[str] = set()
    assert linked("Groq", seen=seen) == "[[Groq]]"
    assert linked("Groq and NVIDIA", seen=seen) == "Groq and [[NVIDIA]]"
    assert seen == {"groq", "nvidia"}


def test_an_explicit_link_anywhere_in_the_text_counts_as_the_first():
    seen: set[str] = set()
    assert linked("Groq, later [[Groq]]; [[Some file|Modal]] and Modal", seen=seen) == (
        "Groq, later [[Groq]]; [[Some file|Modal]] and Modal"
    )
    assert seen == {"groq", "modal"}
    assert linked("Groq, later `[[Groq]]`") == "[[Groq]], later `[[Groq]]`"


def test_an_ambiguous_name_links_to_nobody_and_hides_names_inside_it():
    names = Vocabulary(
        [
            ("Apollo", "a"),
            ("Apollo Global", "b"),
            ("Apollo Global", "c"),
            ("Apollo Global", "b"),
            ("Ivy", "d"),
            ("Ivy", "d"),
        ]
    )
    found = names.mentions("Apollo Global met Apollo and Ivy")
    assert [(mention.name, mention.key) for mention in found] == [("Apollo", "a"), ("Ivy", "d")]
    assert found[0].start == 18
    assert (names.meaning("Apollo"), names.meaning("Apollo Global"), names.meaning("Zeus")) == (
        "a",
        None,
        None,
    )
    assert sorted(names.names()) == ["Apollo", "Ivy"]


def test_text_without_any_first_word_needs_no_search():
    assert VOCABULARY.may_mention("the Spark of it")
    assert not VOCABULARY.may_mention("nothing of that kind")
    assert not vocabulary().may_mention("Groq")
    assert not vocabulary("🚀", "").may_mention("🚀")


# Between a name and what follows stands something: a link made beside a name would set it free (`C#NVIDIA`).
named = st.tuples(st.sampled_from(NAMES), st.sampled_from([" ", ", ", "—", "'s ", ") "])).map("".join)
others = st.sampled_from(
    [
        "and ",
        "my_",
        "the ",
        "`Groq` ",
        "[[Groq]]",
        "[Modal](x) ",
        "# ",
        "\n",
        "\n\n",
        "- ",
        "| ",
        "$5B ",
        "!",
        "[",
        ".",
        "(",
        "é",
        "\\",
        "*",
    ]
)
texts = st.lists(named | others, max_size=14).map("".join)


@given(texts)
def test_taking_the_links_out_again_gives_the_text_back(text):
    names = []

    def mark(key: str, name: str) -> str:
        assert key == name.lower()
        names.append(name)
        return f"\ue000{name}\ue001"

    marked = link_mentions(text, VOCABULARY, own="modal", seen=set(), link=mark)
    assert re.findall("\ue000(.*?)\ue001", marked) == names
    assert len(set(names)) == len(names)
    assert re.sub("[\ue000\ue001]", "", marked).replace("\\*", "*") == text.replace("\\*", "*")


@given(texts)
def test_linking_twice_changes_nothing(text):
    once = linked(text)
    assert linked(once) == once


@given(texts)
def test_mentions_are_names_that_stand_alone(text):
    last = 0
    for mention in VOCABULARY.mentions(text):
        assert mention.start >= last
        last = mention.end
        assert text[mention.start : mention.end].replace("\\", "") == mention.name
        if mention.name.isascii():
            assert (
                not re.match(r"[A-Za-z0-9]", text[mention.end : mention.end + 1])
                or not mention.name[-1].isalnum()
            )
