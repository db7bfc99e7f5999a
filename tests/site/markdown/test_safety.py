"""Nothing that stands in a vault runs on a page, or asks for anything outside the site."""

from __future__ import annotations

import pytest

from vaultgen.site.markdown import Press

VECTORS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "a <script>alert(1)</script> b",
    "<img src=x onerror=alert(1)>",
    "a <img src=x onerror=alert(1)> b",
    '<img src="https://evil.example/pixel.gif">',
    "a <img src='//evil.example/pixel.gif'> b",
    "<img srcset='https://evil.example/x 1x' src=x>",
    "<svg onload=alert(1)><circle/></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<math href='javascript:alert(1)'>x</math>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src='javascript:alert(1)'>",
    "<form action='javascript:alert(1)'><input type=submit></form>",
    "<button formaction='javascript:alert(1)'>x</button>",
    "<a href='javascript:alert(1)'>x</a>",
    "a <a href='JaVaScRiPt:alert(1)'>x</a> b",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<div style='background: url(https://evil.example/x)'>x</div>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
    "<video src='https://evil.example/x.mp4' poster='https://evil.example/x.png'></video>",
    "<audio><source src='https://evil.example/x.mp3'></audio>",
    "<table background='https://evil.example/x.png'><tr><td>x</td></tr></table>",
    "<details ontoggle=alert(1) open>x</details>",
    "<div onclick\n=alert(1)>x</div>",
    "<b/onmouseover=alert(1)>x</b>",
    "<a target=_blank href=https://example.com>x</a>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php alert(1) ?>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<title><img src=x onerror=alert(1)></title>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<xmp><script>alert(1)</script></xmp>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](JAVASCRIPT:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:alert(1))",
    "[x](file:///etc/passwd)",
    "[x](\\javascript:alert(1))",
    '[x](https://example.com/"onmouseover="alert(1))',
    "[x](https://example.com 'a\" onmouseover=\"alert(1)')",
    "[<img src=x onerror=alert(1)>](https://example.com)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.gif)",
    "![x](//evil.example/pixel.gif)",
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
    "![x](data:text/html,<script>alert(1)</script>)",
    '![" onerror="alert(1)](Attachments/Logo.png)',
    '![[Logo.png|" onerror="alert(1)]]',
    '![[Logo.png|100" onload="alert(1)]]',
    "![[Evil.svg]]",
    "![[https://evil.example/x.png]]",
    "[[javascript:alert(1)]]",
    "[[javascript:alert(1)|x]]",
    '[["onmouseover="alert(1)]]',
    "[[Note|<img src=x onerror=alert(1)>]]",
    "[[<script>alert(1)</script>]]",
    '[[Note#" onclick="alert(1)]]',
    '> [!note] <img src=x onerror=alert(1)> "quoted"\n> x',
    '> [!"onclick="alert(1)] x',
    '> [!note|"onclick="alert(1)] x',
    '- ["] a task',
    "- [<] a task",
    '```"onclick="alert(1)\nx\n```',
    "```html\n<script>alert(1)</script>\n```",
    '```mermaid\ngraph LR\n a[<img src=x onerror=alert(1)>] --> b\n click a "javascript:alert(1)"\n```',
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\style{background:url(https://evil.example)}{x}$",
    '$\\class{x" onclick="alert(1)}{x}$',
    "$\\text{<script>alert(1)</script>}$",
    "$\\text{&lt;img src=x onerror=alert(1)&gt;}$",
    '$\\color{red" onclick="alert(1)}{x}$',
    "$$\n\\unknown<script>alert(1)</script>\n$$",
    "$\\frac{<img src=x onerror=alert(1)>$",
    '| <script>alert(1)</script> | <img src=x onerror=alert(1)> |\n|---|---|\n| $5M" onclick="x | [x](vbscript:x) |',
    "^[<script>alert(1)</script>]",
    'x[^"onclick=alert(1)]\n\n[^"onclick=alert(1)]: <script>alert(1)</script>',
    '[^a]: x\n\n#"onclick="alert(1)',
    "==<script>alert(1)</script>==",
    "%%<script>alert(1)</script>%%",
    "# <img src=x onerror=alert(1)>",
    'x ^"onclick=alert(1)',
    "<div id='search' class='results' data-task='x'>x</div>",
    "a <span id=search class=results>x</span>",
    "<p>a\n<svg><style><img src=x onerror=alert(1)>",
    '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "a </p></div></main></body><script>alert(1)</script>",
    'https://example.com/"onmouseover="alert(1)',
    "https://example.com/'><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\ufdd00.\ufdd01. $x$ \\$\n\n- [ ] a",
    "<b title='\ufdd00.'>x</b> &#xFDD0;0. <b title='&#xFDD0;0.'>x</b>\n\n- [ ] a\n\n<p title='&#xFDD0;0.'>x</p>",
]  # fmt: skip

FILES = {
    'Evil "onclick=alert(1) <img src=x onerror=alert(1)>.md': "# <script>alert(1)</script>\n\ntext",
    "Titled.md": '---\ntitle: "<script>alert(1)</script>"\nkind: [\'"onclick=alert(1)\']\n---\ntext',
    "Attachments/Logo.png": "",
    "Attachments/Evil.svg": "<svg onload='alert(1)'><script>alert(1)</script></svg>",
    'Attachments/"onerror=alert(1).png': "",
    'Attachments/"onclick=alert(1).pdf': "",
}


@pytest.mark.parametrize("text", VECTORS)
def test_a_note_cannot_make_a_page_do_anything(shown, text, harmless):
    harmless(shown(text, FILES))


@pytest.mark.parametrize("text", VECTORS)
def test_nor_can_a_note_that_is_shown_in_another(shown, text, harmless):
    harmless(shown("![[Inner]]\n\n- [ ] a task with $x$", {**FILES, "Inner.md": text}))


@pytest.mark.parametrize("text", VECTORS)
def test_nor_can_a_text_in_a_cell_or_a_title(shown, text, harmless):
    line = text.replace("\n", " ")
    harmless(shown(f"| a |\n|---|\n| {line.replace('|', '&#124;')} |\n\n> [!note] {line}\n> - {line}", FILES))


@pytest.mark.parametrize("name", [path for path in FILES if not path.startswith("Attachments/Logo")])
def test_names_of_files_are_text(memory_atlas, html, name, harmless):
    target = name.removesuffix(".md")
    texts = f"[[{target}]] ![[{target}]]\n\n![[{target}]]\n\n![x](<{target}>)\n\n# ![[{target}]]"
    atlas = memory_atlas({**FILES, "Note.md": texts})
    for path in (path for path in atlas.sheets if path.endswith(".md")):
        harmless(html(Press(atlas).body(path, atlas.addresses[path]).html))


def test_the_names_of_elements_are_the_pages_own(shown):
    page = shown("<div id='search' class='x' data-task='y'>x</div>\n\na <i id=main class=x>b</i>\n\n# Search")
    assert [element.attributes for element in page.all() if element.attributes] == [{"id": "search"}]


def test_a_slot_cannot_be_forged(shown):
    forged = "<b title='&#xFDD0;0.'>a</b> \ufdd00. &#xFDD0;0.\n\n- [ ] $x < y$\n\n<p title='&#xFDD0;1.'>b</p>"
    page = shown(forged)
    assert len(page.all("input")) == 1
    assert len(page.all("math")) == 1
    assert not any("<" in value for element in page.all() for value in element.attributes.values())


def test_what_is_hidden_in_a_comment_is_not_in_the_page(body):
    text = "a %%secret%% b\n\n%%\nsecret\n\n# secret\n%%\n\n> %%secret%%\n\n- x\n  %%\n  secret\n  %%\n\n%% secret"
    assert "secret" not in body(text).html


@pytest.mark.parametrize("name", ["Evil.svg", "Page.html", "Feed.xml"])
def test_a_file_with_scripts_is_kept_and_not_opened(shown, name):
    page = shown(
        f"[[{name}]]\n\n[x]({name})\n\na <a href='{name}'>x</a>\n\n<p><a href='{name}'>x</a></p>", {name: ""}
    )
    links = [link for link in page.all("a") if "href" in link.attributes]
    assert len(links) == 2
    assert all("download" in link.attributes for link in links)


def test_links_to_private_notes_do_not_tell_their_names(shown):
    hidden = {"Owl.md": "---\npublish: false\naliases: [Project X]\n---\n"}
    text = (
        "[[Owl]] [[Owl|Project X]] [[Owl|it]] [a *bold* thing](Owl.md) [the `Owl` $x$](Owl.md) ![[Owl]] end"
    )
    page = shown(text, hidden)
    words = [element.text for element in page.all(class_="private")]
    assert words == ["private note", "private note", "it", "a bold thing", "private note"]
    assert page.all("a") == []
    assert "owl" not in page.text.lower()


def test_a_drawing_is_shown_as_a_picture_where_its_scripts_do_not_run(shown):
    assert shown("![[Evil.svg]]", FILES).one("img").attributes["src"] == "attachments/evil.svg"
