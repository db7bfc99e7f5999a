"""The law of incremental building: after whatever changes, the site is what a clean build would make."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trees import tree
from vaultgen.site.build.places import MARK
from vaultgen.site.build.run import build_site
from vaultgen.site.settings import Settings

NAMES = ("Acme", "Bolt", "Cairn", "Delta", "Echo")
FOLDERS = ("", "Companies/", "Investors/", "Deep/er/")
TARGETS = (
    *NAMES,
    "acme",
    "Nowhere",
    "Picture.png",
    "Table.base",
    "Board.canvas",
    "Companies/Acme",
    "Old Acme",
)
SUBPATHS = ("", "#Facts", "#Facts#More", "#^b1", "#Gone")
BASE = """filters: 'file.ext == "md"'
properties:
  file.name:
    displayName: Note
views:
  - type: table
    name: All
    order: [file.name, stage, file.links]
"""
CANVAS = (
    '{"nodes":[{"id":"a","type":"text","text":"Look at [[Bolt]]","x":0,"y":0,"width":200,"height":80},'
    '{"id":"b","type":"file","file":"Companies/Acme.md","x":300,"y":0,"width":200,"height":80}],'
    '"edges":[{"id":"e","fromNode":"a","toNode":"b"}]}'
)


@dataclass(frozen=True)
class Note:
    """A note as the test writes it."""

    folder: str = ""
    title: str = ""
    kind: str = ""
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    draft: bool = False
    day: str = ""
    lead: str = "A first paragraph."
    heading: str = "Facts"
    links: tuple[tuple[str, str, bool], ...] = ()
    investors: tuple[str, ...] = ()
    mixed: str = ""
    extra: str = ""

    def text(self) -> str:
        """The note as Markdown."""
        front = [
            *([f"title: {self.title}"] if self.title else []),
            *([f"kind: {self.kind}"] if self.kind else []),
            *([f"tags: [{', '.join(self.tags)}]"] if self.tags else []),
            *([f"aliases: [{', '.join(self.aliases)}]"] if self.aliases else []),
            *(["draft: true"] if self.draft else []),
            *([f"updated: {self.day}", f"published: {self.day}"] if self.day else []),
            *(
                ['investors: ["' + '", "'.join(f"[[{one}]]" for one in self.investors) + '"]']
                if self.investors
                else []
            ),
            *([f'told: "by [[{self.mixed}]] and others"'] if self.mixed else []),
        ]
        body = [self.lead, "", f"## {self.heading}", "", "Something. ^b1", "", "### More", "", "Words.", ""]
        for target, subpath, embed in self.links:
            body += [f"Before {'!' if embed else ''}[[{target}{subpath}]] and after.", ""]
        return "\n".join((["---", *front, "---"] if front else []) + body + [self.extra, ""])


@dataclass
class World:
    """A vault under change, with its site and the choices for it."""

    root: Path
    notes: dict[str, Note] = field(default_factory=dict)
    number: int = 0

    def __post_init__(self) -> None:
        self.vault = self.root / "vault"
        self.settings = Settings(
            self.vault, self.root / "site", "Test", url="https://example.org/", search=False
        )
        (self.root / "look" / "site").mkdir(parents=True)
        self.vault.mkdir()
        self.file("Picture.png", "not really")
        self.file("Table.base", BASE)
        self.file("Board.canvas", CANVAS)
        self.put(
            "Acme",
            Note(
                "Companies/",
                kind="company",
                aliases=("Old Acme",),
                investors=("Bolt",),
                tags=("ai/serving",),
                day="2026-01-02",
            ),
        )
        self.put(
            "Bolt", Note("Investors/", kind="investor", links=(("Acme", "#Facts", False), ("Acme", "", True)))
        )
        self.put(
            "Cairn",
            Note(
                "Companies/",
                kind="company",
                tags=("ai",),
                day="2025-01-02",
                links=(("Table.base", "", True),),
            ),
        )
        self.put(
            "Delta",
            Note(
                links=(("Board.canvas", "", True), ("Picture.png", "", True), ("Echo", "", True)),
                mixed="Acme",
            ),
        )

    def file(self, name: str, text: str) -> None:
        path = self.vault / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def put(self, name: str, note: Note) -> None:
        old = self.notes.get(name)
        if old is not None and old.folder != note.folder:
            (self.vault / f"{old.folder}{name}.md").unlink()
        self.notes[name] = note
        self.file(f"{note.folder}{name}.md", note.text())

    def remove(self, name: str) -> None:
        note = self.notes.pop(name, None)
        if note is not None:
            (self.vault / f"{note.folder}{name}.md").unlink()

    def check(self) -> None:
        """Build on what is there, and from nothing; they must not differ."""
        build_site(self.settings, jobs=1)
        clean = self.root / "clean"
        for left in (clean, self.root / ".clean.vaultgen"):
            shutil.rmtree(left, ignore_errors=True)
        build_site(replace(self.settings, output=clean), jobs=1)
        assert differences(self.settings.output, clean) == []


def differences(one: Path, other: Path) -> list[str]:
    """The files in which two trees differ."""
    first, second = tree(one), tree(other)
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


Change = Callable[[World], None]
names = st.sampled_from(NAMES)
links = st.lists(
    st.tuples(st.sampled_from(TARGETS), st.sampled_from(SUBPATHS), st.booleans()), max_size=3
).map(tuple)
few = st.lists(st.sampled_from(("ai", "ai/serving", "AI/chips", "money")), max_size=2, unique=True).map(tuple)
notes = st.builds(
    Note,
    folder=st.sampled_from(FOLDERS),
    title=st.sampled_from(("", "", "Acme", "Another name")),
    kind=st.sampled_from(("", "company", "investor", "deal")),
    tags=few,
    aliases=st.sampled_from(((), ("Old Acme",), ("Zeta",))),
    draft=st.booleans(),
    day=st.sampled_from(("", "2024-05-06", "2026-02-03")),
    lead=st.sampled_from(("A first paragraph.", "Another one.", "**Acme** – a company.")),
    heading=st.sampled_from(("Facts", "Rounds", "Gone")),
    links=links,
    investors=st.lists(names, max_size=2, unique=True).map(tuple),
    mixed=st.sampled_from(("", *NAMES)),
    extra=st.sampled_from(
        ("", "More.", f"```base\n{BASE}```", "| Metric | Value |\n|---|---|\n| Valuation | $5B |")
    ),
)
ASPECTS = (
    "folder", "title", "kind", "tags", "aliases", "draft", "day", "lead", "heading", "links", "investors", "mixed",
    "extra",
)  # fmt: skip


def alter(name: str, note: Note, aspect: str) -> Change:
    def change(world: World) -> None:
        old = world.notes.get(name)
        world.put(name, note if old is None else replace(old, **{aspect: getattr(note, aspect)}))

    return change


def choose(key: str, value: object) -> Change:
    def change(world: World) -> None:
        world.settings = replace(world.settings, **{key: value})

    return change


def restyle(text: str) -> Change:
    def change(world: World) -> None:
        (world.root / "look" / "site" / "more.css").write_text(text)
        world.settings = replace(world.settings, templates=world.root / "look")

    return change


changes = st.one_of(
    st.builds(alter, names, notes, st.sampled_from(ASPECTS)),
    st.builds(alter, names, notes, st.sampled_from(ASPECTS)),
    st.builds(alter, names, notes, st.sampled_from(ASPECTS)),
    names.map(lambda name: lambda world: world.remove(name)),
    st.builds(
        lambda name, text: lambda world: world.file(name, text),
        st.sampled_from(("Picture.png", "Board.canvas", "Table.base")),
        st.sampled_from((BASE, CANVAS, "{}", CANVAS.replace("Bolt", "Cairn"), BASE.replace("stage", "tags"))),
    ),
    st.builds(choose, st.just("title"), st.sampled_from(("Test", "Other"))),
    st.builds(choose, st.just("url"), st.sampled_from(("", "https://example.org/"))),
    st.builds(choose, st.just("exclude"), st.sampled_from(((), ("Companies",), ("Delta.md",)))),
    st.builds(choose, st.just("twins"), st.booleans()),
    st.builds(choose, st.just("publish"), st.sampled_from(("all", "opt-in"))),
    st.builds(restyle, st.sampled_from(("", "p { color: red }"))),
)
numbers = itertools.count()


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    return tmp_path_factory.mktemp("rooms")


histories = st.lists(st.lists(changes, min_size=1, max_size=2), min_size=1, max_size=5)


@settings(max_examples=8)
@given(steps=histories)
def test_an_incremental_build_leaves_what_a_clean_one_makes(rooms, steps):
    _live_through(rooms / str(next(numbers)), steps)


@pytest.mark.slow
@settings(max_examples=16)
@given(steps=st.lists(changes, min_size=3, max_size=9).map(lambda steps: [[step] for step in steps]))
def test_so_it_does_after_many_changes(rooms, steps):
    _live_through(rooms / str(next(numbers)), steps)


def _live_through(root: Path, steps: list[list[Callable[[World], None]]]) -> None:
    """Make the changes of each step, and build after it: what comes of it is that of a clean build."""
    root.mkdir()
    world = World(root)
    world.check()
    for step in steps:
        for change in step:
            change(world)
        world.check()
    shutil.rmtree(root)


def test_a_second_build_writes_nothing(tmp_path):
    world = World(tmp_path)
    build_site(world.settings)
    before = {path: path.stat() for path in tmp_path.rglob("*")}
    assert str(build_site(world.settings).counts).endswith("nothing to do")
    after = {path: path.stat() for path in tmp_path.rglob("*") if path.name not in {"lock", ".vaultgen"}}
    assert {path: (stat.st_mtime_ns, stat.st_ino) for path, stat in after.items()} == {
        path: (before[path].st_mtime_ns, before[path].st_ino) for path in after
    }
    assert (world.settings.output / MARK).is_file()
