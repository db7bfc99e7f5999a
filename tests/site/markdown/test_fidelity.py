"""A vault that uses every construct of Obsidian's, note by note as its HTML was last found good.

`UPDATE_GOLDEN=1 pytest tests/site/markdown/test_fidelity.py` writes the files anew; the difference is read in git.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote

import pytest

from vaultgen.site.atlas import Atlas
from vaultgen.site.markdown import Press
from vaultgen.site.settings import Settings
from vaultgen.site.survey import survey

FIDELITY = Path(__file__).resolve().parent.parent / "fidelity"
NOTES = sorted(path.relative_to(FIDELITY / "vault").as_posix() for path in FIDELITY.glob("vault/**/*.md"))
PRIVATE = "Secret Deal.md"


@pytest.fixture(scope="module")
def press():
    settings = Settings(FIDELITY / "vault", FIDELITY / "site", "Fidelity")
    sheets = {path: seen.sheet for path, seen in survey(settings).items()}
    return Press(
        Atlas(settings, sheets),
        base_html=lambda text, this, view, page: f"<p>base {view} of {this} on {page}: {len(text)}</p>",
        canvas_html=lambda path, page: f"<svg><title>{path} on {page}</title></svg>",
    )


@pytest.mark.parametrize("path", [path for path in NOTES if path != PRIVATE])
def test_a_note_is_shown_as_it_was_found_good(press, path, html):
    made = press.body(path, press.library.addresses[path])
    lines = [made.html, "<!-- contents"]
    lines += [f"{heading.level} {heading.text} #{heading.anchor}" for heading in made.contents]
    lines += [
        "warnings",
        *(f"{fault.line}: {fault.message}; {fault.advice}" for fault in made.warnings),
        "-->",
        "",
    ]
    golden = FIDELITY / "golden" / f"{path.removesuffix('.md').replace('/', ' - ')}.html"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text("\n".join(lines), "utf-8")
    html(made.html)
    assert "\n".join(lines) == golden.read_text("utf-8")


def test_nothing_of_a_private_note_is_told(press):
    for path in press.library.sheets:
        if path.endswith(".md"):
            shown = press.body(path, press.library.addresses[path]).html
            assert not any(name in shown for name in ("Secret Deal", "Project Owl", "secret-deal")), path


def test_every_link_into_a_page_leads_to_an_element_of_it(press, html):
    pages = {
        address: html(press.body(path, address).html)
        for path, address in press.library.addresses.items()
        if path.endswith(".md")
    }
    for page, shown in pages.items():
        names = [element.attributes["id"] for element in shown.all() if "id" in element.attributes]
        assert len(names) == len(set(names)), page
        for link in shown.all("a", class_="link"):
            way, _, name = unquote(link.attributes["href"]).partition("#")
            goal = Path(page).parent.joinpath(way) if way else Path(page)
            goal = os.path.normpath(goal)
            if name and goal in pages:
                assert any(e.attributes.get("id") == name for e in pages[goal].all()), (page, link.attributes)
