"""How long something takes that must not take long."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

_Made = TypeVar("_Made")

ATTEMPTS = 3


def in_time(seconds: float, work: Callable[[], _Made]) -> _Made:
    """What comes of `work`, which must be done within so many seconds of this process's own time.

    A slow moment of the machine, or the collector when it looks through what thousands of tests have left behind, can
    fall into any attempt; into all of them only what is slow itself.
    """
    took = []
    for _ in range(ATTEMPTS):
        begun = time.process_time()
        made = work()
        took.append(time.process_time() - begun)
        if took[-1] < seconds:
            return made
    raise AssertionError(f"{', '.join(f'{one:.2f}' for one in took)} s, where {seconds} s are enough")
