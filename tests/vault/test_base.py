"""The base: written the same each time, read back the same, in small parts, and never started over silently."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.errors import VaultError
from vaultgen.notes.merge import Point, PointKind, Spot
from vaultgen.vault.base import BASE, Entry, Pending, load, read_texts, save, shards_of
from vaultgen.vault.gate import check_relative
from vaultgen.vault.pending import PENDING, Unfinished, clear, interrupted, note_down, unfinished

TEXT = "---\nid: a\n---\n| x | y |\n\n{not a head}\n"
SHA = sha256(TEXT.encode()).hexdigest()
OTHER = "f" * 64


def is_plain(path: str) -> bool:
    try:
        check_relative(path)
    except VaultError:
        return False
    return True


WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
PATHS = WORDS.filter(is_plain)
VALUES = st.none() | WORDS
POINTS = st.builds(
    Point,
    spot=st.builds(Spot, property=WORDS, section=st.tuples(WORDS), row=WORDS),
    kind=st.sampled_from(PointKind),
    base=VALUES,
    person=VALUES,
    record=VALUES,
)
LINES = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r"), max_size=40)
ENTRIES = st.builds(
    Entry,
    id=WORDS,
    path=PATHS,
    sha256=st.just(""),
    moved=st.just("") | PATHS,
    deleted=st.booleans(),
    former=st.lists(WORDS, max_size=2).map(tuple),
    points=st.lists(POINTS, max_size=2).map(tuple),
)


def entry(key: str, text: str, **more: object) -> Entry:
    return Entry(key, f"{key}.md", sha256(text.encode()).hexdigest() if text else "", **more)


def test_a_base_is_text_that_git_can_show(tmp_path):
    point = Point(Spot(property="hq"), PointKind.CONTESTED, "Bonn", None, "Köln")
    entries = [
        Entry("b", "Companies/B “x”.md", SHA, former=("Old B",), points=(point,)),
        Entry("a", "A.md", SHA, moved="Own/A.md"),
        Entry("c", "C.md", "", deleted=True),
    ]
    after = {one.id: one for one in entries}
    assert save(tmp_path, {}, after, dict.fromkeys("ab", TEXT)) is True
    texts = {path.name: path.read_text() for path in shards_of(tmp_path)}
    body = "|---\n|id: a\n|---\n|| x | y |\n|\n|{not a head}\n|\n"
    assert texts == {
        "0.txt": 'vaultgen base 1\n{"id":"c","path":"C.md","sha256":null,"deleted":true}\n',
        "7.txt": (
            "vaultgen base 1\n"
            f'{{"id":"b","path":"Companies/B “x”.md","sha256":"{SHA}","former":["Old B"],"points":[{{'
            '"spot":"[\\"hq\\",[],\\"\\",\\"\\",\\"\\",\\"\\"]","kind":"contested",'
            f'"base":"Bonn","person":null,"record":"Köln"}}]}}\n{body}'
        ),
        "e.txt": f'vaultgen base 1\n{{"id":"a","path":"A.md","sha256":"{SHA}","moved":"Own/A.md"}}\n{body}',
    }


@given(entries=st.lists(st.tuples(ENTRIES, st.none() | LINES), unique_by=lambda pair: pair[0].id))
def test_what_is_saved_is_loaded(tmp_path_factory, entries):
    vault = tmp_path_factory.mktemp("vault")
    texts = {one.id: text for one, text in entries if text is not None}
    after = {
        one.id: replace(one, sha256=sha256(texts[one.id].encode()).hexdigest()) if one.id in texts else one
        for one, _ in entries
    }
    assert save(vault, {}, after, texts) is bool(entries)
    assert load(vault) == after
    assert read_texts(vault, after) == texts
    before = {path: path.stat().st_mtime_ns for path in shards_of(vault)}
    assert save(vault, after, dict(reversed(after.items())), texts) is False
    assert {path: path.stat().st_mtime_ns for path in shards_of(vault)} == before
    fresh = tmp_path_factory.mktemp("vault")
    save(fresh, {}, dict(reversed(after.items())), texts)
    assert [path.read_bytes() for path in shards_of(fresh)] == [
        path.read_bytes() for path in shards_of(vault)
    ]


def test_one_changed_note_rewrites_one_small_part(tmp_path):
    texts = {f"n{number}": f"{number}\n" * 100 for number in range(2000)}
    entries = {key: entry(key, text) for key, text in texts.items()}
    save(tmp_path, {}, entries, texts)
    assert len(shards_of(tmp_path)) == 256
    stats = {path: path.stat().st_mtime_ns for path in shards_of(tmp_path)}
    after = entries | {"n7": entry("n7", "news\n")}
    save(tmp_path, entries, after, {"n7": "news\n"})
    assert sum(path.stat().st_mtime_ns != stats[path] for path in shards_of(tmp_path)) == 1
    assert load(tmp_path) == after
    assert read_texts(tmp_path, ["n7", "n8"]) == {"n7": "news\n", "n8": texts["n8"]}
    fewer = {key: after[key] for key in list(after)[:10]}
    save(tmp_path, after, fewer, {})
    assert load(tmp_path) == fewer
    assert len(shards_of(tmp_path)) <= 10


def test_a_base_that_outgrows_its_files_is_divided_anew_and_a_crash_on_the_way_loses_nothing(tmp_path):
    few = {f"n{number}": f"{number}\n" for number in range(800)}
    entries = {key: entry(key, text) for key, text in few.items()}
    save(tmp_path, {}, entries, few)
    coarse = {path: path.read_bytes() for path in shards_of(tmp_path)}
    assert len(coarse) == 16
    more = entries | {"new": entry("new", "new\n"), "n1": entry("n1", "newer\n")}
    save(tmp_path, entries, more, {"new": "new\n", "n1": "newer\n"})
    assert {len(path.stem) for path in shards_of(tmp_path)} == {2}
    assert load(tmp_path) == more
    assert read_texts(tmp_path, more) == few | {"new": "new\n", "n1": "newer\n"}
    for path, data in coarse.items():
        path.write_bytes(data)
    assert load(tmp_path) == more
    assert read_texts(tmp_path, ["n1"]) == {"n1": "newer\n"}


def test_no_base_is_an_empty_one(tmp_path):
    assert load(tmp_path) == {}
    assert read_texts(tmp_path, ["a"]) == {}
    assert not interrupted(tmp_path)
    assert unfinished(tmp_path) == Unfinished()


def test_windows_line_ends_from_git_are_read(tmp_path):
    save(tmp_path, {}, {"a": entry("a", TEXT)}, {"a": TEXT})
    (path,) = shards_of(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(tmp_path) == {"a": entry("a", TEXT)}
    assert read_texts(tmp_path, ["a"]) == {"a": TEXT}


HEAD = "vaultgen base 1\n"
LINE = f'{{"id":"a","path":"A.md","sha256":"{SHA}"}}\n'
BODY = "|---\n|id: a\n|\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense\n",
        "vaultgen base x\n",
        "vaultgen base 0\n",
        f"{HEAD}<<<<<<< ours\n{LINE}{BODY}",
        f"{HEAD}{LINE}{BODY}=======\n{BODY}",
        f"{HEAD}{LINE}{BODY}{LINE}{BODY}",
        HEAD + LINE,
        f"{HEAD}{LINE}|",
        f"{HEAD}{LINE}no text\n",
        HEAD + LINE[:-9],
        f'{HEAD}{{"id":"a","path":"../A.md","sha256":"{SHA}"}}\n{BODY}',
        f'{HEAD}{{"id":"a","path":"A.md","sha256":"{SHA}","moved":"/A.md"}}\n{BODY}',
        f'{HEAD}{{"id":"a","path":"A.md","sha256":"xyz"}}\n{BODY}',
        f'{HEAD}{{"id":"a","path":"A.md","sha256":3}}\n{BODY}',
        f'{HEAD}{{"id":"","path":"A.md","sha256":null}}\n',
        f'{HEAD}{{"id":3,"path":"A.md","sha256":null}}\n',
        f'{HEAD}{{"id":"a","path":3,"sha256":null}}\n',
        f'{HEAD}{{"id":"a","path":"A.md","sha256":null,"deleted":1}}\n',
        f'{HEAD}{{"id":"a","path":"A.md","sha256":null,"former":[1]}}\n',
        f'{HEAD}{{"id":"a","path":"A.md","sha256":null,"points":[{{"spot":"x"}}]}}\n',
        f'{HEAD}{{"id":"a","path":"A.md","sha256":null,"new":1}}\n',
        f'{HEAD}{{"id":"a","path":"A.md","sha256":null}}\n{BODY}',
        f'{HEAD}{{"id":"a","path":"A.md"}}\n',
    ],
)
def test_a_damaged_base_stops_the_build_with_advice(tmp_path, text):
    path = tmp_path / BASE / "e.txt"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with pytest.raises(VaultError, match="resolve its conflict, or restore it with git") as caught:
        load(tmp_path)
    assert str(caught.value).startswith(f"{path}: damaged at ")


def test_a_base_that_is_not_text_is_damaged(tmp_path):
    (tmp_path / BASE).mkdir(parents=True)
    (tmp_path / BASE / "e.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(VaultError, match="damaged"):
        load(tmp_path)


def test_a_text_that_is_not_the_one_that_was_written_is_never_merged_with(tmp_path):
    save(tmp_path, {}, {"a": entry("a", TEXT)}, {"a": TEXT})
    (path,) = shards_of(tmp_path)
    path.write_text(path.read_text().replace("not a head", "another"))
    with pytest.raises(VaultError, match="damaged at the text of a; resolve"):
        read_texts(tmp_path, ["a"])


def test_a_base_of_a_newer_version_asks_for_an_update(tmp_path):
    (tmp_path / BASE).mkdir(parents=True)
    (tmp_path / BASE / "e.txt").write_text("vaultgen base 2\nwhatever\n")
    with pytest.raises(VaultError, match=r"written by a newer vaultgen \(version 2\); update vaultgen"):
        load(tmp_path)


def test_a_file_in_the_place_of_the_base_is_told(tmp_path):
    (tmp_path / BASE).parent.mkdir()
    (tmp_path / BASE).write_text("x")
    with pytest.raises(VaultError, match="a file stands where a folder should go"):
        load(tmp_path)


def test_what_was_being_written_is_known_after_a_crash(tmp_path):
    point = Point(Spot(property="hq"), PointKind.CONTESTED, "Bonn", None, "Köln")
    merged = Pending("B.md", OTHER, SHA, base=TEXT, points=(point,))
    removed = Pending("C.md", "", SHA)
    rows = [("a", Pending("New A.md", OTHER, SHA)), ("b", merged), ("b", removed)]
    note_down(tmp_path, rows, {"A.md": "New A.md"})
    assert interrupted(tmp_path)
    found = unfinished(tmp_path)
    assert found.renames == {"A.md": "New A.md"}
    entries = found.together_with({"a": Entry("a", "A.md", SHA)})
    assert entries["a"] == Entry("a", "A.md", SHA, pending=(Pending("New A.md", OTHER, SHA),))
    assert entries["b"] == Entry("b", "B.md", "", pending=(merged, removed))
    assert entries["a"].wrote(SHA)
    assert entries["a"].wrote(OTHER)
    assert not entries["a"].wrote("")
    assert not entries["b"].wrote(OTHER)
    assert entries["b"].halfway(OTHER) == merged
    assert entries["a"].halfway(OTHER) is None
    assert not entries["b"].surely_there
    clear(tmp_path)
    assert not interrupted(tmp_path)


def test_a_damaged_note_of_what_was_pending_stops_the_build_with_advice(tmp_path):
    (tmp_path / PENDING).parent.mkdir()
    (tmp_path / PENDING).write_text("half")
    with pytest.raises(VaultError, match=r"damaged: .* delete it"):
        unfinished(tmp_path)
