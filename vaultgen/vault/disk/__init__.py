"""The one room that writes: single files at once, and whole trees that trade places."""

from __future__ import annotations

from vaultgen.vault.disk.files import (
    TRASH,
    Aside,
    Writer,
    move,
    open_to_lock,
    refill,
    remove,
    rewrite,
    sweep,
    sync,
    to_trash,
    write_if_changed,
    write_text,
)
from vaultgen.vault.disk.trees import Tree, clear_tree, settle_trade, trade, write_bytes

__all__ = [
    "TRASH",
    "Aside",
    "Tree",
    "Writer",
    "clear_tree",
    "move",
    "open_to_lock",
    "refill",
    "remove",
    "rewrite",
    "settle_trade",
    "sweep",
    "sync",
    "to_trash",
    "trade",
    "write_bytes",
    "write_if_changed",
    "write_text",
]
