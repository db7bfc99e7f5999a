"""A site that tells anything of an unpublished note is caught, wherever it does."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.site.build.run import build_site
from vaultgen.site.check.clues import Clue, Search, tokens
from vaultgen.site.check.leaks import leaks
from vaultgen.site.settings import Settings

VAULT = {
    "Acme.md": "Open words. [[Project Zeus]] [[Project Zeus|friends]] %%Project Zeus%%\n",
    "Deals/Project Zeus.md": "---\nprivate: true\naliases: [Operation Thunder]\nid: zeus-77\n---\n![[plan b.png]]\n",
    "plan b.png": b"\x89PNG secret bytes",
    "Short/AB.md": "---\ndraft: true\n---\n",
    "2026.md": "---\ndraft: true\n---\n",
}


@pytest.fixture
def found(atlas_of, tmp_path):
    """A function that puts files into a site of the vault, and gives what leaks."""

    def build(files, **more):
        atlas = atlas_of({**VAULT, **more})
        for path, text in files.items():
            file = tmp_path / "site" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode() if isinstance(text, str) else text)
        return [(one.path, one.line, one.rule, one.level) for one in leaks(tmp_path / "site", atlas.settings)]

    return build


CLEAN = {"index.html": "<h1>Acme</h1><p>private note, friends, AB, 2026</p>", "acme.md": "Open words."}


def test_a_clean_site_has_no_leak(found):
    assert found(CLEAN) == []


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("index.html", "<p>\nSee Project Zeus</p>", 2),
        ("a.html", "<a href='deals/project-zeus.html'>x</a>", 1),
        ("a.html", "<a href='deals/Project%20Zeus.html'>x</a>", 1),
        ("a.html", "Project&nbsp;Zeus", 1),
        ("a.json", '{"t": "\\u0050roject Zeus"}', 1),
        ("feeds/all.xml", "<title>operation thunder</title>", 1),
        ("sitemap.xml", "<loc>https://x.org/deals/project-zeus.html</loc>", 1),
        ("_data/graph.json", '[{"id": "zeus-77"}]', 1),
        ("deals/project-zeus.html", "x", 0),
        ("plan-b.png", "other bytes", 0),
        ("a.md", "![[plan b.png]]", 1),
        (
            "pagefind/fragment/en_1.pf_fragment",
            gzip.compress(b'pagefind_dcd{"title":"Project Zeus"}', mtime=0),
            1,
        ),
    ],
)
def test_a_name_is_found_wherever_it_stands(found, path, text, line):
    assert found({**CLEAN, path: text}) == [(path, line, "leaked name", "error")]


def test_the_bytes_of_an_attachment_are_found_under_any_name(found):
    assert found({**CLEAN, "media/1.png": VAULT["plan b.png"]}) == [
        ("media/1.png", 0, "leaked file", "error")
    ]


def test_a_part_of_a_word_is_no_leak(found):
    assert found({**CLEAN, "a.html": "Projects Zeus, Project Zeusian, zeus-770"}) == []


def test_what_an_author_wrote_in_an_open_note_is_a_warning_there(found):
    told = {"Open.md": "---\na: 1\n---\nWe heard of\nproject Zeus.\n"}
    assert found({**CLEAN, "open.html": "project Zeus"}, **told) == [
        ("Open.md", 5, "name in text", "warning")
    ]


WRITTEN = {
    "Open.md": "---\nfund: Project Zeus\n---\nLast week we heard of project Zeus from a friend.\n"
    "\n```\nawait project zeus now\n```\n| Deal | Sum |\n|---|---|\n| Project Zeus II | 5 |\n"
}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("open.md", "Project Zeus"),
        ("open.json", '{"fund": "Project Zeus"}'),
        ("acme.html", "<p>Last week we <a href='x.html'>heard</a> of <b>project Zeus</b> from a friend.</p>"),
        ("acme.json", '{"context": "of project Zeus from a\\nfriend"}'),
        ("_data/d-0.js", 'shard("d-0",[["Acme","acme.html","","… project Zeus from a friend."]])'),
        ("_data/f-0.js", 'shard("f-0",["investor:Project Zeus","Z"])'),
        ("deals.html", "<table><tr><td>x</td><td>Project Zeus II</td><td>y</td></tr></table>"),
        ("deals.html", "<tr><th><a href='open.html'>Open</a></th><td>Project Zeus</td></tr>"),
        ("data/deal.csv", "title,fund\r\nOpen,Project Zeus\r\n"),
        (
            "pagefind/fragment/en_1.pf_fragment",
            gzip.compress(
                b'pagefind_dcd{"url":"/open.html","content":"xProject Zeusy Project Zeus"}', mtime=0
            ),
        ),
    ],
)
def test_a_name_that_an_author_wrote_is_no_leak_where_that_note_is_quoted(found, path, text):
    assert found({**CLEAN, path: text}, **WRITTEN) == [("Open.md", 2, "name in text", "warning")]


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("acme.html", "<ul>\n<li><a href='x.html'>Project Zeus</a></li></ul>", 2),
        ("acme.html", "<p>Last week we met</p>\n<b>project Zeus</b>\n<p>of course</p>", 2),
        ("acme.html", "<p>we heard of project Zeus from him</p>\n<p>friends of Project Zeus here</p>", 2),
        ("acme.html", "<a href='deals/project-zeus.html'>x</a>", 1),
        ("acme.json", '{"backlinks": ["Project Zeus"]}', 1),
        ("_data/graph.js", 'self.x={"notes":[["Project Zeus","deal"]]}', 1),
        ("data/deal.csv", "title,fund\nAcme,Project Zeus\n", 2),
        ("deals/project-zeus.html", "x", 0),
        (
            "pagefind/fragment/en_1.pf_fragment",
            gzip.compress(b'pagefind_dcd{"url":"/acme.html","content":"Acme. Project Zeus."}', mtime=0),
            1,
        ),
    ],
)
def test_a_name_that_an_author_wrote_is_a_leak_where_that_note_is_not_quoted(found, path, text, line):
    told = found({**CLEAN, "open.html": "project Zeus", path: text}, **WRITTEN)
    assert told == sorted([("Open.md", 2, "name in text", "warning"), (path, line, "leaked name", "error")])


PLAN = (
    "---\nprivate: true\n---\n# Why we walk away now\n\n- The board has [[Acme|agreed]] to sell the whole "
    "company before the end of the summer.\n\n| A |\n|---|\n| Nobody outside of this room may know of the price "
    "that they asked for |\n\n```\nthe password of the data room is correct horse battery staple, they say\n```\n"
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "<p>x</p>\n<p>The board has <a href='a.html'>agreed</a> to sell the whole company before the end</p>",
            2,
        ),
        ("<td>Nobody outside of this room may know of the price that they asked for</td>", 1),
        ("<pre>the <span>password</span> of the data room is correct horse battery staple</pre>", 1),
        ("<h2>Why we walk away now</h2><p>the board has agreed to sell</p>", 1),
    ],
)
def test_a_sentence_and_a_heading_of_a_private_note_are_found(found, text, line):
    assert found({**CLEAN, "a.html": text}, **{"Plan.md": PLAN}) == [("a.html", line, "leaked text", "error")]


def test_text_that_an_open_note_or_every_page_has_too_is_no_leak(found):
    words = "The board has agreed to sell the whole company before the end of the summer"
    more = {"Plan.md": PLAN, "Open.md": f"# Why we walk away now\n\n{words}\n"}
    assert found({**CLEAN, "a.html": f"<h2>Why we walk away now</h2><p>{words}</p>"}, **more) == []
    named = {"Plan.md": "---\nprivate: true\n---\n## Largest by valuation\n"}
    assert found({**CLEAN, "index.html": "<h2>Largest by valuation</h2>", "a.html": ""}, **named) == []


def test_a_built_site_tells_nothing_of_any_note_that_is_made_private(tmp_path):
    pages = Path(__file__).parents[1] / "fidelity" / "vault"
    for name in ("Links", "Cycle", "Rich", "Companies/Robotics", "Tables", "Anchors", "Embeds"):
        vault = tmp_path / name / "vault"
        shutil.copytree(pages, vault)
        note = vault / f"{name}.md"
        text = note.read_text("utf-8")
        front = text if text.startswith("---\n") else f"---\na: 1\n---\n{text}"
        note.write_text(front.replace("---\n", "---\nprivate: true\n", 1), "utf-8")
        settings = Settings(vault, tmp_path / name / "site", "Notes", offline=name < "E")
        build_site(settings, history=tmp_path / name / "history.json")
        assert [one for one in leaks(settings.output, settings) if one.level == "error"] == []


def test_a_name_that_an_open_note_has_too_is_no_leak(found):
    told = {"Tag.md": "#operation-thunder", "zeus 77.md": "", "Project Zeus II.md": ""}
    site = {"a.html": "operation thunder, zeus 77, Project Zeus II"}
    assert found({**CLEAN, **site}, **told) == [("Project Zeus II.md", 0, "name in text", "warning")]


def test_a_word_of_the_site_itself_is_a_warning(found):
    told = {"Backlinks.md": "---\ndraft: true\n---\n"}
    assert found({**CLEAN, "404.html": "Backlinks", "a.html": "Backlinks"}, **told) == [
        ("Backlinks.md", 0, "common name", "warning")
    ]


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_a_name_between_any_words_is_found(name, before, after):
    words = tokens(name)
    if words:
        hits = Search([Clue(words, name, "title", "x.md")]).hits(f"{before}\n{'-'.join(words)} \n{after}")
        assert len(hits) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.html", "<p>Project <b>Zeus</b></p>"),
        ("a.html", "<text><tspan>Project</tspan><tspan>Zeus</tspan></text>"),
        (".cache/x", "Project Zeus"),
        ("tags/thunderous.html", "x"),
        ("a.html", '<a class="tag" href="tags/x.html">#thunderous</a>'),
        ("folders/closed.html", "x"),
        ("sitemap.xml", "<loc>https://x.org/folders/closed.html</loc>"),
    ],
)
def test_a_parted_name_a_tag_and_a_folder_of_private_notes_are_found(found, path, text):
    more = {"Closed/Note 1a.md": "---\ndraft: true\ntags: [thunderous, open]\n---\n", "Fine.md": "#open"}
    assert [(told[0], told[3]) for told in found({**CLEAN, path: text}, **more)] == [(path, "error")]


def test_a_tag_and_a_folder_that_open_notes_have_too_are_no_leak(found):
    more = {"Both/X y.md": "---\ndraft: true\ntags: [open/sub]\n---\n", "Both/Fine.md": "#Open/Sub"}
    site = {"tags/open/sub.html": "<b>#open/sub</b>", "folders/both.html": "x", "tags/open.html": "x"}
    assert found({**CLEAN, **site}, **more) == []
