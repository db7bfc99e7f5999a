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
from vaultgen.vault.settling import Settlement

__all__ = ["Look", "Order", "Report", "State", "forget", "look", "save_state"]

STATE: Final = ".vaultgen/cache/state.json"
# Besides its notes, a build looks after these.
_OWN: Final = (
    ".vaultgen/settings.json",
    *(f".obsidian/{name}.json" for name in ("app", "core-plugins", "graph", "types", "bookmarks")),
)


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asked of a build: as of which day, and whether to write, to show the difference, to dare.

    Files in the place of a note in `adopt` are merged with it; notes in `prune` go to the trash though edited; those
    in `restore` come back though deleted; `settle` is what was decided about the open points of one. Each of them may
    be named by id, path or name. `command` is what the build is part of, as others are told who find the vault locked.
    """

    day: date | None = None
    check: bool = False
    diff: bool = False
    jobs: int | None = None
    allow_mass_removal: bool = False
    adopt: tuple[str, ...] = ()
    prune: tuple[str, ...] = ()
    restore: tuple[str, ...] = ()
    settle: Settlement | None = None
    command: str = "vaultgen build"

    @property
    def named(self) -> tuple[str, ...]:
        """The notes that are to be treated otherwise than by a plain build."""
        return (*self.adopt, *self.prune, *self.restore, *((self.settle.note,) if self.settle else ()))


OpenPoint = tuple[str, str, str | None, str | None, str | None]
"""The path of a note, the spot in it, and what stood there, what a person wrote there and what the records say now."""


@dataclass(frozen=True, slots=True)
class Report:
    """How a build went; `counts` are notes by action, `changes` (action, path), `kept` (path, reason).

    `points` is all that has yet to be settled between people and records, whether this build found it or not;
    `settled` is what was settled with it. `answers` are the steps for the notes that the order names: id, action, path.
    """

    notes: int
    counts: Mapping[str, int]
    changes: tuple[tuple[str, str], ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    points: tuple[OpenPoint, ...] = ()
    settled: tuple[OpenPoint, ...] = ()
    answers: tuple[tuple[str, str, str], ...] = ()
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

    @property
    def unchanged(self) -> bool:
        """Whether everything is as the last build left it."""
        return self.state is not None and not self.changed_records and not self.changed_notes

    def report(self, order: Order) -> Report | None:
        """The report of a build that has nothing to do; None if there may be something."""
        if order.named or not self.unchanged or self.state is None:
            return None
        last = self.state.report
        counts = {action: last.counts.get(action, 0) for action in ("kept", "deleted")}
        others = sum(
            count for action, count in last.counts.items() if action not in {*counts, "remove", "relink"}
        )
        counts["unchanged"] = others
        return Report(
            notes=last.notes,
            counts={action: count for action, count in counts.items() if count},
            kept=last.kept,
            points=last.points,
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
            report=Report(
                **{
                    **report,
                    "kept": tuple(map(tuple, report["kept"])),
                    "points": tuple(map(tuple, report["points"])),
                    "changes": (),
                    "settled": (),
                    "answers": (),
                }
            ),
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
    told = asdict(replace(report, diff="", changes=(), settled=(), answers=(), checked=False))
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
