"""The swap: readers see one whole site or the other, whatever happens, and nobody's files are lost."""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.trees import tree
from vaultgen.errors import LockedError, VaultError
from vaultgen.site.build.places import MARK, places_beside
from vaultgen.site.build.run import build_site
from vaultgen.site.settings import Settings
from vaultgen.vault import exchange as exchange_module
from vaultgen.vault.disk import trees
from vaultgen.vault.lock import lock

CALLS = ("link", "unlink", "rename", "replace", "rmdir", "mkdir", "write", "open")


@pytest.fixture
def site(tmp_path: Path) -> Settings:
    """A vault of a few notes, not yet built."""
    vault = tmp_path / "vault"
    (vault / "Companies").mkdir(parents=True)
    for number in range(6):
        text = f"---\nkind: company\ntags: [ai]\n---\nSee [[Note {(number + 1) % 6}]].\n"
        (vault / "Companies" / f"Note {number}.md").write_text(text)
    (vault / "Picture.png").write_bytes(b"\x89PNG")
    (vault / "Start.md").write_text("Look: ![[Picture.png]]\n")
    return Settings(vault, tmp_path / "site", "Test", search=False)


def change(site: Settings, number: int) -> None:
    """Another title, a note more, a note less: something is written, something new, something removed."""
    companies = site.vault / "Companies"
    (companies / "Note 1.md").write_text(f"---\nkind: company\ntitle: Title {number}\n---\nSee [[Note 2]].\n")
    (companies / f"Extra {number}.md").write_text("See [[Note 1]].\n")
    (companies / f"Extra {number - 1}.md").unlink(missing_ok=True)


def test_only_what_changed_is_written(site):
    assert build_site(site).counts.written > 0
    before = {path: path.stat().st_ino for path in site.output.rglob("*") if path.is_file()}
    (site.vault / "Start.md").write_text("Other words: ![[Picture.png]]\n")
    outcome = build_site(site)
    after = {path: path.stat().st_ino for path in site.output.rglob("*") if path.is_file()}
    written = {path.relative_to(site.output).as_posix() for path in after if after[path] != before.get(path)}
    assert {"start.html", "start.md", "start.json"} <= written
    assert "companies/note-1.html" not in written
    assert outcome.counts.written == len(written)
    assert outcome.counts.removed == 0


def test_what_a_reader_has_open_never_changes(site):
    build_site(site)
    with (site.output / "start.html").open("rb") as page:
        for number in range(3):
            (site.vault / "Start.md").write_text(f"Words {number}\n")
            build_site(site)
        assert b"Look" in page.read()


def test_a_folder_with_files_of_others_is_refused(site):
    site.output.mkdir()
    (site.output / "thesis.doc").write_text("precious")
    with pytest.raises(
        VaultError, match=r"holds files that `vaultgen site build` did not write; empty it or"
    ):
        build_site(site)
    assert tree(site.output) == {"thesis.doc": b"precious"}


def test_an_empty_folder_is_fine(site):
    site.output.mkdir()
    assert build_site(site).counts.pages > 0


def test_a_file_in_the_place_of_the_site_is_refused(site):
    site.output.write_text("precious")
    with pytest.raises(VaultError, match="a file stands where the site should go"):
        build_site(site)


@pytest.mark.parametrize("place", ["vault", "vault/site", "."])
def test_site_and_vault_lie_apart(site, tmp_path, place):
    inside = Settings(site.vault, tmp_path / place, "Test")
    with pytest.raises(VaultError, match="must not lie in one another; name another folder with --out"):
        build_site(inside)


def test_a_vault_that_is_not_there_is_told(tmp_path):
    with pytest.raises(VaultError, match="there is no such folder"):
        build_site(Settings(tmp_path / "nowhere", tmp_path / "site", "Test"))


def test_files_that_others_put_into_the_site_stay(site):
    build_site(site)
    (site.output / "CNAME").write_text("example.org")
    (site.output / ".git").mkdir()
    (site.output / ".git" / "HEAD").write_text("ref")
    for number in range(3):
        change(site, number)
        build_site(site)
        assert (site.output / "CNAME").read_text() == "example.org"
        assert (site.output / ".git" / "HEAD").read_text() == "ref"
    (site.output / "CNAME").unlink()
    for number in range(3, 6):
        change(site, number)
        build_site(site)
        assert not (site.output / "CNAME").exists()


def test_a_file_of_others_in_the_way_of_a_page_is_set_aside(site):
    build_site(site)
    (site.output / "new.html").write_text("precious")
    (site.vault / "New.md").write_text("A note.\n")
    (told,) = build_site(site).asides
    assert "new.html is none of this site's files" in told
    assert (places_beside(site.output).hidden / "kept-1" / "new.html").read_text() == "precious"
    assert "A note" in (site.output / "new.html").read_text("utf-8")


