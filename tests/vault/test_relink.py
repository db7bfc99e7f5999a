"""Links follow a rename: every form is rewritten in its own style, and every other byte stays."""

from __future__ import annotations

import json
import time

import pytest

from vaultgen.vault.moved import Moved
from vaultgen.vault.relink import Relinked, relink, relink_canvas, relink_file

FILES = [
    "Home.md",
    "Companies/Acme Robotics.md",
    "Companies/Globex.md",
    "Companies/Initech.md",
    "Companies/Bob's (old).md",
    "Companies/R&D, Inc.md",
    "Deep/Notes/Twin.md",
    "Other/Twin.md",
    "Deep/Only here.md",
    "Société.md",
    "日本.md",
    "Deck.pdf",
    "Free.md",
]
MOVES = {
    "Companies/Acme Robotics.md": "Companies/Acme.md",
    "Companies/Globex.md": "Firms/Globex Corporation.md",
    "Companies/Bob's (old).md": "Companies/Bob's (new).md",
    "Companies/R&D, Inc.md": "Companies/R&D 50%, Inc.md",
    "Deep/Notes/Twin.md": "Deep/Notes/Brother.md",
    "Deep/Only here.md": "Deep/Twin.md",
    "Société.md": "Société 🚀.md",
    "日本.md": "שלום.md",
    "Deck.pdf": "Files/Deck 2.pdf",
}
MOVED = Moved(FILES, MOVES)
SOURCE = "Companies/Initech.md"


