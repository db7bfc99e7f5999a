"""Builds one after the other, never two at once and never more than one waiting, out of the way of the server."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Final, cast

from vaultgen.site.build.stand import Index
from vaultgen.site.serve.builder import Built, Order, build_on_demand

__all__ = ["BuildProcess", "Builds", "Workshop"]

Builds = Callable[[Index, Callable[[], bool]], Built]
"""Brings the site up to date, with its search index or without; the index is given up when the function says so."""

# The search index waits until nothing has happened for so many seconds, and for longer where it takes long.
_QUIET: Final = 2.0
_PATIENCE: Final = 5.0
# Seconds between two looks at whether the index is to be given up.
_LOOK: Final = 0.05
# Seconds that a process may take to end by itself.
_GRACE: Final = 5.0


class Workshop:
    """A thread that builds when it is asked to, and tells what came of it.

    However often it is asked while it builds, it builds once more. When all is quiet, it makes the search index,
    which it gives up for the next order.
    """

    def __init__(self, builds: Builds, tell: Callable[[Built], None]) -> None:
        self._builds = builds
        self._tell = tell
        self._asked = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="workshop", daemon=True)

    def start(self) -> None:
        """Begin to wait for orders; the search index is made when all is quiet."""
        self._thread.start()

    def ask(self) -> None:
        """Have the site brought up to date soon."""
        self._asked.set()

    def end(self) -> None:
        """Stop after the build that is under way."""
        self._ended.set()
        self._asked.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        quiet: float | None = _QUIET
        pause = _QUIET
        while True:
            asked = self._asked.wait(quiet)
            if self._ended.is_set():
                return
            self._asked.clear()
            if asked:
                self._tell(self._builds("later", self._ended.is_set))
                quiet = pause
            else:
                began = time.monotonic()
                built = self._builds("now", self._asked.is_set)
                if not built.given_up:
                    self._tell(built)
                pause = max(_QUIET, _PATIENCE * (time.monotonic() - began))
                quiet = None


class BuildProcess:
    """A process that builds and stays warm, so that the server goes on answering meanwhile.

    It ends by itself when this one does, however that comes about.
    """

    def __init__(self, order: Order) -> None:
        self._order = order
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None
        self._is_busy = False

    def __call__(self, index: Index, give_up: Callable[[], bool] = lambda: False) -> Built:
        """Build; a crash is told like any other fault, and the next build has a new process."""
        line = self._line or self._begin()
        self._is_busy = True
        try:
            line.send(index)
            while not line.poll(_LOOK):
                if index == "now" and give_up():
                    line.send(None)
                    break
            built = line.recv()
        except (EOFError, OSError):
            self._is_busy = False
            self.end()
            return Built(fault="the build crashed; `vaultgen site build` shows where")
        self._is_busy = False
        return cast("Built", built)

    def _begin(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(target=build_on_demand, args=(self._order, theirs), name="builder")
        self._process.start()
        theirs.close()
        self._line = ours
        return ours

    def end(self) -> None:
        """Let the process go; one that is in the middle of a build is stopped, which a site survives."""
        process, line = self._process, self._line
        if process is None or line is None:
            return
        if self._is_busy:
            process.terminate()
        else:
            line.close()
            self._process = self._line = None
        process.join(_GRACE)
        if process.is_alive():
            process.kill()
            process.join()
