"""Places in a page's body for HTML of our own that no sanitising is to touch."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

from vaultgen.site.markdown.clean import SLOT, clean

__all__ = ["SLOT", "escape", "filled", "slot_name"]

_SPECIAL: Final = re.compile(f'[&<>"{SLOT}]')


def escape(text: str) -> str:
    """Write a text so that HTML shows it, between tags as well as in quotes."""
    if not _SPECIAL.search(text):
        return text
    text = text.replace(SLOT, "").replace("&", "&amp;")
    return text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def slot_name(number: int) -> str:
    """What stands in the place of a fragment until all is sanitised."""
    return f"{SLOT}{number}."


def filled(html: str, fragments: list[str], *, sanitised: bool) -> str:
    """Sanitise HTML if that is asked for, and put the fragments into its slots.

    The sign of a slot meanwhile becomes a digest of all that was written: no text can hold its own digest, however
    it is encoded, so no note can make a slot.
    """
    key = SLOT
    if sanitised:
        key = blake2b(html.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        html = clean(html.replace(SLOT, key))
    first, *others = html.split(key)
    parts = [first]
    for other in others:
        number, _, rest = other.partition(".")
        parts += (fragments[int(number)], rest)
    return "".join(parts)
