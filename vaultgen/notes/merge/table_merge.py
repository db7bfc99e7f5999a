"""The three-way merge of a table: rows by their first cell, columns by their header, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from vaultgen.notes.merge.document import shown_text, without_marks
from vaultgen.notes.merge.identity import Triple, identify
from vaultgen.notes.merge.ledger import Ledger
from vaultgen.notes.merge.spots import Spot
from vaultgen.notes.merge.table_units import column_overlap, column_units, row_likeness, row_units
from vaultgen.notes.merge.tables import Row, Table, row_names
from vaultgen.notes.merge.weave import weave

__all__ = ["merge_table"]

_NO_ROW: Final = Row(("",), (), 0, "")
_NO_TABLE: Final = Table(_NO_ROW, _NO_ROW, (), ())


def merge_table(
    base: Table | None, note: Table, made: Table | None, *, spot: Spot, ledger: Ledger, end: str
) -> str | None:
    """The merged table, `""` where nothing of it is left; None if its parts cannot be told apart."""
    known = base or _NO_TABLE
    given = made if made is not None else replace(known, rows=())
    if any(len(set(table.columns)) < len(table.columns) for table in (known, note, given)):
        return None
    columns = identify(
        *(column_units(table) for table in (known, note, replace(given, rows=(made or known).rows))),
        likeness=column_overlap,
    ).triples
    shared = [
        triple
        for triple in columns
        if triple.note is not None and triple.made is not None and (triple.base is not None or base is None)
    ]
    if not shared:
        return None
    shared.sort(key=lambda triple: triple.made or 0)
    rows = identify(
        *(row_units(table, shared, side) for side, table in enumerate((known, note, given))),
        likeness=row_likeness,
    )
    if rows.doubtful:
        return None
    merge = _TableMerge((known, note, given), columns, rows.triples, spot=spot, ledger=ledger)
    return merge.text(end, removed=made is None)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the result: what its cells shall hold, and the rows that it comes from."""

    values: tuple[str, ...]
    base: Row | None
    note: Row | None
    made: Row | None


