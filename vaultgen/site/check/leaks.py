"""The proof that a built site tells nothing of what was not to be published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from vaultgen.notes.templates import template_folders
from vaultgen.site.atlas import Atlas
from vaultgen.site.check.clues import SEAM, Clue, Hit, Search, clues, lines_of, words_of
from vaultgen.site.check.groups import Groups
from vaultgen.site.check.passages import SAID, passages
from vaultgen.site.check.quotes import Page, Quotes
from vaultgen.site.check.reading import as_text, page_of, streams
from vaultgen.site.finding import Finding
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import NOTE_KINDS, Sheet
from vaultgen.site.survey import survey
from vaultgen.vault.processes import processes_for, worked
from vaultgen.vault.scan import read, scan

__all__ = ["leaks"]

_Met = dict[Clue, dict[str, int]]

_PORTION: Final = 64
# Below this many files a second process costs more than it gives.
_WORTH_A_PROCESS: Final = 300
_ADVICE: Final = "build the site again; if it stays, report it"


def leaks(site: Path, settings: Settings, sheets: Mapping[str, Sheet] | None = None) -> tuple[Finding, ...]:
    """All that the files of a built site tell of unpublished ones: names, headings, sentences, or their very bytes.

    A name that an author wrote in a published note is a warning there, and no leak where the site shows that
    note's words; a name that is a word of the site itself is a warning. `sheets` are those of the whole vault, if
    they are known.
    """
    known = sheets or {path: seen.sheet for path, seen in survey(settings).items()}
    atlas = Atlas(settings, known)
    reader = _Reader(site, Search(clues(atlas)), Search(passages(atlas)), Groups(atlas), _secret_bytes(atlas))
    found: list[Finding] = []
    met: _Met = {}
    own: set[Clue] = set()
    for told in _read_all(reader, _built(site)):
        found += told.findings
        for hit in told.hits:
            places = met.setdefault(hit.clue, {})
            places[told.path] = min(hit.line, places.get(told.path, hit.line))
            if _is_own(told.path):
                own.add(hit.clue)
    return tuple(sorted({*found, *_judged(atlas, site, met, own)}))


class _Told(NamedTuple):
    """What a file of the site tells: what is a leak wherever it stands, and clues."""

    path: str
    findings: list[Finding]
    hits: list[Hit]


@dataclass(frozen=True)
class _Reader:
    """All that it takes to look through a file of a site."""

    site: Path
    names: Search
    said: Search
    groups: Groups
    secret: Mapping[str, str]

    def read(self, path: str) -> _Told:
        """Look through a file."""
        data = read(self.site, path) or b""
        text = as_text(path, data)
        found = [*self.groups.found(path, f"{path}\n{text}")]
        if (owner := self.secret.get(sha256(data).hexdigest())) and data.strip():
            found.append(_copied(path, owner))
        hits = [Hit(0, hit.clue) for hit in self.names.hits(path)]
        for part in streams(path, text):
            hits += self.names.hits(part)
            hits += self.said.hits(part.replace(SEAM, " "))
        return _Told(path, found, hits)


def _read_all(reader: _Reader, paths: Sequence[str]) -> Iterator[_Told]:
    """What all files of a site tell; several processes share the work if that pays."""
    portions = (paths[start : start + _PORTION] for start in range(0, len(paths), _PORTION))
    processes = processes_for(len(paths), worth=_WORTH_A_PROCESS)
    for told in worked(
        lambda some: [reader.read(path) for path in some],
        portions,
        processes=processes,
        advance=lambda _: None,
    ):
        yield from told


def _built(site: Path) -> list[str]:
    """The files of the site, hidden ones too, but for what git keeps of it."""
    hidden = (file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file())
    return sorted({*scan(site), *(path for path in hidden if not path.startswith(".git/"))})


def _is_own(path: str) -> bool:
    """Whether a file shows words of the site alone, and none of the vault."""
    return path == "404.html" or path.startswith(("assets/", "pagefind/pagefind"))


def _secret_bytes(atlas: Atlas) -> dict[str, str]:
    shown = {sheet.digest for sheet in atlas.sheets.values()}
    return {
        sheet.digest: path
        for path, sheet in atlas.surveyed.items()
        if path not in atlas.sheets and sheet.digest not in shown
    }


def _copied(path: str, owner: str) -> Finding:
    message = f"is a copy of “{owner}”, which is not published"
    return Finding(path, 0, "leaked file", message, _ADVICE)


def _judged(atlas: Atlas, site: Path, met: _Met, own: set[Clue]) -> Iterator[Finding]:
    """What was met: that which authors wrote themselves where they wrote it, the rest where it stands."""
    quotes = Quotes(atlas, [clue for clue in met if clue not in own])
    printed = _printed(atlas, met)
    written: dict[str, list[Clue]] = {}
    for clue, places in sorted(met.items()):
        if clue in own and clue not in printed:
            message = f"{_what(clue)}, is also a word of the site itself"
            yield Finding(clue.path, 0, "common name", message, "", "warning")
        elif clue.what not in SAID and clue in quotes.writers:
            for path in places:
                written.setdefault(path, []).append(clue)
        elif clue.what not in SAID:
            yield from (_leak(path, line, clue) for path, line in places.items())
    yield from _said({clue: met[clue] for clue in met if clue not in {*own, *printed, *quotes.writers}})
    excused: set[Clue] = set()
    for path, some in written.items():
        for clue, place in _not_quoted(site, path, some, quotes).items():
            if place is None:
                excused.add(clue)
            else:
                yield _leak(path, place, clue)
    yield from (_warning(atlas, quotes, clue) for clue in excused)


def _said(met: _Met) -> Iterator[Finding]:
    """The first heading or sentence of each unpublished file that a file tells; it is enough to find the others."""
    first: dict[tuple[str, str], tuple[int, Clue]] = {}
    for clue, places in met.items():
        for path, line in places.items() if clue.what in SAID else ():
            first[path, clue.path] = min(first.get((path, clue.path), (line, clue)), (line, clue))
    yield from (_leak(path, line, clue) for (path, _), (line, clue) in first.items())


def _printed(atlas: Atlas, met: _Met) -> set[Clue]:
    """The headings and sentences that the templates of the pages have too."""
    search = Search(clue for clue in met if clue.what in SAID)
    folders = template_folders(atlas.settings.templates) if search.clues else ()
    files = (file for folder in folders for file in (folder / "site").glob("*.j2"))
    texts = (part for file in files for part in streams("a.html", file.read_text("utf-8", "replace")))
    return {hit.clue for text in texts for hit in search.hits(text)}


def _not_quoted(site: Path, path: str, some: list[Clue], quotes: Quotes) -> dict[Clue, int | None]:
    """The line on which a file first has each of some clues in other words than their authors'; None on none."""
    found: dict[Clue, int | None] = dict.fromkeys(some)
    search = Search(some)
    text = as_text(path, read(site, path) or b"")
    parts = (path, *streams(path, text))
    rows = [words_of(part) for part in parts]
    page = Page(page_of(path, text), f" {' '.join(word for row in rows for word in row)} ")
    for number, (part, words) in enumerate(zip(parts, rows, strict=True)):
        for at, clue in search.found(words):
            if found[clue] is None and not quotes.told(page, words, at, clue):
                found[clue] = lines_of(part, [at])[at] if number else 0
    return found


def _what(clue: Clue) -> str:
    return f"the {clue.what} “{clue.text}” of “{clue.path}”, which is not published"


def _leak(path: str, line: int, clue: Clue) -> Finding:
    rule = "leaked text" if clue.what in SAID else "leaked name"
    return Finding(path, line, rule, f"tells {_what(clue)}", _ADVICE)


def _warning(atlas: Atlas, quotes: Quotes, clue: Clue) -> Finding:
    """That an author names what is private, in the first note that does."""
    path, *others = quotes.writers[clue]
    line = 0
    if atlas.sheets[path].kind in NOTE_KINDS:
        hits = Search([clue]).hits(atlas.source(path).decode(errors="replace"))
        line = hits[0].line if hits else 0
    more = (
        f", as do {len(others)} other files"
        if len(others) > 1
        else f", as does “{others[0]}”"
        if others
        else ""
    )
    return Finding(
        path, line, "name in text", f"names {_what(clue)}{more}", "reword it if that is a secret", "warning"
    )
