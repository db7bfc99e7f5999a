"""Work that another process does meanwhile: it is forked with all that it takes, and hands over what comes of it.

Little is loaded for this, so that it can begin before anything else does.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import NoReturn, TypeVar

__all__ = ["can_fork", "hang_on", "lifeline", "meanwhile"]

_Done = TypeVar("_Done")


def can_fork() -> bool:
    """Whether another process can begin with all that this one has: where no thread could hold a lock in it."""
    return os.name == "posix" and hasattr(os, "fork") and threading.active_count() == 1


@contextmanager
def meanwhile(work: Callable[[], _Done], *, worth: bool = True) -> Iterator[Callable[[], _Done]]:
    """Let another process begin with some work; what is given waits for what comes of it.

    Where that is not `worth` a process, or none can be forked, the work is done when it is asked for. So it is, too,
    if the other process fails at it or is ended: its error is told here, where somebody hears it. Work must therefore
    bear being done again. Whatever nobody has asked for by the end of the block is given up.
    """
    if not worth or not can_fork():
        yield cache(work)
        return
    line, far = socket.socketpair()
    with line, far, lifeline() as ends:
        other = os.fork()
        if other == 0:
            _do(work, far, ends)
        far.close()
        try:
            yield cache(lambda: _heard(line, work))
        finally:
            os.kill(other, signal.SIGKILL)
            os.waitpid(other, 0)


def _heard(line: socket.socket, work: Callable[[], _Done]) -> _Done:
    """What the other process says that comes of the work, or else what comes of it here."""
    with line.makefile("rb") as said, suppress(EOFError, OSError, pickle.UnpicklingError):
        done: _Done = pickle.load(said)  # noqa: S301 -- said by a process of this program
        return done
    return work()


def _do(work: Callable[[], object], line: socket.socket, ends: tuple[int, int]) -> NoReturn:
    """Say what comes of the work, and end; what this process inherited is not its own to tidy up."""
    try:
        hang_on(*ends)
        line.sendall(pickle.dumps(work(), protocol=pickle.HIGHEST_PROTOCOL))
    finally:
        os._exit(0)


@contextmanager
def lifeline() -> Iterator[tuple[int, int]]:
    """A pipe of which only this process keeps the end that could be written to, as long as it lives."""
    ends = os.pipe()
    try:
        yield ends
    finally:
        for end in ends:
            os.close(end)


def hang_on(end: int, other: int) -> None:
    """End this process as soon as the one that it was forked by is no more, however that came about.

    It would wait for work forever, with the locks that it inherited.
    """
    os.close(other)

    def wait() -> None:
        os.read(end, 1)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
