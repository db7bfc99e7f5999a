"""What a base asks for: filters, formulas and views, from its YAML in today's spelling or an older one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct, field

from vaultgen.errors import NotationError
from vaultgen.site.anchors import anchors
from vaultgen.site.bases.document import Items, Node, Pairs, Scalar, read_document
from vaultgen.site.sheet import Fault, Heading
from vaultgen.vault.anchors import heading_key

__all__ = ["Base", "Filter", "Order", "Summary", "View", "Written", "property_id", "read_base", "views_of"]

_MOST_VIEWS: Final = 40
_TOP: Final = ("filters", "formulas", "properties", "summaries", "views", "display")
_BRACKETED: Final = re.compile(r"""(note|file|formula)\[(["'])(.+)\2\]""")
_MARKS: Final = ("bullet", "number", "none")


class Written(Struct, frozen=True):
    """An expression as it is written, with its line."""

    text: str
    line: int


class Filter(Struct, frozen=True):
    """A condition (`is`), or some of which all (`and`), any (`or`) or none (`not`) must hold."""

    join: Literal["is", "and", "or", "not"]
    items: tuple[Filter, ...] = ()
    condition: Written = field(default_factory=lambda: Written("", 0))


class Order(Struct, frozen=True):
    """A property to sort or group by."""

    property: str
    descending: bool = False


class Summary(Struct, frozen=True):
    """What stands below a column: the name of a built-in summary or of one of the base's own."""

    property: str
    name: str
    line: int


class View(Struct, frozen=True):
    """One view of a base; `order` are the properties shown, all by their full ids (`note.status`)."""

    kind: str
    name: str
    line: int
    filter: Filter | None = None
    order: tuple[str, ...] = ()
    sort: tuple[Order, ...] = ()
    group: Order | None = None
    limit: int = 0
    summaries: tuple[Summary, ...] = ()
    image: str = ""
    contain: bool = False
    markers: str = "bullet"
    indent: bool = False
    separator: str = ", "


class Base(Struct, frozen=True):
    """A base; `names` are what its properties are called.

    `faults` are what is wrong in it, `dated` what is old-fashioned or means nothing, but does no harm.
    """

    filter: Filter | None = None
    formulas: dict[str, Written] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    summaries: dict[str, Written] = field(default_factory=dict)
    views: tuple[View, ...] = ()
    faults: tuple[Fault, ...] = ()
    dated: tuple[Fault, ...] = ()


def property_id(text: str) -> str:
    """The full id of a property: `status` is `note.status`, `note["my key"]` is `note.my key`."""
    text = text.strip()
    if found := _BRACKETED.fullmatch(text):
        return f"{found[1]}.{found[3]}"
    return text if text.startswith(("note.", "file.", "formula.")) else f"note.{text}"


@lru_cache(maxsize=64)
def read_base(text: str) -> Base:
    """Read a base; what cannot be read is left out and told as a fault."""
    reader = _Reader()
    try:
        return reader.base(read_document(text))
    except NotationError as error:
        reader.fault(error.position, error.reason, "mend the YAML; nothing of the base is shown until then")
        return Base(faults=tuple(reader.faults))


def views_of(base: Base) -> tuple[Heading, ...]:
    """The headings of a base's page, one a view: what `[[Companies.base#By valuation]]` points at."""
    titles = [view.name or f"View {place}" for place, view in enumerate(base.views, 1)]
    return tuple(
        Heading(2, title, heading_key(title), anchor, view.line)
        for view, title, anchor in zip(base.views, titles, anchors(titles), strict=True)
    )


class _Reader:
    """Reads one base and collects its faults."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.dated: list[Fault] = []

    def fault(self, line: int, message: str, advice: str = "") -> None:
        self.faults.append(Fault(line, message, advice))

    def old(self, line: int, message: str, advice: str) -> None:
        self.dated.append(Fault(line, message, advice))

    def base(self, node: Node) -> Base:
        if isinstance(node, Scalar) and node.value is None:
            node = Pairs((), node.line)
        if not isinstance(node, Pairs):
            raise NotationError("", node.line, "a base is names with values (filters:, views:)")
        for name, _ in node.pairs:
            if name.text not in _TOP:
                self.old(name.line, f"a base has no “{name.text}”", "it is ignored")
        views = [view for item in self.items(node.get("views")) if (view := self.view(item))]
        if len(views) > _MOST_VIEWS:
            self.fault(views[_MOST_VIEWS].line, f"only the first {_MOST_VIEWS} views are shown")
        return Base(
            filter=self.filter(node.get("filters")),
            formulas=self.written(node.get("formulas")),
            names=self.names(node),
            summaries=self.written(node.get("summaries")),
            views=tuple(views[:_MOST_VIEWS]) or (View("table", "", node.line),),
            faults=tuple(self.faults),
            dated=tuple(self.dated),
        )

    def pairs(self, node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
        if isinstance(node, Pairs):
            return node.pairs
        if node is not None and not (isinstance(node, Scalar) and node.value is None):
            self.fault(node.line, "names with values are needed here")
        return ()

    def items(self, node: Node | None) -> tuple[Node, ...]:
        if isinstance(node, Items):
            return node.items
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return ()
        if isinstance(node, Pairs):
            self.fault(node.line, "a list is needed here")
            return ()
        return (node,)

    def text(self, node: Node | None) -> str:
        if isinstance(node, Scalar):
            return node.text
        if node is not None:
            self.fault(node.line, "a text is needed here")
        return ""

    def texts(self, node: Node | None) -> tuple[str, ...]:
        texts = [self.text(item) for item in self.items(node)]
        return tuple(text for text in texts if text.strip())

    def written(self, node: Node | None) -> dict[str, Written]:
        return {name.text: Written(self.text(value), value.line) for name, value in self.pairs(node)}

    def names(self, node: Pairs) -> dict[str, str]:
        names = {}
        old = node.get("display")
        if old is not None:
            self.old(old.line, "“display” is an old spelling", "write properties: with displayName:")
            names = {property_id(name.text): self.text(value) for name, value in self.pairs(old)}
        for name, value in self.pairs(node.get("properties")):
            shown = value.get("displayName") if isinstance(value, Pairs) else None
            if shown is not None and self.text(shown):
                names[property_id(name.text)] = self.text(shown)
        return names

    def filter(self, node: Node | None) -> Filter | None:
        if node is None or (isinstance(node, Scalar) and not node.text.strip()):
            return None
        if isinstance(node, Scalar):
            return Filter("is", condition=Written(node.text, node.line))
        if isinstance(node, Items):
            self.old(node.line, "a list of filters needs “and”, “or” or “not”", "“and” is taken")
            return Filter("and", self.filters(node))
        joins = [(name, value) for name, value in node.pairs if name.text in {"and", "or", "not"}]
        for name, _ in node.pairs:
            if name.text not in {"and", "or", "not"}:
                self.fault(name.line, f"a filter has no “{name.text}”, only “and”, “or” and “not”")
        if len(joins) > 1:
            self.fault(joins[1][0].line, "a filter has one of “and”, “or” and “not”", "nest them in a list")
        parts = tuple(self.joined(name.text, self.filters(value)) for name, value in joins)
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else Filter("and", parts)

    def filters(self, node: Node) -> tuple[Filter, ...]:
        items = (node,) if isinstance(node, Pairs) else self.items(node)
        return tuple(part for item in items if (part := self.filter(item)))

    @staticmethod
    def joined(name: str, items: tuple[Filter, ...]) -> Filter:
        if name == "or":
            return Filter("or", items) if items else Filter("and")
        return Filter("not", items) if name == "not" else Filter("and", items)

    def view(self, node: Node) -> View | None:
        if not isinstance(node, Pairs):
            self.fault(node.line, "a view is names with values (type:, name:)")
            return None
        markers = self.text(node.get("markers"))
        separator = node.get("separator")
        return View(
            kind=self.text(node.get("type")) or "table",
            name=self.text(node.get("name")),
            line=node.line,
            filter=self.filter(node.get("filters")),
            order=tuple(dict.fromkeys(property_id(text) for text in self.texts(node.get("order")))),
            sort=self.sorting(node.get("sort")),
            group=self.group(node),
            limit=self.limit(node.get("limit")),
            summaries=tuple(
                Summary(property_id(name.text), self.text(value), value.line)
                for name, value in self.pairs(node.get("summaries"))
            ),
            image=property_id(image) if (image := self.text(node.get("image"))) else "",
            contain=self.text(node.get("imageFit")) == "contain",
            markers=markers if markers in _MARKS else "bullet",
            indent=self.text(node.get("indentProperties")) == "true",
            separator=self.text(separator) if separator is not None else ", ",
        )

    def sorting(self, node: Node | None) -> tuple[Order, ...]:
        orders = (self.order(item) for item in self.items(node))
        return tuple(order for order in orders if order)

    def order(self, node: Node) -> Order | None:
        if isinstance(node, Scalar):
            return Order(property_id(node.text)) if node.text else None
        if not isinstance(node, Pairs):
            self.fault(node.line, "a property and a direction are needed here")
            return None
        if node.get("column") is not None:
            self.old(node.line, "“column” is an old spelling", "write property:")
        name = self.text(node.get("property", "column"))
        descending = self.text(node.get("direction")).upper() == "DESC"
        return Order(property_id(name), descending) if name else None

    def group(self, node: Pairs) -> Order | None:
        if (old := node.get("group_by")) is not None:
            self.old(old.line, "“group_by” is an old spelling", "write groupBy:")
        grouped = node.get("groupBy", "group_by")
        empty = isinstance(grouped, Scalar) and grouped.value is None
        return None if grouped is None or empty else self.order(grouped)

    def limit(self, node: Node | None) -> int:
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return 0
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self.fault(node.line, "a limit is a whole number")
        return 0
