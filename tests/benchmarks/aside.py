"""Folders out of the way of the next run, without being deleted before it.

For minutes after files were deleted, ext4 gives new ones no inode that was just freed and looks at all those first:
writing a tree right after an old one was wiped takes up to ten times as long, which says nothing of who writes it.
"""

from __future__ import annotations

import atexit
import itertools
import shutil
from pathlib import Path

_numbers = itertools.count(1)


def put_aside(folder: Path) -> None:
    """Let nothing stand at `folder`; what stood there is deleted when all is measured."""
    if not folder.exists():
        return
    while (aside := folder.with_name(f".{folder.name.lstrip('.')}-aside-{next(_numbers)}")).exists():
        pass
    folder.rename(aside)
    atexit.register(shutil.rmtree, aside, ignore_errors=True)
