from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from vaultgen.site.bases.render import Shown, render_base
from vaultgen.site.bases.schema import read_base, views_of

HERE = Path(__file__).parent
DEMO = ("companies", "people", "rounds")

NOTES = {
    "Companies/Acme.md": "---\nkind: [company]\nstatus: active\nvaluation_usd: 5000000000\nfounded: 2019-03-05\n"
    'ceo: "[[Ada]]"\nlogo: "[[acme.png]]"\nok: true\ntags: [ai]\n---\n![[acme.png]]\n',
    "Companies/Beta.md": "---\nkind: [company]\nstatus: dead\nvaluation_usd: 1250000\nok: false\n---\n[[Acme]]\n",
    "Companies/Gamma.md": "---\nkind: [company]\nstatus: active\nsite: https://gamma.example/x\n---\n",
    "People/Ada.md": "---\nkind: [person]\nrole: CEO\nfirms: ['[[Acme]]', '[[Gamma]]', '[[Nobody]]']\n---\n",
    "People/Secret Sue.md": "---\nprivate: true\nkind: [person]\nfirms: ['[[Acme]]']\n---\nSue\n",
    "People/Bob.md": "---\nkind: [person]\nknows: ['[[Secret Sue]]', '[[Ada]]']\nboss: '[[Secret Sue]]'\n---\n",
}


@pytest.fixture(scope="module")
def atlas(make_atlas):
    return make_atlas(NOTES, ("acme.png",))


def show(atlas, text: str, *, this: str = "", view: str | None = None, source: str = "Views.base") -> Shown:
    return render_base(
        atlas, text, source=source, this=this or source, view=view, page="bases/views.html",
        tag_address=lambda tag: f"tags/{tag}.html",
    )  # fmt: skip


def cells(html: str) -> list[list[str]]:
    """The texts of a table's rows, head and foot too."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    return [
        [
            re.sub(r"<[^>]*>", "", cell).strip()
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def names(html: str) -> list[str]:
    return [row[0] for row in cells(html)[1:]]


@pytest.mark.parametrize("name", DEMO)
def test_a_base_over_the_demo_comes_out_as_its_golden_file(demo, name):
    base = (HERE / "demo" / f"{name}.base").read_text("utf-8")
    shown = render_base(
        demo,
        base,
        source=f"Bases/{name}.base",
        this=f"Bases/{name}.base",
        view=None,
        page=f"bases/{name}.html",
    )
    golden = HERE / "demo" / f"{name}.html"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(shown.html, "utf-8")
    assert shown.html == golden.read_text("utf-8")
    assert [fault.message for fault in shown.faults if "today()" not in fault.message] == []


def test_an_embedded_view_of_the_demo_knows_the_note_that_it_stands_in(demo):
    base = (HERE / "demo" / "rounds.base").read_text("utf-8")
    shown = render_base(
        demo, base, source="Bases/rounds.base", this="Investors/IVP.md", view="Backed by this one",
        page="investors/ivp.html",
    )  # fmt: skip
    assert names(shown.html) == ["Baseten"]
    assert 'href="../companies/baseten.html"' in shown.html


def test_a_base_without_filters_lists_every_published_file(atlas):
    html = show(atlas, "views: [{type: table, name: All}]").html
    assert names(html) == ["Acme", "acme.png", "Ada", "Beta", "Bob", "Gamma"]


def test_an_empty_base_is_a_table_of_names(atlas):
    assert "Ada" in names(show(atlas, "").html)


def test_filters_are_joined_by_and_or_and_not(atlas):
    text = """
filters:
  and:
    - kind.contains("company")
    - or:
        - status == "dead"
        - valuation_usd > 1000000000
        - not:
            - file.hasProperty("valuation_usd")
            - status == "dead"
views:
  - type: table
    filters: 'file.name != "Beta"'
"""
    assert names(show(atlas, text).html) == ["Acme", "Gamma"]


def test_rows_without_a_value_come_last_in_both_directions(atlas):
    text = """
