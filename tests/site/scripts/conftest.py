"""Small sites for the scripts: pages with nothing but the hooks, and all that search and previews load."""

from __future__ import annotations

import html
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vaultgen.site.atlas import Atlas
from vaultgen.site.goal import href
from vaultgen.site.search import leaves, pagefind
from vaultgen.site.settings import Settings
from vaultgen.site.survey import survey

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[3]
NOTES = {
    "Companies/Baseten.md": """---
kind: [company]
tags: [ai, inference, usa]
aliases: [Base Ten Labs]
founded: 2019
valuation_usd: 5000000000
last_round: Series C
last_round_date: 2026-01-15
investors: ["[[IVP]]", "[[Spark Capital]]"]
---
**Baseten** — Production inference platform from San Francisco.

It keeps models warm. See [[IVP]].
""",
    "Companies/Zhipu.md": """---
kind: [company]
tags: [ai, china]
aliases: [智谱清言]
founded: 2019
valuation_usd: 900000000
last_round: Series B
last_round_date: 2025-06-01
---
**Zhipu** — Models from Beijing.

Its inference is quick & <b>cheap</b>.
""",
    "Companies/Café Ümlaut.md": "---\nkind: company\ntags: [france]\n---\nCoffee, no inference at all.\n",
    "Investors/IVP.md": "---\nkind: [investor]\nfounded: 1980\n---\nA firm of Menlo Park.\n",
    "Investors/Spark Capital.md": "---\nkind: [investor]\n---\nA firm of Boston.\n",
    "Notes/Hostile <script>alert(1)<.md": (
        "---\nkind: note\ntitle: '</script><script>alert(1)</script><img src=x onerror=alert(1)>'\n---\nHostile lead.\n"
    ),
} | {f"Notes/Filler {n}.md": f"Filler text number {n} about nothing.\n\n## Part {n}\n" for n in range(60)}

FRAME = """<!doctype html>
<html lang="en" data-root="{root}" data-page="{kind}" {path} data-index="{index}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; img-src 'self' data:; style-src 'self'; \
script-src 'self' 'wasm-unsafe-eval'; object-src 'self'; base-uri 'none'; form-action 'self'">
<link rel="icon" href="data:,"><title>{title}</title><script src="{root}assets/site.js?v=1"></script></head><body>
<header><a href="{root}search.html" data-open-search>Search</a>
<button type="button" data-theme-toggle aria-pressed="false" hidden>Dark</button></header>
<main><h1>{title}</h1>{content}</main></body></html>"""

TABLE = """<div hidden><input data-filter-for="deals" hidden aria-label="Filter"></div>
<table id="deals" data-sortable><thead><tr><th data-sort-as="text">Name</th><th data-sort-as="number">Amount</th>
<th data-sort-as="date" aria-sort="descending">Date</th><th>Note</th></tr></thead><tbody>
<tr><th scope="row">Delta 10</th><td data-sort="9000000">$9M</td><td data-sort="2026-02-01">Feb</td><td></td></tr>
<tr><th scope="row">Delta 9</th><td data-sort="">—</td><td data-sort="2026-01">Jan</td><td></td></tr>
<tr><th scope="row">Ábaco</th><td data-sort="1500000000">$1.5B</td><td data-sort="2025-12-31">Dec</td><td></td></tr>
<tr><th scope="row">beta</th><td data-sort="9000000">$9M</td><td data-sort="">—</td><td></td></tr></tbody></table>
<p><a data-preview href="companies/baseten.html#part">Baseten</a> <a data-preview href="gone.html">gone</a>
<a href="companies/baseten.html">plain</a></p>
<nav class="contents"><a href="#one">One</a><a href="#two">Two</a></nav>"""
FORM = """<form role="search" action="search.html"><input name="q" type="search" aria-label="Search"></form>
<div data-search-page></div>"""
HEADINGS = "".join(f'<h2 id="{name}">{name}</h2>' + "<p>text</p>" * 60 for name in ("one", "two"))


def build(folder: Path, *, offline: bool, notes: dict[str, str] | None = None) -> Path:
    """A site of these notes, with its own index or pagefind's."""
    vault, site = folder / "vault", folder / "my site"
    for path, text in (notes or NOTES).items():
        (vault / path).parent.mkdir(parents=True, exist_ok=True)
        (vault / path).write_text(text, encoding="utf-8")
    settings = Settings(vault=vault, output=site, title="Test", offline=offline)
    atlas = Atlas(settings, {path: seen.sheet for path, seen in survey(settings).items() if seen.sheet})
    index = "own" if offline else "pagefind"

    def write(address: str, content: str | bytes) -> None:
        (site / address).parent.mkdir(parents=True, exist_ok=True)
        (site / address).write_bytes(content.encode() if isinstance(content, str) else content)

    for path, address in atlas.addresses.items():
        text = f"<p>{html.escape(atlas.text(path))}</p>"
        root = href("x", address)[:-1]
        title = html.escape(atlas.sheets[path].title)
        write(
            address,
            FRAME.format(
                root=root, kind="note", index=index, title=title, path=f'data-path="{address}"', content=text
            ),
        )
    for address, kind, content in (("index.html", "home", TABLE + HEADINGS), ("search.html", "search", FORM)):
        write(address, FRAME.format(root="", kind=kind, index=index, title="Test", path="", content=content))
    for leaf in leaves.leaves(atlas):
        for address, made in zip(leaf.addresses, leaves.make(atlas, leaf), strict=True):
            write(address, made)
    (site / "assets").mkdir(exist_ok=True)
    shutil.copy(ROOT / "templates" / "site" / "site.js", site / "assets" / "site.js")
    if not offline:
        pagefind.index(site, leaves.page_addresses(atlas))
    return site


@pytest.fixture(scope="session")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with its own index."""
    return build(tmp_path_factory.mktemp("own"), offline=True)


@pytest.fixture(scope="session")
def pagefind_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with pagefind's index."""
    return build(tmp_path_factory.mktemp("pagefind"), offline=False)


@pytest.fixture(scope="session")
def often() -> tuple[str, ...]:
    """The words of the wordy site."""
    ends = ("dat", "gip", "nax", "rus")
    return tuple(start + end for start in ("bar", "fen", "lom", "nud", "quo", "zel") for end in ends)


@pytest.fixture(scope="session")
def wordy_site(often: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose texts have few words, each so often that pagefind's index has a part for it alone."""
    draw = random.Random(1)
    notes = {f"Notes/{n}.md": " ".join(draw.choices(often, k=1_500)) for n in range(300)}
    return build(tmp_path_factory.mktemp("wordy"), offline=False, notes=notes)


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A function that opens a page and keeps what goes wrong there; the test fails if anything does."""
    contexts, wrong = [], []

    def opened(address: str, **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1000, "height": 700}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8_000)
        page.on(
            "console",
            lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
