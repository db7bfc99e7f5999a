"""What readers of a page are promised, construct by construct."""

from __future__ import annotations

import pytest

from vaultgen.site.markdown import Press
from vaultgen.site.markdown.cells import Cell, read_cell
from vaultgen.site.markdown.rules import split_link
from vaultgen.site.markdown.shape import CALLOUTS

ACME = {"Companies/Acme.md": "---\nkind: [company]\n---\n# Acme\n\nText.\n\n## Rounds\n\nNone. ^none\n"}


@pytest.mark.parametrize(
    ("inner", "parts"),
    [
        ("A", ("A", "", "")),
        ("A|b", ("A", "", "b")),
        ("A\\|b", ("A", "", "b")),
        ("A#B", ("A", "#B", "")),
        ("A#B#C|d", ("A", "#B#C", "d")),
        ("#B", ("", "#B", "")),
        ("#^b", ("", "#^b", "")),
        (" A # B | c ", ("A", "# B", "c")),
        ("|b", ("|b", "", "")),
        ("A|b|c", ("A", "", "b|c")),
    ],
)
def test_a_link_is_split_as_obsidian_splits_it(inner, parts):
    assert split_link(inner) == parts


def test_a_link_to_a_note_leads_to_its_page_and_can_be_previewed(shown):
    link = shown("[[acme|the firm]]", ACME).one("a")
    assert link.text == "the firm"
    assert link.attributes == {
        "class": "link", "href": "companies/acme.html", "data-kind": "company", "data-preview": "",
    }  # fmt: skip


def test_a_link_to_nothing_is_text_that_says_so(shown):
    page = shown("[[Nobody#Part|somebody]]")
    assert page.all("a") == []
    assert page.one("span", class_="missing").attributes["title"] == "Not in this vault: Nobody#Part"


def test_links_are_relative_to_the_page_that_shows_them(memory_atlas, html):
    press = Press(memory_atlas({**ACME, "Note.md": "[[Acme#Rounds]]"}))
    ways = [
        html(press.body("Note.md", page).html).one("a").attributes["href"]
        for page in ("note.html", "a/note.html", "companies/note.html", "a/b/note.html")
    ]
    assert ways == [
        "companies/acme.html#rounds", "../companies/acme.html#rounds", "acme.html#rounds",
        "../../companies/acme.html#rounds",
    ]  # fmt: skip


@pytest.mark.parametrize("name", sorted(CALLOUTS))
def test_every_callout_has_one_of_the_thirteen_types(shown, name):
    assert len(set(CALLOUTS.values())) == 13
    callout = shown(f"> [!{name.upper()}]\n> text").one(class_="callout")
    assert callout.attributes["data-callout"] == CALLOUTS[name]
    assert callout.one(class_="callout-title").text == name.capitalize()


@pytest.mark.parametrize(("fold", "is_open"), [("+", True), ("-", False)])
def test_a_callout_that_folds_needs_no_script(shown, fold, is_open):
    callout = shown(f"> [!faq]{fold} Why?\n> Because.").one("details", class_="callout")
    assert ("open" in callout.attributes) is is_open
    assert callout.one("summary").text == "Why?"


def test_a_note_is_embedded_with_a_link_to_its_page_and_without_its_title(shown):
    embed = shown("![[Acme]]", ACME).one(class_="embed")
    assert embed.one("p", class_="embed-title").one("a").attributes["href"] == "companies/acme.html"
    assert [heading.text for heading in embed.all("h1")] == []
    assert embed.one("h2").attributes == {}


def test_a_part_of_a_note_is_embedded_up_to_the_next_heading_as_high(shown):
    files = {"B.md": "# One\n\na\n\n## Two\n\nb\n\n### Three\n\nc\n\n## Four\n\nd"}
    assert [p.text for p in shown("![[B#Two]]", files).all("p")] == ["B", "b", "c"]
    assert [p.text for p in shown("![[B#One#Four]]", files).all("p")] == ["B", "d"]