filters: kind.contains("company")
views:
  - {type: table, name: Up, sort: [{property: valuation_usd, direction: ASC}]}
  - {type: table, name: Down, sort: [{property: valuation_usd, direction: DESC}]}
"""
    assert names(show(atlas, text, view="Up", this="x").html) == ["Beta", "Acme", "Gamma"]
    assert names(show(atlas, text, view="down", this="x").html) == ["Acme", "Beta", "Gamma"]


def test_groups_have_their_own_bodies_and_headers(atlas):
    text = """
filters: kind.contains("company")
views:
  - type: table
    groupBy: {property: note.status, direction: DESC}
    order: [file.name, status]
    limit: 2
"""
    html = show(atlas, text).html
    assert html.count("<tbody>") == 2
    assert '<th scope="rowgroup" colspan="2">dead <span class="base-count">1</span></th>' in html
    assert names(html) == ["dead 1", "Beta", "active 1", "Acme"]
    assert "2 of 3 notes" in html


def test_summaries_stand_in_the_foot_money_as_money(atlas):
    text = """
filters: kind.contains("company")
summaries:
  spread: values.max() - values.min()
views:
  - type: table
    order: [file.name, valuation_usd, founded, ok, status]
    summaries: {valuation_usd: Sum, file.name: Filled, founded: Earliest, ok: Checked, status: Unique}
  - type: table
    order: [valuation_usd]
    summaries: {valuation_usd: spread}
"""
    html = show(atlas, text).html
    foot = re.findall(r"<tfoot>.*?</tfoot>", html, re.DOTALL)
    assert cells(foot[0]) == [
        ["Filled 3", "Sum $5,001,250,000", "Earliest 2019-03-05", "Checked 1", "Unique 2"]
    ]
    assert cells(foot[1]) == [["spread $4,998,750,000"]]


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Average", "$2.501B"), ("Min", "$1.25M"), ("Max", "$5B"), ("Range", "$4,998,750,000"),
        ("Median", "$2.501B"), ("Stddev", "$2.499B"), ("Empty", "1"), ("Unchecked", "0"), ("Latest", "–"),
    ],
)  # fmt: skip
def test_each_built_in_summary_is_worked_out(atlas, summary, expected):
    text = f"""
filters: kind.contains("company")
views: [{{type: table, order: [valuation_usd], summaries: {{valuation_usd: {summary}}}}}]
"""
    html = show(atlas, text).html
    foot = re.search(r"<tfoot>.*?</tfoot>", html, re.DOTALL)
    assert foot
    assert cells(foot[0]) == [[f"{summary} {expected}"]]


def test_values_are_shown_by_their_kind(atlas):
    text = """
filters: file.name == "Acme"
views: [{type: table, order: [file.name, valuation_usd, founded, ok, ceo, tags, logo]}]
"""
    html = show(atlas, text).html
    assert (
        '<td><a class="link" href="../companies/acme.html" data-kind="company" data-preview>Acme</a></td>'
        in html
    )
    assert '<td class="base-number" data-sort="5000000000">$5B</td>' in html
    assert '<td data-sort="2019-03-05"><time datetime="2019-03-05">2019-03-05</time></td>' in html
    assert '<td data-sort="1"><input type="checkbox" disabled aria-label="yes" checked></td>' in html
    assert '<a class="link" href="../people/ada.html" data-kind="person" data-preview>Ada</a>' in html
    assert '<a class="tag" href="../tags/ai.html">#ai</a>' in html
    assert '<a class="link asset" href="../acme.png">acme.png</a>' in html
    assert '<th scope="col" class="base-number">Valuation</th>' in html
    assert '<caption><span class="base-title">View 1</span> ' in html


def test_links_in_lists_lead_where_the_atlas_says(atlas):
    html = show(atlas, 'filters: role == "CEO"\nviews: [{type: table, order: [firms]}]').html
    assert cells(html)[1] == ["Acme, Gamma, Nobody"]
    assert '<span class="link missing">Nobody</span>' in html


def test_private_notes_leave_no_trace(atlas):
    text = """