def turned(text: str, source: str = SOURCE, moved: Moved = MOVED) -> str:
    """The text after the moves, having seen that the count is right and that the quick look missed nothing."""
    relinked = relink(text, source, moved)
    assert relinked.missed == 0
    assert (relinked.count > 0) == (relinked.text != text)
    if relinked.count:
        assert moved.may_link(source, text.encode())
    return relinked.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # by name
        ("[[Acme Robotics]]", "[[Acme]]"),
        ("![[Acme Robotics]]", "![[Acme]]"),
        ("[[acme robotics]]", "[[Acme]]"),
        ("[[Acme Robotics.md]]", "[[Acme.md]]"),
        ("[[Acme Robotics|the robots]]", "[[Acme|the robots]]"),
        ("[[Acme Robotics|Acme Robotics]]", "[[Acme|Acme Robotics]]"),
        ("[[Acme Robotics#Funding rounds]]", "[[Acme#Funding rounds]]"),
        ("[[Acme Robotics#Funding#2024|x]]", "[[Acme#Funding#2024|x]]"),
        ("![[Acme Robotics#^key-fact]]", "![[Acme#^key-fact]]"),
        ("[[ Acme Robotics | x ]]", "[[ Acme | x ]]"),
        ("[[Acme\u00a0Robotics]]", "[[Acme]]"),
        ("[[Deck.pdf#page=3]] ![[Deck.pdf|300]]", "[[Deck 2.pdf#page=3]] ![[Deck 2.pdf|300]]"),
        # a name that is another's as well gives a path
        ("[[Only here]]", "[[Deep/Twin]]"),
        ("[[Only here.md#x|y]]", "[[Deep/Twin.md#x|y]]"),
        # by path
        ("[[Companies/Globex]]", "[[Firms/Globex Corporation]]"),
        ("[[/Companies/Globex.md]]", "[[/Firms/Globex Corporation.md]]"),
        ("[[Notes/Twin]]", "[[Notes/Brother]]"),
        ("[[./Acme Robotics]]", "[[./Acme]]"),
        ("[[./Globex]]", "[[../Firms/Globex Corporation]]"),
        ("[[../Deep/Only here]]", "[[../Deep/Twin]]"),
        # addresses
        ("[x](Acme%20Robotics.md)", "[x](Acme.md)"),
        ("[x](Acme%20Robotics)", "[x](Acme)"),
        ("![x](Acme%20Robotics.md)", "![x](Acme.md)"),
        ("[x](<Acme Robotics.md>)", "[x](<Acme.md>)"),
        ("[x](< Acme Robotics.md#A b >)", "[x](< Acme.md#A b >)"),
        ("[x](Acme%20Robotics.md#Funding%20rounds)", "[x](Acme.md#Funding%20rounds)"),
        ('[x](Globex.md "Globex")', '[x](../Firms/Globex%20Corporation.md "Globex")'),
        ("[x](../Companies/Globex.md)", "[x](../Firms/Globex%20Corporation.md)"),
        ("[x](<../Companies/Globex.md>)", "[x](<../Firms/Globex Corporation.md>)"),
        ("[x](Bob's%20(old).md)", "[x](Bob's%20%28new%29.md)"),
        ("[x](R&D,%20Inc.md)", "[x](R&D%2050%25,%20Inc.md)"),
        ("[x](<R&D, Inc.md>)", "[x](<R&D 50%25, Inc.md>)"),
        ("[x](Société.md)", "[x](Société%20🚀.md)"),
        ("[x](Soci%C3%A9t%C3%A9.md)", "[x](Soci%C3%A9t%C3%A9%20%F0%9F%9A%80.md)"),
        ("[x](%E6%97%A5%E6%9C%AC)", "[x](%D7%A9%D7%9C%D7%95%D7%9D)"),
        ("[x](%41cme%20Robotics.md)", "[x](Acme.md)"),
        ("[![x](Deck.pdf)](Globex.md)", "[![x](Deck%202.pdf)](../Firms/Globex%20Corporation.md)"),
        # definitions
        ("[x][1]\n\n[1]: Acme%20Robotics.md\n", "[x][1]\n\n[1]: Acme.md\n"),
        ('[1]: <Acme Robotics.md#a> "t"\n', '[1]: <Acme.md#a> "t"\n'),
        ("> [1]: Globex.md\n", "> [1]: ../Firms/Globex%20Corporation.md\n"),
        # scripts of all kinds, composed or not
        ("[[Socie\u0301te\u0301]] and [[SOCIÉTÉ]]", "[[Société 🚀]] and [[Société 🚀]]"),
        ("[[日本]]", "[[שלום]]"),
        # where in a text
        (
            "| a | b |\n|---|---|\n| [[Acme Robotics\\|A]] | 1 |",
            "| a | b |\n|---|---|\n| [[Acme\\|A]] | 1 |",
        ),
        ("%% [[Acme Robotics]] %%", "%% [[Acme]] %%"),
        ("%%\n\n[[Acme Robotics]]\n%%", "%%\n\n[[Acme]]\n%%"),
        ("# On [[Acme Robotics]]\n\n> [!note] [[Globex]]\n> - [ ] ![[Globex]]", None),
        ("a[^1]\n\n[^1]: See [[Acme Robotics]].", "a[^1]\n\n[^1]: See [[Acme]]."),
        ("`x` [[Acme Robotics]] `[[Acme Robotics]]`", "`x` [[Acme]] `[[Acme Robotics]]`"),
        ("it`s [[Acme Robotics]]", "it`s [[Acme]]"),
        ("🚀🚀 [[Acme Robotics]] שלום [[日本]]", "🚀🚀 [[Acme]] שלום [[שלום]]"),
        ("[[Acme Robotics]][[Globex]]", "[[Acme]][[Globex Corporation]]"),
    ],
)
def test_a_link_follows_in_its_own_style(before, after):
    if after is None:
        after = before.replace("Acme Robotics", "Acme").replace("Globex", "Globex Corporation")
    assert turned(before) == after
    assert turned(f"\ufefftext\r\n\r\n{before}\r\n") == f"\ufefftext\r\n\r\n{after}\r\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Acme Robotics",
        "[[Home]] [[Initech]] [[Nowhere]] [[]] [[#Acme Robotics]] [[Home|Acme Robotics]]",
        "[[Home#Acme Robotics]] [[Acme]]",
        "[[Other/Twin]]",
        "[[Globex.pdf]]",
        "`[[Acme Robotics]]` ``a ` [[Acme Robotics]]``",
        "```\n[[Acme Robotics]]\n[x]: Globex.md\n```",
        "~~~dataview\nFROM [[Acme Robotics]]\n~~~",
        "    [[Acme Robotics]]\n    [x]: Globex.md\n",
        "$$[[Acme Robotics]]$$\n\n$$\n[[Acme Robotics]]\n$$",
        "<!-- [[Acme Robotics]] -->",
        "\\[[Acme Robotics]]",
        "[[Acme\nRobotics]]",
        "[x](https://example.org/Acme%20Robotics.md) [x](mailto:Globex.md) [x]() [x](#Globex.md)",
        "[1]: https://example.org/Globex.md\n[2]:\n[3]: <>\n",
        "[x](Acme%2520Robotics.md)",
        "---\nname: Acme Robotics\nby: by [[Acme Robotics]]\nlist: [[Acme Robotics, Globex]]\n---\n",
        '---\na: "[[Acme Robotics]]\n---\n',
    ],
)
def test_what_does_not_lead_to_what_moved_is_left_alone(text):
    for variant in (text, text.replace("\n", "\r\n"), f"\ufeff{text}"):
        assert relink(variant, SOURCE, MOVED) == Relinked(variant)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('a: "[[Acme Robotics]]"', 'a: "[[Acme]]"'),
        ("a: '[[Acme Robotics|x]]'", "a: '[[Acme|x]]'"),
        ('a:\n  - "[[Acme Robotics#b]]"\n  - "![[Globex]]"', None),
        ("a:\n- '[[Acme Robotics]]'\n- x", None),
        ("a: ['[[Acme Robotics]]', \"[[Globex]]\"] # [[Globex]]", None),
        ('"a b": "[[Acme Robotics]]" # why', '"a b": "[[Acme]]" # why'),
        ("a: >-\n  [[Acme Robotics]]\nb: 1", "a: >-\n  [[Acme]]\nb: 1"),
        ('a: "[[\\u0041cme\\x20Robotics|\\\\x]]" # x', 'a: "[[Acme|\\\\x]]" # x'),
        ('a: "[[Acme\n    Robotics]]" # x', 'a: "[[Acme]]" # x'),
        ("a: '[[Bob''s (old)|Bob''s]]'", "a: '[[Bob''s (new)|Bob''s]]'"),
        ('a: "[[Bob\'s (old)]]" # x', 'a: "[[Bob\'s (new)]]" # x'),
        ('a: "[x](Globex.md)"', 'a: "[x](../Firms/Globex%20Corporation.md)"'),
        ('a: "[x](<Globex.md>)"', 'a: "[x](<../Firms/Globex Corporation.md>)"'),
        ("a: [[Acme Robotics]]", "a: [[Acme]]"),
        ("a:\n  - [[Acme Robotics|x]]\n  - [[Home]]", "a:\n  - [[Acme|x]]\n  - [[Home]]"),
        ("🚀: '[[日本]]' # x\nb: \"[[日本]]\"", "🚀: '[[שלום]]' # x\nb: \"[[שלום]]\""),
    ],
)
def test_a_property_that_is_a_link_follows_in_its_quotes(before, after):
    if after is None:
        comment = before.partition(" #")[2]
        after = before.replace("Acme Robotics", "Acme").replace("Globex", "Globex Corporation")
        after = after.replace(comment.replace("Globex", "Globex Corporation"), comment) if comment else after
    note = f"---\nid: x\n{before}\n---\n# Text [[Globex]]\n"
    expected = f"---\nid: x\n{after}\n---\n# Text [[Globex Corporation]]\n"
    assert turned(note) == expected
    assert turned("\ufeff" + note.replace("\n", "\r\n")) == "\ufeff" + expected.replace("\n", "\r\n")


