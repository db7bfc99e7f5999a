"""The demo walked with the keyboard alone, over the network and from a disk, without a word from the console."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Walk(NamedTuple):
    page: Any
    root: str


@pytest.fixture(params=["network", "disk"])
def walk(request: pytest.FixtureRequest, browser: Any, serve_folder: Callable[[Path], str]) -> Iterator[Walk]:
    """A page on the demo's site; at the end nothing may have gone wrong, and nothing been asked for elsewhere."""
    if request.param == "network":
        root = serve_folder(request.getfixturevalue("demo_site"))
    else:
        root = request.getfixturevalue("offline_site").as_uri() + "/"
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    trouble: list[str] = []

    def watch(page: Any) -> None:
        page.on("console", lambda said: trouble.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith((root, "data:")) else trouble.append(asked.url),
        )

    context.on("page", watch)
    yield Walk(context.new_page(), root)
    context.close()
    assert trouble == []


def _search(walk: Walk, key: str, text: str) -> Any:
    walk.page.keyboard.press(key)
    expect(walk.page.get_by_role("combobox", name="Search").last).to_be_focused()
    # At once: when the results of half a word go, what is pointed at among them goes, too.
    walk.page.keyboard.insert_text(text)
    options = walk.page.get_by_role("listbox", name="Results").get_by_role("option")
    expect(options.first).to_be_visible()
    return options


def _focused(page: Any, what: str) -> Any:
    return page.evaluate(f"document.activeElement?.{what}")


def _tab_to(page: Any, test: str, key: str = "Tab", limit: int = 60) -> None:
    for _ in range(limit):
        page.keyboard.press(key)
        if page.evaluate(f"(e => {test})(document.activeElement)"):
            return
    pytest.fail(f"{limit} × {key} never came to {test}")


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_search_finds_and_opens_a_company(walk: Walk, key: str) -> None:
    walk.page.goto(walk.root + "index.html")
    options = _search(walk, key, "baset")
    expect(walk.page.get_by_role("status")).to_contain_text("result")
    expect(options.first).to_contain_text("Baseten")
    walk.page.keyboard.press("ArrowDown")
    walk.page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    walk.page.keyboard.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "true")
    walk.page.keyboard.press("Enter")
    expect(walk.page.locator("h1")).to_have_text("Baseten")
    assert walk.page.url == walk.root + "companies/baseten.html"


def test_results_are_narrowed_and_sorted_and_search_is_left(walk: Walk) -> None:
    page = walk.page
    page.goto(walk.root + "companies/baseten.html")
    options = _search(walk, "/", "inference")
    expect(page.get_by_role("status")).to_contain_text("result")
    before = int(page.get_by_role("status").inner_text().split()[0])
    _tab_to(page, "e.dataset.facet === 'type'")
    page.keyboard.type("source")
    expect(options.first.locator(".search-kind")).to_have_text("source")
    expect(page.get_by_role("status")).not_to_contain_text(f"{before} result")
    _tab_to(page, "'order' in e.dataset")
    page.keyboard.type("Date")
    expect(page.get_by_label("Sort by")).to_have_value("date")
    page.wait_for_function(
        """() => {
          const days = [...document.querySelectorAll(".search-date")].map((day) => day.dateTime);
          return days.length > 1 && days.every((day, at) => !at || days[at - 1] >= day);
        }"""
    )
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def _column(page: Any, name: str) -> list[str]:
    return page.evaluate(  # type: ignore[no-any-return]
        """name => {
          const heads = [...document.querySelectorAll("#notes thead th")];
          const at = heads.findIndex((head) => head.innerText.trim().startsWith(name));
          return [...document.querySelectorAll("#notes tbody tr")]
            .map((row) => row.cells[at].dataset.sort).filter(Boolean);
        }""",
        name,
    )


@pytest.mark.parametrize(
    ("column", "read"), [("Total raised", float), ("Valuation", float), ("Last round", str)]
)
def test_a_table_is_sorted_by_its_heads(walk: Walk, column: str, read: Callable[[str], Any]) -> None:
    page = walk.page
    page.goto(walk.root + "kinds/company.html")
    _tab_to(page, f"e.matches('button.sort') && e.innerText.trim().startsWith('{column}')")
    head = page.locator("th", has_text=column).first
    for key, way in (("Enter", "descending"), ("Space", "ascending")):
        page.keyboard.press(key)
        expect(head).to_have_attribute("aria-sort", way)
        values = [read(text) for text in _column(page, column)]
        assert len(values) > 1
        assert values == sorted(values, reverse=way == "descending")


def test_the_table_is_filtered_as_one_types(walk: Walk) -> None:
    page = walk.page
    page.goto(walk.root + "kinds/company.html")
    _tab_to(page, "e.matches('[data-filter-for]')")
    page.keyboard.type("baset")
    expect(page.locator("#notes tbody tr:visible th").first).to_contain_text("Abridge")
    page.keyboard.type("en chips")
    expect(page.locator("#notes tbody tr:visible")).to_have_count(0)


def test_a_link_with_the_focus_shows_what_it_leads_to(walk: Walk) -> None:
    page = walk.page
    page.goto(walk.root + "investors/ivp.html")
    _tab_to(page, "e.matches('[data-preview]')")
    card = page.get_by_role("tooltip")
    expect(card).to_contain_text("Baseten")
    assert _focused(page, "getAttribute('aria-describedby')") == "preview"
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Baseten")


def test_a_note_is_found_in_the_graph_and_opened(walk: Walk) -> None:
    page = walk.page
    page.goto(walk.root + "graph.html")
    _tab_to(page, "e.matches('.w-find input')")
    page.keyboard.type("modal")
    page.keyboard.press("Enter")
    expect(page.locator(".w-told")).to_contain_text("Modal Labs")
    assert _focused(page, "matches('a.w-n')")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Modal Labs")


def test_the_theme_is_remembered_from_page_to_page(walk: Walk) -> None:
    page = walk.page
    page.goto(walk.root + "index.html")
    _tab_to(page, "e.matches('[data-theme-toggle]')")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    for address in ("companies/baseten.html", "graph.html", "404.html"):
        page.goto(walk.root + address)
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        expect(page.locator("[data-theme-toggle]")).to_have_attribute("aria-pressed", "true")
        assert (
            page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(21, 25, 28)"
        )


def test_no_page_is_ever_painted_in_another_theme_than_the_chosen_one(walk: Walk) -> None:
    page = walk.page
    page.goto(walk.root + "index.html")
    page.evaluate("localStorage.setItem('vaultgen-theme', 'dark')")
    page.add_init_script(
        """window.painted = [];
        const look = () => {
          if (document.body) painted.push(getComputedStyle(document.documentElement).backgroundColor);
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);"""
    )
    # What pages gain from their script may come late.
    page.route("**/assets/site.js*", lambda route: (time.sleep(0.5), route.continue_()))
    for address in ("companies/baseten.html", "timeline.html", "search.html"):
        page.goto(walk.root + address, wait_until="commit")
        for _ in range(100):
            page.wait_for_timeout(100)
            if page.evaluate("painted.length") > 4:
                break
        assert page.evaluate("[...new Set(painted)]") == ["rgb(21, 25, 28)"], address


@pytest.mark.parametrize("address", ["index.html", "companies/baseten.html", "timeline.html", "graph.html"])
def test_the_first_stop_leads_past_the_navigation(walk: Walk, address: str) -> None:
    page = walk.page
    page.goto(walk.root + address)
    page.keyboard.press("Tab")
    assert _focused(page, "innerText") == "Skip to content"
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert _focused(page, "closest('main') !== null")
