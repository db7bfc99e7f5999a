"""What the rooms of the site put into one page agrees with each other."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from vaultgen.site.build.run import build_site
from vaultgen.site.search import pagefind
from vaultgen.site.settings import Settings

_LIST = re.compile(r'\{"@context": "https://schema.org", "@type": "BreadcrumbList".*?\}\]\}')


@pytest.fixture
def built(tmp_path: Path):
    """A function that builds the site of a vault, and gives the folder of it."""

    def build(files: dict[str, str], **settings: object) -> Path:
        for path, text in files.items():
            file = tmp_path / "vault" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        chosen = Settings(tmp_path / "vault", tmp_path / "site", "Notes", search=False, **settings)
        build_site(chosen, history=tmp_path / "history.json")
        return chosen.output

    return build


def test_the_way_down_that_machines_read_is_the_one_that_is_shown(built):
    site = built(
        {
            "Big Deals/Map.canvas": "{}",  # of no kind, in a folder whose place is not its name
            "Firmen/Acme.md": "Of the kind that its folder names.",
            "Team/Jo.md": "---\nkind: person\n---\nOf a kind.",
            "Loose.md": "Of nothing.",
        }
    )
    ways = {}
    for path in ("big-deals/map", "firmen/acme", "team/jo", "loose"):
        text = (site / f"{path}.html").read_text("utf-8")
        told = json.loads(_LIST.search(text)[0])["itemListElement"]
        nav = text.partition('class="crumbs"')[2].partition("</nav>")[0]
        shown = [
            (html.unescape(name), way) for way, name in re.findall(r'<a href="([^"]*)">([^<]*)</a>', nav)
        ]
        assert [(one["name"], one["item"]) for one in told[:-1]] == shown
        ways[path] = shown[1:]
        assert all((site / path).parent.joinpath(way).resolve().is_file() for _, way in shown)
    assert ways == {
        "big-deals/map": [("Big Deals", "../folders/big-deals.html")],
        "firmen/acme": [("Firmen", "../kinds/firmen.html")],
        "team/jo": [("People", "../kinds/person.html")],
        "loose": [],
    }


@pytest.mark.parametrize("name", ["theme.js", "site.js", "search.js", "graph.js"])
def test_a_script_that_changes_has_another_address(built, project, tmp_path, name):
    """Browsers keep what stands at an address; `search.js` is loaded by the version in that of `site.js`."""

    def addresses():
        site = built({"A.md": "[[B]]", "B.md": ""}, templates=tmp_path / "own")
        page = (site / "graph.html").read_text("utf-8")
        return dict(re.findall(r'src="assets/(\w+\.js)\?v=([0-9a-f]+)"', page))

    before = addresses()
    own = tmp_path / "own" / "site" / name
    own.parent.mkdir(parents=True)
    own.write_bytes((project / "templates" / "site" / name).read_bytes() + b"\n")
    after = addresses()
    changed = {script for script in before if before[script] != after[script]}
    assert changed == {"site.js" if name == "search.js" else name}
    assert sorted(before) == ["graph.js", "site.js", "theme.js"]


PARTED = """---
kind: company
ceo: Ada Lovelace
founded: 2019
valuation_usd: 5000000000
valuation_status: reported
---
# Acme

| Metric | Value |
|---|---|
| Valuation | $5B |

```base
views:
  - type: table
    name: All
    order: [file.name, founded]
  - type: cards
    name: Cards
    order: [file.name, founded, ceo]
```
"""


def test_words_that_stand_apart_on_a_page_are_found_apart(tmp_path):
    (tmp_path / "Acme.md").write_text(PARTED, "utf-8")
    site = Settings(tmp_path, tmp_path.with_name("site of parts"), "Test")
    build_site(site)
    ((_, _, text),) = pagefind._fragments(site.output)
    for words in ("Metric Value", "Name Founded", "Founded 2019", "CEO Ada Lovelace", "$5B pending"):
        assert words in text
    assert not re.search(r"[a-z][A-Z0-9$]", text)
