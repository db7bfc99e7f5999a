"""What a project changes of the templates and the style, and what that costs the pages."""

from __future__ import annotations

import gzip

import pytest

from vaultgen.errors import TemplateError


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


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{{ nosuch.x }}", "note.html.j2:2: 'nosuch' is undefined"),
        ("{{ 1 / 0 }}", "note.html.j2:2: division by zero"),
        ("{% for %}", "note.html.j2:2: "),
        (
            '{% include "site/nosuch.html.j2" %}',
            "note.html.j2:2: template site/nosuch.html.j2 does not exist",
        ),
    ],
)
def test_a_slip_in_a_template_is_told_with_its_file_and_line(studio, tmp_path, body, told):
    own = tmp_path / "own" / "site"
    own.mkdir(parents=True)
    text = f'{{% extends "site/base.html.j2" %}}{{% block main %}}\n{body}{{% endblock %}}'
    (own / "note.html.j2").write_text(text, "utf-8")
    with pytest.raises(TemplateError) as failed:
        studio(templates=tmp_path / "own").note("Companies/Acme.md")
    assert f"{own}/{told}" in str(failed.value)


def test_a_template_that_is_no_text_is_told(studio, tmp_path):
    own = tmp_path / "own" / "site"
    own.mkdir(parents=True)
    (own / "note.html.j2").write_bytes(b"\xff\xfe")
    with pytest.raises(TemplateError, match=r"site/note\.html\.j2 is not UTF-8 text"):
        studio(templates=tmp_path / "own").note("Companies/Acme.md")


def test_the_style_is_small(studio):
    assert len(gzip.compress(studio().style, 9)) < 9 * 1024


def test_notes_of_no_company_need_no_legend(pages):
    page = pages({"A.md": "Text.\n", "B.md": "See [[A]].\n"})["index.html"]
    assert "legend" not in page
    assert "Best connected" in page