def test_embeds_that_go_in_circles_end_in_a_link(body, html):
    made = body("![[B]]", {"B.md": "b ![[Note]]"})
    assert html(made.html).all("a", href="note.html") != []
    assert [fault.message for fault in made.warnings] == ["“Note” embeds itself"]


def test_a_warning_names_the_line_of_the_file(body):
    made = body("---\ntags: [a]\n---\nText\n\n- a\n- $\\frac{a$\n\n![[B]]\n", {"B.md": "\n\n\n$\\frac{b$\n"})
    assert [(fault.line, fault.message) for fault in made.warnings] == [
        (7, "the formula “\\frac{a” cannot be read"), (9, "the formula “\\frac{b” cannot be read"),
    ]  # fmt: skip


def test_a_picture_from_elsewhere_is_a_link_since_no_request_may_leave_the_site(shown):
    page = shown("![A logo|300](https://example.com/logo.png)")
    assert page.all("img") == []
    assert page.one("a", class_="external").attributes["rel"] == "noopener"


def test_lines_break_as_in_obsidian_unless_the_setting_is_strict(shown):
    assert len(shown("one\ntwo").all("br")) == 1
    assert shown("one\ntwo", strict_line_breaks=True).all("br") == []
    assert len(shown("one  \ntwo", strict_line_breaks=True).all("br")) == 1


def test_tags_lead_to_their_pages(memory_atlas, html):
    atlas = memory_atlas({"a/Note.md": "x #sector/AI, #y2026 #2026"})
    press = Press(atlas, tag_address=lambda tag: f"tags/{tag.lower()}.html")
    tags = html(press.body("a/Note.md", "a/note.html").html).all(class_="tag")
    assert [(tag.text, tag.attributes["href"]) for tag in tags] == [
        ("#sector/AI", "../tags/sector/ai.html"), ("#y2026", "../tags/y2026.html"),
    ]  # fmt: skip


def test_the_line_of_tags_is_left_out_if_the_properties_have_them_all(shown):
    front = "---\ntags: [actor, AI]\n---\n"
    assert shown(f"{front}#actor #ai\n\nText").text.strip() == "Text"
    assert shown(f"{front}#actor #other\n\nText").text.startswith("#actor #other")
    assert shown(f"{front}#actor and text").text.startswith("#actor and text")


def test_a_first_heading_that_repeats_the_title_is_not_shown_but_can_be_linked(shown, body):
    page = shown("# Note\n\n[[#note]]\n\n# Other")
    assert [heading.text for heading in page.all("h1")] == ["Other"]
    assert page.one("span", id="note").text == ""
    assert page.one("a").attributes["href"] == "#note"
    assert [heading.text for heading in body("# Note\n\n# Other").contents] == ["Other"]


def test_contents_are_the_headings_of_the_note_itself(body):
    made = body("## A\n\n![[Acme]]\n\n> ## In a quote\n\n%%\n## Hidden\n%%\n\n### C *d*", ACME)
    assert [(heading.level, heading.text, heading.anchor) for heading in made.contents] == [
        (2, "A", "a"), (2, "In a quote", "in-a-quote"), (3, "C d", "c-d"),
    ]  # fmt: skip


def test_footnotes_stand_once_at_the_end_with_ways_back(shown):
    page = shown("a[^x] b[^X] c^[inline]\n\n[^x]: Note.\n[^unused]: No.")
    notes = page.one("section", class_="footnotes").all("li")
    assert [note.attributes["id"] for note in notes] == ["fn-1", "fn-x2"]
    assert [back.attributes["href"] for back in notes[0].all("a")] == ["#fnref-1", "#fnref-1-2"]
    assert [mark.text for mark in page.all("a", role="doc-noteref")] == ["1", "1", "2"]


