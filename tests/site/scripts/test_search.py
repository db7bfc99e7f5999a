"""Search in a real browser: over the network and from a disk, with the own index and with pagefind."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from vaultgen.site.pages.words import moment

pytestmark = pytest.mark.browser
WAYS = ("file", "own", "pagefind")


@pytest.fixture(params=WAYS)
def start(request, own_site, pagefind_site, serve_folder):
    """The address of a site's root, three ways."""
    if request.param == "file":
        return own_site.as_uri() + "/"
    return serve_folder(own_site if request.param == "own" else pagefind_site)


def _options(page):
    return page.get_by_role("listbox", name="Results").get_by_role("option")


def _search(page, query):
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_be_focused()
    box.fill(query)
    return _options(page)


def test_a_title_is_found_and_opened_with_the_keyboard_alone(new_page, start):
    page = new_page(start + "index.html")
    options = _search(page, "base")
    expect(options.first).to_contain_text("Baseten")
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**/companies/baseten.html")


def test_nothing_of_search_is_loaded_before_it_is_opened(new_page, start):
    page = new_page("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(start + "index.html")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "search" in url or "_data" in url or "pagefind" in url] == []


def test_escape_closes_search_and_the_focus_goes_back(new_page, start):
    page = new_page(start + "index.html")
    link = page.get_by_role("link", name="Search")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.type("zhi")
    expect(_options(page).first).to_contain_text("Zhipu")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(link).to_be_focused()


def test_control_k_opens_search_but_not_while_one_types(new_page, start):
    page = new_page(start + "index.html")
    page.get_by_label("Filter").focus()
    page.keyboard.type("a/b")
    assert page.get_by_label("Filter").input_value() == "a/b"
    expect(page.locator("dialog")).to_have_count(0)
    page.get_by_label("Filter").blur()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_words_of_the_text_are_found_and_marked_and_a_hostile_text_stays_text(new_page, start):
    page = new_page(start + "index.html")
    options = _search(page, "warm models")
    expect(options.first).to_contain_text("Baseten")
    options = _search_again(page, "hostile")
    expect(options.first).to_contain_text("<script>alert(1)</script>")
    expect(options.first.locator("img")).to_have_count(0)
    expect(options.first.locator("mark").first).to_have_text(re.compile("hostile", re.IGNORECASE))


def _search_again(page, query):
    page.get_by_role("combobox", name="Search").fill(query)
    return _options(page)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("base ten", "Baseten"),
        ("bsaeten", "Baseten"),
        ("cafe uml", "Café"),
        ("智谱", "Zhipu"),
        ("谱", "Zhipu"),
    ],
)
def test_aliases_typos_marks_and_unspaced_scripts_find(new_page, start, query, title):
    page = new_page(start + "index.html")
    expect(_search(page, query).first).to_contain_text(title)


def test_results_are_narrowed_and_sorted(new_page, start):
    page = new_page(start + "index.html")
    options = _search(page, "inference")
    expect(options).to_have_count(3)
    page.get_by_label("Country").select_option("China")
    expect(options).to_have_count(1)
    expect(options.first).to_contain_text("Zhipu")
    page.get_by_label("Country").select_option("")
    page.get_by_label("Sort by").select_option("amount")
    expect(options.first).to_contain_text("Baseten")
    expect(options).to_have_count(3)
    page.get_by_label("Sort by").select_option("date")
    expect(options.nth(1)).to_contain_text("Zhipu")
    page.get_by_label("Investor", exact=True).select_option("IVP")
    expect(options).to_have_count(1)


def test_titles_are_found_while_there_is_no_index_of_texts(new_page, pagefind_site, serve_folder):
    page = new_page("about:blank")
    for script in ("pagefind.js", "pagefind-worker.js"):
        page.route(
            f"**/pagefind/{script}",
            lambda route: route.fulfill(body="throw new Error('gone')", content_type="text/javascript"),
        )
    page.goto(serve_folder(pagefind_site) + "index.html")
    expect(_search(page, "baset").first).to_contain_text("Baseten")
    expect(page.get_by_role("status")).to_contain_text("1 result (in titles only")
    _search_again(page, "beijing")
    expect(page.get_by_role("status")).to_contain_text("Nothing found. (in titles only")


def test_texts_are_found_without_a_thread_of_their_own(new_page, pagefind_site, serve_folder):
    page = new_page("about:blank")
    page.route(
        "**/search-worker.js",
        lambda route: route.fulfill(body="throw new Error('gone')", content_type="text/javascript"),
    )
    page.goto(serve_folder(pagefind_site) + "index.html")
    expect(_search(page, "beijing").first).to_contain_text("Zhipu")


def test_results_say_days_as_pages_do(new_page, start):
    page = new_page(start + "index.html")
    options = _search(page, "inference")
    expect(options).to_have_count(3)
    for name, day, words in (("Baseten", "2026-01-15", "Jan 15 2026"), ("Zhipu", "2025-06-01", "Jun 2025")):
        shown = options.filter(has_text=name).locator("time")
        expect(shown).to_have_attribute("datetime", day)
        expect(shown).to_have_text(words)
        assert moment(day).text == words


