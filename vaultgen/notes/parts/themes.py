"""Themed sections: prose, bullets and tables that the record's author laid out, or tables that the catalog fills."""

from __future__ import annotations

import re
from collections.abc import Callable

from vaultgen.catalog.claims import Claim
from vaultgen.notes.authored import attach, bullet
from vaultgen.notes.escape import plain
from vaultgen.notes.headings import block, section, title_of
from vaultgen.notes.parts.connections import partners_table
from vaultgen.notes.parts.portfolio import deals_table, portfolio_table
from vaultgen.notes.rows import NONE, Row, lean_table
from vaultgen.notes.table import table
from vaultgen.notes.writer import Writer
from vaultgen.records.model import Section, Table, Text
from vaultgen.values.status import Tier

__all__ = ["bullets", "themes"]

_FIGURE = re.compile(r"\d")
_STATED = "stated"


def themes(writer: Writer, after: str) -> str:
    """The sections that follow a part of the note; one whose contents are not known (yet) is left out."""
    found = []
    for themed in writer.profile.texts.sections:
        if themed.after == after:
            writer.section()
            found.append(section(_body(writer, themed), title_of(themed.heading)))
    return "".join(found)


def _body(writer: Writer, themed: Section) -> str:
    text, closing = (versions[0] if versions else None for versions in (themed.text, themed.closing))
    blocks = [writer.text(text), bullets(writer, themed.items)]
    if themed.table is not None:
        blocks.append(_table(writer, themed.table))
    blocks.append(writer.text(closing))
    return block(blocks)


def bullets(writer: Writer, items: tuple[Text, ...]) -> str:
    """One line a bullet, each with the mark of its own source."""
    lines = []
    for item in items:
        # A bullet without a figure is a thought; marks on every one of them would drown the list.
        mark = writer.footnotes.mark(item.source, item.locator) if _FIGURE.search(item.text) else ""
        lines.append(bullet(attach(writer.prose(item.text), mark)))
    return "\n".join(lines)


def _table(writer: Writer, asked: Table) -> str:
    if not asked.of:
        rows = [[writer.prose(text) for text in row] for row in asked.rows]
        return table([plain(column) for column in asked.columns], rows) if rows else ""
    return _FILLED[asked.of](writer, asked)


def _backed(writer: Writer, asked: Table) -> str:
    """What an investor backed, rounds and other deals alike, the note's own entity first and in bold."""
    investor = asked.about or writer.own
    card = writer.card(investor)
    if card is None:
        return ""
    rows = []
    for partner, amount, pattern, source in sorted(card.backed, key=lambda entry: entry[0] != writer.own):
        partner_card = writer.card(partner)
        about = plain(pattern or (partner_card.tagline if partner_card else "")) or NONE
        name, amount_cell = writer.links.link(partner), plain(amount)
        if writer.trace is not None:
            amount_cell = writer.trace.derived(amount_cell, "it is told in the records of a round or a deal")
        if partner == writer.own:
            name, amount_cell = f"**{name}**", f"**{amount_cell}**"
        rows.append(Row((name, amount_cell, about), writer.footnotes.mark(source)))
    heads = (f"{plain(writer.links.name(investor))} investment", "Amount", "Pattern")
    return lean_table(heads, rows[: asked.limit], marked=1)


def _deals(writer: Writer, asked: Table) -> str:
    return deals_table(writer, writer.profile.deals, limit=asked.limit)


def _partners(writer: Writer, asked: Table) -> str:
    edges = [edge for edge in writer.profile.edges if edge.type.id == asked.relation]
    return partners_table(writer, edges, limit=asked.limit)


def _members(writer: Writer, asked: Table) -> str:
    edges = [edge for edge in writer.profile.edges if edge.type.id == "member_of" and not edge.outward]
    return partners_table(writer, edges, limit=asked.limit)


def _rounds(writer: Writer, asked: Table) -> str:
    return portfolio_table(writer, writer.profile.backings, limit=asked.limit)


def _metric(writer: Writer, asked: Table) -> str:
    """One metric over time, oldest first, with how firmly each figure stands."""
    line = writer.profile.line(asked.metric)
    told = [*line.series, *line.shown, *(aside.claim for aside in line.aside if aside.why == "older")]
    claims = {id(claim): claim for claim in told}
    ordered = sorted(
        claims.values(), key=lambda claim: (claim.window.end, claim.window.start, str(claim.value))
    )
    rows = [
        Row(
            (_when(writer, claim), _value(writer, claim), _firmly(claim)),
            writer.footnotes.of(claim),
        )
        for claim in (ordered[-asked.limit :] if asked.limit else ordered)
    ]
    if all(row.cells[2] == _STATED for row in rows):
        rows = [Row((*row.cells[:2], NONE), row.mark) for row in rows]
    label = writer.book.registry.metrics[asked.metric].label
    return lean_table(("When", plain(label), "How firmly"), rows, marked=1)


def _when(writer: Writer, claim: Claim) -> str:
    shown = str(claim.as_of) if claim.as_of else NONE
    return shown if writer.trace is None else writer.trace.as_of(shown, claim)


def _value(writer: Writer, claim: Claim) -> str:
    if claim.quantity is not None:
        return writer.quantity(claim.quantity, claim=claim)
    shown = plain(str(claim.value))
    return shown if writer.trace is None else writer.trace.words(shown, claim)


def _firmly(claim: Claim) -> str:
    if claim.status is None or claim.status.tier is Tier.FIRM:
        return _STATED
    return plain(f"{claim.status.words} by {claim.author}" if claim.author else claim.status.words)


def _metric_of_members(writer: Writer, asked: Table) -> str:
    """One metric of every member of a group; beside the valuations, unless another table of the note has them."""
    ranked = []
    for edge in writer.profile.edges:
        card = writer.card(edge.partner)
        if edge.type.id != "member_of" or edge.outward or card is None:
            continue
        current, pending = card.figure(asked.metric), card.pending_figure(asked.metric)
        known = [figure for figure in (current, pending) if figure is not None]
        shown = plain("; ".join(map(str, known))) or NONE
        if known and writer.trace is not None:
            other = writer.trace.other
            shown = "; ".join(
                other(plain(str(one)), card.id, asked.metric, pending=one is pending) for one in known
            )
        ranked.append((-known[0].sort if known else 0.0, card.name, shown, card))
    ranked.sort(key=lambda entry: entry[:2])
    if all(shown == NONE for _, _, shown, _ in ranked):
        return ""
    others = [*writer.asks("members"), *writer.asks("metric_of_members")]
    alone = all(other is asked for other in others)
    rows = [
        Row((writer.links.link(card.id), shown, writer.valuation(card) if alone else NONE))
        for _, _, shown, card in ranked[: asked.limit]
    ]
    label = plain(writer.book.registry.metrics[asked.metric].label)
    if asked.metric == "valuation":
        return lean_table(("Name", label), [Row(row.cells[:2]) for row in rows])
    return lean_table(("Name", label, "Valuation"), rows)


_FILLED: dict[str, Callable[[Writer, Table], str]] = {
    "backed": _backed,
    "deals": _deals,
    "partners": _partners,
    "members": _members,
    "rounds": _rounds,
    "metric": _metric,
    "metric_of_members": _metric_of_members,
}
