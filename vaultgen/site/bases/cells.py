"""Values as HTML: everything escaped, links by way of the atlas, foreign HTML cleaned."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

import nh3
from msgspec import Struct

from vaultgen.site.bases.kinds import File, Icon, Markup, Moment, Pattern, Picture, Thing, Value, Way
from vaultgen.site.bases.numerals import number_text
from vaultgen.site.bases.operators import is_empty, text_of, way_text
from vaultgen.site.bases.properties import file_field
from vaultgen.site.bases.scope import World
from vaultgen.site.bases.spans import Span
from vaultgen.site.goal import Goal, href
from vaultgen.site.sheet import Sheet
from vaultgen.values.notation import show_amount

__all__ = ["Cell", "Painter", "currency_of_property", "escape"]

_CURRENCIES: Final = frozenset({"usd", "eur", "gbp", "chf", "jpy", "cny", "inr", "cad", "aud", "brl", "sgd"})
_MOST_ITEMS: Final = 100
_LONGEST: Final = 2_000
_DEEPEST: Final = 4
_SPECIAL: Final = re.compile("[&<>\"'\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_URL: Final = re.compile(r"https?://[^\s<>\"']{3,1000}")
_IMAGES: Final = (".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
_TAGS: Final = {
    "a", "abbr", "b", "bdi", "br", "cite", "code", "del", "div", "em", "i", "ins", "kbd", "li", "mark",
    "meter", "ol", "p", "pre", "progress", "q", "s", "small", "span", "strong", "sub", "sup", "table",
    "tbody", "td", "th", "thead", "time", "tr", "u", "ul", "wbr",
}  # fmt: skip
_ATTRIBUTES: Final[dict[str, set[str]]] = {
    "*": {"title", "lang", "dir"},
    "a": {"href"},
    "meter": {"value", "min", "max", "low", "high", "optimum"},
    "progress": {"value", "max"},
    "time": {"datetime"},
}
_HIDDEN: Final = {"script", "style", "template", "noscript", "iframe", "object", "embed", "title", "textarea"}
_cleaner: Final = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_HIDDEN,
    attributes=_ATTRIBUTES,
    link_rel="noopener",
    url_schemes={"http", "https", "mailto"},
)


class Cell(Struct, frozen=True):
    """What stands in one cell; `sort` is what it is sorted by if that differs from its text."""

    html: str
    sort: str = ""
    number: bool = False


def escape(text: str) -> str:
    """The text as HTML, fit for attributes too; without characters that HTML does not know."""
    return _SPECIAL.sub(_escaped, text) if _SPECIAL.search(text) else text


def _escaped(found: re.Match[str]) -> str:
    return _ENTITIES.get(found[0], "\ufffd")


def currency_of_property(name: str) -> str:
    """The currency that a property's name ends with: `USD` for `note.valuation_usd`, else `""`."""
    stem, _, ending = name.rpartition("_")
    return ending.upper() if stem and ending in _CURRENCIES else ""


