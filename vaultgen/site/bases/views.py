"""The views of a base as HTML: tables, cards and lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from vaultgen.errors import VaultgenError
from vaultgen.site.bases.cells import Cell, Painter, currency_of_property, escape
from vaultgen.site.bases.compiled import Work, property_work
from vaultgen.site.bases.kinds import Value
from vaultgen.site.bases.query import Found, Group
from vaultgen.site.bases.schema import Base, View
from vaultgen.site.bases.scope import Scope, World
from vaultgen.site.bases.summaries import COUNTS, ROUGH, summarise
from vaultgen.site.labels import label

__all__ = ["Column", "Sheetwise", "columns_of"]

_NAMES: Final = frozenset({"file.name", "file.basename", "file.fullname", "file.file", "file.path"})
_TAGS: Final = frozenset({"note.tags", "file.tags"})
_NUMBER: Final = ' class="base-number"'
_FILE_LABELS: Final = {"file.name": "Name", "file.file": "File", "file.ext": "Type", "file.basename": "Name"}


class Column(Struct, frozen=True):
    """A property that a view shows."""

    id: str
    name: str
    work: Work
    currency: str


def columns_of(base: Base, view: View) -> tuple[Column, ...]:
    """The columns of a view; a view that names none shows the files' names."""
    columns: list[Column] = []
    for name in view.order or ("file.name",):
        currency = currency_of_property(name)
        shown = base.names.get(name) or _label(name)
        if currency and any(column.name == shown for column in columns):
            shown = f"{shown} ({currency})"
        columns.append(Column(name, shown, property_work(name), currency))
    return tuple(columns)


def _label(name: str) -> str:
    plain = name.partition(".")[2]
    return _FILE_LABELS.get(name) or label(plain) or plain


class Sheetwise:
    """Writes what one view found."""

    def __init__(self, painter: Painter, base: Base, view: View) -> None:
        self.painter = painter
        self.world: World = painter.world
        self.base = base
        self.view = view
        self.columns = columns_of(base, view)

    def html(self, found: Found, *, title: str) -> str:
        """The rows as the kind of view that is asked for, a table if that kind is not known."""
        if not found.rows:
            return '<p class="base-empty">No notes match.</p>\n'
        match self.view.kind:
            case "cards":
                return "".join(self._cards(found))
            case "list":
                return "".join(self._list(found))
        return "".join(self._table(found, title))

    def cell(self, row: Scope, column: Column) -> tuple[Cell, Value]:
        """One cell and its value; one that has none says why."""
        self.world.line = self.view.line
        try:
            value = column.work(row)
        except VaultgenError as error:
            if self.world.exhausted:
                raise
            self.world.tell(error, self.view.line)
            return Cell(f'<span class="base-notice">{escape(str(error))}</span>'), None
        if column.id in _NAMES and isinstance(value, str):
            return self.painter.name(row.sheet, value), value
        if column.id in _TAGS:
            return self.painter.tags(value), value
        return self.painter.cell(value, column.currency), value

    def group_name(self, group: Group) -> str:
        """What stands above a group."""
        order = self.view.group
        if order is None:
            return ""
        if order.property in _TAGS and group.value is not None:
            return self.painter.tags(group.value).html
        return self.painter.cell(group.value, currency_of_property(order.property)).html or "None"

    def _table(self, found: Found, title: str) -> Iterator[str]:
        body = _Body(self)
        parts = [part for group in found.groups for part in body.group(group)]
        yield '<div class="base-scroll" role="group" tabindex="0"'
        name = escape(title)
        yield f' aria-label="{name}">\n<table class="base-table">\n'
        yield f'<caption><span class="base-title">{name}</span> '
        yield f'<span class="base-count">{_count(found)}</span></caption>\n<thead>\n<tr>'
        for column, right in zip(self.columns, body.numeric, strict=True):
            yield f'<th scope="col"{_NUMBER if right else ""}>{escape(column.name)}</th> '
        yield "</tr>\n</thead>\n"
        yield from parts
        yield body.foot()
        yield "</table>\n</div>\n"

    def _grouped(self, found: Found) -> Iterator[tuple[str, Group]]:
        for group in found.groups:
            head = ""
            if self.view.group:
                count = f'<span class="base-count">{len(group.rows)}</span>'
                head = f'<p class="base-group">{self.group_name(group)} {count}</p>\n'
            yield head, group

    def _cards(self, found: Found) -> Iterator[str]:
        image = property_work(self.view.image) if self.view.image else None
        fit = " base-contain" if self.view.contain else ""
        for head, group in self._grouped(found):
            yield f'{head}<ul class="base-cards{fit}">\n'
            for row in group.rows:
                yield '<li class="base-card">'
                if image:
                    yield self._picture(row, image)
                yield from self._card(row)
                yield "</li>\n"
            yield "</ul>\n"

    def _picture(self, row: Scope, work: Work) -> str:
        try:
            return self.painter.picture(work(row))
        except VaultgenError as error:
            if self.world.exhausted:
                raise
            self.world.tell(error, self.view.line)
            return ""

    def _card(self, row: Scope) -> Iterator[str]:
        first, *rest = self.columns
        yield f'<div class="base-card-title">{self.cell(row, first)[0].html}</div>'
        named = [(column, self.cell(row, column)[0].html) for column in rest]
        filled = [(column, shown) for column, shown in named if shown]
        if filled:
            yield "<dl>"
            for column, shown in filled:
                yield f"<div><dt>{escape(column.name)}</dt> <dd>{shown}</dd></div>"
            yield "</dl>"

    def _list(self, found: Found) -> Iterator[str]:
        tag = "ol" if self.view.markers == "number" else "ul"
        plain = " base-plain" if self.view.markers == "none" else ""
        for head, group in self._grouped(found):
            yield f'{head}<{tag} class="base-list{plain}">\n'
            for row in group.rows:
                yield f"<li>{self._item(row)}</li>\n"
            yield f"</{tag}>\n"

    def _item(self, row: Scope) -> str:
        first, *rest = (self.cell(row, column)[0].html for column in self.columns)
        shown = [text for text in rest if text]
        if self.view.indent and shown:
            return first + "\n<ul>" + "".join(f"<li>{text}</li>" for text in shown) + "</ul>"
        return escape(self.view.separator).join([text for text in (first, *shown) if text])


