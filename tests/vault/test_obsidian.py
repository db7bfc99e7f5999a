"""Obsidian's settings: offered once, merged gently, and the person's from then on."""

from __future__ import annotations

import errno
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.errors import VaultError
from vaultgen.vault.obsidian import OFFERED, Bookmark, Settings, settings_files, write_settings

SETTINGS = Settings(
    types={"founded": "date", "raised_usd": "number"},
    colours={"tag:#company": "#086ddd", 'path:"Investors/"': "#08b94e"},
    bookmarks=(
        Bookmark("Start", items=(Bookmark("Home", path="Home.md"), Bookmark("Big", query="tag:#company"))),
        Bookmark("Rounds", path="Rounds.md"),
    ),
    graph_search="-path:Bases",
)


def files(existing: dict[str, str] | None = None, offered: str = "", settings: Settings = SETTINGS):
    """The contents of the files that would be written."""
    plan = settings_files(settings, existing or {}, offered)
    return {name: json.loads(text) for name, text in plan.files.items()}


def names_on_disk(vault: Path) -> list[str]:
    return sorted(path.relative_to(vault).as_posix() for path in vault.rglob("*") if path.is_file())


def test_a_new_vault_gets_all_settings_as_obsidian_writes_them():
    plan = settings_files(SETTINGS, {})
    assert sorted(plan.files) == [
        "app.json",
        "bookmarks.json",
        "core-plugins.json",
        "graph.json",
        "types.json",
    ]
    assert plan.files["types.json"] == (
        '{\n  "types": {\n    "aliases": "aliases",\n    "cssclasses": "multitext",\n    "founded": "date",\n'
        '    "raised_usd": "number",\n    "tags": "tags"\n  }\n}'
    )
    assert plan.left_alone == {}
    contents = files()
    assert contents["app.json"]["defaultViewMode"] == "preview"
    assert contents["graph.json"]["search"] == "-path:Bases"
    assert contents["graph.json"]["colorGroups"] == [
        {"query": "tag:#company", "color": {"a": 1, "rgb": 552413}},
        {"query": 'path:"Investors/"', "color": {"a": 1, "rgb": 571726}},
    ]
    assert all(contents["core-plugins.json"][name] for name in ("bases", "graph", "bookmarks", "properties"))


def test_bookmarks_have_a_fixed_time():
    assert files()["bookmarks.json"] == {
        "items": [
            {
                "type": "group",
                "ctime": 1767225600000,
                "title": "Start",
                "items": [
                    {"type": "file", "ctime": 1767225600000, "path": "Home.md", "title": "Home"},
                    {"type": "search", "ctime": 1767225600000, "query": "tag:#company", "title": "Big"},
                ],
            },
            {"type": "file", "ctime": 1767225600000, "path": "Rounds.md", "title": "Rounds"},
        ]
    }


def test_what_is_there_stays_and_what_is_missing_is_added_behind_it():
    existing = {
        "app.json": '{"newLinkFormat": "absolute", "tabSize": 2, "x": {"z": 1, "a": 0.5187}}',
        "types.json": '{"types": {"Founded": "text"}, "more": 1}',
        "core-plugins.json": '{"graph": false}',
        "graph.json": '{"search": "mine", "colorGroups": [], "scale": 1.25}',
        "bookmarks.json": '{"items": []}',
    }
    assert files(existing) == {
        "app.json": {
            "newLinkFormat": "absolute",
            "tabSize": 2,
            "x": {"z": 1, "a": 0.5187},
            "defaultViewMode": "preview",
            "alwaysUpdateLinks": True,
            "attachmentFolderPath": "Attachments",
        },
        "types.json": {
            "types": {
                "Founded": "text",
                "aliases": "aliases",
                "cssclasses": "multitext",
                "raised_usd": "number",
                "tags": "tags",
            },
            "more": 1,
        },
        "core-plugins.json": {
            "graph": False,
            **dict.fromkeys(
                ("backlink", "canvas", "outgoing-link", "tag-pane", "properties", "bookmarks", "bases"), True
            ),
        },
        "graph.json": {"search": "mine", "colorGroups": files()["graph.json"]["colorGroups"], "scale": 1.25},
    }
    assert list(files(existing)["app.json"])[:3] == ["newLinkFormat", "tabSize", "x"]


def test_colour_groups_of_a_person_stay():
    assert "graph.json" not in files({"graph.json": '{"colorGroups": [{"query": "x"}]}'})


