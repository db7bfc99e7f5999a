"""How many independent voices stand behind claims: two articles that retell one report are one."""

from __future__ import annotations

from collections.abc import Iterable

from vaultgen.catalog.claims import Claim

__all__ = ["independent", "share_origin"]


def _roots(claim: Claim) -> frozenset[str]:
    """Whom a claim goes back to: the origin that it names, else the reports at the root of its source."""
    return frozenset((claim.origin,)) if claim.origin else claim.reference.roots


def share_origin(a: Claim, b: Claim) -> bool:
    """Whether one voice stands behind both."""
    return not _roots(a).isdisjoint(_roots(b))


def independent(claims: Iterable[Claim]) -> int:
    """The number of voices that have none in common; claims without a source do not count."""
    voices: list[frozenset[str]] = []
    for claim in claims:
        joined = _roots(claim)
        if not joined:
            continue
        apart = []
        for voice in voices:
            if voice.isdisjoint(joined):
                apart.append(voice)
            else:
                joined |= voice
        voices = [*apart, joined]
    return len(voices)
