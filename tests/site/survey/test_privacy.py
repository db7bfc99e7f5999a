"""What is not published is nowhere: no name, no text, no attachment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.site.goal import Goal
from vaultgen.site.markdown import Press
from vaultgen.site.privacy import PRIVATE, is_excluded
from vaultgen.site.public_text import public_text


@pytest.mark.parametrize(
    ("properties", "shown"),
    [
        ("", True), ("publish: false", False), ("publish: no", False), ('publish: "False"', False),
        ("draft: true", False), ("draft: yes", False), ("Draft: [true]", False), ("private: true", False),
        ("private: false", True), ("publish: true", True), ("draft:", True), ("PUBLISH: false", False),
        ("a: x: y\npublish: false", False), ("a: x: y", True),
    ],
)  # fmt: skip
def test_a_property_hides_a_note(atlas_of, properties, shown):
    assert ("A.md" in atlas_of({"A.md": f"---\n{properties}\n---\n"}).sheets) is shown


def test_opting_in_shows_what_says_so_and_what_that_uses(atlas_of):
    files = {
        "A.md": "---\npublish: true\n---\n![[Map.canvas]] [[B]]",
        "B.md": "x",
        "Map.canvas": '{"nodes":[{"id":"1","type":"file","file":"p.png"}]}',
        "Other.canvas": "{}",
        "p.png": b"p",
        "q.png": b"q",
    }
    assert list(atlas_of(files, publish="opt-in").sheets) == ["A.md", "Map.canvas", "p.png"]


@pytest.mark.parametrize("pattern", ["Drafts", "drafts/", "Drafts/*", "*/B.md", "D*"])
def test_a_pattern_keeps_a_folder_out(atlas_of, pattern):
    atlas = atlas_of({"A.md": "[[B]]", "Drafts/B.md": "x", "Drafts/c.base": ""}, exclude=(pattern,))
    assert "Drafts/B.md" not in atlas.sheets
    assert atlas.goal("B", "", "A.md") == Goal("private")


def test_attachments_that_only_private_notes_or_comments_use_are_not_published(atlas_of):
    files = {"A.md": "%%![[a.png]]%% ![[c.png]]", "B.md": "---\ndraft: true\n---\n![[b.png]]"}
    atlas = atlas_of({**files, "a.png": b"a", "b.png": b"b", "c.png": b"c"})
    assert list(atlas.sheets) == ["A.md", "c.png"]


def test_an_alias_of_a_private_note_is_as_private_as_its_name(atlas_of):
    files = {
        "A.md": "[[Thunder]] and [[Fine]].",
        "B.md": "---\ndraft: true\naliases: [Thunder]\n---\n",
        "C.md": "",
    }
    atlas = atlas_of(files)
    assert atlas.goal("thunder", "", "C.md") == Goal("private")
    assert atlas.goal("Fine", "", "C.md") == Goal("missing")
    assert atlas.sheets["A.md"].lead == f"{PRIVATE} and Fine."


SECRET = {
    "Project Zeus.md": "---\nprivate: true\naliases: [Zeus]\nid: zeus-1\n---\n# Plan\n![[plan.png]]\n[[Acme]]\n",
    "plan.png": b"secret bytes",
    "Acme.md": '---\nkind: company\ninvestors:\n  - "[[IVP]]"\n  - "[[Project Zeus]]"\nlead: "[[project zeus|Z]]"\n'
    'note: "as [[Project Zeus]] says"\ndeep: {who: ["[[Project Zeus|Z]]", "[[Project Zeus]]"]}\n'
    'bare: [[Project Zeus]]\n'
    "# Project Zeus is hidden\n---\n"
    "Led by [[Project Zeus]] and [[Project Zeus|our friends]]; "
    "ask [[Project Zeus|Zeus himself]]. %%Project Zeus%%\n\n"
    "## About [[Project Zeus]]\n\n[[IVP]] met [[Project Zeus#Plan]] "
    "[so](Project%20Zeus.md)\n\n<!-- Project Zeus -->\n\n"
    "%%\nProject Zeus\n%%\n\n![[Project Zeus]]\n\n[ref]: <Project Zeus.md>\n",
    "IVP.md": "See [[Acme#About Project Zeus]].\n",
}  # fmt: skip


def test_a_sheet_tells_nothing_of_a_private_note(atlas_of):
    atlas = atlas_of(SECRET)
    assert list(atlas.sheets) == ["Acme.md", "IVP.md"]
    sheet = atlas.sheets["Acme.md"]
    told = sheet.links
    assert {link.target for link in told} == {"IVP"}
    assert sheet.lead == f"Led by {PRIVATE} and our friends; ask {PRIVATE}."
    assert [(head.text, head.anchor) for head in sheet.headings] == [
        (f"About {PRIVATE}", "about-private-note")
    ]
    assert sheet.properties == {"kind": "company", "investors": ["[[IVP]]"], "note": f"as {PRIVATE} says"}
    assert told[-1].context == f"IVP met {PRIVATE} so"
    assert told[-1].section == f"About {PRIVATE}"
    assert "zeus" not in repr(sheet).lower().replace("about project zeus", "")


def test_the_public_text_tells_nothing_of_a_private_note(atlas_of):
    text = public_text(atlas_of(SECRET), "Acme.md")
    assert "zeus" not in text.lower()
    assert text.startswith(
        "---\nkind: company\ninvestors:\n  - '[[IVP]]'\nnote: as private note says\n---\nLed by"
    )
    assert "our friends" in text
    assert "<!--" not in text


def test_the_public_text_of_an_open_note_is_its_source(atlas_of):
    source = "---\na: 1\nb: [x,  y]\n---\nSee [[B]], `%%code%%` and ![[p.png]].\n\n```\n<!-- shown -->\n[[B]]\n```\n"
    assert public_text(atlas_of({"A.md": source, "B.md": "", "p.png": b"p"}), "A.md") == source


def test_properties_that_cannot_be_read_are_no_part_of_the_public_text(atlas_of):
    assert public_text(atlas_of({"A.md": "---\na: x: y\n---\ntext\n"}), "A.md") == "text\n"


def test_no_words_of_a_link_name_a_private_note(atlas_of):
    text = "[![[Secret]]](B.md) [see [[Secret]] there](B.md) [of ![x](Secret.md) [[Secret|it]]](C.md)"
    atlas = atlas_of({"A.md": text, "B.md": "", "Secret.md": "---\ndraft: true\n---\n"})
    assert [link.display for link in atlas.sheets["A.md"].links] == ["", "see private note there", "of it"]


def test_values_that_are_empty_stay_empty_where_properties_are_written_anew(atlas_of):
    source = "---\na:\nb: # hush\nc: [null, 1, ~]\n---\n"
    assert public_text(atlas_of({"A.md": source}), "A.md") == (
        "---\na: null\nb: null\nc:\n  - null\n  - 1\n  - null\n---\n"
    )


def test_a_comment_with_lines_of_its_own_leaves_none(atlas_of):
    assert public_text(atlas_of({"A.md": "a\n%% b\nc %%\nd %%e%% f\n%%open"}), "A.md") == "a\nd  f\n"


@pytest.mark.parametrize(
    "text",
    [
        "- %% hush\n  hush %%\n- open", "1. %%\n   hush\n   %%\n\nopen", "- > %% hush\n  > hush %%\n\nopen",
        "> %% hush\n> hush\n\nopen", "> - %% hush\n\nopen", "> %% hush\nhush %%\n\nopen", "> > %%\n> > hush\n- open",
        "> ```\n> open\n\n%% hush %%", "- ```\n  open\n\n%% hush %%", "```a`b``` open\n\n%%\nhush\n%%",
        "%%\nhush\n%% open", "> %%\n> hush %% open", "- %%\n  hush\n  %% open",
        "open\n\n    %% open\n\n%% hush", "a\n\n\t%% open\n\n\t%% open\n\nopen", "- a\n\n    %% hush\n    %%\n\nopen",
        "a\n    %% hush %%\nopen", "- a\nb\n\n    %% hush\n    %% open", "[^a]: b\n\n    %% hush\n    %%\n\nopen[^a]",
    ],
)  # fmt: skip
def test_page_and_public_text_hide_the_same_comments(atlas_of, text):
    atlas = atlas_of({"A.md": text})
    for shown in (Press(atlas).body("A.md", "a.html").html, public_text(atlas, "A.md")):
        assert shown.count("open") == text.count("open"), shown
        assert "hush" not in shown, shown


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=3))
def test_exclusion_never_fails(path, patterns):
    assert is_excluded(path, patterns) in (True, False)


def test_no_title_alias_or_kind_names_a_private_note(atlas_of):
    front = """---
