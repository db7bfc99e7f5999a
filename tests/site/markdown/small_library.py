"""A vault in memory, as the press needs it: a stand-in for the atlas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from vaultgen.notes.property_texts import FRONT_MATTER
from vaultgen.site.anchors import anchors, block_anchor, slug
from vaultgen.site.goal import Goal
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import Heading, Kind, Sheet
from vaultgen.vault.anchors import anchors_of, heading_key
from vaultgen.vault.resolution import Files

KINDS: dict[str, Kind] = {
    "md": "note", "base": "base", "canvas": "canvas", "png": "image", "svg": "image", "jpg": "image",
    "mp3": "audio", "mp4": "video", "pdf": "pdf",
}  # fmt: skip
_MARKS = re.compile(r"\[\[(?:[^\]|]*\|)?|\]\]|[*`]")


class SmallLibrary:
    """The files of a vault by path; those named in `private` are there and not published."""

    def __init__(
        self, files: Mapping[str, str], *, private: tuple[str, ...] = (), strict_line_breaks: bool = False
    ) -> None:
        self.settings = Settings(Path("/vault"), Path("/site"), "Site", strict_line_breaks=strict_line_breaks)
        self.files = dict(files)
        self.private = private
        self.found = Files(files)
        self.addresses = {path: _address(path) for path in files if path not in private}
        self.surveyed = {path: self._sheet(path) for path in files}
        self.sheets = {path: self.surveyed[path] for path in self.addresses}
        self.find = self.found.find

    def text(self, path: str) -> str:
        text = self.files[path].replace("\r\n", "\n").removeprefix("\ufeff")
        front = FRONT_MATTER.match(text)
        return text[front.end() :] if front else text

    def goal(self, target: str, subpath: str, source: str) -> Goal:
        path = self.found.find(target, source)
        if not path:
            return Goal("missing")
        if path in self.private:
            return Goal("private")
        sheet = self.sheets[path]
        if sheet.kind not in ("note", "base", "canvas"):
            return Goal("asset", path, self.addresses[path], subpath.lstrip("#"), sheet.title)
        fragment, broken = self._fragment(sheet, subpath)
        return Goal("page", path, self.addresses[path], fragment, sheet.title, sheet.kinds, broken)

    def _fragment(self, sheet: Sheet, subpath: str) -> tuple[str, bool]:
        if not subpath or sheet.kind != "note":
            return "", False
        name = subpath.lstrip("#").strip()
        if name.startswith("^"):
            return (block_anchor(name[1:]), False) if name[1:].lower() in sheet.blocks else ("", True)
        if name.startswith("[^"):
            return f"fn-{name[2:-1].lower()}", False
        keys = [heading_key(part) for part in name.split("#")]
        found = [heading.anchor for heading in sheet.headings if heading.key == keys[-1]]
        return (found[0], False) if found else ("", True)

    def _sheet(self, path: str) -> Sheet:
        kind = KINDS.get(path.rpartition(".")[2], "other")
        name = path.rpartition("/")[2]
        if kind != "note":
            return Sheet(path, kind, 0, "", name)
        front = FRONT_MATTER.match(self.files[path])
        properties = (yaml.safe_load(front[1]) or {}) if front else {}
        made = anchors_of(self.files[path].replace("\r\n", "\n"))
        titles = [_MARKS.sub("", title).strip() for title in made.titles]
        headings = tuple(
            Heading(level, title, key, anchor, 0)
            for (level, key), title, anchor in zip(made.headings, titles, anchors(titles), strict=True)
        )
        return Sheet(
            path,
            kind,
            0,
            "",
            properties.get("title") or name.removesuffix(".md"),
            properties=properties,
            kinds=tuple(properties.get("kind") or ()),
            tags=tuple(properties.get("tags") or ()),
            headings=headings,
            blocks=tuple(sorted(made.blocks)),
        )


def _address(path: str) -> str:
    folder, _, name = path.rpartition("/")
    stem, _, ending = name.rpartition(".")
    last = (
        f"{slug(stem)}.html" if KINDS.get(ending) in ("note", "base", "canvas") else f"{slug(stem)}.{ending}"
    )
    return "/".join([*(slug(part) for part in folder.split("/") if part), last])