class _TableMerge:
    """One table being merged, once its parts are known by name."""

    def __init__(
        self,
        tables: tuple[Table, Table, Table],
        columns: Sequence[Triple],
        rows: Sequence[Triple],
        *,
        spot: Spot,
        ledger: Ledger,
    ) -> None:
        self.base, self.note, self.made = tables
        self.all_columns, self.rows = columns, rows
        self.spot, self.ledger = spot, ledger
        self.names = [row_names(table) for table in tables]
        self.columns = [columns[number] for number in weave(columns, self._kept_columns())]
        self.as_noted = [column.note for column in self.columns] == list(range(len(self.note.columns)))
        self.as_made = [column.made for column in self.columns] == list(range(len(self.made.columns)))

    def text(self, end: str, *, removed: bool) -> str:
        """The merged table; `removed` if the records have none any more."""
        lines = {number: line for number, triple in enumerate(self.rows) if (line := self._row(triple))}
        own_header = self.base.header.cells != self.note.header.cells
        if removed and not lines and not own_header:
            return ""
        header = self._header()
        written = [self._written(header), self._delimiters()]
        sources = [self.note.header, self.note.delimiters]
        for number in weave(self.rows, lines):
            written.append(self._written(lines[number]))
            sources.append(lines[number].note or _NO_ROW)
        parts = [f"{text}{source.end or end}" for text, source in zip(written[:-1], sources, strict=False)]
        return "".join([*parts, written[-1]])

    def _row_spot(self, triple: Triple) -> Spot:
        for side in (2, 0, 1):
            place = triple[side]
            if place is not None:
                return replace(self.spot, row=self.names[side][place])
        return self.spot

    def _column_name(self, triple: Triple) -> str:
        for side, table in ((2, self.made), (0, self.base), (1, self.note)):
            place = triple[side]
            if place is not None:
                return shown_text(table.header.cells[place])
        return ""

    def _kept_columns(self) -> list[int]:
        """Which columns the result has; what the person and the records each did with the others is booked."""
        kept = []
        for number, column in enumerate(self.all_columns):
            spot = replace(self.spot, column=self._column_name(column))
            if column.note is None:
                if column.base is None or self.ledger.yields(spot):
                    kept.append(number)
                else:
                    self._deleted_column(column, spot)
            elif column.made is None and column.base is not None:
                own = self._own_cells(column)
                if own:
                    self.ledger.keep(spot, self.base.header.cells[column.base], "; ".join(own), None)
                    kept.append(number)
            elif column.made is not None or not self.ledger.yields(spot):
                kept.append(number)
                if column.base is None and column.made is None:
                    self.ledger.edit(spot, None, self.note.header.cells[column.note])
        return kept

    def _own_cells(self, column: Triple) -> list[str]:
        """What the person wrote into a column that the records no longer have."""
        assert column.note is not None and column.base is not None  # noqa: S101, PT018 - told by the caller
        own = []
        if self.note.header.cells[column.note] != self.base.header.cells[column.base]:
            own.append(self.note.header.cells[column.note])
        for triple in self.rows:
            if triple.note is None:
                continue
            cell = self.note.rows[triple.note].cell(column.note)
            before = "" if triple.base is None else self.base.rows[triple.base].cell(column.base)
            if cell and cell != before:
                own.append(f"{self.names[1][triple.note]}: {cell}")
        return own

    def _deleted_column(self, column: Triple, spot: Spot) -> None:
        """Book that the person took a column out, and what the records have put into it since."""
        assert column.base is not None  # noqa: S101 - told by the caller
        self.ledger.edit(spot, self.base.header.cells[column.base], None)
        if column.made is None:
            return
        before, now = [], []
        for triple in self.rows:
            if triple.made is None:
                continue
            cell = self.made.rows[triple.made].cell(column.made)
            old = "" if triple.base is None else self.base.rows[triple.base].cell(column.base)
            if cell != old:
                name = self.names[2][triple.made]
                now.append(f"{name}: {cell}")
                before.append(f"{name}: {old}")
        if now:
            self.ledger.keep(spot, "; ".join(before), None, "; ".join(now))

    def _row(self, triple: Triple) -> _Line | None:
        """The merged row; None where the result has none."""
        base = None if triple.base is None else self.base.rows[triple.base]
        note = None if triple.note is None else self.note.rows[triple.note]
        made = None if triple.made is None else self.made.rows[triple.made]
        spot = self._row_spot(triple)
        if note is None:
            if base is not None and not self.ledger.yields(spot):
                self.ledger.edit(spot, base.raw.strip(), None)
                if made is not None and self._has_moved(base, made):
                    self.ledger.keep(spot, base.raw.strip(), None, made.raw.strip())
                return None
            assert made is not None  # noqa: S101 - a triple is never empty
            return _Line(self._values(made, 2), None, None, made)
        if made is None:
            if self.ledger.yields(spot):
                return None
            if base is None:
                self.ledger.edit(spot, None, note.raw.strip())
            elif not self._is_touched(base, note, spot):
                return None
            else:
                self.ledger.keep(spot, base.raw.strip(), note.raw.strip(), None)
            return _Line(self._values(note, 1), base, note, None)
        return _Line(tuple(self._cells(base, note, made, spot)), base, note, made)

    def _values(self, row: Row, side: int) -> tuple[str, ...]:
        return tuple("" if (place := column[side]) is None else row.cell(place) for column in self.columns)

    def _has_moved(self, base: Row, made: Row) -> bool:
        for column in self.all_columns:
            if column.made is not None:
                before = "" if column.base is None else base.cell(column.base)
                if made.cell(column.made) != before:
                    return True
        return False

    def _is_touched(self, base: Row, note: Row, spot: Spot) -> bool:
        """Whether the person changed or added anything in a row; what it was is booked."""
        touched = len(note.cells) > len(self.note.columns) and note.cells != base.cells
        for column in self.all_columns:
            if column.note is None:
                continue
            before = "" if column.base is None else base.cell(column.base)
            cell = note.cell(column.note)
            if cell != before and (cell or column.base is not None):
                self.ledger.edit(replace(spot, column=self._column_name(column)), before, cell)
                touched = True
        return touched

    def _cells(self, base: Row | None, note: Row, made: Row, spot: Spot) -> list[str]:
        values = []
        for column in self.columns:
            if column.note is None:
                values.append("" if column.made is None else made.cell(column.made))
                continue
            own: str | None = note.cell(column.note)
            before = None if base is None or column.base is None else base.cell(column.base)
            if column.made is None:
                if own != before and not (own == "" and before is None):
                    self.ledger.edit(replace(spot, column=self._column_name(column)), before, own)
                values.append(own or "")
                continue
            new = made.cell(column.made)
            if own == before:
                values.append(new)
                continue
            own = None if own == "" and before is None else own
            there = replace(spot, column=self._column_name(column))
            is_same = before is not None and without_marks(before) == without_marks(new)
            if is_same and own is not None and not self.ledger.yields(there):
                # Another source for the same: it says nothing about what the person wrote.
                self.ledger.edit(there, before, own)
                values.append(own)
                continue
            values.append(new if self.ledger.takes_records(there, before, own, new) else own or "")
        return values

    def _header(self) -> _Line:
        values = []
        for column in self.columns:
            base, note, made = (
                None if place is None else table.header.cells[place]
                for place, table in zip(column, (self.base, self.note, self.made), strict=True)
            )
            if note is None or made is None:
                values.append(note or made or "")
                continue
            spot = replace(self.spot, column=self._column_name(column))
            values.append(made if self.ledger.takes_records(spot, base, note, made) else note)
        return _Line(tuple(values), self.base.header, self.note.header, self.made.header)

    def _written(self, line: _Line) -> str:
        """A row as text: a slice of a source where it can be, else the note's row with other cells in it."""
        if line.note is None:
            made = line.made or _NO_ROW
            return (
                made.raw if self.as_made else _row_of(f" {value} " if value else " " for value in line.values)
            )
        untouched = line.base is not None and line.base.raw == line.note.raw
        if untouched and line.made is not None and self.as_made and self.as_noted:
            return line.made.raw
        if self.as_noted:
            return _edited(line.note, line.values)
        cells = []
        for column, value in zip(self.columns, line.values, strict=True):
            own = " " if column.note is None else line.note.padded(column.note)
            cells.append(own if own.strip() == value else _padded(own, value))
        extra = line.note.parts[
            line.note.first + len(self.note.columns) : line.note.first + len(line.note.cells)
        ]
        return _row_of([*cells, *extra])

    def _delimiters(self) -> str:
        base, note, made = (table.delimiters for table in (self.base, self.note, self.made))
        if self.as_noted:
            if self.as_made and _sides(base) == _sides(note) != _sides(made):
                return made.raw
            return made.raw if self.as_made and base.raw == note.raw else note.raw
        return _row_of(
            made.padded(column.made or 0) if column.note is None else note.padded(column.note)
            for column in self.columns
        )