formulas:
  all: 'file.links.join(";") + file.backlinks.join(";") + link("Secret Sue") + link("People/Secret Sue", "S")'
  file: file("Secret Sue").name
views: [{type: table, order: [file.name, knows, boss, formula.all, formula.file, file.links, file.backlinks]}]
"""
    html = show(atlas, text).html
    assert "Ada" in html
    assert "Sue" not in html


def test_cards_show_images_of_the_vault_only(atlas):
    text = """
filters: kind.contains("company")
formulas: {far: 'image("https://example.org/x.png")'}
views:
  - {type: cards, name: Cards, image: note.logo, imageFit: contain, order: [file.name, status, founded, formula.far]}
"""
    shown = show(atlas, text)
    assert '<ul class="base-cards base-contain">' in shown.html
    assert shown.html.count("<img") == 1
    assert '<img src="../acme.png" alt="" loading="lazy">' in shown.html
    assert "example.org" not in shown.html
    assert "<div><dt>Status</dt> <dd>active</dd></div>" in shown.html
    assert any("an image is not shown" in fault.message for fault in shown.faults)


def test_lists_have_marks_separators_and_indented_properties(atlas):
    text = """
filters: kind.contains("company")
views:
  - {type: list, order: [file.name, status], markers: number, separator: ' <> '}
  - {type: list, order: [file.name, status], markers: none, indentProperties: true}
"""
    html = show(atlas, text).html
    assert '<ol class="base-list">' in html
    assert "Acme</a> &lt;&gt; active</li>" in html
    assert '<ul class="base-list base-plain">' in html
    assert "<ul><li>active</li></ul></li>" in html


def test_a_kind_of_view_that_is_not_known_is_a_table_with_a_notice(atlas):
    shown = show(atlas, "views:\n  - type: map\n    name: World\n")
    assert "<table" in shown.html
    assert [(fault.line, fault.message) for fault in shown.faults] == [
        (2, "a view of type “map” is shown as a table")
    ]


def test_the_page_of_a_base_shows_every_view_and_an_embed_the_first_or_the_named(atlas):
    text = "views:\n  - {type: table, name: One}\n  - {type: list, name: Two & three}\n"
    page = show(atlas, text).html
    assert re.findall(r'<h2 id="([^"]*)">', page) == ["one", "two-three"]
    assert "<h2" not in show(atlas, text, this="People/Ada.md").html
    assert "base-list" not in show(atlas, text, this="People/Ada.md").html
    assert "base-table" not in show(atlas, text, this="People/Ada.md", view="TWO & three").html
    wrong = show(atlas, text, this="People/Ada.md", view="Onee")
    assert "base-table" in wrong.html
    assert wrong.faults[0].message == "the base has no view “Onee”"
    assert wrong.faults[0].advice == "did you mean “One”?"


def test_this_is_the_page_that_embeds(atlas):
    text = """
filters: file.hasLink(this.file)
formulas: {me: this.role}
views: [{type: table, order: [file.name, formula.me]}]
"""
    html = show(atlas, text, this="People/Ada.md").html
    assert cells(html)[1:] == [["Acme", "CEO"], ["Bob", "CEO"]]


def test_formulas_that_need_each_other_are_told_apart_from_those_that_turn_in_a_circle(atlas):
    text = """
filters: file.name == "Acme"
formulas:
  a: formula.b * 2
  b: valuation_usd / 1000000000
  x: formula.y
  y: formula.x
views: [{type: table, order: [formula.a, formula.x]}]
"""
    shown = show(atlas, text)
    assert cells(shown.html)[1] == ["10", "the formula “x” needs itself"]
    assert ("the formula “x” needs itself", 7) in [(fault.message, fault.line) for fault in shown.faults]


def test_faults_carry_their_line_and_leave_the_rest_standing(atlas):
    text = """filters:
  and:
    - kind.contains("company")
    - status ==
formulas:
  bad: 'frobnicate(1)'
  wrong: 'status.round()'
  chance: random()
views:
  - type: table
    order: [file.name, formula.wrong]
    summaries: {file.name: Sumup}
  - nonsense
