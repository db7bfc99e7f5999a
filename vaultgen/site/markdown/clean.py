"""Which HTML a page may hold: the tags and attributes that we write, and those that notes may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import nh3

__all__ = ["PHRASES", "SCHEMES", "SLOT", "clean", "clean_foreign"]

SLOT: Final = "\ufdd0"
"""Begins a slot (see `slots`); it stands for nothing in any text, so texts are rid of it before they are written."""

SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
"""The kinds of address that a link may have, beside those inside the site."""

PHRASES: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "br",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
        "img",
    ]
)
"""The elements of HTML that stand in running text."""
_BLOCKS: Final = frozenset(
    [
        "article",
        "aside",
        "blockquote",
        "caption",
        "center",
        "col",
        "colgroup",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "audio",
        "video",
        "source",
    ]
)
_TAGS: Final = set(PHRASES | _BLOCKS)
_HIDDEN: Final = {"script", "style", "template", "noscript", "iframe", "object", "embed", "title", "textarea"}

_FOREIGN: Final[dict[str, set[str]]] = {
    "*": {"title", "lang", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "audio": {"src", "controls"},
    "video": {"src", "controls", "width", "height"},
    "source": {"src", "type"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"datetime"},
    "details": {"open"},
    "ins": {"datetime"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "time": {"datetime"},
}
_DATA: Final = {
    "data-align",
    "data-callout",
    "data-callout-metadata",
    "data-kind",
    "data-language",
    "data-preview",
    "data-sort",
    "data-sort-as",
    "data-sortable",
    "data-status",
    "data-task",
}
_OWN: Final[dict[str, set[str]]] = {
    **_FOREIGN,
    "*": {*_FOREIGN["*"], *_DATA, "id", "class", "role", "tabindex", "aria-label", "aria-hidden"},
    "a": {"href", "rel", "type", "download"},
    "img": {*_FOREIGN["img"], "loading", "decoding"},
    "audio": {*_FOREIGN["audio"], "preload"},
    "video": {*_FOREIGN["video"], "preload"},
}

_cleaner: Final = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_HIDDEN,
    attributes=_OWN,
    link_rel=None,
    url_schemes=set(SCHEMES),
)


def clean(html: str) -> str:
    """Rid a whole page's body of everything that we would not write; the result is balanced."""
    return _cleaner.clean(html)


def clean_foreign(html: str, way: Callable[[str, str], str | None]) -> str:
    """Rid a piece of a note's own HTML of what notes may not write: ids, classes, styles, scripts.

    `way(tag, address)` rewrites the addresses of links and media, or refuses them with None.
    """
    described = {"src": 0, "alt": 0}

    def chosen(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute in described:
            described[attribute] += 1
        return way(tag, value) if attribute in {"href", "src"} else value

    cleaned = _clean_foreign(html, chosen, {})
    if described["alt"] < described["src"]:  # a picture must say at least that it says nothing
        cleaned = _clean_foreign(html, chosen, {"img": {"alt": ""}})
    return cleaned.replace(SLOT, "")  # what was written as a number is a character now


def _clean_foreign(
    html: str, chosen: Callable[[str, str, str], str | None], added: dict[str, dict[str, str]]
) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_HIDDEN,
        attributes=_FOREIGN,
        attribute_filter=chosen,
        set_tag_attribute_values=added,
        link_rel="noopener",
        url_schemes=set(SCHEMES),
    )
