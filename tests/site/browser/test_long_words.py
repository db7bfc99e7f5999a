"""Words, links and tables that are longer than there is room: nothing leaves its place."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
LINK = "https://example.org/a/very/long/address/that/never/ends/and/goes/on/and/on/index.html?with=parameters"
LONG = f"""---
tags: [{"abcdefghij" * 6}]
website: {LINK}
---
{"Each of these[^1] words has[^1] its note[^1] " * 9}

| {" | ".join("ABCDEFGHIJKL")} |
|{"---|" * 12}
| {"| ".join(["characteristically "] * 12)} |

## Few columns

| Who | Where | Sum |
|---|---|---|
| `{WORD.lower()}{WORD.lower()}` | {LINK} | ~$285M (Sacra est., Mar 2026), not audited, and more besides |

## More

- [ ] {"a task that goes on " * 8}

[^1]: Told by [[Other]].
"""
LEAVING = """(width) => [...document.querySelectorAll("body *")].filter((one) =>
    !one.closest(".table, .hidden, .skip, .ways, svg") && one.getBoundingClientRect().right > width + 1
).map((one) => one.outerHTML.slice(0, 120))"""
BESIDE = """() => Math.max(...[...document.querySelectorAll(".prose .table")].map((one) => {
    const wide = getComputedStyle(one).overflowX === "visible" ? one.scrollWidth : one.clientWidth;
    return one.getBoundingClientRect().left + wide;
})) - document.querySelector(".beside").getBoundingClientRect().left"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    vault = tmp_path_factory.mktemp("long") / "vault"
    vault.mkdir()
    (vault / f"{WORD}.md").write_text(LONG, "utf-8")
    (vault / "Other.md").write_text(f"See [[{WORD}]].\n\nשלום עולם, זה טקסט.\n", "utf-8")
    out = vault.with_name("site")
    command = [sys.executable, "-m", "vaultgen", "site", "build", "--vault", str(vault), "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=vault.parent)
    return serve_folder(out)


@pytest.mark.parametrize("width", [320, 360, 640, 1040, 1280])
def test_nothing_is_wider_than_its_window(browser: Any, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for name in (f"{WORD.lower()}.html", "other.html", "index.html", "tags/index.html", "folders/index.html"):
        page.goto(address + name)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.evaluate(LEAVING, width) == []
    page.close()


def test_a_wide_table_does_not_lie_on_what_stands_beside_it(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}{WORD.lower()}.html")
    assert page.evaluate(BESIDE) < 0
    page.close()


def test_no_line_begins_with_the_mark_of_a_footnote(browser: Any, address: str) -> None:
    page = browser.new_page()
    for width in range(330, 700, 20):
        page.set_viewport_size({"width": width, "height": 800})
        if width == 330:
            page.goto(f"{address}{WORD.lower()}.html")
        left = page.evaluate("""() => {
          const marks = [...document.querySelectorAll(".footnote-mark")].map((one) => one.getBoundingClientRect().left);
          return Math.min(...marks) - document.querySelector(".prose").getBoundingClientRect().left;
        }""")
        assert left > 8, width
    page.close()


def test_a_paragraph_runs_in_the_direction_of_its_own_script(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}other.html")
    assert page.locator(".prose p").last.evaluate("(one) => getComputedStyle(one).unicodeBidi") == "plaintext"
    page.close()
