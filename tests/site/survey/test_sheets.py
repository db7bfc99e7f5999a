"""A sheet holds what other pages need to know of a file, whatever the file is."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.site.survey import Seen, decode, encode, read_sheet
from vaultgen.vault.scan import File


def sheet(text: str | bytes, path: str = "Companies/Acme.md"):
    return read_sheet(path, text.encode() if isinstance(text, str) else text)


NOTE = dedent("""\
    ---
    kind: [company]
    tags:
      - ai
      - "#Sector/Robotics"
      - no tag
    aliases: ["The Firm"]
    investors:
      - "[[IVP]]"
      - Bond
    lead: "by [[Nobody]]"
    ---
    #ai #new-tag

    **Acme** — Makes robots for [[Nova|a friend]]. It is young.

    ## Deals & money

    > [!note] Told by [[Sacra]]
    > One line. The next names [[Nova#Past]] too.

    - Backed by [[IVP]], Inc. of long standing[^1]
    - [ ] Ask [someone](Folder/My%20note.md#Part%20one) soon
    - ![[deck.pdf#page=3]]

    | Who | What |
    |-----|------|
    | [[IVP\\|the lead]] | $5M |

    A block. ^key-Fact

    ### Deals & money

    `[[code]]` and \\[[escaped]] %%a [[Ghost]] in hiding%% ends.

    ```
    [[fenced]] #nope
    ## no heading
    ```

    [^1]: From [[Sacra]].
    """)


def test_properties_give_kinds_tags_and_aliases():
    read = sheet(NOTE)
    assert read.kinds == ("company",)
    assert read.tags == ("ai", "Sector/Robotics", "new-tag")
    assert read.aliases == ("The Firm",)
    assert (read.title, read.kind, read.listed, read.faults) == ("Acme", "note", True, ())


def test_the_lead_is_the_first_paragraph_without_the_name():
    assert sheet(NOTE).lead == "Makes robots for a friend. It is young."
    assert sheet("# Title\n\n> quote\n\n- item\n\n![[x.png]]\n\nFirst [[A|b]].\nStill.\n\nSecond.").lead == (
        "First b. Still."
    )


def test_headings_have_anchors_keys_and_lines():
    found = [(head.level, head.text, head.key, head.anchor, head.line) for head in sheet(NOTE).headings]
    assert found == [
        (2, "Deals & money", "deals money", "deals-money", 17),
        (3, "Deals & money", "deals money", "deals-money-2", 32),
    ]
    setext = sheet("One\n===\n\nTwo **b**\n---\n").headings
    assert [(head.level, head.text) for head in setext] == [(1, "One"), (2, "Two b")]


def test_blocks_and_footnotes_are_found_in_lower_case():
    assert sheet(NOTE).blocks == ("key-fact",)
    assert sheet(NOTE).footnotes == ("1",)


def test_links_carry_their_relation_section_and_sentence():
    told = [
        (link.line, link.target, link.relation, link.section, link.context)
        for link in sheet(NOTE).links
        if not link.hidden
    ]
    assert told == [
        (9, "IVP", "investors", "", ""),
        (15, "Nova", "", "", "Acme — Makes robots for a friend."),
        (19, "Sacra", "", "Deals & money", "Told by Sacra"),
        (20, "Nova", "", "Deals & money", "The next names Nova > Past too."),
        (22, "IVP", "", "Deals & money", "Backed by IVP, Inc. of long standing"),
        (23, "Folder/My note.md", "", "Deals & money", "Ask someone soon"),
        (24, "deck.pdf", "", "Deals & money", ""),
        (28, "IVP", "", "Deals & money", "the lead · $5M"),
        (41, "Sacra", "", "Deals & money", "From Sacra."),
    ]


def test_empty_cells_of_a_row_are_no_words_around_its_links():
    told = sheet("| A | B | C | D |\n|---|---|---|---|\n| [[IVP]] | — | $5M | - |\n").links
    assert [link.context for link in told] == ["IVP · $5M"]


def test_links_in_comments_are_hidden_and_those_in_code_are_none():
    links = {link.target: link for link in sheet(NOTE).links}
    assert links["Ghost"].hidden
    assert links["Ghost"].context == ""
    assert links["Ghost"].line == 34
    assert not {"code", "escaped", "fenced", "Nobody"} & links.keys()


@pytest.mark.parametrize("rule", ["---", "***", "_ _ _", "- - -"])
def test_a_rule_is_no_text_and_underlines_nothing_but_text(rule):
    read = sheet(f"\n{rule}\n\nOpen.\n\n- a\n{rule}\n\n> b\n{rule}\n\n{rule}\nHead\n---\n")
    assert ([heading.text for heading in read.headings], read.lead) == (["Head"], "Open.")


def test_a_definition_is_a_link_if_it_leads_into_the_vault():
    links = sheet(
        "![a][pic] [b][site]\n\n[pic]: <my pic.png>\n[site]: https://x.org\n[n]: Nova.md#Past\n"
    ).links
    assert [(link.line, link.target, link.subpath, link.written) for link in links] == [
        (3, "my pic.png", "", "[pic]: <my pic.png>"),
        (5, "Nova.md", "#Past", "[n]: Nova.md#Past"),
    ]


def test_the_parts_of_a_link_are_told_apart():
    links = {link.written: link for link in sheet(NOTE).links}
    deck = links["![[deck.pdf#page=3]]"]
    assert (deck.embed, deck.subpath) == (True, "#page=3")
    assert links["[[IVP\\|the lead]]"].display == "the lead"
    someone = links["[someone](Folder/My%20note.md#Part%20one)"]
    assert (someone.target, someone.subpath, someone.display) == ("Folder/My note.md", "#Part one", "someone")


def test_block_comments_hide_headings_and_text():
    read = sheet("%%\n## Secret\n#hidden [[A]]\n%%\n\nSeen.\n")
    assert (read.headings, read.tags, read.lead) == ((), (), "Seen.")
    assert [(link.target, link.line, link.hidden) for link in read.links] == [("A", 3, True)]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#a #b/c #2026 #y2026 a#b (#c) \\#d `#e` [[N#f]] https://x.org/#g", ("a", "b/c", "y2026")),
        ("#a.b #c++ #été #日本 #a/ #A", ("a", "c", "été", "日本")),
        (
            "- #item\n> #quote\n\n| #cell |\n|---|\n| #row |\n\n## #head",
            ("item", "quote", "cell", "row", "head"),
        ),
        (
            "| #a<br>#b |\n|---|\n\n#c[[A]] #d![[A]] #e[x](y.md) #f`#g` #h&amp;",
            ("a", "c", "d", "e", "f", "h"),
        ),
        ("[^a]: b\n\n    #c\n\n1. # d\n\n    #e\n\nf\n\n    # g #code", ("c", "e")),
    ],
)
def test_tags_are_those_that_obsidian_sees(text, tags):
    assert sheet(text).tags == tags


def test_the_kind_is_a_property_or_else_the_folder():
    assert sheet("---\ntype: Person\n---\n").kinds == ("person",)
    assert sheet('---\ncategories:\n  - "[[Books]]"\n---\n').kinds == ("books",)
    assert sheet("").kinds == ("companies",)
    assert sheet("", "Root.md").kinds == ()


def test_a_note_that_only_lists_others_is_not_listed():
    assert not sheet("---\nkind: index\n---\n").listed
    assert not sheet("\n".join(f"- [[Note {number}]]" for number in range(20))).listed
    assert sheet("\n".join(f"- [[N{number}]] did what we told at length here" for number in range(20))).listed


def test_files_that_are_no_text_give_a_fault_and_never_a_crash():
    assert "UTF-8" in sheet(b"a\n\xff\n").faults[0].message
    assert sheet(b"a\n\xff\n").faults[0].line == 2
    assert "NUL" in sheet(b"a\0b").faults[0].message
    assert sheet(b"\xff\xfe#\0a\0").faults


def test_a_mark_without_a_footnote_is_a_fault():
    faults = sheet("a[^one]\n\nb[^two] `[^code]`\n\n[^one]: x\n").faults
    assert [(fault.line, fault.message) for fault in faults] == [(3, "[^two]: the note has no such footnote")]


def test_a_link_without_quotes_is_a_fault():
    assert "without quotes" in sheet("---\nlead: [[Jane]]\n---\n").faults[0].message


def test_a_canvas_gives_the_links_of_its_cards():
    read = sheet(
        '{"nodes":[\n{"id":"1","type":"file","file":"Companies/Acme.md","subpath":"#Deals"},\n'
        '{"id":"2","type":"text","text":"Lead: [[IVP]] and more"},\n'
        '{"id":"3","type":"group","background":"back.png"}]}',
        "Map.canvas",
    )
    assert [(link.line, link.target, link.subpath, link.context) for link in read.links] == [
        (2, "/Companies/Acme.md", "#Deals", ""),
        (3, "IVP", "", "Lead: IVP and more"),
        (4, "/back.png", "", ""),
    ]
    assert (read.title, read.kind) == ("Map", "canvas")


@pytest.mark.parametrize("text", ["{", "[]", '{"nodes": 5}', "[" * 5000])
def test_a_canvas_that_cannot_be_read_is_a_fault(text):
    assert sheet(text, "Map.canvas").faults


def test_line_ends_do_not_matter():
    one, other = sheet(NOTE), sheet(NOTE.replace("\n", "\r\n"))
    assert one.links == other.links
    assert one.headings == other.headings
    assert one.properties == other.properties


_MARKDOWN = st.lists(
    st.sampled_from(
        ["[[A]]", "[[A|b]]", "](x.md)", "[", "%%", "```\n", "`", "\n", "\n\n", "# ", "> ", "- ", "| a | b |\n|--|--|\n",
         "[^1]", "[^1]: ", "^id", "**", "==", "$$", "<!--", "-->", "<div>", "word ", "#tag ", "---\n", "a: 1\n", "\\",
         "![[", "\0", "\ufeff", "é", "\r"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(_MARKDOWN | st.text(max_size=300), st.sampled_from(["a.md", "F/b.canvas", "c.base"]))
def test_any_text_has_a_sheet_that_json_keeps(text, path):
    _kept(read_sheet(path, text.encode("utf-8", "surrogatepass")))


@given(st.binary(max_size=300), st.sampled_from(["a.md", "F/b.canvas", "c.base"]))
def test_any_bytes_have_a_sheet_that_json_keeps(data, path):
    _kept(read_sheet(path, data))


def _kept(read):
    seen = Seen(File(read.path, read.size, 1, 2, 3), read)
    assert decode(encode([seen])) == {read.path: seen}
