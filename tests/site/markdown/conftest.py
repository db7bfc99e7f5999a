"""What the tests of the press share: a vault in memory, and HTML as a browser would read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

from vaultgen.site.atlas import Atlas
from vaultgen.site.markdown import Body, Press
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import NOTE_KINDS, Sheet
from vaultgen.site.survey.sheets import kind_of, read_sheet

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


class MemoryAtlas(Atlas):
    """An atlas over files that are on no disk."""

    def __init__(self, files: Mapping[str, str], **settings: object) -> None:
        self.files = {path: text.encode("utf-8", "surrogatepass") for path, text in files.items()}
        chosen = Settings(Path("/vault"), Path("/site"), "Site", **settings)  # type: ignore[arg-type]
        super().__init__(chosen, {path: _sheet(path, data) for path, data in self.files.items()})

    def source(self, path: str) -> bytes:
        return self.files[path]


def _sheet(path: str, data: bytes) -> Sheet:
    if kind_of(path) in NOTE_KINDS:
        return read_sheet(path, data)
    return Sheet(path, kind_of(path), len(data), "", path.rpartition("/")[2])


class Element:
    """An element with its attributes, its text (that of what is in it, too), and its elements."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.pieces: list[Element | str] = []

    @property
    def text(self) -> str:
        return "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces)

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Every element below this one that has the tag and the attributes (`class_` holds one class)."""
        found = []
        for piece in self.pieces:
            if isinstance(piece, Element):
                if piece.matches(tag, attributes):
                    found.append(piece)
                found += piece.all(tag, **attributes)
        return found

    def one(self, tag: str = "", **attributes: str) -> Element:
        (found,) = self.all(tag, **attributes)
        return found

    def matches(self, tag: str, attributes: Mapping[str, str]) -> bool:
        wanted = {name.replace("_", "-"): value for name, value in attributes.items() if name != "class_"}
        classes = self.attributes.get("class", "").split()
        return (
            (not tag or tag == self.tag)
            and all(self.attributes.get(name) == value for name, value in wanted.items())
            and ("class_" not in attributes or attributes["class_"] in classes)
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].pieces.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].tag == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> closes <{self.open[-1].tag}>")

    def handle_data(self, data: str) -> None:
        self.open[-1].pieces.append(data)

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"an instruction: {data}")


def read_html(text: str) -> Element:
    """The elements of a piece of HTML, which must be balanced."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.faults += [f"<{element.tag}> is never closed" for element in reader.open[1:]]
    assert reader.faults == [], (reader.faults, text[:2000])
    return reader.open[0]


def outline(element: Element) -> list[object]:
    """An element as plain values, texts that stand side by side as one."""
    found: list[object] = [element.tag, element.attributes]
    for piece in element.pieces:
        if isinstance(piece, Element):
            found.append(outline(piece))
        elif isinstance(found[-1], str) and len(found) > 2:
            found[-1] += piece
        else:
            found.append(piece)
    return found


URLS = {"href", "src", "data", "action", "formaction", "poster", "srcset", "background", "cite", "xlink:href"}
LIVE = {
    "script",
    "style",
    "iframe",
    "embed",
    "form",
    "button",
    "link",
    "meta",
    "base",
    "svg",
    "template",
    "textarea",
}


def assert_harmless(page):
    for element in page.all():
        assert element.tag not in LIVE, element.tag
        for name, value in element.attributes.items():
            assert not name.startswith("on"), (name, value)
            assert name != "style", value
            if name in URLS:
                assert_harmless_address(element.tag, name, value)


def assert_harmless_address(tag, name, value):
    scheme, colon, _ = value.partition(":")
    if tag == "a":
        assert name == "href"
        assert not colon or "/" in scheme or scheme in {"http", "https", "mailto", "tel"}, value
    else:
        inside = not colon and not value.startswith("//")
        assert inside or value.startswith(("data:image/png;", "data:image/gif;")), value
    assert not value.startswith("//"), value


@pytest.fixture(scope="session")
def harmless() -> Callable[[Element], None]:
    """A function that fails if a page could do anything, or ask for anything outside the site."""
    return assert_harmless


@pytest.fixture(scope="session")
def html() -> Callable[[str], Element]:
    """A function that reads HTML, and fails if it is not balanced."""
    return read_html


@pytest.fixture(scope="session")
def tree() -> Callable[[str], list[object]]:
    """A function that gives balanced HTML as plain values that can be compared."""
    return lambda text: outline(read_html(text))


@pytest.fixture(scope="session")
def memory_atlas() -> type[MemoryAtlas]:
    """The class of atlases over files in memory."""
    return MemoryAtlas


@pytest.fixture
def body() -> Callable[..., Body]:
    """A function that renders a text as the note `Note.md` of a vault with some other files."""

    def render(text: str, files: Mapping[str, str] | None = None, **settings: object) -> Body:
        atlas = MemoryAtlas({"Note.md": text, **(files or {})}, **settings)
        return Press(atlas).body("Note.md", "note.html")

    return render


@pytest.fixture
def shown(body: Callable[..., Body]) -> Callable[..., Element]:
    """A function that gives the elements of a text as they are shown."""

    def read(text: str, files: Mapping[str, str] | None = None, **settings: object) -> Element:
        return read_html(body(text, files, **settings).html)

    return read
