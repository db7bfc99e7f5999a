from __future__ import annotations

import gzip
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vaultgen.site.build.indexing import Index
from vaultgen.site.serve.builder import Built, Order, build, served_settings
from vaultgen.site.serve.watching import watch, watched_by
from vaultgen.site.serve.workshop import BuildProcess, Workshop

PATIENCE = 30.0


class Bench:
    """Builds that wait until they are let go, and count themselves."""

    def __init__(self) -> None:
        self.began = threading.Semaphore(0)
        self.may_end = threading.Semaphore(0)
        self.made: list[Index] = []
        self.at_once = 0
        self.most_at_once = 0

    def __call__(self, index: Index, give_up: Callable[[], bool]) -> Built:
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        self.began.release()
        self.give_up = give_up
        assert self.may_end.acquire(timeout=PATIENCE)
        if index == "now" and give_up():
            self.at_once -= 1
            return Built(given_up=True)
        self.made.append(index)
        self.at_once -= 1
        return Built(summary=str(len(self.made)))


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def told() -> list[Built]:
    return []


@pytest.fixture
def shop(bench: Bench, told: list[Built]) -> Iterator[Workshop]:
    shop = Workshop(bench, told.append)
    shop.start()
    yield shop
    for _ in range(9):
        bench.may_end.release()
    shop.end()


def test_however_often_it_is_asked_meanwhile_it_builds_once_more(shop, bench, told):
    shop.ask()
    assert bench.began.acquire(timeout=PATIENCE)
    for _ in range(100):
        shop.ask()
    bench.may_end.release()
    assert bench.began.acquire(timeout=PATIENCE)
    bench.may_end.release()
    assert bench.began.acquire(timeout=PATIENCE)  # all is quiet, so the search index is made
    bench.may_end.release()
    wait_for(lambda: len(told) == 3)
    assert bench.made == ["later", "later", "now"]
    assert bench.most_at_once == 1
    assert [built.summary for built in told] == ["1", "2", "3"]


def test_a_workshop_that_never_began_can_end(bench, told):
    Workshop(bench, told.append).end()


def test_an_index_is_given_up_for_an_edit(shop, bench, told):
    assert bench.began.acquire(timeout=PATIENCE)  # all is quiet at once
    assert not bench.give_up()
    shop.ask()
    assert bench.give_up()
    bench.may_end.release()
    assert bench.began.acquire(timeout=PATIENCE)
    bench.may_end.release()
    wait_for(lambda: bench.made == ["later"])
    assert [built.given_up for built in told] == [False]


def test_an_index_that_is_given_up_leaves_the_site_as_it_was(project):
    order = Order(project)
    assert build(order, "now").changed
    (project / "vault" / "Home.md").write_text("Hello again.\n", encoding="utf-8")
    output = build(order, "later").output
    assert output
    before = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    assert build(order, "now", lambda: True).given_up
    assert {path: path.read_bytes() for path in output.rglob("*") if path.is_file()} == before
    assert build(order, "now", lambda: False).fault == ""
    texts = [gzip.decompress(file.read_bytes()) for file in output.rglob("*.pf_fragment")]
    assert [b"again" in text for text in texts] == [True]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "records").mkdir()
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault/Home.md").write_text("Hello [[Nobody]].\n", encoding="utf-8")
    (tmp_path / "vaultgen.toml").write_text('records = ["records"]\nvault = "vault"\n', encoding="utf-8")
    return tmp_path


def test_what_is_served_is_never_what_is_published(project):
    built = build(Order(project), "later")
    assert built.fault == ""
    assert built.changed
    assert not (project / "site").exists()
    assert built.output == served_settings(Order(project)).output
    assert (built.output / "index.html").is_file()
    assert (project / ".site.vaultgen/.gitignore").read_text(encoding="utf-8") == "*\n"
    assert not build(Order(project), "later").changed


def test_what_is_served_holds_no_trace_of_the_server(project):
    built = build(Order(project), "later")
    assert built.output
    pages = [page.read_bytes() for page in built.output.rglob("*.html")]
    assert pages
    assert not any(b"/_serve" in page for page in pages)