def test_without_words_a_facet_lists_its_pages(new_page, start):
    page = new_page(start + "index.html")
    page.keyboard.press("/")
    page.get_by_label("Type", exact=True).select_option("investor")
    expect(_options(page)).to_have_count(2)
    expect(page.get_by_role("status")).to_have_text("2 results")


def test_more_results_are_shown_on_demand(new_page, start):
    page = new_page(start + "index.html")
    options = _search(page, "filler")
    expect(options).to_have_count(10)
    page.get_by_role("button", name="Show more").click()
    expect(options).to_have_count(20)
    expect(options.nth(10)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("status")).to_have_text("60 results")


def test_nothing_found_is_said(new_page, start):
    page = new_page(start + "index.html")
    _search(page, "qqxqq")
    expect(page.get_by_role("status")).to_have_text("Nothing found.")


def test_the_page_of_search_answers_its_address(new_page, start):
    page = new_page(start + "search.html?q=spark")
    expect(_options(page).first).to_contain_text("Spark Capital")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/spark-capital.html")


def test_a_missing_index_is_told(new_page, own_site, serve_folder):
    page = new_page(serve_folder(own_site) + "index.html")
    page.route("**/_data/**", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.keyboard.press("/")
    expect(page.get_by_role("status")).to_contain_text("cannot be loaded")


def test_what_the_scripts_make_is_accessible(new_page, start):
    from axe_playwright_python.sync_playwright import Axe

    page = new_page(start + "index.html")
    expect(_search(page, "models").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    about_scripts = [(one["id"], one["nodes"][0]["html"]) for one in found if one["id"] != "color-contrast"]
    assert about_scripts == []


def test_a_word_that_stands_everywhere_is_left_to_the_titles(new_page, pagefind_site, serve_folder):
    page = new_page("about:blank")
    script = 'vaultgen.shard("common",["inference","baseten"]);'
    page.route("**/common.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.goto(serve_folder(pagefind_site) + "index.html")
    _search(page, "baseten")
    expect(page.get_by_role("status")).to_have_text("1 result in titles: the word is in too many texts")
    expect(_search_again(page, "inference warm").first).to_contain_text("Baseten")
    expect(page.get_by_role("status")).to_have_text("1 result")
    _search_again(page, "inference")
    expect(page.get_by_role("status")).to_have_text("3 results")


def test_a_row_that_is_pointed_at_while_texts_still_come_stays_the_one(new_page, pagefind_site, serve_folder):
    page = new_page(serve_folder(pagefind_site) + "index.html")
    held = []

    def hold(route):
        held.append(route)

    page.route("**/*.pf_fragment", hold)
    options = _search(page, "ivp")  # a title, and a word in the text of another page
    expect(options.first).to_contain_text("IVP")
    while not held:
        page.wait_for_timeout(20)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    for route in held:
        route.continue_()
    expect(page.get_by_role("status")).to_contain_text("2 results")
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("IVP")


MOST = 500_000  # bytes that one query may cost a reader


def _cost(page, query):
    """What a query loads: the size of each answer by its address."""
    loaded = {}
    page.context.on("response", lambda response: loaded.update({response.url: len(response.body())}))
    _search(page, query)
    expect(page.get_by_role("status")).to_contain_text(re.compile("result|Nothing"))
    page.wait_for_load_state("networkidle")
    return loaded


def test_a_query_of_many_words_leaves_out_what_costs_more_than_half_a_megabyte(
    new_page, wordy_site, often, serve_folder
):
    parts = sum(path.stat().st_size for path in (wordy_site / "pagefind" / "index").iterdir())
    page = new_page(serve_folder(wordy_site) + "index.html")
    loaded = _cost(page, " ".join(often))
    expect(page.get_by_role("status")).to_contain_text("300 results (texts not searched for")
    asked = sum(size for url, size in loaded.items() if url.endswith(".pf_index"))
    assert 150_000 < asked < parts - 100_000
    assert sum(loaded.values()) <= MOST


@pytest.mark.parametrize("query", ["qwerty asdfgh zxcvb poiuyt lkjhgf", "b f l n q z", "bardat fengip"])
def test_no_query_costs_more_than_half_a_megabyte(new_page, wordy_site, serve_folder, query):
    loaded = _cost(new_page(serve_folder(wordy_site) + "index.html"), query)
    assert sum(loaded.values()) <= MOST
    assert any(url.endswith("/pagefind-worker.js") for url in loaded)
    assert not any(url.endswith("/pagefind.js") for url in loaded)  # the worker has all that it has


def test_words_that_are_looked_for_all_stand_in_what_is_found(new_page, wordy_site, serve_folder):
    page = new_page(serve_folder(wordy_site) + "index.html")
    _search(page, "bardat fengip")
    expect(page.get_by_role("status")).to_have_text("300 results")


def test_a_word_that_costs_too_much_is_left_to_the_titles(new_page, pagefind_site, serve_folder):
    page = new_page("about:blank")
    parts = [path.stem for path in (pagefind_site / "pagefind" / "index").iterdir()]
    script = f'vaultgen.shard("parts",{json.dumps(dict.fromkeys(parts, 10**6))});'
    page.route("**/parts.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.goto(serve_folder(pagefind_site) + "index.html")
    _search(page, "baseten")
    expect(page.get_by_role("status")).to_have_text("1 result in titles: the word is in too many texts")