def _sides(delimiters: Row) -> list[tuple[bool, bool]]:
    return [(cell.startswith(":"), cell.endswith(":")) for cell in delimiters.cells]


def _row_of(cells: Iterable[str]) -> str:
    return f"|{'|'.join(cells)}|"


def _edited(row: Row, values: Sequence[str]) -> str:
    """The row with other texts in its cells, and all else as it was."""
    parts = list(row.parts)
    missing = values[len(row.cells) :]
    for place, value in enumerate(values[: len(row.cells)]):
        if row.cells[place] != value:
            parts[row.first + place] = _padded(parts[row.first + place], value)
    if any(missing):
        cells = parts[row.first : row.first + len(row.cells)]
        return _row_of([*cells, *(f" {value} " if value else " " for value in missing)])
    return "|".join(parts)


def _padded(old: str, value: str) -> str:
    """The value between the bars, as wide as what stood there if it fits."""
    if not value:
        return old if not old.strip() else " " * max(len(old), 1)
    before = old[: len(old) - len(old.lstrip())] if old.strip() else " "
    after = old[len(old.rstrip()) :] if old.strip() else " "
    width = len(old) - len(before) - len(value) if len(after) > 1 or not old.strip() else len(after)
    return f"{before}{value}{' ' * max(width, min(len(after), 1))}"
