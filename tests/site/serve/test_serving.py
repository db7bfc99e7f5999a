"""The server as a person runs it: a real process, real saves, waited for."""

from __future__ import annotations

import http.client
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PATIENCE = 60.0  # seconds; only what is broken takes as long


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "research"
    (root / "records").mkdir(parents=True)
    (root / "vault").mkdir()
    (root / "vault/Acme.md").write_text("Makes anvils.\n", encoding="utf-8")
    (root / "vaultgen.toml").write_text('records = ["records"]\nvault = "vault"\n', encoding="utf-8")
    return root


class Server:
    """A running `vaultgen site serve`."""

    def __init__(self, root: Path, project: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "vaultgen", "-C", str(root), "site", "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | {"PYTHONPATH": str(project), "PYTHONUNBUFFERED": "1"},
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read)
        self.reader.start()
        while not (line := self.lines.get(timeout=PATIENCE)).startswith("serving "):
            pass
        self.address = line.split()[1].rstrip(";")
        self.port = int(self.address.split(":")[2].partition("/")[0])

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def get(self, path: str) -> bytes:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request("GET", path)
            return connection.getresponse().read()

    def end(self, number: int = signal.SIGINT) -> str:
        self.process.send_signal(number)
        assert self.process.wait(PATIENCE) == 0
        self.reader.join(PATIENCE)
        assert self.process.stderr
        return self.process.stderr.read()


@pytest.fixture
def serving(project: Path) -> Iterator[Callable[[Path], Server]]:
    """A function that starts a server; what is left of it in the end is killed."""
    started: list[Server] = []

    def start(root: Path) -> Server:
        started.append(Server(root, project))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.process.kill()
        server.process.wait()
        server.reader.join(PATIENCE)
        for stream in (server.process.stdout, server.process.stderr):
            assert stream
            stream.close()


def put(path: Path, text: str) -> None:
    """Write as editors do: aside, and then into its place."""
    aside = path.with_name(f".{path.name}.new")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)


def test_a_save_reaches_an_open_page(folder, serving, listener_at):
    server = serving(folder)
    assert b"Makes anvils." in server.get("/acme.html")
    ear = listener_at(server.port)
    mark = ear.next()["mark"]
    time.sleep(1)  # a person reads what there is
    began = time.monotonic()
    put(folder / "vault/Acme.md", "Makes hammers.\n")
    told = ear.next()
    taken = time.monotonic() - began
    assert told["mark"] != mark
    assert told["fault"] == ""
    assert b"Makes hammers." in server.get("/acme.html")
    # The promise is a second; a shared machine under test gets more.
    assert taken < 10
    (folder / "vault/Acme.md").unlink()
    assert ear.next()["mark"] not in (mark, told["mark"])
    assert b"Makes hammers." not in server.get("/acme.html")
    assert not (folder / "site").exists()
    assert server.end() == ""


def test_what_stops_a_build_is_shown_and_goes_away_again(folder, serving, listener_at):
    server = serving(folder)
    ear = listener_at(server.port)
    mark = ear.next()["mark"]
    text = (folder / "vaultgen.toml").read_text(encoding="utf-8")
    put(folder / "vaultgen.toml", text + "nonsense = 1\n")
    told = ear.next()
    assert told["mark"] == mark
    assert "nonsense" in told["fault"]
    assert b"Makes anvils." in server.get("/acme.html")
    put(folder / "vaultgen.toml", text)
    assert ear.next() == {"mark": mark, "fault": ""}
    assert "nonsense" in server.end(signal.SIGTERM)


def test_nothing_is_left_of_a_server_that_is_killed(folder, serving):
    server = serving(folder)
    server.process.kill()
    server.process.wait()
    server.reader.join(PATIENCE)  # it ends when the last process that holds the pipe has ended
    assert not server.reader.is_alive()


def test_a_taken_port_is_told_in_a_line(folder, serving, project):
    server = serving(folder)
    again = subprocess.run(
        [sys.executable, "-m", "vaultgen", "-C", str(folder), "site", "serve", "--port", str(server.port)],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(project)},
        timeout=PATIENCE,
        check=False,
    )
    assert again.returncode == 1
    assert again.stderr.startswith(f"vaultgen: port {server.port} is in use; ")
    assert "is free: vaultgen site serve --port " in again.stderr
    server.end()
