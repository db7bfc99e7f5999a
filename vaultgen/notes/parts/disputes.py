"""What sources disagree about, shown in the note itself: one callout for each contradiction, with its claims."""

from __future__ import annotations

from vaultgen.catalog.findings import Finding, Severity
from vaultgen.notes.escape import plain
from vaultgen.notes.rows import NONE
from vaultgen.notes.table import table
from vaultgen.notes.writer import Writer

__all__ = ["claims_table", "disputes"]


def disputes(writer: Writer) -> str:
    """A callout for every contradiction; folded once somebody has decided it."""
    found = [finding for finding in writer.profile.findings if finding.severity is Severity.CONTRADICTION]
    return "\n\n".join(_callout(finding) for finding in found)


def _callout(finding: Finding) -> str:
    title = plain(finding.what[:1].lower() + finding.what[1:])
    head = f"> [!info]- Decided: {title}" if finding.decided else f"> [!question] Disputed: {title}"
    told = [plain(finding.decided), ""] if finding.decided else []
    # Obsidian needs an empty line before a table, inside a callout as well.
    lines = ["", *told, *claims_table(finding).splitlines()]
    return "\n".join([head, *(f"> {line}".rstrip() for line in lines)])


def claims_table(finding: Finding) -> str:
    """The claims of a finding side by side: what is said, by whom, and whether it is shown or why not."""
    rows = [(plain(said), plain(who) or NONE, plain(why)) for said, who, why in finding.says]
    return table(("Claim", "Who says so", "In this vault"), rows)
