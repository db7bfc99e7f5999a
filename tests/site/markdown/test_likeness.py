"""What is CommonMark is read as markdown-it reads it, though by fewer and lighter steps."""

from __future__ import annotations

from itertools import groupby

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from vaultgen.site.markdown.parser import parse

ORIGINAL = MarkdownIt("commonmark").enable("strikethrough")

LINES = [
    "a", "a b ", "  a", "# a", "## a ##", "###### a # b #", "####### a", "#a", "#", "# #", "#\t", "## ##", " ### a",
    "---", "***", "_ _ _", "- - -", "--", "-*-", "- a", "-", "* a", "1. a", "2. a", "10) a", "> a", ">", "> > a",
    "===", "=", "- ---", "> # a", "```", "~~~ x", "<div>", "</div>", "<!--", "<b>", "[a]: x", "\ta", "\v", "\u00a0",
    "-  ", "- # a #", "> ---", "-\t- a",
]  # fmt: skip
BLOCKS = st.lists(
    st.builds("".join, st.tuples(st.sampled_from(["", "", " ", "   ", "    ", "\t", "  - "]), st.sampled_from(LINES)))
    | st.just(""),
    max_size=12,
).map("\n".join)  # fmt: skip


def blocks(tokens):
    """All that a page is made of, of the blocks and not of what is in them."""
    return [
        (
            token.type,
            token.tag,
            token.level,
            token.nesting,
            token.map,
            token.content,
            token.info,
            token.hidden,
        )
        for token in tokens
    ]


@given(BLOCKS)
@example("- a\n- b\n- c\n\nd\n# e\nf\n---\ng\n***\n")
@example("> a\n> - b\n> c\n---\n> a\nb\n")
def test_blocks_are_those_of_markdown_it(text):
    assert blocks(parse(text).tokens) == blocks(ORIGINAL.parse(text))


PIECES = [
    "*", "**", "***", "_", "__", "~~", "~", "~~~", " ", "a", "b1", ".", "(", "”", "é", "\u00a0", "\u2003", "€",
    "`", "\\", "\\*", "&amp;", "<b>", "<a@b.c>", "[x](y)", '[*x*](y "z")', "![*x*](y)", "!", "\n", "  \n",
]  # fmt: skip


def texts(tokens):
    """What stands in a text, with pieces of text that follow one another taken together."""
    said = [
        (token.type.removesuffix("_special"), token.tag, token.nesting, dict(token.attrs), token.content)
        for token in tokens
        if token.type != "text" or token.content
    ]
    for is_text, group in groupby(said, lambda one: one[0] == "text"):
        some = list(group)
        yield from ["".join(one[-1] for one in some)] if is_text else some


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example("***a** b* **c*d** _e_f_ ~~g~~ *h [**i*](j)**")
def test_emphasis_is_that_of_markdown_it(text):
    for mine, theirs in zip(parse(text).tokens, ORIGINAL.parse(text), strict=True):
        assert list(texts(mine.children or ())) == list(texts(theirs.children or ()))
