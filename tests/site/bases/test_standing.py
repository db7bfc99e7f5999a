from __future__ import annotations

import itertools

import pytest

from vaultgen.site.bases.render import render_base

NOTES = {
    "Fund.md": "---\nday: 2026-01-02\n---\n",
    "A.md": "---\nkind: company\ninvestors: ['[[Fund]]', Other]\nlead: '[[Fund|the fund]]'\n---\n",
    "B.md": "---\nkind: company\ninvestors: '[[Fund]]'\nlead: Fund\n---\n",
    "C.md": "---\nkind: company\ninvestors: [Fund]\n---\nA word on [[Fund]].\n",
    "D.md": "---\nkind: company\ninvestors: Fund and others\n---\n",
    "E.md": "---\nkind: person\ninvestors: ['[[fund]]']\n---\n",
}
PAGES = ("Fund.md", "A.md", "X.base")


def show(atlas, condition: str, this: str = "Fund.md"):
    base = f"""
filters: {{and: ['kind == "company"', 'today().year == 2026']}}
views:
  - type: list
    filters: {condition!r}
"""
    return render_base(atlas, base, source="X.base", this=this, view=None, page="x.html")


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("file.hasLink(this.file)", "ABC"),
        ("file.hasLink(this)", "ABC"),
        ("list(investors).contains(this)", "AB"),
        ("list(note.investors).contains(this.file)", "AB"),
        ("investors.contains(this)", "A"),
        ("lead == this", "A"),
        ("this.file == lead", "A"),
        ("lead == this && file.name != 'A'", ""),
    ],
)
def test_what_points_at_this_page_is_found_by_its_backlinks_and_by_looking_at_every_file(
    make_atlas, condition, found
):
    atlas = make_atlas(NOTES)
    quick = show(atlas, condition).html
    slow = show(atlas, f"!!({condition})").html
    assert quick == slow
    assert "".join(name for name in "ABCDE" if f">{name}<" in quick) == found


def test_a_page_is_the_same_whichever_pages_were_made_before(make_atlas):
    conditions = ("file.hasLink(this.file)", "status.frob()", "kind.round() == 1", "true")
    fresh = {
        (page, condition): show(make_atlas(NOTES), condition, page)
        for page in PAGES
        for condition in conditions
    }
    for order in itertools.permutations(PAGES):
        atlas = make_atlas(NOTES)
        for page in order:
            for condition in conditions:
                assert show(atlas, condition, page) == fresh[page, condition]


def test_conditions_on_formulas_are_worked_out_on_each_page(make_atlas):
    atlas = make_atlas(NOTES)
    base = "formulas: {here: this.file.name}\nfilters: 'formula.here == \"A\"'\nviews: [{type: list}]"
    counts = [
        render_base(atlas, base, source="X.base", this=page, view=None, page="x.html").html.count("<li>")
        for page in ("A.md", "Fund.md", "A.md")
    ]
    assert counts == [6, 0, 6]