class _Body:
    """The rows of a table; it keeps which columns hold but numbers, and the values that are summed up."""

    def __init__(self, sheetwise: Sheetwise) -> None:
        self.of = sheetwise
        self.numbers = [0] * len(sheetwise.columns)
        self.others = [0] * len(sheetwise.columns)
        asked = {summary.property: summary for summary in sheetwise.view.summaries if summary.name}
        self.summaries = [asked.get(column.id) for column in sheetwise.columns]
        self.values: list[list[Value]] = [[] for _ in sheetwise.columns]

    @property
    def numeric(self) -> list[bool]:
        """Which columns hold numbers and nothing else."""
        return [
            bool(numbers) and not others for numbers, others in zip(self.numbers, self.others, strict=True)
        ]

    def group(self, group: Group) -> Iterator[str]:
        """The rows of one group below its name."""
        yield "<tbody>\n"
        if self.of.view.group:
            yield f'<tr class="base-group"><th scope="rowgroup" colspan="{len(self.of.columns)}">'
            yield f'{self.of.group_name(group)} <span class="base-count">{len(group.rows):,}</span></th></tr>\n'
        for row in group.rows:
            yield self._row(row)
        yield "</tbody>\n"

    def _row(self, row: Scope) -> str:
        parts = ["<tr>"]
        for place, column in enumerate(self.of.columns):
            cell, value = self.of.cell(row, column)
            if self.summaries[place]:
                self.values[place].append(value)
            if cell.number:
                self.numbers[place] += 1
                parts.append(f'<td class="base-number" data-sort="{cell.sort}">{cell.html}</td>')
            else:
                self.others[place] += bool(cell.html)
                sort = f' data-sort="{escape(cell.sort)}"' if cell.sort else ""
                parts.append(f"<td{sort}>{cell.html}</td>")
        parts.append("</tr>\n")
        return "".join(parts)

    def foot(self) -> str:
        """What is summed up below the columns."""
        if not any(self.summaries):
            return ""
        parts = ["<tfoot>\n<tr>"]
        for column, summary, values, right in zip(
            self.of.columns, self.summaries, self.values, self.numeric, strict=True
        ):
            shown = ""
            if summary:
                value = summarise(self.of.world, self.of.base, summary, tuple(values))
                currency = "" if summary.name in COUNTS else column.currency
                shown = f'<span class="base-summary">{escape(summary.name)}</span> '
                shown += self.of.painter.cell(value, currency, rough=summary.name in ROUGH).html or "–"
            parts.append(f"<td{_NUMBER if right else ''}>{shown}</td>")
        parts.append("</tr>\n</tfoot>\n")
        return "".join(parts)


def _count(found: Found) -> str:
    shown = len(found.rows)
    notes = "note" if found.total == 1 else "notes"
    return f"{shown:,} of {found.total:,} {notes}" if shown < found.total else f"{shown:,} {notes}"
