"""Word of each change in what a site is made of: its vault, its templates, its project file."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

import watchfiles

from vaultgen.errors import VaultgenError
from vaultgen.site.serve.builder import Order, served_settings
from vaultgen.vault.project import find_project
from vaultgen.vault.watch import Watched

__all__ = ["watch", "watched_by"]

# Milliseconds: how long nothing may happen before a build, after how long one begins all the same, and how often the
# project file is looked at.
_QUIET: Final = 60
_AT_LAST: Final = 400
_LOOK: Final = 300
_SOON: Final = 0.3


def watched_by(order: Order) -> Watched:
    """What the site depends on; what does not exist stands among the files until it is there."""
    settings = served_settings(order)
    places = [place.resolve() for place in (settings.vault, settings.templates) if place is not None]
    files = [] if order.vault is not None else [find_project(order.folder)]
    folders = tuple(place for place in places if place.is_dir())
    return Watched(folders, (*files, *(place for place in places if not place.is_dir())))


def watch(order: Order, changed: Callable[[], None], stop: threading.Event) -> None:
    """Call `changed` soon after each change, until `stop` is set; what is watched follows the project file."""
    watched = watched_by(order)
    while not stop.is_set():
        with contextlib.suppress(VaultgenError):  # the build tells what is wrong with the project
            watched = watched_by(order)
        if _one_round(watched, changed, stop):
            changed()


def _one_round(watched: Watched, changed: Callable[[], None], stop: threading.Event) -> bool:
    """Watch until the project file, or a folder as a whole, is another one; True if it is."""
    before = watched.state()
    if not watched.folders:
        while not stop.wait(_SOON):
            if watched.state() != before:
                return True
        return False
    with contextlib.suppress(FileNotFoundError):  # a folder has gone just now
        for changes in watchfiles.watch(
            *watched.folders,
            watch_filter=lambda _change, path: watched.counts(Path(path)),
            debounce=_AT_LAST,
            step=_QUIET,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
            stop_event=stop,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            if changes:
                changed()
            if watched.state() != before:
                return True
    stop.wait(_SOON)
    return not stop.is_set()
