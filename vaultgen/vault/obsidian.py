"""The settings in `.obsidian/` that suit a generated vault: offered once, and then the person's."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from vaultgen.errors import VaultError
from vaultgen.vault.disk import write_if_changed
from vaultgen.vault.gate import explain, safe_path

__all__ = ["OFFERED", "Bookmark", "Settings", "SettingsPlan", "settings_files", "write_settings"]

FOLDER: Final = ".obsidian"
OFFERED: Final = ".vaultgen/settings.json"

# Bookmarks carry the time they were made; a fixed one (1 January 2026) keeps the output the same each time.
_CTIME: Final = 1767225600000
_APP: Final = {
    "defaultViewMode": "preview",
    "alwaysUpdateLinks": True,
    "newLinkFormat": "shortest",
    "attachmentFolderPath": "Attachments",
}
_PLUGINS: Final = dict.fromkeys(
    ("graph", "backlink", "canvas", "outgoing-link", "tag-pane", "properties", "bookmarks", "bases"), True
)
_GRAPH: Final = {
    "search": "",
    "showTags": False,
    "showAttachments": False,
    "hideUnresolved": True,
    "showOrphans": True,
    "collapse-color-groups": False,
    "colorGroups": [],
    "showArrow": True,
    "textFadeMultiplier": 0,
    "nodeSizeMultiplier": 1,
    "lineSizeMultiplier": 1,
    "centerStrength": 0.5,
    "repelStrength": 10,
    "linkStrength": 1,
    "linkDistance": 250,
}

_Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark: to a file (`path`), to a search (`query`), or a group of others (`items`)."""

    title: str
    path: str = ""
    query: str = ""
    items: tuple[Bookmark, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a vault would like: the types of its properties, the colours of its graph, its bookmarks.

    `colours` are `#rrggbb` by the query of a group, in order; `graph_search` filters what the graph shows.
    """

    types: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)
    bookmarks: Sequence[Bookmark] = ()
    graph_search: str = ""


@dataclass(frozen=True, slots=True)
class SettingsPlan:
    """Files to write, by name, and those left alone, with the reason; `offered` is what to remember."""

    files: Mapping[str, str]
    left_alone: Mapping[str, str]
    offered: str


def settings_files(settings: Settings, existing: Mapping[str, str], offered: str = "") -> SettingsPlan:
    """Tell what to write into `.obsidian/`, given the texts of the files that are there (by name).

    A missing file is written whole. In one that is there, only keys are added that it lacks and that were
    never offered before: what a person took out stays out. Everything else in it stays. `offered` is the text
    of `.vaultgen/settings.json`, from the last time.
    """
    before = _remembered(offered)
    after = {name: list(keys) for name, keys in before.items()}
    files: dict[str, str] = {}
    left_alone: dict[str, str] = {}
    for name, (fresh, merge) in _wishes(settings).items():
        text = existing.get(name)
        if text is None:
            files[name] = _dump(fresh)
        elif merge is not None:
            try:
                content = _parse(text)
                merged = merge(content, fresh, set(before.get(name, ())))
                if merged != content:
                    files[name] = _dump(merged)
            except ValueError as error:
                left_alone[name] = str(error)
                continue
        after[name] = sorted({*before.get(name, ()), *_keys(name, fresh)})
    return SettingsPlan(files, left_alone, _dump(dict(sorted(after.items()))) + "\n")


def write_settings(vault: Path, settings: Settings) -> SettingsPlan:
    """Bring `.obsidian/` up to date as `settings_files` says; files that need nothing are not written."""
    if (vault / FOLDER).is_symlink():
        return SettingsPlan({}, {FOLDER: "it is a symbolic link to settings kept elsewhere"}, "")
    texts = {name: _read(safe_path(vault, f"{FOLDER}/{name}")) for name in _wishes(settings)}
    existing = {name: text for name, text in texts.items() if text is not None}
    plan = settings_files(settings, existing, _read(safe_path(vault, OFFERED)) or "")
    for name, text in plan.files.items():
        write_if_changed(safe_path(vault, f"{FOLDER}/{name}"), text)
    write_if_changed(safe_path(vault, OFFERED), plan.offered)
    return plan


_Merge = Callable[[Any, _Json, set[str]], Any]


def _wishes(settings: Settings) -> dict[str, tuple[_Json, _Merge | None]]:
    """Each file as it would be if it were new, and how it joins one that is there; None: not at all."""
    types = {"aliases": "aliases", "cssclasses": "multitext", "tags": "tags"} | dict(settings.types)
    groups = [
        {"query": query, "color": {"a": 1, "rgb": _rgb(code)}} for query, code in settings.colours.items()
    ]
    wishes: dict[str, tuple[_Json, _Merge | None]] = {
        "app.json": (_APP, _merge_keys),
        "core-plugins.json": (dict(_PLUGINS), _merge_keys),
        "graph.json": (_GRAPH | {"search": settings.graph_search, "colorGroups": groups}, _merge_graph),
        "types.json": ({"types": dict(sorted(types.items()))}, _merge_types),
    }
    if settings.bookmarks:
        wishes["bookmarks.json"] = ({"items": [_bookmark(one) for one in settings.bookmarks]}, None)
    return wishes


def _keys(name: str, fresh: _Json) -> Sequence[str]:
    """List what is offered with a file: the names that must not be offered again."""
    return list(fresh["types"]) if name == "types.json" else list(fresh)


def _merge_keys(content: Any, fresh: _Json, offered: set[str]) -> Any:
    if isinstance(content, list):
        # The list of names is how older versions kept the core plugins; it says on or off for each of them.
        return content
    return _object(content) | {
        key: value for key, value in fresh.items() if key not in content and key not in offered
    }


def _merge_graph(content: Any, fresh: _Json, offered: set[str]) -> Any:
    # Obsidian itself writes an empty list as soon as the graph has been opened.
    if _object(content).get("colorGroups") or "colorGroups" in offered:
        return content
    return content | {"colorGroups": fresh["colorGroups"]}


def _merge_types(content: Any, fresh: _Json, offered: set[str]) -> Any:
    types = _object(_object(content).get("types", {}))
    known = {name.lower() for name in types} | {name.lower() for name in offered}
    missing = {name: kind for name, kind in fresh["types"].items() if name.lower() not in known}
    return content | {"types": types | missing} if missing else content


def _object(content: Any) -> _Json:
    if not isinstance(content, dict):
        raise ValueError("it is not laid out as Obsidian does it")  # noqa: TRY004 -- a file's content, not a caller
    return content


def _bookmark(one: Bookmark) -> _Json:
    if one.items:
        items = [_bookmark(item) for item in one.items]
        return {"type": "group", "ctime": _CTIME, "title": one.title, "items": items}
    if one.query:
        return {"type": "search", "ctime": _CTIME, "query": one.query, "title": one.title}
    return {"type": "file", "ctime": _CTIME, "path": one.path, "title": one.title}


def _rgb(code: str) -> int:
    """`#086ddd` as the number that Obsidian keeps."""
    return int(code.removeprefix("#"), 16)


def _dump(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)


def _parse(text: str) -> Any:
    """Read a settings file; a ValueError if it is not JSON, or would not survive being written again."""

    def unique(pairs: list[tuple[str, Any]]) -> _Json:
        content = dict(pairs)
        if len(content) < len(pairs):
            raise ValueError("it has a key twice")
        return content

    def refuse(name: str) -> None:
        raise ValueError(f"it is not JSON: {name}")

    try:
        content = json.loads(text, object_pairs_hook=unique, parse_constant=refuse)
        _dump(content).encode()
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON: {error.msg}, line {error.lineno}") from error
    except (UnicodeEncodeError, RecursionError) as error:
        raise ValueError("it has text that cannot be written again") from error
    return content


def _remembered(offered: str) -> dict[str, list[str]]:
    """Recall what was offered before; a memory that cannot be read stops the build."""
    if not offered:
        return {}
    with contextlib.suppress(ValueError):
        content = _object(_parse(offered))
        if all(isinstance(keys, list) for keys in content.values()):
            return content
    raise VaultError(
        f"{OFFERED}: damaged; restore it with git, or delete it to be offered all settings again"
    )


def _read(path: Path) -> str | None:
    """Read a file, None if it is missing; what is not UTF-8 reads as text that cannot be written again."""
    try:
        return path.read_bytes().decode(errors="surrogateescape")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise explain(error, path) from error
