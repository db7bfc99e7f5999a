"""`vaultgen watch`: build whenever records, templates or notes change."""

from __future__ import annotations

import contextlib
import json
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from vaultgen.cli.exits import LOCKED
from vaultgen.cli.options import folder_option, json_option
from vaultgen.errors import ProjectError, VaultgenError

if TYPE_CHECKING:
    from vaultgen.cli.rebuild import Outcome
    from vaultgen.vault.watch import Listen, Watched

__all__ = ["watch"]

# Milliseconds: how long nothing may happen before a build, and after how long one begins all the same.
_QUIET: Final = 300
_AT_LAST: Final = 3_000
_LOOK: Final = 500
# Seconds between attempts while another process is at work.
_SOON: Final = 0.25
_LATE: Final = 2.0


@click.command()
@folder_option
@json_option
@click.pass_obj
def watch(folder: Path, *, as_json: bool) -> None:
    """Build whenever records, templates or notes change, until Ctrl-C; then the site, if there is a section [site].

    A build under way is finished first; a second Ctrl-C ends it. `--json` prints one object a line.
    """
    from vaultgen.vault.project import find_project, load_project
    from vaultgen.vault.watch import occasions, watched_by

    file = find_project(folder)
    project = load_project(file)
    watched = watched_by(project, file)
    teller = Teller(as_json=as_json)
    with _signals() as (stop, hurry):
        listen = _listener(stop)
        teller.begin([*watched.folders, *watched.files], file.parent)
        for _ in occasions(project, file, listen, stop):
            _catch_up(file.parent, teller, stop, hurry)
            with contextlib.suppress(
                ProjectError
            ):  # it has changed just now; the next round tells what is wrong
                if not teller.error and load_project(file).has_site:
                    _publish(file.parent, teller, stop, hurry)
    teller.end()


@contextlib.contextmanager
def _signals() -> Iterator[tuple[threading.Event, threading.Event]]:
    """Two events while the block runs: set by the first Ctrl-C or SIGTERM, and by the second."""
    stop, hurry = threading.Event(), threading.Event()

    def note(_number: int, _frame: object) -> None:
        (hurry if stop.is_set() else stop).set()

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop, hurry
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _listener(stop: threading.Event) -> Listen:
    """What listens to the file system; without the package for it, the error says how to get that."""
    try:
        import watchfiles
    except ImportError as error:
        raise VaultgenError(
            "watching needs the package “watchfiles”; install it with `pip install watchfiles`"
        ) from error

    def listen(watched: Watched) -> Iterator[bool]:
        try:
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
                yield bool(changes)
        except FileNotFoundError:
            stop.wait(_SOON)  # a folder has gone just now; the next round finds out which
        except OSError as error:
            raise VaultgenError(
                f"the folders cannot be watched: {error}; on Linux, a higher fs.inotify.max_user_watches helps"
            ) from error

    return listen


def _catch_up(folder: Path, teller: Teller, stop: threading.Event, hurry: threading.Event) -> None:
    """Build if there is anything to do; while another process is at work, wait for it."""
    from vaultgen.cli.rebuild import rebuild
    from vaultgen.vault.watch import is_pending

    pauses = _Pauses(stop)
    while not stop.is_set():
        try:
            pending = is_pending(folder)
        except VaultgenError as error:
            teller.fail(str(error), error.exit_code)
            return
        if not pending:
            teller.rest()
            return
        outcome = rebuild(folder, hurry)
        if outcome.code != LOCKED:
            teller.tell(outcome)
            return
        pauses.wait(teller, outcome.message)


def _publish(folder: Path, teller: Teller, stop: threading.Event, hurry: threading.Event) -> None:
    """Bring the site up to date; while another process is at work on it, wait for that."""
    from vaultgen.cli.rebuild import rebuild

    pauses = _Pauses(stop)
    while not stop.is_set():
        outcome = rebuild(folder, hurry, ("site", "build"))
        if outcome.code != LOCKED:
            teller.show(outcome)
            return
        pauses.wait(teller, outcome.message)


@dataclass(slots=True)
class _Pauses:
    """Ever longer pauses while another process is at work, with one word about it."""

    stop: threading.Event
    next: float = _SOON

    def wait(self, teller: Teller, message: str) -> None:
        """Wait for a while."""
        if self.next == _SOON:
            teller.wait(message)
        self.stop.wait(self.next)
        self.next = min(_LATE, self.next * 2)


@dataclass(slots=True)
class Teller:
    """What is said while watching: a line for each build that changed something, each error once."""

    as_json: bool
    error: str = ""
    site_error: str = ""
    kept: list[Any] = field(default_factory=list)

    def begin(self, places: list[Path], root: Path) -> None:
        """Say what is watched."""
        names = [str(place.relative_to(root) if place.is_relative_to(root) else place) for place in places]
        self._say("watching", f"watching {', '.join(names)}; Ctrl-C ends it", {"places": names})

    def tell(self, outcome: Outcome) -> None:
        """Say what a build did, if it did anything, or why it could not."""
        if not outcome.done:
            self.fail(outcome.message, outcome.code)
            return
        report = outcome.report
        kept = list(report.get("kept", []))
        if report.get("changes") or kept != self.kept or self.error:
            self._say("built", _timed(str(report.get("summary", ""))), report)
            if not self.as_json:
                for one in kept:
                    if one not in self.kept:
                        click.echo(f"left alone: {one['path']}: {one['reason']}", err=True)
        self.error, self.kept = "", kept

    def show(self, outcome: Outcome) -> None:
        """Say what was done to the site, if anything was, or why it could not be built."""
        if not outcome.done:
            if outcome.message != self.site_error:
                told = {"message": outcome.message, "exit_code": outcome.code}
                self._say("error", f"site: {outcome.message}", told, err=True)
            self.site_error = outcome.message
            return
        report = {key: value for key, value in outcome.report.items() if key != "findings"}
        if report.get("written") or report.get("removed") or self.site_error:
            self._say("site", _timed(f"site: {report.get('summary', '')}"), report)
        self.site_error = ""

    def fail(self, message: str, code: int) -> None:
        """Say what is wrong, unless it is what was said last."""
        if message != self.error:
            text = message if "\n" in message else f"vaultgen: {message}"
            self._say("error", text, {"message": message, "exit_code": code}, err=True)
        self.error = message

    def rest(self) -> None:
        """Say that all is well again if the last thing said was that it is not."""
        if self.error:
            self._say("built", _timed("nothing to do any more"), {"changes": []})
        self.error = ""

    def wait(self, message: str) -> None:
        """Say that another process is at work."""
        said = message.removesuffix("; wait for it to end, or end it")
        self._say("waiting", f"waiting: {said}", {"message": said}, err=True)

    def end(self) -> None:
        """Say, to machines only, that it is over."""
        if self.as_json:
            self._say("ended", "", {})

    def _say(self, event: str, text: str, told: Any, *, err: bool = False) -> None:
        if self.as_json:
            click.echo(json.dumps({"event": event, **told}, ensure_ascii=False))
        else:
            click.echo(text, err=err)


def _timed(text: str) -> str:
    return f"{time.strftime('%H:%M:%S')}  {text}"
