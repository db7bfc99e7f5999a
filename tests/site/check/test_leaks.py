"""A site that tells anything of an unpublished note is caught, wherever it does."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.site.check import leaks
from vaultgen.site.check.clues import Clue, Search, tokens

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
