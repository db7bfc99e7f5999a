"""Builds one after the other, never two at once and never more than one waiting, out of the way of the server."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Final

from vaultgen.site.build.indexing import Index
from vaultgen.site.serve.builder import Built, Order, build, deaf_to_interrupts

__all__ = ["BuildProcess", "Builds", "Workshop"]

Builds = Callable[[Index], Built]
"""Brings the site up to date, with its search index or without."""

# The search index waits until nothing has happened for so many seconds, and for longer where it takes long.
_QUIET: Final = 2.0
_PATIENCE: Final = 5.0


class Workshop:
    """A thread that builds when it is asked to, and tells what came of it.

    However often it is asked while it builds, it builds once more. When all is quiet, it makes the search index.
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
                self._tell(self._builds("later"))
                quiet = pause
            else:
                began = time.monotonic()
                self._tell(self._builds("now"))
                pause = max(_QUIET, _PATIENCE * (time.monotonic() - began))
                quiet = None


class BuildProcess:
    """A process that builds and stays warm; the server goes on answering, and both cores are used."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._pool: ProcessPoolExecutor | None = None

    def __call__(self, index: Index) -> Built:
        """Build; a crash is told like any other fault, and the next build has a new process."""
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=deaf_to_interrupts)
        try:
            future = self._pool.submit(build, self._order, index)
            crash = future.exception()
        except (BrokenProcessPool, CancelledError) as error:
            crash = error
        if crash is None:
            return future.result()
        if isinstance(crash, BrokenProcessPool):
            self.end()
        return Built(
            fault=f"the build crashed: {type(crash).__name__}: {crash}; `vaultgen site build` shows where"
        )

    def end(self) -> None:
        """Let the process go."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