extra: 1
"""
    shown = show(atlas, text)
    told = {fault.line: fault.message for fault in shown.faults}
    assert "ends too early" in told[4]
    assert told[6].startswith("there is no function frobnicate()")
    assert told[13] == "a view is names with values (type:, name:)"
    assert told[14] == "a base has no “extra”"
    assert "No notes match." in shown.html
    mended = show(atlas, text.replace("    - status ==\n", ""))
    told = {fault.line: fault.message for fault in mended.faults}
    assert told[6] == "a string has no round()"
    assert told[11] == "there is no summary “Sumup”"
    assert cells(mended.html)[1] == ["Acme", "a string has no round()"]


def test_old_spellings_are_taken_with_a_warning(atlas):
    text = """
filters: taggedWith(file.file, "ai")
display: {status: State}
views:
  - type: table
    order: [file.name, status]
    sort: [{column: note.status, direction: DESC}]
    group_by: note.status
"""
    shown = show(atlas, text)
    assert cells(shown.html) == [["Name", "State"], ["active 1"], ["Acme", "active"]]
    messages = " ".join(fault.message for fault in shown.faults)
    for old in ("display", "column", "group_by", "taggedWith"):
        assert old in messages


@pytest.mark.parametrize(
    "text",
    [
        "views: [", "a: b: c", "\tviews:", "- a", "just text", "views: 1", "filters: [1, [2]]", "formulas: []",
        "a: &x 1\nb: *x", "views:\n  - type: table\n  - type: table\nviews: 2", "\x00", "? [a]\n: b", "%YAML 9",
        "filters: {xor: [a]}", "views: [{sort: 3, order: {a: 1}, limit: -1}]",
        "[" * 5000, "views: [{type: [table], name: {a: b}}]", "'" , "x" * 300_000,
    ],
)  # fmt: skip
def test_a_broken_base_is_a_notice_and_no_crash(atlas, text):
    shown = show(atlas, text)
    assert shown.html.startswith('<div class="base">')
    assert shown.faults


def test_a_table_that_is_cut_says_so(make_atlas):
    atlas = make_atlas({f"N{number}.md": "x\n" for number in range(1_003)})
    shown = show(atlas, "", this="N1.md")
    assert shown.html.count("<tr>") == 1_001
    assert "only the first 1,000 of 1,003 notes are shown" in shown.html


def test_a_base_that_asks_for_too_much_work_is_refused_with_a_notice(make_atlas):
    atlas = make_atlas({f"N{number}.md": "x\n" for number in range(300)})
    deep = "[1,2,3,4,5,6,7,8,9].map(" * 5 + "1" + ")" * 5
    shown = show(atlas, f"formulas: {{x: '{deep}'}}\nviews: [{{type: table, order: [formula.x]}}]")
    assert "more work than a page may take" in shown.html
    assert "<table" not in shown.html


def test_two_columns_of_one_name_are_told_apart_by_their_currency(atlas):
    html = show(atlas, "views: [{type: table, order: [valuation, valuation_usd]}]").html
    assert cells(html)[0] == ["Valuation", "Valuation (USD)"]


def test_a_card_says_what_its_image_lacks_and_groups_have_names(atlas):
    text = """
filters: kind.contains("company")
formulas: {bad: status.round()}
views:
  - {type: cards, name: A, image: formula.bad, order: [file.name, formula.bad], groupBy: tags}
  - {type: list, name: B, groupBy: {property: ceo}}
  - {type: table, name: C, groupBy: formula.bad, sort: [formula.bad]}
"""
    html = show(atlas, text).html
    assert (
        '<p class="base-group"><a class="tag" href="../tags/ai.html">#ai</a> <span class="base-count">1</span></p>'
        in html
    )
    assert '<dd><span class="base-notice">a string has no round()</span></dd>' in html
    assert (
        '<p class="base-group"><a class="link" href="../people/ada.html" data-kind="person" data-preview>Ada</a>'
        in html
    )
    assert '<th scope="rowgroup" colspan="1">None <span class="base-count">3</span></th>' in html


def test_summaries_of_dates_and_of_nothing(atlas):
    text = """
