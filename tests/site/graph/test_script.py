from __future__ import annotations

import pytest

from tests.site.graph.stand_in import demo
from vaultgen.site.graph.leaves import Graph

pytestmark = pytest.mark.browser

LOOK = ".w-n { outline: none } .w-world { width: 100%; height: auto } [hidden] { display: none }"


@pytest.fixture(scope="module")
def folder(project, tmp_path_factory):
    """The page of the graph as files that are opened from the disk."""
    atlas, top = demo(project), tmp_path_factory.mktemp("graph")
    graph = Graph(atlas)
    for leaf in graph.leaves():
        for address, content in zip(leaf.addresses, graph.make(leaf), strict=True):
            (top / address).parent.mkdir(parents=True, exist_ok=True)
            (top / address).write_bytes(content)
    html = f"<!doctype html><meta charset=utf-8><style>{LOOK}</style>{graph.html('graph.html')}"
    (top / "graph.html").write_text(html, "utf-8")
    (top / "companies").mkdir()
    (top / "companies" / "baseten.html").write_text("<!doctype html><title>There</title>", "utf-8")
    return top


@pytest.fixture
def page(browser, folder):
    context = browser.new_context(viewport={"width": 1200, "height": 1000}, reduced_motion="reduce")
    shown = context.new_page()
    troubles = []
    shown.on("console", lambda message: troubles.append(message.text))
    shown.on("pageerror", lambda error: troubles.append(str(error)))
    shown.goto((folder / "graph.html").as_uri())
    shown.wait_for_selector(".w-find:visible")
    yield shown
    assert troubles == []
    context.close()


def view(page):
    """What part of the graph is seen: left, top, width, height."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return [float(number) for number in page.get_attribute(".w-world", "viewBox").split()]


def focused(page):
    return page.evaluate("document.activeElement.querySelector('title')?.textContent ?? ''")


def test_what_a_found_note_is_linked_with_is_in_sight(page):
    page.fill("[type=search]", "spark capital")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    left, top, wide, tall = view(page)
    where = page.locator("a.w-n.w-on").evaluate_all("all => all.map((one) => one.getAttribute('transform'))")
    assert len(where) > 3
    for place in where:
        x, y = map(float, place.removeprefix("translate(").removesuffix(")").split())
        assert left < x < left + wide
        assert top < y < top + tall


def test_a_search_leads_to_the_note_and_enter_opens_it(page):
    page.fill("[type=search]", "baset")
    page.keyboard.press("Enter")
    assert focused(page).startswith("Baseten (company)")
    assert view(page)[2] < 600
    assert "Baseten · company" in page.inner_text(".w-told")
    shown = page.locator("text.w-t").evaluate_all("all => all.map((one) => getComputedStyle(one).opacity)")
    assert len(shown) > 3
    assert set(shown) == {"1"}  # they are the names of what it is linked with
    page.keyboard.press("Enter")
    page.wait_for_url("**/companies/baseten.html")


def test_what_is_not_there_is_said(page):
    page.fill("[type=search]", "no such note")
    page.keyboard.press("Enter")
    assert page.inner_text(".w-told") == "No note in this graph is called that."


def test_keys_zoom_and_move_the_graph(page):
    page.focus(".w-world")
    whole = view(page)
    page.keyboard.press("+")
    near = view(page)
    assert near[2] < whole[2]
    page.keyboard.press("ArrowRight")
    assert view(page)[0] > near[0]
    page.keyboard.press("0")
    assert view(page) == whole


def test_one_note_is_in_the_order_of_tab_and_arrows_lead_to_the_others(page):
    assert page.evaluate("document.querySelectorAll('a.w-n[tabindex=\"0\"]').length") == 1
    page.focus('a.w-n[tabindex="0"]')
    first = focused(page)
    page.keyboard.press("ArrowRight")
    assert focused(page) not in {first, ""}
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.classList.contains('w-world')")


def test_a_wheel_zooms_in_and_a_drag_moves_without_opening_anything(page):
    box = page.locator(".w-world").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
    page.mouse.move(x, y)
    page.mouse.wheel(0, -300)
    page.wait_for_function("document.querySelector('.w-world').getAttribute('viewBox').split(' ')[2] < 990")
    before = view(page)
    page.mouse.down()
    page.mouse.move(x - 120, y, steps=4)
    page.mouse.up()
    assert view(page)[0] > before[0]
    assert page.url.endswith("graph.html")


def test_kinds_and_relations_can_be_left_out(page):
    everyone = page.locator("a.w-n").count()
    page.uncheck('.w-kinds input[value="source"]')
    assert page.locator("a.w-n:not([display])").count() == everyone - 20
    lengths = "[...document.querySelectorAll('.w-e')].map(path => path.getAttribute('d').length)"
    assert any(page.evaluate(lengths))
    for box in page.locator(".w-relations input").all():
        box.uncheck()
    assert not any(page.evaluate(lengths))


def test_pointing_at_a_note_brings_out_its_neighbours(page):
    page.focus('a.w-n[tabindex="0"]')
    assert page.evaluate("document.querySelector('.w-world').classList.contains('w-dim')")
    on = page.locator("a.w-n.w-on").count()
    assert 1 < on < page.locator("a.w-n").count()
    assert page.get_attribute(".w-hot", "d").count("M") == on - 1


def test_without_scripts_all_is_there(browser, folder):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "graph.html").as_uri())
    assert page.locator("a.w-n").count() == page.locator("#w-table tbody tr").count() == 111
    assert page.locator("input:visible").count() == 0
    assert page.locator("text.w-t").count() > 20
    context.close()
