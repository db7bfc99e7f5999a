"""The metric tables: why an entity matters in figures, and the quick stats at its end."""

from __future__ import annotations

from collections.abc import Iterator

from vaultgen.catalog.claims import Claim
from vaultgen.catalog.resolve import Line
from vaultgen.catalog.rounds import Backer, ResolvedRound
from vaultgen.notes.escape import plain
from vaultgen.notes.rows import Row, lean_table
from vaultgen.notes.writer import Writer
from vaultgen.records.model import Metric
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Status, Tier

__all__ = ["metric_table", "quick_stats"]

# Metrics with rows of their own at the top of the table; those that can be worked out stand among the checks.
_OWN_ROWS = ("valuation", "total_raised")
_QUOTES = "\"'“”"
# What stands before a metric whose figure is less firm than another that is shown.
_PENDING = {
    Status.ESTIMATED: "Estimated",
    Status.IMPLIED: "Implied",
    Status.FORECAST: "Expected",
    Status.REPORTED: "Reported",
    Status.RUMOURED: "Rumoured",
}
_HEADS = ("Metric", "Value")
_FEWEST_STATS = 4


def metric_table(writer: Writer) -> str:
    """Valuation, money raised, the other metrics and the standing facts; nothing where nothing is known."""
    rows = [*_valuation(writer), *_total(writer), *_metrics(writer), *_facts(writer), *_own_facts(writer)]
    return lean_table(_HEADS, rows)


def quick_stats(writer: Writer) -> str:
    """The handful of figures to keep in mind; nothing where only two or three are known.

    They stand above with their sources already, so they carry no marks.
    """
    with writer.footnotes.paused():
        rows = [
            *_fact(writer, "ticker", "Ticker"),
            *_valuation(writer, previous=False),
            *_total(writer, bold=False),
            *_fact(writer, "founded", "Founded"),
            *_chiefs(writer),
            *_key_backer(writer),
        ]
    return lean_table(_HEADS, rows) if len(rows) >= _FEWEST_STATS else ""


def _row(label: str, shown: str, mark: str = "") -> Row:
    return Row((label, shown), mark)


def _valuation(writer: Writer, *, previous: bool = True) -> Iterator[Row]:
    line = writer.profile.line("valuation")
    if line.current is not None:
        yield _figure_row(writer, "Valuation", line.current, bold=line.current.tier is not Tier.PENDING)
    if line.pending is not None:
        yield _figure_row(writer, "Pending valuation", line.pending)
    if previous and line.previous is not None and line.current is not None and line.current.tier is Tier.FIRM:
        # "By 2025" is all that many an earlier price is known to, and "previous" says that much.
        day = line.previous.as_of
        dated = day is None or day.earliest is not None
        yield _figure_row(writer, "Previous valuation", line.previous, dated=dated)


def _total(writer: Writer, *, bold: bool = True) -> Iterator[Row]:
    claim = writer.profile.current("total_raised")
    if claim is not None and claim.quantity is not None:
        shown = writer.quantity(claim.quantity, bold=bold, claim=claim)
        yield _row("Total raised", shown, writer.footnotes.of(claim))
        return
    derived = writer.profile.derived_figure("total_raised")
    if derived is not None and len(derived.inputs) > 1:
        yield _row("Total raised", writer.quantity(derived.value, bold=bold))


def _metrics(writer: Writer) -> Iterator[Row]:
    """Every other metric that somebody stated, in the order of the registry, then by scope."""
    known = writer.book.registry.metrics
    keys = [key for key in writer.profile.lines if key[0] in known and (key[0] not in _OWN_ROWS or key[1])]
    if not keys:
        return
    for name, scope in sorted(keys, key=lambda key: (writer.book.ranks[key[0]], key[1])):
        kind = known[name]
        if not kind.derived:
            label = f"{kind.label}, {writer.scope(scope)}" if scope else kind.label
            told_later = not scope and any(asked.metric == name for asked in writer.asks("metric"))
            yield from _series(writer, label, writer.profile.line(name, scope), earlier=not told_later)


def _series(writer: Writer, label: str, line: Line, *, earlier: bool) -> Iterator[Row]:
    inside = label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"
    if line.current is not None:
        yield _figure_row(writer, plain(label), line.current)
    if line.pending is not None:
        status = line.pending.status
        before = _PENDING.get(status, "Pending") if status else "Pending"
        yield _figure_row(writer, plain(f"{before} {inside}"), line.pending)
    older = [claim for claim in line.series[1:4] if claim is not line.pending] if earlier else []
    if older:
        cells = ", ".join(writer.figure(claim) for claim in older)
        yield _row(plain(f"Earlier {inside}"), cells, writer.footnotes.of(*older))


def _figure_row(writer: Writer, label: str, claim: Claim, *, bold: bool = False, dated: bool = True) -> Row:
    shown = writer.figure(claim, bold=bold, dated=dated)
    if claim.said.note:
        shown += f", {plain(claim.said.note)}"
    if isinstance(claim.said, Metric) and claim.said.denominator:
        shown += f" of {plain(claim.said.denominator)}"
    return _row(label, shown, writer.footnotes.of(claim))


def _facts(writer: Writer) -> Iterator[Row]:
    yield from _fact(writer, "founded", "Founded")
    yield from _fact(writer, "hq", "HQ")
    yield from _chiefs(writer)
    yield from _fact(writer, "positioning", "Positioning", quoted=True)
    yield from _fact(writer, "website", "Website")


def _fact(writer: Writer, predicate: str, label: str, *, quoted: bool = False) -> Iterator[Row]:
    line = writer.profile.lines.get((predicate, ""))
    claim = line.current if line is not None else None
    if claim is not None:
        text = str(claim.value)
        shown = plain(f'"{text.strip(_QUOTES)}"' if quoted else text)
        if writer.trace is not None:
            shown = writer.trace.words(shown, claim, quoted=quoted)
        yield _row(label, shown, writer.footnotes.of(claim))


def _own_facts(writer: Writer) -> Iterator[Row]:
    for predicate, scope in writer.profile.lines:
        if predicate.startswith("facts.") and not scope:
            label = predicate.removeprefix("facts.").replace("_", " ")
            yield from _fact(writer, predicate, plain(label[:1].upper() + label[1:]))


def _chiefs(writer: Writer) -> Iterator[Row]:
    edges = [edge for edge in writer.profile.edges if edge.type.id == "ceo_of" and not edge.outward]
    if edges:
        mark = writer.footnotes.mark(edges[0].relation.source, edges[0].relation.locator)
        yield _row("CEO", ", ".join(writer.link(edge) for edge in edges), mark)


def _key_backer(writer: Writer) -> Iterator[Row]:
    """The investor with the largest known cheque in the entity's rounds."""
    cheques: list[tuple[Quantity, str, ResolvedRound, Backer]] = [
        (backer.amount, backer.investor, found, backer)
        for found in writer.profile.rounds
        for backer in found.backers
        if backer.amount is not None and backer.amount.mid
    ]
    if cheques:
        amount, investor, found, backer = max(cheques, key=lambda cheque: (cheque[0].mid or 0, cheque[1]))
        name, paid = writer.links.link(investor), str(amount)
        if writer.trace is not None:
            name = writer.trace.derived(name, "the largest cheque decides who stands here")
            paid = writer.trace.cheque(paid, found, backer)
        yield _row("Key backer", f"{name} ({paid})")
