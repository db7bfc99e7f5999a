"""The source of a note as anybody may read it: without comments, and without what is private."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import yaml

from vaultgen.notes.spans import INERT, blocks
from vaultgen.site.atlas import Atlas
from vaultgen.site.privacy import open_properties, shown_words
from vaultgen.site.survey.comments import comments
from vaultgen.site.survey.front import front_end, read_front
from vaultgen.site.survey.sheets import note_text
from vaultgen.site.survey.wording import Words, definition, markdown_link, wikilink
from vaultgen.values.names import name_key
from vaultgen.vault.references import address_path

__all__ = ["public_text"]

Hide = Callable[[Words], str | None]

_ADDRESS: Final = re.compile(
    r"\s(?:href|src|data|poster|srcset)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))", re.IGNORECASE
)
_NAMED: Final = re.compile(r"(?<![\[\]])!?\[([^\[\]\n]+)\](?:\[([^\[\]\n]*)\])?(?![\[(:\]])")


def public_text(atlas: Atlas, path: str) -> str:
    """The source of a published note for its twin, with plain line feeds.

    Comments are gone, links to private files are words, properties that point at them are dropped; properties
    that Obsidian cannot read are no part of it.
    """
    text, _ = note_text(atlas.source(path))
    if len(atlas.sheets) == len(atlas.surveyed) and not atlas.sheets[path].faults:
        # Nothing in the whole vault is private: there is nothing to look for but comments.
        end = front_end(text)
        if "#" not in text[:end]:
            return text[:end].removeprefix("\ufeff") + _without_comments(text[end:])
    front = read_front(text)

    def hide(link: Words) -> str | None:
        target = atlas.find(link.target, path)
        if not target or target in atlas.sheets:
            return None
        return shown_words(link, atlas.surveyed[target])

    head = text[: front.end].removeprefix("\ufeff")
    shown = open_properties(front.properties, hide)
    if front.faults:
        head = ""
    elif shown != front.properties or "#" in head:
        head = f"---\n{_dumped(shown)}---\n" if shown else ""
    return head + _without_private(_without_comments(text[front.end :]), hide)


class _Dumper(yaml.SafeDumper):
    """YAML without names for repeated values, with lists set in as Obsidian sets them in."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write a value again where it stands again."""
        del data
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Set the items of a list in below its name."""
        super().increase_indent(flow, False)  # noqa: FBT003 -- the signature of PyYAML


def _dumped(properties: dict[str, Any]) -> str:
    return yaml.dump(properties, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1 << 20)


def _without_comments(body: str) -> str:
    if "%%" not in body and "<!--" not in body:
        return body
    parts, at = [], 0
    for start, end in comments(body, html=True):
        before = body[at:start]
        # A comment that has its lines for itself leaves no empty ones.
        if (not before or before.endswith("\n")) and body[end : end + 1] == "\n":
            end += 1  # noqa: PLW2901
        parts.append(before)
        at = end
    return "".join([*parts, body[at:]])


def _without_addresses(body: str, start: int, end: int, hide: Hide) -> Iterator[tuple[int, int, str]]:
    """What is to be cut of a tag of HTML: the addresses of private files."""
    for found in _ADDRESS.finditer(body, start, end):
        address = html.unescape(found[1] or found[2] or found[3] or "")
        target, _, subpath = address_path(address).partition("#")
        words = Words(*found.span(), found[0], target.strip(), subpath, "", embed=False)
        if words.target and hide(words) is not None:
            yield (*found.span(), "")


def _without_names(
    body: str, start: int, end: int, hidden: Mapping[str, Words], hide: Hide
) -> Iterator[tuple[int, int, str]]:
    """What is to be cut of links that only name a definition: those whose definition is private."""
    for found in _NAMED.finditer(body, start, end):
        defined = hidden.get(name_key(found[2] or found[1]))
        if defined is not None:
            words = hide(defined._replace(display=found[1])) or ""
            yield (*found.span(), "" if found[0].startswith("!") else words)


def _without_private(body: str, hide: Hide) -> str:
    """The text with words in the place of links to private files, and without definitions of such links."""
    found = list(blocks(body, definitions=True))
    hidden: dict[str, Words] = {}
    cuts: list[tuple[int, int, str]] = []
    for start, end, kind in found:
        defined = definition(body, start, end) if kind == "definition" else None
        if defined and hide(defined) is not None:
            cuts.append((defined.start, min(defined.end + 1, len(body)), ""))
            hidden.setdefault(name_key(defined.written.partition("]:")[0].rpartition("[")[2]), defined)
    for start, end, kind in found:
        if kind != "definition":
            cuts += _private_links(body, start, end, hide)
            cuts += _without_names(body, start, end, hidden, hide) if hidden else ()
    parts, at = [], 0
    for start, end, words in sorted(cuts):
        if start >= at:
            parts += [body[at:start], words]
            at = end
    return "".join([*parts, body[at:]])


def _private_links(body: str, start: int, end: int, hide: Hide) -> Iterator[tuple[int, int, str]]:
    """What is to be cut of a block with links to private files, and the words for each."""
    for part in INERT.finditer(body, start, end):
        link: Words | None = None
        if part[0].startswith("[["):
            link = wikilink(body, *part.span())
        elif part[0].startswith("]("):
            link = markdown_link(body, *part.span(), start)
        elif part[0].startswith("<"):
            yield from _without_addresses(body, *part.span(), hide)
        words = hide(link) if link else None
        if link and words is not None:
            yield link.start, link.end, "" if link.embed else words
