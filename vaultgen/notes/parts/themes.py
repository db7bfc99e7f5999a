"""Themed sections: prose, bullets and tables that the record's author laid out, or tables that the catalog fills."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from vaultgen.notes.escape import heading, plain
from vaultgen.notes.parts.connections import deals_table, partners_table, portfolio
from vaultgen.notes.parts.landscape import valuation_cell
from vaultgen.notes.table import table
from vaultgen.notes.writer import NONE, Writer
from vaultgen.records.model import Section, Table, Text
from vaultgen.values.status import Tier

__all__ = ["Theme", "bullets", "themes"]


_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Theme:
    """A section ready to print."""

    heading: str
    body: str


def themes(writer: Writer, after: str) -> tuple[Theme, ...]:
    """The sections that follow a part of the note; one whose contents are not known (yet) is left out."""
    found = []
    for section in writer.profile.texts.sections:
        if section.after != after:
            continue
        writer.section()
        body = _body(writer, section)
        if body:
            found.append(Theme(heading(section.heading), body))
    return tuple(found)


def _body(writer: Writer, section: Section) -> str:
    blocks = [_text(writer, section.text), bullets(writer, section.items)]
    if section.table is not None:
        blocks.append(_table(writer, section.table))
    blocks.append(_text(writer, section.closing))
    return "\n\n".join(block for block in blocks if block)


def _text(writer: Writer, versions: tuple[Text, ...]) -> str:
    if not versions:
        return ""
    text = versions[0]
    return writer.prose(text.text) + writer.footnotes.mark(text.source, text.locator)


def bullets(writer: Writer, items: tuple[Text, ...]) -> str:
    """One line a bullet, each with the mark of its own source."""
    lines = []
    for item in items:
        # A bullet without a figure is a thought; marks on every one of them would drown the list.
        mark = writer.footnotes.mark(item.source, item.locator) if _FIGURE.search(item.text) else ""
        lines.append(f"- {writer.prose(item.text)}{mark}")
    return "\n".join(lines)


def _table(writer: Writer, asked: Table) -> str:
    if not asked.of:
        rows = [[writer.prose(text) for text in row] for row in asked.rows]
        return table([plain(column) for column in asked.columns], rows)
    return _FILLED[asked.of](writer, asked)


def _backed(writer: Writer, asked: Table) -> str:
    """What an investor backed, rounds and other deals alike, the note's own entity first and in bold."""
    own = writer.profile.entity.id
    investor = asked.about or own
    card = writer.card(investor)
    if card is None:
        return ""
    rows = []
    for partner, amount, pattern, source in sorted(card.backed, key=lambda entry: entry[0] != own):
        name = writer.links.link(partner)
        partner_card = writer.card(partner)
        about = pattern or (partner_card.tagline if partner_card else "")
        mark = writer.footnotes.mark(source)
        cells = (f"**{name}**", f"**{amount}**") if partner == own else (name, amount)
        rows.append((cells[0], cells[1] + mark, plain(about) or NONE))
    heads = (f"{plain(writer.links.name(investor))} investment", "Amount", "Pattern")
    return table(heads, rows[: asked.limit]) if rows else ""


def _deals(writer: Writer, asked: Table) -> str:
    return deals_table(writer, writer.profile.deals, limit=asked.limit)


def _partners(writer: Writer, asked: Table) -> str:
    edges = [edge for edge in writer.profile.edges if edge.type.id == asked.relation]
    return partners_table(writer, edges, limit=asked.limit) if edges else ""


def _members(writer: Writer, asked: Table) -> str:
    edges = [edge for edge in writer.profile.edges if edge.type.id == "member_of" and not edge.outward]
    return partners_table(writer, edges, limit=asked.limit) if edges else ""


def _rounds(writer: Writer, asked: Table) -> str:
    return portfolio(writer, writer.profile.backings, limit=asked.limit)


def _metric(writer: Writer, asked: Table) -> str:
    """One metric over time, oldest first, with how firmly each figure stands."""
    line = writer.profile.line(asked.metric)
    told = [*line.series, *line.shown, *(aside.claim for aside in line.aside if aside.why == "older")]
    claims = {id(claim): claim for claim in told}
    ordered = sorted(
        claims.values(), key=lambda claim: (claim.window.end, claim.window.start, str(claim.value))
    )
    rows = []
    for claim in ordered[-asked.limit :] if asked.limit else ordered:
        firmly = "stated"
        if claim.status is not None and claim.status.tier is not Tier.FIRM:
            firmly = f"{claim.status.words} by {claim.author}" if claim.author else claim.status.words
        day = str(claim.as_of) if claim.as_of else NONE
        rows.append((day, f"{claim.value}{writer.footnotes.of(claim)}", plain(firmly)))
    label = writer.book.registry.metrics[asked.metric].label
    return table(("When", label, "How firmly"), rows) if rows else ""


def _metric_of_members(writer: Writer, asked: Table) -> str:
    """One metric of every member of a group, beside the members' valuations."""
    rows = []
    for edge in writer.profile.edges:
        card = writer.card(edge.partner)
        if edge.type.id != "member_of" or edge.outward or card is None:
            continue
        figures = [
            figure for figure in (card.figure(asked.metric), card.pending_figure(asked.metric)) if figure
        ]
        shown = "; ".join(map(str, figures)) or NONE
        worth = -figures[0].sort if figures else 0.0
        rows.append((worth, writer.links.link(edge.partner), shown, valuation_cell(writer, card)))
    rows.sort()
    label = writer.book.registry.metrics[asked.metric].label
    if asked.metric == "valuation":
        return table(("Name", label), [row[1:3] for row in rows[: asked.limit]]) if rows else ""
    return table(("Name", label, "Valuation"), [row[1:] for row in rows[: asked.limit]]) if rows else ""


_FILLED: dict[str, Callable[[Writer, Table], str]] = {
    "backed": _backed,
    "deals": _deals,
    "partners": _partners,
    "members": _members,
    "rounds": _rounds,
    "metric": _metric,
    "metric_of_members": _metric_of_members,
}
