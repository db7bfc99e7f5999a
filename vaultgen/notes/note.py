"""A note as its template sees it: every part already written in Markdown, empty where there is nothing to say."""

from __future__ import annotations

from typing import NamedTuple

from vaultgen.notes.escape import plain
from vaultgen.notes.frontmatter import frontmatter
from vaultgen.notes.headings import block, title_of
from vaultgen.notes.parts.checks import checks
from vaultgen.notes.parts.connections import connections, customers, members, ties
from vaultgen.notes.parts.disputes import disputes
from vaultgen.notes.parts.facts import metric_table, quick_stats
from vaultgen.notes.parts.funding import NO_FUNDING, Funding, funding
from vaultgen.notes.parts.landscape import landscape
from vaultgen.notes.parts.portfolio import deals, portfolio
from vaultgen.notes.parts.related import related
from vaultgen.notes.parts.sources import about_source, kin_of_source
from vaultgen.notes.parts.themes import bullets, themes
from vaultgen.notes.parts.voices import publications, statements_table
from vaultgen.notes.properties import properties, tags_of
from vaultgen.notes.writer import Writer
from vaultgen.records.model import Level
from vaultgen.values.days import Day, parse_day

__all__ = ["Note", "write_note"]

_LONGEST_SUBJECT = 60


class Note(NamedTuple):
    """What a template may print, by these names; `templates/notes/base.md.j2` shows how the parts follow each other.

    `title` is the entity's name and `subject` the same for headings (“it” where the name is too long for one). Parts
    called `after_…` hold whole sections with their headings, as do `members`.
    """

    properties: str
    title: str
    subject: str
    tag_line: str = ""
    lead: str = ""
    disputes: str = ""
    why: str = ""
    metrics: str = ""
    after_why: str = ""
    does: str = ""
    customers: str = ""
    after_does: str = ""
    rounds: str = ""
    remarks: str = ""
    investors: str = ""
    checks: str = ""
    after_funding: str = ""
    portfolio: str = ""
    deals: str = ""
    members: str = ""
    landscape: str = ""
    differentiation: str = ""
    market: str = ""
    after_landscape: str = ""
    bull: str = ""
    bear: str = ""
    after_case: str = ""
    connections: str = ""
    publications: str = ""
    statements: str = ""
    stats: str = ""
    updated: str = ""
    related: str = ""
    source: str = ""
    footnotes: str = ""


def write_note(writer: Writer) -> Note:
    """The note of the writer's profile, part by part in reading order, since marks and first mentions follow it."""
    entity = writer.profile.entity
    head = {
        "title": plain(entity.name),
        "subject": title_of(entity.name) if len(entity.name) <= _LONGEST_SUBJECT else "it",
        "tag_line": _tag_line(writer),
        "lead": block((writer.text(writer.profile.texts.summary), about_source(writer))),
        "disputes": disputes(writer) if writer.profile.findings else "",
        "updated": _day(writer.profile.updated),
    }
    parts = _brief_parts(writer) if entity.level is Level.STUB else _parts(writer)
    tail = {"source": _source_line(writer), "footnotes": writer.footnotes.text(writer.citation)}
    return Note(properties=frontmatter(properties(writer)), **head, **parts, **tail)


def _brief_parts(writer: Writer) -> dict[str, str]:
    """A stub's few lines: its figures and its neighbours."""
    writer.section()
    return {
        "metrics": metric_table(writer),
        "related": "\n".join(text for text in (kin_of_source(writer), related(writer)) if text),
    }


def _parts(writer: Writer) -> dict[str, str]:
    """Everything between the lead and the source, in the order of the note."""
    texts = writer.profile.texts
    parts = _figures_and_funding(writer)
    if writer.profile.backings or writer.profile.deals:
        parts |= {"portfolio": portfolio(writer), "deals": deals(writer)}
    parts["members"] = members(writer)
    writer.section()
    parts |= {"landscape": landscape(writer), "differentiation": writer.text(texts.landscape)}
    parts["market"] = title_of(writer.profile.entity.market)
    parts["after_landscape"] = themes(writer, "landscape")
    writer.section()
    parts |= {"bull": bullets(writer, texts.bull), "bear": bullets(writer, texts.bear)}
    parts["after_case"] = themes(writer, "case")
    tied = ties(writer)
    parts["connections"] = connections(writer, tied)
    parts |= {"publications": publications(writer), "statements": statements_table(writer)}
    # Figures to keep in mind are for a note of some length; a short one has just told them.
    told = [name for name in ("does", "rounds", "landscape", "bull", "after_funding") if parts[name]]
    parts["stats"] = quick_stats(writer) if len(told) > 2 else ""
    closing = related(writer, [edge for edges in tied.values() for edge in edges])
    parts["related"] = "\n".join(text for text in (kin_of_source(writer), closing) if text)
    return parts


def _figures_and_funding(writer: Writer) -> dict[str, str]:
    texts = writer.profile.texts
    writer.section()
    parts = {
        "why": writer.text(texts.why),
        "metrics": metric_table(writer),
        "after_why": themes(writer, "why"),
    }
    writer.section()
    parts |= {"does": writer.text(texts.does), "customers": customers(writer)}
    parts["after_does"] = themes(writer, "does")
    money: Funding = funding(writer) if writer.profile.rounds else NO_FUNDING
    parts |= {"rounds": money.rounds, "remarks": money.remarks, "investors": money.investors}
    parts |= {"checks": checks(writer), "after_funding": themes(writer, "funding")}
    return parts


def _tag_line(writer: Writer) -> str:
    return " ".join(f"#{tag}" for tag in tags_of(writer.profile)) if writer.book.wishes.tag_line else ""


def _day(day: Day | None) -> str:
    """A day in ISO form; one known less exactly as it is written elsewhere, a span by its end, when all was known."""
    if day is None:
        return ""
    if day.precision == "day":
        return day.edtf
    if day.precision == "interval" and day.latest is not None:
        return f"{parse_day(day.latest.isoformat()[:7])} at the latest"
    return str(day)


def _source_line(writer: Writer) -> str:
    """The note's main source, and the first report behind it; nothing in the note of a source itself."""
    main = writer.profile.main_source
    if not main or writer.book.library[writer.own].source is not None:
        return ""
    return writer.citation(main)
