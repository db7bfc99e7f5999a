from __future__ import annotations

import pytest

from vaultgen.errors import TemplateError
from vaultgen.notes.render import Renderer

FUND = """
entities:
  - id: north-fund
    kinds: [fund]
    name: North Fund
    summary: Pays for bridges.
    facts: {Check size: $5–10M}
    bull: [Patient]
  - id: acme
    kinds: [company]
    name: Acme
    summary: Makes bridges.
    bull: [Strong]
    bear: [Slow]
"""
OWN_KIND = '{{ properties }}# {{ title }}\n\n{{ lead }}{{ metrics | section("Facts") }}\n'


def test_a_kind_of_ones_own_needs_a_template_and_nothing_else(vault):
    made = vault(FUND, templates={"notes/fund.md.j2": OWN_KIND})
    assert made.rendered("north-fund").path == "Funds/North Fund.md"
    assert made.body("north-fund") == (
        "# North Fund\n\nPays for bridges.\n\n---\n\n## Facts\n\n"
        "| Metric | Value |\n|--------|-------|\n| Check size | $5–10M |"
    )
    assert "fund" in made.renderer.kinds()
    assert "[[North Fund]]" in made.indexes()["Funds"]


def test_an_own_template_may_extend_base_and_use_the_profile(vault):
    source = (
        '{% extends "notes/base.md.j2" %}\n'
        "{% block why %}{{ profile.text('facts.Check size') | plain | section('Check size') }}{% endblock %}"
    )
    made = vault(FUND, templates={"notes/fund.md.j2": source})
    assert made.headings("north-fund") == ["Check size", "Investment case"]
    assert made.part("north-fund", "Check size") == "$5–10M"


@pytest.mark.parametrize("parent", ["notes/company.md.j2", "builtin/notes/company.md.j2"])
def test_one_block_of_a_built_in_template_can_be_replaced(vault, parent):
    source = (
        f'{{% extends "{parent}" %}}\n'
        '{% block case %}{{ ["Why: " ~ bull] | section("Our view") }}{% endblock %}'
    )
    made = vault(
        FUND,
        templates={"notes/company.md.j2": source, "notes/fund.md.j2": '{% extends "notes/base.md.j2" %}'},
    )
    assert made.body("acme").startswith("**Acme** — Makes bridges.\n\n---\n\n## Our view")
    assert made.part("acme", "Our view") == "Why: - Strong"
    assert made.headings("north-fund") == ["At a glance", "Investment case"]


def test_a_replaced_base_changes_every_kind(vault):
    base = '{% extends "notes/base.md.j2" %}{% block lead %}# {{ title }}{% endblock %}'
    made = vault(FUND.replace("[fund]", "[investor]"), templates={"notes/base.md.j2": base})
    assert made.body("acme").startswith("# Acme\n")
    assert made.body("north-fund").startswith("# North Fund\n")


def test_the_super_block_is_what_the_built_in_template_prints(vault):
    source = '{% extends "notes/company.md.j2" %}{% block lead %}{{ super() }} (watched){% endblock %}'
    made = vault(FUND.replace("[fund]", "[investor]"), templates={"notes/company.md.j2": source})
    assert made.body("acme").startswith("**Acme** — Makes bridges. (watched)\n\n---")


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("one\n{{ nope }}", 2, "'nope' is undefined"),
        ("{{ title }}\n\n{{ profile.nope }}", 3, "nope"),
        ("{% if title %}", 1, "Unexpected end of template"),
        ('a\n{% extends "notes/none.md.j2" %}', 2, "notes/none.md.j2 does not exist"),
        ("{{ title + 1 }}", 1, "concatenate"),
        ("{{ title.__class__ }}", 1, "unsafe"),
        ("{{ 1 // 0 }}", 1, "zero"),
        ("{{ title | nofilter }}", 1, "nofilter"),
        ('{% include "notes/broken.md.j2" %}', 1, "tag name expected"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_file_and_line(vault, source, line, said):
    made = vault(
        FUND.replace("[fund]", "[investor]"),
        templates={"notes/company.md.j2": source, "notes/broken.md.j2": "{% %}"},
    )
    with pytest.raises(TemplateError) as caught:
        made.note("acme")
    told = str(caught.value)
    assert said in told
    name = "broken" if "broken" in source else "company"
    assert f"notes/{name}.md.j2:{line}: " in told


def test_a_template_that_is_no_text_is_told_by_name(tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "company.md.j2").write_bytes(b"\xff\xfe")
    with pytest.raises(TemplateError, match=r"notes/company\.md\.j2 is not UTF-8"):
        Renderer(tmp_path).template("notes/company")


def test_a_circle_of_templates_is_an_error_and_no_crash(vault):
    circle = {
        "notes/company.md.j2": '{% extends "notes/other.md.j2" %}',
        "notes/other.md.j2": '{% extends "notes/company.md.j2" %}',
    }
    with pytest.raises(TemplateError, match="recursion"):
        vault(FUND.replace("[fund]", "[investor]"), templates=circle).note("acme")


def test_a_missing_template_says_what_to_do(vault):
    with pytest.raises(
        TemplateError, match=r"notes/fund\.md\.j2 does not exist; a kind of your own needs it"
    ):
        vault(FUND).note("north-fund")


def test_templates_that_are_no_kinds_of_note_are_none():
    kinds = Renderer().kinds()
    assert {"company", "investor", "person", "concept", "product", "model"} <= kinds
    assert {"market", "group", "publisher", "source"} <= kinds
    assert kinds.isdisjoint({"base", "home", "index", "conflicts", "listing", "timeline"})


JOINED = """
entities:
  - id: acme
    kinds: [company]
    name: Acme
    metrics:
      - {arr: ~$2B (2024), note: "(~$3B) by another count"}
    rounds:
      - id: acme/seed
        stage: Seed
        date: 2025-01
        investors: [{investor: north-fund, amount: $1M, note: paid in US$ cash}]
  - {id: north-fund, kinds: [investor], name: North Fund}
"""


def test_pieces_that_are_safe_alone_make_no_formula_and_no_deletion_together(vault):
    body = vault(JOINED).body("acme")
    assert r"| ARR | ~$2B (2024), (\~$3B) by another count |" in body
    assert r"**$1M** in Jan 2025 round (paid in US\$ cash)" in body


def test_what_a_property_holds_is_not_escaped(vault):
    source = "---\nnote: $5M (US$)\n---\n{{ lead }}$5M (US$)\n"
    made = vault(JOINED, templates={"notes/company.md.j2": source})
    assert made.rendered("acme").text == "---\nnote: $5M (US$)\n---\n$5M (US\\$)\n"
