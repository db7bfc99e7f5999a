"""What pages gain from their script: theme, sorting, filters, previews and the place in the contents."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture(params=["file", "http"])
def start(request, own_site, serve_folder):
    return own_site.as_uri() + "/" if request.param == "file" else serve_folder(own_site)


def _names(page):
    return page.locator("#deals tbody th").all_text_contents()


def test_the_chosen_theme_stays_and_stands_before_the_page_is_painted(new_page, start):
    page = new_page(start + "index.html", color_scheme="light")
    button = page.get_by_role("button", name="Dark")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.add_init_script(
        "new MutationObserver(() => {"
        " if (document.body) window.seen ??= document.documentElement.dataset.theme ?? 'none'; })"
        ".observe(document, { childList: true, subtree: true })"
    )
    page.reload()
    assert page.evaluate("window.seen") == "dark"
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_without_a_choice_the_system_decides(new_page, start):
    page = new_page(start + "index.html", color_scheme="dark")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    assert page.locator("html").get_attribute("data-theme") is None


def test_tables_are_sorted_by_name_number_and_date_with_the_keyboard(new_page, start):
    page = new_page(start + "index.html")
    page.get_by_role("button", name="Amount").focus()
    page.keyboard.press("Enter")
    assert _names(page) == ["Ábaco", "Delta 10", "beta", "Delta 9"]
    head = page.get_by_role("columnheader", name="Amount")
    expect(head).to_have_attribute("aria-sort", "descending")
    page.keyboard.press("Enter")
    assert _names(page) == ["Delta 10", "beta", "Ábaco", "Delta 9"]
    expect(head).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("button", name="Name").click()
    assert _names(page) == ["Ábaco", "beta", "Delta 9", "Delta 10"]
    page.get_by_role("button", name="Date").click()
    assert _names(page) == ["Delta 10", "Delta 9", "Ábaco", "beta"]
    assert page.locator("th[aria-sort]").count() == 1
    assert page.locator("thead button").count() == 3


def test_equal_rows_keep_their_order(new_page, start):
    page = new_page(start + "index.html")
    page.get_by_role("button", name="Name").click()
    page.get_by_role("button", name="Name").click()
    page.get_by_role("button", name="Amount").click()
    assert _names(page) == ["Ábaco", "Delta 10", "beta", "Delta 9"]


def test_a_table_is_filtered_as_one_types(new_page, start):
    page = new_page(start + "index.html")
    page.get_by_label("Filter").fill("abaco")
    expect(page.locator("#deals tbody tr:visible")).to_have_count(1)
    page.get_by_label("Filter").fill("delta feb")
    expect(page.locator("#deals tbody tr:visible")).to_have_count(1)
    page.get_by_label("Filter").fill("")
    expect(page.locator("#deals tbody tr:visible")).to_have_count(4)


def test_a_preview_comes_on_focus_and_escape_closes_it(new_page, start):
    page = new_page(start + "index.html")
    page.get_by_label("Filter").focus()
    link = page.get_by_role("link", name="Baseten", exact=True)
    while not link.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
    card = page.get_by_role("tooltip")
    expect(card).to_contain_text("Production inference platform")
    expect(link).to_have_attribute("aria-describedby", "preview")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(link).to_be_focused()


def test_a_preview_comes_on_hover_stays_under_the_pointer_and_moves_nothing(new_page, start):
    page = new_page(start + "index.html")
    link = page.get_by_role("link", name="Baseten", exact=True)
    height = page.evaluate("document.documentElement.scrollHeight")
    link.hover()
    card = page.get_by_role("tooltip")
    expect(card).to_be_visible()
    box, below = link.bounding_box(), card.bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + box["height"], steps=2)
    page.mouse.move(below["x"] + 10, below["y"] + 10, steps=4)
    page.wait_for_timeout(500)
    expect(card).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") == height
    page.mouse.move(900, 5)
    expect(card).to_be_hidden()


def test_a_page_that_is_not_there_has_no_preview(new_page, start):
    page = new_page(start + "index.html")
    page.get_by_role("link", name="gone").hover()
    page.wait_for_timeout(600)
    expect(page.get_by_role("tooltip")).to_have_count(0)


def test_the_contents_show_where_one_is(new_page, start):
    page = new_page(start + "index.html")
    page.locator("#two").evaluate("heading => heading.scrollIntoView()")
    expect(page.locator("nav.contents a", has_text="Two")).to_have_attribute("aria-current", "true")
    expect(page.locator("nav.contents a[aria-current]")).to_have_count(1)
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator("nav.contents a[aria-current]")).to_have_count(0)


SCRIPTS = ("site.js", "search.js", "search-worker.js")


def test_the_scripts_are_light(project):
    import gzip

    scripts = b"".join((project / "templates/site" / name).read_bytes() for name in SCRIPTS)
    assert len(gzip.compress(scripts, 9)) <= 13_000
