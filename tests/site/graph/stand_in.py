"""A vault for the tests of pictures: as much of an atlas as a picture looks at, made from plain pairs."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

from vaultgen.site.atlas import Atlas
from vaultgen.site.goal import Goal
from vaultgen.site.settings import Settings
from vaultgen.site.sheet import NOTE_KINDS, Sheet
from vaultgen.site.survey.sheets import read_sheet


@dataclass(frozen=True)
class Neighbour:
    path: str
    relation: str
    outgoing: bool


class Vault:
    """Notes and their ties; `private` paths are there, but not published."""

    def __init__(
        self,
        sheets: Iterable[Sheet],
        ties: Iterable[tuple[str, str, str]] = (),
        *,
        hubs: Iterable[str] = (),
        private: Iterable[str] = (),
        sources: Mapping[str, str] | None = None,
        folder: Path | None = None,
        digest: str = "",
    ) -> None:
        self.sheets = {sheet.path: sheet for sheet in sheets}
        self.addresses = {path: _address(path) for path in self.sheets}
        self.digest = digest
        self._hubs, self._private, self._sources, self._folder = (
            set(hubs),
            set(private),
            sources or {},
            folder,
        )
        met: defaultdict[str, dict[Neighbour, None]] = defaultdict(dict)
        for source, target, relation in ties:
            if source != target and source in self.sheets and target in self.sheets:
                met[source][Neighbour(target, relation, outgoing=True)] = None
                met[target][Neighbour(source, relation, outgoing=False)] = None
        self._met = {
            path: tuple(one for one in found if self.sheets[one.path].listed) for path, found in met.items()
        }
        self.paths = tuple(sorted(self.sheets))
        self.numbers = {path: number for number, path in enumerate(self.paths)}
        self._degrees = {path: len({one.path for one in found}) for path, found in self._met.items()}

    @cached_property
    def listed(self) -> set[int]:
        sheets = map(self.sheets.__getitem__, self.paths)
        return {number for number, one in enumerate(sheets) if one.listed and one.kind == "note"}

    @cached_property
    def relations(self) -> list[str]:
        return sorted({one.relation for found in self._met.values() for one in found})

    def rows(self, number: int) -> tuple[list[int], list[int]]:
        relations, found = self.relations, self.neighbours(self.paths[number])

        def row(*, outgoing: bool) -> list[int]:
            ties = [one for one in found if one.outgoing == outgoing]
            return [n for one in ties for n in (self.numbers[one.path], 0, relations.index(one.relation))]

        return row(outgoing=True), row(outgoing=False)

    def neighbours(self, path: str) -> tuple[Neighbour, ...]:
        return self._met.get(path, ())

    def tied(self, number: int) -> set[int]:
        return {self.numbers[one.path] for one in self.neighbours(self.paths[number])}

    def degree(self, path: str) -> int:
        return self._degrees.get(path, 0)

    def best_tied(self, paths: Iterable[str], most: int) -> list[str]:
        return sorted(paths, key=lambda path: (-self.degree(path), path))[:most]

    def is_hub(self, path: str) -> bool:
        return path in self._hubs

    def source(self, path: str) -> bytes:
        return (
            self._sources[path].encode("utf-8", "surrogatepass")
            if path in self._sources
            else (self._folder or Path()).joinpath(path).read_bytes()
        )

    def goal(self, target: str, subpath: str, source: str) -> Goal:
        del subpath, source
        for path in (target, f"{target}.md"):
            if path in self._private:
                return Goal("private")
            if path in self.sheets:
                sheet = self.sheets[path]
                state = "page" if sheet.kind in NOTE_KINDS else "asset"
                return Goal(state, path, self.addresses[path], title=sheet.title, kinds=sheet.kinds)
        return Goal("missing")


def note(path: str, kind: str = "note", *, title: str = "", lead: str = "", listed: bool = True) -> Sheet:
    """A note as the survey gives it, with one kind."""
    name = title or path.rpartition("/")[2].removesuffix(".md")
    file_kind = {"canvas": "canvas", "base": "base", "png": "image"}.get(path.rpartition(".")[2], "note")
    return Sheet(path, file_kind, 1, "", name, kinds=(kind,), lead=lead, listed=listed)


def parsed(text: str) -> Element:
    """A picture as a tree: it must be sound XML to be one."""
    return fromstring(text)  # noqa: S314 - our own drawing, and an entity in it would be the fault


def hubs(count: int, seed: int = 1) -> Vault:
    """Many companies and investors, all tied to five hubs and now and then to each other."""
    draw = random.Random(seed)
    kinds = ("company", "investor", "person", "product", "concept")
    sheets = [note(f"N/{kinds[i % 5].title()} number {i}.md", kinds[i % 5]) for i in range(count)]
    paths = [sheet.path for sheet in sheets]
    ties = []
    for at, path in enumerate(paths):
        ties += [(path, paths[draw.randrange(min(5, count))], "market") for _ in range(2)]
        near = [paths[(at // 40 * 40 + draw.randrange(40)) % count] for _ in range(4)]
        ties += [(path, other, draw.choice(["", "", "investors", "customers"])) for other in near]
        ties += [(path, paths[draw.randrange(count)], "") for _ in range(draw.randrange(2))]
    return Vault(sheets, ties, hubs=paths[:5])


def _address(path: str) -> str:
    page = path.lower().replace(" ", "-")
    return page.removesuffix(".md") + ".html" if path.endswith((".md", ".canvas", ".base")) else page


def demo(project: Path) -> Atlas:
    """The vault of the demo as the site sees it."""
    folder = project / "vault"
    paths = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.md"))]
    sheets = {
        path: read_sheet(path, (folder / path).read_bytes()) for path in paths if not path.startswith(".")
    }
    return Atlas(Settings(folder, project / "site", "Demo"), sheets)
