"""What sources disagree about, shown in the note itself: one callout for each contradiction, with its claims."""

from __future__ import annotations

from collections.abc import Iterator

from vaultgen.catalog.findings import Finding, Severity
from vaultgen.notes.escape import plain
from vaultgen.notes.writer import Writer

__all__ = ["claims_of", "disputes"]


def disputes(writer: Writer) -> str:
    """A callout for every contradiction; folded once somebody has decided it."""
    found = [finding for finding in writer.profile.findings if finding.severity is Severity.CONTRADICTION]
    return "\n\n".join(_callout(finding) for finding in found)


def _callout(finding: Finding) -> str:
    title = plain(finding.what[:1].lower() + finding.what[1:])
    head = f"> [!info]- Decided: {title}" if finding.decided else f"> [!question] Disputed: {title}"
    lines = [head]
    if finding.decided:
        lines += [f"> {plain(finding.decided)}", ">"]
    lines += [f"> - {claim}" for claim in claims_of(finding)]
    return "\n".join(lines)


def claims_of(finding: Finding) -> Iterator[str]:
    """A line for each claim of a finding: what is said and by whom; the one that the vault shows says so."""
    for said, who, why in finding.says:
        text = f"{plain(said)} — {plain(who)}" if who else plain(said)
        yield f"{text} (shown here)" if why.startswith("shown") else text
