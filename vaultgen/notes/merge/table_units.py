"""What rows and columns of a table are known by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from vaultgen.notes.merge.document import key_text, link_target, shown_text
from vaultgen.notes.merge.identity import Triple, Unit, text_likeness
from vaultgen.notes.merge.tables import Table

__all__ = ["column_overlap", "column_units", "row_likeness", "row_units"]

_ASIDE: Final = re.compile(r"\s*\([^()]*\)\Z")
_BLANK: Final = frozenset({"", "—"})
_SPLIT: Final = "\x1f"


def column_units(table: Table) -> list[Unit]:
    """Columns by their headers, and by what stands in them."""
    texts = [
        _SPLIT.join(cell for row in table.rows if (cell := row.cell(place)) not in _BLANK)
        for place in range(len(table.columns))
    ]
    return [Unit((column,), text) for column, text in zip(table.columns, texts, strict=True)]


def column_overlap(one: Unit, other: Unit) -> float:
    """Which share of what stands in two columns stands in both."""
    if not one.text or not other.text:
        return 0.0
    here, there = Counter(one.text.split(_SPLIT)), Counter(other.text.split(_SPLIT))
    return (here & there).total() / max(here.total(), there.total())


def row_units(table: Table, shared: Sequence[Triple], side: int) -> list[Unit]:
    """Rows by the columns that all versions share: by the first cell, then by more and more of the next."""
    places = [place for triple in shared if (place := triple[side]) is not None]
    units = []
    for row in table.rows:
        cells = [row.cell(place) for place in places]
        keys = [key_text(cell) for cell in cells] or [""]
        tiers: list[tuple[str, ...]] = [(_ASIDE.sub("", keys[0]) or keys[0],)]
        tiers += [tuple(keys[:count]) for count in range(1, len(keys) + 1)]
        units.append(Unit((*tiers, tuple(cells)), _SPLIT.join(cells)))
    return units


def row_likeness(one: Unit, other: Unit) -> float:
    """How alike two rows are whose first cells differ: only a name spelt anew in an otherwise equal row counts."""
    here, there = one.text.split(_SPLIT), other.text.split(_SPLIT)
    pairs = [(a, b) for a, b in zip(here[1:], there[1:], strict=False) if a not in _BLANK or b not in _BLANK]
    names = [Unit((), link_target(cells[0]) or shown_text(cells[0])) for cells in (here, there)]
    alike = text_likeness(*names)
    if not pairs or alike < (0.6 if min(len(name.text) for name in names) > 4 else 0.8):
        return 0.0
    return sum(a == b for a, b in pairs) / len(pairs)
