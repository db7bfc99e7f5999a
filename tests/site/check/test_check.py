"""Every planted fault is found, with its file and line, and a sound vault has none."""

from __future__ import annotations

import pytest

from vaultgen.site.check import check, check_again
from vaultgen.site.history import History

PLANTED = {
    "Acme.md": '---\naliases: [The Firm]\ninvestors:\n  - "[[IPV]]"\n---\n'
    '## Funding history\n\nText ^fact\n\n[^n]: told\n\n[^n]\n',
    "IVP.md": (
        "See [[Amce]].\n"
        "See [[The Firm]].\n"
        "See [[Acme#Founding history]] and [[Acme#Funding history]].\n"
        "See [[Acme#^fcat]] and [[Acme#^fact]].\n"
        "See [[Acme#[^m]]] and [[Acme#[^n]]].\n"
        "![[loga.png]] ![[logo.png]]\n"
        "[text](Acem.md) [ok](Acme.md)\n"
        "Told so.[^missing]\n"
        "See [[Secret]].\n"
        "%% [[Nowhere]] %%\n"
    ),
    "logo.png": b"png",
    "Broken.md": "---\na: 1\na: 2\n---\n",
    "Tabs.md": "---\na:\n\t- b\n---\n",
    "Bytes.md": b"fine\n\xff\n",
    "Other.md": "---\naliases: [the firm, IVP]\nid: 5\n---\n",
    "Twin.md": "---\nid: 5\n---\n",
    "C#.md": "",
    "C sharp.md": "",
    "Linked.md": "---\npermalink: ../x\nlead: [[Jane]]\n---\n",
    "Secret.md": "---\ndraft: true\n---\n[[Nowhere]]\n",
    "Map.canvas": '{"nodes":[\n{"type":"file","file":"Gone.md"},\n'
    '{"type":"file","file":"Acme.md","subpath":"#Nothing"}]}',
    "Bad.canvas": "{",
    "Deals.base": "views:\n  - {type: table, name: By valuation}\n  - {type: list}\n",
    "Views.md": "[[Deals.base#by valuation]] [[Deals.base]] ![[Deals.base#View 2]]\n\n[[Deals.base#By valuatoin]]\n\n"
    "![[Deals.base#Nothing]]\n",
}  # fmt: skip


@pytest.fixture
def findings(atlas_of):
    return check(atlas_of(PLANTED), History({"moved": ("ivp.html", "moved.html")}))


