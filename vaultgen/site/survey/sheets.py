"""The sheet of one file: a note's from its text, an attachment's from its name and bytes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from vaultgen.errors import VaultError
from vaultgen.site.bases.schema import read_base, views_of
from vaultgen.site.metrics import read_figures
from vaultgen.site.plain import plain
from vaultgen.site.rounds import read_rounds
from vaultgen.site.sheet import Fault, Kind, Link, Sheet
from vaultgen.site.survey.body import Body, read_body
from vaultgen.site.survey.cards import canvas_links
from vaultgen.site.survey.front import Front, read_front
from vaultgen.site.survey.tags import as_texts, distinct, property_tags
from vaultgen.site.survey.wording import lone_link
from vaultgen.vault.gate import explain
from vaultgen.vault.scan import File, read

__all__ = ["LONGEST_NOTE", "kind_of", "note_text", "read_sheet", "survey_file", "with_properties"]

LONGEST_NOTE: Final = 8 << 20
"""Bytes of a note that are read; a longer one is no text that a person wrote, and no page."""

_ENDINGS: Final[dict[str, Kind]] = {
    "md": "note", "base": "base", "canvas": "canvas", "pdf": "pdf",
    **dict.fromkeys(("avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"), "image"),
    **dict.fromkeys(("flac", "m4a", "mp3", "ogg", "wav", "3gp"), "audio"),
    **dict.fromkeys(("mkv", "mov", "mp4", "ogv", "webm"), "video"),
}  # fmt: skip
_INDEXES: Final = frozenset({"index", "moc", "map of content", "home", "dashboard"})
_KIND_NAMES: Final = ("kind", "type", "category", "categories")
# A note of which this many links make up half of the words only lists others.
_MANY: Final = 12


def kind_of(path: str) -> Kind:
    """What a file is, by its ending."""
    name = path.rpartition("/")[2]
    return _ENDINGS.get(name.rpartition(".")[2].lower(), "other") if "." in name[1:] else "other"


def survey_file(root: Path, path: str, stat: File) -> Sheet | None:
    """The sheet of the file at `path` of the vault; None if it is gone since it was seen."""
    kind = kind_of(path)
    if kind not in ("note", "base", "canvas") or stat.size > LONGEST_NOTE:
        return _attachment(root, path, stat, kind)
    data = read(root, path)
    return None if data is None else read_sheet(path, data)


def _attachment(root: Path, path: str, stat: File, kind: Kind) -> Sheet | None:
    full = root / path
    try:
        with full.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise explain(error, str(full)) from error
    if kind in ("note", "base", "canvas"):
        fault = Fault(0, f"the file has more than {LONGEST_NOTE >> 20} MB and is not read", "split it")
        return Sheet(path, kind, stat.size, digest, _stem(path), {"private": True}, faults=(fault,))
    return Sheet(path, kind, stat.size, digest, path.rpartition("/")[2])


def _stem(path: str) -> str:
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def note_text(data: bytes) -> tuple[str, tuple[Fault, ...]]:
    """The text of a file with plain line feeds, and what is wrong with its bytes."""
    faults = []
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        faults.append(Fault(line, "the file is not UTF-8", "save it as UTF-8"))
        text = data.decode(errors="replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = 1 + text.count("\n", 0, text.index("\0"))
        faults.append(Fault(line, "the file has NUL bytes, as no text has", "restore it from a copy"))
        text = text.replace("\0", "\ufffd")
    return text, tuple(faults)


def read_sheet(path: str, data: bytes) -> Sheet:
    """The sheet of a note, base or canvas, made of its bytes alone."""
    kind = kind_of(path)
    text, faults = note_text(data)
    digest = hashlib.sha256(data).hexdigest()
    if kind == "note":
        return _note(path, text, len(data), digest, faults)
    sheet = Sheet(path, kind, len(data), digest, _stem(path), faults=faults)
    if kind == "canvas":
        links, wrong = canvas_links(text)
        return replace(sheet, links=links, faults=(*faults, *wrong))
    return replace(sheet, headings=views_of(read_base(text))) if kind == "base" else sheet


def _note(path: str, text: str, size: int, digest: str, faults: tuple[Fault, ...]) -> Sheet:
    front = read_front(text)
    body = read_body(text, front.end)
    links, wrong = _property_links(text, front)
    named = {name.lower(): value for name, value in front.properties.items()}
    title, kinds, aliases = _called(path, named)
    return Sheet(
        path,
        "note",
        size,
        digest,
        title,
        front.properties,
        kinds,
        aliases,
        tags=distinct([*property_tags(named.get("tags")), *body.tags]),
        headings=body.headings,
        blocks=body.blocks,
        footnotes=body.footnotes,
        links=(*links, *body.links),
        lead=body.lead,
        words=body.words,
        listed=not _only_lists(kinds, body),
        rounds=read_rounds(body.tables),
        figures=read_figures(body.tables),
        faults=(*faults, *front.faults, *wrong, *body.faults),
    )


def with_properties(sheet: Sheet, properties: dict[str, Any]) -> Sheet:
    """The sheet of a note with such properties, and with what the note is called by them, but for its tags."""
    title, kinds, aliases = _called(sheet.path, {name.lower(): value for name, value in properties.items()})
    return replace(sheet, title=title, properties=properties, kinds=kinds, aliases=aliases)


def _called(path: str, named: dict[str, Any]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The title, kinds and aliases of a note by its properties, given under their names in lower case."""
    title = named.get("title")
    return (
        title.strip() if isinstance(title, str) and title.strip() else _stem(path),
        _kinds(named, path),
        tuple(dict.fromkeys(as_texts(named.get("aliases")))),
    )


def _kinds(named: dict[str, object], path: str) -> tuple[str, ...]:
    for name in _KIND_NAMES:
        if kinds := tuple(
            dict.fromkeys(filter(None, (plain(text).lower() for text in as_texts(named.get(name)))))
        ):
            return kinds
    folder = path.rpartition("/")[0].rpartition("/")[2]
    return (folder.lower(),) if folder else ()


def _only_lists(kinds: tuple[str, ...], body: Body) -> bool:
    return not _INDEXES.isdisjoint(kinds) or (
        len(body.links) >= _MANY and body.linked_words * 2 >= body.words
    )


def _property_links(text: str, front: Front) -> tuple[list[Link], list[Fault]]:
    links = []
    for name, value, line in front.texts:
        if link := lone_link(value):
            links.append(Link(line, *link[2:], name.lower()))
    faults = [
        Fault(
            _line_of(text, front, name),
            f"“{name}” has a link without quotes, which is a list in a list",
            f'write "[[{words}]]"',
        )
        for name, value in front.properties.items()
        for words in _unquoted(value)
    ]
    return links, faults


def _line_of(text: str, front: Front, name: str) -> int:
    at = text.find(f"\n{name}:", 0, front.end)
    return 2 + text.count("\n", 0, at) if at >= 0 else 0


def _unquoted(value: object) -> list[str]:
    """The words of links that lost their brackets to YAML: lists of one text in a list."""
    if not isinstance(value, list):
        return []
    return [
        item[0] for item in value if isinstance(item, list) and len(item) == 1 and isinstance(item[0], str)
    ]


def require_vault(root: Path) -> None:
    """Say what is wrong if there is no folder to read."""
    if not root.is_dir():
        raise VaultError(f"{root}: there is no such folder; give the folder of the vault")
