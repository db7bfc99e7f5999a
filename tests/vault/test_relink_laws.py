"""The laws of links that follow: each means afterwards what it meant before, and nothing else changes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import quote

from hypothesis import assume, given
from hypothesis import strategies as st

from vaultgen.values.names import name_key
from vaultgen.vault.moved import Moved
from vaultgen.vault.references import Reference, address_path, references
from vaultgen.vault.relink import relink, relink_canvas, relink_file

NAMES = ("A", "a b", "Ab", "É", "R&D (x)", "50%", "日本", "🚀 z", "b.c", "it's", "x=y;~z", "שלום")
FOLDERS = ("", "F/", "F/G/", "F b/É/", "H/F/")
PATHS = [f"{folder}{name}.md" for folder in FOLDERS for name in NAMES] + ["F/A.pdf", "A"]
MARKS = (
    "`",
    "```\n",
    "%%",
    "$$",
    "$",
    "<!-- ",
    "\\",
    "- ",
    "> ",
    "# ",
    "](",
    "[[",
    "]]",
    "~",
    "^x",
    "==",
    "|a|\n|-|\n|",
)
WORDS = ("", " ", "\n\n", "\n", "    ", "text", "🚀", "שלום", "e\u0301", "\n\n[1]: ", "https://e.org/")
FILLING = st.sampled_from([*MARKS, *WORDS])


@dataclass(frozen=True)
class Case:
    """A vault, what moves in it, and the text of one of its notes."""

    files: list[str]
    moves: dict[str, str]
    source: str
    text: str

    @property
    def moved(self) -> Moved:
        return Moved(self.files, self.moves)


def distinct(paths: list[str]) -> list[str]:
    return list({name_key(path): path for path in paths}.values())


@st.composite
def links(draw: st.DrawFn, files: list[str]) -> str:
    """A link in any style, to one of the files or to none."""
    path = draw(st.sampled_from([*files, "Nowhere.md"]))
    parts = path.split("/")
    path = "/".join(parts[draw(st.integers(0, len(parts) - 1)) :])
    path = path.removesuffix(".md") if draw(st.booleans()) else path
    path = draw(st.sampled_from(["", "", "", "./", "../", "/", "../../F/"])) + path
    path = draw(st.sampled_from([str, str.lower, str.upper]))(path)
    sub = draw(st.sampled_from(["", "", "#Head", "#^id", "#A#B c"]))
    style = draw(st.integers(0, 5))
    if style < 3:
        label = draw(st.sampled_from(["", "", "|label", "\\|label", "|A"]))
        return draw(st.sampled_from(["", "!"])) + f"[[{path}{sub}{label}]]"
    if style == 3:
        return f"[x](<{path.replace('%', '%25')}{sub}>)"
    address = quote(path, safe="/!$&'*+,;=:@~" + draw(st.sampled_from(["", "()"])))
    if style == 4:
        address = path.replace("%", "%25").replace(" ", "%20")
    return f"[x]({address}{sub.replace(' ', '%20')})"


@st.composite
def properties(draw: st.DrawFn, files: list[str]) -> str:
    """Front matter with properties that are links, in quotes of both kinds, lists and blocks."""
    lines = ["---", "id: x"]
    for number in range(draw(st.integers(1, 3))):
        link = draw(links(files)).replace("\\|", "|")
        written = draw(st.sampled_from(["double", "single", "block", "escaped", "list"]))
        single = "'" + link.replace("'", "''") + "'"
        value = {
            "double": json.dumps(link, ensure_ascii=False),
            "escaped": '"'
            + "".join(f"\\U{ord(sign):08x}" if sign in "Aé🚀" else sign for sign in link)
            + '"',
            "single": single,
            "block": f">-\n  {link}",
            "list": f'\n  - {single}\n  - "x" # {link}',
        }[written]
        lines.append(f"p{number}: {value}")
    return "\n".join([*lines, "---", ""])


@st.composite
def cases(draw: st.DrawFn, *, fresh: bool = False) -> Case:
    """A vault with moves; `fresh` leaves out new names that a file has had before."""
    files = distinct(draw(st.lists(st.sampled_from(PATHS), min_size=2, max_size=10)))
    leaving = draw(st.lists(st.sampled_from(files), min_size=1, max_size=4, unique=True))
    taken = {name_key(path) for path in files if path not in leaving}
    names = {key.rpartition("/")[2].removesuffix(".md") for key in map(name_key, files)}
    moves = {}
    for old in leaving:
        ending = "" if "." not in old else old[old.rindex(".") :]
        free = [
            path
            for folder in FOLDERS
            for name in NAMES
            if name_key(path := f"{folder}{name}{ending}") not in taken
            and not (fresh and name_key(name) in names)
        ]
        assume(free)
        moves[old] = draw(st.sampled_from(free))
        taken.add(name_key(moves[old]))
    source = draw(st.sampled_from([path for path in files if path.endswith(".md")] or ["S.md"]))
    pieces = draw(st.lists(st.one_of(links(files), FILLING), max_size=12))
    text = draw(st.one_of(st.just(""), properties(files))) + "".join(pieces)
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return Case(files, moves, source, draw(st.sampled_from(["", "\ufeff"])) + text)


def read(text: str) -> list[Reference]:
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return [one for one in references(plain, definitions=True) if not one.fault]


def outside(text: str) -> list[str]:
    """A text without the targets of its links, and without marks of bytes and lines: those are compared apart."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    pieces, at = [], 0
    for one in references(plain, definitions=True):
        if one.start >= 0:
            pieces.append(plain[at : one.start])
            at = one.end
    return [*pieces, plain[at:]]