def test_what_yaml_would_not_read_without_quotes_is_not_written():
    moved = Moved(FILES, {"Companies/Globex.md": "Companies/Globex, Inc.md"})
    text = "---\na: [[Globex]]\n---\n[[Globex]]\n"
    expected = Relinked("---\na: [[Globex]]\n---\n[[Globex, Inc]]\n", 1, 1)
    assert relink(text, SOURCE, moved) == expected


@pytest.mark.parametrize("name", ["a#b", "a[b", "a]b", "a|b", "a^b", "a%%b", "a`b"])
def test_a_name_that_a_wikilink_cannot_hold_is_counted_as_missed(name):
    moved = Moved(FILES, {"Companies/Globex.md": f"Companies/{name}.md"})
    assert relink("[[Globex]]", SOURCE, moved) == Relinked("[[Globex]]", 0, 1)
    address = relink("[x](Globex.md)", SOURCE, moved)
    if "#" in name:
        assert address == Relinked("[x](Globex.md)", 0, 1)
    else:
        assert address.count == 1
        assert relink(address.text, SOURCE, Moved([f"Companies/{name}.md"], {})).missed == 0


def test_names_may_be_traded_and_passed_on():
    swap = Moved(["A.md", "B.md", "C.md"], {"A.md": "B.md", "B.md": "A.md"})
    assert turned("[[A]] [[B|A]] [x](B.md) [[C]]", "C.md", swap) == "[[B]] [[A|A]] [x](A.md) [[C]]"
    ring = Moved(["A.md", "B.md", "C.md"], {"A.md": "B.md", "B.md": "C.md", "C.md": "D.md"})
    assert turned("[[A]] [[B]] [[C]]", "A.md", ring) == "[[B]] [[C]] [[D]]"


