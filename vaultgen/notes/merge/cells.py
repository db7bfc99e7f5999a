"""What a note shows, spot by spot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vaultgen.notes.merge.blocks import Kind
from vaultgen.notes.merge.callout import without_points
from vaultgen.notes.merge.document import Document, Section, read_document, shown_text
from vaultgen.notes.merge.front import read_front, split_front
from vaultgen.notes.merge.lines import BOM
from vaultgen.notes.merge.lists import item_names, read_list
from vaultgen.notes.merge.spots import Spot
from vaultgen.notes.merge.tables import read_table, row_names

__all__ = ["cells"]


def cells(text: str) -> Mapping[Spot, str]:
    """Every property, table cell and list item of a note, with what stands there.

    The items of a list property stand there each for itself, and the whole list under the property's own spot.
    """
    front, body = split_front(without_points(text).removeprefix(BOM))
    found: dict[Spot, str] = {}
    for spot, shown in (*_properties(front), *_in_body(read_document(body, lifted=True))):
        found.setdefault(spot, shown)
    return found


def _properties(front: str) -> Iterator[tuple[Spot, str]]:
    for entry in read_front(front).entries:
        if entry.name:
            yield Spot(property=entry.name), entry.text
            if entry.form in {"block", "flow"}:
                for leaf in entry.leaves:
                    yield Spot(property=entry.name, row=leaf.text), leaf.text


def _in_body(document: Document) -> Iterator[tuple[Spot, str]]:
    for section in document.sections:
        yield from _in_section(document, section)


def _in_section(document: Document, section: Section) -> Iterator[tuple[Spot, str]]:
    for number, spot in document.spots(section).items():
        block = document.blocks[number]
        if block.kind is Kind.TABLE:
            table = read_table(block.raw)
            columns = [shown_text(cell) for cell in table.header.cells]
            for name, row in zip(row_names(table), table.rows, strict=True):
                for column, cell in zip(columns, row.cells, strict=False):
                    yield Spot("", spot.section, spot.block, spot.name, name, column), cell
        elif block.kind is Kind.LIST:
            items = read_list(block)
            for name, item in zip(item_names(items), items, strict=True):
                yield Spot("", spot.section, spot.block, spot.name, name), item.value
