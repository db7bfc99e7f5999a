from __future__ import annotations

from html.parser import HTMLParser

import pytest

from vaultgen.site.bases.render import render_base

SAFE = {
    "div", "section", "h2", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "span", "a", "ul", "ol",
    "li", "dl", "dt", "dd", "p", "time", "input", "img", "code", "b", "i", "em", "strong", "br", "pre", "meter",
    "progress", "s", "del", "mark", "small", "sub", "sup", "q", "cite", "kbd", "abbr", "bdi", "ins", "u", "wbr",
}  # fmt: skip
SAFE_ATTRIBUTES = {
    "class", "href", "id", "role", "tabindex", "aria-label", "scope", "colspan", "data-sort", "data-kind", "rel",
    "data-preview", "datetime", "type", "disabled", "checked", "src", "alt", "loading", "title", "lang", "dir", "value",
    "max", "min",
}  # fmt: skip

VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='jAvAsCrIpT&colon;alert(1)'>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<iframe src=//evil.example></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<form action=//evil.example><button>go</button></form>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example'</style>",
    "<b style='background:url(//evil.example)'>x</b>",
    "<b onmouseover=alert(1)>x</b>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "</td></tr></table><script>alert(1)</script>",
    "'\"><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' x='",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<scr<script>ipt>alert(1)</script>",
    "<img src='//evil.example/pixel.gif'>",
    "<video poster=//evil.example/x><source src=//evil.example/y></video>",
    "<a href=//evil.example ping=//evil.example>x</a>",
    "<div id=search>clobber</div>",
    "<xss style='behavior:url(x)'>",
    "<plaintext>",
    "<textarea><script>alert(1)</script>",
    "\x00<scr\x00ipt>alert(1)</script>",
    "<ſcript>alert(1)</ſcript>",
]


class _Judge(HTMLParser):
    """Collects what a page of ours must not hold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.bad: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in SAFE:
            self.bad.append(tag)
        for name, value in attrs:
            text = value or ""
            if name not in SAFE_ATTRIBUTES:
                self.bad.append(f"{tag} {name}")
            scheme = text.partition(":")[0].strip().lower() if ":" in text else ""
            if name == "href" and scheme not in {"", "http", "https", "mailto"}:
                self.bad.append(f"{tag} {name}={text}")
            if name == "src" and (scheme or text.startswith("//")):
                self.bad.append(f"{tag} {name}={text}")
            if name == "id" and text == "search":
                self.bad.append("id=search")


def judged(html: str) -> list[str]:
    judge = _Judge()
    judge.feed(html)
    judge.close()
    return judge.bad


def quoted(text: str) -> str:
    return (
        '"'
        + text.replace("\\", "\\\\").replace('"', '\\"').replace("\0", "\\u0000").replace("\n", "\\n")
        + '"'
    )


def yaml_quoted(text: str) -> str:
    return "'" + text.replace("'", "''").replace("\0", "") + "'"


def show(atlas, text: str) -> str:
    return render_base(atlas, text, source="X.base", this="X.base", view=None, page="x.html").html


@pytest.mark.parametrize("vector", VECTORS)
def test_no_formula_brings_a_script_to_life(make_atlas, vector):
    atlas = make_atlas({"A.md": "---\nk: 1\n---\n"})
    text = quoted(vector)
    formulas = {
        "html": f"html({text})",
        "nested": f'[html({text}), html("<b>" + {text})]',
        "link": f"link({text}, {text})",
        "scheme": f'link("javascript:alert(1)", {text})',
        "data": 'link("data:text/html,<script>alert(1)</script>")',
        "spaced": 'link(" java\\u0009script:alert(1)", "x")',
        "mark": 'link("[x](javascript:alert(1))")',
        "quoted": f'link("https://example.org/" + {text}, html({text}))',
        "image": f"image({text})",
        "far": 'image("https://evil.example/x.png")',
        "icon": f"icon({text})",
        "inlink": f"link('A', icon({text}))",
        "plain": text,
        "object": f"{{a: {text}}}",
        "list": f"[{text}, [{text}]]",
        "regex": f"{text}.replace(/a/, {text})",
        "join": f"[html({text})].join({text})",
        "fault": f"date({text})",
        "escaped": f"html(escapeHTML({text}))",
    }
    written = "\n".join(f"  {name}: {yaml_quoted(formula)}" for name, formula in formulas.items())
    order = ", ".join(f"formula.{name}" for name in formulas)
    for kind in ("table", "cards", "list"):
        html = show(atlas, f"formulas:\n{written}\nviews: [{{type: {kind}, order: [{order}]}}]")
        assert judged(html) == []
        assert "<script" not in html.lower()


@pytest.mark.parametrize("vector", VECTORS)
def test_no_name_or_property_brings_a_script_to_life(make_atlas, vector):
    value = yaml_quoted(vector)
    link = yaml_quoted(f"[[{vector}]]")
    note = f"---\nplain: {value}\nlist: [{value}]\nlink: {link}\n{value}: 1\ntags: [{value}]\n---\n"
    name = vector.replace("/", "∕").replace("\0", "")
    atlas = make_atlas({f"{name}.md": note, f"{name}/x.md": note}, (f"{name}.png",))
    text = f"""
properties: {{note.plain: {{displayName: {value}}}}}
formulas: {{{value}: "1", own: 'file.properties'}}
summaries: {{{value}: 'values[0]'}}
views:
  - type: table
    name: {value}
    order: [file.name, file.path, file.folder, plain, list, link, tags, formula.own, {value}, {yaml_quoted("formula." + vector)}]
    groupBy: plain
    summaries: {{plain: {value}}}
  - {{type: cards, name: {value}, image: plain, order: [file.name, plain, list, link, tags]}}
  - {{type: list, name: {value}, separator: {value}, order: [file.name, plain, list, link, tags]}}
  - {{type: {value}, filters: {yaml_quoted("file.name != " + quoted(vector))}}}
"""  # noqa: E501 -- a base has long lines
    html = show(atlas, text)
    assert judged(html) == []
    assert "<script" not in html.lower()


def test_the_judge_itself_sees_what_is_wrong():
    assert judged("<script>x</script>") == ["script"]
    assert judged("<a href=' javascript:x'>") == ["a href= javascript:x"]
    assert judged("<b onclick=x style=y>") == ["b onclick", "b style"]
    assert judged("<img src=//evil.example/x>") == ["img src=//evil.example/x"]
