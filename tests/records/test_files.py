"""Where records are looked for, and files that are none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pace import in_time
from vaultgen.errors import RecordsError
from vaultgen.records.load import find_record_files, load

ACME = b"{id: acme, kinds: [company], name: Acme}"
IVP = b"{id: ivp, kinds: [investor], name: IVP}"


def problems(roots, base):
    with pytest.raises(RecordsError) as caught:
        load([Path(root) for root in roots], base)
    return [str(problem) for problem in caught.value.problems]


def test_files_are_found_below_all_roots_once_and_in_order(tmp_path):
    names = ["b.yaml", "a.yml", "deep/er/rounds.csv", "x/sources.jsonl", "X.TSV", "d.ndjson"]
    for name in [*names, ".git/c.yaml", ".d.yaml", "README.yaml", "notes.md", "read.me.txt", "image.png"]:
        path = tmp_path / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(ACME)
    roots = [tmp_path / "seeds", Path("seeds/deep"), Path("seeds/b.yaml")]
    files, wrong = find_record_files(roots, tmp_path)
    assert wrong == []
    assert [name for name, _ in files] == sorted(f"seeds/{name}" for name in names)
    assert all(path.is_file() for _, path in files)


def test_a_root_may_lie_outside_of_the_base(tmp_path):
    (tmp_path / "base").mkdir()
    (tmp_path / "a.yaml").write_bytes(b"{id: A}")
    assert problems(["../a.yaml"], tmp_path / "base")[2].startswith("../a.yaml:1:6: “A”")


def test_a_folder_that_links_to_itself_is_walked_once(tmp_path):
    (tmp_path / "a.yaml").write_bytes(ACME)
    (tmp_path / "again").symlink_to(tmp_path)
    assert list(load([Path()], tmp_path).entities) == ["acme"]


@pytest.mark.parametrize("roots", [["seeds", "more"], []])
def test_no_records_at_all_is_an_error_that_says_where_they_were_looked_for(tmp_path, roots):
    for root in roots:
        (tmp_path / root).mkdir()
        (tmp_path / root / "notes.md").write_text("# Notes")
    (said,) = problems(roots, tmp_path)
    assert said == f"no records found in {', '.join(roots) or 'no folder at all'}; write one, or name another"


def test_roots_that_are_missing_or_no_records_are_named(tmp_path):
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "rounds.csv").mkdir()
    assert problems(["seeds", "notes.txt", "folder.yaml", "in"], tmp_path) == [
        "folder.yaml: cannot be read: Is a directory",
        "in/rounds.csv: cannot be read: Is a directory",
        "notes.txt: files ending in “.txt” are not read; records are in .yaml, .yml, .csv, .tsv, .jsonl, .ndjson",
        "seeds: there is no such file or folder",
    ]


def test_files_that_cannot_be_opened_are_named(tmp_path):
    (tmp_path / "circle.yaml").symlink_to("circle.yaml")
    (tmp_path / "gone.yaml").symlink_to("nowhere.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    assert problems([""], tmp_path) == [
        "circle.yaml: cannot be read: Too many levels of symbolic links",
        "gone.yaml: cannot be read: No such file or directory",
        "pipe.yaml: is no file; only files hold records",
    ]


def test_a_folder_that_cannot_be_listed_is_named(tmp_path, monkeypatch):
    (tmp_path / "seeds").mkdir()

    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    assert problems(["seeds"], tmp_path) == ["seeds: cannot be read: Permission denied"]


def test_a_name_that_is_no_text_can_still_be_shown(tmp_path):
    (tmp_path / os.fsdecode(b"a\xff.yaml")).write_bytes(b"{id: [}")
    (said,) = problems([""], tmp_path)
    assert said.encode()
    assert said.startswith("a?.yaml:1:7: ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id: acme\nname: A\xffB", "a.yaml:2:8: byte 0xff is no UTF-8; save the file as UTF-8"),
        (b"id: \xc3\xa4\xe4", "a.yaml:1:6: byte 0xe4 is no UTF-8; save the file as UTF-8"),
        (b"id: acme\nname: \0", "a.yaml:2:7: byte 0x00 belongs to no text; is this a binary file?"),
        (b"PK\x03\x04" * 99, "a.yaml:1:3: byte 0x03 belongs to no text; is this a binary file?"),
        ("id: acme\nname: Ä\uf8ff".encode(), "a.yaml:2:8: character U+F8FF cannot be in a record"),
        ("id: acme\nname: \ufffe".encode(), "a.yaml:2:7: character U+FFFE cannot be in a record"),
        (b"", "a.yaml: the file holds no record; delete it, or write one"),
    ],
)
def test_a_file_that_is_no_text_is_refused_at_the_byte(tmp_path, content, said):
    (tmp_path / "a.yaml").write_bytes(content)
    assert problems([""], tmp_path) == [said]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbf" + ACME)
    (tmp_path / "entities.csv").write_bytes("\ufeffid,name,kinds\r\nivp,IVP,investor\r\n".encode())
    assert list(load([Path()], tmp_path).entities) == ["acme", "ivp"]


def test_lone_carriage_returns_end_lines_of_tables(tmp_path):
    (tmp_path / "entities.csv").write_bytes(b"id,name,kinds\rivp,IVP,investor\rX,Y,company\r")
    assert problems([""], tmp_path)[0].startswith("entities.csv:3:1: “X”")


NONSENSE = {
    "words.yaml": lambda: b"nonsense " * 12_000_000,
    "small-words.yaml": lambda: b"nonsense " * 200_000,
    "brackets.yaml": lambda: b"[" * 1_000_000,
    "braces.yaml": lambda: b"{a: " * 500_000,
    "dashes.yaml": lambda: b"- " * 1_000_000,
    "questions.yaml": lambda: b"? " * 1_000_000,
    "deep.yaml": lambda: b"[" * 900 + b"]" * 900,
    "stairs.yaml": lambda: b"".join(b" " * step + b"a:\n" for step in range(2000)),
    "laughs.yaml": lambda: b"a: &a [x]\n" + b"".join(b"b%d: [*a, *a]\n" % step for step in range(100)),
    "entities.jsonl": lambda: b"nonsense\n" * 11_000_000,
    "metrics.jsonl": lambda: b"[" * 100_000_000,
    "relations.jsonl": lambda: b'{"type": "uses"}\n' * 20_000,
    "rounds.jsonl": lambda: b'{"a":1}\n' * 12_000_000,
    "entities.csv": lambda: b"nonsense\n" * 11_000_000,
    "metrics.csv": lambda: b"entity,metric,value\n" + b"a,valuation,thing\n" * 5_000_000,
    "rounds.csv": lambda: b"id,entity\n" + b"nonsense\n" * 10_000_000,
    "sources.csv": lambda: b"id,title\n" + b'"' + b"nonsense\n" * 10_000_000,
    "deals.csv": lambda: b"x" * 100_000_000,
    "zeros.csv": lambda: b"\0" * 100_000_000,
    "noise.tsv": lambda: bytes(range(128, 256)) * 800_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_of_any_size_is_refused_quickly(tmp_path, name):
    (tmp_path / name).write_bytes(NONSENSE[name]())
    said = in_time(2, lambda: problems([""], tmp_path))
    assert 1 <= len(said) <= 202
    assert all(line.startswith(name) for line in said)
    (tmp_path / name).unlink()


def test_of_very_many_problems_in_a_file_the_first_are_listed_and_the_others_counted(tmp_path):
    (tmp_path / "a.yaml").write_bytes(ACME)
    rows = "".join(f"acme,acme-{number}\n" for number in range(5000))
    (tmp_path / "relations.csv").write_text(f"from,to\n{rows}")
    said = problems([""], tmp_path)
    assert said[0] == "relations.csv: 4900 more problems in this file"
    assert said[1:] == [f"relations.csv:{line}:1: type is missing" for line in range(2, 102)]


def test_a_table_in_which_too_much_is_wrong_is_not_read_to_its_end(tmp_path):
    (tmp_path / "a.yaml").write_bytes(ACME)
    rows = "".join(f"acme,acme-{number}\n" for number in range(12_000))
    (tmp_path / "relations.csv").write_text(f"from,to\n{rows}")
    said = problems([""], tmp_path)
    assert said[:2] == [
        "relations.csv: 9900 more problems in this file",
        "relations.csv: too much is wrong here; the rest of the file was not read",
    ]
    assert len(said) == 102


def test_a_large_table_that_begins_well_is_read_to_its_end(tmp_path):
    rows = "".join(f"company-{number},company,{'Name ' * 50}{number}\n" for number in range(20_000))
    (tmp_path / "entities.csv").write_text(f"id,kinds,name\n{rows}")
    assert len(load([Path()], tmp_path).entities) == 20_000


@given(
    content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
@pytest.mark.parametrize("name", ["a.yaml", "entities.csv", "rounds.tsv", "metrics.jsonl"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_is_read_or_refused(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    try:
        load([Path()], tmp_path)
    except RecordsError as error:
        assert error.problems  # noqa: PT017 -- most examples are refused, some are not
