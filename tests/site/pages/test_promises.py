"""What every page keeps, whatever the vault."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.site.pages.conftest import VAULT, Outline
from vaultgen.site.pages import places

HOSTILE = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}"
FOREIGN = {
    "Sub/Weird & odd.md": "# Weird & odd\n\nSee [[Other]] and [[Nope]].\n\n# Second\n",
    "Other.md": "Only a line.\n",
    "Deep/er/Third.md": "---\ntags: a/b/c\n---\nText [[Sub/Weird & odd]].\n",
}
BAD = {
    "Evil.md": f"---\nkind: {HOSTILE!r}\ntags: [x]\ntitle: {HOSTILE!r}\n{HOSTILE!r}: {HOSTILE!r}\n"
    f'valuation: {HOSTILE!r}\nceo: "[[Evil|{HOSTILE.replace(chr(34), "")}]]"\nupdated: 2026-01-01\n---\n'
    "| Round | Date | Amount | Lead |\n|---|---|---|---|\n| <script>alert(2)</script> | 2026 | $1M | <b>x</b> |\n",
    "Two.md": "Says [[Evil]] <script>alert(3)</script>.\n",
}


@pytest.fixture(params=["ours", "foreign", "hostile", "empty"])
def shown(request, pages):
    vault = {"ours": VAULT, "foreign": FOREIGN, "hostile": BAD, "empty": {"A.md": ""}}[request.param]
    made = pages(vault, body="<p>Text.</p>")
    return {address: page for address, page in made.items() if address.endswith(".html")}


def test_a_page_has_one_title_and_landmarks_with_names(shown):
    for address, page in shown.items():
        outline = Outline(page)
        assert len(outline.all("h1")) == 1, address
        assert len(outline.all("main")) == 1, address
        assert outline.all("html")[0]["lang"] == "en"
        assert all(nav.get("aria-label") for nav in outline.all("nav")), address
        assert outline.all("a")[0]["href"] == "#main"


def test_headings_leave_no_level_out(shown):
    for address, page in shown.items():
        levels = [int(tag[1]) for tag, _ in Outline(page).tags if re.fullmatch("h[1-6]", tag)]
        steps = pairwise(levels)
        assert all(after <= before + 1 for before, after in steps), (address, levels)


def test_nothing_is_styled_or_run_in_line_or_loaded_from_elsewhere(shown):
    for address, page in shown.items():
        outline = Outline(page)
        assert not outline.all("style"), address
        assert not [
            tag for tag, names in outline.tags if any(n == "style" or n.startswith("on") for n in names)
        ]
        assert all("src" in script for script in outline.all("script")), address
        loaded = [names["src"] for _, names in outline.tags if "src" in names]
        loaded += [names["href"] for names in outline.all("link")]
        assert not [way for way in loaded if re.match(r"(?:https?:)?//", way)], address
        assert "default-src 'self'" in page


def test_ids_are_given_once(shown):
    for address, page in shown.items():
        ids = [names["id"] for _, names in Outline(page).tags if "id" in names]
        assert len(ids) == len(set(ids)), address


def test_links_between_pages_lead_somewhere(shown):
    for address, page in shown.items():
        for names in Outline(page).all("a"):
            way, _, fragment = names["href"].partition("#")
            if not way:
                assert not fragment or f'id="{fragment}"' in page or fragment.startswith("part-")
            elif way.endswith(".html"):
                parts = address.split("/")[:-1]
                for step in way.split("/"):
                    parts = parts[:-1] if step == ".." else [*parts, step]
                assert "/".join(parts) in {_quoted(one) for one in shown}, (address, way)


def _quoted(address):
    from vaultgen.site.goal import href

    return href(address, "x.html")


def test_names_and_properties_are_text_and_never_markup(pages):
    made = pages(BAD, body="<p>Text.</p>")
    for address, page in made.items():
        if address.endswith(".csv"):
            continue  # which is no markup
        assert "<script>alert" not in page, address
        assert "onerror=alert(1)>" not in page.replace("&gt;", ""), address
        assert "49" not in re.sub(r'href="[^"]*"|\?v=\w+|d="[^"]*"', "", page), address


def test_how_firm_a_figure_is_stands_in_words_and_has_a_legend(pages):
    made = pages()
    for page in (made["companies/acme.html"], made["index.html"], made["timeline.html"]):
        for mark in ("firm", "soft", "pending"):
            assert f'class="mark {mark}"' in page
        assert "pending: reported, in talks or forecast" in page
        assert not re.search(r'class="mark \w+"></span>', page)


def test_every_address_of_the_room_is_free_of_notes(pages):
    names = ("index", "timeline", "recent", "graph", "search", "404", "kinds", "tags", "folders", "links")
    notes = {f"{name}.md": "x" for name in names} | {
        "tags/x.md": "y",
        "kinds/company.md": "z",
        "folders/a.md": "a",
    }
    pages({**VAULT, **notes})


def test_a_missing_page_leads_home_from_any_address(pages):
    page = pages(url="https://example.org/base/")["404.html"]
    assert 'href="/base/index.html"' in page
    assert 'href="/base/assets/style.css?v=' in page
    assert 'href="index.html"' in pages()["404.html"]


def test_no_page_names_a_private_note(pages):
    acme = VAULT["Companies/Acme.md"].replace("[[North Fund]], Bond |", "[[Hushed]], [S](Sec%20ret.md) |")
    acme = (
        acme.replace("| — |", "| [[Hushed\\|Mr Hushed]] |")
        .replace("| $300M", "| $300M")
        .replace("(Sacra est., Mar 2026)", "([[Hushed]] est., Mar 2026)")
    )
    acme = acme.replace('ceo: "[[Jane Roe]]"', 'ceo: "[[Hushed]]"')
    table = "| Company | Round | Date | Amount |\n|--|--|--|--|\n| [[Hushed]] | Seed | 2020 | $1M |\n"
    table += "| Bolt | [[Hushed]] | 2020 | $1M |\n"
    notes = {"Companies/Acme.md": acme, "Hushed.md": "---\nprivate: true\n---\nx\n", "Deals.md": table}
    for address, page in pages({**VAULT, **notes}).items():
        assert "Hushed" not in page, address


def test_the_first_page_may_be_a_note_of_ones_own(pages):
    page = pages(home="People/Jane Roe.md", body="<p>Welcome.</p>")[places.HOME]
    assert "<p>Welcome.</p>" in page
    assert "Latest rounds" not in page