def test_the_old_list_of_plugins_is_left_as_it_is():
    assert "core-plugins.json" not in files({"core-plugins.json": '["graph"]'})


def test_what_was_offered_once_and_taken_out_stays_out():
    first = settings_files(SETTINGS, {})
    taken_out = dict(first.files) | {
        "app.json": "{}",
        "types.json": '{"types": {}}',
        "core-plugins.json": "{}",
        "graph.json": '{"colorGroups": []}',
    }
    second = settings_files(SETTINGS, taken_out, first.offered)
    assert second.files == {}
    assert second.offered == first.offered
    more = replace(SETTINGS, types={**SETTINGS.types, "hq": "text"})
    third = settings_files(more, taken_out, first.offered)
    assert {name: json.loads(text) for name, text in third.files.items()} == {
        "types.json": {"types": {"hq": "text"}}
    }


def test_no_bookmarks_are_offered_if_there_are_none():
    assert "bookmarks.json" not in files(settings=Settings())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is not JSON: Expecting value, line 1"),
        ('{\n"a": 1,\n}', "it is not JSON: Expecting property name enclosed in double quotes, line 3"),
        ('{"a": 1, "a": 2}', "it has a key twice"),
        ('{"a": NaN}', "it is not JSON: NaN"),
        ('{"a": "\\ud800"}', "it has text that cannot be written again"),
        ('{"a": ' + "[" * 100_000, "it has text that cannot be written again"),
        ("[1]", "it is not laid out as Obsidian does it"),
        ("3", "it is not laid out as Obsidian does it"),
        ('{"types": []}', "it is not laid out as Obsidian does it"),
    ],
)
def test_a_file_that_cannot_be_read_is_left_alone_and_told(text, reason):
    plan = settings_files(SETTINGS, {"types.json": text})
    assert "types.json" not in plan.files
    assert plan.left_alone == {"types.json": reason}
    assert "types.json" not in json.loads(plan.offered)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(JSON)
def test_whatever_a_person_has_set_survives(content):
    existing = {name: json.dumps(content) for name in files()}
    for written in files(existing).values():
        assert {key: written[key] for key in content} == content


def test_a_second_write_changes_nothing(tmp_path):
    assert write_settings(tmp_path, SETTINGS).files
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    plan = write_settings(tmp_path, SETTINGS)
    assert plan.files == {}
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_settings_of_the_person_on_disk_are_merged_and_layouts_never_touched(tmp_path):
    folder = tmp_path / ".obsidian"
    folder.mkdir()
    (folder / "app.json").write_text('{"tabSize":2}')
    (folder / "workspace.json").write_text("layout")
    (folder / "types.json").write_bytes(b'{"types": {"a": "\xff"}}')
    plan = write_settings(tmp_path, SETTINGS)
    texts = {name: (tmp_path / name).read_bytes() for name in names_on_disk(tmp_path)}
    assert json.loads(texts[".obsidian/app.json"])["tabSize"] == 2
    assert texts[".obsidian/workspace.json"] == b"layout"
    assert texts[".obsidian/types.json"] == b'{"types": {"a": "\xff"}}'
    assert plan.left_alone == {"types.json": "it has text that cannot be written again"}
    assert list(texts) == [
        ".obsidian/app.json",
        ".obsidian/bookmarks.json",
        ".obsidian/core-plugins.json",
        ".obsidian/graph.json",
        ".obsidian/types.json",
        ".obsidian/workspace.json",
        OFFERED,
    ]


def test_settings_that_are_kept_elsewhere_are_left_alone(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / ".obsidian").symlink_to(tmp_path / "shared")
    plan = write_settings(tmp_path / "vault", SETTINGS)
    assert plan.left_alone == {".obsidian": "it is a symbolic link to settings kept elsewhere"}
    assert list((tmp_path / "shared").iterdir()) == []
    assert names_on_disk(tmp_path / "vault") == []


@pytest.mark.parametrize("text", ["nonsense", "[]", '{"app.json": 3}'])
def test_a_damaged_memory_of_what_was_offered_stops_the_build(tmp_path, text):
    (tmp_path / ".vaultgen").mkdir()
    (tmp_path / OFFERED).write_text(text)
    with pytest.raises(VaultError, match=r"settings\.json: damaged; restore it with git, or delete it"):
        write_settings(tmp_path, SETTINGS)


def test_a_settings_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    def refuse(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(VaultError, match="permission denied"):
        write_settings(tmp_path, SETTINGS)
