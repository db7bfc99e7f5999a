"""A power cut, for tests: from some call on, nothing that would change the disk works any more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from vaultgen.vault.disk import files as disk

CALLS = ("replace", "rename", "link", "unlink", "write", "mkdir", "rmdir")


class CrashError(OSError):
    """The power goes out."""


@contextmanager
def crash_after(count: int) -> Iterator[None]:
    """From the call after this many on, nothing that would change the disk works any more."""
    left = count

    def guarded(call):
        def wrapper(*args, **kwargs):
            nonlocal left
            left -= 1
            if left < 0:
                raise CrashError("crash")
            return call(*args, **kwargs)

        return wrapper

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, guarded(getattr(os, name)))
        for name in ("exchange", "rename_new"):
            patch.setattr(disk, name, guarded(getattr(disk, name)))
        yield
