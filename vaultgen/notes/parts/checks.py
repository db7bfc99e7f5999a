"""Stated figures beside what the catalog works out from the others: step-ups, multiples, shares, sums."""

from __future__ import annotations

from collections.abc import Iterator

from vaultgen.catalog.claims import Claim
from vaultgen.catalog.profile import Derived
from vaultgen.notes.escape import plain
from vaultgen.notes.rows import NONE, Row, lean_table
from vaultgen.notes.writer import Writer

__all__ = ["checks"]

_HEADS = ("Measure", "Stated", "Worked out", "From")
_ALL_IN = "all in "


def checks(writer: Writer) -> str:
    """A row for every figure that somebody stated and that could be checked; nothing where there is none."""
    rows = list(_rows(writer))
    rows.sort(key=lambda row: row.cells[2] == NONE)
    return lean_table(_HEADS, rows, marked=1)


def _rows(writer: Writer) -> Iterator[Row]:
    known = writer.book.registry.metrics
    keys = [
        key
        for key in writer.profile.lines
        if key[0] in known and known[key[0]].derived and key[0] != "total_raised"
    ]
    if not keys:
        return
    for name, scope in sorted(keys, key=lambda key: (writer.book.ranks[key[0]], key[1])):
        for claim in writer.profile.line(name, scope).shown:
            yield _row(writer, name, scope, claim)


def _row(writer: Writer, name: str, scope: str, claim: Claim) -> Row:
    kind = writer.book.registry.metrics[name]
    measure = f"{kind.label} ({_scope(writer, scope)})" if scope else kind.label
    note = f", {plain(claim.said.note)}" if claim.said.note else ""
    best = _nearest(writer, kind.derived, scope, claim)
    worked_out = str(best.value) if best else NONE
    inputs = "; ".join(_input(writer, text) for text in best.inputs) if best else NONE
    shown = (plain(measure), writer.figure(claim) + note, worked_out, plain(inputs))
    return Row(shown, writer.footnotes.of(claim))


def _scope(writer: Writer, scope: str) -> str:
    """A round without a stage goes by its day, since the measure names the round already."""
    return writer.scope(scope).removeprefix("Round, ")


def _input(writer: Writer, text: str) -> str:
    """What went into a figure, with names in place of ids."""
    before, entity = (_ALL_IN, text.removeprefix(_ALL_IN)) if text.startswith(_ALL_IN) else ("", text)
    return before + writer.links.name(entity) if entity in writer.book.cards else text


def _nearest(writer: Writer, rule: str, scope: str, claim: Claim) -> Derived | None:
    """The worked-out figure that speaks of the same round, and among several the one that meets what is stated."""
    found = [figure for figure in writer.profile.derived if figure.name == rule]
    own = writer.scope(scope) if scope else ""
    found = [figure for figure in found if own and own in figure.inputs] or found
    stated, tolerance = claim.quantity, writer.book.tolerance
    meets = (figure for figure in found if stated is not None and figure.value.overlaps(stated, tolerance))
    return next(meets, found[0] if found else None)
