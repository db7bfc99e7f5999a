"""An open page while its site is served: it reloads where it was read, and shows what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from vaultgen.site.reach.hosting import POLICY

pytestmark = [pytest.mark.slow, pytest.mark.browser]

LONG = "<p>line</p>" * 400
META = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'


def write(served: Any, text: str) -> None:
    page = f"<!doctype html><html lang=en><head>{META}<title>T</title></head><body><h1>{text}</h1>{LONG}</body></html>"
    (served.root / "index.html").write_text(page, encoding="utf-8")


@pytest.fixture
def page(browser: Any) -> Iterator[tuple[Any, list[str]]]:
    """A page, and what its console says."""
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page, said
    context.close()


def test_it_reloads_after_a_build_and_stays_where_it_was_read(served, page):
    tab, said = page
    write(served, "First")
    served.built()
    tab.goto(f"http://127.0.0.1:{served.port}/")
    tab.evaluate("window.scrollTo(0, 2500)")
    write(served, "Second")
    served.built()
    tab.wait_for_function("document.querySelector('h1').textContent === 'Second'")
    tab.wait_for_function("Math.abs(window.scrollY - 2500) < 2")
    assert said == []


def test_it_shows_what_stopped_a_build_as_text_until_it_is_mended(served, page):
    tab, said = page
    write(served, "First")
    served.built()
    tab.goto(f"http://127.0.0.1:{served.port}/")
    fault = "a.md:3: <img src=x onerror=alert(1)> is wrong"
    served.built(changed=False, fault=fault)
    board = tab.wait_for_selector("[role=alert]")
    assert board.query_selector("pre").inner_text() == fault
    assert tab.query_selector("[role=alert] img") is None
    assert tab.evaluate("getComputedStyle(document.querySelector('[role=alert]')).position") == "fixed"
    served.built(changed=False)
    tab.wait_for_selector("[role=alert]", state="detached")
    served.built(changed=False, fault=fault)
    tab.wait_for_selector("[role=alert] button").click()
    tab.wait_for_selector("[role=alert]", state="detached")
    assert tab.inner_text("h1") == "First"
    assert said == []


def test_a_site_that_was_never_built_appears_once_it_is(served, page):
    tab, _ = page
    served.built(output=None, changed=False, fault="not yet")
    tab.goto(f"http://127.0.0.1:{served.port}/")
    assert "not yet" in tab.inner_text("main")
    write(served, "Built")
    served.built()
    tab.wait_for_function("document.querySelector('h1').textContent === 'Built'")
