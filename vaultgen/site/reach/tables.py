"""All notes of one kind as a table for spreadsheets, in which no text can act as a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from typing import Any, Final

from vaultgen.site.atlas import Atlas
from vaultgen.site.reach.shown import shown_properties
from vaultgen.site.sheet import Sheet

__all__ = ["cell", "csv_text", "table_csv"]

_ACTIVE: Final = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_NUMBER: Final = re.compile(r"[-+]?\d[\d.,]*%?")


def table_csv(atlas: Atlas, sheets: Iterable[Sheet]) -> bytes:
    """A row a note with its title and page, and a column a property, in the order in which they first appear."""
    notes = tuple(sheets)
    properties = [shown_properties(atlas, sheet.path) for sheet in notes]
    names = list(dict.fromkeys(name for shown in properties for name in shown if name != "title"))
    rows = [["title", *(f"{name} (property)" if name == "page" else name for name in names), "page"]]
    for sheet, shown in zip(notes, properties, strict=True):
        values = [sheet.title, *(shown.get(name) for name in names), atlas.addresses[sheet.path]]
        rows.append([cell(value) for value in values])
    rows[0] = [cell(name) for name in rows[0]]
    return csv_text(rows).encode("utf-8", "replace")


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """Rows as RFC 4180 has them."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def cell(value: Any) -> str:
    """A value as a cell shows it; what a spreadsheet might take for a formula begins with an apostrophe."""
    if isinstance(value, str):
        return _defused(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple):
        return _defused("; ".join([_flat(item) for item in value]))
    return _defused(_flat(value))


def _flat(value: Any) -> str:
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value if isinstance(value, str) else cell(value)


def _defused(text: str) -> str:
    text = text.replace("\0", "")
    begins = text.lstrip(" \u00a0")[:1]
    if begins and begins in _ACTIVE and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
