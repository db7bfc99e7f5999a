"""Every kind of page, in a real browser: calm, private, accessible, in both themes, down to a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = {
    "home": "index.html",
    "company": "companies/baseten.html",
    "investor": "investors/ivp.html",
    "person": "people/tuhin-srivastava.html",
    "concept": "concepts/ai-training.html",
    "source": "sources/the-inference-layer.html",
    "findings": "conflicts.html",
    "timeline": "timeline.html",
    "kind": "kinds/company.html",
    "tag": "tags/inference.html",
    "folder": "folders/companies.html",
    "changes": "recent.html",
    "graph": "graph.html",
    "search": "search.html",
    "missing": "404.html",
}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {"wide": (1280, 900), "phone": (360, 740)}


@pytest.fixture(scope="module")
def address(demo_site: Path, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(demo_site)


def _watch(page: Any, base: str) -> list[str]:
    """What the page says or asks for that it should not."""
    trouble: list[str] = []
    page.on("console", lambda said: trouble.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
    page.on("requestfailed", lambda request: trouble.append(f"failed: {request.url}"))
    page.on(
        "request",
        lambda request: None if request.url.startswith((base, "data:")) else trouble.append(request.url),
    )
    return trouble


def _violations(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
    return [
        f"{violation['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_accessible_quiet_and_fits_its_window(
    browser: Any, address: str, kind: str, theme: str, width: str
) -> None:
    wide, high = WIDTHS[width]
    context = browser.new_context(color_scheme=theme, viewport={"width": wide, "height": high})
    page = context.new_page()
    trouble = _watch(page, address)
    response = page.goto(address + PAGES[kind], wait_until="networkidle")
    assert response.status == 200
    assert trouble == []
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= wide, "the page scrolls sideways"
    assert _violations(page) == []
    context.close()


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_can_be_read_without_scripts(browser: Any, address: str, kind: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGES[kind])
    assert page.locator("main").inner_text().strip()
    assert page.locator("h1").is_visible()
    for table in page.locator("main table").all():
        assert table.is_visible() or table.locator("xpath=ancestor::details").count()
    context.close()


def test_a_local_graph_is_there_without_scripts(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGES["company"])
    assert page.locator("svg a").count() > 5
    context.close()


@pytest.mark.parametrize("company", ["modal-labs", "baseten"])
def test_a_profile_prints_on_one_or_two_pages(browser: Any, address: str, company: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}companies/{company}.html", wait_until="networkidle")
    printed = page.pdf(format="A4")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2
    context.close()


def test_on_a_phone_the_contents_stand_closed_before_the_body(browser: Any, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(address + PAGES["company"], wait_until="networkidle")
    contents, body, backlinks = (
        page.locator(part).bounding_box() for part in ("nav.contents", ".prose", ".beside > .backlinks")
    )
    assert contents["y"] < body["y"] < backlinks["y"]
    assert contents["height"] < 100
    page.locator("nav.contents summary").click()
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="Funding history").click()
    assert page.url.endswith("#funding-history")
    context.close()


@pytest.mark.parametrize("kind", ["home", "company", "investor", "timeline", "graph"])
def test_a_page_weighs_little(demo_site: Path, kind: str) -> None:
    import gzip

    page = (demo_site / PAGES[kind]).read_text("utf-8")
    styles = re.findall(r'<link rel="stylesheet" href="([^"?]+)', page)
    scripts = re.findall(r'<script[^>]* src="([^"?]+)', page)
    here = (demo_site / PAGES[kind]).parent
    assert styles
    for limit, files in ((15_000, styles), (15_000, scripts)):
        sizes = [len(gzip.compress((here / name).resolve().read_bytes())) for name in files]
        assert sum(sizes) <= limit, dict(zip(files, sizes, strict=True))
