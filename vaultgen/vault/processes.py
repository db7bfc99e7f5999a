"""Work in portions that several processes do, each of which was forked with all that it takes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

__all__ = ["processes_for", "worked"]

_MOST = 8
_Done = TypeVar("_Done")

_work: Callable[[int], Any] | None = None


def processes_for(count: int, *, worth: int, jobs: int | None = None) -> int:
    """How many processes pay for so many things; `jobs` says it, if it is given.

    One for fewer than are `worth` a second one, and where a process cannot simply be forked.
    """
    if "fork" not in multiprocessing.get_all_start_methods() or os.name != "posix":
        return 1
    if jobs:
        return jobs
    if count < worth:
        return 1
    return min(
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, _MOST
    )


def worked(
    work: Callable[[int], _Done], count: int, *, processes: int, advance: Callable[[int], None]
) -> Iterator[_Done]:
    """What comes of the portions 0 to `count` - 1, in their order; `advance` is told how many are done.

    This process is one of so many: it begins with the last portion, forked ones with the first. The others inherit
    the work with all that it holds, and only what comes of it is handed over.
    """
    helpers = min(processes, count) - 1
    if helpers < 1:
        for number in range(count):
            yield work(number)
            advance(number + 1)
        return
    global _work  # noqa: PLW0603 -- what is inherited must be found without being handed over
    _work = work
    done: list[_Done] = []
    with ProcessPoolExecutor(helpers, mp_context=multiprocessing.get_context("fork")) as pool:
        try:
            waiting = [pool.submit(_portion, number) for number in range(count)]
            while waiting:
                last = waiting.pop()
                done.append(work(len(waiting)) if last.cancel() else last.result())
                advance(len(done) + sum(one.done() for one in waiting))
        finally:
            _work = None
            pool.shutdown(cancel_futures=True)
    while done:
        yield done.pop()


def _portion(number: int) -> Any:
    if _work is None:
        raise RuntimeError("a portion is done in a process that was forked for it")
    return _work(number)
