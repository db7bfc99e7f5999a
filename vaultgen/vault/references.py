"""The links of a file, as Obsidian counts them: in text, in comments, in properties, on a canvas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import unquote

from vaultgen.notes.property_texts import FRONT_MATTER, Text, Value, read_properties
from vaultgen.notes.spans import INERT, blocks

__all__ = ["Reference", "canvas_references", "references"]

# Without one of these, links in a text are wherever they look like links.
_SHELTERS: Final = ("`", "~~~", "$$", "<", "\\[", "\\]", "http", "\n    ", "\n\t", "\n[")
_PLAIN: Final = re.compile(
    r"\[\[(?=[^\[\]\n])[^\[\]\n]*\]\]|\]\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?=[\s)])"
)
_TARGET: Final = re.compile(r"\]\((?:<([^<>\n]*)>|([^()\s]*(?:\([^()\s]*\)[^()\s]*)*))")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
# JavaScript's decodeURI leaves the escapes of these as they are.
_RESERVED: Final = re.compile("%(?=3B|2F|3F|3A|40|26|3D|2B|24|2C|23)", re.IGNORECASE)
_WHOLE: Final = re.compile(r"!?\[\[([^\[\]\n]+)\]\]")
_PROPERTY: Final = re.compile(r"""(?:[^\s"'#:\-\[{][^\n:]*:|[ ]*-)[ ]+(["'])(\[\[[^\[\]\n"'\\]+\]\])\1[ ]*""")
_UNQUOTED: Final = "without quotes it is a list in a list"


class Reference(NamedTuple):
    """One link: the line it is on, how it is written, and what it points at; `fault` if it cannot be one."""

    line: int
    text: str
    target: str
    subpath: str
    fault: str = ""


def references(text: str) -> Iterator[Reference]:
    """Every link and embed of a note, in order; its line ends must be plain line feeds."""
    if "[[" not in text and "](" not in text:
        return
    front = FRONT_MATTER.match(text) if text.startswith("---") else None
    start = front.end() if front else 0
    if front and "[[" in front[1]:
        yield from _in_properties(front[1])
    # A comment is hidden, but the links in it count: with its marks blanked it is text like any other.
    body = text[start:].replace("%%", "  ")
    at, line = 0, 1 + text.count("\n", 0, start)
    for found in _links(body):
        line += body.count("\n", at, found.start())
        at = found.start()
        reference = _wikilink(line, found[0]) if found[0][0] == "[" else _markdown_link(line, found[0])
        if reference:
            yield reference


def _links(body: str) -> Iterator[re.Match[str]]:
    if not any(mark in body for mark in _SHELTERS):
        yield from _PLAIN.finditer(body)
        return
    for block in blocks(body):
        for found in INERT.finditer(body, block.start, block.end):
            if found[0].startswith(("[[", "](")):
                yield found


def _wikilink(line: int, text: str) -> Reference:
    inner = text[2:-2]
    bar = inner.find("|", 1)
    path = inner if bar < 0 else inner[:bar].removesuffix("\\")
    target, sign, subpath = path.partition("#")
    return Reference(line, text, target.strip(), (sign + subpath).strip())


def _markdown_link(line: int, text: str) -> Reference | None:
    """Read a link in the style of Markdown, if it points into the vault."""
    found = _TARGET.match(text)
    address = (found[1] or found[2]) if found else ""
    if not address or _SCHEME.match(address):
        return None
    try:
        path = unquote(_RESERVED.sub("%25", address), errors="strict")
    except UnicodeDecodeError:
        path = address
    target, sign, subpath = path.partition("#")
    return Reference(line, f"[…]({address})", target.strip(), (sign + subpath).strip())


def _in_properties(block: str) -> Iterator[Reference]:
    """Read the properties that are a link and nothing else; the usual line needs no YAML parser."""
    lines = [(number, line) for number, line in enumerate(block.split("\n"), 2) if "[[" in line]
    usual = [(number, _PROPERTY.fullmatch(line)) for number, line in lines]
    if all(found for _, found in usual):
        yield from (_wikilink(number, found[2]) for number, found in usual if found)
        return
    try:
        properties = read_properties(block)
    except ValueError:
        return  # Obsidian sees no links in properties that it cannot read, either
    for _, value in properties:
        for item in value if isinstance(value, tuple) else (value,):
            yield from _in_value(item)


def _in_value(value: Value) -> Iterator[Reference]:
    if isinstance(value, tuple):
        texts = [item for item in value if isinstance(item, Text)]
        if texts:
            yield Reference(texts[0].line + 1, f"[[{texts[0].text}]]", "", "", _UNQUOTED)
    elif isinstance(value, Text) and _WHOLE.fullmatch(value.text.strip()):
        yield _wikilink(value.line + 1, value.text.strip().removeprefix("!"))


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
                yield reference._replace(line=line)


def _line_of(text: str, value: str) -> int:
    """Find the line of a canvas on which a value stands; 1 if it is escaped there."""
    return 1 + text.count("\n", 0, max(text.find(json.dumps(value, ensure_ascii=False)), 0))
