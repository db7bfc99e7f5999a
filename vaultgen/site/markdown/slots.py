"""Places in a page's body for HTML of our own that no sanitising is to touch."""

from __future__ import annotations

from hashlib import blake2b

from vaultgen.site.markdown.clean import SLOT, clean

__all__ = ["SLOT", "escape", "filled", "slot_name"]


def escape(text: str) -> str:
    """Write a text so that HTML shows it, between tags as well as in quotes."""
    if "&" in text or "<" in text or ">" in text or '"' in text or SLOT in text:
        text = text.replace(SLOT, "").replace("&", "&amp;")
        text = text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text


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
