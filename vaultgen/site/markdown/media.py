"""Pictures, sound, film and documents as a page shows them, with a way to the file where they do not show."""

from __future__ import annotations

import re
from typing import Final

from vaultgen.site.goal import Goal, href
from vaultgen.site.markdown.desk import Desk
from vaultgen.site.markdown.slots import escape
from vaultgen.site.sheet import Kind

__all__ = ["data_picture", "sized", "write_media", "write_picture"]

_SIZE: Final = re.compile(r"(\d{1,5})(?:x(\d{1,5}))?")
_DATA: Final = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/]+={0,2}")
_HEIGHT: Final = re.compile(r"height=(\d{1,5})")
_SOUNDS: Final = {"audio", "video"}


def sized(text: str) -> tuple[str, str]:
    """Split a picture's text into what it says and its size, as attributes: `Logo|300x200`."""
    said, _, last = text.rpartition("|")
    found = _SIZE.fullmatch(last.strip())
    if found is None:
        return text.strip(), ""
    height = f' height="{found[2]}"' if found[2] else ""
    return said.strip(), f' width="{found[1]}"{height}'


def write_picture(desk: Desk, goal: Goal, *, text: str) -> None:
    """Write a picture of the vault."""
    said, size = sized(text)
    alt = said or goal.path.rpartition("/")[2].rpartition(".")[0]
    address = escape(href(goal.address, desk.page))
    desk.out.append(f'<img src="{address}" alt="{escape(alt)}"{size} loading="lazy" decoding="async">')


def data_picture(address: str, alt: str) -> str:
    """Give a picture that stands in the note itself, or `""` if it is of a kind that could do more than show."""
    said, size = sized(alt)
    return f'<img src="{address}" alt="{escape(said)}"{size}>' if _DATA.fullmatch(address) else ""


def write_media(desk: Desk, goal: Goal, kind: Kind, *, subpath: str, text: str) -> None:
    """Write sound, film or a document, with a link to the file for those who cannot see it here."""
    said, size = sized(text)
    name = escape(said or goal.path.rpartition("/")[2])
    address = escape(href(goal.address, desk.page))
    if kind in _SOUNDS:
        shown = f'<{kind} controls preload="none" src="{address}"{size}></{kind}>'
        desk.out.append(f'<figure class="{kind}">{shown}{_caption(address, name)}</figure>\n')
        return
    height = found[1] if (found := _HEIGHT.search(subpath)) else "600"
    place = f"#{escape(subpath.lstrip('#'))}" if subpath.startswith("#page=") else ""
    desk.out.append('<figure class="pdf">')
    desk.slot(
        f'<object data="{address}{place}" type="application/pdf" width="100%" height="{height}" '
        f'aria-label="{name}"></object>'
    )
    desk.out.append(f"{_caption(address + place, name)}</figure>\n")


def _caption(address: str, name: str) -> str:
    return f'<figcaption><a class="link asset" href="{address}">{name}</a></figcaption>'