def test_tasks_keep_the_sign_that_marks_them(shown):
    page = shown("- [ ] a\n- [x] b\n- [?] c\n- [ ]")
    assert [item.attributes["data-task"] for item in page.all("li")] == [" ", "x", "?", " "]
    assert ["checked" in box.attributes for box in page.all("input")] == [False, True, True, False]
    assert all(box.attributes["aria-label"] for box in page.all("input"))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("$11–13B (reported, Jun 2026)", Cell("figure", "12000000000", "pending")),
        ("$5B (Jan 2026)", Cell("figure", "5000000000")),
        ("$5B (confirmed)", Cell("figure", "5000000000", "firm")),
        ("~$600M (Sacra est., Mar 2026), not audited", Cell("figure", "600000000", "soft")),
        ("up to $100M", Cell("figure", "100000000")),
        ("18×", Cell("figure", "18")),
        ("-12.5%", Cell("figure", "-12.5")),
        ("1,234,567", Cell("figure", "1234567")),
        ("Jun 2026", Cell("day", "2026-06-01")),
        ("Jun 18 2026", Cell("day", "2026-06-18")),
        ("early 2025", Cell("day", "2025-01-01")),
        ("2024-2025", Cell("day", "2024-01-01")),
        ("2026-06-18", Cell("day", "2026-06-18")),
        ("2019", Cell("day", "2019-01-01")),
        ("Q3 2025", Cell("day", "2025-07-01")),
        ("Split-priced round (reported)", Cell("text", "", "pending")),
        ("A company (formerly B)", Cell("text")),
        ("Series A", Cell("text")),
        ("undisclosed", Cell("text")),
        ("—", Cell("empty")),
        ("", Cell("empty")),
        ("3 of 5 founders", Cell("text")),
        ("May be", Cell("text")),
    ],
)
def test_a_cell_says_what_it_is_sorted_by_and_how_firm_it_is(text, cell):
    assert read_cell(text) == cell


def test_a_column_of_figures_is_known_as_one(shown):
    table = shown(
        "| Round | Amount | When |\n|---|---|---|\n| A | $1M | 2020 |\n| B | — | 2021 |\n| C | $3M | |"
    ).one("table")
    assert [head.attributes.get("data-sort-as") for head in table.all("th")] == ["text", "number", "date"]
    assert [head.attributes["scope"] for head in table.all("th")] == ["col"] * 3
    assert len(table.all("td", class_="figure")) == 3
    assert "data-sortable" in table.attributes


def test_every_row_has_as_many_cells_as_the_head(shown):
    rows = shown("| a | b |\n|--|--|\n| 1 |\n| 1 | 2 | 3 |\n| 1 \\| 2 | `a \\| b` |").all("tr")
    assert [[cell.text for cell in row.all()] for row in rows[1:3]] == [["1", ""], ["1", "2"]]
    assert [cell.text for cell in rows[3].all("td")] == ["1 | 2", "a | b"]


def test_a_table_ends_where_a_line_has_no_bar(shown):
    page = shown("| a |\n|---|\n| b |\n^id\n\n| c |\n|---|\n| d |\nText.")
    assert [cell.text for cell in page.all("td")] == ["b", "d"]
    assert page.one(id="b-id").tag == "div"
    assert page.one("p").text == "Text."


@pytest.mark.parametrize(
    "text",
    ["## Head ^id\n\na", "Head ^id\n---\na", "- ## Head ^ID\n", "## Head\n^id", "## Head\n\n^id\n\na"],
)
def test_a_heading_can_have_an_id_as_any_block(shown, text):
    page = shown(f"{text}\n\n[[#^id]]\n\n![[#^id]]")
    heading, embedded = page.all("h2")
    assert (heading.text, embedded.text) == ("Head", "Head")
    assert heading.one("span", id="b-id").text == ""
    assert page.all("a", class_="link")[0].attributes["href"] == "#b-id"