class Painter:
    """Writes the values of one base on one page; `tag_address` gives the page of a tag, or `""`."""

    def __init__(self, world: World, tag_address: Callable[[str], str]) -> None:
        self.world = world
        self.tag_address = tag_address
        self._folders: dict[str, str] = {}

    def way(self, address: str, fragment: str = "") -> str:
        """The way from this page to another, as an attribute holds it."""
        folder, slash, name = address.rpartition("/")
        if fragment or address == self.world.page or not _PLAIN_NAME.fullmatch(name):
            return escape(href(address, self.world.page, fragment))
        start = self._folders.get(folder)
        if start is None:
            start = escape(href(f"{folder}{slash}x\u0301", self.world.page).removesuffix("x%CC%81"))
            self._folders[folder] = start
        return start + name

    def cell(self, value: Value, currency: str = "", *, rough: bool = False) -> Cell:
        """A value with what it is sorted by; a `rough` amount is a mean or the like, shown to four digits."""
        if is_empty(value):
            return Cell("")
        if isinstance(value, bool):
            return Cell(self.inline(value), "1" if value else "0")
        if isinstance(value, int | float):
            return Cell(_number(value, currency, rough=rough), number_text(value), number=True)
        if isinstance(value, Moment):
            return Cell(self.inline(value), str(value))
        if isinstance(value, Span):
            return Cell(self.inline(value), str(value.total), number=True)
        return Cell(self.inline(value))

    def name(self, sheet: Sheet, text: str) -> Cell:
        """A file's name as the link to it."""
        return Cell(self._anchor(Way(f"/{sheet.path}"), escape(text)))

    def tags(self, value: Value) -> Cell:
        """Tags, each as the link to its page."""
        items = value if isinstance(value, tuple) else (value,)
        texts = [text_of(self.world, item).lstrip("#") for item in items[:_MOST_ITEMS]]
        return Cell(", ".join(self._tag(text) for text in texts if text))

    def _tag(self, tag: str) -> str:
        address = self.tag_address(tag)
        if not address:
            return f'<span class="tag">#{escape(tag)}</span>'
        return f'<a class="tag" href="{self.way(address)}">#{escape(tag)}</a>'

    def inline(self, value: Value, depth: int = 0) -> str:
        """A value of any kind."""
        if isinstance(value, str):
            return _text(value)
        if isinstance(value, tuple):
            return self._items(value, depth) if depth < _DEEPEST else "…"
        if isinstance(value, bool):
            state = " checked" if value else ""
            return f'<input type="checkbox" disabled aria-label="{"yes" if value else "no"}"{state}>'
        return self._made(value)

    def _made(self, value: Value) -> str:  # noqa: PLR0911 -- one answer for each kind
        match value:
            case Moment():
                shown = str(value).replace("T", " ").removesuffix(":00")
                return f'<time datetime="{value}">{shown}</time>'
            case Way():
                return self._anchor(value, self._way_text(value))
            case File(sheet=sheet):
                return self.name(sheet, str(file_field(self.world, sheet, "name"))).html
            case Markup(html=source):
                return f'<div class="base-html">{_cleaner.clean(_sound(source))}</div>'
            case Picture(of=of):
                return self.picture(of) or self._no_picture()
            case Icon(name=name):
                return f'<span class="base-icon">{escape(name)}</span>'
            case Pattern() | Thing():
                return f"<code>{_text(text_of(self.world, value))}</code>"
        return escape(text_of(self.world, value))

    def _items(self, items: tuple[Value, ...], depth: int) -> str:
        parts = [self.inline(item, depth + 1) for item in items[:_MOST_ITEMS]]
        if len(items) > _MOST_ITEMS:
            parts.append(f"… and {len(items) - _MOST_ITEMS:,} more")
        return ", ".join(part for part in parts if part)

    def _way_text(self, way: Way) -> str:
        if isinstance(way.display, Icon | Picture):
            return self._made(way.display)
        return escape(way_text(self.world, way)[:_LONGEST])

    def _anchor(self, way: Way, shown: str) -> str:
        """The link around a text that is HTML already; the text alone, where no link can be."""
        if way.url:
            if not way.url.lower().startswith(("https://", "http://", "mailto:")):
                return shown
            return f'<a class="external" href="{escape(way.url)}" rel="noopener">{shown}</a>'
        goal = self.world.goal(way)
        if goal.state == "private" or not shown:
            return ""
        if goal.state == "missing" or not goal.address:
            return f'<span class="link missing">{shown}</span>'
        address = self.way(goal.address, goal.fragment)
        if goal.state == "asset":
            return f'<a class="link asset" href="{address}">{shown}</a>'
        kinds = f' data-kind="{escape(goal.kinds[0])}"' if goal.kinds else ""
        preview = " data-preview" if goal.has_preview(self.world.page) else ""
        return f'<a class="link" href="{address}"{kinds}{preview}>{shown}</a>'

    def picture(self, value: Value) -> str:
        """An image of the vault; `""` if the value is none that is published."""
        if isinstance(value, Picture):
            value = value.of
        if isinstance(value, tuple):
            return next((found for item in value[:_MOST_ITEMS] if (found := self.picture(item))), "")
        if isinstance(value, str):
            value = Way(value, source=self.world.source)
        elif isinstance(value, File):
            value = Way(f"/{value.sheet.path}")
        if not isinstance(value, Way):
            return ""
        goal: Goal = self.world.goal(value)
        if goal.state != "asset" or not goal.path.lower().endswith(_IMAGES):
            return ""
        address = self.way(goal.address)
        return f'<img src="{address}" alt="" loading="lazy">'

    def _no_picture(self) -> str:
        self.world.say("an image is not shown: only those of the vault are")
        return ""


def _sound(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _text(text: str) -> str:
    if _URL.fullmatch(text):
        shown = text.partition("://")[2].removesuffix("/")
        return f'<a class="external" href="{escape(text)}" rel="noopener">{escape(shown)}</a>'
    return escape(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _number(number: float, currency: str, *, rough: bool) -> str:
    if currency and math.isfinite(number) and abs(number) < 1e15:
        amount = Decimal(number_text(abs(number)))
        if amount >= 1000 and (rough or amount != amount.to_integral_value()):
            amount = Decimal(f"{amount:.3e}")
        sign = "−" if number < 0 else ""
        return sign + escape(show_amount(amount, amount, currency, approx=False))
    return number_text(number).replace("-", "−", 1) if number < 0 else number_text(number)
