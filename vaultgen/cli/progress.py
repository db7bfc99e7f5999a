"""Progress on long work: a bar on a terminal, nothing anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["Advance", "progress"]

Advance = Callable[[str, int, int], None]
# Shorter work is over before anybody could read a bar.
PATIENCE = 1.0


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


@contextmanager
def progress(title: str, *, quiet: bool) -> Iterator[Advance]:
    """A function to call with (stage, done, total); it draws on stderr once the work has taken a second."""
    if quiet or not sys.stderr.isatty():
        yield _silent
        return
    started = time.monotonic()
    drawn = False

    def advance(stage: str, done: int, total: int) -> None:
        nonlocal drawn
        if time.monotonic() - started < PATIENCE:
            return
        drawn = True
        share = f" {done:,}/{total:,}" if total else ""
        sys.stderr.write(f"\r\x1b[2K{title}: {stage}{share}")
        sys.stderr.flush()

    try:
        yield advance
    finally:
        if drawn:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
