"""Every construct of Obsidian's on pages of its own, in both themes and down to a phone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VAULT = Path(__file__).resolve().parents[1] / "fidelity" / "vault"
PAGES = (
    "rich.html", "embeds.html", "callouts.html", "text.html", "tables.html", "code.html", "math.html", "html.html",
    "anchors.html", "companies/acme-robotics.html", "bases/rich.html", "maps/rich.html",
)  # fmt: skip
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HEADINGS = {"heading-order": {"enabled": False}}  # the order of headings in a note is its writer's


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("fidelity") / "site"
    command = [sys.executable, "-m", "vaultgen", "site", "build", "--vault", str(VAULT), "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=out.parent)
    return out


@pytest.fixture(scope="module")
def address(site: Path, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(site)


@pytest.mark.parametrize(("theme", "width"), [("light", 360), ("dark", 1280)])
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_of_every_construct_is_accessible_and_fits(
    browser: Any, address: str, kind: str, theme: str, width: int
) -> None:
    context = browser.new_context(color_scheme=theme, viewport={"width": width, "height": 800})
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
    page.on(
        "request",
        lambda asked: (
            trouble.append(asked.url)
            if asked.url.startswith("http") and not asked.url.startswith(address)
            else None
        ),
    )
    page.goto(address + kind, wait_until="load")
    assert trouble == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}, "rules": HEADINGS})
    assert [
        f"{violation['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ] == []
    context.close()


def test_every_link_between_pages_leads_somewhere(browser: Any, address: str, site: Path) -> None:
    context = browser.new_context(java_script_enabled=True)
    page = context.new_page()
    known = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    from urllib.parse import unquote

    lost = []
    for one in sorted(known):
        if one.endswith(".html"):
            page.goto(address + one, wait_until="domcontentloaded")
            hrefs = page.evaluate(
                "[...document.querySelectorAll('a[href]')].map(a => (a.href.baseVal ?? a.href).split(/[?#]/)[0])"
            )
            lost += [
                f"{one}: {href}"
                for href in hrefs
                if href.startswith(address)
                and unquote(href.removeprefix(address) or "index.html") not in known
            ]
    assert lost == []
    context.close()
