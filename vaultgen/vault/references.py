"""The links of a file, as Obsidian counts them: in text, in comments, in properties, on a canvas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple
from urllib.parse import unquote

from vaultgen.notes.property_texts import FRONT_MATTER, Text, Value, read_properties
from vaultgen.notes.spans import INERT, blocks
from vaultgen.vault.scalars import locate

__all__ = ["UNQUOTED", "Reference", "Style", "address_path", "canvas_references", "references"]

UNQUOTED: Final = "without quotes it is a list in a list"

# Without one of these, links in a text are wherever they look like links.
_SHELTERS: Final = ("`", "~~~", "$$", "<", "\\[", "\\]", "http", "\n    ", "\n\t", "\n[")
_PLAIN: Final = re.compile(
    r"\[\[(?=[^\[\]\n])[^\[\]\n]*\]\]|\]\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?=[\s)])"
)
_LINK: Final = re.compile(r"\[\[[^\[\]\n]+\]\]|\]\(")
_TARGET: Final = re.compile(r"\]\((?:<([^<>\n]*)>|([^()\s]*(?:\([^()\s]*\)[^()\s]*)*))")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
# JavaScript's decodeURI leaves the escapes of these as they are.
_RESERVED: Final = re.compile("%(?=3B|2F|3F|3A|40|26|3D|2B|24|2C|23)", re.IGNORECASE)
_DEFINED: Final = re.compile(r"[ \t]*(?:<([^<>\n]*)>|([^\s<]\S*))")
_WHOLE: Final = re.compile(
    r"!?(?:\[\[[^\[\]\n]+\]\]|\[[^\[\]\n]*\]\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\))"
)
_PROPERTY: Final = re.compile(r"""(?:[^\s"'#:\-\[{][^\n:]*:|[ ]*-)[ ]+(["'])(\[\[[^\[\]\n"'\\]+\]\])\1[ ]*""")


class Style(Enum):
    """How a link gives its target: between brackets, as an address, or as one between angle brackets."""

    WIKI = auto()
    ADDRESS = auto()
    ANGLE = auto()


class Reference(NamedTuple):
    """One link: the line it is on, how it is written, and what it points at; `fault` if it cannot be one.

    `start` and `end` are where its target stands as it is written, -1 if that cannot be told; `quote` is what
    stands around the property that it is.
    """

    line: int
    text: str
    target: str
    subpath: str
    fault: str = ""
    start: int = -1
    end: int = -1
    style: Style = Style.WIKI
    quote: str = ""


def references(text: str, *, definitions: bool = False) -> Iterator[Reference]:
    """Every link and embed of a note, in order; its line ends must be plain line feeds.

    `definitions` adds the addresses of `[name]: address`, which Obsidian follows but does not count.
    """
    if "[[" not in text and "](" not in text and not (definitions and "]:" in text):
        return
    front = FRONT_MATTER.match(text) if text.startswith("---") else None
    start = front.end() if front else 0
    if front and ("[[" in front[1] or "](" in front[1]):
        yield from _in_properties(front[1], front.start(1))
    # A comment is hidden, but the links in it count: with its marks blanked it is text like any other.
    body = text[start:].replace("%%", "  ")
    at, line = 0, 1 + text.count("\n", 0, start)
    for found in _links(body, definitions=definitions):
        line += body.count("\n", at, found.start())
        at = found.start()
        if found[0][0] == "[" and found.re is not _DEFINED:
            yield _wikilink(line, found[0], start + at)
        elif reference := _markdown_link(line, found, start):
            yield reference


def _links(body: str, *, definitions: bool) -> Iterator[re.Match[str]]:
    definitions = definitions and "]:" in body
    if not definitions and not any(mark in body for mark in _SHELTERS):
        yield from _PLAIN.finditer(body)
        return
    for block in blocks(body, definitions=definitions):
        if block.kind == "definition":
            if found := _DEFINED.match(body, block.start, block.end):
                yield found
            continue
        for found in INERT.finditer(body, block.start, block.end):
            if found[0].startswith(("[[", "](")):
                yield found


def _wikilink(line: int, text: str, at: int) -> Reference:
    inner = text[2:-2]
    bar = inner.find("|", 1)
    path = inner if bar < 0 else inner[:bar].removesuffix("\\")
    written, sign, subpath = path.partition("#")
    target = written.strip()
    start = at + 2 + written.find(target)
    return Reference(line, text, target, (sign + subpath).strip(), "", start, start + len(target))


def _markdown_link(line: int, link: re.Match[str], base: int) -> Reference | None:
    """Read a link in the style of Markdown, if it points into the vault; `base` is where its text begins."""
    found = link if link.re is _DEFINED else _TARGET.match(link.string, link.start())
    address = (found[1] or found[2]) if found else ""
    if not found or not address or _SCHEME.match(address):
        return None
    target, sign, subpath = address_path(address).partition("#")
    written = address.partition("#")[0]
    start = base + found.start(1 if found[1] else 2) + len(written) - len(written.lstrip())
    return Reference(
        line,
        f"[…]({address})",
        target.strip(),
        (sign + subpath).strip(),
        "",
        start,
        start + len(written.strip()),
        Style.ANGLE if found[1] else Style.ADDRESS,
    )


def address_path(address: str) -> str:
    """The path that an address means, decoded as JavaScript's `decodeURI` does it."""
    try:
        return unquote(_RESERVED.sub("%25", address), errors="strict")
    except UnicodeDecodeError:
        return address


