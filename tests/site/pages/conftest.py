"""Small vaults on a disk, their pages, and the pages that were found good."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

from vaultgen.site.atlas import Atlas
from vaultgen.site.pages.studio import Body, Studio, Tools
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import Heading
from vaultgen.site.survey import survey

# `UPDATE_GOLDEN=1 pytest tests/site/pages/test_golden.py` writes what comes out; the difference is then read in git.
UPDATE_GOLDEN = bool(os.environ.get("UPDATE_GOLDEN"))
_VERSION = re.compile(r"\?v=[0-9a-f]{8}")

ACME = """---
kind: company
tags: [actor, robots/arms]
founded: 2019
hq: Berlin
valuation_usd: 5000000000
valuation_date: 2026-01-01
pending_valuation_usd: 13000000000
pending_valuation_date: 2026-06-01
pending_valuation_status: reported
total_raised_usd: 585000000
annualized_revenue_usd: 600000000
last_round: Series F
last_round_date: 2026-06-01
last_round_usd: 1500000000
ceo: "[[Jane Roe]]"
investors: ["[[North Fund]]", Bond]
website: https://acme.example/about
updated: 2026-06-18
---
#actor

**Acme** — Robots by the hour.

| Metric | Value |
|--------|-------|
| Valuation | **$5B** (Jan 2026) |
| Pending valuation | $11–13B (reported, Jun 2026) |
| Annualized revenue | ~$600M (Sacra est., Mar 2026), not audited |

## Funding history

| Round | Date | Amount | Valuation | Lead |
|-------|------|--------|-----------|------|
| Series F (reported)[^1] | Jun 2026 | ~$1.5B | $11–13B | [[North Fund]], Bond |
| Series E | **Jan 2026** | **$300M** | **$5B** | — |
| **Total** | | **$585M** | | |

[^1]: [[Press]]
"""
NORTH = """---
kind: investor
tags: [actor]
updated: 2026-01-23
---
**North Fund** — It led [[Acme]]'s last round, they say.
"""
JANE = "---\nkind: person\nupdated: 2025-03-01\n---\n**Jane Roe** — CEO of [[Acme]].\n"
BOLT = """---
kind: company
updated: 2025-11-02
valuation_usd: 400000000
valuation_status: in_talks
---
**Bolt** — Small parts.

| Round | Date | Amount |
|---|---|---|
| Seed | 2024 | $4M |
| Angel | | $1M |
"""
VAULT = {
    "Companies/Acme.md": ACME,
    "Investors/North Fund.md": NORTH,
    "People/Jane Roe.md": JANE,
    "Companies/Bolt.md": BOLT,
}
BODY = (
    "<p><strong>Acme</strong> — Robots <em>by the hour</em>.</p>\n<hr>\n"
    '<h2 id="funding-history">Funding history</h2>\n<p>As told.</p>\n'
)


class Outline(HTMLParser):
    """What a page is made of: its tags with their attributes in order, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data):
        self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def studio(tmp_path) -> Callable[..., Studio]:
    """Pages of a vault that is given as a mapping; the bodies and pictures are stand-ins of other rooms' work."""

    def build(
        notes: Mapping[str, str] = VAULT, *, body: str = BODY, graph: str = "", **settings: object
    ) -> Studio:
        root = tmp_path / "vault"
        for path, text in notes.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
        own = Settings(root, tmp_path / "site", **{"title": "Research", **settings})  # type: ignore[arg-type]
        atlas = Atlas(own, {path: seen.sheet for path, seen in survey(own).items()})
        contents = tuple(Heading(2, f"Part {n}", f"part {n}", f"part-{n}", n) for n in range(1, 5))
        tools = Tools(lambda _, __: Body(body, contents), lambda _, __: graph)
        return Studio(atlas, tools)

    return build


@pytest.fixture
def pages(studio) -> Callable[..., dict[str, str]]:
    """Every page of a vault by its address."""

    def build(notes: Mapping[str, str] = VAULT, **settings: object) -> dict[str, str]:
        made = studio(notes, **settings)
        shown = {
            made.library.addresses[sheet.path]: made.note(sheet.path).decode() for sheet in made.books.pages
        }
        for leaf in made.leaves():
            for address, content in zip(leaf.addresses, made.make(leaf), strict=True):
                assert address not in shown
                shown[address] = content.decode()
        return shown

    return build


@pytest.fixture
def golden(request) -> Callable[[str, str], None]:
    """Compare a page with the one that was last found good."""

    def compare(name: str, page: str) -> None:
        good: Path = request.config.rootpath / "tests" / "golden" / "site" / f"{name}.html"
        shown = _VERSION.sub("?v=0", page)
        if UPDATE_GOLDEN:
            good.write_text(shown, "utf-8")
        assert shown == good.read_text("utf-8")

    return compare
