"""The watcher as a person runs it: real processes and real changes, waited for, never timed."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from vaultgen.cli.main import main
from vaultgen.cli.rebuild import Outcome, _outcome, rebuild
from vaultgen.cli.watch import Teller, _catch_up, _listener
from vaultgen.vault.lock import LOCK, lock
from vaultgen.vault.watch import Watched, is_pending

PATIENCE = 120.0  # seconds; only what is broken takes as long


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    assert CliRunner().invoke(main, ["init", str(tmp_path / "demo")]).exit_code == 0
    return tmp_path / "demo"


@pytest.fixture
def built(sample: Path) -> Path:
    assert CliRunner().invoke(main, ["-C", str(sample), "build"]).exit_code == 0
    return sample


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


class Watcher:
    """A running `vaultgen watch --json`, and what it tells."""

    def __init__(self, root: Path, project: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "vaultgen", "-C", str(root), "watch", "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | {"PYTHONPATH": str(project)},
        )
        self.told: queue.Queue[dict[str, Any]] = queue.Queue()
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.told.put(json.loads(line))

    def next(self, event: str) -> dict[str, Any]:
        """The next thing that it tells, which must be of this kind."""
        told = self.told.get(timeout=PATIENCE)
        assert told["event"] == event, told
        return told

    def changes(self) -> set[tuple[str, str]]:
        return {(change["action"], change["path"]) for change in self.next("built")["changes"]}

    def end(self, number: int = signal.SIGINT) -> None:
        """End it as a person does, and see that it ends well and has nothing more to say."""
        self.process.send_signal(number)
        assert self.process.wait(PATIENCE) == 0
        self.reader.join(PATIENCE)
        self.next("ended")
        assert self.told.empty()
        assert self.process.stderr
        assert self.process.stderr.read() == ""


@pytest.fixture
def watching(project: Path) -> Iterator[Callable[[Path], Watcher]]:
    """A function that starts a watcher and waits until it watches; what is left of it in the end is killed."""
    started: list[Watcher] = []

    def start(root: Path) -> Watcher:
        started.append(Watcher(root, project))
        started[-1].next("watching")
        return started[-1]

    yield start
    for watcher in started:
        if watcher.process.poll() is None:
            watcher.process.kill()
        watcher.process.wait()
        watcher.reader.join(PATIENCE)
        for stream in (watcher.process.stdout, watcher.process.stderr):
            assert stream
            stream.close()


def company(name: str) -> str:
    return f"id: {name.lower()}\nkinds: [company]\nname: {name}\n"


def put(path: Path, text: str) -> None:
    """Write as editors do: aside, and then into its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.new")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)


@pytest.mark.slow
def test_records_that_come_change_and_go_are_built_once_each(sample, watching):
    watcher = watching(sample)
    assert ("create", "Home.md") in watcher.changes()
    put(sample / "seeds/deep/er/zeta.yaml", company("Zeta"))
    assert ("create", "Companies/Zeta.md") in watcher.changes()
    put(sample / "seeds/deep/er/zeta.yaml", company("Zeta") + "founded: 2019\n")
    assert ("update", "Companies/Zeta.md") in watcher.changes()
    (sample / "seeds/deep/er/zeta.yaml").unlink()
    assert ("remove", "Companies/Zeta.md") in watcher.changes()
    watcher.end()
    # Its own writes leave nothing to do: that is what keeps it from going round in circles.
    assert not is_pending(sample)


@pytest.mark.slow
def test_an_error_is_told_once_and_so_is_its_end(built, watching):
    watcher = watching(built)
    record, other = built / "seeds/zeta.yaml", built / "seeds/eta.yaml"
    put(record, "id: [unclosed\n")
    told = watcher.next("error")
    assert told["message"].startswith("seeds/zeta.yaml:")
    assert told["exit_code"] == 1
    put(other, company("Eta"))  # which cannot be built yet, and says nothing new
    put(built / "seeds/theta.yaml", "id: {\n")
    assert "seeds/theta.yaml" in watcher.next("error")["message"]
    assert not (built / "vault/Companies/Eta.md").exists()
    (built / "seeds/theta.yaml").unlink()
    assert "theta" not in watcher.next("error")["message"]
    put(record, company("Zeta"))
    assert {("create", "Companies/Zeta.md"), ("create", "Companies/Eta.md")} <= watcher.changes()
    watcher.end(signal.SIGTERM)


@pytest.mark.slow
def test_notes_are_watched_too(built, watching):
    watcher = watching(built)
    note = built / "vault/Companies/Called otherwise.md"
    (built / "vault/Companies/Acme Robotics.md").rename(note)
    assert ("update", "Companies.md") in watcher.changes()
    assert "[[Called otherwise]]" in (built / "vault/Companies.md").read_text(encoding="utf-8")
    put(note, note.read_text(encoding="utf-8") + "\nMine.\n")
    put(built / "seeds/zeta.yaml", company("Zeta"))
    assert ("create", "Companies/Zeta.md") in watcher.changes()
    assert note.read_text(encoding="utf-8").endswith("\nMine.\n")
    watcher.end()


