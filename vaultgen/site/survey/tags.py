"""Tags as Obsidian recognises them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

__all__ = ["INLINE", "as_texts", "distinct", "property_tags", "tag_of"]

_EXCLUDED: Final = r"\s!-,.:-@\[-\^`{-~\u2000-\u206f\u2e00-\u2e7f"
INLINE: Final = re.compile(rf"(?<!\S)#([^{_EXCLUDED}]+)")
"""A tag in running text; what it names still has to pass `tag_of`."""

_WHOLE: Final = re.compile(rf"[^{_EXCLUDED}]+")


def tag_of(text: str) -> str:
    """The tag that a text names, with or without its `#`, or `""`."""
    name = text.strip().removeprefix("#").rstrip("/")
    if not _WHOLE.fullmatch(name) or name.replace("/", "").isdigit():
        return ""
    return "/".join(part for part in name.split("/") if part)


def as_texts(value: Any) -> list[str]:
    """The texts of a property that is a list of texts or one of them; all else is left out."""
    items = value if isinstance(value, list) else [value]
    return [item.strip() for item in items if isinstance(item, str) and item.strip()]


def property_tags(value: Any) -> list[str]:
    """The tags that the property gives."""
    return [tag for tag in map(tag_of, as_texts(value)) if tag]


def distinct(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags once each, as they are spelt first."""
    first: dict[str, str] = {}
    for tag in tags:
        first.setdefault(tag.lower(), tag)
    return tuple(first.values())