def _in_properties(block: str, base: int) -> Iterator[Reference]:
    """Read the properties that are a link and nothing else; the usual line needs no YAML parser."""
    usual: list[Reference] = []
    at = base
    for number, line in enumerate(block.split("\n"), 2):
        if "[[" in line or "](" in line:
            found = _PROPERTY.fullmatch(line)
            if not found:
                break
            usual.append(_wikilink(number, found[2], at + found.start(2))._replace(quote=found[1]))
        at += len(line) + 1
    else:
        yield from usual
        return
    try:
        properties = read_properties(block)
    except ValueError:
        return  # Obsidian sees no links in properties that it cannot read, either
    for _, value in properties:
        for item in value if isinstance(value, tuple) else (value,):
            yield from _in_value(item, block, base)


def _in_value(value: Value, block: str, base: int) -> Iterator[Reference]:
    if isinstance(value, tuple):
        texts = [item for item in value if isinstance(item, Text)]
        if texts:
            first = texts[0]
            read = _wikilink(first.line + 1, f"[[{first.text}]]", base + first.start - 2)
            whole = len(value) == 1 and block[first.start : first.end] == first.text
            yield read._replace(fault=UNQUOTED) if whole else read._replace(fault=UNQUOTED, start=-1, end=-1)
        for inner in value:
            if isinstance(inner, tuple):
                yield from _in_value(inner, block, base)
    elif isinstance(value, Text) and _WHOLE.fullmatch(value.text.strip()):
        yield from _in_scalar(value, block, base)


def _in_scalar(value: Text, block: str, base: int) -> Iterator[Reference]:
    """Read the text of a property that is a link, and find where its target stands in the source."""
    link = _LINK.search(value.text)
    if link and link[0][0] == "[":
        reference: Reference | None = _wikilink(value.line + 1, link[0], link.start())
    else:
        reference = _markdown_link(value.line + 1, link, 0) if link else None
    if reference:
        source = block[value.start : value.end]
        start, end = locate(source, value.text, reference.start, reference.end) or (-1, -1)
        shift = base + value.start if start >= 0 else 0
        quote = source[0] if source[0] in "\"'" else ""
        yield reference._replace(start=start + shift, end=end + shift, quote=quote)


def canvas_references(text: str) -> Iterator[Reference]:
    """Every file and every link in the text cards of a canvas; a canvas that cannot be read is one fault."""
    try:
        nodes = json.loads(text or "{}").get("nodes") or []
        shown = [(str(node.get("type")), node) for node in nodes]
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        yield Reference(getattr(error, "lineno", 1), "", "", "", "the canvas cannot be read")
        return
    for kind, node in shown:
        if kind == "file":
            file = str(node.get("file", ""))
            yield Reference(_line_of(text, file), file, f"/{file}", str(node.get("subpath") or ""))
        elif kind == "text":
            line = _line_of(text, str(node.get("id", "")))
            for reference in references(str(node.get("text", "")).replace("\r\n", "\n")):
                yield reference._replace(line=line, start=-1, end=-1)


def _line_of(text: str, value: str) -> int:
    """Find the line of a canvas on which a value stands; 1 if it is escaped there."""
    return 1 + text.count("\n", 0, max(text.find(json.dumps(value, ensure_ascii=False)), 0))
