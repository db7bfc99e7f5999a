"""What sources disagree about, shown in the note itself: one callout for each contradiction, with its claims."""

from __future__ import annotations

from vaultgen.catalog.findings import Finding, Severity
from vaultgen.notes.escape import plain
from vaultgen.notes.table import table
from vaultgen.notes.writer import Writer

__all__ = ["disputes", "finding_table"]


def disputes(writer: Writer) -> str:
    """A callout for every contradiction; folded once somebody has decided it."""
    found = [finding for finding in writer.profile.findings if finding.severity is Severity.CONTRADICTION]
    return "\n\n".join(_callout(finding) for finding in found)


def _callout(finding: Finding) -> str:
    title = plain(finding.what[:1].upper() + finding.what[1:])
    head = f"> [!info]- Decided: {title}" if finding.decided else f"> [!question] Disputed: {title}"
    lines = [head]
    if finding.decided:
        lines += [f"> {plain(finding.decided)}", ">"]
    lines += [f"> {line}" for line in finding_table(finding).splitlines()]
    return "\n".join(lines)


def finding_table(finding: Finding) -> str:
    """The claims of a finding side by side: what is said, by whom, and why it is shown or not."""
    rows = [(plain(said), plain(who) or "—", plain(why)) for said, who, why in finding.says]
    return table(("Claim", "Who says so", "In this vault"), rows)
