"""The exit codes, the same for every command."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
ERROR: Final = 1
USAGE: Final = 2
TO_SETTLE: Final = 3
WOULD_CHANGE: Final = 4
LOCKED: Final = 75
