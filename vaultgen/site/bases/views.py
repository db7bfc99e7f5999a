"""The views of a base as HTML: tables, cards and lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vaultgen.errors import VaultgenError
from vaultgen.site.bases.cells import Cell, Painter, currency_of_property, escape
from vaultgen.site.bases.compiled import Work, property_work
from vaultgen.site.bases.kinds import Value
from vaultgen.site.bases.query import Found, Group
from vaultgen.site.bases.schema import Base, View
from vaultgen.site.bases.scope import Scope, World
from vaultgen.site.bases.summaries import COUNTS, summarise
from vaultgen.site.labels import label

__all__ = ["Column", "Sheetwise", "columns_of"]

_NAMES: Final = frozenset({"file.name", "file.basename", "file.fullname", "file.file", "file.path"})
_TAGS: Final = frozenset({"note.tags", "file.tags"})
_FILE_LABELS: Final = {"file.name": "Name", "file.file": "File", "file.ext": "Type", "file.basename": "Name"}


@dataclass(frozen=True, slots=True)
class Column:
    """A property that a view shows."""

    id: str
    name: str
    work: Work
    currency: str


def columns_of(base: Base, view: View) -> tuple[Column, ...]:
    """The columns of a view; a view that names none shows the files' names."""
    return tuple(_column(base, name) for name in view.order or ("file.name",))


def _column(base: Base, name: str) -> Column:
    plain = name.partition(".")[2]
    shown = base.names.get(name) or _FILE_LABELS.get(name) or label(plain) or plain
    return Column(name, shown, property_work(name), currency_of_property(name))


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

    def value(self, row: Scope, column: Column) -> tuple[Value, str]:
        """The value of a column in a row, or why there is none."""
        self.world.line = self.view.line
        try:
            return column.work(row), ""
        except VaultgenError as error:
            if self.world.exhausted:
                raise
            self.world.tell(error, self.view.line)
            return None, str(error)

    def cell(self, row: Scope, column: Column) -> Cell:
        """One cell."""
        value, fault = self.value(row, column)
        return self._cell(row, column, value, fault)

    def _cell(self, row: Scope, column: Column, value: Value, fault: str) -> Cell:
        if fault:
            return Cell(f'<span class="base-notice">{escape(fault)}</span>')
        if column.id in _NAMES and isinstance(value, str):
            return self.painter.name(row.sheet, value)
        if column.id in _TAGS:
            return self.painter.tags(value)
        return self.painter.cell(value, column.currency)

    def _group_name(self, group: Group) -> str:
        order = self.view.group
        if order is None:
            return ""
        if order.property in _TAGS and group.value is not None:
            return self.painter.tags(group.value).html
        return self.painter.cell(group.value, currency_of_property(order.property)).html or "None"

    def _table(self, found: Found, title: str) -> Iterator[str]:
        rows = [[self.value(row, column) for column in self.columns] for row in found.rows]
        numeric = [_is_numeric([cells[place][0] for cells in rows]) for place in range(len(self.columns))]
        yield '<div class="base-scroll" role="group" tabindex="0"'
        yield f' aria-label="{escape(title)}">\n<table class="base-table">\n<caption>{escape(title)} '
        yield f'<span class="base-count">{_count(found)}</span></caption>\n<thead>\n<tr>'
        for column, right in zip(self.columns, numeric, strict=True):
            yield f'<th scope="col"{_right(right)}>{escape(column.name)}</th>'
        yield "</tr>\n</thead>\n"
        at = 0
        for group in found.groups:
            yield "<tbody>\n"
            if self.view.group:
                yield f'<tr class="base-group"><th scope="rowgroup" colspan="{len(self.columns)}">'
                yield f'{self._group_name(group)} <span class="base-count">{len(group.rows)}</span></th></tr>\n'
            for row, values in zip(group.rows, rows[at:], strict=False):
                yield self._row(row, values)
            at += len(group.rows)
            yield "</tbody>\n"
        yield self._foot(rows, numeric)
        yield "</table>\n</div>\n"

    def _row(self, row: Scope, values: list[tuple[Value, str]]) -> str:
        parts = ["<tr>"]
        for column, (value, fault) in zip(self.columns, values, strict=True):
            cell = self._cell(row, column, value, fault)
            sort = f' data-sort="{escape(cell.sort)}"' if cell.sort else ""
            parts.append(f"<td{_right(cell.number)}{sort}>{cell.html}</td>")
        parts.append("</tr>\n")
        return "".join(parts)

    def _foot(self, rows: list[list[tuple[Value, str]]], numeric: list[bool]) -> str:
        asked = {summary.property: summary for summary in self.view.summaries if summary.name}
        if not any(column.id in asked for column in self.columns):
            return ""
        parts = ["<tfoot>\n<tr>"]
        for place, column in enumerate(self.columns):
            summary = asked.get(column.id)
            shown = ""
            if summary:
                values = tuple(cells[place][0] for cells in rows)
                value = summarise(self.world, self.base, summary, values)
                currency = "" if summary.name in COUNTS else column.currency
                shown = f'<span class="base-summary">{escape(summary.name)}</span> '
                shown += self.painter.cell(value, currency).html or "–"
            parts.append(f"<td{_right(numeric[place])}>{shown}</td>")
        parts.append("</tr>\n</tfoot>\n")
        return "".join(parts)

    def _grouped(self, found: Found) -> Iterator[tuple[str, Group]]:
        for group in found.groups:
            head = ""
            if self.view.group:
                count = f'<span class="base-count">{len(group.rows)}</span>'
                head = f'<p class="base-group">{self._group_name(group)} {count}</p>\n'
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
        yield f'<div class="base-card-title">{self.cell(row, first).html}</div>'
        named = [(column, self.cell(row, column).html) for column in rest]
        filled = [(column, shown) for column, shown in named if shown]
        if filled:
            yield "<dl>"
            for column, shown in filled:
                yield f"<div><dt>{escape(column.name)}</dt><dd>{shown}</dd></div>"
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
        first, *rest = (self.cell(row, column).html for column in self.columns)
        shown = [text for text in rest if text]
        if self.view.indent and shown:
            return first + "\n<ul>" + "".join(f"<li>{text}</li>" for text in shown) + "</ul>"
        return escape(self.view.separator).join([text for text in (first, *shown) if text])


def _is_numeric(values: list[Value]) -> bool:
    filled = [value for value in values if value is not None and value not in ("", ())]
    return bool(filled) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in filled)


def _right(right: bool) -> str:  # noqa: FBT001 -- one question with one answer
    return ' class="base-number"' if right else ""


def _count(found: Found) -> str:
    shown = len(found.rows)
    notes = "note" if found.total == 1 else "notes"
    return f"{shown:,} of {found.total:,} {notes}" if shown < found.total else f"{shown:,} {notes}"
