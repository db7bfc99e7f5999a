"""Properties in the form in which Obsidian writes them, read back as the same values."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.notes.frontmatter import frontmatter


class CoreLoader(yaml.SafeLoader):
    """PyYAML with the scalars of YAML 1.2's core schema."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


CORE = (
    ("null", r"~|null|Null|NULL|", lambda _: None),
    ("bool", r"true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true"),
    ("int", r"[-+]?[0-9]+", Decimal),
    ("int", r"0o[0-7]+", lambda text: Decimal(int(text, 0))),
    ("int", r"0x[0-9a-fA-F]+", lambda text: Decimal(int(text, 0))),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", Decimal),
    (
        "float",
        r"[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN",
        lambda text: Decimal(text.replace(".", "").lower()),
    ),
)
for number, (tag, pattern, read) in enumerate(CORE):
    CoreLoader.add_implicit_resolver(f"!{number}-{tag}", re.compile(rf"(?:{pattern})\Z"), None)
    CoreLoader.add_constructor(
        f"!{number}-{tag}", lambda loader, node, read=read: read(loader.construct_scalar(node))
    )


def read_back(text: str) -> object:
    """The properties as a reader of YAML 1.2 gets them, numbers as decimals."""
    assert text.startswith("---\n")
    assert text.endswith("\n---\n")
    return yaml.load(text[4:-4], Loader=CoreLoader)  # noqa: S506 - derived from the safe loader


def test_a_note_starts_as_one_written_by_hand():
    assert frontmatter({"aliases": []}) == "---\naliases: []\n---\n"


def test_every_kind_of_value_has_its_form():
    assert frontmatter(
        {
            "id": "baseten",
            "name": "Acme: The Best",
            "nothing": None,
            "aliases": [],
            "empty": "",
            "tags": ["sector/robotics", "2026"],
            "sources": ("[[WSJ]]",),
            "founded": 2019,
            "raised": Decimal(585000000),
            "share": 12.50,
            "private": True,
            "public": False,
            "updated": "2026-01-23",
            "lead": "[[Jane Roe]]",
        }
    ) == (
        '---\nid: baseten\nname: "Acme: The Best"\nnothing:\naliases: []\nempty: ""\n'
        'tags:\n  - sector/robotics\n  - "2026"\nsources:\n  - "[[WSJ]]"\nfounded: 2019\nraised: 585000000\n'
        'share: 12.5\nprivate: true\npublic: false\nupdated: 2026-01-23\nlead: "[[Jane Roe]]"\n---\n'
    )


# What npm's yaml 2.7.0 writes with `{lineWidth: 0, nullStr: ""}`, as Obsidian does.
WRITTEN = [
    ("Baseten", "Baseten"),
    ("San Francisco", "San Francisco"),
    ("2026-01-02", "2026-01-02"),
    ("2024-2025", "2024-2025"),
    ("2026-01-02T10:30:00", "2026-01-02T10:30:00"),
    ("~$285M", "~$285M"),
    ("$150M", "$150M"),
    ("€60–90M", "€60–90M"),
    ("—", "—"),
    ("雷军", "雷军"),
    ("it's", "it's"),
    ('say "hi"', 'say "hi"'),
    ("yes", "yes"),
    ("on", "on"),
    ("Nullable", "Nullable"),
    ("trueish", "trueish"),
    ("a:b", "a:b"),
    ("https://x.y/#z", "https://x.y/#z"),
    ("a#b", "a#b"),
    ("1_000", "1_000"),
    ("12:30", "12:30"),
    ("1.2.3", "1.2.3"),
    ("0b11", "0b11"),
    ("+", "+"),
    ("--", "--"),
    ("-a", "-a"),
    ("?a", "?a"),
    (":a", ":a"),
    ("a-", "a-"),
    ("(x)", "(x)"),
    ("=", "="),
    ("<<", "<<"),
    ("a, b", "a, b"),
    ("a [b]", "a [b]"),
    ("back\\slash", "back\\slash"),
    ("\u00a0x", "\u00a0x"),
    ("", '""'),
    ("#x", '"#x"'),
    ("null", '"null"'),
    ("NULL", '"NULL"'),
    ("~", '"~"'),
    ("true", '"true"'),
    ("False", '"False"'),
    ("2026", '"2026"'),
    ("-1", '"-1"'),
    ("+1", '"+1"'),
    ("0123", '"0123"'),
    ("1e3", '"1e3"'),
    ("1.", '"1."'),
    (".5", '".5"'),
    ("-.5E-3", '"-.5E-3"'),
    ("0o7", '"0o7"'),
    ("0x1F", '"0x1F"'),
    (".inf", '".inf"'),
    ("-.INF", '"-.INF"'),
    (".nan", '".nan"'),
    ("[[Link|x]]", '"[[Link|x]]"'),
    ("{x}", '"{x}"'),
    ("- dash", '"- dash"'),
    ("-", '"-"'),
    ("?", '"?"'),
    ("? a", '"? a"'),
    (": a", '": a"'),
    ("a: b", '"a: b"'),
    ("a:", '"a:"'),
    ("a #b", '"a #b"'),
    ("@at", '"@at"'),
    ("%pct", '"%pct"'),
    ("`tick", '"`tick"'),
    ("*star", '"*star"'),
    ("&and", '"&and"'),
    ("!bang", '"!bang"'),
    ("|pipe", '"|pipe"'),
    (">more", '">more"'),
    (",comma", '",comma"'),
    ("'single", '"\'single"'),
    ('"q"', "'\"q\"'"),
    ('"q" isn\'t', '"\\"q\\" isn\'t"'),
    (" lead", '" lead"'),
    ("trail ", '"trail "'),
    ("\ttab", '"\\ttab"'),
    ("a\\: b", '"a\\\\: b"'),
    ("bell\x07", '"bell\\a"'),
    ("nul\x00esc\x1bvt\x0b", '"nul\\0esc\\evt\\v"'),
    ("one\x01", '"one\\x01"'),
    ("cr\rlf", '"cr\\rlf"'),
    ("multi\nline", "|-\n  multi\n  line"),
    ("multi\n\nline\n", "|\n  multi\n\n  line"),
    ("more\n\n\n", "|+\n  more\n\n"),
    (" lead\nline", "|2-\n   lead\n  line"),
    ("\nlead", "|-\n  \n  lead"),
    ("a \n b", "|-\n  a \n   b"),
    ("a\n ", '"a\\n "'),
    (" \n", '"\\ \\n"'),
    ('say "hi"\nnow', '|-\n  say "hi"\n  now'),
]