filters: file.inFolder("Companies")
summaries: {bad: values.frob(), worse: 'values[0].round()', none: }
views:
  - type: table
    order: [founded, status, ok, ceo, tags, valuation_usd]
    summaries: {founded: Range, status: Sum, ok: Min, ceo: bad, tags: worse, valuation_usd: none}
  - {type: table, order: [founded, status], summaries: {founded: Max, status: Latest}}
"""
    shown = show(atlas, text)
    feet = [cells(foot)[0] for foot in re.findall(r"<tfoot>.*?</tfoot>", shown.html, re.DOTALL)]
    assert feet[0] == ["Range 0 seconds", "Sum –", "Min –", "bad –", "worse –", "none –"]
    assert feet[1] == ["Max 2019-03-05", "Latest –"]
    assert any("frob" in fault.message for fault in shown.faults)


def test_yaml_is_read_as_yaml_1_2(atlas):
    text = (
        "views: [{type: table, name: yes, limit: 0x2}, {name: 2024-01-01, limit: 1e0}, {limit: x}, {limit: }]"
    )
    shown = show(atlas, text)
    assert re.findall(r"<h2 [^>]*>([^<]*)</h2>", shown.html) == ["yes", "2024-01-01", "View 3", "View 4"]
    assert [fault.message for fault in shown.faults] == ["a limit is a whole number"] * 2 or len(
        shown.faults
    ) == 1


def test_filters_and_orders_of_odd_shapes_are_told(atlas):
    text = """
filters:
  - kind.contains("company")
  - and: [true]
    or: [status == "active"]
    other: 1
formulas: [1]
views:
  - type: table
    sort: [ceo, {direction: DESC}, [x]]
    order: {a: b}
    filters:
      or: []
  - {type: list, groupBy: , name: [x]}
"""
    shown = show(atlas, text)
    told = [(fault.line, fault.message) for fault in shown.faults]
    assert (3, "a list of filters needs “and”, “or” or “not”") in told
    assert (5, "a filter has one of “and”, “or” and “not”") in told
    assert (6, "a filter has no “other”, only “and”, “or” and “not”") in told
    assert (7, "names with values are needed here") in told
    assert (10, "a property and a direction are needed here") in told
    assert (11, "a list is needed here") in told
    assert names(shown.html)[:2] == ["Acme", "Gamma"]


def test_at_most_forty_views_are_shown(atlas):
    shown = show(atlas, "views:\n" + "  - type: list\n" * 41)
    assert shown.html.count("<h2") == 40
    assert shown.faults[0].line == 42


def test_a_chain_of_formulas_that_is_too_long_is_cut(atlas):
    chain = "\n".join(f"  f{place}: 'formula.f{place + 1} + 1'" for place in range(120))
    text = f"filters: file.name == 'Acme'\nformulas:\n{chain}\n  f120: '1'\nviews: [{{order: [formula.%s]}}]"
    assert cells(show(atlas, text % "f0").html)[1] == ["formulas that need each other are nested too deeply"]
    assert cells(show(atlas, text % "f60").html)[1] == ["61"]


def test_the_headings_of_a_base_are_those_of_its_page(atlas):
    text = "views:\n  - {type: list, name: 'Q&A <1>'}\n  - {type: list}\n  - {type: list, name: 'Q&A <1>'}\n"
    found = views_of(read_base(text))
    assert [(one.text, one.line) for one in found] == [("Q&A <1>", 2), ("View 2", 3), ("Q&A <1>", 4)]
    page = show(atlas, text).html
    assert [f'<h2 id="{one.anchor}">' for one in found] == re.findall(r"<h2 id=[^>]*>", page)


def test_readers_are_not_told_of_old_spellings(atlas):
    shown = show(atlas, "filters: taggedWith(file, 'ai')\ndisplay: {a: b}\nextra: 1\nviews: [{type: list}]")
    assert len(shown.faults) == 3
    assert "base-notice" not in shown.html
