"""Every page is sound HTML: what a browser would have to mend, it may mend otherwise than it was meant."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from vaultgen.site.build.run import build_site
from vaultgen.site.settings import Settings

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
BLOCKS = frozenset(
    {
        "article", "aside", "blockquote", "details", "div", "dl", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
    }
)  # fmt: skip


class Reader(HTMLParser):
    """Reads a page as it stands, and tells what a browser would have to mend."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: Counter[str] = Counter()
        self.faults: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.faults.update(
            f"<{tag}> has {name} twice"
            for name, count in Counter(name for name, _ in attrs).items()
            if count > 1
        )
        self.names.update(value or "" for name, value in attrs if name == "id")
        if tag in BLOCKS and "p" in self.open:
            self.faults.add(f"<{tag}> in a paragraph")
        if tag == "a" and "a" in self.open:
            self.faults.add("a link in a link")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.add(f"</{tag}> closes something else")


def faults_of(page: str) -> set[str]:
    """What is not sound on a page."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    twice = {f"the id {name} twice" for name, count in reader.names.items() if count > 1}
    return reader.faults | twice | {f"<{tag}> stays open" for tag in reader.open}


@pytest.mark.parametrize("vault", ["vault", "tests/site/fidelity/vault"])
def test_every_page_is_sound(project: Path, tmp_path: Path, vault: str):
    site = Settings(project / vault, tmp_path / "site", "Vault", search=False)
    build_site(site, history=tmp_path / "history.json")
    pages = list(site.output.rglob("*.html"))
    assert len(pages) > 20
    found = {page.relative_to(site.output).as_posix(): faults_of(page.read_text("utf-8")) for page in pages}
    assert {page: faults for page, faults in found.items() if faults} == {}


def test_what_is_not_sound_is_told():
    page = '<p id="a"><div id="a"><a x x href="b"><a href="c"></a></a></div></p></b><i>'
    assert faults_of(page) == {
        "<div> in a paragraph", "<a> has x twice", "a link in a link", "</b> closes something else",
        "the id a twice", "<i> stays open",
    }  # fmt: skip
