"""The lock that lets one build at a time work on a vault."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vaultgen.errors import LockedError
from vaultgen.vault.disk import open_to_lock, refill
from vaultgen.vault.gate import explain, safe_path

if sys.platform == "win32":  # pragma: no cover -- tests run on Linux
    import msvcrt

    # A byte far behind the text is locked: Windows would not let others read locked text.
    _FAR: Final = 1 << 30

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _release(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


__all__ = ["LOCK", "lock"]

LOCK: Final = ".vaultgen/lock"

# Seconds that the helpers of a process that was killed may take to end, and between two looks at that.
_PATIENCE: Final = 3.0
_PAUSE: Final = 0.01


@contextlib.contextmanager
def lock(vault: Path, *, command: str = "vaultgen build") -> Iterator[None]:
    """Hold the vault while the block runs; if another process holds it, a LockedError says which, at once.

    The system releases the lock when its holder ends, however it ends: a lock file that was left behind never
    blocks. Helpers of a holder that is no more end in a moment, which is waited for. `command` is what others are
    told that the holder is doing.
    """
    path = safe_path(vault, LOCK)
    descriptor = open_to_lock(path)
    try:
        try:
            _take_soon(descriptor)
        except (BlockingIOError, PermissionError) as error:
            raise LockedError(f"{vault}: {_holder(descriptor)}; wait for it to end, or end it") from error
        except OSError as error:
            raise explain(error, path) from error
        try:
            _sign(descriptor, command)
            yield
        finally:
            _sign(descriptor, "")
            _release(descriptor)
    finally:
        os.close(descriptor)


def _sign(descriptor: int, command: str) -> None:
    """Write who holds the lock, for the message that others get; an empty command wipes it."""
    holder = {"command": command, "host": socket.gethostname(), "pid": os.getpid()}
    # A full disk must not stop a build that has nothing to write; the message is only less exact then.
    with contextlib.suppress(OSError):
        refill(descriptor, json.dumps(holder).encode() if command else b"")


def _take_soon(descriptor: int) -> None:
    """Take the lock, now or when the helpers of a holder that was killed have ended."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return _take(descriptor)
        except (BlockingIOError, PermissionError):
            if not _is_no_more(descriptor) or time.monotonic() > end:
                raise
        time.sleep(_PAUSE)


def _is_no_more(descriptor: int) -> bool:
    """Whether the process that signed the lock, on this very machine, has ended."""
    holder = _signature(descriptor)
    pid = holder.get("pid")
    if os.name != "posix" or not isinstance(pid, int) or holder.get("host") != socket.gethostname():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _signature(descriptor: int) -> dict[str, object]:
    """What the holder has written of itself; nothing if that makes no sense."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        holder = json.loads(os.read(descriptor, 4096))
    except ValueError:
        return {}
    return holder if isinstance(holder, dict) else {}


def _holder(descriptor: int) -> str:
    """Who holds the lock, in words."""
    holder = _signature(descriptor)
    if not {"command", "pid", "host"} <= holder.keys():
        return "another vaultgen is at work on it"
    return f"“{holder['command']}” is at work on it (process {holder['pid']} on {holder['host']})"
