"""Where running text stands in a document, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.notes.spans import INERT, UNLINKABLE, Kind, blocks, cells


def found(text: str) -> list[tuple[str, str]]:
    """The blocks of a text: kind and text."""
    return [(block.kind.name, text[block.start : block.end].rstrip("\n")) for block in blocks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("one\ntwo\n\nthree", [("TEXT", "one\ntwo"), ("TEXT", "three")]),
        ("# Head\ntext", [("HEADING", " Head"), ("TEXT", "text")]),
        ("text\n## Head ##", [("TEXT", "text"), ("HEADING", " Head ##")]),
        ("Head\n====\ntext", [("HEADING", "Head"), ("TEXT", "text")]),
        ("Head\n---\n\ntext", [("HEADING", "Head"), ("TEXT", "text")]),
        ("text\n\n---\n\nmore", [("TEXT", "text"), ("TEXT", "---"), ("TEXT", "more")]),
        ("text\n=b", [("TEXT", "text\n=b")]),
        ("#tag", [("TEXT", "#tag")]),
        ("- a\n- b\n  c\n\n  d", [("TEXT", "a"), ("TEXT", "b\n  c"), ("TEXT", "d")]),
        ("1. a\n2) b\n* c\n+ d", [("TEXT", "a"), ("TEXT", "b"), ("TEXT", "c"), ("TEXT", "d")]),
        ("- a\n\n    b", [("TEXT", "a"), ("TEXT", "b")]),
        ("- a\n\nb\n\n    code", [("TEXT", "a"), ("TEXT", "b")]),
        ("    code\n\ttoo\n\ntext", [("TEXT", "text")]),
        ("text\n    still", [("TEXT", "text\n    still")]),
        ("> a\n> b\n>\n> c", [("TEXT", "a\n> b"), ("TEXT", "c")]),
        ("> - a\n> - b", [("TEXT", "a"), ("TEXT", "b")]),
        ("a\n```py\ncode\n```\nb", [("TEXT", "a"), ("TEXT", "b")]),
        ("~~~\ncode\n```\n~~~~\nb", [("TEXT", "b")]),
        ("````\n```\ncode\n````\nb", [("TEXT", "b")]),
        ("```\nnever closed\n\nb", []),
        ("> ```\n> code\n\nb", [("TEXT", "b")]),
        ("- ```\n  code\n  ```\n- b", [("TEXT", "b")]),
        ("```not a fence`", [("TEXT", "```not a fence`")]),
        ("$$\nx\n\ny\n$$\nb", [("TEXT", "b")]),
        ("$$x$$\nb", [("TEXT", "b")]),
        ("$$x$$ is small\nb", [("TEXT", "$$x$$ is small\nb")]),
        ("$$ never closed\nb", [("TEXT", "$$ never closed\nb")]),
        ("%%\nhidden\n\nmore\n%%\nb", [("TEXT", "b")]),
        ("%%hidden%% shown", [("TEXT", "%%hidden%% shown")]),
        ("%% never closed\n\nb", []),
        ("<!-- hidden\n\nmore --> \nb", [("TEXT", "b")]),
        ("<div>\n$5\n</div>\n\nb", [("TEXT", "b")]),
        ("<div>never closed", []),
        ("<b>bold</b> text", [("TEXT", "<b>bold</b> text")]),
        (
            "text[^1]\n\n[^1]: note\n  more\n\nb",
            [("TEXT", "text[^1]"), ("FOOTNOTE", " note\n  more"), ("TEXT", "b")],
        ),
        ("[x]: https://x.y\nb", [("TEXT", "b")]),
        (
            "a\n\n| A | B |\n|---|--:|\n| 1 | 2 |\n| 3 | 4 |\nb",
            [
                ("TEXT", "a"),
                ("HEADER", "| A | B |"),
                ("ROW", "| 1 | 2 |"),
                ("ROW", "| 3 | 4 |"),
                ("TEXT", "b"),
            ],
        ),
        ("A | B\n--- | ---\n1 | 2\n\nb", [("HEADER", "A | B"), ("ROW", "1 | 2"), ("TEXT", "b")]),
        ("| A |\n| --- |", [("HEADER", "| A |")]),
        ("A | B\n---\nb", [("HEADING", "A | B"), ("TEXT", "b")]),
        ("A | B\nC | D", [("TEXT", "A | B\nC | D")]),
        ("text\n| A |\n|---|", [("TEXT", "text\n| A |\n|---|")]),
        ("one\r\n\r\ntwo", [("TEXT", "one\r"), ("TEXT", "two")]),
    ],
)
def test_every_block_of_running_text_is_found(text, expected):
    assert found(text) == expected


def test_definitions_are_blocks_for_those_who_ask():
    text = (
        "a\n[x]: one <\n> [y]: <two>\n\n    [z]: code\n\n- i\n\n  [w]: three\n```\n[v]: code\n```\n[^f]: note"
    )
    named = [(block.kind, text[block.start : block.end]) for block in blocks(text, definitions=True)]
    assert [part for kind, part in named if kind is Kind.DEFINITION] == ["one <", "<two>", "three"]
    assert [one for one in named if one[0] is not Kind.DEFINITION] == [
        (block.kind, text[block.start : block.end]) for block in blocks(text)
    ]


@given(st.text(st.sampled_from("ab \n\t>-*+#=|`~$%<![]^1.:{}\\r"), max_size=60))
def test_blocks_stand_in_order_and_do_not_overlap(text):
    last = 0
    for block in blocks(text):
        assert last <= block.start <= block.end <= len(text)
        last = block.end


def test_cells_end_at_bare_pipes_only():
    text = r"| a | [[b\|c]] | d\\| e"
    row = next(blocks(f"{text}\n|---|---|---|---|"))
    assert row.kind is Kind.HEADER
    assert [text[start:end].strip() for start, end in cells(text, row)] == ["a", r"[[b\|c]]", r"d\\", "e"]


@pytest.mark.parametrize(
    ("text", "inert"),
    [
        ("a `b` c", ["`b`"]),
        ("a ``b ` c`` d", ["``b ` c``"]),
        ("a `b\nc` d", ["`b\nc`"]),
        ("a `b\n\nc` d", []),
        ("a ``b` c", []),
        (r"a \`b` c", [r"\`"]),
        ("$$a$b$$ c", ["$$a$b$$"]),
        ("%%a%% b %%%c%%%", ["%%a%%"]),
        ("a <b c='d'>e</b> 1 < 2", ["<b c='d'>", "</b>"]),
        ("<https://x.y/a_b> and <!-- no --> <3", ["<https://x.y/a_b>", "<!-- no -->"]),
        ("see https://x.y/~a|b", ["https://x.y/~a"]),
        ("[[A|B]] ![[C]] [[ ]] [[]] [[a\nb]] [[[x]]]", ["[[A|B]]", "[[C]]", "[[ ]]", "[[x]]"]),
        ('[a](b$c) [d](<e f> "t") [g][h] [i](j(k)l)', ["](b$c)", '](<e f> "t")', "][h]", "](j(k)l)"]),
    ],
)
def test_what_is_no_running_text_is_inert(text, inert):
    assert [part[0] for part in INERT.finditer(text)] == inert


def test_no_link_goes_into_a_link_or_a_footnote_mark():
    text = r"[Groq `x`](https://x.y) [Groq][1] ![Groq](a.png) Groq[^Groq] [Groq \] x](y) [Groq]"
    shut = ["[Groq `x`](https://x.y)", "[Groq][1]", "[Groq](a.png)", "[^Groq]", r"[Groq \] x](y)"]
    assert [part[0] for part in UNLINKABLE.finditer(text)] == shut