@pytest.mark.parametrize(("text", "written"), WRITTEN)
def test_text_is_written_as_obsidian_writes_it(text, written):
    assert frontmatter({"a": text}) == f"---\na: {written}\n---\n"


@pytest.mark.parametrize(("text", "written"), [pair for pair in WRITTEN if "\n" not in pair[0]])
def test_a_list_item_is_written_as_obsidian_writes_it(text, written):
    assert frontmatter({"a": [text]}) == f"---\na:\n  - {written}\n---\n"


def test_lines_in_a_list_item_stand_below_its_text():
    assert frontmatter({"a": ["one\ntwo"]}) == "---\na:\n  - |-\n    one\n    two\n---\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("del\x7f", '"del\\x7f"'),
        ("tab\tinside", '"tab\\tinside"'),
        ("nel\x85", '"nel\\N"'),
        ("line\u2028par\u2029", '"line\\Lpar\\P"'),
        ("non\ufffe", '"non\\ufffe"'),
        ("half\ud83d", '"half\\ud83d"'),
    ],
)
def test_what_other_readers_refuse_is_escaped(text, written):
    assert frontmatter({"a": text}) == f"---\na: {written}\n---\n"


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("name", "name"),
        ("my key", "my key"),
        ("2026", '"2026"'),
        ("a: b", '"a: b"'),
        ("---", '"---"'),
        ("a\nb", '"a\\nb"'),
    ],
)
def test_a_key_is_quoted_where_it_has_to_be(key, written):
    assert frontmatter({key: "x"}) == f"---\n{written}: x\n---\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (5_000_000_000, "5000000000"),
        (-3, "-3"),
        (3.0, "3"),
        (0.1, "0.1"),
        (1e-5, "0.00001"),
        (2.5e20, "250000000000000000000"),
        (Decimal("1.50"), "1.5"),
        (Decimal("1E+9"), "1000000000"),
        (Decimal("10000000000000000000000000000.25"), "10000000000000000000000000000.25"),
        (Decimal(0), "0"),
        (Decimal("0.00"), "0"),
        (float("nan"), ".nan"),
        (float("inf"), ".inf"),
        (float("-inf"), "-.inf"),
    ],
)
def test_a_number_is_written_out(value, written):
    assert frontmatter({"a": value}) == f"---\na: {written}\n---\n"


characters = st.characters(exclude_categories=["Cs"])
tricky = st.lists(
    st.sampled_from(
        [
            *"ab01 .:-#'\"[]{},&*!|>%@`~?$€_=+\\/\t\n",
            ": ",
            " #",
            "- ",
            "true",
            "null",
            "1e3",
            "\n\n",
            "\u2028",
            "\x85",
            "é",
        ]
    ),
    max_size=12,
).map("".join)
texts = st.text(characters, max_size=30) | tricky
numbers = (
    st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.booleans() | st.none()
)


@given(
    st.dictionaries(
        texts.filter(lambda key: len(key) < 50),
        texts | numbers | st.lists(texts, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_reading_back_gives_the_same_values(properties):
    assert read_back(frontmatter(properties)) == properties