@pytest.mark.slow
def test_records_reach_the_site_in_one_go_if_there_is_one(built, watching):
    watcher = watching(built)
    settings = built / "vaultgen.toml"
    text = settings.read_text(encoding="utf-8")
    put(settings, text + "[site]\n")
    assert watcher.next("site")["written"] > 0
    put(built / "seeds/zeta.yaml", company("Zeta"))
    assert ("create", "Companies/Zeta.md") in watcher.changes()
    watcher.next("site")
    assert "Zeta" in (built / "site/companies/zeta.html").read_text(encoding="utf-8")
    put(settings, text + '[site]\nout = "vault"\n')
    assert "site.out" in watcher.next("error")["message"]
    watcher.end()


def test_what_is_wrong_with_a_site_is_told_once_and_so_is_its_end(capsys):
    teller = Teller(as_json=True)
    for outcome in (
        Outcome(1, message="no"),
        Outcome(1, message="no"),
        Outcome(0, report={"written": 0, "summary": "nothing to do", "findings": [1]}),
        Outcome(0, report={"written": 0}),
    ):
        teller.show(outcome)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told == [
        {"event": "error", "message": "no", "exit_code": 1},
        {"event": "site", "written": 0, "summary": "nothing to do"},
    ]


@pytest.mark.slow
def test_the_project_file_is_watched_too(built, watching):
    watcher = watching(built)
    settings = built / "vaultgen.toml"
    text = settings.read_text(encoding="utf-8")
    put(settings, text + "nonsense = 1\n")
    assert "nonsense" in watcher.next("error")["message"]
    put(built / "more/zeta.yaml", company("Zeta"))
    put(settings, text.replace('records = ["seeds"]', 'records = ["seeds", "more"]'))
    assert ("create", "Companies/Zeta.md") in watcher.changes()
    put(built / "more/eta.yaml", company("Eta"))
    assert ("create", "Companies/Eta.md") in watcher.changes()
    watcher.end()


@pytest.mark.slow
def test_a_folder_that_goes_and_comes_back_is_watched_again(built, watching):
    watcher = watching(built)
    (built / "seeds").rename(built / "aside")
    watcher.next("error")
    (built / "aside").rename(built / "seeds")
    assert watcher.next("built")["changes"] == []
    put(built / "seeds/zeta.yaml", company("Zeta"))
    assert ("create", "Companies/Zeta.md") in watcher.changes()
    watcher.end()


@pytest.mark.slow
def test_while_another_process_is_at_work_it_waits_and_says_so_once(sample, watching):
    with lock(sample / "vault", command="vaultgen import"):
        watcher = watching(sample)
        message = watcher.next("waiting")["message"]
        assert "“vaultgen import” is at work on it" in message
        put(sample / "seeds/zeta.yaml", company("Zeta"))
    assert ("create", "Companies/Zeta.md") in watcher.changes()
    watcher.end()


@pytest.mark.slow
def test_a_build_under_way_is_finished_first(sample, watching):
    watcher = watching(sample)
    held = sample / "vault" / LOCK
    wait_for(lambda: not watcher.told.empty() or (held.is_file() and held.read_bytes()))
    watcher.process.send_signal(signal.SIGINT)
    watcher.next("built")
    assert watcher.process.wait(PATIENCE) == 0
    watcher.next("ended")
    assert not is_pending(sample)


