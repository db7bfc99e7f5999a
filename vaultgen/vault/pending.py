"""What a build is about to write, noted down before it does, so that a crash leaves no doubt about who wrote what.

`.vaultgen/pending.jsonl` is there while a plan is carried out, and after a crash; it is not for git. Its lines tell of
the files being written and of the renames that links in people's texts follow.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from json.encoder import encode_basestring as quoted
from pathlib import Path
from typing import Any, Final

from vaultgen.errors import VaultError
from vaultgen.vault.base import Entry, Pending, plain_point, point_of
from vaultgen.vault.disk import remove, sync, write_if_changed
from vaultgen.vault.gate import check_relative, explain, safe_path

__all__ = ["PENDING", "Unfinished", "clear", "interrupted", "note_down", "unfinished"]

PENDING: Final = ".vaultgen/pending.jsonl"
_HEAD: Final = '{"version":2}'


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What an interrupted build was about to do: texts by note, and files by the names that they were leaving.

    `relinked` are the hashes of the other texts whose links it made to follow, by path.
    """

    texts: Mapping[str, tuple[Pending, ...]] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)
    relinked: Mapping[str, str] = field(default_factory=dict)

    def together_with(self, entries: Mapping[str, Entry]) -> dict[str, Entry]:
        """The entries of the base, each with what was about to be written."""
        known = dict(entries)
        for key, texts in self.texts.items():
            entry = known.get(key) or Entry(key, texts[0].home or texts[0].path, "")
            known[key] = replace(entry, pending=texts)
        return known


def interrupted(vault: Path) -> bool:
    """Whether a build was interrupted while it wrote."""
    return safe_path(vault, PENDING).exists()


def unfinished(vault: Path) -> Unfinished:
    """What an interrupted build was about to do; nothing if none was. What cannot be read is a VaultError."""
    path = safe_path(vault, PENDING)
    try:
        rows = _rows(path.read_bytes().decode())
        texts: dict[str, tuple[Pending, ...]] = {}
        for row in rows:
            if "id" in row:
                texts[row["id"]] = (*texts.get(row["id"], ()), _pending(row))
        return Unfinished(
            texts,
            {row["from"]: row["to"] for row in rows if "from" in row},
            {row["path"]: row["sha256"] for row in rows if row.keys() == {"path", "sha256"}},
        )
    except FileNotFoundError:
        return Unfinished()
    except OSError as error:
        raise explain(error, path) from error
    except (ValueError, KeyError, TypeError) as error:
        raise VaultError(
            f"{path}: damaged: what an interrupted build was writing cannot be told; delete it, and what that build "
            "wrote counts as yours"
        ) from error


def _rows(text: str) -> list[Any]:
    head, *lines = text.removesuffix("\n").split("\n")
    if head != _HEAD:
        raise ValueError(head)
    return [json.loads(line) for line in lines]


def _pending(row: Any) -> Pending:
    check_relative(row["path"])
    points = tuple(map(point_of, row.get("points", ())))
    return Pending(
        row["path"], row["sha256"] or "", row.get("on", ""), row.get("base", ""), points, row.get("home", "")
    )


def note_down(
    vault: Path,
    texts: Iterable[tuple[str, Pending]],
    renames: Mapping[str, str],
    relinked: Mapping[str, str] | None = None,
) -> None:
    """Write down, safe from a power cut, what is about to be written and renamed, as `Unfinished` has it."""
    lines = [_HEAD]
    for key, one in texts:
        if not one.on and not one.base and not one.home:
            # The usual line of a first build, which has ten thousand of them.
            lines.append(f'{{"id":{quoted(key)},"path":{quoted(one.path)},"sha256":"{one.sha256}"}}')
            continue
        row = {"id": key, **one._asdict(), "points": [plain_point(point) for point in one.points]}
        kept = {name: value for name, value in row.items() if value}
        lines.append(_dump(kept | {"sha256": one.sha256 or None}))
    lines.extend(_dump({"from": old, "to": new}) for old, new in renames.items())
    lines.extend(_dump({"path": place, "sha256": digest}) for place, digest in (relinked or {}).items())
    path = safe_path(vault, PENDING)
    if write_if_changed(path, "\n".join(lines) + "\n"):
        sync([path])


def clear(vault: Path) -> None:
    """Forget what was pending, once the base has it."""
    remove(safe_path(vault, PENDING))


def _dump(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))
