"""Names that more than one entity goes by, and names so close that they may be the same entity."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from vaultgen.catalog.core import Core
from vaultgen.catalog.findings import Finding, Severity
from vaultgen.records.model import Entity
from vaultgen.values.names import name_key

__all__ = ["name_findings"]

# Words that two names of one company often differ by.
_FORMS = re.compile(
    r"[\s,.]+(?:inc|incorporated|llc|ltd|limited|corp|corporation|co|company|gmbh|ag|sa|plc|labs?|ai|io|capital|ventures)\.?$"
)


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
    first, *rest = holders
    for other in rest:
        entity = entities[first]
        if other in entity.not_same_as or first in entities[other].not_same_as:
            continue
        names = f"{entity.name} ({first}) and {entities[other].name} ({other})"
        advice = "say `not_same_as` if they are two, `merged_into` if they are one"
        yield Finding(
            Severity.AUDIT, code, first, what, f"{what}: {names}; {advice}", record=("entity", first)
        )


def _bare(name: str) -> str:
    """The name without its legal form, space and punctuation."""
    text = name_key(name)
    shorter = _FORMS.sub("", text)
    return re.sub(r"[\W_]+", "", shorter or text) or text
