"""Where running text stands in a document, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.notes.spans import INERT, UNLINKABLE, blocks, cells


def found(text: str) -> list[tuple[str, str]]:
    """The blocks of a text: kind and text."""
    return [(block.kind, text[block.start : block.end].rstrip("\n")) for block in blocks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("one\ntwo\n\nthree", [("text", "one\ntwo"), ("text", "three")]),
        ("# Head\ntext", [("heading", " Head"), ("text", "text")]),
        ("text\n## Head ##", [("text", "text"), ("heading", " Head ##")]),
        ("Head\n====\ntext", [("heading", "Head"), ("text", "text")]),
        ("Head\n---\n\ntext", [("heading", "Head"), ("text", "text")]),
        ("text\n\n---\n\nmore", [("text", "text"), ("text", "more")]),
        ("a\n***\nb\n\n- - -\n_ _ _ \n* * *\n- a", [("text", "a"), ("text", "b"), ("text", "a")]),
        ("a\n\n---\nHead\n---\nb", [("text", "a"), ("heading", "Head"), ("text", "b")]),
        ("- a\n- b\n---\nc", [("text", "a"), ("text", "b"), ("text", "c")]),
        ("- Head\n  ---\n  a\n- ---", [("heading", "Head"), ("text", "a")]),
        ("> a\n---\n> Head\n>---\nb\n> ===", [("text", "a"), ("heading", "Head"), ("text", "b\n> ===")]),
        ("> - a\n> ---\n", [("text", "a")]),
        ("text\n=b", [("text", "text\n=b")]),
        ("#tag", [("text", "#tag")]),
        ("- a\n- b\n  c\n\n  d", [("text", "a"), ("text", "b\n  c"), ("text", "d")]),
        ("1. a\n2) b\n* c\n+ d", [("text", "a"), ("text", "b"), ("text", "c"), ("text", "d")]),
        ("- a\n\n    b", [("text", "a"), ("text", "b")]),
        ("- a\n\nb\n\n    code", [("text", "a"), ("text", "b")]),
        ("    code\n\ttoo\n\ntext", [("text", "text")]),
        ("text\n    still", [("text", "text\n    still")]),
        ("> a\n> b\n>\n> c", [("text", "a\n> b"), ("text", "c")]),
        ("> - a\n> - b", [("text", "a"), ("text", "b")]),
        ("a\n```py\ncode\n```\nb", [("text", "a"), ("text", "b")]),
        ("~~~\ncode\n```\n~~~~\nb", [("text", "b")]),
        ("````\n```\ncode\n````\nb", [("text", "b")]),
        ("```\nnever closed\n\nb", []),
        ("> ```\n> code\n\nb", [("text", "b")]),
        ("- ```\n  code\n  ```\n- b", [("text", "b")]),
        ("```not a fence`", [("text", "```not a fence`")]),
        ("$$\nx\n\ny\n$$\nb", [("text", "b")]),
        ("$$x$$\nb", [("text", "b")]),
        ("$$x$$ is small\nb", [("text", "$$x$$ is small\nb")]),
        ("$$ never closed\nb", [("text", "$$ never closed\nb")]),
        ("%%\nhidden\n\nmore\n%%\nb", [("text", "b")]),
        ("%%hidden%% shown", [("text", "%%hidden%% shown")]),
        ("%% never closed\n\nb", []),
        ("<!-- hidden\n\nmore --> \nb", [("text", "b")]),
        ("<div>\n$5\n</div>\n\nb", [("text", "b")]),
        ("<div>never closed", []),
        ("<b>bold</b> text", [("text", "<b>bold</b> text")]),
        (
            "text[^1]\n\n[^1]: note\n  more\n\nb",
            [("text", "text[^1]"), ("footnote", " note\n  more"), ("text", "b")],
        ),
        ("[x]: https://x.y\nb", [("text", "b")]),
        (
            "a\n\n| A | B |\n|---|--:|\n| 1 | 2 |\n| 3 | 4 |\nb",
            [
                ("text", "a"),
                ("header", "| A | B |"),
                ("row", "| 1 | 2 |"),
                ("row", "| 3 | 4 |"),
                ("text", "b"),
            ],
        ),
        ("A | B\n--- | ---\n1 | 2\n\nb", [("header", "A | B"), ("row", "1 | 2"), ("text", "b")]),
        ("| A |\n| --- |", [("header", "| A |")]),
        ("A | B\n---\nb", [("heading", "A | B"), ("text", "b")]),
        ("A | B\nC | D", [("text", "A | B\nC | D")]),
        ("text\n| A |\n|---|", [("text", "text\n| A |\n|---|")]),
        ("a\n\n    # code\n\n- b\n\n    # Head", [("text", "a"), ("text", "b"), ("heading", " Head")]),
        ("a\n    # b\nc", [("text", "a\n    # b\nc")]),
        ("\t#", []),
        ("one\r\n\r\ntwo", [("text", "one\r"), ("text", "two")]),
        ("[^a]: b\n\n    c\n\nd\n\n    code", [("footnote", " b"), ("text", "c"), ("text", "d")]),
        ("1. ## Head\n\n    a", [("heading", " Head"), ("text", "a")]),
        ("-\n    a\n\n    b", [("text", "a"), ("text", "b")]),
        ("- a\n\n  b\n\n    c", [("text", "a"), ("text", "b"), ("text", "c")]),
        ("- ```\n  code\n  ```\n\n    a", [("text", "a")]),
        ("- a\n\n```\ncode\n```\n\n    code", [("text", "a")]),
        ("- ```\n  code\n\n  code\n- a", [("text", "a")]),
        ("  ```\n- code\n  ```\na", [("text", "a")]),
        ("- a\n  <div>x</div>\n- b", [("text", "a"), ("text", "b")]),
        ("- <div>x\n  y\n</div>\n\nb", [("text", "b")]),
        ("> <div>x</div>\n- b", [("text", "b")]),
    ],
)
def test_every_block_of_running_text_is_found(text, expected):
    assert found(text) == expected


def test_definitions_are_blocks_for_those_who_ask():
    text = (
        "a\n[x]: one <\n> [y]: <two>\n\n    [z]: code\n\n- i\n\n  [w]: three\n```\n[v]: code\n```\n[^f]: note"
    )
    named = [(block.kind, text[block.start : block.end]) for block in blocks(text, definitions=True)]
    assert [part for kind, part in named if kind == "definition"] == ["one <", "<two>", "three"]
    assert [one for one in named if one[0] != "definition"] == [
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
    assert row.kind == "header"
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
        ("a[^1][b](c) [d][e]", ["](c)", "][e]"]),
    ],
)
def test_what_is_no_running_text_is_inert(text, inert):
    assert [part[0] for part in INERT.finditer(text)] == inert


def test_no_link_goes_into_a_link_or_a_footnote_mark():
    text = r"[Groq `x`](https://x.y) [Groq][1] ![Groq](a.png) Groq[^Groq] [Groq \] x](y) [Groq]"
    shut = ["[Groq `x`](https://x.y)", "[Groq][1]", "[Groq](a.png)", "[^Groq]", r"[Groq \] x](y)"]
    assert [part[0] for part in UNLINKABLE.finditer(text)] == shut
