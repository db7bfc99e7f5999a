"""What is published, and what others may show of that which is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any, Final

from vaultgen.site.anchors import anchors
from vaultgen.site.plain import link_words, plain
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import Heading, Link, Sheet
from vaultgen.site.survey.wording import LINKS, Words, lone_link
from vaultgen.values.names import name_key

__all__ = [
    "PRIVATE",
    "Redaction",
    "has_links_in_texts",
    "is_excluded",
    "is_open",
    "open_properties",
    "redacted",
    "shown_words",
    "targets_in_texts",
]

PRIVATE: Final = "private note"
"""What a page shows in the place of a private note's name."""

_GONE: Final = object()
_SIGNS: Final = frozenset({"draft", "private", "publish"})
_YES: Final = frozenset({"true", "yes", "on", "1", "y"})
_NO: Final = frozenset({"false", "no", "off", "0", "n"})


def is_excluded(path: str, patterns: Iterable[str]) -> bool:
    """Whether a pattern matches the path or a folder above it, case apart."""
    key = name_key(path)
    parts = key.split("/")
    above = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    return any(fnmatchcase(part, name_key(pattern).strip("/")) for pattern in patterns for part in above)


def is_open(sheet: Sheet, settings: Settings) -> bool:
    """Whether a note may be shown, by its own properties and the settings."""
    named = {name.lower(): _word(value) for name, value in sheet.properties.items() if name.lower() in _SIGNS}
    if named.get("draft") in _YES or named.get("private") in _YES or named.get("publish") in _NO:
        return False
    return settings.publish == "all" or named.get("publish") in _YES


def _word(value: Any) -> str:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return str(value).strip().lower()


def shown_words(link: Link | Words, private: Sheet) -> str:
    """What a page shows in the place of a link to a private note: the author's own words, if they tell no name."""
    words = plain(link.display)
    return words if words and not _tells(words, private) else PRIVATE


def _tells(words: str, private: Sheet) -> bool:
    """Whether the words are, or hold, a name of the private file."""
    shown = name_key(words)
    file = private.path.rpartition("/")[2]
    names = {private.title, file, file.rpartition(".")[0], private.path, *private.aliases}
    return any(name and name_key(name) in shown for name in names)


class Redaction:
    """What the links of one note to private files show, and what they are to show instead."""

    def __init__(self, private: Mapping[Link, Sheet]) -> None:
        self.private = private
        changed = {}
        for link, sheet in private.items():
            was, now = _as_shown(link), shown_words(link, sheet)
            if was and was != now:
                changed[was] = now
        self.words = sorted(changed.items(), key=lambda pair: (-len(pair[0]), pair[0]))

    def text(self, text: str) -> str:
        """The plain text with other words for those that must not be read."""
        for was, now in self.words:
            text = text.replace(was, now)
        return text


def _as_shown(link: Link) -> str:
    """What the first pass made of the link in plain text."""
    if link.written.lstrip("!").startswith("[["):
        return link_words(link.written.lstrip("!")[2:-2])
    return plain(link.display)


def redacted(sheet: Sheet, private: Mapping[Link, Sheet], hide: Callable[[Words], str | None]) -> Sheet:
    """The sheet as others may read it: without its links to private files, and without their names."""
    redaction = Redaction(private)
    titles = [redaction.text(heading.text) for heading in sheet.headings]
    headings = sheet.headings
    if any(heading.text != title for heading, title in zip(headings, titles, strict=True)):
        headings = tuple(
            Heading(old.level, title, old.key, anchor, old.line)
            for old, title, anchor in zip(headings, titles, anchors(titles), strict=True)
        )
    asked = has_links_in_texts(sheet) or any(link.relation for link in private)
    return replace(
        sheet,
        properties=open_properties(sheet.properties, hide) if asked else sheet.properties,
        headings=headings,
        links=tuple(_told(link, redaction) for link in sheet.links if link not in private),
        lead=redaction.text(sheet.lead),
        faults=(),
    )


def _told(link: Link, redaction: Redaction) -> Link:
    section, context = redaction.text(link.section), redaction.text(link.context)
    display = redaction.text(plain(link.display)) if "[" in link.display else link.display
    if (section, context, display) == (link.section, link.context, link.display):
        return link
    return link._replace(section=section, context=context, display=display)


def has_links_in_texts(sheet: Sheet) -> bool:
    """Whether a property holds a link among other words, or in its name, which Obsidian does not count as one."""
    if any("[" in str(name) for name in sheet.properties):
        return True
    for value in sheet.properties.values():
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, str):
                if "[" in item and not _is_one_link(item):
                    return True
            elif isinstance(item, (list, dict)):
                return True
    return False


def targets_in_texts(sheet: Sheet) -> set[str]:
    """What all links in properties mean, if one of them is among other words."""
    targets: set[str] = set()

    def note(link: Words) -> None:
        targets.add(link.target)

    if has_links_in_texts(sheet):
        open_properties(sheet.properties, note)
    return targets


def _is_one_link(text: str) -> bool:
    """Whether a text is surely one link and nothing else."""
    return text.startswith("[[") and text.count("[") == 2 and text.find("]") == len(text) - 2


def open_properties(properties: dict[str, Any], hide: Callable[[Words], str | None]) -> dict[str, Any]:
    """The properties without links to private files; one that loses all of its values goes too.

    `hide` gives what a link becomes in a longer text, or None if anybody may see it.
    """
    kept: dict[str, Any] = {}
    for name, value in properties.items():
        shown, called = _open_value(value, hide), _open_value(name, hide)
        if shown is not _GONE and called is not _GONE:
            kept[called] = shown
    return kept


def _open_value(value: Any, hide: Callable[[Words], str | None]) -> Any:
    if isinstance(value, str):
        return _open_text(value, hide) if "[" in value else value
    if isinstance(value, list) and value:
        return _open_items(value, hide)
    if isinstance(value, dict) and value:
        return open_properties(value, hide) or _GONE
    return value


def _open_items(items: list[Any], hide: Callable[[Words], str | None]) -> Any:
    inner = items[0]
    if len(items) == 1 and isinstance(inner, list) and len(inner) == 1:
        # A link without quotes, which is a list in a list.
        link = lone_link(f"[[{inner[0]}]]")
        return _GONE if link and hide(link) is not None else items
    return [shown for item in items if (shown := _open_value(item, hide)) is not _GONE] or _GONE


def _open_text(text: str, hide: Callable[[Words], str | None]) -> Any:
    if whole := lone_link(text):
        return text if hide(whole) is None else _GONE

    def shown(found: re.Match[str]) -> str:
        link = lone_link(found[0])
        words = hide(link) if link else None
        return found[0] if words is None else words

    return LINKS.sub(shown, text)
