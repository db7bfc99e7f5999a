"""Names as files, tags and link texts can carry them on every system that Obsidian runs on."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from unicodedata import category, normalize

__all__ = ["LONGEST_NAME", "display_text", "file_name", "name_key", "tag_slug"]

LONGEST_NAME = 120
"""Bytes of UTF-8 that a file's name has at most, without its ending."""

_UNTITLED = "Untitled"
_READ = 2000
"""Characters of a name that are looked at; the rest of a longer one cannot matter."""

# Spaces of every width, and letters that show as nothing.
_SPACES = re.compile("[\\s\u0085\u00a0\u115f\u1160\u2800\u3164\uffa0]+")
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff]")
_HIDDEN = frozenset({"Cc", "Cf", "Cs"})
_DOLLARS = re.compile(r"\$\s*(?=[0-9])")
_SEPARATOR = re.compile(r"\s*[:/\\]+\s*")
_FORBIDDEN = re.compile(r"[*?\"<>|#^\[\]`$]|%%+")
_FORBIDDEN_SHOWN = re.compile(r"[\[\]|#^$\\`]|%%+")
_DASHES = re.compile("-+")
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\s*(?:\.|$))")
_ENDINGS = re.compile(
    r"(?i)\.(md|base|canvas|avif|bmp|gif|jpe?g|png|svg|webp|flac|m4a|mp3|ogg|wav|webm|3gp|mkv|mov|mp4|ogv|pdf)$"
)


@lru_cache(maxsize=1 << 16)
def file_name(name: str, *, fallback: str) -> str:
    """Make a file name, without ending, that every system accepts and a wikilink can hold.

    Cleaning a clean name changes nothing. A name of which nothing is left gives that of `fallback`.
    """
    return _settled(name, _clean_file) or _settled(fallback, _clean_file) or _UNTITLED


def _settled(name: str, clean: Callable[[str], str]) -> str:
    """Clean until nothing changes: a cut may uncover an ending, a dropped character join two others."""
    text = name[:_READ]
    while (cleaned := clean(text)) != text:
        text = cleaned
    return text


def _clean_file(text: str) -> str:
    text = _visible(text)
    text = _DOLLARS.sub("USD ", text)
    text = _SEPARATOR.sub(lambda match: "-" if match.group().strip() == match.group() else " - ", text)
    text = _FORBIDDEN.sub("", text)
    text = _SPACES.sub(" ", text).lstrip(" .").rstrip(" .")
    text = _ENDINGS.sub(r"-\1", text)
    text = _DEVICES.sub(r"\1_", text, count=1) if _DEVICES.match(text) else text
    return _cut(text)


def _visible(text: str) -> str:
    """Give the text in NFC, with plain spaces and without characters that cannot be seen."""
    if text.isascii() and text.isprintable():
        return text
    text = _NONCHARACTERS.sub("", _SPACES.sub(" ", normalize("NFC", text)))
    return normalize("NFC", "".join(c for c in text if category(c) not in _HIDDEN))


def _cut(text: str) -> str:
    """Shorten to `LONGEST_NAME` bytes, at a space where one is near."""
    if len(text) * 4 <= LONGEST_NAME or len(encoded := text.encode()) <= LONGEST_NAME:
        return text
    short = encoded[:LONGEST_NAME].decode(errors="ignore")
    space = short.rfind(" ")
    return short[:space] if space > len(short) // 2 else short


@lru_cache(maxsize=1 << 16)
def name_key(text: str) -> str:
    """Give what Obsidian compares names by: NFC, lower case, plain spaces."""
    if text.isascii() or len(text) > _READ:
        return text.lower()
    plain = normalize("NFC", text.replace("\u00a0", " ").replace("\u202f", " ")).lower()
    return normalize("NFC", plain)


@lru_cache(maxsize=1 << 16)
def tag_slug(text: str) -> str:
    """Make a tag, without `#`: lower-case letters of any script, digits, `_`, `-`, and `/` between parts.

    What has no letter gets one, since digits alone are no tag. Making a tag of a tag changes nothing.
    """
    nested = name_key(text[:_READ]).split("/")
    parts = [_DASHES.sub("-", "".join(c if _is_tag(c) else "-" for c in part)).strip("-") for part in nested]
    slug = "/".join(part for part in parts if part)
    if not slug:
        return f"n-{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
    return slug if any(category(character)[0] == "L" for character in slug) else f"n-{slug}"


def _is_tag(character: str) -> bool:
    return character in "_-" or category(character)[0] in "LMN"


@lru_cache(maxsize=1 << 16)
def display_text(name: str) -> str:
    """Make the text that a wikilink shows after its `|`: nothing in it ends the link, or begins math."""
    return _settled(name, _clean_shown)


def _clean_shown(text: str) -> str:
    text = _DOLLARS.sub("USD ", _visible(text))
    return _SPACES.sub(" ", _FORBIDDEN_SHOWN.sub("", text)).strip()