@pytest.mark.parametrize(
    "text", ["![[Acme]] ^id", "![[Acme]]\n\n^id", "a ![[Acme]] b ^id", "a\n![[Acme]]\n^id"]
)
def test_a_paragraph_with_an_embed_has_its_id_once(shown, text):
    assert shown(text, ACME).one(id="b-id").text == ""


def test_code_has_classes_and_no_styles(shown):
    code = shown("```python\ndef f(): pass\n```").one("pre")
    assert code.attributes["data-language"] == "python"
    assert code.all("span", class_="k") != []


def test_a_diagram_is_shown_as_its_source(shown):
    figure = shown("```mermaid\ngraph LR\n```").one("figure", class_="diagram")
    assert "graph LR" in figure.one("code").text


def test_bases_and_canvases_are_shown_by_other_rooms(memory_atlas, html):
    asked = []

    def base(text, this, view, page):
        asked.append((text, this, view, page))
        return "<table><tr><td>base</td></tr></table>"

    files = {
        "Note.md": "![[A.base#View]]\n\n```base\nviews: []\n```\n\n![[B.canvas]]\n\n![[Inner]]",
        "Inner.md": "![[A.base]]", "A.base": "all", "B.canvas": "{}",
    }  # fmt: skip
    press = Press(
        memory_atlas(files),
        base_html=base,
        canvas_html=lambda *drawn: f"<svg><title>{drawn}</title></svg>",
    )
    page = html(press.body("Note.md", "note.html").html)
    assert asked == [
        ("all", "Note.md", "View", "note.html"),
        ("views: []\n", "Note.md", None, "note.html"),
        ("all", "Note.md", None, "note.html"),
    ]
    assert len(page.all("td")) == 3
    assert page.one("title").text == "('B.canvas', 'note.html')"


def test_without_other_rooms_a_notice_stands_where_they_would_show_something(shown):
    page = shown("![[A.base]]\n\n![[B.canvas]]", {"A.base": "", "B.canvas": "{}"})
    assert len(page.all("p", class_="notice")) == 2


def test_a_text_that_is_no_note_is_shown_without_anchors(memory_atlas, html):
    press = Press(memory_atlas({**ACME, "C.canvas": "{}"}))
    page = html(press.fragment("# Title\n\n[[Acme]] ^id\n\n- [ ] x", "C.canvas", "c.html").html)
    assert all("id" not in element.attributes for element in page.all())
    assert page.one("a").attributes["href"] == "companies/acme.html"


def test_the_footnotes_of_two_texts_on_one_page_have_different_names(memory_atlas, html):
    press = Press(memory_atlas({"C.canvas": "{}"}))
    pages = [html(press.fragment(f"a^[{text}]", "C.canvas", "c.html").html) for text in ("one", "two")]
    names = [
        element.attributes["id"] for page in pages for element in page.all() if "id" in element.attributes
    ]
    assert len(names) == len(set(names)) == 4


def test_markdown_does_not_work_inside_html_but_between_it(shown):
    page = shown("<div>\n**a**\n</div>\n\n**b**\n\n<b>**c**</b>")
    assert [strong.text for strong in page.all("strong")] == ["b", "c"]


def test_html_that_is_never_closed_ends_with_its_block(shown):
    page = shown("<div><b>\nopen\n\n# Note two\n\ntext")
    assert page.one("h1").text == "Note two"
    assert page.one("div").text.strip() == "open"


def test_the_text_of_the_demo_is_shown_whole(memory_atlas, html, project):
    root = project / "vault"
    files = {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in sorted(root.glob("*/*.md"))[:40]
    }
    atlas = memory_atlas(files)
    for path in files:
        made = Press(atlas).body(path, atlas.addresses[path])
        assert html(made.html).all("p") != []
        assert made.warnings == ()
        assert made.contents == tuple(
            heading for heading in atlas.sheets[path].headings if heading in made.contents
        )
        assert len(made.contents) >= len(atlas.sheets[path].headings) - 1