@pytest.mark.parametrize(
    "expected",
    [
        ("Acme.md", 4, "broken link", "[[IPV]]: no file has this name", "did you mean [[IVP]]?"),
        ("IVP.md", 1, "broken link", "[[Amce]]: no file has this name", "did you mean [[Acme]]?"),
        ("IVP.md", 2, "alias link", "[[The Firm]]: no file has this name; it is an alias, and Obsidian follows none",
         "write [[Acme|The Firm]]"),
        ("IVP.md", 3, "broken heading", "[[Acme#Founding history]]: the note has no such heading",
         "did you mean “#Funding history”?"),
        ("IVP.md", 4, "broken block", "[[Acme#^fcat]]: the note has no such block", "did you mean “#^fact”?"),
        ("IVP.md", 6, "missing asset", "![[loga.png]]: there is no such attachment", "did you mean ![[logo.png]]?"),
        ("IVP.md", 7, "broken link", "[text](Acem.md): no file has this name", "did you mean [[Acme]]?"),
        ("IVP.md", 8, "faulty file", "[^missing]: the note has no such footnote", ""),
        ("IVP.md", 9, "private link", "[[Secret]]: leads to a note that is not published", "pages show it as words"),
        ("IVP.md", 10, "broken link", "[[Nowhere]]: no file has this name", ""),
        ("IVP.md", 5, "broken footnote", "[[Acme#[^m]]]: the note has no such footnote", "did you mean “#[^n]”?"),
        ("Broken.md", 3, "faulty file", "the properties cannot be read: “a” stands there twice",
         "Obsidian ignores all of them"),
        ("Bytes.md", 2, "faulty file", "the file is not UTF-8", "save it as UTF-8"),
        ("Other.md", 0, "alias clash", "the alias “the firm” also means “Acme.md”", "take it from one of them"),
        ("Other.md", 0, "alias clash", "the alias “IVP” also means “IVP.md”", "take it from one of them"),
        ("Acme.md", 0, "alias clash", "the alias “The Firm” also means “Other.md”", "take it from one of them"),
        ("Twin.md", 0, "double id", "the id “5” is that of “Other.md” too", "give one of them another id"),
        ("Views.md", 3, "broken view", "[[Deals.base#By valuatoin]]: the base has no such view",
         "did you mean “#By valuation”?"),
        ("Views.md", 5, "broken view", "![[Deals.base#Nothing]]: the base has no such view", ""),
        ("Map.canvas", 2, "broken link", "Gone.md: no file has this name", ""),
        ("Map.canvas", 3, "broken heading", "Acme.md: the note has no such heading", ""),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(findings, expected):
    told = [(one.path, one.line, one.rule, one.message, one.advice) for one in findings]
    assert expected in told


@pytest.mark.parametrize(
    ("path", "line", "rule"),
    [
        ("Tabs.md", 3, "faulty file"),
        ("C#.md", 0, "address clash"),
        ("Linked.md", 0, "permalink refused"),
        ("Linked.md", 3, "faulty file"),
        ("Bad.canvas", 1, "faulty file"),
    ],
)
def test_a_planted_fault_is_found_where_it_stands(findings, path, line, rule):
    assert (path, line, rule) in {(one.path, one.line, one.rule) for one in findings}


def test_nothing_else_is_found_and_private_notes_are_not_asked(findings):
    assert len(findings) == 26
    assert "Secret.md" not in {one.path for one in findings}
    assert {one.rule for one in findings if one.level == "info"} == {"private link"}


def test_a_link_to_a_view_of_a_base_leads_to_its_heading(atlas_of):
    atlas = atlas_of({"Deals.base": PLANTED["Deals.base"], "N.md": ""})
    goals = [atlas.goal("Deals.base", view, "N.md") for view in ("#By valuation", "#view 2", "#Other", "")]
    assert [(one.fragment, one.broken) for one in goals] == [
        ("by-valuation", False), ("view-2", False), ("", True), ("", False)
    ]  # fmt: skip


def test_a_former_address_that_another_has_is_told(atlas_of):
    atlas = atlas_of({"IVP.md": "", "Moved.md": "---\nid: moved\n---\n"})
    (found,) = check(atlas, History({"moved": ("ivp.html", "moved.html")}))
    assert (found.path, found.rule) == ("Moved.md", "hidden redirect")
    assert str(found) == "Moved.md: its former address ivp.html leads to “IVP.md” now; old links end up there"


def test_a_sound_vault_has_no_findings(atlas_of):
    files = {
        "A.md": "---\naliases: [First]\n---\n[[B#Two]] ![[p.png]] [[B|First]]\n",
        "B.md": "## Two\n[[A]]",
        "p.png": b"p",
    }
    assert check(atlas_of(files)) == ()


def test_a_finding_reads_like_a_line_of_a_compiler(findings):

    broken = next(one for one in findings if one.line == 1 and one.path == "IVP.md")
    assert str(broken) == "IVP.md:1: [[Amce]]: no file has this name; did you mean [[Acme]]?"


def test_a_first_page_that_is_no_published_note_is_found(atlas_of):
    def told(home):
        return [
            (one.path, one.message)
            for one in check(atlas_of({"A.md": "", "B.md": "---\ndraft: true\n---\n"}, home=home))
        ]

    assert told("A.md") == []
    assert told("Gone.md") == [("Gone.md", "is to be the first page, but there is no such note")]
    assert told("B.md") == [("B.md", "is to be the first page, but is not published")]


def _told(atlas):
    return tuple(one for one in check(atlas) if one.level != "info")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("IVP.md", "See [[Amce]].", "See [[Acme]]."),
        ("IVP.md", "See [[Amce]].", "\n\nSee [[Amec]] and [[Amec]]."),
        ("IVP.md", "[[Acme#Founding history]]", "[[Acme#Funding history]]"),
        ("Tabs.md", "\t- b", "  - b"),
        ("Secret.md", "[[Nowhere]]", "[[Nowhere else]]"),
        ("Broken.md", "a: 2\n", ""),
    ],
)
def test_what_is_wrong_after_an_edit_needs_a_look_at_that_file_alone(atlas_of, path, old, new):
    before = _told(atlas_of(PLANTED))
    text = PLANTED[path]
    assert old in text
    after = atlas_of({**PLANTED, path: text.replace(old, new)})
    assert check_again(after, before, {path}) == _told(after)


def test_guesses_are_few_in_a_vault_with_many_broken_links(atlas_of):
    files = {f"N{number}.md": f"[[Gone {number}]]\n" for number in range(110)}
    before = _told(atlas_of(files))
    assert check_again(atlas_of({**files, "N1.md": "Mended.\n"}), before, {"N1.md"}) is None
    same = atlas_of({**files, "N1.md": "So be it: [[Gone 1]]\n"})
    assert check_again(same, before, {"N1.md"}) == before == _told(same)
