"""What the page of a note shows of its properties, its body, and who links to it."""

from __future__ import annotations

import pytest

from tests.site.pages.conftest import VAULT, Outline
from vaultgen.site.pages.backlinks import MOST_SHOWN
from vaultgen.site.pages.opening import open_body


def test_figures_are_told_in_the_words_of_the_note(studio):
    page = studio().note("Companies/Acme.md").decode()
    assert '<span class="big">$5B</span> <span class="mark firm">Jan 2026</span>' in page
    assert '<span class="big">$11–13B</span> <span class="mark pending">reported, Jun 2026</span>' in page
    assert '<span class="mark soft">Sacra est., Mar 2026</span>' in page
    assert '<span class="mark pending">Series F, reported, Jun 2026</span>' in page


def test_without_such_words_the_properties_are_told(studio):
    page = studio().note("Companies/Bolt.md").decode()
    assert '<span class="big">$400M</span> <span class="mark pending">in talks</span>' in page
    assert '<div class="main later"><dt>Pending valuation</dt>' in page  # nobody shall take it for a firm one
    assert '<div class="main"><dt>' not in page


def test_words_that_contradict_the_property_are_not_taken_for_it(studio):
    acme = VAULT["Companies/Acme.md"].replace("valuation_usd: 5000000000", "valuation_usd: 7000000000")
    page = studio({**VAULT, "Companies/Acme.md": acme}).note("Companies/Acme.md").decode()
    assert '<span class="big">$7B</span>' in page


def test_a_profile_tells_what_other_notes_say_of_it(studio):
    made = studio()
    assert "<dt>Invested in</dt> <dd><a" in made.note("Investors/North Fund.md").decode()
    assert "<dt>Chief executive of</dt> <dd><a" in made.note("People/Jane Roe.md").decode()


def test_a_vault_with_other_names_shows_its_own_properties(studio):
    page = (
        studio({"A.md": "---\npriority: 3\ndue: 2026-03-04\ndone: true\n---\nText.\n"}).note("A.md").decode()
    )
    for shown in (
        "<dt>Priority</dt> <dd>3</dd>",
        '<time datetime="2026-03-04">Mar 4 2026</time>',
        "<dd>yes</dd>",
    ):
        assert shown in page


def test_the_lead_line_is_shown_once_with_its_markup(studio):
    page = studio().note("Companies/Acme.md").decode()
    assert '<p class="lead">Robots <em>by the hour</em>.</p>' in page
    assert page.count("by the hour</em>") == 1


@pytest.mark.parametrize(
    ("body", "html", "lead", "anchor"),
    [
        ("<p>Text.</p>", "<p>Text.</p>", "", ""),
        ('<p><a class="tag" href="t.html">#a</a></p><p>T</p>', "<p>T</p>", "", ""),
        ('<span id="acme"></span><p>T</p>', "<p>T</p>", "", "acme"),
        ('<h1 id="acme">Acme</h1>\n<p>T</p>', "<p>T</p>", "", "acme"),
        ('<h1 id="b">Other</h1><h2>C</h2>', '<h2 id="b"><a href="#b">Other</a></h2><h3>C</h3>', "", ""),
        (
            "<p><strong>Acme</strong> — makes <em>things</em>.</p>\n<hr>\n<p>T</p>",
            "<p>T</p>",
            "Makes <em>things</em>.",
            "",
        ),
        ("<p><strong>Acme makes</strong> things.</p>", "<p><strong>Acme makes</strong> things.</p>", "", ""),
        ("", "", "", ""),
    ],
)
def test_what_the_head_shows_is_taken_from_the_body(body, html, lead, anchor):
    opened = open_body(body, "Acme")
    assert (opened.html, opened.lead, opened.anchor) == (html, lead, anchor)


