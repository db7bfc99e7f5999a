"""What open pages are told: which state of the site is the present one, and what stopped the last build."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from vaultgen.site.serve.builder import Built

__all__ = ["News", "State"]

# Seconds after which a silent connection says that it is still there.
_HEARTBEAT: Final = 15.0


@dataclass(frozen=True, slots=True)
class State:
    """The site as it is now; `mark` changes whenever a page may have."""

    mark: str
    output: Path | None = None
    base: str = "/"
    fault: str = ""

    def __str__(self) -> str:
        """The state as an event that pages understand."""
        told = json.dumps({"mark": self.mark, "fault": self.fault}, ensure_ascii=False)
        return f"event: state\ndata: {told}\n\n"


class News:
    """The present state, and all who want to hear of the next; builds tell it from another thread."""

    def __init__(self, run: str) -> None:
        self._run = run
        self._count = 0
        self._lock = threading.Lock()
        self._state = State(f"{run}-0")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: set[asyncio.Event] = set()
        self._ended = False

    @property
    def state(self) -> State:
        """The present state."""
        return self._state

    def take(self, built: Built) -> None:
        """Take in what came of a build; pages hear of it if it matters to them."""
        with self._lock:
            if built.fault:
                self._state = replace(self._state, fault=built.fault)
            else:
                is_new = built.changed or (built.output, built.base) != (self._state.output, self._state.base)
                self._count += is_new
                self._state = State(f"{self._run}-{self._count}", built.output, built.base)
        self._wake()

    def end(self) -> None:
        """Let all who listen go."""
        self._ended = True
        self._wake()

    async def events(self) -> AsyncIterator[str]:
        """The present state at once, then each new one."""
        self._loop = asyncio.get_running_loop()
        bell = asyncio.Event()
        self._waiting.add(bell)
        told: State | None = None
        try:
            while not self._ended:
                bell.clear()
                if self._state != told:
                    told = self._state
                    yield str(told)
                    continue
                try:
                    await asyncio.wait_for(bell.wait(), _HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._waiting.discard(bell)

    def _wake(self) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._ring)

    def _ring(self) -> None:
        for bell in tuple(self._waiting):
            bell.set()
