"""A server on this machine's own loop, asked over real connections."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from vaultgen.site.serve.builder import Built
from vaultgen.site.serve.news import News
from vaultgen.site.serve.port import listen
from vaultgen.site.serve.run import _Server

PATIENCE = 30.0  # seconds; only what is broken takes as long


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


class Listener:
    """An open page's ear: the events of one connection as they come."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.connection.request("GET", "/_serve/events")
        self.answer = self.connection.getresponse()
        self.type = self.answer.getheader("content-type")

    def next(self) -> dict[str, str]:
        """The next state that is told; fails if none comes in time."""
        while line := self.answer.readline():
            if line.startswith(b"data: "):
                return dict(json.loads(line.removeprefix(b"data: ")))
        raise AssertionError("the connection ended")

    def rest(self) -> bytes:
        return self.answer.read()

    def close(self) -> None:
        self.answer.close()
        self.connection.close()


class Answer:
    """What came back for a request."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        self.body = answer.read()


class Served:
    """A running server over a folder, whose builds the test tells."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.news = News("run")
        self.socket = listen(0, "serve")
        self.port = self.socket.getsockname()[1]
        self.server = _Server(self.news)
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],))
        self.thread.start()
        wait_for(lambda: self.server.started)

    def built(self, **said: object) -> None:
        self.news.take(Built(**({"output": self.root, "changed": True} | said)))

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            return Answer(connection.getresponse())

    def listener(self) -> Listener:
        return Listener(self.port)

    def end(self) -> None:
        self.news.end()
        self.server.should_exit = True
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()
        self.socket.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    root = tmp_path / "site"
    (root / "companies").mkdir(parents=True)
    (root / "index.html").write_text(
        "<!doctype html><html><body><p>Home</p></body></html>\n", encoding="utf-8"
    )
    (root / "companies/acme.html").write_text("<body>Acme</body>", encoding="utf-8")
    (root / "404.html").write_text("<body>Nothing here</body>", encoding="utf-8")
    server = Served(root)
    yield server
    server.end()


@pytest.fixture
def listener_at() -> Iterator[Callable[[int], Listener]]:
    """A function that listens at a port as an open page does."""
    opened: list[Listener] = []

    def begin(port: int) -> Listener:
        opened.append(Listener(port))
        return opened[-1]

    yield begin
    for listener in opened:
        listener.close()
