"""The source of a note as anybody may read it: without comments, and without what is private."""

from __future__ import annotations

from typing import Any

import yaml

from vaultgen.notes.spans import INERT, Kind, blocks
from vaultgen.site.atlas import Atlas
from vaultgen.site.privacy import open_properties, shown_words
from vaultgen.site.survey.comments import comments
from vaultgen.site.survey.front import read_front
from vaultgen.site.survey.sheets import note_text
from vaultgen.site.survey.wording import Words, definition, markdown_link, wikilink

__all__ = ["public_text"]


def public_text(atlas: Atlas, path: str) -> str:
    """The source of a published note for its twin, with plain line feeds.

    Comments are gone, links to private files are words, properties that point at them are dropped; properties
    that Obsidian cannot read are no part of it.
    """
    text, _ = note_text(atlas.source(path))
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
        return data is not None

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


def _without_private(body: str, hide: Any) -> str:
    """The text with words in the place of links to private files, and without definitions of such links."""
    cuts: list[tuple[int, int, str]] = []
    for block in blocks(body, definitions=True):
        if block.kind is Kind.DEFINITION:
            defined = definition(body, block.start, block.end)
            if defined and hide(defined) is not None:
                cuts.append((defined.start, min(defined.end + 1, len(body)), ""))
            continue
        for part in INERT.finditer(body, block.start, block.end):
            link: Words | None = None
            if part[0].startswith("[["):
                link = wikilink(body, *part.span())
            elif part[0].startswith("]("):
                link = markdown_link(body, *part.span(), block.start)
            words = hide(link) if link else None
            if link and words is not None:
                cuts.append((link.start, link.end, "" if link.embed else words))
    parts, at = [], 0
    for start, end, words in sorted(cuts):
        if start >= at:
            parts += [body[at:start], words]
            at = end
    return "".join([*parts, body[at:]])