def test_a_moved_note_keeps_what_its_own_links_meant():
    files = ["a/Note.md", "a/Near.md", "b/Near.md", "b/c/Near.md", "Root.md"]
    moved = Moved(files, {"a/Note.md": "b/c/Note.md"})
    before = "[[Near]] [[./Near]] [n](../b/Near.md) [[Root]] [[Note#Own]] [m](../Root.md)"
    after = "[[a/Near]] [[../../a/Near]] [n](../Near.md) [[Root]] [[Note#Own]] [m](../../Root.md)"
    assert turned(before, "a/Note.md", moved) == after


def test_a_new_name_that_was_another_files_does_not_take_its_links():
    moved = Moved(["a/Foo.md", "b/Bar.md", "b/Note.md"], {"b/Bar.md": "b/Foo.md"})
    assert turned("[[Foo]] [[Bar]] [[a/Foo]]", "b/Note.md", moved) == "[[a/Foo]] [[b/Foo]] [[a/Foo]]"
    created = Moved(["a/Foo.md", "b/Note.md"], {}, after=["a/Foo.md", "b/Foo.md", "b/Note.md"])
    assert turned("[[Foo]]", "b/Note.md", created) == "[[a/Foo]]"


def test_a_file_that_is_gone_keeps_its_links():
    moved = Moved(["A.md", "B.md"], {}, after=["B.md"])
    assert relink("[[A]]", "B.md", moved) == Relinked("[[A]]", 0, 1)


def test_an_address_below_its_note_stays_relative_and_out_of_the_way_of_others():
    moved = Moved(["a/b/x.md", "a/n.md", "b/y.md"], {"a/b/x.md": "a/b/y.md"})
    assert turned("[x](b/x.md) [[b/x]]", "a/n.md", moved) == "[x](./b/y.md) [[a/b/y]]"


def test_an_address_that_is_a_mere_name_stays_one():
    moved = Moved(["a/x.md", "n.md"], {"a/x.md": "a/y.md"})
    assert turned("[x](x.md) [x](X)", "n.md", moved) == "[x](y.md) [x](y)"


def test_a_link_folded_over_two_lines_of_a_block_is_counted_as_missed():
    text = "---\na: >-\n  [[Acme\n  Robotics]]\nb: '[x](https://example.org)'\n---\n"
    assert relink(text, SOURCE, MOVED) == Relinked(text, 0, 1)


def test_a_name_with_a_colon_is_no_scheme():
    moved = Moved(["x.md", "n.md"], {"x.md": "A: b.md"})
    assert turned("[x](x.md)", "n.md", moved) == "[x](./A:%20b.md)"


def test_an_ending_in_the_name_stays_part_of_it():
    moved = Moved(["x.md", "n.md", "Node"], {"x.md": "Node.md"})
    assert turned("[[x]] [[x.md]]", "n.md", moved) == "[[Node.md]] [[Node.md]]"


# -- canvases ------------------------------------------------------------------------------------------------

CANVAS = (
    '{\r\n\t"nodes":[\r\n\t\t{"id":"1","type":"file","file":"Companies/Acme Robotics.md","subpath":"#x","x":-1.50},\n'
    '\t\t{"type" : "text", "text":"\\"🚀\\" [[Acme Robotics|x]]\\r\\n`[[Globex]]` [a](Globex.md)","tags":["Globex"]},\n'
    '\t\t{"text":"[[Globex]]","type":"link","url":"Companies/Globex.md"},\n'
    '\t\t{"type":"file","file":"Home.md","more":{"type":"file","file":"Companies/Globex.md"}},\n'
    '\t\t{"type":"group","label":"[[Globex]]","background":"Deck.pdf"}\n\t],\n'
    '\t"edges":[{"type":"file","file":"Companies/Globex.md"}], "nodes2": [{"type":"text","text":"[[Globex]]"}]\n}'
)


