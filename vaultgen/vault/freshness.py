"""Whether there is anything to build, told from file stamps alone, before anything heavy is loaded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from vaultgen.notes.templates import template_folders
from vaultgen.vault.disk import Writer
from vaultgen.vault.fingerprint import Stamp, key_of, settle, stamps, stamps_of, trustworthy
from vaultgen.vault.project import Project

__all__ = ["Look", "Order", "Report", "State", "forget", "look", "save_state"]

STATE: Final = ".vaultgen/cache/state.json"
# Besides its notes, a build looks after these.
_OWN: Final = (
    ".vaultgen/manifest.jsonl",
    ".vaultgen/settings.json",
    *(f".obsidian/{name}.json" for name in ("app", "core-plugins", "graph", "types", "bookmarks")),
)


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asked of a build: as of which day, and whether to write, to show the difference, to dare."""

    day: date | None = None
    check: bool = False
    diff: bool = False
    jobs: int | None = None
    allow_mass_removal: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """How a build went; `counts` are notes by action, `changes` (action, path), `kept` (path, reason)."""

    notes: int
    counts: Mapping[str, int]
    changes: tuple[tuple[str, str], ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    contradictions: int = 0
    checked: bool = False
    diff: str = ""
    settings_left_alone: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """What the last build depended on (`key`, `records`), left behind (`vault`, by path), reported and left alone.

    `kept` are the ids of notes that are a person's; `kinds` those of all notes.
    """

    key: str
    records: Mapping[str, Stamp]
    vault: Mapping[str, Stamp]
    report: Report
    kept: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the files told: the state that still holds (if any), and which files are not as they were."""

    key: str
    records: Mapping[str, Stamp]
    state: State | None
    changed_records: tuple[str, ...] = ()
    changed_notes: tuple[str, ...] = ()

    def report(self, order: Order) -> Report | None:
        """The report of a build that has nothing to do; None if there may be something."""
        if self.state is None or self.changed_records or self.changed_notes:
            return None
        last = self.state.report
        kept = sum(last.counts.get(action, 0) for action in ("kept",))
        counts = {"kept": kept, "unchanged": sum(last.counts.values()) - last.counts.get("remove", 0) - kept}
        return Report(
            notes=last.notes,
            counts={action: count for action, count in counts.items() if count},
            kept=last.kept,
            contradictions=last.contradictions,
            checked=order.check,
            settings_left_alone=last.settings_left_alone,
        )


def look(project: Project, order: Order) -> Look:
    """Compare all files with their stamps of the last build."""
    key = key_of(project, order.day, template_folders(project.templates))
    records = stamps(project.records)
    state = _load(project.vault)
    if state is None or state.key != key:
        return Look(key, records, None)
    notes = _stamped(project.vault, state.vault)
    return Look(key, records, state, _differences(state.records, records), _differences(state.vault, notes))


def _differences(before: Mapping[str, Stamp], after: Mapping[str, Stamp]) -> tuple[str, ...]:
    if before == after:
        return ()
    return tuple(sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path)))


def _load(vault: Path) -> State | None:
    """The state of the last build; None if it is missing or damaged, which only costs time."""
    try:
        plain: dict[str, Any] = json.loads((vault / STATE).read_bytes())
        report = plain["report"]
        return State(
            key=plain["key"],
            records=plain["records"],
            vault=plain["vault"],
            report=Report(**{**report, "kept": tuple(map(tuple, report["kept"])), "changes": ()}),
            kept=tuple(plain["kept"]),
            kinds=tuple(plain["kinds"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget(writer: Writer) -> None:
    """Remove the state, so that a build which dies while the rest is being written leaves none that seems to hold."""
    writer.remove(STATE)


def save_state(
    project: Project,
    writer: Writer,
    *,
    look: Look,
    report: Report,
    paths: Iterable[str],
    known: Mapping[str, Stamp],
    kept: Iterable[str],
    kinds: Iterable[str],
) -> None:
    """Remember how the vault was left; a state whose stamps cannot be trusted is not written.

    `known` are the stamps of files that this build had no reason to touch.
    """
    settle()
    wanted = list(paths)
    vault = {path: stamp for path in wanted if (stamp := known.get(path)) is not None}
    vault |= _stamped(project.vault, [*(path for path in wanted if path not in vault), *_OWN])
    if not trustworthy(look.records, vault):
        return
    told = asdict(replace(report, diff="", changes=(), checked=False))
    state = {
        "key": look.key,
        "records": look.records,
        "vault": vault,
        "report": told,
        "kept": sorted(kept),
        "kinds": list(kinds),
    }
    writer.write(STATE, json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode())


def _stamped(vault: Path, paths: Iterable[str]) -> dict[str, Stamp]:
    wanted = list(paths)
    found = stamps_of(f"{vault}/{path}" for path in wanted)
    return {path: found[f"{vault}/{path}"] for path in wanted}