title: About [[Secret]] and [[Secret|a friend]]
aliases: ["[[Secret]] deal", "[[Secret]]"]
kind: "[[Secret]]"
---
"""
    atlas = atlas_of({"Notes/A.md": front, "Secret.md": "---\ndraft: true\n---\n"})
    sheet = atlas.sheets["Notes/A.md"]
    assert sheet.title == "About private note and a friend"
    assert sheet.aliases == ("private note deal",)
    assert sheet.kinds == ("notes",)


@pytest.mark.parametrize(
    "line",
    [
        'told: "[[Secret]] and more"', 'told: "[[Secret]]s"', 'told: "[[Secret]]]"', 'told: ["x", "[[Secret]] too"]',
        'told: "![[Secret]]"', '"[[Secret]]": 5', '"stake of [[Secret]]": 5', 'told: {"by [[Secret]]": 1}',
    ],
)  # fmt: skip
def test_a_single_property_names_no_private_note(atlas_of, line):
    atlas = atlas_of({"A.md": f"---\n{line}\n---\n", "Secret.md": "---\ndraft: true\n---\n"})
    assert "Secret" not in repr(atlas.sheets["A.md"].properties)


def test_a_note_that_is_called_by_a_link_to_a_private_one_keeps_the_name_of_its_file(atlas_of):
    atlas = atlas_of({"A.md": '---\ntitle: "[[Secret]]"\n---\n', "Secret.md": "---\ndraft: true\n---\n"})
    assert atlas.sheets["A.md"].title == "A"


def test_the_source_that_readers_get_names_no_private_note_in_references_and_html(atlas_of):
    text = (
        "See [ours][Secret Deal], [Secret Deal][], [Secret Deal] and [fine][open]; [x](https://e.org) [^1] [ ].\n"
        'A <a href="Secret%20Deal.md" title="t">word</a> <a href=\'Open.md\'>word</a>.\n\n'
        '[Secret Deal]: <Secret Deal.md> "Secret Deal"\n[open]: Open.md\n\n[^1]: A [note].\n'
    )
    atlas = atlas_of({"A.md": text, "Secret Deal.md": "---\ndraft: true\n---\n", "Open.md": ""})
    assert public_text(atlas, "A.md") == (
        "See ours, private note, private note and [fine][open]; [x](https://e.org) [^1] [ ].\n"
        "A <a title=\"t\">word</a> <a href='Open.md'>word</a>.\n\n"
        "[open]: Open.md\n\n[^1]: A [note].\n"
    )