@pytest.mark.parametrize("damage", ["gone", "empty", "nonsense", "cut", "other form"])
def test_what_is_remembered_may_be_lost_or_damaged(site, damage):
    build_site(site)
    before = tree(site.output)
    memory = places_beside(site.output).memory
    text = memory.read_bytes()
    if damage == "gone":
        memory.unlink()
    else:
        spoilt = {
            "empty": b"",
            "nonsense": b"{]",
            "cut": text[: len(text) // 2],
            "other form": re.sub(rb"\"form\":\d+", b'"form":99', text),
        }
        memory.write_bytes(spoilt[damage])
    (places_beside(site.output).sheets / "covers").write_bytes(b"[")
    (site.output / "mine.txt").write_text("precious")
    outcome = build_site(site)
    assert tree(site.output) == before
    assert outcome.counts.written == 1  # the picture; all else was as it would have been made
    assert [told for told in outcome.asides if "mine.txt" in told]


@pytest.mark.parametrize("spoil", ["edit", "delete", "touch", "next", "hidden", "mark"])
def test_a_site_that_somebody_touched_is_put_right(site, spoil):
    build_site(site)
    before = tree(site.output)
    page, places = site.output / "companies" / "note-1.html", places_beside(site.output)
    match spoil:
        case "edit":
            page.unlink()
            page.write_text("nonsense")
        case "delete":
            shutil.rmtree(site.output / "companies")
        case "touch":
            os.utime(page, (1, 1))
        case "next":
            shutil.rmtree(places.next / "companies")
            (places.next / "stray.html").write_text("stray")
            change(site, 1)
        case "hidden":
            shutil.rmtree(places.hidden)
        case "mark":
            (site.output / MARK).unlink()
            shutil.rmtree(site.output)
    build_site(site)
    if spoil == "next":
        assert not (site.output / "stray.html").exists()
        clean = Settings(site.vault, site.output.with_name("clean"), "Test", search=False)
        build_site(clean)
        before = tree(clean.output)
    assert tree(site.output) == before


def test_of_two_builds_at_once_one_is_told_who_is_at_work(site):
    with lock(places_beside(site.output).hidden, command="vaultgen site serve"):
        with pytest.raises(LockedError, match="“vaultgen site serve” is at work on it") as caught:
            build_site(site)
        assert caught.value.exit_code == 75
    assert build_site(site).counts.pages > 0


def test_a_full_disk_leaves_the_old_site_and_the_next_build_ends_the_work(site, monkeypatch):
    build_site(site)
    before = tree(site.output)
    change(site, 1)

    def full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(VaultError, match="the disk is full"):
            build_site(site, jobs=1)
    assert tree(site.output) == before
    build_site(site)
    assert "Title 1" in (site.output / "companies" / "note-1.html").read_text("utf-8")


def test_a_disk_without_second_names_gets_copies(site, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links")

    build_site(site)
    monkeypatch.setattr(os, "link", refuse)
    for number in range(2):
        change(site, number)
        build_site(site)
        clean = Settings(site.vault, site.output.with_name(f"clean{number}"), "Test", search=False)
        build_site(clean)
        assert tree(site.output) == tree(clean.output)
    assert not build_site(site).changed


def test_a_system_without_an_exchange_swaps_by_renaming(site, monkeypatch):
    monkeypatch.setattr(exchange_module, "_by_system", lambda *_: False)
    build_site(site)
    change(site, 1)
    build_site(site)
    assert "Title 1" in (site.output / "companies" / "note-1.html").read_text("utf-8")
    assert places_beside(site.output).next.is_dir()


@pytest.mark.parametrize("step", [1, 2])
def test_renames_that_were_broken_off_are_ended(site, step):
    build_site(site)
    before = tree(site.output)
    places = places_beside(site.output)
    site.output.rename(f"{places.next}-spare")
    if step == 2:
        places.next.rename(site.output)
    build_site(site)
    assert tree(site.output) == before
    assert not Path(f"{places.next}-spare").exists()


def deadly(count: int, report: Callable[[int], None]) -> Iterator[None]:
    """Count what changes a disk, and die at one such call."""
    seen = 0

    def counted(call):
        def wrapper(*args, **kwargs):
            nonlocal seen
            if call is not real_open or (len(args) > 1 and args[1] & os.O_CREAT):
                seen += 1
                if seen == count:
                    os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **kwargs)

        return wrapper

    real_open = os.open
    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))
    trees.exchange = counted(trees.exchange)
    yield
    report(seen)


def dying(site: Settings, count: int, results: multiprocessing.SimpleQueue) -> None:
    dies = deadly(count, results.put)
    next(dies)
    build_site(site, jobs=1)
    next(dies, None)


def build_and_die(site: Settings, count: int) -> int:
    """Build in another process, killed at its nth change of the disk; gives how many there were if it lives."""
    context = multiprocessing.get_context("fork")
    results = context.SimpleQueue()
    process = context.Process(target=dying, args=(site, count, results))
    process.start()
    process.join()
    return results.get() if process.exitcode == 0 else 0


@pytest.mark.slow
def test_a_build_that_is_killed_anywhere_leaves_a_whole_site(site, tmp_path):
    build_site(site)
    clean = Settings(site.vault, tmp_path / "clean", "Test", search=False)
    build_site(clean)
    change(site, 1)
    steps = build_and_die(site, 0)
    assert steps > 40
    dice = random.Random(4)
    points = sorted({*dice.sample(range(1, steps + 1), 30), *range(steps - 24, steps + 1)})
    for number, point in enumerate(points, 2):
        old = tree(site.output)
        change(site, number)
        build_site(clean)
        build_and_die(site, point)
        assert tree(site.output) in (old, tree(clean.output))
        if number % 2:
            build_site(site)
            assert tree(site.output) == tree(clean.output)
    build_site(site)
    assert tree(site.output) == tree(clean.output)
    assert not build_site(site).changed


@pytest.mark.slow
def test_a_build_that_is_killed_at_any_time_leaves_a_whole_site(site, tmp_path):
    build_site(site)
    clean = Settings(site.vault, tmp_path / "clean", "Test", search=False)
    dice = random.Random(5)
    context = multiprocessing.get_context("fork")
    for number in range(12):
        old = tree(site.output)
        change(site, number)
        build_site(clean)
        process = context.Process(target=build_site, args=(site,), kwargs={"jobs": 2})
        process.start()
        time.sleep(dice.random() * 0.4)
        process.kill()
        process.join()
        assert tree(site.output) in (old, tree(clean.output))
    build_site(site)
    assert tree(site.output) == tree(clean.output)
