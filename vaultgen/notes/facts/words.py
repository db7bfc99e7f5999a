"""What a cell says once all that only presents it is taken away: bold, escapes, footnote marks."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["link_words", "said", "without_links"]

_PRESENTED: Final = re.compile(r"\\([!-/:-@\[-`{-~])|\*\*|\[\^[^\[\]\s]+\]|<(https?://[^<>\s]*)>")
_LINK: Final = re.compile(r"!?\[\[([^\[\]|#]+)(?:#[^\[\]|]*)?(?:\|([^\[\]]*))?\]\]")


def said(markdown: str) -> str:
    """The text without escapes, bold and footnote marks; links stay links."""
    text = _PRESENTED.sub(lambda found: found[1] or found[2] or "", markdown)
    return " ".join(text.split())


def link_words(text: str) -> str:
    """What a link points at; of a text that is no link, the text."""
    found = _LINK.fullmatch(text.strip())
    return found[1].strip() if found else text.strip()


def without_links(text: str) -> str:
    """The text with the words of each link in its place."""
    return _LINK.sub(lambda found: (found[2] or found[1]).strip(), text)
