"""What is kept of a vault comes back as it was, a part at a time; what is damaged does not count."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from msgspec import MsgspecError, msgpack

from vaultgen.site.atlas import Atlas
from vaultgen.site.build import kept as kept_module
from vaultgen.site.build.kept import Kept, read_kept, write_kept
from vaultgen.site.build.places import places_of
from vaultgen.site.build.run import build_site
from vaultgen.site.settings import Settings
from vaultgen.site.survey import survey

NOTES = {
    "Acme.md": "---\nkind: company\ninvestors: ['[[Bolt]]']\nd: {a: [1, null, 2.5]}\n---\n"
    "Makes bolts for [[Bolt|them]] %%[[Cairn]]%%.\n\n## Facts\n\nOld. ^b1\n\n[[Nowhere]] [^n]\n\n[^n]: note\n",
    "Bolt.md": "Is made by [[Acme#Facts]].\n",
    "Cairn.md": "---\ndraft: true\n---\nPrivate, of [[Acme]].\n",
    "Deep/Echo.md": '---\ntold: "by [[Cairn]] and others"\n---\nSee [[Cairn|it]] and [[Acme]].\n',
    "Picture.png": "png",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    vault = tmp_path / "vault"
    for name, text in NOTES.items():
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).write_text(text, "utf-8")
    return Settings(vault, tmp_path / "site", "Bolts", search=False)


def keep(settings: Settings, folder: Path, before: Kept | None = None) -> Atlas:
    """Keep a vault as a build does; gives its atlas."""
    known = before or Kept(folder)
    seen = survey(settings, known.seen)
    atlas = Atlas(
        settings, {path: one.sheet for path, one in seen.items()}, known.chart_of(settings, seen, "program")
    )
    write_kept(known, seen, atlas.chart, code="code", program="program")
    return atlas


def told(atlas: Atlas) -> list[object]:
    """What an atlas says of every file."""
    return [
        (path, atlas.addresses[path], atlas.backlinks(path), atlas.links(path), atlas.neighbours(path),
         atlas.degree(path), atlas.face(path), atlas.sheets[path])
        for path in atlas.sheets
    ]  # fmt: skip


def test_a_vault_comes_back_as_it_was(settings, tmp_path):
    seen = survey(settings)
    keep(settings, tmp_path / "kept")
    kept = read_kept(tmp_path / "kept", "code")
    assert kept.seen == seen
    assert read_kept(tmp_path / "kept", "other code").seen == {}


def test_an_atlas_by_a_chart_that_was_kept_says_what_one_without_says(settings, tmp_path):
    atlas = keep(settings, tmp_path / "kept")
    assert atlas.chart.veiled == ("Acme.md", "Deep/Echo.md")
    kept = read_kept(tmp_path / "kept", "code")
    chart = kept.chart_of(settings, kept.seen, "program")
    assert chart == atlas.chart
    assert told(Atlas(settings, {path: one.sheet for path, one in kept.seen.items()}, chart)) == told(atlas)


def test_only_what_is_asked_for_is_opened(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(kept_module, "_SHARD", 1)
    (settings.vault / "Cairn.md").unlink()
    (settings.vault / "Picture.png").unlink()
    keep(settings, tmp_path / "kept")
    kept = read_kept(tmp_path / "kept", "code")
    atlas = Atlas(settings, {path: one.sheet for path, one in kept.seen.items()}, kept.chart)
    assert [near.path for near in atlas.neighbours("Acme.md")] == ["Bolt.md"] * 3 + ["Deep/Echo.md"]
    assert kept._opened == {}
    shutil.rmtree(tmp_path / "kept")
    with pytest.raises(MsgspecError, match=r"does not hold Bolt\.md"):
        atlas.backlinks("Acme.md")


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("Old.", "New.", True),
        ("Makes bolts", "Makes nuts", True),
        ("## Facts", "## Figures", True),
        ("[[Bolt|them]]", "[[Bolt|us]]", True),
        ("[[Bolt|them]]", "[[Echo|them]]", False),
        ("%%[[Cairn]]%%", "[[Cairn]]", False),
        ("kind: company", "title: Other", False),
        ("kind: company", "permalink: other", False),
        ("kind: company", "draft: true", False),
        ("kind: company", "day: 2026-01-01", False),
    ],
)
def test_the_chart_is_drawn_again_when_it_may_be_another_one(settings, tmp_path, old, new, same):
    keep(settings, tmp_path / "kept")
    path = settings.vault / "Acme.md"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    kept = read_kept(tmp_path / "kept", "code")
    atlas = keep(settings, tmp_path / "kept", kept)
    assert (atlas.chart is kept.__dict__.get("chart")) is same
    clean = Atlas(settings, {path: one.sheet for path, one in survey(settings).items()})
    assert atlas.chart == clean.chart
    assert told(atlas) == told(clean)


def test_only_shards_with_something_new_are_written(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(kept_module, "_SHARD", 1)
    folder = tmp_path / "kept"
    keep(settings, folder)
    before = {path.name: path.stat().st_ino for path in folder.iterdir()}
    keep(settings, folder, read_kept(folder, "code"))
    assert {path.name: path.stat().st_ino for path in folder.iterdir()} == before
    (settings.vault / "Bolt.md").write_text("Other words.\n")
    keep(settings, folder, read_kept(folder, "code"))
    after = {path.name: path.stat().st_ino for path in folder.iterdir()}
    assert len({name for name in after if after[name] != before[name]}) == 2
    assert read_kept(folder, "code").seen == survey(settings)


def test_shards_are_shared_out_anew_as_a_vault_grows_and_shrinks(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(kept_module, "_SHARD", 4)
    folder = tmp_path / "kept"
    for count in (0, 20, 70, 5, 0):
        for path in settings.vault.glob("More *.md"):
            path.unlink()
        for number in range(count):
            (settings.vault / f"More {number}.md").write_text(f"Number {number} of [[Acme]].\n")
        keep(settings, folder, read_kept(folder, "code"))
        kept = read_kept(folder, "code")
        assert kept.seen == survey(settings)
        assert len(list(folder.iterdir())) <= 1 + len(kept.shards)  # a shard of nothing has no file


def test_a_damaged_chart_is_told_as_all_that_is_damaged(settings, tmp_path):
    keep(settings, tmp_path / "kept")
    kept = read_kept(tmp_path / "kept", "code")
    kept.drawn = kept.drawn.replace(b"acme", b"\xff" * 4)
    with pytest.raises(MsgspecError, match="damaged"):
        kept.chart_of(settings, kept.seen, "program")


@pytest.mark.parametrize("damage", ["gone", "cut", "touched", "other", "covers", "text", "uneven", "form"])
def test_what_is_damaged_is_read_again(settings, tmp_path, damage):
    folder = tmp_path / "kept"
    keep(settings, folder)
    shard, covers = folder / "inside-0.json", folder / "covers"
    text = shard.read_bytes()
    match damage:
        case "gone":
            shard.unlink()
        case "cut":
            shard.write_bytes(text[:-9])
        case "touched":
            os.utime(shard, (1, 1))
        case "other":
            shard.write_bytes(text.replace(b"Old", b"New"))
            os.utime(shard, (2, 2))
        case "covers":
            covers.write_bytes(covers.read_bytes()[:-1])
        case "text":
            covers.write_bytes(covers.read_bytes().replace(b"Makes", b"\xff" * 5))
        case "uneven":
            *rest, (paths, *columns) = msgpack.decode(covers.read_bytes())
            covers.write_bytes(msgpack.encode([*rest, [paths[1:], *columns]]))
        case "form":
            covers.write_bytes(msgpack.encode([99, *msgpack.decode(covers.read_bytes())[1:]]))
    kept = read_kept(folder, "code")
    assert kept.seen == {}
    keep(settings, folder, kept)
    assert read_kept(folder, "code").seen == survey(settings)


def test_a_site_is_right_though_a_shard_only_looks_as_it_was_left(settings, tmp_path):
    build_site(settings)
    shard = places_of(settings).sheets / "inside-0.json"
    about, text = shard.stat(), shard.read_bytes()
    shard.write_bytes(text[:-9] + b" " * 9)
    os.utime(shard, ns=(about.st_atime_ns, about.st_mtime_ns))
    (settings.vault / "Bolt.md").write_text("Other words of [[Acme]].\n")
    build_site(settings)
    clean = Settings(settings.vault, tmp_path / "clean", settings.title, search=False)
    build_site(clean)
    pages = [path.relative_to(clean.output) for path in clean.output.rglob("*") if path.is_file()]
    wrong = [
        page for page in pages if (settings.output / page).read_bytes() != (clean.output / page).read_bytes()
    ]
    assert wrong == []
