"""What is watched, which changes count, and when there is something to build."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultgen.errors import ProjectError
from vaultgen.vault.project import Project, load_project
from vaultgen.vault.watch import Watched, is_pending, occasions, watched_by


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = tmp_path.resolve() / ".hidden" / "project"
    (place / "seeds/inner").mkdir(parents=True)
    (place / "seeds/a.yaml").write_text("id: a\nkinds: [company]\nname: A\n")
    (place / "vaultgen.toml").write_text('records = ["seeds", "seeds/inner", "one.csv"]\nvault = "vault"\n')
    return place


def test_folders_are_watched_whole_and_what_is_none_by_itself(root):
    watched = watched_by(load_project(root), root / "vaultgen.toml")
    assert watched == Watched((root / "seeds",), (root / "vaultgen.toml", root / "one.csv", root / "vault"))
    templates = root / "templates"
    for folder in (templates, root / "vault"):
        folder.mkdir()
    project = Project(root, (root / "seeds",), root / "vault", templates)
    assert watched_by(project, root / "x.toml") == Watched(
        (root / "seeds", templates, root / "vault"), (root / "x.toml",)
    )


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("seeds/a.yaml", True),
        ("seeds/deep/er/a.yaml", True),
        ("seeds", True),
        ("seeds/.a.yaml.swp", False),
        ("seeds/.git/x", False),
        ("seeds/a.yaml~", False),
        ("vault/.vaultgen/manifest.jsonl", False),
        ("vault/.obsidian/app.json", False),
        ("vault/.trash/a.md", False),
        ("vault/.a.md.tmp-123", False),
        ("vault/a.md", True),
        ("seeds2/a.yaml", False),
        ("elsewhere", False),
    ],
)
def test_what_counts_is_below_a_watched_folder_and_not_hidden_there(root, path, counts):
    watched = Watched((root / "seeds", root / "vault"), ())
    assert watched.counts(root / path) is counts


def test_a_folder_is_the_same_until_it_is_replaced_and_a_file_until_it_is_written(root):
    watched = Watched((root / "seeds",), (root / "vaultgen.toml", root / "one.csv"))
    before = watched.state()
    (root / "seeds/b.yaml").write_text("id: b\n")
    assert watched.state() == before
    (root / "one.csv").write_text("x")
    written = watched.state()
    assert written != before
    (root / "seeds").rename(root / "old")
    assert watched.state() != written


def test_a_project_is_pending_until_it_is_built(root):
    assert is_pending(root)
    (root / "vaultgen.toml").write_text("records = 3")
    with pytest.raises(ProjectError):
        is_pending(root)


def test_there_is_an_occasion_at_first_and_after_each_change_until_the_end(root):
    stop, heard = threading.Event(), []

    def listen(watched: Watched) -> Iterator[bool]:
        heard.append(watched)
        yield from (False, False, True, False, True)
        stop.set()

    assert len(list(occasions(load_project(root), root / "vaultgen.toml", listen, stop))) == 3
    assert len(heard) == 1
    assert list(occasions(load_project(root), root / "vaultgen.toml", listen, stop)) == []


def test_what_is_watched_follows_the_project_file_unless_that_is_broken(root):
    stop = threading.Event()
    heard: list[tuple[Path, ...]] = []
    texts = iter(["records = [", 'records = ["more"]\nvault = "vault"\n'])

    def listen(watched: Watched) -> Iterator[bool]:
        heard.append(watched.folders)
        yield False
        if text := next(texts, ""):
            (root / "more").mkdir(exist_ok=True)
            (root / "vaultgen.toml").write_text(text)
        else:
            stop.set()
        yield False

    occasion_count = len(list(occasions(load_project(root), root / "vaultgen.toml", listen, stop)))
    assert heard == [(root / "seeds",), (root / "seeds",), (root / "more",)]
    assert occasion_count == 3


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that cannot be read by anybody")
def test_what_cannot_be_looked_at_is_left_to_a_build(root):
    (root / "templates").mkdir()
    (root / "templates/gone").symlink_to("/proc/self/mem")
    (root / "vaultgen.toml").write_text('records = ["seeds"]\nvault = "vault"\ntemplates = "templates"\n')
    assert is_pending(root)
