"""The ids that records refer to each other by: lower-case, ASCII, never changing."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from unicodedata import normalize

from vaultgen.errors import NotationError
from vaultgen.values.text import require_text

__all__ = ["LONGEST_ID", "check_id", "slugify"]

LONGEST_ID = 120
_LONGEST_SLUG = 80
_READ = 2000
"""Characters that are taken apart; to normalise many more could take minutes."""

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*")
_GOOD = re.compile(r"[a-z0-9._/-]*")
_BETWEEN = re.compile(r"[^a-z0-9]+")
# Letters that Unicode does not take apart, and signs that are said as words.
_SPELLED = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
        "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h", "Ħ": "h",
        "ŋ": "n", "Ŋ": "n",
        "&": " and ", "+": " plus ", "@": " at ", "'": "", "’": "", "‘": "", "ʼ": "", "`": "",
    }
)  # fmt: skip


def check_id(text: str) -> str:
    """Give the id back if it is one: parts of `a-z 0-9 - . _`, separated by `/`, at most 120 characters."""
    if (
        isinstance(text, str)
        and len(text) <= LONGEST_ID
        and _ID.fullmatch(text)
        and ".." not in text
        and text[-1] != "."
    ):
        return text
    return _refuse(require_text(text, what="an id", longest=LONGEST_ID))


def _refuse(text: str) -> str:
    if not text:
        raise NotationError(text, 0, "an id is missing")
    match = _GOOD.match(text)
    position = match.end() if match else 0
    dots = text.find("..")
    if position == len(text) or 0 <= dots < position:
        misplaced = re.search(r"(?:^|/)[^a-z0-9]|/$|\.\.|\.$", text)
        position = misplaced.end() - 1 if misplaced else 0
    better = "/".join(slugify(part) for part in text.split("/") if part.strip())
    raise NotationError(
        text, position, f"an id has lower-case letters, digits, “-”, “.” and “_”; did you mean “{better}”?"
    )


@lru_cache(maxsize=1 << 16)
def slugify(name: str) -> str:
    """Make an id of a name; equal names always give the same.

    Accents are dropped (`Café` → `cafe`). A name in other letters than Latin ones, or a long one, ends in a
    hash of it, so that different names stay different.
    """
    composed = normalize("NFC", name[:_READ])
    plain = normalize("NFKD", composed.translate(_SPELLED)).lower()
    slug = _BETWEEN.sub("-", plain.encode("ascii", "ignore").decode()).strip("-")
    lost = any(character.isalnum() and not character.isascii() for character in plain)
    if slug and not lost and len(slug) <= _LONGEST_SLUG:
        return slug
    digest = sha256((composed + name[_READ:]).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{slug[: _LONGEST_SLUG - 9].rstrip('-')}-{digest}" if slug else f"n-{digest}"
