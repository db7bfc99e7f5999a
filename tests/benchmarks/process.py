"""A command measured as a whole, cold process: time, processor and memory of it and of all that it starts."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.1  # seconds between two looks at the memory of the tree: each takes 2 ms for 100 MB


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took: seconds on the clock, seconds of processor, bytes at the peak; and how it ended."""

    wall: float
    cpu: float
    memory: int
    status: int
    output: str


def measure(command: Sequence[str | Path], *, folder: Path) -> Run:
    """Run a command to its end, output kept.

    The memory is the larger of what the kernel noted for the largest process and what the tree as a whole was
    seen to hold, pages that its processes share counted once.
    """
    stop = threading.Event()
    seen = [0]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    watcher = threading.Thread(target=_watch, args=(process.pid, stop, seen), daemon=True)
    watcher.start()
    assert process.stdout is not None
    with process.stdout:
        output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)  # so that Popen waits for it no more
    stop.set()
    watcher.join()
    return Run(
        wall=wall,
        cpu=usage.ru_utime + usage.ru_stime,
        memory=max(usage.ru_maxrss * 1024, seen[0]),
        status=process.returncode,
        output=output.decode("utf-8", "replace"),
    )


def _watch(process: int, stop: threading.Event, seen: list[int]) -> None:
    while not stop.wait(EVERY):
        seen[0] = max(seen[0], sum(map(_share, _family(process))))


def _family(process: int) -> list[int]:
    """A process and all below it."""
    family = [process]
    for member in family:
        for task in _read(f"/proc/{member}/task/{member}/children").split():
            family.append(int(task))  # noqa: PERF401 - the walk goes on through what it finds
    return family


def _share(process: int) -> int:
    """Bytes of memory that a process holds, of what it shares with others its share."""
    found = re.search(r"^Pss: +([0-9]+) kB", _read(f"/proc/{process}/smaps_rollup"), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def _read(name: str) -> str:
    try:
        with open(name, encoding="ascii") as file:  # noqa: PTH123 - many times a second
            return file.read()
    except OSError:  # it has ended meanwhile, or this system has no /proc
        return ""
