"""The proof that a built site tells nothing of what was not to be published."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from vaultgen.site.atlas import Atlas
from vaultgen.site.check.clues import Clue, Search, clues
from vaultgen.site.check.groups import Groups
from vaultgen.site.finding import Finding
from vaultgen.site.public_text import public_text
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import NOTE_KINDS, Sheet
from vaultgen.site.survey import survey
from vaultgen.site.survey.cards import canvas_words
from vaultgen.vault.scan import read, scan

__all__ = ["leaks"]

_MARKUP: Final = re.compile(r"</?(?:b|br|code|em|i|mark|span|strong|tspan|wbr)\b[^<>]*>")
_MARKED: Final = (".html", ".svg", ".xml")
_PACKED: Final = b"\x1f\x8b"
_UNREADABLE: Final = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".webp",
    ".avif",
    ".mp3",
    ".mp4",
    ".woff2",
    ".wasm",
    ".pagefind",
)


def leaks(site: Path, settings: Settings, sheets: Mapping[str, Sheet] | None = None) -> tuple[Finding, ...]:
    """All that the files of a built site tell of unpublished ones: their names, or their very bytes.

    A name that an author wrote in a published note, or that is a word of the site itself, is a warning.
    `sheets` are those of the whole vault, if they are known.
    """
    known = sheets or {path: seen.sheet for path, seen in survey(settings).items()}
    atlas = Atlas(settings, known)
    wanted = clues(atlas)
    search = Search(wanted)
    secret = _secret_bytes(atlas)
    groups = Groups(atlas)
    found: list[Finding] = []
    met: dict[Clue, list[tuple[str, int]]] = {}
    own: set[Clue] = set()
    for path in _built(site):
        data = read(site, path) or b""
        if (owner := secret.get(sha256(data).hexdigest())) and data.strip():
            found.append(_copied(path, owner))
        text = f"{path}\n{_text(path, data)}"
        found += groups.found(path, text)
        # Emphasis, or the lines of a drawing, may part the words of a name.
        bare = _MARKUP.sub(_spaced, text) if path.endswith(_MARKED) else ""
        for hit in {one.clue: one for one in (*search.hits(bare), *search.hits(text))}.values():
            met.setdefault(hit.clue, []).append((path, max(0, hit.line - 1)))
            if _is_own(path):
                own.add(hit.clue)
    return tuple(sorted({*found, *_named(atlas, met, own)}))


def _spaced(tag: re.Match[str]) -> str:
    return "\n" * tag[0].count("\n") or " "


def _built(site: Path) -> list[str]:
    """The files of the site, hidden ones too, but for what git keeps of it."""
    hidden = (file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file())
    return sorted({*scan(site), *(path for path in hidden if not path.startswith(".git/"))})


def _is_own(path: str) -> bool:
    """Whether a file shows words of the site alone, and none of the vault."""
    return path == "404.html" or path.startswith(("assets/", "pagefind/pagefind"))


def _text(path: str, data: bytes) -> str:
    """What can be read of a file, unpacked if it is packed."""
    if data[:2] == _PACKED:
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return ""
    return "" if path.endswith(_UNREADABLE) else data.decode(errors="replace")


def _secret_bytes(atlas: Atlas) -> dict[str, str]:
    shown = {sheet.digest for sheet in atlas.sheets.values()}
    return {
        sheet.digest: path
        for path, sheet in atlas.surveyed.items()
        if path not in atlas.sheets and sheet.digest not in shown
    }


def _copied(path: str, owner: str) -> Finding:
    message = f"is a copy of “{owner}”, which is not published"
    return Finding(path, 0, "leaked file", message, "build the site again; if it stays, report it")


def _named(atlas: Atlas, met: Mapping[Clue, list[tuple[str, int]]], own: set[Clue]) -> Iterator[Finding]:
    """The names that were met; those that authors wrote themselves where they wrote them."""
    written = _written(atlas, [clue for clue in met if clue not in own])
    for clue, places in sorted(met.items()):
        told = f"the {clue.what} “{clue.text}” of “{clue.path}”, which is not published"
        if clue in own:
            message = f"{told}, is also a word of the site itself"
            yield Finding(clue.path, 0, "common name", message, "", "warning")
        elif clue in written:
            path, line = written[clue]
            yield Finding(
                path, line, "name in text", f"names {told}", "reword it if that is a secret", "warning"
            )
        else:
            for path, line in places:
                advice = "build the site again; if it stays, report it"
                yield Finding(path, line, "leaked name", f"tells {told}", advice)


def _written(atlas: Atlas, wanted: list[Clue]) -> dict[Clue, tuple[str, int]]:
    """Where authors wrote such a name themselves, in what anybody may read."""
    found: dict[Clue, tuple[str, int]] = {}
    if not wanted:
        return found
    search = Search(wanted)
    for path, sheet in atlas.sheets.items():
        for hit in search.hits(_prose(atlas, path, sheet)):
            if hit.clue not in found:
                found[hit.clue] = path, _line_in(atlas, path, hit.clue)
    return found


def _prose(atlas: Atlas, path: str, sheet: Sheet) -> str:
    """What a file shows by its author's will: its name, its text, the words on its cards."""
    names = "\n".join((path, sheet.title, *sheet.aliases))
    if sheet.kind == "note":
        return f"{names}\n{public_text(atlas, path)}"
    return f"{names}\n{canvas_words(atlas.source(path))}" if sheet.kind == "canvas" else names


def _line_in(atlas: Atlas, path: str, clue: Clue) -> int:
    if atlas.sheets[path].kind not in NOTE_KINDS:
        return 0
    hits = Search([clue]).hits(atlas.source(path).decode(errors="replace"))
    return hits[0].line if hits else 0