def test_a_section_is_a_link_to_itself_unless_it_holds_one():
    body = (
        '<h2 id="a-b">A &amp; <em>b</em></h2>\n<h3 id="c"><a class="link" href="x.html">C</a> now</h3>\n<h2>D</h2>'
        '<h3 id="e">E</h3><h4 id="f">F</h4>'
    )
    assert open_body(body, "Note").html == (
        '<h2 id="a-b"><a href="#a-b">A &amp; <em>b</em></a></h2>\n'
        '<h3 id="c"><a class="link" href="x.html">C</a> now</h3>\n<h2>D</h2>'
        '<h3 id="e"><a href="#e">E</a></h3><h4 id="f">F</h4>'
    )


def test_a_head_of_a_table_with_a_link_in_it_cannot_be_sorted_by():
    head = '<th scope="col" class="figure" data-sort="figure">A<sup><a href="#fn-1">1</a></sup></th>'
    head += '<th scope="col">B</th>'
    shown = open_body(f"<table><tr>{head}</tr></table>", "T").html
    assert "data-sort-as" not in shown.partition("</th>")[0]
    assert shown.count('data-sort-as="text"') == 1


def test_backlinks_stand_in_groups_with_the_words_around_them(studio):
    page = studio().note("Companies/Acme.md").decode()
    assert "<b>Acme</b>&#39;s last round, they say." in page
    assert "Mentioned in" in page


def test_of_the_words_around_a_link_those_of_the_link_are_marked(studio):
    notes = {"A.md": "Of Acme2 and Acmeland, [[Acme]] is the first.\n", "B.md": "The Acmes: [[Acme]]s.\n"}
    page = studio({"Acme.md": "", **notes}).note("Acme.md").decode()
    assert "Of Acme2 and Acmeland, <b>Acme</b> is the first." in page
    assert "The <b>Acme</b>s: Acmes." in page


def test_a_hub_shows_some_backlinks_and_all_of_them_on_pages_of_their_own(studio):
    many = {f"N{n:03}.md": f"Says [[Acme]] {n}.\n" for n in range(460)}
    made = studio({**VAULT, **many})
    page = made.note("Companies/Acme.md").decode()
    assert page.count('<li><a class="link" data-preview') == MOST_SHOWN
    leaf = next(leaf for leaf in made.leaves() if leaf.kind == "links")
    assert leaf.addresses == ("links/companies/acme.html", "links/companies/acme--2.html")
    first, second = (content.decode() for content in made.make(leaf))
    every = first + second
    assert all(f">N{n:03}</a>" in every for n in range(460))
    assert 'href="../links/companies/acme.html">All 462' in page
    assert '<h1>Acme <span class="count">462</span></h1>' in first
    assert '<h1>Acme <span class="count">page 2</span></h1>' in second


def test_notes_of_a_kind_lead_to_each_other_in_time(studio):
    bolt = VAULT["Companies/Bolt.md"].replace("updated:", "last_round_date: 2024-05-01\nupdated:")
    page = studio({**VAULT, "Companies/Bolt.md": bolt}).note("Companies/Acme.md").decode()
    assert 'rel="prev" href="bolt.html"' in page
    assert 'rel="next"' not in page


def test_the_twins_and_the_way_into_obsidian_are_there_when_wanted(studio):
    page = studio(vault_name="My & vault").note("People/Jane Roe.md").decode()
    assert 'href="jane-roe.md">Markdown' in page
    assert "obsidian://open?vault=My%20%26%20vault&amp;file=People%2FJane%20Roe.md" in page
    assert ".json" not in studio(twins=False).note("People/Jane Roe.md").decode()


def test_a_page_does_not_grow_with_the_vault(studio):
    def size(count):
        many = {
            f"Notes/N{n:04}.md": f"---\nkind: company\ntags: [t{n}]\n---\nText {n}.\n" for n in range(count)
        }
        return len(studio({**VAULT, **many}).note("People/Jane Roe.md"))

    assert size(40) == size(400)


def test_contents_name_the_headings(studio):
    outline = Outline(studio().note("Companies/Acme.md").decode())
    assert [names["href"] for names in outline.all("a") if names["href"].startswith("#part")] == [
        "#part-1", "#part-2", "#part-3", "#part-4",
    ]  # fmt: skip
