"""Stated figures beside what the catalog works out from the others: step-ups, multiples, shares, sums."""

from __future__ import annotations

from collections.abc import Iterator

from vaultgen.catalog.profile import Derived
from vaultgen.notes.escape import plain
from vaultgen.notes.table import table
from vaultgen.notes.writer import NONE, Writer

__all__ = ["checks"]


def checks(writer: Writer) -> str:
    """A row for every figure that somebody stated and that can be checked; nothing where there is none."""
    rows = list(_rows(writer))
    return table(("Measure", "Stated", "Worked out", "From"), rows) if rows else ""


def _rows(writer: Writer) -> Iterator[tuple[str, ...]]:
    registry = writer.book.registry
    order = {name: rank for rank, name in enumerate(registry.metrics)}
    for name, scope in sorted(writer.profile.lines, key=lambda key: (order.get(key[0], -1), key[1])):
        kind = registry.metrics.get(name)
        line = writer.profile.line(name, scope)
        if kind is None or not kind.derived or name == "total_raised":
            continue
        for claim in line.shown:
            measure = f"{kind.label}, {writer.scope(scope)}" if scope else kind.label
            note = f", {plain(claim.said.note)}" if claim.said.note else ""
            best = _nearest(writer, kind.derived, scope, claim.quantity)
            worked_out, inputs = (str(best.value), "; ".join(best.inputs)) if best else (NONE, NONE)
            stated = writer.figure(claim) + note + writer.footnotes.of(claim)
            yield plain(measure), stated, worked_out, plain(inputs)


def _nearest(writer: Writer, rule: str, scope: str, stated: object) -> Derived | None:
    """The worked-out figure that speaks of the same round, and among several the one that meets what is stated."""
    found = [figure for figure in writer.profile.derived if figure.name == rule]
    own = writer.scope(scope) if scope else ""
    found = [figure for figure in found if own and own in figure.inputs] or found
    tolerance = writer.book.tolerance
    meets = (figure for figure in found if stated is not None and figure.value.overlaps(stated, tolerance))  # type: ignore[arg-type]
    return next(meets, found[0] if found else None)
