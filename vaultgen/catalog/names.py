"""Names that more than one entity goes by, and names so close that they may be the same entity."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from unicodedata import combining, normalize

from vaultgen.catalog.core import Core
from vaultgen.catalog.findings import Finding, Severity
from vaultgen.records.model import Entity
from vaultgen.values.names import name_key

__all__ = ["name_findings"]

# Words that two names of one company often differ by.
_FORMS = re.compile(
    r"[\s,.]+(?:inc|incorporated|llc|ltd|limited|corp|corporation|co|company|gmbh|ag|sa|plc|labs?|ai|io|capital|ventures)\.?$"
)

_SPACE = re.compile(r"[\W_]+")


def name_findings(cores: Iterable[Core]) -> Iterator[Finding]:
    """Findings about names: an alias that two entities claim, and entities that may be one."""
    claimed: dict[str, set[str]] = defaultdict(set)
    near: dict[str, set[str]] = defaultdict(set)
    entities: dict[str, Entity] = {}
    for core in cores:
        entity = core.entity
        if "source" in entity.kinds:
            continue
        entities[entity.id] = entity
        for name in {entity.name, *(alias.text for alias in entity.aliases)}:
            claimed[name_key(name)].add(entity.id)
        near[_bare(entity.name)].add(entity.id)
    for holders in claimed.values():
        if len(holders) > 1:
            yield from _shared(sorted(holders), "alias", "name", entities)
    for holders in near.values():
        if len(holders) > 1 and not any(holders <= others for others in claimed.values()):
            yield from _shared(sorted(holders), "near-duplicate", "similar name", entities)


def _shared(holders: list[str], code: str, what: str, entities: dict[str, Entity]) -> Iterator[Finding]:
    first, *rest = (entities[holder] for holder in holders)
    for other in rest:
        if _is_decided(first, other) or _is_decided(other, first):
            continue
        names = f"{first.name} ({first.id}) and {other.name} ({other.id})"
        advice = "say `not_same_as` if they are two, `merged_into` if they are one"
        message = f"{what}: {names}; {advice}"
        yield Finding(Severity.AUDIT, code, first.id, what, message, record=("entity", first.id))


def _is_decided(entity: Entity, other: Entity) -> bool:
    """Whether the record says already that the two are one, or that they are not."""
    return other.id in {*entity.same_as, *entity.not_same_as, entity.merged_into}


def _bare(name: str) -> str:
    """The name without its legal form, accents, space and punctuation."""
    text = name_key(name)
    shorter = _FORMS.sub("", text) or text
    if not shorter.isascii():
        shorter = "".join(part for part in normalize("NFD", shorter) if not combining(part))
    return _SPACE.sub("", shorter) or text