@given(cases())
def test_a_target_stands_where_it_is_said_to(case):
    plain = case.text.removeprefix("\ufeff").replace("\r\n", "\n")
    for one in references(plain, definitions=True):
        if one.start >= 0 and not one.quote:
            written = plain[one.start : one.end]
            assert written.strip() == written
            assert one.target in (written, address_path(written).strip())


@given(cases())
def test_every_link_means_what_it_meant(case):
    moved = case.moved
    relinked = relink(case.text, case.source, moved)
    place = moved.place(case.source)
    before, after = read(case.text), read(relinked.text)
    assert [one.subpath for one in before] == [one.subpath for one in after]
    wrong = 0
    for old, new in zip(before, after, strict=True):
        meant = moved.before.find(old.target, case.source)
        if not meant:
            assert new.target == old.target
        elif moved.after.find(new.target, place) != moved.place(meant):
            assert new.target == old.target
            wrong += 1
    assert wrong == relinked.missed
    # Only what is written in escapes that cannot be told apart stays.
    assert wrong == 0


@given(cases())
def test_every_other_byte_stays(case):
    relinked = relink(case.text, case.source, case.moved)
    assert outside(case.text) == outside(relinked.text)
    assert relinked.text.startswith("\ufeff") == case.text.startswith("\ufeff")
    assert relinked.text.count("\r\n") == case.text.count("\r\n")
    assert relinked.text.count("\n") == case.text.count("\n")
    assert (relinked.text == case.text) == (relinked.count == 0)


@given(cases(fresh=True))
def test_rewriting_twice_is_once(case):
    moved = case.moved
    once = relink(case.text, case.source, moved)
    again = relink(once.text, case.source, moved)
    assert (again.text, again.count) == (once.text, 0)


@given(cases())
def test_the_quick_look_misses_nothing(case):
    if relink(case.text, case.source, case.moved).count:
        assert case.moved.may_link(case.source, case.text.encode())
        assert relink_file(case.text.encode(), case.source, case.moved) is not None


@given(cases(), st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_a_canvas_holds_what_its_notes_would(case, plain_ascii, indent):
    nodes = [{"type": "file", "file": path, "x": 1.50} for path in case.files]
    nodes.append({"id": 'é"{[:,', "type": "text", "text": case.text})
    written = json.dumps({"nodes": nodes, "edges": []}, ensure_ascii=plain_ascii, indent=indent)
    relinked = relink_canvas(written, case.source, case.moved)
    told = json.loads(relinked.text)
    assert [node["file"] for node in told["nodes"][:-1]] == [case.moved.place(path) for path in case.files]
    assert told["nodes"][-1]["text"] == relink(case.text, case.source, case.moved).text
    expected = [{**node, "file": case.moved.place(node["file"])} for node in nodes[:-1]]
    expected.append({**nodes[-1], "text": told["nodes"][-1]["text"]})
    assert relinked.text == json.dumps(
        {"nodes": expected, "edges": []}, ensure_ascii=plain_ascii, indent=indent
    )
    if relinked.count:
        assert case.moved.may_link("Board.canvas", written.encode())


@given(st.text(st.sampled_from("[]()#^|!`$%\\ \n-ab.<>/:\"\r{},'&"), max_size=60))
def test_whatever_is_written_can_be_relinked(text):
    moved = Moved(["a.md", "b/a.md", "b.md", "n.md"], {"a.md": "b/c.md", "b.md": "a.md"})
    for one in (text, f"---\n{text}\n---\n", f"---\na: {text}\n---\n"):
        relinked = relink(one, "n.md", moved)
        assert relinked.text.count("\n") == one.count("\n")
    relink_canvas(text, "n.canvas", moved)
