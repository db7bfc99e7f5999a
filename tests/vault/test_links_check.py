"""The check of a vault: what Obsidian follows passes, what it does not is told with its line."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.vault.anchors import anchors_of, heading_key
from vaultgen.vault.links_check import BrokenLink, check_frontmatter, check_links, check_names
from vaultgen.vault.references import references
from vaultgen.vault.resolution import Files

VAULT = {
    "Home.md": "",
    "Companies/Acme Robotics.md": (
        '---\nid: acme\naliases:\n  - Acme\n  - "Acme: R"\n---\n# Acme Robotics\n\n## Funding rounds\n\n### 2024\n\n'
        "Raised. ^key-fact\n\n- item ^item-1\n\n| a |\n|---|\n\n^table\n\n## People & `code`: [[Home]]\n\n"
        "Setext\n======\n\nText[^1]\n\n[^1]: Note.\n\n%%\n## Hidden\n%%\n\n```\n# No heading ^no-block\n```\n\n"
        "> quote\n\n# Twice\n\n## Same\n\n# Again\n\n## Same ##\n"
    ),
    "Companies/Scale.ai.md": "",
    "Companies/R&D, Inc.md": "",
    "Deep/Notes/Twin.md": "",
    "Other/Twin.md": "",
    "Deep/Only here.md": "",
    "Soci\u00e9t\u00e9.md": "",
    "Deck.pdf": "",
    "Images/photo.PNG": "",
    "Map.canvas": "{}",
    "All.base": "",
    "All.md": "",
}


def broken(
    text: str, path: str = "Companies/Note.md", more: dict[str, str] | None = None
) -> list[BrokenLink]:
    """The broken links of one more note in the vault."""
    found = check_links(VAULT | {path: text} | (more or {}))
    assert all(link.path == path for link in found)
    return found


def links(text: str) -> list[str]:
    """Where the links of a text point."""
    return [reference.target + reference.subpath for reference in references(text)]


@pytest.mark.parametrize(
    "link",
    [
        "[[Acme Robotics]]",
        "[[acme robotics]]",
        "[[Acme Robotics.md]]",
        "[[Companies/Acme Robotics]]",
        "[[companies/acme robotics.MD]]",
        "[[/Companies/Acme Robotics]]",
        "[[./Acme Robotics]]",
        "[[../Home]]",
        "[[../Deep/Notes/Twin.md]]",
        "[[Notes/Twin]]",
        "[[Twin]]",
        "[[ Acme Robotics |Acme]]",
        "[[Acme Robotics|Acme | more]]",
        "[[Scale.ai]]",
        "[[R&D, Inc]]",
        "[[Socie\u0301te\u0301]]",
        "[[Deck.pdf]]",
        "[[Deck.pdf#page=3]]",
        "![[photo.png|640x480]]",
        "![[Images/photo.png]]",
        "[[Map.canvas]]",
        "![[All.base#View]]",
        "[[All]]",
        "[[Acme Robotics#Funding rounds]]",
        "[[Acme Robotics#funding  ROUNDS]]",
        "[[Acme Robotics#Funding rounds#2024]]",
        "[[Acme Robotics#Acme Robotics#2024]]",
        "[[Acme Robotics#People code Home]]",
        "[[Acme Robotics#Setext]]",
        "[[Acme Robotics#Hidden]]",
        "[[Acme Robotics#Again#Same]]",
        "[[Acme Robotics#^key-fact]]",
        "[[Acme Robotics#^KEY-fact]]",
        "[[Acme Robotics#^item-1]]",
        "[[Acme Robotics#^table]]",
        "[[Acme Robotics#[^1]]]",
        "[[Acme Robotics#]]",
        "[[#Here]]",
        "[[#^here]]",
        "[[]]",
        "[text](Acme%20Robotics.md)",
        "[text](Acme%20Robotics)",
        "[text](<Acme Robotics.md>)",
        "[text](../Home.md)",
        "[text](Acme%20Robotics.md#Funding%20rounds)",
        "[text](R&D,%20Inc.md)",
        '[text](Scale.ai.md "a title")',
        "![pic](photo.png)",
        "[text](#Here)",
        "[text](https://example.org/a(b)c)",
        "[text](mailto:a@b.c)",
        "[text](obsidian://open?vault=x)",
        "[text](//example.org)",
        "[text]()",
        "`[[Nowhere]]`",
        "``a ` [[Nowhere]]``",
        "$$[[Nowhere]]$$",
        "<!-- [[Nowhere]] -->",
        "\\[[Nowhere]]",
        "```\n[[Nowhere]]\n```",
        "~~~\n[x](Nowhere.md)\n~~~",
        "    [[Nowhere]]",
        "[ [Nowhere]]",
        "[[two\nlines]]",
    ],
)
def test_what_obsidian_follows_or_takes_for_no_link_passes(link):
    assert broken(f"# Here\n\ntext ^here\n\n{link}\n") == []


@pytest.mark.parametrize(
    ("link", "line", "shown", "reason", "suggestion"),
    [
        ("[[Nowhere at all]]", 3, "[[Nowhere at all]]", "no file has this name", ""),
        ("![[Acme Robotic]]", 3, "[[Acme Robotic]]", "no file has this name", "[[Acme Robotics]]"),
        ("[[Acme|x]]", 3, "[[Acme|x]]", "no file has this name", "[[Acme Robotics|Acme]]"),
        ("[[acme: r]]", 3, "[[acme: r]]", "no file has this name", "[[Acme Robotics|acme: r]]"),
        (
            "[[Notes/Acme Robotics]]",
            3,
            "[[Notes/Acme Robotics]]",
            "no file has this name",
            "[[Acme Robotics]]",
        ),
        ("[[/Acme Robotics]]", 3, "[[/Acme Robotics]]", "no file has this name", "[[Acme Robotics]]"),
        ("[[../../Home]]", 3, "[[../../Home]]", "no file has this name", "[[Home]]"),
        ("[[./Home]]", 3, "[[./Home]]", "no file has this name", "[[Home]]"),
        ("[[photo]]", 3, "[[photo]]", "no file has this name", ""),
        ("[[Map]]", 3, "[[Map]]", "no file has this name", ""),
        ("a\nb\n\n| [[Absent\\|x]] |", 6, "[[Absent\\|x]]", "no file has this name", ""),
        ("%% [[Absent]] %%", 3, "[[Absent]]", "no file has this name", ""),
        ("%%\n\n[[Absent]]\n%%", 5, "[[Absent]]", "no file has this name", ""),
        ("`x` [a](Absent.md#b)", 3, "[…](Absent.md#b)", "no file has this name", ""),
        (
            "[a](Acme%2520Robotics.md)",
            3,
            "[…](Acme%2520Robotics.md)",
            "no file has this name",
            "[[Acme Robotics]]",
        ),
        ("[a](R%26D,%20Inc.md)", 3, "[…](R%26D,%20Inc.md)", "no file has this name", "[[R&D, Inc]]"),
        ("[a](%FF.md)", 3, "[…](%FF.md)", "no file has this name", ""),
        ("[[Home#Part]]", 3, "[[Home#Part]]", "the note has no such heading", ""),
        (
            "[[Acme Robotics#Fundng rounds]]",
            3,
            "[[Acme Robotics#Fundng rounds]]",
            "the note has no such heading",
            "“Funding rounds”",
        ),
        (
            "[[Acme Robotics#2024#Funding rounds]]",
            3,
            "[[Acme Robotics#2024#Funding rounds]]",
            "the note has no such heading",
            "“Funding rounds”",
        ),
        ("[[#No heading]]", 3, "[[#No heading]]", "the note has no such heading", ""),
        (
            "[[Acme Robotics#No heading]]",
            3,
            "[[Acme Robotics#No heading]]",
            "the note has no such heading",
            "",
        ),
        (
            "[[Acme Robotics#^keyfact]]",
            3,
            "[[Acme Robotics#^keyfact]]",
            "the note has no such block",
            "“key-fact”",
        ),
        ("[[Acme Robotics#^no-block]]", 3, "[[Acme Robotics#^no-block]]", "the note has no such block", ""),
    ],
)
def test_what_leads_nowhere_is_told(link, line, shown, reason, suggestion):
    expected = BrokenLink("Companies/Note.md", line, shown, reason, suggestion)
    assert broken(f"# Here\n\n{link}\n") == [expected]


def test_a_missing_footnote_is_told():
    assert [link.reason for link in broken("[a](Acme%20Robotics.md#[^2])")] == [
        "the note has no such footnote"
    ]


def test_a_broken_link_prints_as_editors_read_it():
    link = BrokenLink("A.md", 3, "[[B]]", "no file has this name", "[[C]]")
    assert str(link) == "A.md:3: [[B]]: no file has this name; did you mean [[C]]?"
    assert str(BrokenLink("A.md", 3, "[[B]]", "why")) == "A.md:3: [[B]]: why"


@pytest.mark.parametrize(
    ("properties", "targets"),
    [
        ('a: "[[X]]"\n', ["X"]),
        ("a: '[[X|y]]'\n", ["X"]),
        ('a:\n  - "[[X]]"\n  - "[[Y#z]]"\n', ["X", "Y#z"]),
        ('a:\n- "[[X]]"\n', ["X"]),
        ('a: ["[[X]]", y]\n', ["X"]),
        ('"a b": "[[X]]" # why\n', ["X"]),
        ("a: >-\n  [[X]]\n", ["X"]),
        ('a: "![[X]]"\n', ["X"]),
        ('a: "by [[X]]"\n', []),
        ('a: "[[X]] and [[Y]]"\n', []),
        ("a: {b: [[X]]}\n", []),
        ('a: "[[X]]\n', []),
        ('a: "[[\\u0041]]"\n', ["A"]),
        ("# [[X]]\n", []),
    ],
)
def test_a_property_is_a_link_if_it_is_nothing_else(properties, targets):
    assert links(f"---\n{properties}---\n") == targets


def test_a_link_in_a_property_is_told_with_its_line_and_needs_quotes():
    found = broken(
        '---\nid: x\na: "[[Absent]]"\nb: [[Home]]\nc: [[]]\nd:\n  - x\n  - "[[Neither]]"\n---\n[[Nor]]\n'
    )
    assert [(link.line, link.link, link.reason) for link in found] == [
        (3, "[[Absent]]", "no file has this name"),
        (4, "[[Home]]", "without quotes it is a list in a list"),
        (8, "[[Neither]]", "no file has this name"),
        (10, "[[Nor]]", "no file has this name"),
    ]


def test_lines_are_counted_with_windows_line_ends_and_a_byte_order_mark():
    found = broken("\ufeff---\r\nid: x\r\n---\r\n\r\n[[Absent]]\r\n[[#Here]]\r\n# Here\r\n")
    assert [(link.line, link.link) for link in found] == [(5, "[[Absent]]")]


def test_the_nearest_of_several_files_is_meant():
    files = Files(["a/b/Note.md", "c/Note.md", "d/Note.md", "d/e/f.md", "Root.md", "x/Root.md"])
    assert files.find("Note", "a/b/Other.md") == "a/b/Note.md"
    assert files.find("Note", "Other.md") == "c/Note.md"
    assert files.find("b/note", "c/Other.md") == "a/b/Note.md"
    assert files.find("Root", "x/Other.md") == "Root.md"
    assert files.find("./Root", "x/Other.md") == "x/Root.md"
    assert files.find("../d/e/f", "c/Note.md") == "d/e/f.md"
    assert files.find("", "c/Note.md") == "c/Note.md"
    assert files.find("e", "d/x.md") == ""
    assert files.names == ["Note", "Root", "f"]


def test_names_in_greek_capitals_are_found_although_their_last_letter_has_two_small_ones():
    files = Files(["Εταιρείες/ΟΜΙΛΟΣ.md", "ΟΜΙΛΟΣ.png"])
    for target in ("ΟΜΙΛΟΣ", "ομιλος", "ΟΜΙΛΟΣ.md", "ομιλος.MD", "εταιρείες/Ομιλος"):
        assert files.find(target, "") == "Εταιρείες/ΟΜΙΛΟΣ.md", target
    assert files.find("ΟΜΙΛΟΣ.png", "") == "ΟΜΙΛΟΣ.png"
    assert files.is_alone("ΟΜΙΛΟΣ")


def test_a_canvas_is_checked():
    canvas = {
        "nodes": [
            {"id": "1", "type": "file", "file": "Companies/Acme Robotics.md", "subpath": "#Funding rounds"},
            {"id": "2", "type": "file", "file": "Acme Robotics.md"},
            {"id": "3", "type": "text", "text": "a\r\n[[Absent]] and [[Home]]"},
            {"id": "4", "type": "link", "url": "https://example.org"},
            {"id": "5", "type": "file", "file": "Home.md", "subpath": "#Part"},
            {"type": "group"},
        ]
    }
    text = json.dumps(canvas, indent=1)
    found = broken(text, "Canvas.canvas")
    lines = text.split("\n")
    assert [(link.link, link.reason, lines[link.line - 1].strip()) for link in found] == [
        ("Acme Robotics.md", "no file has this name", '"file": "Acme Robotics.md"'),
        ("[[Absent]]", "no file has this name", '"id": "3",'),
        ("Home.md", "the note has no such heading", '"file": "Home.md",'),
    ]
    assert broken("", "Empty.canvas") == []


@pytest.mark.parametrize("text", ["{", "[]", '{"nodes": 3}', '{"nodes": [3]}', "3", "[" * 100_000])
def test_a_canvas_that_cannot_be_read_is_told(text):
    assert [link.reason for link in broken(text, "Canvas.canvas")] == ["the canvas cannot be read"]


def test_a_vault_on_disk_is_checked_like_its_texts(vault):
    for path, text in (VAULT | {"Companies/Note.md": "[[Acme]]\n[[Scale.ai#x]]"}).items():
        vault.put(path, text)
    vault.put(".obsidian/x.md", "[[Absent]]")
    (vault.root / "Bad.md").write_bytes(b"\xff [[Home]] [[Absent]]")
    assert [str(link) for link in check_links(vault.root)] == [
        "Bad.md:1: [[Absent]]: no file has this name",
        "Companies/Note.md:1: [[Acme]]: no file has this name; did you mean [[Acme Robotics|Acme]]?",
        "Companies/Note.md:2: [[Scale.ai#x]]: the note has no such heading",
    ]


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("---\naliases: [One, Other]\n---\n", "[[A|Other]]"),
        ("---\nalias: Other\n---\n", "[[A|Other]]"),
        ("---\naliases:\n- Other\n---\n", "[[A|Other]]"),
        ("---\naliases: {a: b}\n---\n", ""),
        ("---\naliases: [\n---\n", ""),
        ("---\naliases: - x\n---\n", ""),
        ("alias", ""),
        ("---\nx: alias\n---\n", ""),
    ],
)
def test_an_alias_is_no_name_but_tells_which_note_is_meant(text, suggestion):
    (link,) = check_links({"A.md": text, "B.md": "[[Other]]"})
    assert link.suggestion == suggestion


def test_a_vault_full_of_broken_links_is_still_checked_quickly():
    names = {f"Note {number}.md": f"[[Nota {number}]]\n" for number in range(5000)}
    start = time.perf_counter()
    found = check_links(names)
    assert len(found) == 5000
    assert found[0].suggestion == "[[Note 0]]"
    assert found[-1].suggestion == ""
    assert time.perf_counter() - start < 20


def test_headings_are_compared_as_obsidian_does():
    assert heading_key(" A: b/c  [d] — E-f_g's (h) ") == "a b c d — e-f_g's h"
    assert heading_key("Socie\u0301te\u0301") == "société"
    titles = anchors_of("# One #\n\n> ## Two\n\nThree\n---\n\n#nope\n").headings
    assert titles == ((1, "one"), (2, "two"), (2, "three"))


@given(st.text(st.sampled_from('[]()#^|!`$%\\ \n-ab.<>/:"'), max_size=60))
def test_whatever_is_written_can_be_checked(text):
    for path in ("Note.md", "Note.canvas"):
        assert all(isinstance(str(link), str) for link in check_links({path: text}))
    assert isinstance(check_frontmatter(f"---\n{text}\n---\n"), list)


# -- the form ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# A\n",
        "---\n---\n",
        "---\nid: a\n---\n# A\n",
        (
            '---\ntitle: "Acme: The Best"\nn:\naliases: []\nempty: ""\ntags:\n  - sector/robotics\n'
            'mixed:\n  - "#x"\n  - yes\n  - "null"\n  - 2024-01-02\n  - "[[Link|x]]"\n'
            "count: 12\nratio: 0.5\nopen: true\ndate: 2026-01-02\n---\n"
        ),
        "---\r\nid: a\r\n---\r\n",
        "---\nid: a\n---",
        "text\n---\nid:  a\n---\n",
    ],
)
def test_properties_as_obsidian_writes_them_pass(text):
    assert check_frontmatter(text) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("---\nid:  a\n---\n", "line 2: “id:  a” is not as Obsidian writes it, “id: a”"),
        ("---\na: 'x'\n---\n", "line 2: “a: 'x'” is not as Obsidian writes it, “a: x”"),
        ("---\na: ~\n---\n", "line 2: “a: ~” is not as Obsidian writes it, “a:”"),
        ("---\na: 010\n---\n", "line 2: “a: 010” is not as Obsidian writes it, “a: 10”"),
        ("---\na: True\n---\n", "line 2: “a: True” is not as Obsidian writes it, “a: true”"),
        ("---\na: [x]\n---\n", "line 2: “a: [x]” is not as Obsidian writes it, “a:”"),
        ("---\na:\n- x\n---\n", "line 3: “- x” is not as Obsidian writes it, “  - x”"),
        ("---\na: x\na: y\n---\n", "line 3: the property “a” is there twice"),
        ("---\na: x\nA: y\n---\n", "line 3: the property “A” is there twice"),
        (
            "---\na: {b: c}\n---\n",
            "the properties: line 2: Obsidian cannot show a property that has properties",
        ),
        (
            "---\na:\n  b: c\n---\n",
            "the properties: line 3: Obsidian cannot show a property that has properties",
        ),
        ("---\na:\n  - 3\n---\n", "the properties: line 3: an item of a list that is no text"),
        ("---\na:\n  - [x]\n---\n", "the properties: a list in a list"),
        ("---\n- a\n---\n", "the properties: not names with values"),
        (
            "---\na: @x\n---\n",
            "the properties: line 2: not YAML: found character that cannot start any token",
        ),
        (
            "---\na: b: c\n---\n",
            "the properties: line 2: not YAML: mapping values are not allowed in this context",
        ),
        ("\ufeff---\na: b\n---\n", "the properties do not begin at the first character, or do not end"),
        ("\n---\na: b\n---\n", "the properties do not begin at the first character, or do not end"),
        ("---\na: b\n", "the properties do not begin at the first character, or do not end"),
        ("---  \na: b\n---\n", "line 1: “---  ” is not as Obsidian writes it, “---”"),
    ],
)
def test_properties_that_are_wrong_or_written_otherwise_are_told(text, fault):
    assert check_frontmatter(text) == [fault]


def test_properties_nested_without_end_are_told():
    (fault,) = check_frontmatter("---\na: " + "[" * 100_000 + "\n---\n")
    assert fault == "the properties: line 2: nested too deeply"


def test_names_that_every_system_takes_pass():
    names = [
        "Companies/Acme Robotics.md",
        "Scale.ai.md",
        "R&D, Inc.md",
        "Société.md",
        "Über uns/日本.md",
        "All.base",
    ]
    assert check_names(names) == []


@pytest.mark.parametrize(
    "path",
    [
        "a:b.md",
        "a?.md",
        'a"b.md',
        "a#b.md",
        "a^b.md",
        "a[b].md",
        "a|b.md",
        "x/CON.md",
        "nul/a.md",
        "a .md",
        "x./a.md",
        "a\u00a0b.md",
        "Socie\u0301te\u0301.md",
        "a\u200bb.md",
        "Node.md.md",
        "a  b.md",
    ],
)
def test_a_name_that_breaks_somewhere_is_told(path):
    assert len(check_names([path])) == 1


def test_names_that_are_too_long_or_too_alike_are_told():
    assert check_names(["x" * 300 + ".md"]) == ["x" * 300 + ".md: longer than disks allow"]
    assert check_names(["A/b.md", "a/B.md"]) == ["a/B.md: not told apart from A/b.md on some systems"]
    assert check_names(["A/x.md", "B/X.md"]) == [
        "B/X.md: has the name of A/x.md, so that a link by name alone may mean either"
    ]
