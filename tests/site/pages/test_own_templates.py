"""What a project changes of the templates and the style, and what that costs the pages."""

from __future__ import annotations

import gzip


def test_a_project_overrides_one_block_of_every_page(studio, tmp_path):
    own = tmp_path / "own" / "site"
    own.mkdir(parents=True)
    template = (
        '{% extends "built-in/site/base.html.j2" %}{% block footer %}<footer>Ours</footer>{% endblock %}'
    )
    (own / "base.html.j2").write_text(template, "utf-8")
    made = studio(templates=tmp_path / "own")
    page = made.note("Companies/Acme.md").decode()
    assert "<footer>Ours</footer>" in page
    assert 'class="foot"' not in page
    assert "Pending valuation" in page
    (own / "base.html.j2").write_text(template.replace("Ours", "Theirs"), "utf-8")
    assert "<footer>Theirs</footer>" in studio(templates=tmp_path / "own").note("Companies/Acme.md").decode()


def test_another_template_or_style_is_another_key(studio, tmp_path):
    own = tmp_path / "own" / "site"
    own.mkdir(parents=True)
    before = studio(templates=tmp_path / "own")
    keys = {(leaf.kind, leaf.subject): leaf.key for leaf in before.leaves()}
    (own / "more.css").write_text("h1 { color: red; }", "utf-8")
    after = studio(templates=tmp_path / "own")
    assert after.style == before.style + b"h1 { color: red; }"
    changed = {leaf.kind for leaf in after.leaves() if keys[leaf.kind, leaf.subject] != leaf.key}
    assert changed == {leaf.kind for leaf in before.leaves()}
    assert before.shell_key != after.shell_key


def test_the_style_is_small(studio):
    assert len(gzip.compress(studio().style, 9)) < 9 * 1024


def test_notes_of_no_company_need_no_legend(pages):
    page = pages({"A.md": "Text.\n", "B.md": "See [[A]].\n"})["index.html"]
    assert "legend" not in page
    assert "Best connected" in page
