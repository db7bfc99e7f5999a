"""The beginning of a note's body, when it says again what the head of its page says."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from msgspec import Struct

__all__ = ["Opened", "open_body"]

_TAGS: Final = re.compile(r'\s*<p>(?:\s*<a\b[^>]*\bclass="[^"]*\btag\b[^"]*"[^>]*>[^<]*</a>)+\s*</p>')
_FIRST: Final = re.compile(r"\s*<p>(.*?)</p>", re.DOTALL)
_TITLE: Final = re.compile(r'\s*<h([12])(?: id="([^"]*)")?[^>]*>(.*?)</h\1>', re.DOTALL)
_ANCHOR: Final = re.compile(r'\s*<span id="([^"]*)"></span>')
_INNER: Final = re.compile(r"<[^>]*>")
_RULE: Final = re.compile(r"\s*<hr ?/?>")
_HEADING: Final = re.compile(r"<(/?)h([1-5])(?=[ >])")
_TABLE_HOOKS: Final = (
    ("<table>", "<table data-sortable>"),
    ('<table class="base-table">', '<table class="base-table" data-sortable>'),
    (
        '<th scope="col" class="figure" data-sort="figure">',
        '<th scope="col" class="figure" data-sort-as="number">',
    ),
    ('<th scope="col" data-sort="figure">', '<th scope="col" data-sort-as="number">'),
    ('<th scope="col" data-sort="day">', '<th scope="col" data-sort-as="date">'),
    ('<th scope="col" class="base-number">', '<th scope="col" class="base-number" data-sort-as="number">'),
    ('<th scope="col">', '<th scope="col" data-sort-as="text">'),
)  # as the press and the bases write them
# A button to sort by may hold no link.
_LINKED_HEAD: Final = re.compile(r'<th([^>]*) data-sort-as="[a-z]+">((?:(?!</th>|<a ).)*<a )')
_SECTION: Final = re.compile(r'<(h[23]) id="([^"]+)">((?:[^<]++|<(?!a[ >]|/h))+)</\1>')
_DASHES: Final = "—–-:"


class Opened(Struct, frozen=True):
    """A body without its beginning: `lead` is HTML, `anchor` the id that the page's own title takes over."""

    html: str
    lead: str = ""
    anchor: str = ""


def open_body(html: str, title: str) -> Opened:
    """Part the body from what stands in the head: the line of tags, the title, the lead behind the bold name.

    What stands in any other form stays where it is. Headings move down by one if the body has a first-level one,
    since the page has its title.
    """
    anchor = lead = ""
    if tags := _TAGS.match(html):
        html = html[tags.end() :]
    if left := _ANCHOR.match(html):
        anchor, html = left[1], html[left.end() :]
    heading = _TITLE.match(html)
    if heading and heading[1] == "1" and _INNER.sub("", heading[3]).strip() == escape(title, quote=False):
        anchor, html = heading[2] or "", html[heading.end() :]
    if tags := _TAGS.match(html):
        html = html[tags.end() :]
    first = _FIRST.match(html)
    if first and (said := _behind_name(first[1])):
        lead, html = said, html[first.end() :]
    if (lead or anchor) and (rule := _RULE.match(html)):
        html = html[rule.end() :]
    html = _hooked(html)
    if "<h1" in html:
        html = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 1}", html)
    return Opened(_SECTION.sub(_linked, html).lstrip(), lead, anchor)


def _linked(heading: re.Match[str]) -> str:
    """Make a heading a link to itself, by which others can point at it; one with a link in it stays as it is."""
    tag, name, text = heading.groups()
    return f'<{tag} id="{name}"><a href="#{name}">{text}</a></{tag}>'


def _hooked(html: str) -> str:
    """Give the body's tables the marks by which the script finds them on every page."""
    start = html.find("<table")
    if start < 0:
        return html
    end = html.rfind("</table>", start)
    tables = html[start:end]
    for ours, theirs in _TABLE_HOOKS:
        tables = tables.replace(ours, theirs)
    tables = _LINKED_HEAD.sub(r"<th\1>\2", tables)
    return f"{html[:start]}{tables}{html[end:]}"


def _behind_name(paragraph: str) -> str:
    """Give what follows `<strong>Name</strong> — `; the name is the title, or it would not open with it."""
    if not paragraph.startswith("<strong>"):
        return ""
    rest = paragraph.partition("</strong>")[2].lstrip()
    if not rest[:1] or rest[0] not in _DASHES:
        return ""
    said = rest[1:].lstrip()
    return said[:1].upper() + said[1:] if said[:1].isalpha() else said