def test_a_note_that_has_just_become_private_is_in_no_index_that_is_served(project):
    note = project / "vault" / "Nightjar.md"
    note.write_text("Zygote words that nobody else has.\n", encoding="utf-8")
    built = build(Order(project), "now")
    assert built.output
    index = built.output / "pagefind"

    def said():
        return [gzip.decompress(file.read_bytes()) for file in index.rglob("*.pf_fragment")]

    assert any(b"Zygote" in text for text in said())
    (project / "vault" / "Home.md").write_text("Hello again.\n", encoding="utf-8")
    assert build(Order(project), "later").changed
    assert any(b"Zygote" in text for text in said())  # it is only a little old
    note.write_text("---\nprivate: true\n---\nZygote words that nobody else has.\n", encoding="utf-8")
    assert build(Order(project), "later").changed
    assert said() == []
    assert not index.exists()
    (project / "vault" / "Home.md").write_text("Hello once more.\n", encoding="utf-8")
    assert build(Order(project), "later").changed
    assert not index.exists()
    build(Order(project), "now")
    assert [b"once more" in text for text in said()] == [True]


def test_an_error_of_the_project_is_told_in_its_own_words(project):
    (project / "vaultgen.toml").write_text("nonsense = 1\n", encoding="utf-8")
    built = build(Order(project), "later")
    assert "nonsense" in built.fault
    assert built.output is None


def test_any_vault_can_be_served_without_a_project(project, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    built = build(Order(tmp_path, project / "vault"), "later")
    assert built.fault == ""
    assert built.output.parent == tmp_path / ".site.vaultgen"
    assert watched_by(Order(tmp_path, project / "vault")).files == ()


@pytest.mark.slow
def test_a_process_gives_up_the_index_and_builds_on(project):
    builds = BuildProcess(Order(project))
    assert builds("later").changed
    assert builds("now", lambda: True).given_up
    assert not builds("later").changed
    assert not builds("now").given_up
    builds.end()


@pytest.mark.slow
def test_a_process_that_dies_is_told_and_replaced(project):
    builds = BuildProcess(Order(project))
    assert builds("later").changed
    assert builds._process
    os.kill(builds._process.pid, 9)
    crashed = builds("later")
    assert crashed.fault.startswith("the build crashed")
    assert builds("later").fault == ""
    builds.end()
    builds.end()


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


@pytest.fixture
def watching(project: Path) -> Iterator[threading.Semaphore]:
    """What is released with each change that is seen."""
    stop, seen = threading.Event(), threading.Semaphore(0)
    thread = threading.Thread(target=watch, args=(Order(project), seen.release, stop))
    thread.start()
    wait_for(lambda: _is_seen(project, seen))
    yield seen
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def _is_seen(project: Path, seen: threading.Semaphore) -> bool:
    """Whether a change is seen by now: watching begins some time after its thread."""
    (project / "vault/Home.md").write_text("Hello again.\n", encoding="utf-8")
    return seen.acquire(timeout=0.5)


def test_notes_and_the_project_file_are_watched(project, watching):
    (project / "vault/Deep/er").mkdir(parents=True)
    (project / "vault/Deep/er/New.md").write_text("New.\n", encoding="utf-8")
    assert watching.acquire(timeout=PATIENCE)
    with (project / "vaultgen.toml").open("a", encoding="utf-8") as file:
        file.write('[site]\ntitle = "Other"\n')
    assert watching.acquire(timeout=PATIENCE)


def test_a_vault_that_moves_is_followed(project, watching):
    (project / "other").mkdir()
    text = (project / "vaultgen.toml").read_text(encoding="utf-8").replace('"vault"', '"other"')
    (project / "vaultgen.toml").write_text(text, encoding="utf-8")
    assert watching.acquire(timeout=PATIENCE)
    for number in range(40):
        while watching.acquire(blocking=False):
            pass
        (project / f"other/{number}.md").write_text("New.\n", encoding="utf-8")
        if watching.acquire(timeout=1):
            return
    raise AssertionError("the new vault is not watched")


def test_vaults_that_are_served_from_one_folder_do_not_share_their_pages(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "N.md").write_text(f"Of {name}.\n")
    orders = [Order(tmp_path, tmp_path / name) for name in ("one", "two")]
    pages = [build(order, "later").output / "n.html" for order in orders]
    assert ["Of one." in page.read_text() for page in pages] == [True, False]
