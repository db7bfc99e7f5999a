"""The figures that a note's tables tell of its subject, in the words of the note."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from vaultgen.errors import NotationError
from vaultgen.site.tables import Table, cell_text
from vaultgen.values.figure import Figure, parse_figure
from vaultgen.values.money import MONEY

__all__ = ["figure_in", "read_figures"]

_METRICS: Final = frozenset({"metric", "measure", "figure", "fact", "key"})
_VALUES: Final = frozenset({"value", "amount", "figure"})


def read_figures(tables: Iterable[Table]) -> dict[str, str]:
    """What tables of metrics say, by the label in lower case; the first row of a label that holds a figure counts.

    They say more than properties can: a range, whose estimate it is, a year that is no first of January.
    """
    told: dict[str, str] = {}
    for table in tables:
        if len(table.header) == 2 and table.titles[0] in _METRICS and table.titles[1] in _VALUES:
            for row in table.rows():
                if len(row) == 2 and not _has_link(row[1]):
                    label, value = cell_text(row[0]).lower(), cell_text(row[1])
                    if label not in told and figure_in(value) is not None:
                        told[label] = value
    return told


def _has_link(cell: str) -> bool:
    """Whether a cell has a link; its words may be the name of a private note."""
    return "[[" in cell or "](" in cell


@lru_cache(maxsize=4096)
def figure_in(text: str) -> Figure | None:
    """The figure that a text says, or says before anything else; None if it says none."""
    closed = text.find(")")
    for shown in (text, text[: closed + 1] if closed > 0 else "", text.partition(" (")[0]):
        try:
            if shown:
                return parse_figure(shown, unit=MONEY)
        except NotationError:
            continue
    return None
