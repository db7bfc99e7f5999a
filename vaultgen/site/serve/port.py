"""The place on this machine where a site is served, which nobody else can reach."""

from __future__ import annotations

import errno
import os
import socket
from contextlib import closing
from typing import Final

from vaultgen.errors import VaultgenError

__all__ = ["ADDRESS", "listen"]

ADDRESS: Final = "127.0.0.1"
_TRIES: Final = 50
_BACKLOG: Final = 128


def listen(port: int, command: str) -> socket.socket:
    """Give a socket that listens at the port (0: at any that is free); if it is taken, the error names a free one."""
    try:
        return _bound(port)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise VaultgenError(f"port {port}: {error.strerror}; name another with --port") from error
        what = "is in use" if error.errno == errno.EADDRINUSE else "may not be used"
        free = _free_after(max(port, 1023))
        advice = f"; {free} is free: {command} --port {free}" if free else "; name another with --port"
        raise VaultgenError(f"port {port} {what}{advice}") from error


def _bound(port: int) -> socket.socket:
    one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share a port
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind((ADDRESS, port))
        one.listen(_BACKLOG)
    except OSError:
        one.close()
        raise
    return one


def _free_after(port: int) -> int:
    for candidate in range(port + 1, min(port + _TRIES, 65_536)):
        try:
            with closing(_bound(candidate)):
                return candidate
        except OSError:
            continue
    return 0
