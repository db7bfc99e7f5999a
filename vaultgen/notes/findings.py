"""What the catalog found, as the vault's own notes list it: conflicts, stale figures, unsourced claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vaultgen.catalog.findings import Finding, Severity
from vaultgen.notes.book import Book
from vaultgen.notes.escape import plain
from vaultgen.notes.parts.disputes import claims_table
from vaultgen.notes.rows import NONE, Row, and_more, lean_table

__all__ = ["lists", "title_line"]

MOST = 500
_LISTINGS = (("stale", "Stale figures"), ("unsourced", "Unsourced claims"))

Listing = tuple[str, str, dict[str, object]]


def lists(book: Book, findings: Sequence[Finding]) -> Iterator[Listing]:
    """(template, name, values) of the notes that list findings."""
    conflicts = [found for found in findings if found.code not in {code for code, _ in _LISTINGS}]
    yield "conflicts", "Conflicts", {"groups": list(_groups(book, conflicts))}
    for code, name in _LISTINGS:
        told = [found for found in findings if found.code == code]
        rows = [
            Row((book.link(found.subject), plain(found.what) or NONE, plain(found.message)))
            for found in told[:MOST]
        ]
        listed = and_more(lean_table(("About", "What", "Figure"), rows), len(told) - MOST)
        yield "listing", name, {"table": listed, "code": code}


def title_line(book: Book, found: Finding) -> str:
    """Whom a finding is about, and what."""
    return f"{book.link(found.subject)}: {plain(found.what[:1].lower() + found.what[1:])}"


def _groups(book: Book, findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """(heading, body) for what is undecided, decided, odd, less precise and retold; nothing that is empty."""
    contradictions = [found for found in findings if found.severity is Severity.CONTRADICTION]
    undecided = [_conflict(book, found) for found in contradictions if found.open]
    decided = [_conflict(book, found) for found in contradictions if not found.open]
    audits = [found for found in findings if found.severity is Severity.AUDIT]
    odd = list(dict.fromkeys(f"- {book.link(found.subject)}: {plain(found.sentence)}" for found in audits))
    vague = [found for found in findings if found.severity is Severity.IMPRECISION]
    retold = _by_subject(book, [found for found in findings if found.severity is Severity.RESTATEMENT])
    for title, items, between in (
        ("Undecided", undecided, "\n\n"),
        ("Decided", decided, "\n\n"),
        ("Oddities", odd, "\n"),
    ):
        if items:
            yield title, and_more(between.join(items[:MOST]), len(items) - MOST)
    if vague:
        yield "Less precise", _vague(book, vague)
    if retold:
        yield "Retold", and_more("\n".join(retold[:MOST]), len(retold) - MOST)


def _conflict(book: Book, found: Finding) -> str:
    lines = [f"**{title_line(book, found)}**"]
    if found.decided:
        lines.append(f"Decided: {plain(found.decided)}")
    return "\n".join([*lines, "", claims_table(found)])


def _vague(book: Book, findings: Sequence[Finding]) -> str:
    """One row for everything that one figure is told less exactly as."""
    told: dict[tuple[str, str, str], dict[str, None]] = {}
    for found in findings:
        shown = next((said for said, _, why in found.says if why.startswith("shown")), "")
        others = [(said, who) for said, who, why in found.says if not why.startswith("shown")]
        words = [f"{said}, {who}" if who else said for said, who in others]
        told.setdefault((found.subject, found.what, shown), {}).update(dict.fromkeys(words))
    rows = [
        Row(
            (
                book.link(subject),
                plain(what[:1].upper() + what[1:]),
                plain(shown) or NONE,
                plain("; ".join(others)) or NONE,
            )
        )
        for (subject, what, shown), others in list(told.items())[:MOST]
    ]
    return and_more(lean_table(("About", "What", "Shown here", "Also said"), rows), len(told) - MOST)


def _by_subject(book: Book, findings: Sequence[Finding]) -> list[str]:
    """One line for everything that is only retold of an entity."""
    told: dict[str, dict[str, None]] = {}
    for found in findings:
        told.setdefault(found.subject, {})[found.message] = None
    return [f"- {book.link(subject)}: {plain('; '.join(said))}" for subject, said in told.items()]
