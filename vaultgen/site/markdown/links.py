"""Links as a page shows them: to pages and files of the site, to what is missing, to elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote, unquote

from markdown_it.token import Token

from vaultgen.site.goal import Goal, href
from vaultgen.site.markdown.clean import SCHEMES
from vaultgen.site.markdown.desk import Desk
from vaultgen.site.markdown.slots import escape
from vaultgen.site.markdown.wording import phrase_text
from vaultgen.site.privacy import PRIVATE, shown_words
from vaultgen.site.sheet import Link
from vaultgen.vault.references import address_path

__all__ = [
    "external",
    "opening",
    "shown_text",
    "way",
    "write_link_end",
    "write_link_start",
    "write_tag",
    "write_wikilink",
]

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ACTIVE: Final = frozenset(
    {"htm", "html", "mht", "mhtml", "shtml", "svg", "svgz", "xht", "xhtml", "xml", "xsl"}
)
_TYPES: Final = {
    "pdf": "application/pdf",
    "csv": "text/csv",
    "json": "application/json",
    "zip": "application/zip",
}


def external(address: str) -> str | None:
    """Give an address outside the site as a link may have it, `""` if it may not, None if it is inside."""
    if address.startswith("//"):
        return f"https:{address}"
    found = _SCHEME.match(address)
    if found is None:
        return None
    return address if found[1].lower() in SCHEMES else ""


def way(desk: Desk, tag: str, address: str) -> str | None:
    """Where an address leads that a note's own HTML gives, as the page writes it; None if nowhere."""
    outside = external(address)
    if outside is not None:
        return outside or None
    goal = _inside(desk, address)
    if not goal.address or (tag == "a" and is_active(goal)):
        return None
    return href(goal.address, desk.page, goal.fragment)


def _inside(desk: Desk, address: str) -> Goal:
    target, sign, subpath = address_path(address).partition("#")
    return desk.goal(target.strip(), (sign + subpath).strip() if sign else "")


def shown_text(target: str, subpath: str, display: str) -> str:
    """Give what Obsidian shows for a wikilink: `A > B` for `[[A#B]]`."""
    if display or not subpath:
        return display or target
    return " > ".join(part.strip() for part in f"{target}{subpath}".split("#") if part.strip())


def write_wikilink(desk: Desk, token: Token) -> None:
    """Write `[[link]]`, or the link that stands for an embed where none can be."""
    target, subpath, display = token.meta["link"]
    text = shown_text(target, subpath, display)
    goal = desk.goal(target, subpath)
    if goal.state == "private":
        text = _private_words(desk, Link(0, "", target, display=display))
    start, end = opening(desk, goal, written=target + subpath)
    desk.out.append(f"{start}{escape(text)}{end}")


def _private_words(desk: Desk, link: Link) -> str:
    """What stands in the place of a link to a private file: the author's words, unless they tell its name."""
    private = desk.library.surveyed.get(desk.library.find(link.target, desk.source))
    return shown_words(link, private) if private else PRIVATE


def is_active(goal: Goal) -> bool:
    """Whether a file would run its scripts if a browser opened it: it may be shown as a picture, or kept."""
    return goal.path.rpartition(".")[2].lower() in _ACTIVE


def _masked(desk: Desk, following: Sequence[Token], address: str) -> str:
    """Give other words for the text of a link to a private file if it tells the name; then it will be cut."""
    last = next(at for at, token in enumerate(following) if token.type == "link_close")
    text = phrase_text(following[:last])
    words = _private_words(desk, Link(0, "", address_path(address).partition("#")[0].strip(), display=text))
    if words == text:
        return ""
    desk.masks.append((len(desk.closing), len(desk.out) + 1))
    return escape(words)


def opening(desk: Desk, goal: Goal, *, written: str) -> tuple[str, str]:
    """Give the tags around the text of a link inside the vault."""
    if desk.in_link:
        return "", ""
    if goal.state == "private":
        return '<span class="link private">', "</span>"
    if goal.state == "missing" or not goal.address:
        return f'<span class="link missing" title="Not in this vault: {escape(written)}">', "</span>"
    if goal.state == "asset":
        place = f"#{quote(goal.fragment, safe='=&,')}" if goal.fragment else ""
        address = escape(href(goal.address, desk.page) + place)
        kind = _TYPES.get(goal.path.rpartition(".")[2].lower(), "")
        kind = f' type="{kind}"' if kind else ""
        if is_active(goal):
            kind += " download"
        return f'<a class="link asset" href="{address}"{kind}>', "</a>"
    address = escape(href(goal.address, desk.page, goal.fragment))
    kinds = f' data-kind="{escape(goal.kinds[0])}"' if goal.kinds else ""
    preview = " data-preview" if goal.has_preview(desk.page) else ""
    return f'<a class="link" href="{address}"{kinds}{preview}>', "</a>"


def write_link_start(desk: Desk, tokens: Sequence[Token], at: int) -> None:
    """Write the beginning of a link in the style of Markdown; its end is kept for later."""
    token = tokens[at]
    address = str(token.attrs.get("href", ""))
    outside = external(address)
    if desk.in_link:
        start, end = "", ""
    elif outside is None:
        goal = _inside(desk, address)
        start, end = opening(desk, goal, written=unquote(address))
        if goal.state == "private":
            end = _masked(desk, tokens[at + 1 :], address) + end
    elif outside:
        start, end = f'<a class="external" href="{escape(outside)}" rel="noopener">', "</a>"
    else:
        start, end = "<span>", "</span>"
    desk.out.append(start)
    desk.closing.append(end)
    desk.in_link += 1


def write_link_end(desk: Desk) -> None:
    """Write the end of the link that was begun last."""
    desk.in_link -= 1
    end = desk.closing.pop()
    if desk.masks and desk.masks[-1][0] == len(desk.closing):
        _, first = desk.masks.pop()
        del desk.out[first:]
    desk.out.append(end)


def write_tag(desk: Desk, token: Token) -> None:
    """Write a tag as a link to its page."""
    address = "" if desk.in_link else desk.hooks.tag_address(token.content)
    text = f"#{escape(token.content)}"
    if address:
        desk.out.append(f'<a class="tag" href="{escape(href(address, desk.page))}">{text}</a>')
    else:
        desk.out.append(f'<span class="tag">{text}</span>')
