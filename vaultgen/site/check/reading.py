"""The files of a built site as their readers see them: without marks and escapes, piece by piece."""

from __future__ import annotations

import gzip
import html
import re
import zlib
from typing import Final
from urllib.parse import unquote

from vaultgen.site.check.clues import EDGE, SEAM
from vaultgen.site.markdown.clean import PHRASES

__all__ = ["as_text", "page_of", "streams"]

_PACKED: Final = b"\x1f\x8b"
_UNREADABLE: Final = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".webp",
    ".avif",
    ".mp3",
    ".mp4",
    ".woff2",
    ".wasm",
    ".pagefind",
)
_MARKED: Final = (".html", ".svg", ".xml")
_DATA: Final = (".json", ".js", ".pf_fragment")
_TAG: Final = re.compile(r"<(?:/?([A-Za-z][\w:-]*)[^<>]*|[!?][^<>]*)>")
_BETWEEN: Final = re.compile(r">[^<]*")
# Emphasis, or the lines of a drawing, may part the words of a name.
_EMPHASIS: Final = frozenset({"b", "br", "code", "em", "i", "mark", "span", "strong", "tspan", "wbr"})
_ESCAPED: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)")
_URL: Final = re.compile(r"\"url\":\"/?([^\"\\]*)\"")
_CELL: Final = re.compile(r"\"(?:[^\"]|\"\")*\"|[,\n]")


def as_text(path: str, data: bytes) -> str:
    """What can be read of a file, unpacked if it is packed."""
    if data[:2] == _PACKED:
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return ""
    return "" if path.endswith(_UNREADABLE) else data.decode(errors="replace")


def page_of(path: str, text: str) -> str:
    """The address of the page that a file of the search index tells of; of any other file its own."""
    url = _URL.search(text) if path.endswith(".pf_fragment") else None
    return unquote(url[1], errors="replace") if url else path


def streams(path: str, text: str) -> tuple[str, ...]:
    """The text of a file without the marks of its format, with its line feeds; then what stands in its marks."""
    if path.endswith(_MARKED):
        inside = _BETWEEN.sub(_left_out, text) if "<" in text else ""
        return _plain(_TAG.sub(_parted, text)), _plain(inside.replace('"', EDGE))
    if path.endswith(_DATA):
        return (_plain(_unescaped(text)),)
    if path.endswith(".csv"):
        text = _CELL.sub(_cell, text)
    return (_plain(text),)


def _parted(tag: re.Match[str]) -> str:
    """What stands for a tag: nothing where it only marks words, else a sign that a piece ends."""
    lines = "\n" * tag[0].count("\n")
    name = (tag[1] or "").lower()
    if name in _EMPHASIS and 'class="count"' not in tag[0]:
        return lines or " "
    return (SEAM if name in PHRASES else EDGE) + lines


def _left_out(text: re.Match[str]) -> str:
    return EDGE + "\n" * text[0].count("\n")


def _cell(found: re.Match[str]) -> str:
    return {",": EDGE, "\n": f"{EDGE}\n"}.get(found[0], found[0])


def _unescaped(text: str) -> str:
    """JSON without its escapes, and with a sign at both ends of each text in it."""
    if "\\" in text:
        text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)) if code[1] else " ", text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace('"', EDGE)


def _plain(text: str) -> str:
    """The text without the escapes of HTML and of addresses."""
    if "&" in text:
        text = html.unescape(text)
    return unquote(text, errors="replace") if "%" in text else text
