"""Work in portions that several processes do, each of which was forked with all that it takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from vaultgen.vault.meanwhile import hang_on, lifeline

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

__all__ = ["helpers", "processes_for", "worked"]

_MOST = 8
_Portion = TypeVar("_Portion")
_Done = TypeVar("_Done")

_work: Callable[[Any], Any] | None = None


def processes_for(count: int, *, worth: int, jobs: int | None = None) -> int:
    """How many processes pay for so many things; `jobs` says it, if it is given.

    One for fewer than are `worth` a second one, and where a process cannot simply be forked.
    """
    if not hasattr(os, "fork"):
        return 1
    if jobs:
        return jobs
    if count < worth:
        return 1
    return min(
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, _MOST
    )


@contextmanager
def helpers(count: int) -> Iterator[ProcessPoolExecutor]:
    """So many processes, forked when the first work is given to them, that end with this one however it ends."""
    import multiprocessing  # noqa: PLC0415 -- a build after an edit needs no other process, and it costs a start 15 ms
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 -- see above

    fork = multiprocessing.get_context("fork")
    with lifeline() as ends, ProcessPoolExecutor(count, fork, hang_on, ends) as pool:
        yield pool


def worked(
    work: Callable[[_Portion], _Done],
    portions: Iterable[_Portion],
    *,
    processes: int,
    advance: Callable[[int], None],
) -> Iterator[_Done]:
    """What comes of all portions, in their order; `advance` is told how many are done.

    This process is one of so many: it gives out the portions as they come, and begins with the last, forked ones with
    the first. The others inherit the work with all that it holds by then; portions and what comes of them are handed
    over.
    """
    if processes < 2:
        for number, portion in enumerate(portions, 1):
            yield work(portion)
            advance(number)
        return
    global _work  # noqa: PLW0603 -- what is inherited must be found without being handed over
    _work = work
    done: list[_Done] = []
    with helpers(processes - 1) as pool:
        try:
            waiting = [(portion, pool.submit(_inherited, portion)) for portion in portions]
            while waiting:
                portion, last = waiting.pop()
                done.append(work(portion) if last.cancel() else last.result())
                advance(len(done) + sum(one.done() for _, one in waiting))
        finally:
            _work = None
            pool.shutdown(cancel_futures=True)
    while done:
        yield done.pop()


def _inherited(portion: Any) -> Any:
    if _work is None:
        raise RuntimeError("a portion is done in a process that was forked for it")
    return _work(portion)
