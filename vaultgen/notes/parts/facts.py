"""The metric tables: why an entity matters in figures, and the quick stats at its end."""

from __future__ import annotations

from collections.abc import Iterator

from vaultgen.catalog.claims import Claim
from vaultgen.catalog.resolve import Line
from vaultgen.notes.escape import plain
from vaultgen.notes.table import table
from vaultgen.notes.writer import Writer
from vaultgen.values.quantity import Quantity
from vaultgen.values.status import Tier

__all__ = ["metric_table", "quick_stats"]

Row = tuple[str, str]
# Metrics with rows of their own at the top of the table; those that can be worked out stand among the checks.
_OWN_ROWS = ("valuation", "total_raised")
_QUOTES = "\"'“”"


def metric_table(writer: Writer) -> str:
    """Valuation, money raised, the other metrics and the standing facts; nothing where nothing is known."""
    rows = [*_valuation(writer), *_total(writer), *_metrics(writer), *_facts(writer), *_own_facts(writer)]
    return table(("Metric", "Value"), rows) if rows else ""


def quick_stats(writer: Writer) -> str:
    """The handful of figures to keep in mind; nothing where only one or two are known.

    They stand above with their sources already, so they carry no marks.
    """
    rows = [
        *_fact(writer, "ticker", "Ticker"),
        *_valuation(writer, previous=False),
        *_total(writer, bold=False),
    ]
    rows += [*_fact(writer, "founded", "Founded"), *_chiefs(writer), *_key_backer(writer)]
    return table(("Metric", "Value"), rows) if len(rows) > 2 else ""


def _valuation(writer: Writer, *, previous: bool = True) -> Iterator[Row]:
    line = writer.profile.line("valuation")
    if line.current is not None:
        firm = line.current.tier is not Tier.PENDING
        yield "Valuation", _cell(writer, line.current, bold=firm)
    if line.pending is not None:
        yield "Pending valuation", _cell(writer, line.pending)
    if previous and line.previous is not None and line.current is not None and line.current.tier is Tier.FIRM:
        yield "Previous valuation", _cell(writer, line.previous)


def _total(writer: Writer, *, bold: bool = True) -> Iterator[Row]:
    claim = writer.profile.current("total_raised")
    if claim is not None and claim.quantity is not None:
        yield "Total raised", writer.quantity(claim.quantity, bold=bold) + writer.footnotes.of(claim)
        return
    derived = writer.profile.derived_figure("total_raised")
    if derived is not None and len(derived.inputs) > 1:
        yield "Total raised", writer.quantity(derived.value, bold=bold)


def _metrics(writer: Writer) -> Iterator[Row]:
    """Every other metric that somebody stated, in the order of the registry, then by scope."""
    order = {name: rank for rank, name in enumerate(writer.book.registry.metrics)}
    keys = sorted(
        (key for key in writer.profile.lines if key[0] in order), key=lambda key: (order[key[0]], key[1])
    )
    for name, scope in keys:
        kind = writer.book.registry.metrics[name]
        if (name in _OWN_ROWS and not scope) or kind.derived:
            continue
        label = f"{kind.label}, {writer.scope(scope)}" if scope else kind.label
        yield from _series(writer, label, writer.profile.line(name, scope))


def _series(writer: Writer, label: str, line: Line) -> Iterator[Row]:
    if line.current is not None:
        yield plain(label), _cell(writer, line.current)
    if line.pending is not None:
        yield plain(f"{label} (pending)"), _cell(writer, line.pending)
    earlier = [claim for claim in line.series[1:4] if claim is not line.pending]
    if earlier:
        cells = ", ".join(writer.figure(claim) for claim in earlier)
        yield plain(f"Earlier {label[:1].lower()}{label[1:]}"), cells + writer.footnotes.of(*earlier)


def _cell(writer: Writer, claim: Claim, *, bold: bool = False) -> str:
    shown = writer.figure(claim, bold=bold)
    if claim.said.note:
        shown += f", {plain(claim.said.note)}"
    denominator = getattr(claim.said, "denominator", "")
    if denominator:
        shown += f" of {plain(denominator)}"
    return shown + writer.footnotes.of(claim)


def _facts(writer: Writer) -> Iterator[Row]:
    yield from _fact(writer, "founded", "Founded")
    yield from _fact(writer, "hq", "HQ")
    yield from _chiefs(writer)
    yield from _fact(writer, "positioning", "Positioning", quoted=True)
    yield from _fact(writer, "website", "Website")


def _fact(writer: Writer, predicate: str, label: str, *, quoted: bool = False) -> Iterator[Row]:
    claim = writer.profile.current(predicate)
    if claim is not None:
        text = str(claim.value)
        shown = plain(f'"{text.strip(_QUOTES)}"' if quoted else text)
        yield label, shown + writer.footnotes.of(claim)


def _own_facts(writer: Writer) -> Iterator[Row]:
    for predicate, scope in writer.profile.lines:
        if predicate.startswith("facts.") and not scope:
            label = predicate.removeprefix("facts.").replace("_", " ")
            yield from _fact(writer, predicate, plain(label[:1].upper() + label[1:]))


def _chiefs(writer: Writer) -> Iterator[Row]:
    edges = [edge for edge in writer.profile.edges if edge.type.id == "ceo_of" and not edge.outward]
    if edges:
        mark = writer.footnotes.mark(edges[0].relation.source)
        yield "CEO", ", ".join(writer.links.link(edge.partner) for edge in edges) + mark


def _key_backer(writer: Writer) -> Iterator[Row]:
    """The investor with the largest known cheque in the entity's rounds."""
    cheques: list[tuple[Quantity, str, str]] = [
        (backer.amount, backer.investor, backer.source)
        for found in writer.profile.rounds
        for backer in found.backers
        if backer.amount is not None and backer.amount.mid
    ]
    if cheques:
        amount, investor, source = max(cheques, key=lambda cheque: (cheque[0].mid or 0, cheque[1]))
        mark = writer.footnotes.mark(source)
        yield "Key backer", f"{writer.links.link(investor)} ({amount}){mark}"
