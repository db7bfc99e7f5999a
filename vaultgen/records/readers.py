"""Many files read one after the other, or by as many processes as pay."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

from vaultgen.errors import Problem
from vaultgen.records.rows import Row, read_rows

__all__ = ["read_files"]

# A process is started in 10 ms and hands over what it has read; parsing a file of YAML takes 0.3 ms.
WORTH_A_PROCESS: Final = 500
PIECE: Final = 50
MOST: Final = 8

Named = tuple[str, Path]
Read = tuple[list[Row], list[Problem]]


def read_files(files: Sequence[Named], *, jobs: int | None = None) -> Iterator[Read]:
    """The rows and problems of each file, in their order; `jobs` is how many processes read (None: as many as pay)."""
    wanted = jobs or _processes(len(files))
    if wanted < 2:
        yield from _read_piece(files)
        return
    pieces = [files[start : start + PIECE] for start in range(0, len(files), PIECE)]
    with ProcessPoolExecutor(wanted, mp_context=multiprocessing.get_context("fork")) as pool:
        for read in pool.map(_read_piece, pieces):
            yield from read


def _read_piece(files: Sequence[Named]) -> list[Read]:
    return [read_rows(path, name) for name, path in files]


def _processes(count: int) -> int:
    """How many processes pay: one for few files, and where a process cannot simply be forked."""
    if count < WORTH_A_PROCESS or "fork" not in multiprocessing.get_all_start_methods() or os.name != "posix":
        return 1
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, MOST)
