"""Renaming without a loss: two files that trade places in one step, and a rename that never covers another file."""

# ruff: noqa: PTH104,PTH105,PTH108 -- as in `disk`, for which this is made

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple

__all__ = ["exchange", "rename_new"]

_AT_FDCWD: Final = -100
_NOT_HERE: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM})


class _Flags(NamedTuple):
    """How a system's own call is told what to do: Linux (linux/fs.h) and macOS (sys/stdio.h) differ."""

    exchange: int
    new: int


_FLAGS: Final = {"linux": _Flags(exchange=2, new=1), "darwin": _Flags(exchange=2, new=4)}


def exchange(one: str, other: str) -> None:
    """Let two files of one folder trade names. OSError if one is missing.

    Where the system has no single step for it, a second name keeps hold of `other` while `one` takes its place.
    """
    if not _by_system("exchange", one, other):
        _exchange_by_links(one, other)


def rename_new(old: str, new: str) -> None:
    """Give a file another name; FileExistsError if that is some file's already, even since a moment ago."""
    if _by_system("new", old, new):
        return
    try:
        os.link(old, new)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:
        # A disk without links, such as a memory stick.
        if os.path.lexists(new):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), new) from None
        os.rename(old, new)
    else:
        os.unlink(old)


def _by_system(what: str, old: str, new: str) -> bool:
    """Whether the system has one step for it, and has done it; OSError if it could not."""
    call = _system_call()
    if call is None:
        return False
    ctypes.set_errno(0)
    if call(os.fsencode(old), os.fsencode(new), getattr(_FLAGS[sys.platform], what)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NOT_HERE:
        return False
    raise OSError(code, os.strerror(code), new)


@cache
def _system_call() -> Callable[[bytes, bytes, int], int] | None:
    """The system's own renaming with flags; None if it has none."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            rename = library.renameat2
            rename.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
            return lambda old, new, flags: int(rename(_AT_FDCWD, old, _AT_FDCWD, new, flags))
        if sys.platform == "darwin":
            rename = library.renamex_np
            rename.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint]
            return lambda old, new, flags: int(rename(old, new, flags))
    except (OSError, AttributeError, TypeError):
        pass
    return None


def _exchange_by_links(one: str, other: str) -> None:
    spare = f"{one}-spare"
    try:
        os.link(other, spare)
    except FileNotFoundError:
        raise
    except OSError:
        # As above; for a moment the name is nobody's.
        os.rename(other, spare)
    os.replace(one, other)
    os.rename(spare, one)