def test_a_canvas_follows_byte_for_byte():
    relinked = relink_canvas(CANVAS, "Board.canvas", MOVED)
    assert (relinked.count, relinked.missed) == (4, 0)
    expected = (
        CANVAS.replace('"Companies/Acme Robotics.md","subpath"', '"Companies/Acme.md","subpath"')
        .replace("[[Acme Robotics|x]]", "[[Acme|x]]")
        .replace("[a](Globex.md)", "[a](Globex%20Corporation.md)")
        .replace('"Deck.pdf"', '"Files/Deck 2.pdf"')
    )
    assert relinked.text == expected


def test_a_canvas_that_escapes_what_is_not_ascii_goes_on_so():
    nodes = [
        {"type": "file", "file": "Société.md"},
        {"type": "text", "text": "😀 é [[société|é]] [[Acme Robotics]]"},
    ]
    before = json.dumps({"nodes": nodes})
    relinked = relink_canvas(before, "Board.canvas", MOVED)
    assert json.loads(relinked.text)["nodes"] == [
        {"type": "file", "file": "Société 🚀.md"},
        {"type": "text", "text": "😀 é [[Société 🚀|é]] [[Acme]]"},
    ]
    assert relinked.text.isascii()
    assert relinked.count == 3
    assert MOVED.may_link("Board.canvas", before.encode())


def test_a_canvas_whose_new_file_is_not_there_is_told():
    moved = Moved(["A.md"], {}, after=[])
    text = '{"nodes":[{"type":"file","file":"A.md"},{"type":"text","text":"[[A]]"}]}'
    assert relink_canvas(text, "B.canvas", moved) == Relinked(text, 0, 2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        "[" * 100_000,
        '{"nodes":3}',
        '\ufeff{"nodes":[]}',
        '{"nodes":[3,[],"[[Globex]]"]}',
        '{"nodes":[{"type":"text","text":7},{"type":3,"text":"[[Globex]]"},{"text":"[[Globex]]"}]}',
        '{"nodes":[{"type":"text","text":"[[Globex]]","text":null}]}',
    ],
)
def test_what_is_no_canvas_is_left_alone(text):
    assert relink_canvas(text, "Board.canvas", MOVED) == Relinked(text)


# -- files ---------------------------------------------------------------------------------------------------


def test_a_file_is_told_only_if_something_changes():
    assert relink_file(b"[[Acme Robotics]]", SOURCE, MOVED) == Relinked("[[Acme]]", 1)
    assert relink_file(b"[[Home]] Acme Robotics", SOURCE, MOVED) is None
    assert relink_file(b"[[Acme Robotics]] \xff", SOURCE, MOVED) is None
    assert relink_file(b"[[Acme Robotics]]", "Deck.pdf", MOVED) is None
    assert relink_file(CANVAS.encode(), "Board.canvas", MOVED) is not None


def test_the_quick_look_doubts_only_what_may_change():
    narrow = Moved(FILES, {"Companies/Globex.md": "Companies/Hooli.md"})
    for text in ("[[globex]]", "[x](%47lobex)", '"[[\\u0047lobex]]"', "[x](%67lobex.md)"):
        assert narrow.may_link(SOURCE, text.encode())
    for text in ("", "[[Home]] a\\|b 50% [x](A%20b.md)", "[[Société]] \\$5"):
        assert not narrow.may_link(SOURCE, text.encode())
    wide = Moved(FILES, {"日本.md": "日.md"})
    assert wide.may_link(SOURCE, "[[日本]]".encode())
    assert wide.may_link(SOURCE, b"[x](%E6%97%A5%E6%9C%AC.md)")
    assert not wide.may_link(SOURCE, "[[Home]] [x](A%20b.md) 日".encode())
    still = Moved(FILES, {"Home.md": "Home.md"})
    assert not still.may_link("Home.md", b"[[Home]]")
    there = Moved(["a/x.md", "y.md"], {"a/x.md": "b/x.md"})
    assert there.may_link("a/x.md", b"[[./y]]")


def test_ten_thousand_notes_are_looked_through_quickly():
    names = [f"Companies/Firm {number} Holding.md" for number in range(10_000)]
    text = ("Some words about [[Firm 12 Holding|a firm]] and \\$5M, 50 % of it. " * 40).encode()
    start = time.perf_counter()
    moved = Moved(names, {names[7]: "Companies/Hooli.md", names[8]: "Companies/Initrode.md"})
    assert not any(relink_file(text, name, moved) for name in names)
    assert time.perf_counter() - start < 20