@pytest.mark.slow
def test_a_person_reads_one_line_a_build(sample):
    """In this process: a thread plays the person, and ends the watching once the note is there."""
    note = sample / "vault/Companies/Zeta.md"

    def person() -> None:
        try:
            wait_for((sample / "vault/Home.md").exists)
            put(sample / "seeds/zeta.yaml", company("Zeta"))
            wait_for(note.exists)
        finally:
            if signal.getsignal(signal.SIGINT) is not before:
                os.kill(os.getpid(), signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    playing = threading.Thread(target=person)
    playing.start()
    result = CliRunner().invoke(main, ["-C", str(sample), "watch"], catch_exceptions=False)
    playing.join()
    assert result.exit_code == 0
    assert result.stderr == ""
    first, *lines = result.stdout.splitlines()
    assert first == "watching seeds, vaultgen.toml, vault; Ctrl-C ends it"
    assert [line[10:].split(":")[0] for line in lines] == ["16 notes", "17 notes"]
    assert signal.getsignal(signal.SIGINT) is before


def test_without_its_package_it_says_how_to_get_it(sample, monkeypatch):
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    result = CliRunner().invoke(main, ["-C", str(sample), "watch"])
    assert result.exit_code == 1
    assert (
        result.stderr
        == "vaultgen: watching needs the package “watchfiles”; install it with `pip install watchfiles`\n"
    )


def test_a_broken_project_is_no_reason_to_begin(sample):
    (sample / "vaultgen.toml").write_text("records = 3\n")
    assert CliRunner().invoke(main, ["-C", str(sample), "watch"]).exit_code == 1


def test_it_catches_up_once_and_tells_what_is_in_the_way(sample, capsys):
    stop, hurry = threading.Event(), threading.Event()
    teller = Teller(as_json=True)

    def told() -> list[dict[str, Any]]:
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    with lock(sample / "vault"):
        # However long an attempt takes, there is at least one, and one word about it.
        end = threading.Timer(1.0, stop.set)
        end.start()
        _catch_up(sample, teller, stop, hurry)
        end.join()
    assert [one["event"] for one in told()] == ["waiting"]
    stop.clear()
    settings = (sample / "vaultgen.toml").read_text(encoding="utf-8")
    put(sample / "vaultgen.toml", "records = 3\n")
    _catch_up(sample, teller, stop, hurry)
    put(sample / "vaultgen.toml", settings)
    for _ in range(2):
        _catch_up(sample, teller, stop, hurry)
    assert [one["event"] for one in told()] == ["error", "built"]


def test_it_hears_what_changes_and_bears_with_a_folder_that_has_just_gone(tmp_path):
    stop = threading.Event()
    assert next(iter(_listener(stop)(Watched((tmp_path / "gone",), ()))), False) is False
    (tmp_path / "here").mkdir()
    heard = iter(_listener(stop)(Watched((tmp_path / "here",), ())))
    assert next(heard) is False
    (tmp_path / "here/a.md").touch()
    wait_for(lambda: next(heard))
    stop.set()
    assert list(heard) == []


# -- the build -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_build_of_its_own_process_tells_what_it_did(sample):
    never = threading.Event()
    outcome = rebuild(sample, never)
    assert outcome.done
    assert outcome.report["summary"] == "16 notes: 16 created"
    (sample / "seeds/broken.yaml").write_text("id: [\n")
    failed = rebuild(sample, never)
    assert not failed.done
    assert failed.code == 1
    assert failed.message.startswith("seeds/broken.yaml:2:")


def test_a_build_that_is_in_the_way_can_be_ended(sample):
    # Records without an end, so that the build lasts until it is ended.
    with (sample / "seeds/long.csv").open("w") as file:
        file.write("id,kinds,name\n")
        file.writelines(f"row-{number},company,Row {number}\n" for number in range(50_000))
    hurry = threading.Event()
    hurry.set()
    outcome = rebuild(sample, hurry)
    assert outcome.code == -signal.SIGTERM
    assert "signal 15" in outcome.message
    assert not (sample / "vault/Home.md").exists()


@pytest.mark.parametrize(
    ("code", "said", "message"),
    [
        (1, "vaultgen: a.yaml:1: no\n", "a.yaml:1: no"),
        (1, "a.yaml:1: no\nb.yaml:2: no\n", "a.yaml:1: no\nb.yaml:2: no"),
        (
            1,
            "Traceback (most recent call last):\n  File …\nKeyError: 'x'\n",
            "the build crashed: KeyError: 'x'; `vaultgen build` shows where",
        ),
        (
            -9,
            "",
            "the build was ended by signal 9; what it had not done is done with the next change",
        ),
        (2, "", "the build ended with exit code 2 and said nothing"),
    ],
)
def test_however_a_build_ends_it_is_said_in_words(code, said, message):
    assert _outcome(code, "", said) == Outcome(code, message=message)


def test_only_what_is_new_is_said(capsys):
    teller = Teller(as_json=False)

    def said(*outcomes: Outcome) -> list[str]:
        for outcome in outcomes:
            teller.tell(outcome)
        output = capsys.readouterr()
        return [line[10:] for line in output.out.splitlines()] + output.err.splitlines()

    kept = [{"path": "A.md", "reason": "edited"}]
    quiet = Outcome(0, {"changes": [], "kept": [], "summary": "nothing"})
    assert said(quiet, quiet) == []
    assert said(Outcome(0, {"changes": [1], "kept": [], "summary": "one"})) == ["one"]
    left = Outcome(3, {"changes": [], "kept": kept, "summary": "kept"})
    assert said(left, left) == ["kept", "left alone: A.md: edited"]
    broken = Outcome(1, message="no")
    assert said(broken, broken) == ["vaultgen: no"]
    assert said(left, left) == ["kept"]
    assert said(Outcome(1, message="a\nb")) == ["a", "b"]
    teller.rest()
    teller.rest()
    teller.wait("v: x is at work; wait for it to end, or end it")
    assert said() == ["nothing to do any more", "waiting: v: x is at work"]
